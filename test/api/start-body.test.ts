// The body that starts a discharge: every field wrong in turn is named, unknown fields are refused, no date is no hindrance.
// Without any server: the schemas alone.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../api/check.ts';
import { Problem } from '../../api/errors.ts';
import { actionBodies, actionExamples } from '../../api/schemas/actions.ts';
import { eventBody } from '../../api/schemas/events.ts';
import { startBody } from '../../api/schemas/start.ts';
import { actionNames } from '../../domain/moves.ts';
import { openRuleFiles } from '../../rules/load.ts';

const example = (name: string): unknown => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));
const { registry } = (await openRuleFiles('rules')).current();
const schema = startBody({ registry, production: false });

/** Paths that the problem names; empty when the body is taken. */
function faultsOf(body: unknown, by: Parameters<typeof check>[0] = schema): string[] {
  try {
    check(by, body);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.code).toBe('bad-input');
    return (error.extras.errors ?? []).map(({ path }) => path);
  }
}

/** A copy of the example with another value at a path; undefined takes the member away. */
function withValue(path: string, value: unknown): unknown {
  const body = structuredClone(example('discharge'));
  const keys = path.split('.');
  let at: unknown = body;
  for (const key of keys.slice(0, -1)) at = Reflect.get(Object(at), key);
  if (value === undefined) Reflect.deleteProperty(Object(at), keys.at(-1) ?? '');
  else Reflect.set(Object(at), keys.at(-1) ?? '', value);
  return body;
}

const long = 'x'.repeat(4001);
const wrong: readonly (readonly [string, readonly unknown[]])[] = [
  ['patient', [undefined, null, 'x', []]],
  ['patient.cpr', [undefined, null, 2509479989, '', '25094799', '3202479989', '25094799AB']],
  ['patient.name', [undefined, null, '', '   ', 'x'.repeat(201), 7]],
  ['patient.address', ['', 'x'.repeat(301), 7]],
  ['patient.phone', ['', '12', 'ring', 87009900]],
  ['stay', [undefined, null, 'x']],
  ['stay.episodeId', [undefined, null, '', 'not-a-uuid', 7]],
  ['stay.hospitalUnit', [undefined, null, '', 'ward-unknown', 'gp-041230', 7]],
  ['stay.admittedAt', [undefined, null, '', '2026-11-19', '2026-11-19T14:20:00', '2026-02-30T10:00:00Z', 7]],
  ['municipality', [undefined, null, '', '791', '0101', 791]],
  ['gp', ['', 'ward-m1', 'gp-unknown', 7]],
  ['coordinator', ['', null, 7, '2509479989']],
  ['plan', [undefined, null, 'x', []]],
  ['plan.date', [null, 'tomorrow', {}]],
  ['plan.date.at', [undefined, 'soon']],
  ['plan.services', [null, 'meals', ['meals', 'meals']]],
  ['plan.services.0', ['massage', null]],
  ['plan.serviceNotes', [null, 'x']],
  ['plan.serviceNotes.devices', ['', long, 7]],
  ['plan.hasRunningServices', [null, 'yes', 1]],
  ['plan.bed', ['yes', []]],
  ['plan.bed.capabilities', [undefined, null, ['CAP-14', 'CAP-14']]],
  ['plan.bed.capabilities.0', ['CAP-99', 14]],
  ['plan.bed.from', [undefined, null, 'monday']],
  ['plan.bed.days', [undefined, null, 0, 91, 1.5, '7']],
  ['plan.cause', ['', long, 7]],
  ['plan.course', ['', long, 7]],
  ['plan.contagion', ['', long, 7]],
  ['plan.diet', ['', long, 7]],
  ['plan.function', ['', long, 7]],
  ['plan.nursing', ['', long, 7]],
  ['plan.medicine', ['', long, 7]],
  ['plan.conference', ['', long, 7]],
  ['plan.other', ['', long, 7]],
  ['plan.wishes', ['home', []]],
  ['plan.wishes.text', [undefined, null, '', long]],
  ['plan.wishes.askedWho', [undefined, null, '', 7]],
];

