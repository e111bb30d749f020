// Tasks describe themselves: every answer's example is valid as it stands, and only codes go on to the workflow.
// Every kind of task is tried, so a new one is tried as soon as it is in the catalogue.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../api/check.ts';
import { Problem } from '../../api/errors.ts';
import { answerBody, fieldsJsonSchema, whichAnswer } from '../../api/schemas/answers.ts';
import { hoursLines, runningHours } from '../../api/show-gp.ts';
import { codesOf } from '../../domain/fields.ts';
import type { TaskKindName } from '../../domain/task-kinds.ts';
import { isTaskKind, taskKind, taskKinds } from '../../domain/task-kinds.ts';
import { openRuleFiles } from '../../rules/load.ts';

const { registry } = (await openRuleFiles('rules')).current();
const every = Object.keys(taskKinds)
  .filter(isTaskKind)
  .flatMap((kind) => taskKind(kind).answers.map((answer) => [kind, answer.code, answer] as const));

function faultsOf(kind: TaskKindName, body: unknown): string[] {
  try {
    const { answer: code } = check(whichAnswer(kind), body);
    const answer = taskKind(kind).answers.find((one) => one.code === code);
    if (answer !== undefined) check(answerBody(kind, answer, registry), body);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return (error.extras.errors ?? []).map(({ path }) => path);
  }
}

describe('every answer of every kind of task', () => {
  it.each(every)('%s: %s has an example that is valid as it stands', (kind, code, answer) => {
    expect(faultsOf(kind, { answer: code, version: 1, ...answer.example })).toEqual([]);
  });

  it.each(every)('%s: %s names each field that is missing or unknown', (kind, code, answer) => {
    const demanded = Object.keys(answer.fields).filter((name) => answer.fields[name]?.optional !== true);
    expect(faultsOf(kind, { answer: code, version: 1 }).toSorted()).toEqual(demanded.toSorted());
    expect(faultsOf(kind, { answer: code, version: 1, ...answer.example, extra: 1 })).toEqual(['extra']);
    expect(faultsOf(kind, { answer: code, ...answer.example })).toEqual(['version']);
  });

  it.each(every)('%s: %s has a JSON Schema that says the same', (_kind, _code, answer) => {
    const schema = fieldsJsonSchema(answer, registry);
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(Object.keys(Object(schema['properties']))).toEqual(Object.keys(answer.fields));
  });

  it.each(every)('%s: %s lets no word reach the workflow', (kind, code, answer) => {
    const secret = 'Fru Jensen, telefon 12345678';
    const words = Object.fromEntries(
      Object.entries(answer.fields)
        .filter(([, { type }]) => type === 'text' || type === 'name')
        .map(([name]) => [name, secret]),
    );
    const body = check(answerBody(kind, answer, registry), { answer: code, version: 1, ...answer.example, ...words });
    expect(JSON.stringify(codesOf(answer.fields, body))).not.toContain('Jensen');
  });
});

describe('answers about several services', () => {
  const service = (rest: object): unknown => ({
    answer: 'per-service',
    version: 1,
    services: [{ service: 'meals', ...rest }],
  });

  it('takes the example', () => {
    expect(faultsOf('answer-services', JSON.parse(readFileSync('examples/answer-services.json', 'utf8')))).toEqual([]);
    expect(faultsOf('take-patient', JSON.parse(readFileSync('examples/answer-take-patient.json', 'utf8')))).toEqual([]);
    expect(faultsOf('ring-unit', JSON.parse(readFileSync('examples/answer-ring-unit.json', 'utf8')))).toEqual([]);
    expect(faultsOf('agree-follow-up', JSON.parse(readFileSync('examples/agree-follow-up.json', 'utf8')))).toEqual([]);
  });

  it('wants a reason and a date with a no, a date with another date, words with a condition', () => {
    expect(faultsOf('answer-services', service({ answer: 'decline' }))).toEqual([
      'services.0.reason',
      'services.0.from',
    ]);
    expect(faultsOf('answer-services', service({ answer: 'accept-from' }))).toEqual(['services.0.from']);
    expect(faultsOf('answer-services', service({ answer: 'accept-on-condition' }))).toEqual(['services.0.condition']);
  });

  it('says in its JSON Schema what each answer needs, so that a form can ask for it', () => {
    const perService = taskKind('answer-services').answers.find(({ code }) => code === 'per-service');
    if (perService === undefined) throw new Error('no such answer');
    const need = (said: string, ...required: string[]): unknown => ({
      if: { properties: { answer: { const: said } } },
      // biome-ignore lint/suspicious/noThenProperty: `then` is the keyword of JSON Schema; nobody awaits this object
      then: { required },
    });
    expect(fieldsJsonSchema(perService, registry)).toMatchObject({
      properties: {
        services: {
          items: {
            allOf: [
              need('accept-on-condition', 'condition'),
              need('accept-from', 'from'),
              need('decline', 'reason', 'from'),
            ],
          },
        },
      },
    });
  });

  it('wants the name of who said something on the phone, and nothing of a call that reached nobody', () => {
    const ring = (answer: string, rest: object = {}) => faultsOf('ring-unit', { answer, version: 1, ...rest });
    expect(ring('accept')).toEqual(['spokeWith']);
    expect(ring('accept', { spokeWith: '  ' })).toEqual(['spokeWith']);
    expect(ring('decline', { spokeWith: 'Vagthavende' })).toEqual(['reason']);
    expect(ring('offer-later', { spokeWith: 'Vagthavende' })).toEqual(['from']);
    expect(ring('call-back')).toEqual(['at']);
    expect(ring('not-reached')).toEqual([]);
  });

  it('wants what a unit cannot do in the words of the vocabulary, at least one', () => {
    const part = (cannot: unknown) => faultsOf('take-patient', { answer: 'accept-part', version: 1, cannot });
    expect(part(['CAP-14'])).toEqual([]);
    expect(part(['CAP-99'])).toEqual(['cannot.0']);
    expect(part([])).toEqual(['cannot']);
    expect(part(undefined)).toEqual(['cannot']);
  });

  it('refuses an answer that the task does not have, and names the field', () => {
    expect(faultsOf('take-patient', { answer: 'maybe', version: 1 })).toEqual(['answer']);
    expect(faultsOf('take-patient', {})).toEqual(['answer']);
  });
});

describe('the 72 hours of a department', () => {
  it('stand on the task of a practice with the number to ring while they run, and no longer', () => {
    const hours = { unit: 'ward-m1', from: 0, until: 1000, rule: 'r' };
    const shown = (now: number) => hoursLines(runningHours({ registry, person: () => null }, hours, now));
    expect(shown(999)).toEqual([{ label: 'Behandlingsansvar', text: expect.stringContaining('telefon 87001000') }]);
    expect(shown(1000)).toEqual([]);
  });
});
