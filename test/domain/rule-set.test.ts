// The clocks of the example rule set by date: each row says which deadline a discharge gets, where and why there.
// The properties below hold for every clock of it, with and without opening hours and anchors.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpeningHours } from '../../domain/calendar.ts';
import { addDays, flaggedDays, isOpenAt } from '../../domain/calendar.ts';
import type { ClockName } from '../../domain/clocks.ts';
import { clockNames } from '../../domain/clocks.ts';
import { needsHours } from '../../domain/deadline.ts';
import { unitById } from '../../domain/organisations.ts';
import type { Facts, RuleSet } from '../../domain/rule-form.ts';
import { clusterOf, RuleError, rule, ruleSetOn } from '../../domain/rule-set.ts';
import { rulesOf, whyOf } from '../../domain/stated-rules.ts';
import { ruleBook, utc } from './rule-book.ts';
import type { RuleExample } from './rule-examples.ts';
import { anchor, ruleExamples } from './rule-examples.ts';

const { ruleSets, calendar, registry } = await ruleBook();
const set = ruleSetOn(ruleSets, '2026-11-20');

function hoursOf(unit: string): OpeningHours {
  const found = unitById(registry, unit);
  if (found === undefined) throw new Error(unit);
  return found.openingHours;
}

function ask(example: Omit<RuleExample, 'due'>) {
  const { clock, from, facts, unit } = example;
  return rule(
    { ruleSets, calendar },
    {
      clock,
      from: utc(from),
      municipality: example.in,
      ...(facts === undefined ? {} : { facts }),
      ...(unit === undefined ? {} : { openingHours: hoursOf(unit) }),
    },
  );
}

describe('deadlines', () => {
  it.each(ruleExamples)('$clock in $in from $from is due $due', (example) => {
    expect(ask(example).due).toBe(utc(example.due));
  });

  it('have at least one example for every clock', () => {
    expect(new Set(ruleExamples.map(({ clock }) => clock))).toEqual(new Set(clockNames));
  });
});

describe('a ruling', () => {
  it('names rule, source, reminders, ladder and silence, and says why in Danish', () => {
    expect(ask({ clock: 'answer-services', in: '0791', from: '2026-11-23T09:00+01:00' })).toEqual({
      clock: 'answer-services',
      due: utc('2026-11-23T13:00+01:00'),
      rule: 'rm-2026.1/midt/answer-services',
      source: 'Egen værdi; ingen offentliggjort frist',
      confidence: 'ours',
      remindAt: [utc('2026-11-23T12:00+01:00')],
      ladder: [
        { to: 'team-leader', at: utc('2026-11-23T13:00+01:00') },
        { to: 'on-call', at: utc('2026-11-23T14:00+01:00') },
        { to: 'ward', at: utc('2026-11-23T15:00+01:00') },
      ],
      silence: 'call',
      why: 'Kommunen svarer inden for 4 timer i åbningstiden (klyngen Midt, regelsæt rm-2026.1)',
    });
  });

  it('is explained by its id alone, also where a mode holds; of a rule that no file has nothing is said', () => {
    const storm = {
      mode: 'crisis',
      from: '2026-11-20T00:00:00Z',
      until: null,
      by: 'x',
      decidedAt: '',
      why: '',
    } as const;
    for (const clock of clockNames) {
      for (const municipality of ['0791', '0615', '0741', '0101']) {
        for (const switches of [[], [storm]]) {
          const facts = { anchor: '2026-12-01T10:00:00Z', orderedBy: 'citizen' };
          const query = { clock, from: '2026-11-23T09:00:00Z', municipality, facts };
          const { rule: id, why } = rule({ ruleSets, calendar, switches }, query);
          const said = whyOf(ruleSets, id) ?? '';
          expect([id, why.startsWith(`${said} (`)]).toEqual([id, true]);
        }
      }
    }
    const gone = ['rm-2025.1/gp-letter', 'rm-2026.1/someday', 'rm-2026.1/nowhere/gp-letter', ''];
    expect(gone.map((id) => whyOf(ruleSets, id))).toEqual(gone.map(() => null));
  });

  it('says how often a message without a receipt is sent again', () => {
    const receipt = ask({ clock: 'receipt', in: '0791', from: '2026-11-23T09:00+01:00' });
    expect([receipt.resends, receipt.silence, receipt.rule]).toEqual([2, 'send-again', 'rm-2026.1/receipt']);
  });

  it('takes the exception of a municipality before its cluster and the region', () => {
    const samsoe = ask({ clock: 'confirm-resume', in: '0741', from: '2026-11-16T10:00+01:00' });
    expect(samsoe.rule).toBe('rm-2026.1/0741/confirm-resume');
    expect(samsoe.why).toContain('kommune 0741');
  });

  it('leaves out a reminder that would fall before the start', () => {
    const late = ask({
      clock: 'hold-margin',
      in: '0791',
      from: '2026-11-23T14:00+01:00',
      ...anchor('2026-11-23T11:00+01:00'),
    });
    expect(late.remindAt).toEqual([]);
  });

  it.each([17, true, 'om lidt'])('refuses %s as an anchor without repeating it', (bad) => {
    const query = { clock: 'hold-margin', in: '0791', from: '2026-11-23T14:00+01:00', facts: { anchor: bad } } as const;
    expect(() => ask(query)).toThrow(new RuleError('fact-unreadable', 'anchor'));
  });
});

