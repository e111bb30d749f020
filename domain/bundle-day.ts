// The best way round on one day (samlet dag) for every set of treatments that can be on it: each order is tried.
// Minutes count from midnight in Denmark. Comfort (rest, length, hours) binds what is put together here, never what was booked so.
import type { BundleProblem, Treatment } from './bundle.ts';
import type { Way } from './bundle-ways.ts';

/** One way to have a treatment on the day: at its booked time, or within its open spans. */
export interface Slot {
  /** Number of the treatment in the problem. */
  readonly treatment: number;
  readonly kept: boolean;
  /** Minutes from midnight, in order; the treatment lies within one. */
  readonly spans: readonly (readonly [from: number, until: number])[];
}

/** What of a treatment counts in a day's search. */
export interface Part extends Pick<Treatment, 'minutes' | 'fasting' | 'rest' | 'place'> {
  /** Numbers of treatments that must come before it on the day, with the minutes between. */
  readonly after: readonly { readonly treatment: number; readonly minutes: number }[];
  /** Those that may not be on the day. */
  readonly notWith: readonly number[];
}

/** The day's hours by the rules, minutes from midnight. */
export interface DayHours {
  readonly leaveHomeFrom: number;
  readonly homeBy: number;
  readonly fastingBy: number;
}

/** A day for a set of treatments. */
export interface Route {
  /** Bit n: treatment n. */
  readonly mask: number;
  readonly order: readonly { readonly slot: Slot; readonly start: number }[];
  readonly moved: number;
  readonly hectometres: number;
  /** Away from home; 0 for several ways on one day. */
  readonly minutes: number;
  readonly visits: number;
  /** Minutes from midnight. */
  readonly leaves: number;
  readonly home: number;
}

export interface DayQuestion {
  readonly slots: readonly Slot[];
  readonly parts: readonly Part[];
  readonly booked: readonly boolean[];
  readonly hours: DayHours;
  readonly way: (from: string | null, to: string | null) => Way;
  readonly most: number;
  readonly rules: BundleProblem['rules'];
}

/** Fewer visits, then fewer moves, then a shorter way, then a shorter day; of equal ones the first found. */
function isBetter(a: Route, b: Route | undefined): boolean {
  if (b === undefined) return true;
  const [one, other] = [a, b].map(({ visits, moved, hectometres, minutes }) => [visits, moved, hectometres, minutes]);
  const differs = one?.findIndex((value, index) => value !== other?.[index]) ?? -1;
  return differs >= 0 && (one?.[differs] ?? 0) < (other?.[differs] ?? 0);
}

/** The best route of every set of treatments that can share the day, by mask. Pure. */
export function routesOf(question: DayQuestion): ReadonlyMap<number, Route> {
  const best = new Map<number, Route>();
  const keep = (route: Route | null): void => {
    if (route !== null && isBetter(route, best.get(route.mask))) best.set(route.mask, route);
  };
  const walk = (order: readonly Slot[], mask: number): void => {
    for (const slot of question.slots) {
      if ((mask & bit(slot)) !== 0 || !fitsAfter(question, order, slot)) continue;
      const longer = [...order, slot];
      if (forward(question, longer, 0) === null) continue;
      keep(timed(question, longer));
      if (longer.length < question.most) walk(longer, mask | bit(slot));
    }
  };
  walk([], 0);
  for (const together of subsets(question.slots.filter(({ kept }) => kept))) keep(asBooked(question, together));
  return best;
}

const bit = ({ treatment }: Slot): number => 1 << treatment;
const partOf = ({ parts }: DayQuestion, { treatment }: Slot): Part => {
  const found = parts[treatment];
  if (found === undefined) throw new RangeError('A slot of no treatment');
  return found;
};

/** What does not depend on the time: near, fasted for first, in order, and what comes before is not still to come. */
function fitsAfter(question: DayQuestion, order: readonly Slot[], slot: Slot): boolean {
  if (order.length === 0) return true;
  const part = partOf(question, slot);
  return order.every((before) => {
    const one = partOf(question, before);
    const way = question.way(one.place, part.place);
    const isLate = one.after.some(({ treatment }) => treatment === slot.treatment);
    const together = !part.notWith.includes(before.treatment) && !one.notWith.includes(slot.treatment);
    return way.near && together && !isLate && (one.fasting || !part.fasting);
  });
}

/** From the end of one to the start of the next, minutes. */
function gap(question: DayQuestion, from: Part, to: Part): number {
  const { rules } = question;
  const meal = from.fasting && !to.fasting ? rules.meal : 0;
  return Math.max(rules.rest, from.rest, meal) + question.way(from.place, to.place).minutes;
}

/** Earliest starts in this order when the first begins at `from` or later; null when one does not fit any more. */
function forward(question: DayQuestion, order: readonly Slot[], from: number): number[] | null {
  const starts: number[] = [];
  for (const [index, slot] of order.entries()) {
    const part = partOf(question, slot);
    let earliest = index === 0 ? from : 0;
    const before = order[index - 1];
    if (before !== undefined) {
      const one = partOf(question, before);
      earliest = (starts[index - 1] ?? 0) + one.minutes + gap(question, one, part);
    }
    for (const { treatment, minutes } of part.after) {
      const place = order.findIndex((other) => other.treatment === treatment);
      if (place >= 0 && place < index) {
        const first = order[place];
        if (first === undefined) continue;
        earliest = Math.max(earliest, (starts[place] ?? 0) + partOf(question, first).minutes + minutes);
      }
    }
    const latest = part.fasting && !slot.kept ? question.hours.fastingBy : Number.POSITIVE_INFINITY;
    const start = firstIn(slot, part.minutes, earliest);
    if (start === null || start > latest) return null;
    starts.push(start);
  }
  return starts;
}

