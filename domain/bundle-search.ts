// Which treatments share which day: every way to share them out is weighed, day by day, and none twice.
// Fewest visits first, then fewest booked times moved, then the shortest way. A treatment without a time may stay by itself.
import type { Route } from './bundle-day.ts';

export interface SearchTreatment {
  /** Numbers of treatments that must be so many days earlier; 0: the same day will do. */
  readonly follows: readonly { readonly treatment: number; readonly days: number }[];
  /** It has a booked time, so it is somewhere on the days. */
  readonly booked: boolean;
  /** There and back by itself, hectometres. */
  readonly alone: number;
}

export interface SearchDay {
  /** Days since the first one. */
  readonly day: number;
  readonly routes: ReadonlyMap<number, Route>;
}

export interface Chosen {
  readonly day: number;
  readonly route: Route;
}

export interface Plan {
  readonly days: readonly Chosen[];
  /** Numbers of treatments that stay by themselves. */
  readonly alone: readonly number[];
  readonly visits: number;
  readonly moved: number;
  readonly hectometres: number;
}

interface Found {
  readonly weight: number;
  readonly here: Chosen | null;
  readonly rest: Found | null;
}

// One number that compares as visits, then moves, then way, then time away: 10 treatments, under 100,000 km, under a week.
const VISIT = 1e13;
const MOVE = 1e11;
const HECTOMETRE = 1e4;
const weightOf = ({ visits, moved, hectometres, minutes }: Route): number =>
  visits * VISIT + moved * MOVE + hectometres * HECTOMETRE + minutes;

const sizeOf = (mask: number): number => {
  let size = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) size += 1;
  return size;
};
const inOneVisit = ({ mask, visits }: Route): number => sizeOf(mask) / visits;

/** The best plan over these days, which are in order of time. Null when a booked time can be on none of them. Pure. */
export function bestPlan(treatments: readonly SearchTreatment[], days: readonly SearchDay[]): Plan | null {
  const weighted = days.map(({ day, routes }) => ({
    day,
    routes: [...routes.values()].map((route) => ({ route, weight: weightOf(route) })),
  }));
  const hasOrder = treatments.some(({ follows }) => follows.length > 0);
  // Only of these must the day be known later on: another may not come before so many days after it.
  const awaited = [...treatments.keys()].filter((index) =>
    treatments.some(({ follows }) => follows.some(({ treatment, days: apart }) => treatment === index && apart > 0)),
  );
  const atMost = Math.max(1, ...days.flatMap(({ routes }) => [...routes.values()].map(inOneVisit)));
  /** What the treatments that are not placed yet weigh at least: each in a visit that holds as many as the fullest does. */
  const leastFor = (placed: number): number => Math.ceil((treatments.length - sizeOf(placed)) / atMost) * VISIT;
  const known = Array.from({ length: days.length + 1 }, () => new Map<number | string, Found | null>());

  const solve = (index: number, mask: number, on: readonly number[]): Found | null => {
    const key = awaited.length === 0 ? mask : `${mask} ${awaited.map((treatment) => on[treatment]).join()}`;
    const before = known[index]?.get(key);
    if (before !== undefined) return before;
    const found = index === days.length ? left(treatments, mask) : weighed(index, mask, on);
    known[index]?.set(key, found);
    return found;
  };

  const weighed = (index: number, mask: number, on: readonly number[]): Found | null => {
    const here = weighted[index];
    if (here === undefined) return null;
    const { day, routes } = here;
    const later = solve(index + 1, mask, on);
    let best: Found | null = null;
    for (const { route, weight: own } of routes) {
      if ((route.mask & mask) !== 0) continue;
      const least = own + leastFor(mask | route.mask);
      if ((later !== null && least > later.weight) || (best !== null && least >= best.weight)) continue;
      if (hasOrder && !inOrder(treatments, route.mask, mask, day, on)) continue;
      const isAwaited = awaited.some((treatment) => (route.mask & (1 << treatment)) !== 0);
      const then = isAwaited ? on.map((was, one) => ((route.mask & (1 << one)) === 0 ? was : day)) : on;
      const rest = solve(index + 1, mask | route.mask, then);
      if (rest === null) continue;
      const weight = rest.weight + own;
      if (best === null || weight < best.weight) best = { weight, here: { day, route }, rest };
    }
    // Of equal plans the earlier.
    return best === null || (later !== null && later.weight < best.weight) ? later : best;
  };

  const found = solve(
    0,
    0,
    treatments.map(() => -1),
  );
  return found === null ? null : planOf(treatments, found);
}

/**
 * Whether what must come before the set is placed early enough, or shares the day where it may. What is booked waits for
 * nothing that has no time; that then stays by itself, since it can come no more before it.
 */
function inOrder(
  treatments: readonly SearchTreatment[],
  set: number,
  placed: number,
  day: number,
  on: readonly number[],
): boolean {
  const isIn = (mask: number, treatment: number): boolean => (mask & (1 << treatment)) !== 0;
  return treatments.every(({ follows, booked }, treatment) =>
    follows.every(({ treatment: first, days }) => {
      if (isIn(set, first) && isIn(placed, treatment)) return false;
      if (!isIn(set, treatment)) return true;
      if (isIn(set, first)) return days === 0;
      if (!isIn(placed, first)) return booked && treatments[first]?.booked === false;
      return day - (on[first] ?? 0) >= days;
    }),
  );
}

/** What is not placed stays by itself, unless it is booked, or an order ties it to what would get its time here. */
function left(treatments: readonly SearchTreatment[], placed: number): Found | null {
  let weight = 0;
  for (const [treatment, { booked, follows, alone }] of treatments.entries()) {
    const isPlaced = (placed & (1 << treatment)) !== 0;
    const tied = follows.some(({ treatment: first }) => {
      const isFirstPlaced = (placed & (1 << first)) !== 0;
      const time = isPlaced ? booked : treatments[first]?.booked === true;
      return isFirstPlaced !== isPlaced && !time;
    });
    if (tied || (booked && !isPlaced)) return null;
    if (!isPlaced) weight += VISIT + alone * HECTOMETRE;
  }
  return { weight, here: null, rest: null };
}

function planOf(treatments: readonly SearchTreatment[], found: Found): Plan {
  const days: Chosen[] = [];
  for (let at: Found | null = found; at !== null; at = at.rest) if (at.here !== null) days.push(at.here);
  const placed = days.reduce((mask, { route }) => mask | route.mask, 0);
  const alone = treatments.flatMap((_, treatment) => ((placed & (1 << treatment)) === 0 ? [treatment] : []));
  const sum = (of: (route: Route) => number): number => days.reduce((total, { route }) => total + of(route), 0);
  return {
    days,
    alone,
    visits: sum(({ visits }) => visits) + alone.length,
    moved: sum(({ moved }) => moved),
    hectometres:
      sum(({ hectometres }) => hectometres) + alone.reduce((total, one) => total + (treatments[one]?.alone ?? 0), 0),
  };
}