it('a place stays reserved for as long as its unit may take to answer, in every municipality', () => {
  const municipalities = ruleSets.flatMap((set) =>
    Object.values(set.clusters).flatMap((cluster) => cluster.municipalities),
  );
  for (const municipality of ['0101', ...municipalities]) {
    const from = '2026-11-20T10:00+01:00';
    const answer = ask({ clock: 'capability-answer', in: municipality, from });
    const silent = answer.ladder.at(-1)?.at ?? answer.due;
    expect(ask({ clock: 'place-reservation', in: municipality, from }).due > silent).toBe(true);
  }
});

describe('asking units for a place', () => {
  const from = '2026-11-20T20:00+01:00';
  const asked = (anchor: string, place = '0791') =>
    ask({ clock: 'capability-answer', in: place, from, facts: { anchor, sameDay: anchor.startsWith('2026-11-20') } });

  it('begins with a call on the same day and when the place is needed within half a day', () => {
    expect(asked('2026-11-20T23:00+01:00').callFirst).toBe(true);
    expect(asked('2026-11-21T00:30+01:00').callFirst).toBe(true);
    expect(asked('2026-11-19T12:00+01:00').callFirst).toBe(true);
    expect(asked('2026-11-21T08:00+01:00').callFirst).toBe(true);
    expect(asked('2026-11-21T08:01+01:00').callFirst).toBeUndefined();
  });

  it('asks one unit at a time but where the agreement says several', () => {
    expect(asked('2026-11-25T12:00+01:00').atOnce).toBeUndefined();
    expect(asked('2026-11-25T12:00+01:00', '0615').atOnce).toBe(2);
  });
});

describe('the rule set in force', () => {
  const [first] = ruleSets;
  if (first === undefined) throw new Error('no rule set');
  const faster: RuleSet = {
    ...first,
    id: 'rm-2027',
    validFrom: '2027-01-01',
    clusters: {},
    municipalities: {},
    clocks: {
      ...first.clocks,
      'call-task': { ...first.clocks['call-task'], due: { kind: 'elapsed', duration: 'PT5M' } },
    },
  };
  const corrected: RuleSet = { ...faster, version: 2 };
  const query = { clock: 'call-task', municipality: '0615' } as const;

  it('is chosen by the local date on which the clock starts', () => {
    const both = [faster, first];
    const before = rule({ ruleSets: both, calendar }, { ...query, from: '2026-12-31T22:59:00Z' });
    const after = rule({ ruleSets: both, calendar }, { ...query, from: '2026-12-31T23:00:00Z' });
    expect([before.rule, before.due]).toEqual(['rm-2026.1/call-task', '2026-12-31T23:59:00.000Z']);
    expect([after.rule, after.due]).toEqual(['rm-2027.1/call-task', '2026-12-31T23:05:00.000Z']);
  });

  it('is the highest version of those that begin on the same day', () => {
    expect(ruleSetOn([corrected, faster, first], '2027-02-01').version).toBe(2);
    expect(ruleSetOn([faster, corrected, first], '2027-02-01').version).toBe(2);
  });

  it('ends with its last day', () => {
    const ended: RuleSet = { ...first, validTo: '2026-11-30' };
    expect(ruleSetOn([ended], '2026-11-30')).toBe(ended);
    expect(() => ruleSetOn([ended], '2026-12-01')).toThrow(new RuleError('no-rule-set', '2026-12-01'));
  });

  it('is not guessed for a date before all of them', () => {
    expect(() => ruleSetOn(ruleSets, '2025-12-31')).toThrow(new RuleError('no-rule-set', '2025-12-31'));
  });

  it('puts each of the 19 municipalities into one of five clusters', () => {
    const all = Object.values(first.clusters).flatMap(({ municipalities }) => municipalities);
    expect([all.length, new Set(all).size, Object.keys(first.clusters).length]).toEqual([19, 19, 5]);
    expect([clusterOf(first, '0791'), clusterOf(first, '0615'), clusterOf(first, '0101')]).toEqual([
      'midt',
      'horsens',
      null,
    ]);
  });
});

