// Which way a message reaches a unit: dated examples one by one, and what holds of any registry on any day.
// The units are built here; that the project's own registry is right is tested beside it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reception, Registry, Unit } from '../../domain/organisations.ts';
import { receptionFormats, receptionTypes, unitById } from '../../domain/organisations.ts';
import type { Adapter, Delivery, Way } from '../../domain/ways.ts';
import { adapters, answerAddress, wayTo } from '../../domain/ways.ts';
import { ruleBook } from './rule-book.ts';

const { registry: own } = await ruleBook();
const practice = unitById(own, 'gp-041230');
if (practice === undefined) throw new Error('no practice');

const unit = (change: Partial<Unit>): Unit => ({ ...practice, id: 'unit', ...change });
const registryOf = (...units: readonly Unit[]): Registry => ({
  organisations: [],
  units,
  placeFacts: [],
  placeTerms: [],
});

const oioxml: Reception = {
  type: 'care-communication',
  format: 'oioxml',
  version: 'XD9134L',
  validFrom: '2015-01-01',
  validTo: '2026-06-30',
};
const fhir: Reception = { ...oioxml, format: 'fhir', version: '5.0', validFrom: '2026-07-01', validTo: null };
const edifact: Reception = { ...oioxml, format: 'edifact', version: 'D9134L', validTo: null };

/** A way as one word of it: what a person would say. */
const said = (way: Way): string => (way.by === 'message' ? `${way.format} ${way.version}` : way.because);

describe('a letter to a practice that goes from OIOXML to FHIR on 1 July 2026', () => {
  const registry = registryOf(unit({ receives: [oioxml, fhir] }));
  const xml: Adapter = { type: 'care-communication', format: 'oioxml', versions: ['XD9134L'] };
  it.each([
    ['the day before it could receive anything', '2014-12-31', adapters, 'receives-none'],
    ['while it has OIOXML, which we cannot write', '2026-06-30', adapters, 'no-adapter'],
    ['while it has OIOXML, once there is an adapter', '2026-06-30', [...adapters, xml], 'oioxml XD9134L'],
    ['on its first day with FHIR', '2026-07-01', adapters, 'fhir 5.0'],
    ['long after', '2031-01-01', [...adapters, xml], 'fhir 5.0'],
  ])('%s (%s): %s', (_, date, ours, expected) => {
    expect(said(wayTo(registry, { to: 'unit', type: 'care-communication', date }, ours))).toBe(expected);
  });
});

describe('a letter', () => {
  const way = (receives: readonly Reception[], ours: readonly Adapter[] = adapters): Way =>
    wayTo(registryOf(unit({ receives })), { to: 'unit', type: 'care-communication', date: '2026-11-21' }, ours);

  it.each<[string, readonly Reception[], string]>([
    ['goes as FHIR where both ways are open', [edifact, fhir], 'fhir 5.0'],
    ['goes to a receiver of another minor version', [{ ...fhir, version: '5.1' }], 'fhir 5.0'],
    ['does not go to a receiver of another major version', [{ ...fhir, version: '4.0' }], 'no-adapter'],
    ['does not go where only EDIFACT is received', [edifact], 'no-adapter'],
    ['does not go where only notices are received', [{ ...fhir, type: 'hospital-notification' }], 'receives-none'],
    ['does not go on the day after the last', [{ ...fhir, validTo: '2026-11-20' }], 'receives-none'],
    ['goes on the last day', [{ ...fhir, validTo: '2026-11-21' }], 'fhir 5.0'],
    ['does not go to a unit without a system', [], 'receives-none'],
  ])('%s', (_, receives, expected) => {
    expect(said(way(receives))).toBe(expected);
  });

  it('goes in the newest version both sides know', () => {
    const ours: Adapter = { type: 'care-communication', format: 'fhir', versions: ['6.0', '5.0'] };
    expect(said(way([fhir, { ...fhir, version: '6.0' }], [ours]))).toBe('fhir 6.0');
    expect(said(way([fhir], [ours]))).toBe('fhir 5.0');
  });

  it('that cannot be sent says whom to ring; one to nobody says so', () => {
    expect(way([])).toMatchObject({ by: 'phone', unit: { phone: practice.phone } });
    const to = { to: 'nowhere', type: 'care-communication', date: '2026-11-21' } as const;
    expect(wayTo(own, to)).toEqual({ by: 'nothing', because: 'unknown-unit' });
  });
});

describe('answers', () => {
  it('go to the one that wrote, or to the unit it names', () => {
    const registry = registryOf(unit({ id: 'ward', answersTo: 'desk' }), unit({ id: 'desk' }));
    expect(answerAddress(registry, 'ward')?.id).toBe('desk');
    expect(answerAddress(registry, 'desk')?.id).toBe('desk');
    expect(answerAddress(registry, 'nowhere')).toBeUndefined();
  });
});

