// Which dates of leaving and admission the agreement asks a call for, and when the municipality counts as notified.
// Over a weekend, Christmas, New Year 2026/27, Easter and a holiday on a Monday; midnight belongs to the day that begins.
import { describe, expect, it } from 'vitest';
import type { NeededCall } from '../../domain/calls.ts';
import type { MessageView } from '../../domain/case-view.ts';
import { missing } from '../../domain/gate.ts';
import type { LeavingRules } from '../../domain/phone-first.ts';
import { branchOf, covers, notifiedOf, reasonsAtOnce } from '../../domain/phone-first.ts';
import { noNewNeeds } from '../../domain/plan.ts';
import { rule } from '../../domain/rule-set.ts';
import type { Ruled } from '../../domain/ruled.ts';
import { ruleBook, utc } from './rule-book.ts';

const book = await ruleBook();

const weekend = (leaving: string, municipality = '0791'): boolean =>
  rule(book, {
    ...{ clock: 'weekend-agreement', from: utc('2026-04-01T09:00+02:00'), municipality },
    facts: { anchor: utc(leaving) },
  }).applies !== false;

const friday = (admitted: string, leaving: string, municipality = '0791') => {
  const { applies, ring } = rule(book, {
    ...{ clock: 'friday-afternoon', from: utc(admitted), municipality },
    facts: { anchor: utc(admitted), leaving: utc(leaving) },
  });
  return applies === false ? 'none' : ring;
};

describe('a leaving needs an agreement by phone', () => {
  it.each([
    ['a Saturday', '2026-11-21T10:00+01:00'],
    ['the first minute of a Saturday', '2026-11-21T00:00+01:00'],
    ['the last second of a Sunday', '2026-11-22T23:59:59+01:00'],
    ['a Sunday on which clocks change', '2026-10-25T02:30+01:00'],
    ['Christmas Eve', '2026-12-24T10:00+01:00'],
    ['Christmas Day on a Friday', '2026-12-25T10:00+01:00'],
    ['New Year’s Eve', '2026-12-31T10:00+01:00'],
    ['New Year’s Day on a Friday', '2027-01-01T10:00+01:00'],
    ['Maundy Thursday', '2027-03-25T10:00+01:00'],
    ['Easter Monday', '2027-03-29T10:00+02:00'],
    ['Constitution Day', '2026-06-05T10:00+02:00'],
  ])('on %s', (_, leaving) => expect(weekend(leaving)).toBe(true));

  it.each([
    ['the last second of a Friday', '2026-11-20T23:59:59+01:00'],
    ['the first minute of a Monday', '2026-11-23T00:00+01:00'],
    ['what was Great Prayer Day', '2026-05-01T10:00+02:00'],
    ['the first working day of the year', '2027-01-04T10:00+01:00'],
  ])('not on %s', (_, leaving) => expect(weekend(leaving)).toBe(false));
});

describe('an admission on a Friday afternoon', () => {
  it.each([
    ['0791', '2026-11-20T12:00+01:00', '2026-11-23T11:59+01:00', 'visitation'],
    ['0791', '2026-11-20T11:59+01:00', '2026-11-23T10:00+01:00', 'none'],
    ['0791', '2026-11-20T23:59+01:00', '2026-11-21T10:00+01:00', 'visitation'],
    ['0791', '2026-11-20T14:00+01:00', '2026-11-23T12:00+01:00', 'none'],
    ['0791', '2026-11-21T00:00+01:00', '2026-11-22T10:00+01:00', 'none'],
    // Easter: Monday is a holiday, so "Monday noon" is Tuesday's; Good Friday itself is no Friday but a holiday.
    ['0791', '2027-05-14T14:00+02:00', '2027-05-18T11:00+02:00', 'visitation'],
    ['0791', '2027-03-26T14:00+01:00', '2027-03-29T10:00+02:00', 'none'],
    ['0657', '2026-11-20T14:00+01:00', '2026-11-22T10:00+01:00', 'services'],
    ['0730', '2026-11-20T12:59+01:00', '2026-11-22T10:00+01:00', 'none'],
    ['0730', '2026-11-20T13:00+01:00', '2026-11-23T10:00+01:00', 'none'],
    ['0730', '2026-11-20T13:00+01:00', '2026-11-23T09:59+01:00', 'visitation'],
  ])('in %s at %s and out %s: %s', (municipality, admitted, leaving, ring) => {
    expect(friday(admitted, leaving, municipality)).toBe(ring);
  });
});

