// Which day's facts hold for what has begun (igangværende forløb): both outcomes for a request and a stay, by a date table.
// Times are written with their own offset; the table crosses New Year's Eve 2026 and the nights of the clock changes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementFor } from '../../domain/agreements.ts';
import type { Instant } from '../../domain/ids.ts';
import { beganOn, factsDate, factsDateBy, placeFact, placeFacts } from '../../domain/place-facts.ts';
import type { RuleSet } from '../../domain/rule-form.ts';
import { inFlightOn } from '../../domain/rule-set.ts';
import { ruleBook, utc } from './rule-book.ts';

const { registry, ruleSets, agreements } = await ruleBook();

const keepAll = { requests: 'keep', stays: 'keep' } as const;
const switchAll = { requests: 'switch', stays: 'switch' } as const;
const noDate: string | null = null;

describe('the day whose facts hold', () => {
  // placed, needed from, asked at -> kept, switched. All in Copenhagen's own time.
  it.each<[string, string, string | null, string, string, string]>([
    [
      'before the night',
      '2026-12-30T10:00+01:00',
      '2026-12-31T12:00+01:00',
      '2026-12-31T18:00+01:00',
      '2026-12-31',
      '2026-12-31',
    ],
    [
      "at 23:59 of New Year's Eve",
      '2026-12-31T22:00+01:00',
      noDate,
      '2026-12-31T23:59:59+01:00',
      '2026-12-31',
      '2026-12-31',
    ],
    [
      "at 00:00 of New Year's Day",
      '2026-12-31T22:00+01:00',
      noDate,
      '2027-01-01T00:00:00+01:00',
      '2026-12-31',
      '2027-01-01',
    ],
    [
      'days after the night',
      '2026-12-29T10:00+01:00',
      '2026-12-30T12:00+01:00',
      '2027-01-04T09:00+01:00',
      '2026-12-30',
      '2027-01-04',
    ],
    [
      'placed in the last minute',
      '2026-12-31T23:59+01:00',
      noDate,
      '2027-01-01T00:01+01:00',
      '2026-12-31',
      '2027-01-01',
    ],
    ['placed at midnight', '2027-01-01T00:00+01:00', noDate, '2027-01-01T00:01+01:00', '2027-01-01', '2027-01-01'],
    [
      'placed before, needed after',
      '2026-12-30T10:00+01:00',
      '2027-01-03T12:00+01:00',
      '2026-12-30T10:05+01:00',
      '2027-01-03',
      '2027-01-03',
    ],
    [
      'placed before, needed at midnight',
      '2026-12-30T10:00+01:00',
      '2027-01-01T00:00+01:00',
      '2026-12-31T12:00+01:00',
      '2027-01-01',
      '2027-01-01',
    ],
    [
      'needed from a time that has passed',
      '2026-12-31T23:30+01:00',
      '2026-12-30T12:00+01:00',
      '2027-01-01T08:00+01:00',
      '2026-12-31',
      '2027-01-01',
    ],
    [
      'the night clocks go back, before midnight',
      '2026-10-24T23:59+02:00',
      noDate,
      '2026-10-25T00:00+02:00',
      '2026-10-24',
      '2026-10-25',
    ],
    [
      'the hour that comes twice, first',
      '2026-10-25T02:30+02:00',
      noDate,
      '2026-10-25T02:30+01:00',
      '2026-10-25',
      '2026-10-25',
    ],
    [
      "the long day's last minute",
      '2026-10-25T23:59+01:00',
      noDate,
      '2026-10-26T00:00+01:00',
      '2026-10-25',
      '2026-10-26',
    ],
    [
      'the night clocks go forward',
      '2027-03-27T23:59+01:00',
      noDate,
      '2027-03-28T00:00+01:00',
      '2027-03-27',
      '2027-03-28',
    ],
    [
      "the short day's last minute",
      '2027-03-28T23:59+02:00',
      noDate,
      '2027-03-29T00:00+02:00',
      '2027-03-28',
      '2027-03-29',
    ],
    [
      'summer midnight, still yesterday in UTC',
      '2026-07-01T00:00+02:00',
      noDate,
      '2026-07-01T23:59+02:00',
      '2026-07-01',
      '2026-07-01',
    ],
  ])('%s', (_, placed, needed, asked, kept, switched) => {
    const begun = {
      placedAt: instantOf(placed),
      from: needed === null ? null : instantOf(needed),
      at: instantOf(asked),
    };
    for (const what of ['request', 'stay'] as const) {
      expect([what, factsDate({ ...begun, what }, keepAll)]).toEqual([what, kept]);
      expect([what, factsDate({ ...begun, what }, switchAll)]).toEqual([what, switched]);
    }
    expect(beganOn(begun)).toBe(kept);
  });

  it('is told apart for requests and stays', () => {
    const begun = { placedAt: utc('2026-12-31T22:00+01:00'), from: null, at: utc('2027-01-01T08:00+01:00') };
    const rule = { requests: 'switch', stays: 'keep' } as const;
    expect([factsDate({ ...begun, what: 'request' }, rule), factsDate({ ...begun, what: 'stay' }, rule)]).toEqual([
      '2027-01-01',
      '2026-12-31',
    ]);
  });

  it('lies never before the day it began and never after the later of that day and the day asked about', () => {
    const time = fc.date({
      min: new Date('2026-10-01T00:00Z'),
      max: new Date('2027-04-30T00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        time,
        fc.option(time),
        time,
        fc.constantFrom('request' as const, 'stay' as const),
        fc.constantFrom('keep' as const, 'switch' as const),
        (placed, needed, asked, what, effect) => {
          const [placedAt, at] = [placed.toISOString(), asked.toISOString()];
          const from = needed === null ? null : needed.toISOString();
          const rule = { requests: effect, stays: effect };
          const date = factsDate({ what, placedAt, from, at }, rule);
          const began = beganOn({ placedAt, from });
          expect(date >= began).toBe(true);
          if (effect === 'keep') expect(date).toBe(began);
          const later = new Date(asked.getTime() + 36 * 60 * 60 * 1000).toISOString();
          expect(factsDate({ what, placedAt, from, at: later }, rule) >= date).toBe(true);
        },
      ),
    );
  });
});

const instantOf = (withOffset: string): Instant => utc(withOffset);

describe('what the rule set says of the night', () => {
  const [first] = ruleSets;
  if (first === undefined) throw new Error('no rule set');

  it("is the region's, unless a cluster or a municipality has agreed on something else", () => {
    const said = (municipality: string) => {
      const { rule, id } = inFlightOn(ruleSets, municipality, '2026-12-31');
      return [rule.requests, rule.stays, id];
    };
    expect(said('0791')).toEqual(['keep', 'keep', 'rm-2026.1/in-flight']);
    expect(said('0657')).toEqual(['switch', 'keep', 'rm-2026.1/goedstrup/in-flight']);
    expect(said('0730')).toEqual(['switch', 'switch', 'rm-2026.1/0730/in-flight']);
    expect(inFlightOn(ruleSets, '0657', '2026-12-31').scope).toBe('klyngen Gødstrup');
  });

  it('stays that of the agreement it began under when a newer one says otherwise', () => {
    const newer: RuleSet = {
      ...first,
      id: 'rm-2027',
      validFrom: '2027-01-01',
      clusters: {},
      municipalities: {},
      inFlight: { ...first.inFlight, requests: 'switch', stays: 'switch' },
    };
    const requests = (began: string) => inFlightOn([first, newer], '0791', began).rule.requests;
    expect([requests('2026-12-31'), requests('2027-01-01')]).toEqual(['keep', 'switch']);
  });

  it('sends the same stay to the municipality in one place and to the region in another', () => {
    const stay = {
      what: 'stay',
      placedAt: utc('2026-12-29T10:00+01:00'),
      from: utc('2026-12-30T12:00+01:00'),
      at: utc('2027-01-02T12:00+01:00'),
    } as const;
    const authority = (rule: RuleSet['inFlight']) =>
      placeFact(registry, { municipality: '0791', kind: 'acute' }, 'authority', factsDate(stay, rule));
    expect(authority(first.inFlight)).toBe('mun-0791');
    expect(authority({ ...first.inFlight, stays: 'switch' })).toBe('region-midt');
  });

  it('decides with the registry and the agreements who has a request that nobody answered before midnight', () => {
    const request = {
      what: 'request',
      placedAt: utc('2026-12-31T22:30+01:00'),
      from: utc('2026-12-31T23:30+01:00'),
      at: utc('2027-01-01T00:30+01:00'),
    } as const;
    const has = (municipality: string, at: string) => {
      const { date, rule } = factsDateBy(ruleSets, municipality, { ...request, at });
      const found = placeFacts(registry, { municipality, kind: 'acute' }, date);
      const agreed = agreementFor(agreements, { municipality, kind: 'acute', capabilities: [], date });
      if (found.kind !== 'known' || agreed.kind !== 'in-force') throw new Error('should be known and agreed');
      return [rule, found.facts.authority, found.facts.address, agreed.payer.kind];
    };
    const before = utc('2026-12-31T23:59+01:00');
    for (const code of ['0791', '0657']) {
      expect(has(code, before).slice(1)).toEqual([`mun-${code}`, `mun-${code}-visitation`, 'municipality']);
    }
    expect(has('0791', request.at)).toEqual(['rm-2026.1/in-flight', 'mun-0791', 'mun-0791-visitation', 'municipality']);
    expect(has('0657', request.at)).toEqual([
      'rm-2026.1/goedstrup/in-flight',
      'region-midt',
      'region-places',
      'organisation',
    ]);
  });
});
