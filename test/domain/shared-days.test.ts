// What becomes of a proposal to share days, by every answer of every side; and what a later proposal keeps to.
// Nothing is agreed before each side has said yes.
import { describe, expect, it } from 'vitest';
import type { SharedAnswer, SharedDays, SharedDaysStanding } from '../../domain/shared-days.ts';
import {
  isSettled,
  mostBorne,
  offeredTime,
  outings,
  PATIENT,
  standingOf,
  stillAs,
  wasRefused,
  withTime,
} from '../../domain/shared-days.ts';
import { followUp } from './papers.ts';

const HOUR = 3_600_000;
const [NOW, LATER] = [1_000 * HOUR, 1_100 * HOUR];
const times = [
  { item: 'f1', what: 'gp-visit', unit: 'gp-041230', at: LATER, was: NOW + HOUR },
  { item: 'f2', what: 'rehabilitation', unit: 'mun-0791-homecare', at: LATER + HOUR, was: null },
];
const proposal = { times, largest: 3 };
const yes = (who: string): SharedAnswer => ({ who, answer: 'yes' });
const kept = (standing: SharedDaysStanding, more: Partial<SharedDays> = {}): SharedDays => ({
  ...{ id: 's', by: 'person-x', unit: 'ward-m1', proposedAt: NOW, ...proposal, standing },
  ...more,
});
const item = (id = 'f1', more: Parameters<typeof followUp>[1] = {}) =>
  followUp(id, { from: NOW, until: LATER, bookBy: NOW, state: 'booked', bookedAt: NOW + HOUR, ...more });
const planned = { state: 'planned', bookedAt: null } as const;

describe('a proposal', () => {
  it('is agreed when every side has said yes, in whatever order, and not one yes sooner', () => {
    const all = [yes(PATIENT), yes('f1'), yes('f2')];
    expect(standingOf(proposal, all)).toEqual({ state: 'agreed' });
    expect(standingOf(proposal, [...all].reverse())).toEqual({ state: 'agreed' });
    for (const missing of all) {
      const standing = standingOf(
        proposal,
        all.filter((one) => one !== missing),
      );
      expect([standing.state, isSettled(standing)]).toEqual([
        missing.who === PATIENT ? 'patient-asked' : 'units-asked',
        false,
      ]);
    }
    expect(standingOf(proposal, [])).toEqual({ state: 'patient-asked' });
  });

  it.each<[string, SharedAnswer, SharedDaysStanding]>([
    [
      'the patient keeps the times',
      { who: PATIENT, answer: 'no', reason: 'transport' },
      { state: 'declined', by: PATIENT, reason: 'transport' },
    ],
    ['it is too much', { who: PATIENT, answer: 'too-much' }, { state: 'too-much', mostInOneDay: 2 }],
    ['nobody tells what the patient says', { who: PATIENT, answer: 'silence' }, { state: 'unanswered', by: PATIENT }],
    ['a unit refuses', { who: 'f1', answer: 'no', reason: null }, { state: 'declined', by: 'gp-041230', reason: null }],
    [
      'a unit has another time',
      { who: 'f2', answer: 'other-time', at: LATER + 2 * HOUR },
      { state: 'other-time', by: 'mun-0791-homecare', item: 'f2', at: LATER + 2 * HOUR },
    ],
    ['a unit is silent', { who: 'f2', answer: 'silence' }, { state: 'unanswered', by: 'mun-0791-homecare' }],
  ])('falls when %s, whoever has said yes', (_what, answer, standing) => {
    for (const before of [[], [yes(PATIENT)], [yes(PATIENT), yes('f1'), yes('f2')]]) {
      expect(standingOf(proposal, [...before, answer])).toEqual(standing);
      expect(standingOf(proposal, [...before, answer, yes('f1')])).toEqual(standing);
    }
    expect(isSettled(standing)).toBe(true);
  });

  it('leaves one at a time when two were too much', () => {
    expect(standingOf({ times, largest: 2 }, [{ who: PATIENT, answer: 'too-much' }])).toEqual({
      state: 'too-much',
      mostInOneDay: null,
    });
  });
});

describe('the next proposal', () => {
  const declined: SharedDaysStanding = { state: 'declined', by: PATIENT, reason: null };

  it('is not the same that was refused; one that nobody answered may come again', () => {
    expect(wasRefused([kept(declined)], [...times].reverse())).toBe(true);
    expect(wasRefused([kept({ state: 'unanswered', by: PATIENT })], times)).toBe(false);
    expect(wasRefused([kept({ state: 'overtaken' })], times)).toBe(false);
    expect(wasRefused([kept(declined)], times.slice(1))).toBe(false);
    // The booked time has changed since: it would be another move.
    const moved = times.map((time) => ({ ...time, was: NOW }));
    expect(wasRefused([kept(declined)], moved)).toBe(false);
  });

  it('has no more in one day than the patient has said, and the time a unit offered last', () => {
    const tooMuch = (mostInOneDay: number | null) => kept({ state: 'too-much', mostInOneDay });
    expect(mostBorne([kept(declined)])).toBeNull();
    expect(mostBorne([tooMuch(3), tooMuch(2), kept(declined)])).toBe(2);
    expect(mostBorne([tooMuch(3), tooMuch(null)])).toBe(1);
    const offers = [1, 2].map((n) => kept({ state: 'other-time', by: 'x', item: 'f1', at: LATER + n }));
    expect([offeredTime(offers, 'f1'), offeredTime(offers, 'f2')]).toEqual([LATER + 2, null]);
  });
});

describe('the items', () => {
  it('are those the patient goes out for, ahead, soonest first', () => {
    const followUps = [
      item(),
      item('f2', planned),
      item('home', { place: 'home' }),
      item('phone', { place: 'phone' }),
      item('declined', { state: 'declined' }),
      item('past', { bookedAt: NOW - HOUR }),
      item('late', { ...planned, until: NOW }),
    ];
    expect(outings({ followUps }, NOW).map(({ id }) => id)).toEqual(['f2', 'f1']);
  });

  it('stand as they did until a time changes or one is over', () => {
    const [first, second] = [item(), item('f2', planned)];
    expect(stillAs(proposal, { followUps: [first, second] })).toBe(true);
    expect(stillAs(proposal, { followUps: [withTime(first, NOW), second] })).toBe(false);
    expect(stillAs(proposal, { followUps: [first, withTime(second, NOW)] })).toBe(false);
    expect(stillAs(proposal, { followUps: [item('f1', { state: 'declined' }), second] })).toBe(false);
    expect(stillAs(proposal, { followUps: [first] })).toBe(false);
  });

  it('are asked about anew when their time changes', () => {
    expect(withTime(item(), LATER)).toEqual({ ...item(), bookedAt: LATER, revision: 2 });
    expect(withTime(item(), null)).toEqual({ ...item(), ...planned, revision: 2 });
  });
});
