// Random cases of several treatments, and what must hold of every proposal, said again without the code under test.
// Times lie on whole half hours and places on a line, so that every start can also be tried one by one.
import type { Arbitrary } from 'fast-check';
import fc from 'fast-check';
import type { BundleRules } from '../../domain/after-leaving.ts';
import type { BundleProblem, Proposal, Treatment } from '../../domain/bundle.ts';

export const HALF_HOUR = 30 * 60_000;
const HOUR = 2 * HALF_HOUR;
/** Monday 7 December 2026 in Denmark, 00:00. */
export const MONDAY = Date.parse('2026-12-06T23:00:00Z');
const DAY = 24 * HOUR;
export const dayOf = (time: number): number => Math.floor((time - MONDAY) / DAY);
export const hourOf = (time: number): number => ((time - MONDAY) % DAY) / HOUR;

export const rules: BundleRules = {
  mostInOneDay: 3,
  longestDay: 7 * 60,
  leaveHomeFrom: '07:00',
  homeBy: '17:00',
  rest: 30,
  fastingBy: '10:00',
  meal: 60,
  nearKilometres: 30,
  roadFactor: 1,
  kilometresPerHour: 60,
  shortestWay: 30,
  wayStep: 30,
  orderedTransport: 30,
  usualLength: 30,
  lengths: {},
  why: 'prøve',
  source: 'prøve',
  confidence: 'ours',
};

/** Where each place lies on the line, kilometres from home; `lost` nobody knows. */
const places: Readonly<Record<string, number>> = { near: 10, next: 20, far: 90, farther: 100 };
export const kilometres: BundleProblem['kilometres'] = (from, to) => {
  const [a, b] = [from, to].map((place) => (place === null ? 0 : places[place]));
  return a === undefined || b === undefined ? null : Math.abs(a - b);
};

export const treatment = (id: string, more: Partial<Treatment> = {}): Treatment => ({
  id,
  place: 'near',
  minutes: 30,
  open: [[MONDAY + 8 * HOUR, MONDAY + 15 * HOUR]],
  booked: null,
  mayMove: true,
  fasting: false,
  rest: 0,
  follows: [],
  notWith: [],
  ...more,
});
export const problem = (treatments: readonly Treatment[], more: Partial<BundleProblem> = {}): BundleProblem => ({
  treatments,
  transport: 'own',
  mostInOneDay: null,
  kilometres,
  rules,
  ...more,
});

const half = (most: number) => fc.integer({ min: 0, max: most }).map((n) => n * 30);
const span = (days: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: days - 1 }), fc.integer({ min: 14, max: 26 }), fc.integer({ min: 2, max: 12 }))
    .map(([day, from, long]): readonly [number, number] => {
      const start = MONDAY + day * DAY + from * HALF_HOUR;
      return [start, start + long * HALF_HOUR];
    });

function one(id: string, earlier: readonly string[], days: number): Arbitrary<Treatment> {
  const rule = fc.record({
    id: fc.constantFrom(...earlier, 'none', 'none', 'none', 'none'),
    minutes: half(4),
    days: fc.constantFrom(0, 0, 0, 1, 2),
  });
  const booked = fc
    .tuple(fc.integer({ min: 0, max: days - 1 }), fc.integer({ min: 16, max: 28 }))
    .map(([day, from]) => MONDAY + day * DAY + from * HALF_HOUR);
  return fc
    .record({
      place: fc.constantFrom('near', 'near', 'near', 'next', 'next', 'far', 'farther', 'lost'),
      minutes: fc.constantFrom(30, 30, 60, 90),
      open: fc.array(span(days), { minLength: 1, maxLength: 2 }),
      booked: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: booked }),
      mayMove: fc.boolean(),
      fasting: fc.constantFrom(false, false, false, false, true),
      rest: fc.constantFrom(0, 0, 60),
      follows: fc.array(rule, { maxLength: 1 }).map((list) => list.filter((found) => found.id !== 'none')),
      notWith: fc
        .constantFrom(...earlier, 'none', 'none', 'none', 'none')
        .map((other) => (other === 'none' || earlier.length < 2 ? [] : [other])),
    })
    .map((made) => ({ id, ...made }));
}

/** Cases of 1 to `most` treatments over so many days. */
export const cases = (most: number, days: number): Arbitrary<BundleProblem> =>
  fc
    .tuple(
      fc.integer({ min: 1, max: most }),
      fc.tuple(...['a', 'b', 'c', 'd', 'e'].map((id, index, all) => one(id, all.slice(0, index), days))),
      fc.constantFrom('own' as const, 'ordered' as const),
      fc.constantFrom(null, null, null, null, 1, 2),
    )
    .map(([count, treatments, transport, mostInOneDay]) =>
      problem(treatments.slice(0, count), { transport, mostInOneDay }),
    );