describe('the body of a start', () => {
  it('takes the example as it stands', () => {
    expect(faultsOf(example('discharge'))).toEqual([]);
  });

  it.each(wrong.flatMap(([path, values]) => values.map((value) => [path, value] as const)))(
    'names %s when it is %j',
    (path, value) => {
      const faults = faultsOf(withValue(path, value));
      expect(faults.some((fault) => fault === path || fault.startsWith(`${path}.`))).toBe(true);
    },
  );

  it.each([
    'extra',
    'patient.extra',
    'stay.extra',
    'plan.extra',
    'plan.bed.extra',
    'plan.date.extra',
    'plan.wishes.extra',
  ])('refuses the unknown field %s by its name', (path) => {
    expect(faultsOf(withValue(path, 1))).toEqual([path]);
  });

  it('tells of all faults at once', () => {
    const body = withValue('patient.cpr', 'x');
    Reflect.set(Object(body), 'municipality', '9999');
    expect(faultsOf(body).toSorted()).toEqual(['municipality', 'patient.cpr']);
  });

  it.each([null, 7, 'x', [], undefined])('refuses %j as a whole', (body) => {
    expect(faultsOf(body)).toEqual(['']);
  });

  it('takes a start without a known date, a bed, a practice or any word', () => {
    const bare = check(schema, { ...Object(example('discharge')), gp: null, plan: {} });
    expect(bare.plan).toMatchObject({ date: { kind: 'unknown' }, services: [], bed: null, cause: null, wishes: null });
  });

  it('gives times in UTC and the number without its hyphen', () => {
    const body = check(schema, withValue('patient.cpr', '250947-9989'));
    expect(body.patient.cpr).toBe('2509479989');
    expect(body.stay.admittedAt).toBe('2026-11-19T13:20:00.000Z');
  });

  it('refuses a range that ends before it begins', () => {
    const date = { kind: 'range', from: '2026-12-02T08:00:00Z', to: '2026-12-01T08:00:00Z' };
    expect(faultsOf(withValue('plan.date', date))).toEqual(['plan.date.to']);
  });

  it('refuses a note on a service that is not asked for', () => {
    expect(faultsOf(withValue('plan.serviceNotes', { meals: 'Kold mad' }))).toEqual(['plan.serviceNotes.meals']);
  });

  it('refuses public test persons in production, and only there', () => {
    expect(faultsOf(example('discharge'), startBody({ registry, production: true }))).toEqual(['patient.cpr']);
  });
});

describe('the bodies of actions and events', () => {
  const bodies = actionBodies({ registry });

  it.each(actionNames)('takes an example of %s and refuses an unknown field', (name) => {
    const body = name === 'change-plan' ? example('change-plan') : actionExamples[name];
    expect(faultsOf(body, bodies[name])).toEqual([]);
    expect(faultsOf({ ...Object(body), extra: 1 }, bodies[name])).toEqual(['extra']);
  });

  it('takes the examples', () => {
    expect(faultsOf(example('leave'), bodies.leave)).toEqual([]);
    expect(faultsOf(example('event'), eventBody)).toEqual([]);
  });

  it('asks for what depends on another field', () => {
    expect(faultsOf({ recommended: true }, bodies['mark-follow-up']).toSorted()).toEqual(['urgency', 'what']);
    expect(faultsOf({ repair: 'close-by-hand', target: 'x' }, bodies.repair).toSorted()).toEqual(['note', 'target']);
    expect(faultsOf({ type: 'other', happenedAt: '2026-11-30T10:00:00Z' }, eventBody)).toEqual(['dischargeId', 'note']);
  });

  it('takes no objection to a basis that cannot be objected to', () => {
    expect(faultsOf({ basis: 'legal-security-act-12-c' }, bodies['record-objection'])).toEqual(['basis']);
  });
});
