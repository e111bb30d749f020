// The report on competence: which units cannot and why, and which training would open the most places.
// Held to the match as well: what the report calls a gap, a match on that day says too.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalDate, OpeningHours } from '../../domain/calendar.ts';
import { dayKind } from '../../domain/calendar.ts';
import type { Ability, TrainedStaff, UnitSheet } from '../../domain/capability-sheet.ts';
import { competenceGaps } from '../../domain/competence-gaps.ts';
import type { Competence, Demands } from '../../domain/demands.ts';
import { match } from '../../domain/match.ts';
import { ruleBook } from './rule-book.ts';

const { calendar } = await ruleBook();
const made = { source: 'made for the test', confidence: 'L' } as const;
const competence = (code: string): Competence => ({
  code,
  holder: `${code}-sygeplejerske`,
  training: `${code}-kursus`,
  ...made,
});
const demands: Demands = {
  competences: [competence('vac'), competence('iv'), competence('air')],
  demands: [
    { capability: 'CAP-14', competence: 'iv' },
    { capability: 'CAP-15', competence: 'iv' },
    { capability: 'CAP-22', competence: 'air', equipment: ['cpap-device'] },
    { capability: 'CAP-32', competence: 'vac' },
  ],
  minimum: [],
  freshness: { sheetHours: 2160, freePlacesHours: 8 },
  reporting: { nightFrom: '23:00', nightTo: '07:00', trainingEndsDays: 60, brokenPromisesDays: 90 },
};
/** A Friday. */
const date = '2026-11-20';
const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday'] as const;
const always: OpeningHours = [{ days: week, opens: '00:00', closes: '24:00' }];
const byDay: OpeningHours = [{ days: week, opens: '07:00', closes: '23:00' }];
const weekdayNights: OpeningHours = [
  ...byDay,
  { days: week.slice(0, 5), opens: '00:00', closes: '07:00' },
  { days: week.slice(0, 5), opens: '23:00', closes: '24:00' },
];
const staff = (code: string, until: LocalDate | null, onDuty = always): TrainedStaff => ({
  competence: code,
  onDuty,
  trained: until === null ? [] : [{ person: 'nurse-1', until }],
});
const sheet = (unit: string, more: Partial<UnitSheet>): UnitSheet => ({
  unit,
  municipality: '0791',
  kind: 'acute',
  // Everything the test's demands are about, so that nothing is said of it but what is given.
  capabilities: {},
  validFrom: '2026-01-01',
  validTo: null,
  places: 2,
  confirmed: null,
  ...more,
});
const of = (given: UnitSheet, code: 'CAP-14' | 'CAP-22') =>
  competenceGaps([given], demands, date).gaps.find(({ capability }) => capability === code)?.units[0];

describe('a unit cannot', () => {
  it.each<[string, 'CAP-14' | 'CAP-22', Ability, Partial<UnitSheet>, boolean, readonly string[]]>([
    ['because it says no', 'CAP-14', 'no', {}, false, ['says-no: Enheden siger nej']],
    [
      'because nobody is trained',
      'CAP-14',
      'yes',
      { staff: [staff('vac', '2030-01-01')] },
      false,
      ['no-trained-staff: Ingen iv-sygeplejerske (kræver iv-kursus)'],
    ],
    [
      'because the training ran out',
      'CAP-14',
      'yes',
      { staff: [staff('iv', '2026-11-19')] },
      false,
      ['training-ended: Oplæringen af iv-sygeplejerske gjaldt kun til og med den 2026-11-19 (iv-kursus)'],
    ],
    [
      'for long when the training runs out within the days told of',
      'CAP-14',
      'yes',
      { staff: [staff('iv', '2027-01-19')] },
      true,
      ['training-ends-soon: Oplæringen af iv-sygeplejerske udløber den 2027-01-19 (iv-kursus)'],
    ],
    [
      'at night when nobody is on duty then',
      'CAP-14',
      'yes',
      { staff: [staff('iv', '2030-01-01', byDay)] },
      true,
      ['not-staffed-at-night: kl. 23–7: ingen iv-sygeplejerske på vagt'],
    ],
    [
      'at the nights of a weekend only',
      'CAP-14',
      'yes',
      { staff: [staff('iv', '2030-01-01', weekdayNights)] },
      true,
      ['not-staffed-at-night: kl. 23–7 lørdag, søndag og helligdage: ingen iv-sygeplejerske på vagt'],
    ],
    [
      'while nobody trained is ever on duty',
      'CAP-14',
      'yes',
      { staff: [staff('iv', '2030-01-01', [])] },
      false,
      ['never-on-duty: Ingen iv-sygeplejerske på vagt'],
    ],
    [
      'without the equipment, whoever is trained',
      'CAP-22',
      'yes',
      { equipment: ['ecg'], staff: [staff('air', '2030-01-01')] },
      false,
      ['equipment-missing: Mangler CPAP-apparat'],
    ],
    [
      'before staff have been trained, as it says itself',
      'CAP-14',
      { onCondition: 'training-first' },
      {},
      false,
      ['training-first: Personalet skal oplæres først (iv-kursus)'],
    ],
    [
      'after its delegation',
      'CAP-14',
      { delegation: { kind: 'framework', until: '2026-11-19' } },
      {},
      false,
      ['delegation-ended: Delegationen gjaldt kun til og med den 2026-11-19'],
    ],
  ])('%s', (_, code, ability, more, capable, expected) => {
    const found = of(sheet('a', { capabilities: { [code]: ability }, ...more }), code);
    expect(found?.gaps.map((gap) => `${gap.code}: ${gap.text}`)).toEqual(expected);
    expect(found?.capable).toBe(capable);
  });

  it.each<[string, Partial<UnitSheet>]>([
    ['states no staff and no equipment', {}],
    ['has trained staff day and night, for longer than is told of', { staff: [staff('iv', '2027-01-20')] }],
  ])('but nothing is said of one that %s', (_, more) => {
    expect(of(sheet('a', { capabilities: { 'CAP-14': 'yes' }, ...more }), 'CAP-14')).toBeUndefined();
  });

  it('is said by the sheet that holds on that date', () => {
    const [old, next] = [
      { validTo: '2026-12-31' },
      { validFrom: '2027-01-01', capabilities: { 'CAP-14': 'yes' } },
    ] as const;
    const given = [sheet('a', old), sheet('a', next)];
    const on = (day: LocalDate) =>
      competenceGaps(given, demands, day).gaps.some(({ capability }) => capability === 'CAP-14');
    expect([on('2025-12-31'), on('2026-12-31'), on('2027-01-01')]).toEqual([false, true, false]);
  });
});

