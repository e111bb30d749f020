// Matching a patient's needs to units: a fixed order, and a reason in Danish for every unit that does not fit.
// The example sheets are judged as they stand; the order is tried with sheets made for it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capability, capabilityCodes } from '../../domain/capability-codes.ts';
import type { Ability, UnitSheet } from '../../domain/capability-sheet.ts';
import { match as matchOn } from '../../domain/match.ts';
import type { MatchGround, Needs } from '../../domain/needs.ts';
import { ruleSetOn } from '../../domain/rule-set.ts';
import { ruleBook } from './rule-book.ts';

const { sheets, demands, calendar, ruleSets } = await ruleBook();
const working = { calendar, closedOn: ruleSetOn(ruleSets, '2026-11-20').closedOn };
const match = (given: readonly UnitSheet[], wanted: Needs, at: string, more: Partial<MatchGround> = {}) =>
  matchOn(given, wanted, { at, working, demands: { ...demands, minimum: [] }, ...more });
const exampleUnits = ['mun-0791-acute', 'mun-0791-relief', 'mun-0615-acute'];
const now = '2026-11-20T12:00:00Z';
const needs = (more: Partial<Needs> = {}): Needs => ({
  municipality: '0791',
  capabilities: ['CAP-03', 'CAP-14'],
  from: null,
  days: null,
  ...more,
});
const sheet = (unit: string, more: Partial<UnitSheet> = {}): UnitSheet => ({
  unit,
  municipality: '0791',
  kind: 'acute',
  capabilities: { 'CAP-03': 'yes', 'CAP-14': 'yes' },
  validFrom: '2026-01-01',
  validTo: null,
  places: 1,
  confirmed: { by: 'nurse', at: '2026-11-01T08:00:00Z' },
  ...more,
});
const order = (given: readonly UnitSheet[], wanted: Needs = needs()): string[] =>
  match(given, wanted, now).map(({ unit, fits }) => `${unit} ${fits}`);