describe("the project's own registry", () => {
  const old = ['gp-071262', 'mun-0665', 'mun-0671', 'mun-0707', 'mun-0741', 'mun-0756', 'mun-0760-team'];
  const modern = own.units.filter(({ kind, id }) => kind !== 'operators' && !old.some((start) => id.startsWith(start)));
  it.each(modern.map(({ id }) => id))('lets letters reach %s', (to) => {
    expect(said(wayTo(own, { to, type: 'care-communication', date: '2026-11-21' }))).toBe('fhir 5.0');
  });

  it('has a practice that is rung, and municipalities that take notices of stays', () => {
    const date = '2026-11-21';
    expect(said(wayTo(own, { to: 'gp-071262', type: 'care-communication', date }))).toBe('no-adapter');
    for (const { id } of own.units.filter(({ kind }) => kind === 'visitation')) {
      expect([id, said(wayTo(own, { to: id, type: 'hospital-notification', date }))]).toEqual([id, 'fhir 3.0']);
    }
  });

  it('has municipal units that are rung, and some that letters reach from a date on', () => {
    const way = (to: string, date: string) => said(wayTo(own, { to, type: 'care-communication', date }));
    expect(way('mun-0741-acute', '2026-11-21')).toBe('receives-none');
    expect(way('mun-0671-acute', '2026-11-21')).toBe('no-adapter');
    expect([way('mun-0756-acute', '2027-02-28'), way('mun-0756-acute', '2027-03-01')]).toEqual([
      'no-adapter',
      'fhir 5.0',
    ]);
  });
});

describe('of any registry, on any day', () => {
  const date = fc
    .date({ min: new Date('2015-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10));
  const version = fc.constantFrom('2.0', '3.0', '4.0', '5.0', '5.1', 'XD9134L', 'D9134L');
  const reception: fc.Arbitrary<Reception> = fc.record({
    type: fc.constantFrom(...receptionTypes),
    format: fc.constantFrom(...receptionFormats),
    version,
    validFrom: date,
    validTo: fc.option(date),
  });
  const adapter: fc.Arbitrary<Adapter> = fc.record({
    type: fc.constantFrom(...receptionTypes),
    format: fc.constantFrom(...receptionFormats),
    versions: fc.array(version, { minLength: 1, maxLength: 3 }),
  });
  const receives = fc.array(reception, { maxLength: 6 });
  const ours = fc.oneof(fc.constant(adapters), fc.array(adapter, { maxLength: 4 }));
  const delivery: fc.Arbitrary<Delivery> = fc.record({
    to: fc.constant('unit'),
    type: fc.constantFrom(...receptionTypes),
    date,
  });
  const rank = (way: Way): number =>
    way.by === 'message' ? receptionFormats.indexOf(way.format) : receptionFormats.length;

  it('a message goes only by what the unit receives that day and we can write', () => {
    fc.assert(
      fc.property(receives, delivery, ours, (all, to, writes) => {
        const way = wayTo(registryOf(unit({ receives: all })), to, writes);
        if (way.by !== 'message') return;
        const { format } = way;
        const writable = writes.filter((it) => it.type === to.type && it.format === format);
        expect(writable.flatMap(({ versions }) => versions)).toContain(way.version);
        const counting = all.filter(
          (it) =>
            it.type === to.type &&
            it.format === format &&
            it.validFrom <= to.date &&
            (it.validTo ?? '9999-12-31') >= to.date,
        );
        expect(counting.length).toBeGreaterThan(0);
        expect(counting.some((it) => it.version === way.version || format === 'fhir')).toBe(true);
      }),
    );
  });

  it('somebody known can always be reached, in the end by phone', () => {
    fc.assert(
      fc.property(receives, delivery, ours, (all, to, writes) => {
        const way = wayTo(registryOf(unit({ receives: all })), to, writes);
        expect(way.by === 'message' || (way.by === 'phone' && /^\d{8}$/.test(way.unit.phone))).toBe(true);
      }),
    );
  });

  it('receiving more, or writing more, never makes the way worse', () => {
    fc.assert(
      fc.property(receives, reception, delivery, ours, adapter, (all, one, to, writes, another) => {
        const before = rank(wayTo(registryOf(unit({ receives: all })), to, writes));
        expect(rank(wayTo(registryOf(unit({ receives: [one, ...all] })), to, writes))).toBeLessThanOrEqual(before);
        expect(rank(wayTo(registryOf(unit({ receives: all })), to, [...writes, another]))).toBeLessThanOrEqual(before);
      }),
    );
  });

  it('the order of the entries decides nothing', () => {
    fc.assert(
      fc.property(receives, delivery, ours, (all, to, writes) => {
        const way = wayTo(registryOf(unit({ receives: all })), to, writes);
        expect(said(wayTo(registryOf(unit({ receives: all.toReversed() })), to, writes))).toBe(said(way));
      }),
    );
  });
});
