// The five facts of a stay that goes on over the night of 31 December 2026: kept as on its first day or switched, by the
// dated rule alone; what is shown of a place that is only held, in use, and left again.
import { describe, expect, it } from 'vitest';
import { showStayFacts } from '../../api/stay-facts.ts';
import type { BedState } from '../../domain/case-view.ts';
import { ruleBook } from '../domain/rule-book.ts';

const { registry, ruleSets } = await ruleBook();
const at = (time: string): number => Date.parse(time);
const stays = (effect: 'keep' | 'switch') =>
  ruleSets.map((set) => ({
    ...set,
    inFlight: { ...set.inFlight, stays: effect },
    clusters: Object.fromEntries(
      Object.entries(set.clusters).map(([id, { inFlight: _, ...cluster }]) => [id, cluster] as const),
    ),
    municipalities: {},
  }));

const taken = { unit: 'mun-0791-acute', place: 'mun-0791-acute/1', by: 'nurse', at: at('2026-12-28T10:00+01:00') };
const arrivedAt = at('2026-12-29T14:00+01:00');
const inUse: BedState = { state: 'in-use', arrivedAt, until: at('2027-01-03T14:00+01:00'), ...taken };
const shown = (bed: BedState, time: string, effect: 'keep' | 'switch') =>
  showStayFacts({ registry, ruleSets: stays(effect) }, { bed, municipality: '0791' }, at(time));
const who = (bed: BedState, time: string, effect: 'keep' | 'switch') => {
  const found = shown(bed, time, effect);
  return [found?.on, found?.authority?.id, found?.payer?.id, found?.operator?.id, found?.kindName];
};
const municipal = ['mun-0791', 'mun-0791', 'mun-0791', 'akutplads'];
const regional = ['region-midt', 'region-midt', 'mun-0791', 'akutsygepleje, plads'];

describe('the facts of a stay over New Year', () => {
  it.each([
    ['keep', '2026-12-31T23:59:59+01:00', ['2026-12-29', ...municipal]],
    ['keep', '2027-01-01T00:00:00+01:00', ['2026-12-29', ...municipal]],
    ['keep', '2027-01-02T12:00:00+01:00', ['2026-12-29', ...municipal]],
    ['switch', '2026-12-31T23:59:59+01:00', ['2026-12-31', ...municipal]],
    ['switch', '2027-01-01T00:00:00+01:00', ['2027-01-01', ...regional]],
    ['switch', '2027-01-02T12:00:00+01:00', ['2027-01-02', ...regional]],
  ] as const)('%s, at %s', (effect, time, expected) => {
    expect(who(inUse, time, effect)).toEqual(expected);
  });

  it('are those of its own first day for a stay that was agreed in December and begins in January', () => {
    const arrival = at('2027-01-01T10:00+01:00');
    const held: BedState = { state: 'held', arrival, leaves: arrival, until: arrival, ...taken };
    for (const effect of ['keep', 'switch'] as const)
      expect(who(held, '2026-12-30T12:00+01:00', effect)).toEqual(['2027-01-01', ...regional]);
  });

  it('stay as they were at the end of a stay, whenever they are asked for', () => {
    const ended: BedState = { state: 'ended', arrivedAt, endedAt: at('2026-12-31T20:00+01:00'), ...taken };
    expect(who(ended, '2027-03-01T12:00+01:00', 'switch')).toEqual(['2026-12-31', ...municipal]);
  });

  it('name who confirms and who gets the messages, with the rule and its reason', () => {
    expect(shown(inUse, '2026-12-30T12:00+01:00', 'keep')).toMatchObject({
      rule: 'rm-2026.1/in-flight',
      why: expect.stringContaining('(fælles for regionen)'),
      confirmer: { id: 'mun-0791-acute' },
      address: { id: 'mun-0791-visitation', phone: expect.stringMatching(/^\d{8}$/) },
      missing: [],
    });
  });

  it('are none without a place, and for a day before every rule set', () => {
    expect(shown({ state: 'none' }, '2026-12-30T12:00+01:00', 'keep')).toBeNull();
    const old: BedState = { ...inUse, at: at('2020-01-01T00:00Z'), arrivedAt: at('2020-01-01T00:00Z') };
    expect(shown(old, '2026-12-30T12:00+01:00', 'keep')).toBeNull();
  });
});
