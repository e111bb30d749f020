// Proposes days with several treatments (forslag om samling): exact, for at most ten treatments.
// Never worse than each by itself, never outside a window, never two at once; what is booked keeps its time unless moving saves a visit.
import type { BundleProblem, DayOut, Follows, Placed, Proposal, Treatment } from './bundle.ts';
import type { Part, Route } from './bundle-day.ts';
import type { BundleDay } from './bundle-days.ts';
import { bundleDays, searchDays } from './bundle-days.ts';
import type { Plan } from './bundle-search.ts';
import { bestPlan } from './bundle-search.ts';
import { waysOf } from './bundle-ways.ts';
import { addDays, localDate } from './calendar.ts';
import { instant } from './ids.ts';

/** More would make the search slow, and the sets of treatments too large for a number's bits. */
export const MOST_TREATMENTS = 10;
const MINUTE = 60_000;

/**
 * The best days for these treatments, or that nothing is gained. Pure; equal problems give equal proposals.
 * Throws RangeError with more than ten treatments, or one that names another that is not there.
 */
export function proposeBundles(problem: BundleProblem): Proposal {
  const { treatments, rules } = problem;
  if (treatments.length > MOST_TREATMENTS) throw new RangeError(`At most ${MOST_TREATMENTS} treatments`);
  const numbers = new Map(treatments.map(({ id }, index) => [id, index]));
  const numberOf = (id: string): number => {
    const found = numbers.get(id);
    if (found === undefined) throw new RangeError('A treatment names one that is not there');
    return found;
  };
  const way = waysOf(problem);
  const byId = (id: string): Treatment | undefined => treatments.find((one) => one.id === id);
  const follows = treatments.map((one) => one.follows.filter((rule) => !isBrokenAsBooked(one, byId(rule.id), rule)));
  const parts = treatments.map(
    ({ minutes, fasting, rest, place, notWith }, index): Part => ({
      ...{ minutes, fasting, rest, place },
      after: (follows[index] ?? []).map((rule) => ({ treatment: numberOf(rule.id), minutes: rule.minutes })),
      notWith: notWith.map(numberOf),
    }),
  );
  const shared = {
    parts,
    way,
    rules,
    booked: treatments.map(({ booked }) => booked !== null),
    most: Math.min(rules.mostInOneDay, Math.max(1, problem.mostInOneDay ?? rules.mostInOneDay)),
  };
  const movable = treatments.map((one) => one.booked === null || (one.mayMove && !isTied(one, treatments)));
  const dates = bundleDays(treatments, rules);
  const days = searchDays(treatments, dates, movable, shared);
  const search = treatments.map(({ booked, place }, index) => ({
    booked: booked !== null,
    alone: 2 * way(null, place).hectometres,
    follows: (follows[index] ?? []).map((rule) => ({ treatment: numberOf(rule.id), days: rule.days })),
  }));
  const asBooked = searchDays(
    treatments,
    dates,
    treatments.map(() => false),
    shared,
  );
  const before = bestPlan(search, asBooked);
  const best = bestPlan(search, days);
  if (before === null || best === null) throw new RangeError('A booked time lies on no day');
  const cost = costOf(before);
  // Fewer visits over longer ways is no gain: booked days that are split apart can do that.
  if (best.visits >= before.visits || best.hectometres > before.hectometres)
    return { kind: 'nothing-gained', before: cost };
  return {
    kind: 'bundle',
    days: best.days.map(({ day, route }) => dayOut(midnightOf(dates, day), route, treatments)),
    alone: best.alone.flatMap((index) => treatments[index]?.id ?? []),
    before: cost,
    after: costOf(best),
  };
}

const costOf = ({ visits, hectometres }: Plan) => ({ visits, kilometres: hectometres / 10 });

/** Both are booked, and not as the order says: whoever booked them knew better. */
function isBrokenAsBooked(one: Treatment, first: Treatment | undefined, { minutes, days }: Follows): boolean {
  if (one.booked === null || first?.booked == null) return false;
  const end = first.booked + first.minutes * MINUTE;
  const [day, other] = [localDate(instant(one.booked)), localDate(instant(first.booked))];
  if (day === other) return days > 0 || one.booked < end + minutes * MINUTE;
  return day < addDays(other, Math.max(days, 1));
}

/** Booked, and in an order with one that has no time yet: it stays, or the other's window would move under it. */
const isTied = (one: Treatment, treatments: readonly Treatment[]): boolean =>
  treatments.some(
    (other) =>
      other.booked === null &&
      (one.follows.some(({ id }) => id === other.id) || other.follows.some(({ id }) => id === one.id)),
  );

function dayOut(
  midnight: number,
  { order, leaves, home, hectometres, visits }: Route,
  treatments: readonly Treatment[],
): DayOut {
  const time = (minutes: number): number => midnight + minutes * MINUTE;
  return {
    treatments: order.flatMap(({ slot, start }): readonly Placed[] => {
      const one = treatments[slot.treatment];
      if (one === undefined) return [];
      const how = slot.kept ? 'kept' : one.booked === null ? 'new' : 'moved';
      return [{ id: one.id, start: time(start), end: time(start + one.minutes), how }];
    }),
    leaves: time(leaves),
    home: time(home),
    kilometres: hectometres / 10,
    visits,
  };
}

const midnightOf = (days: readonly BundleDay[], day: number): number =>
  days.find((one) => one.day === day)?.midnight ?? 0;