/** The earliest start within one of the spans, which may overlap. */
function firstIn({ spans }: Slot, minutes: number, earliest: number): number | null {
  let first: number | null = null;
  for (const [opens, closes] of spans) {
    const start = Math.max(opens, earliest);
    if (start + minutes <= closes && (first === null || start < first)) first = start;
  }
  return first;
}

/** Latest starts in this order when nothing begins later than in `starts`, which fits. */
function backward(question: DayQuestion, order: readonly Slot[], starts: readonly number[]): number[] {
  const late = [...starts];
  for (let index = order.length - 2; index >= 0; index -= 1) {
    const slot = order[index];
    const next = order[index + 1];
    if (slot === undefined || next === undefined) continue;
    const part = partOf(question, slot);
    let end = (late[index + 1] ?? 0) - gap(question, part, partOf(question, next));
    for (let later = index + 1; later < order.length; later += 1) {
      const other = order[later];
      const rule = other && partOf(question, other).after.find(({ treatment }) => treatment === slot.treatment);
      if (rule !== undefined) end = Math.min(end, (late[later] ?? 0) - rule.minutes);
    }
    const latest = part.fasting && !slot.kept ? question.hours.fastingBy : Number.POSITIVE_INFINITY;
    late[index] = lastIn(slot, part.minutes, Math.min(end - part.minutes, latest)) ?? starts[index] ?? 0;
  }
  return late;
}

function lastIn({ spans }: Slot, minutes: number, latest: number): number | null {
  let last: number | null = null;
  for (const [opens, closes] of spans) {
    const start = Math.min(closes - minutes, latest);
    if (start >= opens && (last === null || start > last)) last = start;
  }
  return last;
}

/** The order with its times: the shortest day of all that fit; null when none keeps the day's limits. */
function timed(question: DayQuestion, order: readonly Slot[]): Route | null {
  const first = order[0];
  const last = order.at(-1);
  if (first === undefined || last === undefined) return null;
  const { hours, rules, way } = question;
  const limited = order.length > 1;
  const out = way(null, partOf(question, first).place).minutes;
  const back = way(partOf(question, last).place, null).minutes;
  const lasts = partOf(question, last).minutes;
  let found: Route | null = null;
  let from = limited ? hours.leaveHomeFrom + out : 0;
  for (;;) {
    const earliest = forward(question, order, from);
    if (earliest === null) return found;
    const home = (earliest.at(-1) ?? 0) + lasts + back;
    if (limited && home > hours.homeBy) return found;
    const starts = backward(question, order, earliest);
    const leaves = (starts[0] ?? 0) - out;
    const route = routeOf(question, order, starts, { leaves, home });
    const short = !limited || route.minutes <= rules.longestDay;
    if (short && (found === null || route.minutes < found.minutes)) found = route;
    // When nobody waits for a place to open, no other start makes the day shorter.
    if (!limited || (starts.at(-1) ?? 0) - (starts[0] ?? 0) <= shortest(question, order)) return found;
    from = (starts[0] ?? 0) + 1;
  }
}

/** From the first start to the last in this order if every place were open all day, minutes. */
function shortest(question: DayQuestion, order: readonly Slot[]): number {
  const free = order.map((slot): Slot => ({ ...slot, kept: true, spans: [[0, Number.POSITIVE_INFINITY]] }));
  return forward(question, free, 0)?.at(-1) ?? 0;
}

function routeOf(
  question: DayQuestion,
  order: readonly Slot[],
  starts: readonly number[],
  { leaves, home }: Pick<Route, 'leaves' | 'home'>,
): Route {
  const places = [null, ...order.map((slot) => partOf(question, slot).place), null];
  const ways = places.slice(1).map((place, index) => question.way(places[index] ?? null, place));
  return {
    mask: order.reduce((mask, slot) => mask | bit(slot), 0),
    order: order.map((slot, index) => ({ slot, start: starts[index] ?? 0 })),
    moved: order.filter((slot) => !slot.kept && question.booked[slot.treatment] === true).length,
    hectometres: ways.reduce((sum, { hectometres }) => sum + hectometres, 0),
    minutes: home - leaves,
    visits: 1,
    leaves,
    home,
  };
}

/** What is booked on one day stays so, whatever the rules say: one way round where the times allow it, else several. */
function asBooked(question: DayQuestion, slots: readonly Slot[]): Route | null {
  const order = [...slots].sort((a, b) => startOf(a) - startOf(b));
  const [first, last] = [order[0], order.at(-1)];
  if (first === undefined || last === undefined) return null;
  const starts = order.map(startOf);
  const inTime = order.every((slot, index) => {
    const next = order[index + 1];
    if (next === undefined) return true;
    const [part, then] = [partOf(question, slot), partOf(question, next)];
    return startOf(slot) + part.minutes + question.way(part.place, then.place).minutes <= startOf(next);
  });
  const out = question.way(null, partOf(question, first).place).minutes;
  const end = Math.max(...order.map((slot) => startOf(slot) + partOf(question, slot).minutes));
  const back = question.way(partOf(question, last).place, null).minutes;
  const whole = routeOf(question, order, starts, { leaves: startOf(first) - out, home: end + back });
  if (inTime) return whole;
  const apart = order.reduce((sum, slot) => sum + 2 * question.way(null, partOf(question, slot).place).hectometres, 0);
  return { ...whole, hectometres: apart, visits: order.length };
}

const startOf = ({ spans }: Slot): number => spans[0]?.[0] ?? 0;

function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  const masks = Array.from({ length: 2 ** all.length }, (_, mask) => mask);
  return masks.map((mask) => all.filter((_, index) => (mask & (1 << index)) !== 0));
}
