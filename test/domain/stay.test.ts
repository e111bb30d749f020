// The stay as its notices tell it: each event in each state, corrections and cancellations, late ones, copies.
// Times are hours of one day; a word is the notice as the standard writes it, with the hour it happened.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StayNotice } from '../../domain/stay.ts';
import { admissionPutRight, noticeCode, stayOf } from '../../domain/stay.ts';
import type { Change, Notice } from '../../domain/stay-order.ts';
import { mayFollow, stayEvents } from '../../domain/stay-order.ts';

const HOUR = 3_600_000;
const hour = (at: number): number => Date.UTC(2026, 4, 4) + at * HOUR;

/** `STIN@8 RE_STIN@7`: the notices of one chain in the order they were told. */
function chain(words: string, name = 'a'): StayNotice[] {
  return words.split(' ').map((word, place) => {
    const [, prefix = '', code = '', at = ''] = /^(RE_|AN_)?([A-Z]+)@([\d.]+)$/.exec(word) ?? [];
    const stayEvent = stayEvents.find((event) => event === code);
    if (stayEvent === undefined) throw new Error(`no event ${word}`);
    const change: Change = prefix === 'RE_' ? 'revise' : prefix === 'AN_' ? 'cancel' : 'new';
    return { id: `${name}${place}`, chain: name, stayEvent, change, at: hour(Number(at)), toldAt: hour(place) };
  });
}

describe('when it began, once that was put right', () => {
  it.each([
    ['STIN@8', null],
    ['STIN@8 RE_STIN@7', 7],
    ['STIN@8 RE_STIN@9 RE_STIN@6', 6],
    ['STAA@8 STIN@10 RE_STIN@11', 8],
    ['STAA@8 RE_STAA@9 STIN@10', 9],
    ['STIN@8 SLHJ@14 RE_SLHJ@13', null],
    ['STIN@8 RE_STIN@7 AN_STIN@7', null],
  ])('%s: %s', (words, began) => {
    const put = admissionPutRight(chain(words));
    expect(put).toBe(began === null ? null : hour(began));
  });

  it('is the hospital’s word, not what a ward said of the same time; another hospital’s later one changes nothing', () => {
    expect(admissionPutRight([...chain('STIN@8', 'ward'), ...chain('STIN@8 RE_STIN@10')])).toBe(hour(10));
    expect(admissionPutRight([...chain('STIN@8', 'one'), ...chain('STIN@20 RE_STIN@21', 'two')])).toBe(hour(8));
  });
});

describe('the stay', () => {
  it.each([
    // Every event in its ordinary place.
    ['STAA@8', 'ambulant', 8, null],
    ['STIN@8', 'admitted', 8, null],
    ['STAA@8 STIN@10', 'admitted', 10, null],
    ['STIN@8 STAA@10', 'ambulant', 10, null],
    ['STIN@8 STOR@10', 'on-leave', 10, null],
    ['STIN@8 STOR@10 SLOR@12', 'admitted', 12, null],
    ['STIN@8 SLHJ@14', 'ended', 14, 14],
    // Not back from leave: the end without an end of leave.
    ['STIN@8 STOR@10 SLHJ@14', 'ended', 14, 14],
    ['MORS@8', 'deceased', 8, null],
    ['STIN@8 MORS@14', 'deceased', 14, null],
    ['STIN@8 SLHJ@14 MORS@15', 'deceased', 15, 14],
    // Corrections: the corrected time counts.
    ['STIN@8 RE_STIN@7', 'admitted', 7, null],
    ['STIN@8 SLHJ@14 RE_SLHJ@13', 'ended', 13, 13],
    ['STIN@8 MORS@14 MORS@13', 'deceased', 13, null],
    // Cancellations bring back what stood before.
    ['STIN@8 AN_STIN@8', 'cancelled', null, null],
    ['STAA@8 STIN@10 AN_STIN@10', 'ambulant', 8, null],
    ['STIN@8 STOR@10 AN_STOR@10', 'admitted', 8, null],
    ['STIN@8 STOR@10 SLOR@12 AN_SLOR@12', 'on-leave', 10, null],
    ['STIN@8 SLHJ@14 AN_SLHJ@14', 'admitted', 8, null],
    // A cancelled end always says that the patient is in hospital, so the leave it cut off is over.
    ['STIN@8 STOR@10 SLHJ@14 AN_SLHJ@14', 'admitted', 8, null],
    ['STIN@8 MORS@14 AN_MORS@14', 'admitted', 8, null],
    ['STIN@8 SLHJ@14 RE_SLHJ@13 AN_SLHJ@13', 'admitted', 8, null],
    // Too early or too late: what never came cannot be taken back, and nothing of an ended stay goes on.
    ['AN_SLHJ@14', 'cancelled', null, null],
    ['RE_STIN@8', 'admitted', 8, null],
    ['STIN@8 SLHJ@14 STOR@15', 'ended', 14, 14],
    ['STIN@8 SLHJ@14 STIN@16', 'ended', 14, 14],
    ['STIN@8 MORS@14 SLHJ@15', 'deceased', 14, null],
    // The order of events is that of their times, not of their telling.
    ['SLHJ@14 STIN@8', 'ended', 14, 14],
    ['STIN@8 SLHJ@14 STOR@10 SLOR@12', 'ended', 14, 14],
  ])('%s: %s', (words, state, since, endedAt) => {
    expect(stayOf(chain(words))).toEqual({
      state,
      since: since === null ? null : hour(since),
      endedAt: endedAt === null ? null : hour(endedAt),
    });
  });

  it('is unknown until something was told', () => {
    expect(stayOf([])).toEqual({ state: 'unknown', since: null, endedAt: null });
  });

  it('takes back only what the same hospital told: a transfer is a chain of its own', () => {
    const first = chain('STIN@8');
    const second = chain('STIN@12 AN_STIN@12', 'b');
    expect(stayOf([...first, ...second])).toMatchObject({ state: 'admitted', since: hour(8) });
  });

  it('writes a notice as the standard does', () => {
    expect(chain('STIN@8 RE_STIN@8 AN_STIN@8').map(noticeCode)).toEqual(['STIN', 'RE_STIN', 'AN_STIN']);
  });

  /** Any stay a sender may tell, by its own strict order. */
  const day = fc
    .array(fc.tuple(fc.constantFrom(...stayEvents), fc.constantFrom<Change>('new', 'revise', 'cancel'), fc.nat(23)), {
      maxLength: 12,
    })
    .map((steps) => {
      const told: StayNotice[] = [];
      for (const [stayEvent, change, at] of steps) {
        const notice: Notice = { stayEvent, change };
        if (mayFollow(told, notice)) {
          told.push({ ...notice, id: `n${told.length}`, chain: 'a', at: hour(at), toldAt: hour(told.length) });
        }
      }
      return told;
    });

  it('is the same in whatever order and however often its notices come', () => {
    fc.assert(
      fc.property(day, fc.infiniteStream(fc.nat()), (told, dice) => {
        const roll = (below: number): number => (dice.next().value ?? 0) % below;
        const came = told.flatMap((notice) => Array.from({ length: 1 + roll(3) }, () => notice));
        for (let place = came.length - 1; place > 0; place--) {
          const other = roll(place + 1);
          const [one, two] = [came[place], came[other]];
          if (one !== undefined && two !== undefined) [came[place], came[other]] = [two, one];
        }
        expect(stayOf(came)).toEqual(stayOf(told));
      }),
      { numRuns: 1000 },
    );
  });
});