/** When each treatment that has a time begins; the others are left out. */
export type Times = ReadonlyMap<string, number>;

export const timesOf = (proposal: Extract<Proposal, { kind: 'bundle' }>): Times =>
  new Map(proposal.days.flatMap(({ treatments }) => treatments.map(({ id, start }) => [id, start] as const)));

interface Timed {
  readonly one: Treatment;
  readonly start: number;
  readonly end: number;
  readonly kept: boolean;
}

function waysOf({ transport, rules: { wayStep, shortestWay, orderedTransport } }: BundleProblem) {
  return (from: string | null, to: string | null): number => {
    if (from === to) return 0;
    const driven = Math.max(shortestWay, kilometres(from, to) ?? 0);
    return (Math.ceil(driven / wayStep) * wayStep + (transport === 'ordered' ? orderedTransport : 0)) * 60_000;
  };
}

/** Treatments with a time, by day, in order of time. */
function timedDays(given: BundleProblem, times: Times): readonly (readonly Timed[])[] {
  const all = given.treatments
    .flatMap((found) => {
      const start = times.get(found.id);
      const end = (start ?? 0) + found.minutes * 60_000;
      return start === undefined ? [] : [{ one: found, start, end, kept: found.booked === start }];
    })
    .sort((a, b) => a.start - b.start);
  const days = [...new Set(all.map(({ start }) => dayOf(start)))];
  return days.map((day) => all.filter(({ start }) => dayOf(start) === day));
}

/** Everything that is wrong with these times, in words; none when they may be proposed. */
export function wrongWith(given: BundleProblem, times: Times): readonly string[] {
  const days = timedDays(given, times);
  return [
    ...given.treatments.filter(({ id, booked }) => booked !== null && !times.has(id)).map(({ id }) => `${id} is gone`),
    ...days.flatMap((day) => day.flatMap((timed) => wrongWithOne(given, timed))),
    ...days.flatMap((day) => (day.every(({ kept }) => kept) ? [] : wrongWithDay(given, day))),
    ...given.treatments.flatMap((found) => wrongWithOrder(given, times, found)),
  ];
}

function wrongWithOne(given: BundleProblem, { one: found, start, end, kept }: Timed): readonly string[] {
  if (kept) return [];
  const open = found.open.some(([from, until]) => from <= start && end <= until);
  const tied = given.treatments.some(
    (other) =>
      other.booked === null &&
      (found.follows.some(({ id }) => id === other.id) || other.follows.some(({ id }) => id === found.id)),
  );
  return [
    ...(open ? [] : [`${found.id} lies outside its window`]),
    ...(found.fasting && hourOf(start) > 10 ? [`${found.id} is fasted for too long`] : []),
    ...(found.booked !== null && (!found.mayMove || tied) ? [`${found.id} may not be moved`] : []),
  ];
}

function wrongWithDay(given: BundleProblem, day: readonly Timed[]): readonly string[] {
  const way = waysOf(given);
  const [first, last] = [day[0], day.at(-1)];
  if (first === undefined || last === undefined || day.length === 1) return [];
  const leaves = first.start - way(null, first.one.place);
  const home = last.end + way(last.one.place, null);
  const most = Math.min(given.rules.mostInOneDay, given.mostInOneDay ?? 99);
  return [
    ...(day.length > most ? ['too much in one day'] : []),
    ...(hourOf(leaves) < 7 || home > MONDAY + dayOf(first.start) * DAY + 17 * HOUR ? ['outside the hours'] : []),
    ...(home - leaves > given.rules.longestDay * 60_000 ? ['too long a day'] : []),
    ...day.flatMap((timed, index) => day.slice(index + 1).flatMap((later) => wrongBetween(timed, later))),
    ...day.slice(1).flatMap((later, index) => {
      const before = day[index];
      if (before === undefined) return [];
      const meal = before.one.fasting && !later.one.fasting ? given.rules.meal : 0;
      const rest = Math.max(given.rules.rest, before.one.rest, meal) * 60_000;
      const early = later.start < before.end + rest + way(before.one.place, later.one.place);
      return early ? [`${later.one.id} comes too soon`] : [];
    }),
  ];
}

