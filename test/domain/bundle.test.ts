// Several treatments on one day: what must hold on ten thousand random cases, that nothing better exists on small ones,
// and single cases in plain sight. Who has to be asked; what is answered is in shared-days.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../domain/bundle.ts';
import { askedFor } from '../../domain/bundle.ts';
import { proposeBundles } from '../../domain/bundle-propose.ts';
import {
  cases,
  dayOf,
  hourOf,
  MONDAY,
  problem,
  timesOf,
  treatment,
  triedAll,
  weigh,
  wrongWith,
} from './bundle-cases.ts';

const HOUR = 3_600_000;
const at = (hour: number, day = 0): number => MONDAY + (24 * day + hour) * HOUR;
type Bundle = Extract<Proposal, { kind: 'bundle' }>;
function bundle(proposal: Proposal): Bundle {
  if (proposal.kind !== 'bundle') throw new Error(proposal.kind);
  return proposal;
}

describe('every proposal', () => {
  it('keeps windows, ways, rest, order and limits, and is never worse than unbundled, on 10,000 random cases', () => {
    let bundled = 0;
    fc.assert(
      fc.property(cases(5, 3), (given) => {
        const proposal = proposeBundles(given);
        const asBooked = new Map(
          given.treatments.flatMap(({ id, booked }) => (booked === null ? [] : [[id, booked] as const])),
        );
        const [visits, , way] = weigh(given, asBooked);
        expect(proposal.before).toEqual({ visits, kilometres: way });
        if (proposal.kind === 'nothing-gained') return;
        bundled += 1;
        const times = timesOf(proposal);
        expect(wrongWith(given, times)).toEqual([]);
        const [after, , wayAfter] = weigh(given, times);
        expect(proposal.after).toEqual({ visits: after, kilometres: wayAfter });
        expect(after).toBeLessThan(visits);
        expect(wayAfter).toBeLessThanOrEqual(way);
        const known = [...times.keys(), ...proposal.alone].sort();
        expect(known).toEqual(given.treatments.map(({ id }) => id).sort());
      }),
      { numRuns: 10_000, seed: 7 },
    );
    // Cases of which none could be bundled would show nothing.
    expect(bundled).toBeGreaterThan(1_500);
  });

  it('is as good as the best of all half hours, on small cases', () => {
    let bundled = 0;
    fc.assert(
      fc.property(cases(3, 2), (given) => {
        const { best, before } = triedAll(given);
        const proposal = proposeBundles(given);
        const gains = best[0] < before[0] && best[2] <= before[2];
        expect(proposal.kind).toBe(gains ? 'bundle' : 'nothing-gained');
        if (proposal.kind === 'bundle') expect(weigh(given, timesOf(proposal))).toEqual(best);
        bundled += gains ? 1 : 0;
      }),
      { numRuns: 200, seed: 11 },
    );
    expect(bundled).toBeGreaterThan(15);
  });

  it('is the same for the same case', () => {
    fc.assert(
      fc.property(cases(4, 3), (given) => {
        expect(proposeBundles(given)).toEqual(proposeBundles(given));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a proposal', () => {
  const three = [treatment('a'), treatment('b', { place: 'next' }), treatment('c')];

  it('makes one day of three visits, with rest and way between, and says what is saved', () => {
    const { days, before, after, alone } = bundle(proposeBundles(problem(three)));
    expect([before, after]).toEqual([
      { visits: 3, kilometres: 80 },
      { visits: 1, kilometres: 40 },
    ]);
    expect(alone).toEqual([]);
    const [day] = days;
    const starts = day?.treatments.map(({ start }) => hourOf(start)) ?? [];
    expect(starts).toEqual([8, 9, 10.5].slice(0, starts.length));
    expect([hourOf(day?.leaves ?? 0), hourOf(day?.home ?? 0)]).toEqual([7.5, 11.5]);
  });

  it.each([
    ['the patient can bear two', problem(three, { mostInOneDay: 2 }), 2],
    ['a place is far away', problem([treatment('a'), treatment('b', { place: 'far' }), treatment('c')]), 2],
    ['nobody knows the way', problem([treatment('a'), treatment('b', { place: 'lost' }), treatment('c')]), 2],
    ['two may not be on one day', problem([treatment('a'), treatment('b', { notWith: ['a'] }), treatment('c')]), 2],
    ['a place is never open', problem([treatment('a'), treatment('b', { open: [] }), treatment('c')]), 2],
  ])('has fewer together when %s', (_what, given, visits) => {
    const found = bundle(proposeBundles(given));
    expect(found.after.visits).toBe(visits);
    expect(Math.max(...found.days.map(({ treatments }) => treatments.length))).toBe(2);
  });

  it('gains nothing when each has a day of its own', () => {
    const later = treatment('b', { open: [[at(8, 1), at(15, 1)]] });
    expect(proposeBundles(problem([treatment('a'), later]))).toEqual({
      kind: 'nothing-gained',
      before: { visits: 2, kilometres: 40 },
    });
  });

  it('puts what is fasted for first and early, and a meal after it', () => {
    const given = problem([treatment('talk'), treatment('blood', { fasting: true })]);
    const [day] = bundle(proposeBundles(given)).days;
    expect(day?.treatments.map(({ id }) => id)).toEqual(['blood', 'talk']);
    const [blood, talk] = day?.treatments ?? [];
    expect((talk?.start ?? 0) - (blood?.end ?? 0)).toBe(HOUR);
  });

  it('keeps an order, with its minutes on one day and its days over several', () => {
    const week = { open: [0, 1, 2].map((day) => [at(8, day), at(15, day)] as const) };
    const soon = treatment('answer', { ...week, follows: [{ id: 'blood', minutes: 120, days: 0 }] });
    const [day] = bundle(proposeBundles(problem([treatment('blood', week), soon]))).days;
    const [blood, answer] = day?.treatments ?? [];
    expect((answer?.start ?? 0) - (blood?.end ?? 0)).toBe(2 * HOUR);
    const later = { ...soon, follows: [{ id: 'blood', minutes: 0, days: 2 }] };
    const found = bundle(proposeBundles(problem([treatment('blood', week), later, treatment('wound', week)])));
    const times = timesOf(found);
    expect(dayOf(times.get('answer') ?? 0) - dayOf(times.get('blood') ?? 0)).toBe(2);
  });

  it('keeps a booked time and puts the others around it', () => {
    const booked = treatment('booked', { booked: at(10) });
    const [day] = bundle(proposeBundles(problem([booked, treatment('b')]))).days;
    expect(day?.treatments.find(({ id }) => id === 'booked')).toMatchObject({ how: 'kept', start: at(10) });
  });

  it('moves a booked time only when that saves a visit, and never one that may not be moved', () => {
    const open = [at(8), at(15)] as const;
    const monday = treatment('monday', { booked: at(10), open: [open] });
    const tuesday = treatment('tuesday', { booked: at(10, 1), open: [open] });
    const { days, after } = bundle(proposeBundles(problem([monday, tuesday])));
    expect(after.visits).toBe(1);
    expect(days[0]?.treatments.map(({ how }) => how).sort()).toEqual(['kept', 'moved']);
    const fixed = problem([monday, { ...tuesday, mayMove: false }]);
    expect(proposeBundles(fixed).kind).toBe('nothing-gained');
  });

  it('gains nothing by fewer visits over a longer way: three that share one are not driven to on three days', () => {
    const open = [0, 1, 2, 3].map((day) => [at(8, day), at(15, day)] as const);
    const farOff = [9, 10.5, 12].map((hour, n) => treatment(`a${n}`, { place: 'next', open, booked: at(hour) }));
    const single = [1, 2, 3].map((day) => {
      const notWith = [1, 2].filter((earlier) => earlier < day).map((earlier) => `b${earlier}`);
      return treatment(`b${day}`, { open, booked: at(10, day), notWith });
    });
    // Two in one day at most: each of the three could go with one of the others, which saves a visit and costs 20 km.
    expect(proposeBundles(problem([...farOff, ...single], { mostInOneDay: 2 }))).toEqual({
      kind: 'nothing-gained',
      before: { visits: 4, kilometres: 100 },
    });
  });

  it('leaves two booked times that overlap to those who booked them', () => {
    const clash = [
      treatment('a', { booked: at(10), mayMove: false }),
      treatment('b', { booked: at(10), mayMove: false }),
    ];
    expect(proposeBundles(problem(clash))).toMatchObject({ kind: 'nothing-gained', before: { visits: 2 } });
  });

  it('takes longer ways when the patient is fetched', () => {
    const day = (transport: 'own' | 'ordered') => {
      const [first] = bundle(proposeBundles(problem(three.slice(0, 2), { transport }))).days;
      return ((first?.home ?? 0) - (first?.leaves ?? 0)) / HOUR;
    };
    expect(day('ordered') - day('own')).toBe(1.5);
  });

  it('refuses more treatments than the search can try, and a name that is not there', () => {
    const eleven = Array.from({ length: 11 }, (_, n) => treatment(`t${n}`));
    expect(() => proposeBundles(problem(eleven))).toThrow(RangeError);
    expect(() => proposeBundles(problem([treatment('a', { notWith: ['b'] })]))).toThrow(RangeError);
  });
});

describe('asking', () => {
  const given = [
    treatment('kept', { booked: at(10) }),
    treatment('moved', { booked: at(10, 1), place: 'next' }),
    treatment('new'),
  ];
  const proposal = bundle(proposeBundles(problem(given)));
  const asked = askedFor(proposal, given);

  it('asks the patient and every place whose time changes, and of a kept time nobody', () => {
    expect(asked).toEqual([
      { who: 'patient', treatments: expect.arrayContaining(['moved', 'new']) },
      { who: { place: 'next' }, treatments: ['moved'] },
      { who: { place: 'near' }, treatments: ['new'] },
    ]);
  });
});
