// The days a bundle can be on (dage): which treatments can be on each, and in which hours, in minutes from midnight.
// A day of the clock change has its own length; times are counted as they pass.
import type { BundleRules } from './after-leaving.ts';
import type { Treatment } from './bundle.ts';
import type { DayHours, DayQuestion, Route, Slot } from './bundle-day.ts';
import { routesOf } from './bundle-day.ts';
import type { SearchDay } from './bundle-search.ts';
import type { LocalTime } from './calendar.ts';
import { addDays, atLocal, localDate } from './calendar.ts';
import { epoch, instant } from './ids.ts';

const MINUTE = 60_000;

/** A date in Denmark; `day` counts from the first, times are epoch ms. */
export interface BundleDay {
  readonly day: number;
  readonly midnight: number;
  readonly next: number;
  readonly hours: DayHours;
}

/** Every day on which one of them can be or is booked, in order. */
export function bundleDays(treatments: readonly Treatment[], rules: BundleRules): readonly BundleDay[] {
  const spans = treatments.flatMap(({ open, booked }) => [
    ...open,
    ...(booked === null ? [] : [[booked, booked + MINUTE] as const]),
  ]);
  if (spans.length === 0) return [];
  const last = Math.max(...spans.map(([, until]) => until));
  const days: BundleDay[] = [];
  let date = localDate(instant(Math.min(...spans.map(([from]) => from))));
  let midnight = epoch(atLocal(date, '00:00'));
  for (let day = 0; midnight < last; day += 1) {
    const following = addDays(date, 1);
    const next = epoch(atLocal(following, '00:00'));
    const from = midnight;
    if (spans.some(([opens, closes]) => opens < next && from < closes)) {
      const at = (time: LocalTime): number => (epoch(atLocal(date, time)) - from) / MINUTE;
      const hours = {
        leaveHomeFrom: at(rules.leaveHomeFrom),
        homeBy: at(rules.homeBy),
        fastingBy: at(rules.fastingBy),
      };
      days.push({ day, midnight, next, hours });
    }
    date = following;
    midnight = next;
  }
  return days;
}

/** The routes of each day; days that look alike are worked out once. `movable`: whether each may get a new time. */
export function searchDays(
  treatments: readonly Treatment[],
  days: readonly BundleDay[],
  movable: readonly boolean[],
  shared: Omit<DayQuestion, 'slots' | 'hours'>,
): readonly SearchDay[] {
  const alike = new Map<string, ReadonlyMap<number, Route>>();
  return days.map((one) => {
    const { day, hours } = one;
    const slots = treatments.flatMap((found, treatment) => slotsOn(found, treatment, one, movable[treatment] === true));
    const key = JSON.stringify([slots, hours]);
    const routes = alike.get(key) ?? routesOf({ ...shared, slots, hours });
    alike.set(key, routes);
    return { day, routes };
  });
}

function slotsOn(
  { open, minutes, booked }: Treatment,
  treatment: number,
  { midnight, next }: BundleDay,
  movable: boolean,
): readonly Slot[] {
  const at = (time: number): number => (time - midnight) / MINUTE;
  const spans = open
    .map(([from, until]) => [Math.ceil(at(Math.max(from, midnight))), Math.floor(at(Math.min(until, next)))] as const)
    .filter(([from, until]) => until - from >= minutes)
    .sort(([a], [b]) => a - b);
  const isHere = booked !== null && booked >= midnight && booked < next;
  const start = isHere ? at(booked) : 0;
  return [
    ...(isHere ? [{ treatment, kept: true, spans: [[start, start + minutes] as const] }] : []),
    ...(movable && spans.length > 0 ? [{ treatment, kept: false, spans }] : []),
  ];
}