function wrongBetween(a: Timed, b: Timed): readonly string[] {
  const apart = a.one.place === b.one.place ? 0 : kilometres(a.one.place, b.one.place);
  const barred = a.one.notWith.includes(b.one.id) || b.one.notWith.includes(a.one.id);
  return [
    ...(apart === null || apart > 30 ? ['too far apart'] : []),
    ...(barred ? ['not on one day'] : []),
    ...(b.one.fasting && !a.one.fasting ? [`${b.one.id} is fasted for after ${a.one.id}`] : []),
  ];
}

function wrongWithOrder(given: BundleProblem, times: Times, found: Treatment): readonly string[] {
  return found.follows.flatMap(({ id, minutes, days }) => {
    const first = given.treatments.find((other) => other.id === id);
    if (first === undefined) return [];
    if (found.booked !== null && first.booked !== null && brokenAsBooked(found.booked, first, { minutes, days }))
      return [];
    const [mine, other] = [times.get(found.id), times.get(id)];
    if (mine === undefined && other === undefined) return [];
    if (mine === undefined || other === undefined) {
      return (mine === undefined ? first : found).booked === null ? [`${found.id} is timed without ${id}`] : [];
    }
    return inOrder(mine, other, first, { minutes, days }) ? [] : [`${found.id} comes before ${id}`];
  });
}

type Apart = { readonly minutes: number; readonly days: number };
const brokenAsBooked = (mine: number, first: Treatment, apart: Apart): boolean =>
  first.booked !== null && !inOrder(mine, first.booked, first, apart);

function inOrder(mine: number, other: number, first: Treatment, { minutes, days }: Apart): boolean {
  if (dayOf(mine) === dayOf(other)) return days === 0 && mine >= other + (first.minutes + minutes) * 60_000;
  return dayOf(mine) - dayOf(other) >= Math.max(1, days);
}

/** Visits, booked times moved, kilometres: fewer of the first that differs is better. */
export type Weight = readonly [visits: number, moved: number, kilometres: number];

/** What these times cost; a treatment without one is a way of its own. */
export function weigh(given: BundleProblem, times: Times): Weight {
  const alone = given.treatments.filter(({ id }) => !times.has(id));
  const there = ({ place }: Treatment): number => kilometres(null, place) ?? 0;
  let visits = alone.length;
  let way = alone.reduce((sum, found) => sum + 2 * there(found), 0);
  const takes = waysOf(given);
  for (const day of timedDays(given, times)) {
    const clash = day.some((timed, index) => {
      const next = day[index + 1];
      return next !== undefined && next.start < timed.end + takes(timed.one.place, next.one.place);
    });
    visits += clash ? day.length : 1;
    const stops = [null, ...day.map(({ one: found }) => found.place), null];
    way += clash
      ? day.reduce((sum, { one: found }) => sum + 2 * there(found), 0)
      : stops
          .slice(1)
          .reduce(
            (sum, stop, index) => sum + (stop === stops[index] ? 0 : (kilometres(stops[index] ?? null, stop) ?? 0)),
            0,
          );
  }
  const moved = given.treatments.filter(({ id, booked }) => booked !== null && times.get(id) !== booked).length;
  return [visits, moved, way];
}

export const isLess = (a: Weight, b: Weight): boolean => {
  const differs = a.findIndex((value, index) => value !== b[index]);
  return differs >= 0 && (a[differs] ?? 0) < (b[differs] ?? 0);
};

/** The best of all times, found by trying every start on a half hour. */
export function triedAll(given: BundleProblem): { readonly best: Weight; readonly before: Weight } {
  const starts = (found: Treatment): readonly (number | null)[] => {
    const open = found.open.flatMap(([from, until]) => {
      const count = Math.floor((until - from) / HALF_HOUR);
      return Array.from({ length: count }, (_, n) => from + n * HALF_HOUR);
    });
    return [...new Set([found.booked, ...open])];
  };
  const asBooked: Times = new Map(
    given.treatments.flatMap(({ id, booked }) => (booked === null ? [] : [[id, booked] as const])),
  );
  const before = weigh(given, asBooked);
  let best = before;
  const visit = (index: number, times: Times): void => {
    const found = given.treatments[index];
    if (found === undefined) {
      const weight = weigh(given, times);
      if (isLess(weight, best) && wrongWith(given, times).length === 0) best = weight;
      return;
    }
    for (const start of starts(found))
      visit(index + 1, start === null ? times : new Map([...times, [found.id, start]]));
  };
  visit(0, new Map());
  return { best, before };
}
