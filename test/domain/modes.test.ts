// Quiet and crisis: which line of the log counts when and where, and what it does to a deadline.
// Tried on the minute at both ends, with an early end, and that what is law or safety stays.
import { describe, expect, it } from 'vitest';
import type { ClockName } from '../../domain/clocks.ts';
import { clockNames, mayRest, promisedBy } from '../../domain/clocks.ts';
import type { ModeSwitch } from '../../domain/modes.ts';
import { modeAt } from '../../domain/modes.ts';
import { rule } from '../../domain/rule-set.ts';
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

it('what is law or safety may not rest: receipts, calls, every named yes to a bed or responsibility, death, objection', () => {
  const rests = clockNames.filter(mayRest);
  for (const clock of [
    'receipt',
    'call-task',
    'ring-practice',
    'closing-task',
    'objection-task',
    'withdrawn-told',
  ] as const) {
    expect(rests).not.toContain(clock);
  }
  const never = ['bed', 'competence', 'weekend-agreement', 'medical-responsibility'];
  expect(rests.filter((clock) => never.includes(promisedBy(clock) ?? ''))).toEqual([]);
});
