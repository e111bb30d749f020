// Which version of the plan a unit knows: only what it has, or may have, counts as told.
// What was held back, overtaken or refused must be marked as new the next time.
import { describe, expect, it } from 'vitest';
import type { ToldOrNot } from '../../domain/last-told.ts';
import { lastTold } from '../../domain/last-told.ts';

const UNIT = 'mun-0791-visitation';

const told = (planVersion: number, change: Partial<ToldOrNot> = {}): ToldOrNot => ({
  ...{ kind: planVersion === 1 ? 'plan' : 'changed-plan', to: UNIT, state: 'arrived', planVersion },
  ...{ mayHaveReached: true, refused: false },
  ...change,
});
const never = { state: 'withdrawn', mayHaveReached: false } as const;

describe('the version that a unit knows', () => {
  it.each<[string, ToldOrNot[], number]>([
    ['none, when nothing has been sent', [], 0],
    ['the newest that has arrived', [told(1), told(2)], 2],
    ['the newest that was given by phone', [told(1), told(2, { state: 'told-by-phone', refused: true })], 2],
    ['not one that was held back', [told(1), told(2, never)], 1],
    ['not one that was overtaken before a receipt came', [told(1), told(2, { state: 'withdrawn' })], 1],
    ['not one that is still on its way', [told(1), told(2, { state: 'sent' })], 1],
    ['not one that was refused', [told(1), told(2, { state: 'failed', refused: true })], 1],
    ['one that may have arrived, when none is known to have', [told(1, { state: 'withdrawn' })], 1],
    ['the first of those, for a later one may not have', [told(1, { state: 'failed' }), told(2, { state: 'sent' })], 1],
    ['none, when the only one was refused', [told(1, { state: 'withdrawn', refused: true })], 0],
    ['one told as a short stay', [told(1, { kind: 'short-stay' })], 1],
    ['not by another kind of message', [told(1), told(2, { kind: 'resumption' })], 1],
    ['not by what another unit was told', [told(1), told(2, { to: 'mun-0751-visitation' })], 1],
  ])('is %s', (_case, messages, version) => {
    expect(lastTold(messages, UNIT)).toBe(version);
  });
});