describe('a match', () => {
  it("of the example sheets puts the citizen's own acute unit first and says why the relief places do not fit", () => {
    const found = match(sheets, needs(), now).filter(({ unit }) => exampleUnits.includes(unit));
    expect(found.map(({ unit, fits, reasons }) => [unit, fits, reasons.map(({ code, text }) => [code, text])])).toEqual(
      [
        ['mun-0791-acute', true, []],
        [
          'mun-0615-acute',
          true,
          [
            ['on-condition', 'Intravenøs medicin (antibiotika): højst fire gange i døgnet'],
            ['other-municipality', 'Enheden ligger i en anden kommune end borgerens'],
          ],
        ],
        [
          'mun-0791-relief',
          false,
          [
            ['capability-missing', 'Akutplads (stationær): kan enheden ikke'],
            ['capability-missing', 'Intravenøs medicin (antibiotika): kan enheden ikke'],
          ],
        ],
      ],
    );
  });

  it.each([
    [
      'own municipality before conditions',
      [
        sheet('a', { municipality: '0615' }),
        sheet('b', { capabilities: { 'CAP-03': 'yes', 'CAP-14': { onCondition: 'daytime-only' } } }),
      ],
      ['b true', 'a true'],
    ],
    [
      'fewest conditions before id',
      [sheet('a', { capabilities: { 'CAP-03': 'yes', 'CAP-14': { onCondition: 'daytime-only' } } }), sheet('b')],
      ['b true', 'a true'],
    ],
    ['id when all else is equal', [sheet('c'), sheet('a'), sheet('b')], ['a true', 'b true', 'c true']],
    [
      'what fits elsewhere before what does not fit here',
      [sheet('a', { places: 0 }), sheet('b', { municipality: '0615' })],
      ['b true', 'a false'],
    ],
    [
      'fewest misses among those that do not fit',
      [sheet('a', { capabilities: {} }), sheet('b', { capabilities: { 'CAP-03': 'yes' } })],
      ['b false', 'a false'],
    ],
  ] as const)('orders by %s', (_, given, expected) => {
    expect(order(given)).toEqual(expected);
  });

  it.each([
    ['a capability that is not mentioned', { capabilities: {} }, {}, ['capability-missing', 'capability-missing']],
    ['a capability that is a no', { capabilities: { 'CAP-03': 'yes', 'CAP-14': 'no' } }, {}, ['capability-missing']],
    ['a sheet that has ended', { validTo: '2026-11-19' }, {}, ['sheet-not-valid']],
    ['a sheet that has not begun', { validFrom: '2026-11-21' }, {}, ['sheet-not-valid']],
    ['a sheet that ends during the stay', { validTo: '2026-11-22' }, { days: 4 }, ['sheet-ends']],
    ['no places', { places: 0 }, {}, ['no-places']],
    ['too long a stay', { maxDays: 3 }, { days: 4 }, ['stay-too-long']],
  ] as const)('refuses %s with its reason', (_, more, wanted, codes) => {
    const [found] = match([sheet('a', more)], needs(wanted), now);
    expect([found?.fits, found?.reasons.map(({ code }) => code)]).toEqual([false, codes]);
  });

  it.each([
    ['the last day of the sheet', { validTo: '2026-11-20' }, {}],
    ['the last day of the stay', { validTo: '2026-11-23' }, { days: 4 }],
    ['a later stay on a later sheet', { validFrom: '2026-11-25' }, { from: '2026-11-25T08:00:00Z' }],
    ['exactly the longest stay', { maxDays: 4 }, { days: 4 }],
    ['a wish from the past as one from now', { validFrom: '2026-11-20' }, { from: '2026-11-01T08:00:00Z' }],
    ['an unknown length of stay', { maxDays: 4 }, { days: null }],
  ] as const)('takes %s', (_, more, wanted) => {
    expect(order([sheet('a', more)], needs(wanted))).toEqual(['a true']);
  });

  it('changes with the local date at midnight', () => {
    const newYear = [sheet('a', { validTo: '2026-12-31' }), sheet('b', { validFrom: '2027-01-01' })];
    const at = (instant: string) => match(newYear, needs(), instant).map(({ unit, fits }) => `${unit} ${fits}`);
    expect(at('2026-12-31T22:59:59Z')).toEqual(['a true', 'b false']);
    expect(at('2026-12-31T23:00:00Z')).toEqual(['b true', 'a false']);
  });

  it('names a unit once, by the sheet that fits', () => {
    expect(order([sheet('a', { validTo: '2026-10-31' }), sheet('a', { validFrom: '2026-11-01' })])).toEqual(['a true']);
  });

  const someSheets = fc.array(
    fc.record({
      unit: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      municipality: fc.constantFrom('0791', '0615'),
      places: fc.integer({ min: 0, max: 3 }),
      iv: fc.constantFrom<Ability>('yes', 'no', { onCondition: 'daytime-only' }),
      validFrom: fc.constantFrom('2026-01-01', '2026-12-01'),
    }),
    { maxLength: 12 },
  );

  it('does not depend on the order of the sheets or of the needs', () => {
    fc.assert(
      fc.property(someSheets, (given) => {
        const made = given.map(({ unit, iv, ...rest }) =>
          sheet(unit, { ...rest, capabilities: { 'CAP-03': 'yes', 'CAP-14': iv } }),
        );
        const forward = match(made, needs(), now);
        const backward = match([...made].reverse(), needs({ capabilities: ['CAP-14', 'CAP-03', 'CAP-14'] }), now);
        expect(backward).toEqual(forward);
      }),
    );
  });

  it('gives every unit that does not fit a reason, and fitting ones first', () => {
    fc.assert(
      fc.property(someSheets, (given) => {
        const made = given.map(({ unit, iv, ...rest }) =>
          sheet(unit, { ...rest, capabilities: { 'CAP-03': 'yes', 'CAP-14': iv } }),
        );
        const found = match(made, needs(), now);
        for (const { fits, reasons } of found) expect(fits || reasons.some(({ text }) => text.length > 0)).toBe(true);
        const fitting = found.map(({ fits }) => fits);
        expect(fitting).toEqual([...fitting].sort((a, b) => Number(b) - Number(a)));
      }),
    );
  });
});

describe('the capability vocabulary', () => {
  it('has CAP-01 to CAP-44 with Danish and English words', () => {
    expect(capabilityCodes).toEqual(Array.from({ length: 44 }, (_, n) => `CAP-${String(n + 1).padStart(2, '0')}`));
    for (const code of capabilityCodes) {
      const { danish, english } = capability(code);
      expect(danish.length * english.length).toBeGreaterThan(0);
    }
  });

  it('knows the FSIII codes of IV medicine, central lines and nothing for a staffed night', () => {
    expect([capability('CAP-14').fsiii, capability('CAP-17').fsiii, capability('CAP-01').fsiii]).toEqual([
      ['G1.17'],
      ['G1.17', 'G1.18'],
      [],
    ]);
  });
});