describe('for every clock, municipality and time', () => {
  const clocks = fc.constantFrom(...clockNames);
  const municipalities = fc.constantFrom('0791', '0615', '0741', '0751', '0101');
  const minutes = fc.integer({
    min: Date.parse('2026-01-01T00:00Z') / 60_000,
    max: Date.parse('2029-06-01T00:00Z') / 60_000,
  });
  const optionalAnchor = fc.option(minutes, { nil: undefined });
  const iso = (minute: number): string => new Date(minute * 60_000).toISOString();
  const factsOf = (minute: number | undefined): Facts => (minute === undefined ? {} : { anchor: iso(minute) });
  /** What a clock cannot do without. */
  const needed: Facts = { anchor: '2027-03-01T10:00:00Z', orderedBy: 'citizen' };
  const units = fc.constantFrom(undefined, 'mun-0791-visitation', 'gp-041230', 'ward-m1', 'mun-0791-acute');

  const rulingAt = (clock: ClockName, municipality: string, minute: number, facts: Facts, unit: string | undefined) =>
    rule(
      { ruleSets, calendar },
      {
        clock,
        municipality,
        from: iso(minute),
        facts: set.clocks[clock].needs === undefined ? facts : { ...needed, ...facts },
        ...(unit === undefined ? {} : { openingHours: hoursOf(unit) }),
      },
    );

  it('a later start never gives an earlier deadline', () => {
    const later = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(
        clocks,
        municipalities,
        minutes,
        later,
        optionalAnchor,
        units,
        (clock, code, start, more, known, unit) => {
          const facts = factsOf(known);
          const first = rulingAt(clock, code, start, facts, unit).due;
          expect(rulingAt(clock, code, start + more, facts, unit).due >= first).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('reminders come in order before the deadline, the ladder in order after it', () => {
    fc.assert(
      fc.property(clocks, municipalities, minutes, optionalAnchor, units, (clock, code, start, known, unit) => {
        const ruling = rulingAt(clock, code, start, factsOf(known), unit);
        const times = [...ruling.remindAt, ruling.due, ...ruling.ladder.map((rung) => rung.at)];
        expect(times).toEqual([...times].sort());
        for (const reminder of ruling.remindAt) expect(reminder > iso(start)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('a deadline in opening hours stays in them', () => {
    const spans = (...open: readonly [OpeningHours[number]['days'][number], string, string][]): OpeningHours =>
      open.map(([day, opens, closes]) => ({ days: [day], opens, closes }));
    const hours = fc.constantFrom(
      hoursOf('mun-0791-visitation'),
      hoursOf('gp-041230'),
      spans(['friday', '08:00', '12:00']),
      spans(['monday', '08:00', '10:00'], ['monday', '15:00', '18:00'], ['holiday', '10:00', '11:00']),
    );
    const looking = clockNames.filter((clock) => rulesOf(set, clock).some((stated) => needsHours(stated.rule.due)));
    expect(looking).toContain('correspondence-same-day');
    fc.assert(
      fc.property(fc.constantFrom(...looking), municipalities, minutes, hours, (clock, municipality, start, open) => {
        const query = { clock, municipality, from: iso(start), openingHours: open };
        const { due, rule: id } = rule({ ruleSets, calendar }, query);
        const stated = rulesOf(set, clock).find((one) => one.id === id);
        if (stated === undefined || !needsHours(stated.rule.due)) return;
        expect(isOpenAt({ calendar, closedOn: flaggedDays }, open, due)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['while the unit is open later than the time', '2026-11-19T09:00+01:00', '2026-11-19T14:30+01:00'],
    ['on a day on which it closes before the time', '2026-11-20T09:00+01:00', '2026-11-20T12:00+01:00'],
    ['after it has closed on such a day', '2026-11-20T13:00+01:00', '2026-11-23T15:00+01:00'],
  ])('correspondence is read by 14.30 or the hours of that day: sent %s', (_, from, due) => {
    const openingHours: OpeningHours = [
      { days: ['thursday'], opens: '08:00', closes: '15:00' },
      { days: ['friday'], opens: '08:00', closes: '12:00' },
      { days: ['monday'], opens: '15:00', closes: '18:00' },
    ];
    const query = { clock: 'correspondence-same-day', municipality: '0791', from: utc(from), openingHours } as const;
    expect(rule({ ruleSets, calendar }, query).due).toBe(utc(due));
  });

  it('no hours and no anchors known still gives a deadline', () => {
    for (const clock of clockNames.filter((name) => set.clocks[name].needs === undefined)) {
      for (let day = 0; day < 40; day += 1) {
        const from = `${addDays('2026-12-15', day)}T11:00:00Z`;
        expect(Date.parse(rule({ ruleSets, calendar }, { clock, from, municipality: '0791' }).due)).not.toBeNaN();
      }
    }
  });
});
