// Quiet and crisis: which line of the log counts when and where, and what it does to a deadline.
// Tried on the minute at both ends, with an early end, and that what is law or safety stays.
import { describe, expect, it } from 'vitest';
import type { ClockName } from '../../domain/clocks.ts';
import { clockNames, promisedBy } from '../../domain/clocks.ts';
import type { ModeEffect, ModeSwitch } from '../../domain/modes.ts';
import { modeAt, modeNames } from '../../domain/modes.ts';
import type { RuleSet } from '../../domain/rule-form.ts';
import type { Ruling } from '../../domain/rule-set.ts';
import { rule, ruleSetOn } from '../../domain/rule-set.ts';
import { waitOf } from '../../domain/silence-steps.ts';
import { groundOf, isLimit } from '../../domain/step-grounds.ts';
import { checkModes } from '../../rules/mode-checks.ts';
import { ruleBook, utc } from './rule-book.ts';

const book = await ruleBook();
const line = (more: Partial<ModeSwitch>): ModeSwitch => ({
  mode: 'crisis',
  from: '2026-12-01T06:00:00+01:00',
  until: '2026-12-03T06:00:00+01:00',
  by: 'agreement-manager',
  decidedAt: '2026-11-30T20:00:00+01:00',
  why: 'Storm',
  ...more,
});
const ask = (clock: ClockName, from: string, switches: readonly ModeSwitch[], facts = {}) =>
  rule({ ...book, switches }, { clock, municipality: '0791', from: utc(from), facts });

describe('the log of modes', () => {
  it.each([
    ['2026-12-01T05:59+01:00', null],
    ['2026-12-01T06:00+01:00', 'crisis'],
    ['2026-12-03T05:59+01:00', 'crisis'],
    ['2026-12-03T06:00+01:00', null],
  ])('at %s gives %s', (at, mode) => {
    expect(modeAt([line({})], utc(at), ['0791', 'midt'])?.mode ?? null).toBe(mode);
  });

  it('holds where a line says, by cluster or municipality', () => {
    const at = utc('2026-12-02T10:00+01:00');
    expect(modeAt([line({ where: ['midt'] })], at, ['0791', 'midt'])?.mode).toBe('crisis');
    expect(modeAt([line({ where: ['0740'] })], at, ['0791', 'midt'])).toBeNull();
  });

  it('ends early by a later line, and goes on until further notice without an end', () => {
    const open = line({ until: null });
    const over = line({ mode: 'normal', from: '2026-12-02T12:00:00+01:00', until: null });
    expect(modeAt([open], utc('2027-06-01T12:00+02:00'), [])?.mode).toBe('crisis');
    expect(modeAt([open, over], utc('2026-12-02T11:59+01:00'), [])?.mode).toBe('crisis');
    expect(modeAt([open, over], utc('2026-12-02T12:00+01:00'), [])).toBeNull();
  });
});

describe('a clock that starts in a crisis', () => {
  it('has the deadline of the mode, and keeps its reminders, ladder and silence', () => {
    const usual = ask('answer-services', '2026-12-01T09:00+01:00', []);
    const held = ask('answer-services', '2026-12-01T09:00+01:00', [line({})]);
    expect([usual.due, held.due]).toEqual([utc('2026-12-01T13:00+01:00'), utc('2026-12-01T11:00+01:00')]);
    expect(held.ladder.map(({ to }) => to)).toEqual(usual.ladder.map(({ to }) => to));
    expect([held.silence, held.rule]).toEqual([usual.silence, 'rm-2026.1/midt/answer-services+crisis']);
    expect(held.why).toMatch(/krise, besluttet af agreement-manager: Storm\)$/);
  });

  it('is switched off where only the agreement asks for the step, and says so', () => {
    const report = ask('admission-report', '2026-12-01T09:00+01:00', [line({})]);
    expect([report.off, report.why]).toEqual([true, expect.stringContaining('afventes ikke')]);
    expect(ask('admission-report', '2026-12-01T05:00+01:00', [line({})]).off).toBeUndefined();
  });

  it('is as always when the mode says nothing of it', () => {
    const at = '2026-12-01T09:00+01:00';
    expect(ask('receipt', at, [line({})])).toEqual(ask('receipt', at, []));
  });

  it('still begins with a call where that is the rule', () => {
    const facts = { sameDay: true, anchor: '2026-12-01T14:00:00Z' };
    expect(ask('capability-answer', '2026-12-01T09:00+01:00', [line({})], facts).callFirst).toBe(true);
  });
});