describe('the training that would open the most places', () => {
  const yes = { 'CAP-14': 'yes', 'CAP-15': 'yes', 'CAP-22': 'yes', 'CAP-32': 'yes' } as const;
  const trained = (...codes: readonly string[]) => codes.map((code) => staff(code, '2030-01-01'));

  it('comes first, each place counted once, and equals stand by their code', () => {
    const given = [
      // Lacks IV for two capabilities: its three places count once.
      sheet('a', { places: 3, capabilities: yes, staff: trained('air', 'vac') }),
      sheet('b', { places: 2, capabilities: yes, staff: trained('iv', 'vac') }),
      sheet('c', { municipality: '0615', places: 2, capabilities: yes, staff: trained('iv', 'air') }),
    ];
    const { trainings } = competenceGaps(given, demands, date);
    expect(trainings.map((one) => [one.competence.code, one.places])).toEqual([
      ['iv', 3],
      ['air', 2],
      ['vac', 2],
    ]);
    expect(trainings[0]?.opens).toEqual([
      { unit: 'a', municipality: '0791', places: 3, capabilities: ['CAP-14', 'CAP-15'] },
    ]);
  });

  it.each<[string, Partial<UnitSheet>]>([
    ['equipment is missing as well', { capabilities: { 'CAP-22': 'yes' }, equipment: [], staff: [] }],
    ['the unit says no', { capabilities: {}, staff: [] }],
    [
      'training is there and only the roster is not',
      { capabilities: yes, staff: ['iv', 'air', 'vac'].map((code) => staff(code, '2030-01-01', [])) },
    ],
  ])('opens nothing where %s', (_, more) => {
    expect(competenceGaps([sheet('a', more)], demands, date).trainings).toEqual([]);
  });
});

describe('for any sheets', () => {
  const ability = fc.oneof(
    fc.constantFrom<Ability>('yes', 'no', { onCondition: 'order-in-fmk' }),
    fc.constantFrom('2026-11-19', '2026-11-20').map((until): Ability => ({ delegation: { kind: 'concrete', until } })),
  );
  const anyStaff = fc.array(
    fc
      .tuple(
        fc.constantFrom('iv', 'air', 'vac'),
        fc.constantFrom<LocalDate | null>(null, '2026-11-19', '2026-11-20', '2026-12-24', '2030-01-01'),
        fc.constantFrom(always, byDay, weekdayNights, []),
      )
      .map(([code, until, onDuty]) => staff(code, until, onDuty)),
    { maxLength: 4 },
  );
  const anySheet = fc
    .record({
      unit: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      municipality: fc.constantFrom('0791', '0615'),
      capabilities: fc.record({ 'CAP-14': ability, 'CAP-15': ability, 'CAP-22': ability, 'CAP-32': ability }),
      places: fc.integer({ min: 1, max: 9 }),
      staff: fc.option(anyStaff, { nil: undefined }),
      equipment: fc.option(fc.constantFrom<UnitSheet['equipment']>([], ['cpap-device']), { nil: undefined }),
    })
    .map(({ unit, staff: people, equipment, ...rest }) =>
      sheet(unit, {
        ...rest,
        ...(people === undefined ? {} : { staff: people }),
        ...(equipment === undefined ? {} : { equipment }),
      }),
    );
  const anySheets = fc.uniqueArray(anySheet, { selector: ({ unit }) => unit, maxLength: 5 });

  it('what it calls not capable is what a match of that day turns away, and nothing else', () => {
    const working = { calendar, closedOn: [] };
    expect(dayKind(working, date)).toBe('friday');
    fc.assert(
      fc.property(anySheet, fc.constantFrom('CAP-14' as const, 'CAP-22' as const), (given, code) => {
        const needs = { municipality: given.municipality, capabilities: [code], from: null, days: 1 };
        const [found] = match([given], needs, { at: `${date}T12:00:00Z`, working, demands });
        expect(of(given, code)?.capable ?? true).toBe(found?.fits);
      }),
    );
  });

  it('training the units it names makes them capable, and the order of the sheets changes nothing', () => {
    fc.assert(
      fc.property(anySheets, (given) => {
        const found = competenceGaps(given, demands, date);
        expect(competenceGaps([...given].reverse(), demands, date)).toEqual(found);
        for (const { competence: about, places, opens } of found.trainings) {
          expect(places).toBe(opens.reduce((sum, one) => sum + one.places, 0));
          const after = given.map((one) =>
            opens.some(({ unit }) => unit === one.unit)
              ? { ...one, staff: [...(one.staff ?? []), staff(about.code, '2030-01-01')] }
              : one,
          );
          const then = competenceGaps(after, demands, date);
          for (const { unit, capabilities } of opens)
            for (const capability of capabilities)
              expect(
                then.gaps.find((one) => one.capability === capability && one.units.some((own) => own.unit === unit)),
              ).toBeUndefined();
        }
      }),
    );
  });
});
