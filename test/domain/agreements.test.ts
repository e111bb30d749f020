// Agreements: in force here and now, or stopped with the reason in words and the way of the single case.
// The example agreements hold one of each kind of trouble; the properties hold for any agreement.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agreement, AgreementQuery, Joining, StopReason } from '../../domain/agreements.ts';
import { agreementFor, agreementsFor, earliestExit, singleCaseUnit, stopReasons } from '../../domain/agreements.ts';
import { ruleBook } from './rule-book.ts';

const { agreements, registry } = await ruleBook();

const query = (more: Partial<AgreementQuery> = {}): AgreementQuery => ({
  municipality: '0791',
  capabilities: ['CAP-14'],
  kind: 'relief',
  date: '2026-11-20',
  ...more,
});
const ask = (more: Partial<AgreementQuery> = {}) => agreementFor(agreements, query(more));

describe('the example agreements', () => {
  it('are in force for IV near home, with rate, payer and what the rate leaves out', () => {
    expect(ask()).toMatchObject({
      kind: 'in-force',
      agreement: { id: 'iv-near-home-2020', competences: ['iv-therapy'] },
      rate: { year: 2026, excluded: [{ what: 'medicin', payer: { organisation: 'region-midt' } }, {}] },
      payer: { kind: 'organisation', id: 'region-midt' },
    });
  });

  it('say nothing of what they do not cover', () => {
    expect(ask({ capabilities: ['CAP-27'] })).toEqual({ kind: 'none-needed' });
    expect(ask({ capabilities: [] })).toEqual({ kind: 'none-needed' });
  });

  it('change the payer of the acute function over the night by their dates alone', () => {
    const payer = (date: string) => ask({ kind: 'acute', capabilities: [], date });
    expect(payer('2026-12-31')).toMatchObject({ payer: { kind: 'municipality', municipality: '0791' } });
    expect(payer('2027-01-01')).toMatchObject({ payer: { kind: 'organisation', id: 'region-midt' } });
  });

  it.each<[StopReason, Partial<AgreementQuery>, string]>([
    ['ended', { capabilities: ['CAP-33'] }, 'Aftalen "P-dialyse uden for sygehus" sluttede 31. december 2025'],
    [
      'not-begun',
      { capabilities: ['CAP-40'], date: '2027-02-28' },
      'Aftalen "Telemedicinsk monitorering 2027" begynder først 1. marts 2027',
    ],
    [
      'not-joined',
      { capabilities: ['CAP-20'], municipality: '0615' },
      'Kommune 0615 har ikke tilsluttet sig aftalen "Blodtransfusion i nærområdet, klyngen Midt"',
    ],
    [
      'no-rate',
      { capabilities: ['CAP-20'], date: '2027-01-01' },
      'Aftalen "Blodtransfusion i nærområdet, klyngen Midt" har ingen takst for 2027',
    ],
    [
      'no-payer',
      { capabilities: ['CAP-30'] },
      'Aftalen "Parenteral ernæring uden for sygehus" siger ikke, hvem der betaler den 20. november 2026',
    ],
  ])(
    'that are not settled are stopped as %s, in words, with whom to ring and what to write down',
    (reason, of, text) => {
      const answer = ask(of);
      if (answer.kind !== 'stopped') throw new Error('should have been stopped');
      expect([answer.reason, answer.text]).toEqual([reason, text]);
      expect(answer.singleCase.writeDown.join(' ')).toMatch(/hvem der aftalte det.*hvem der betaler/);
      const unit = singleCaseUnit(registry, answer.singleCase);
      expect([unit?.id, unit?.phone]).toEqual([`mun-${of.municipality ?? '0791'}-visitation`, expect.any(String)]);
    },
  );

  it('name somebody to ring also for a municipality that nobody knows', () => {
    const answer = ask({ municipality: '0101' });
    if (answer.kind !== 'stopped') throw new Error('should have been stopped');
    expect(singleCaseUnit(registry, answer.singleCase)?.id).toBe('region-ops');
  });

  it('stop a request of several tasks when one of them is not settled, and name that one', () => {
    const both = ask({ capabilities: ['CAP-14', 'CAP-30'], kind: 'acute' });
    expect(both).toMatchObject({ kind: 'stopped', agreement: { id: 'parenteral-2026' } });
    const every = agreementsFor(agreements, query({ capabilities: ['CAP-14', 'CAP-30'], kind: 'acute' }));
    expect(every.map(({ agreement, kind }) => `${agreement.task} ${kind}`)).toEqual([
      'acute-function in-force',
      'iv-near-home in-force',
      'parenteral-nutrition stopped',
    ]);
  });

  it('say of every amount that it is invented', () => {
    for (const { rates } of agreements)
      for (const { source, confidence } of rates) {
        expect([source, confidence]).toEqual([expect.stringMatching(/^Opdigtet beløb/), 'ours']);
      }
  });
});

const [iv] = agreements;
if (iv === undefined) throw new Error('no agreement');
const joining = (municipality: string, from: string, left?: string): Joining =>
  left === undefined ? { municipality, from } : { municipality, from, left: { notice: from, from: left } };
const agreement = (more: Partial<Agreement>): Agreement => ({ ...iv, ...more });