describe.each(modeNames)('in %s', (mode) => {
  const log = [line({ mode, until: null })];
  const from = '2026-12-02T10:00+01:00';
  /** The project's rules, with a mode that says this and nothing else. */
  const withMode = (clock: ClockName, stated: ModeEffect): RuleSet => ({
    ...ruleSetOn(book.ruleSets, '2026-12-02'),
    modes: { [mode]: { why: 'Prøve', clocks: { [clock]: stated } } },
  });
  const under = (set: RuleSet, clock: ClockName, switches: readonly ModeSwitch[]) => {
    const facts = { anchor: utc('2026-12-04T10:00+01:00'), orderedBy: 'municipality', reach: 'vulnerable' };
    return rule({ ...book, ruleSets: [set], switches }, { clock, municipality: '0791', from: utc(from), facts });
  };

  const shorter: ModeEffect = { effect: 'deadline', due: { kind: 'elapsed', duration: 'PT7M' }, why: 'Kortere' };

  it.each(clockNames.filter((clock) => !isLimit(clock)))('the deadline of %s changes, and nothing else', (clock) => {
    const set = withMode(clock, shorter);
    expect(checkModes(set)).toEqual([]);
    const [usual, held] = [under(set, clock, []), under(set, clock, log)];
    expect([held.due, held.off]).toEqual([utc('2026-12-02T10:07+01:00'), undefined]);
    expect(held.rule).toBe(`${usual.rule}+${mode}`);
    const kept = ({ silence, ladder, resends, callFirst, hands, covered, applies, asks, ring }: Ruling) => ({
      ...{ silence, resends, callFirst, hands, covered, applies, asks, ring },
      ladder: ladder.map(({ to }) => to),
    });
    expect(kept(held)).toEqual(kept(usual));
  });

  it.each(['municipal-action-soon', 'plan-same-day', 'stay-branch'] as const)(
    'the limit of %s is not moved: whether somebody rings is decided by it',
    (clock) => {
      const refused = checkModes(withMode(clock, shorter));
      expect(refused.map(({ path }) => path)).toEqual([`modes.${mode}.clocks.${clock}.effect`]);
      expect(refused[0]?.message).toContain('afgør, om der skal ringes');
    },
  );

  it.each(clockNames)(
    '%s is switched off only when it is neither law nor safety; else the file is refused there',
    (clock) => {
      const set = withMode(clock, { effect: 'off', why: 'Ikke nu' });
      const refused = checkModes(set).map(({ path }) => path);
      if (groundOf(clock) === 'agreement') {
        expect(refused).toEqual([]);
        expect([under(set, clock, log).off, under(set, clock, []).off]).toEqual([true, undefined]);
        // Left out is a step that asks; a clock that is watched or gives a window has nothing that could rest.
        expect(['task', 'told']).toContain(waitOf(clock));
        expect(under(set, clock, log).why).toContain('besluttet af agreement-manager: Storm');
      } else {
        expect(refused).toEqual([`modes.${mode}.clocks.${clock}.effect`]);
        expect(checkModes(set)[0]?.message).toMatch(/er (lov|sikkerhed) og kan ikke slås fra/);
      }
    },
  );
});

it('what may rest promises nothing, and is written down here once more', () => {
  const rests = clockNames.filter((clock) => groundOf(clock) === 'agreement');
  expect(rests.toSorted()).toEqual([
    'admission-report',
    'answer-conference',
    'closing-note',
    'delay-cause-objection',
    'letter-to-patient',
    'network-meeting',
  ]);
  expect(rests.filter((clock) => promisedBy(clock) !== null)).toEqual([]);
});

it('a deadline of a mode that counts from a time nobody may know is refused with its place', () => {
  const set = ruleSetOn(book.ruleSets, '2026-12-02');
  const due = { kind: 'elapsed', duration: 'PT1H', countsFrom: 'anchor' } as const;
  const stated = { effect: 'deadline', due, why: 'Fra startdatoen' } as const;
  const crisis = { why: 'Storm', clocks: { 'rehabilitation-offer': stated, 'hold-margin': stated } };
  expect(checkModes({ ...set, modes: { crisis } }).map(({ path }) => path)).toEqual([
    'modes.crisis.clocks.rehabilitation-offer.due.countsFrom',
  ]);
});