describe('why somebody rings, whenever the plan was sent', () => {
  const HOUR = 3_600_000;
  const ruled = (change: Partial<Ruled> = {}): Ruled => ({
    ...{ clock: 'call-task', due: 0, rule: 'r', remindAt: [], ladder: [] },
    ...{ silence: 'escalate', resends: 0, unitClosed: false, ...change },
  });
  const never = ruled({ applies: false });
  /** Admitted at 0, out after three days of the week, told in time. */
  const plain: LeavingRules = {
    ...{ leaving: 72 * HOUR, admittedAt: 0, shortStay: ruled({ due: 24 * HOUR }), sameDay: ruled(), acute: null },
    ...{ weekend: never, friday: never },
  };
  const ambulant = { state: 'ambulant' } as const;
  const admitted = { state: 'admitted' } as const;
  const reasons = (change: Partial<LeavingRules>, stay: { state: 'ambulant' | 'admitted' } = admitted, now = HOUR) => {
    const rules = { ...plain, ...change };
    const branch = branchOf(rules, { since: null, endedAt: null, ...stay }, now);
    return [branch, ...reasonsAtOnce(rules, branch, now).map(({ why }) => why)];
  };

  it.each<[string, ReturnType<typeof reasons>, readonly string[]]>([
    ['an ordinary long stay: nothing', reasons({}), ['long']],
    ['out before the limit', reasons({ leaving: 23 * HOUR }), ['short', 'short-stay']],
    ['planned to be out at the limit', reasons({ leaving: 24 * HOUR }), ['long']],
    ['still there at the limit', reasons({ leaving: 23 * HOUR }, admitted, 24 * HOUR), ['long']],
    [
      'municipal action soon, without admission',
      reasons({ acute: ruled({ due: HOUR }) }, ambulant),
      ['ambulant', 'acute'],
    ],
    ['municipal action later, without admission', reasons({ acute: ruled({ due: HOUR + 1 }) }, ambulant), ['ambulant']],
    ['a day before the one that the plan names', reasons({ earlier: true }), ['long', 'same-day']],
    ['a weekend', reasons({ weekend: ruled() }), ['long', 'weekend']],
    [
      'admitted on a Friday afternoon, out on the Saturday',
      reasons({ weekend: ruled(), friday: ruled() }),
      [...['long', 'weekend', 'friday-afternoon']],
    ],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});

const needed: NeededCall = {
  ...{ why: ['weekend'], unit: 'mun-0791-visitation', planVersion: 1, leaving: 1000 },
  state: 'needed',
};
const said = (state: 'agreed' | 'declined', change: Partial<NeededCall> = {}): NeededCall => ({
  ...needed,
  ...change,
  ...{ state, by: 'person-ward', at: 5, task: 't' },
});

describe('a call', () => {
  it('is covered by a yes to the same people about the same leaving and all its reasons, by nothing less', () => {
    expect(covers(said('agreed'), needed)).toBe(true);
    expect(covers(said('agreed', { why: ['weekend', 'short-stay'] }), needed)).toBe(true);
    expect(covers(said('agreed'), { ...needed, why: ['weekend', 'short-stay'] })).toBe(false);
    expect(covers(said('declined'), needed)).toBe(false);
    expect(covers(needed, needed)).toBe(false);
    expect(covers(said('agreed', { leaving: 1001 }), needed)).toBe(false);
    expect(covers(said('agreed', { unit: 'mun-0791-homecare' }), needed)).toBe(false);
  });

  it('keeps the patient from being ready until it is a yes, a weekend under a name of its own', () => {
    const view = { plan: noNewNeeds(), services: {}, bed: { state: 'not-needed' }, followUpAgreed: 'agreed' } as const;
    const late = { ...needed, why: ['same-day'] } as const;
    expect(missing(view)).toEqual([]);
    expect(missing({ ...view, calls: [needed] })).toEqual(['weekend-agreement']);
    expect(missing({ ...view, calls: [late] })).toEqual(['call-recorded']);
    expect(missing({ ...view, calls: [said('declined'), said('agreed', { why: ['same-day'] })] })).toEqual([
      'weekend-agreement',
    ]);
    expect(missing({ ...view, calls: [said('agreed')] })).toEqual([]);
  });
});

describe('the municipality is notified', () => {
  const plan = noNewNeeds();
  const message = (state: MessageView['state'], change: Partial<MessageView> = {}): MessageView => ({
    ...{
      id: 'm',
      kind: 'plan',
      to: 'mun-0791-visitation',
      basis: 'health-act-41-2-1',
      state,
      sendings: 1,
      queuedAt: 1,
    },
    ...{ sentAt: 1, arrivedAt: null, failure: null, way: null, seenBy: null, seenAt: null, answeredAt: null },
    ...{ answeredBy: null, planVersion: 1, notice: null },
    ...change,
  });

  it('when the newest version has arrived or was given by phone', () => {
    expect(notifiedOf({ plan }, [])).toBe('not-yet');
    expect(notifiedOf({ plan }, [message('sent')])).toBe('not-yet');
    expect(notifiedOf({ plan }, [message('arrived')])).toBe('notified');
    expect(notifiedOf({ plan }, [message('told-by-phone')])).toBe('notified');
    const newer = message('sent', { kind: 'changed-plan', planVersion: 2 });
    expect(notifiedOf({ plan }, [message('arrived'), newer])).toBe('not-yet');
    expect(notifiedOf({ plan }, [message('arrived', { kind: 'pause' })])).toBe('not-yet');
  });

  it('not by what was written when a call is needed, and by the call whatever was said', () => {
    expect(notifiedOf({ plan, calls: [needed] }, [message('arrived')])).toBe('call-missing');
    expect(notifiedOf({ plan, calls: [said('declined')] }, [message('sent')])).toBe('notified');
    expect(notifiedOf({ plan, calls: [said('agreed')] }, [message('failed')])).toBe('notified');
  });

  it('never of a patient for whom it does nothing', () => {
    expect(notifiedOf({ plan: { ...plan, hasRunningServices: false } }, [])).toBe('not-needed');
    expect(notifiedOf({ plan: null }, [])).toBe('not-yet');
  });
});