describe('joining and leaving', () => {
  const with2 = (...joined: readonly Joining[]) => [agreement({ joined })];
  const on = (joined: readonly Joining[], date: string) => agreementFor(with2(...joined), query({ date }));

  it.each<[string, readonly Joining[], string, StopReason | null]>([
    ['the day before it joins', [joining('0791', '2026-11-20')], '2026-11-19', 'not-joined'],
    ['the day it joins', [joining('0791', '2026-11-20')], '2026-11-20', null],
    ['the last day before it is out', [joining('0791', '2025-01-01', '2026-07-01')], '2026-06-30', null],
    ['the first day it is out', [joining('0791', '2025-01-01', '2026-07-01')], '2026-07-01', 'left'],
    ['long after', [joining('0791', '2025-01-01', '2026-07-01')], '2026-12-31', 'left'],
    [
      'when it has joined again',
      [joining('0791', '2025-01-01', '2026-07-01'), joining('0791', '2026-11-01')],
      '2026-11-20',
      null,
    ],
    ['when only another has joined', [joining('0615', '2025-01-01')], '2026-11-20', 'not-joined'],
  ])('%s', (_, joined, date, reason) => {
    const answer = on(joined, date);
    expect(answer.kind === 'stopped' ? answer.reason : null).toBe(reason);
  });

  it('says from when it has left, and from when it joins', () => {
    expect(on([joining('0791', '2025-01-01', '2026-07-01')], '2026-11-20')).toMatchObject({
      text: 'Kommune 0791 er udtrådt af aftalen "IV-behandling i nærområdet" fra 1. juli 2026',
    });
    expect(on([joining('0791', '2027-01-01')], '2026-11-20')).toMatchObject({
      text: 'Kommune 0791 tilslutter sig først aftalen "IV-behandling i nærområdet" 1. januar 2027',
    });
  });

  it('counts the exit notice in whole months, to the end of a shorter one', () => {
    expect([earliestExit('2026-03-31', 6), earliestExit('2026-08-31', 6), earliestExit('2026-05-01', 0)]).toEqual([
      '2026-09-30',
      '2027-02-28',
      '2026-05-01',
    ]);
  });
});

const dates = fc
  .date({ min: new Date('2025-06-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const municipalities = fc.constantFrom('0791', '0615', '0741');
const anyAgreement = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    task: fc.constantFrom('iv', 'feeding'),
    validFrom: dates,
    validTo: fc.option(dates),
    joined: fc.array(
      fc
        .record({ municipality: municipalities, from: dates, out: fc.option(dates) })
        .map(({ municipality, from, out }) =>
          joining(municipality, from, out !== null && out > from ? out : undefined),
        ),
      { maxLength: 3 },
    ),
    years: fc.uniqueArray(fc.integer({ min: 2025, max: 2027 })),
    paid: fc.boolean(),
  })
  .map(({ years, paid, ...more }) =>
    agreement({
      ...more,
      rates: iv.rates.filter(({ year }) => years.includes(year)),
      payers: paid ? [{ payer: 'own-municipality', validFrom: '2020-01-01', validTo: null }] : [],
    }),
  );
const someAgreements = fc.uniqueArray(anyAgreement, { selector: ({ id }) => id, maxLength: 4 });

describe('any agreements', () => {
  it('are never in force for a municipality without a joining date on or before that day', () => {
    fc.assert(
      fc.property(someAgreements, municipalities, dates, (list, municipality, date) => {
        const answer = agreementFor(list, query({ municipality, date }));
        if (answer.kind !== 'in-force') return;
        expect(answer.agreement.joined.some((one) => one.municipality === municipality && one.from <= date)).toBe(true);
      }),
    );
  });

  it('are never in force after the municipality has left and not joined again', () => {
    fc.assert(
      fc.property(anyAgreement, dates, dates, (one, out, date) => {
        fc.pre(out > '2020-01-01' && date >= out);
        const gone = { ...one, joined: [joining('0791', '2020-01-01', out)] };
        const answer = agreementFor([gone], query({ date }));
        expect(answer.kind).toBe('stopped');
        if (answer.kind === 'stopped' && one.validFrom <= date && (one.validTo ?? date) >= date) {
          expect(answer.reason).toBe('left');
        }
      }),
    );
  });

  it('give the same answer in whatever order they and what is in them stand', () => {
    fc.assert(
      fc.property(
        someAgreements,
        municipalities,
        dates,
        fc.infiniteStream(fc.nat()),
        (list, municipality, date, draws) => {
          const shuffled = <T>(items: readonly T[]): readonly T[] =>
            items
              .map((item) => ({ item, key: draws.next().value ?? 0 }))
              .sort((a, b) => a.key - b.key)
              .map(({ item }) => item);
          const asked = query({ municipality, date });
          const told = (of: readonly Agreement[]) => {
            const answer = agreementFor(of, asked);
            if (answer.kind === 'none-needed') return answer.kind;
            const { agreement: found } = answer;
            return answer.kind === 'in-force'
              ? [found.id, answer.rate.year, answer.payer]
              : [found.id, answer.reason, answer.text];
          };
          const mixed = shuffled(list).map((one) => ({
            ...one,
            joined: shuffled(one.joined),
            rates: shuffled(one.rates),
            payers: shuffled(one.payers),
          }));
          expect(told(mixed)).toEqual(told(list));
        },
      ),
    );
  });

  it('that are stopped name the agreement and the reason in words', () => {
    const words: Readonly<Record<StopReason, RegExp>> = {
      'not-begun': /begynder først/,
      ended: /sluttede/,
      'not-joined': /tilslut/,
      left: /udtrådt/,
      'no-rate': /ingen takst for \d{4}$/,
      'no-payer': /hvem der betaler/,
    };
    const met = new Set<StopReason>();
    fc.assert(
      fc.property(someAgreements, municipalities, dates, (list, municipality, date) => {
        const answer = agreementFor(list, query({ municipality, date }));
        if (answer.kind !== 'stopped') return;
        met.add(answer.reason);
        expect(answer.text).toMatch(words[answer.reason]);
        expect(answer.text).toContain(answer.agreement.name);
        expect(answer.singleCase.municipality).toBe(municipality);
      }),
      { numRuns: 1000 },
    );
    expect([...met].sort()).toEqual([...stopReasons].sort());
  });
});
