// Times of the day in which something is done (vagt og tider), and whether they are enough for what a patient needs.
// Minutes of the local day, by weekday or as a holiday; the night of a clock change has the hours its staff are rostered.
import type { LocalTime, OpeningHours, Weekday } from './calendar.ts';
import { weekdays } from './calendar.ts';

/** Which hours of a roster apply to a date: those of its weekday, or those of holidays. */
export type DayKind = Weekday | 'holiday';

/** Stretches [from, to) of one day in minutes, 0 to 1440, ascending and apart. */
export type Stretches = readonly (readonly [number, number])[];

const DAY = 24 * 60;
export const wholeDay: Stretches = [[0, DAY]];
const never: Stretches = [];

/** When a need arises within its days. */
export type When =
  | { readonly kind: 'some-time' }
  /** So many times in a day and night, evenly spread; 1 to 24. */
  | { readonly kind: 'times-a-day'; readonly perDay: number }
  /** `minutes` are those of `times`, in the same order. */
  | { readonly kind: 'at'; readonly times: readonly LocalTime[]; readonly minutes: readonly number[] }
  | { readonly kind: 'around-the-clock' };

/** How often and when a capability is needed; a code alone is needed at some time. */
export type NeedTimes =
  | { readonly perDay: number }
  | { readonly at: readonly string[] }
  | { readonly aroundTheClock: true };

/** A capability of which nothing is said is needed at some time of each day. */
export const whenOf = (times: NeedTimes | undefined): When => {
  if (times === undefined) return { kind: 'some-time' };
  if ('perDay' in times) return { kind: 'times-a-day', perDay: times.perDay };
  if ('aroundTheClock' in times) return { kind: 'around-the-clock' };
  return { kind: 'at', times: times.at, minutes: times.at.map(minuteOf) };
};

/** Minute of the day of `HH:MM`; `24:00` is 1440. */
export function minuteOf(time: LocalTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The stretches of a roster on one kind of day. */
export const stretchesOn = (hours: OpeningHours, day: DayKind): Stretches => rosterOf(hours)[day];

/** The stretches of a roster on every kind of day. */
export type Roster = Readonly<Record<DayKind, Stretches>>;

/** Of somebody who is always there. */
export const alwaysOpen: Roster = rosterBy(() => wholeDay);

/** Hours are never changed in place, so what follows from them is worked out once for as long as they are kept. */
const rosters = new WeakMap<OpeningHours, Roster>();

/** The roster of these hours; days with the same spans share their stretches, and a whole day is `wholeDay` itself. */
export function rosterOf(hours: OpeningHours): Roster {
  const known = rosters.get(hours);
  if (known !== undefined) return known;
  const roster = rosterBy(hours.length === 1 ? ofOneSpan(hours) : ofSpans(hours));
  rosters.set(hours, roster);
  return roster;
}

/** By far the most frequent. */
function ofOneSpan(hours: OpeningHours): (day: DayKind) => Stretches {
  const open = stretchesOf(hours);
  return (day) => (hours[0]?.days.includes(day) === true ? open : never);
}

function ofSpans(hours: OpeningHours): (day: DayKind) => Stretches {
  const worked: { readonly spans: OpeningHours; readonly stretches: Stretches }[] = [];
  return (day) => {
    const spans = hours.filter(({ days }) => days.includes(day));
    const same = worked.find(
      (one) => one.spans.length === spans.length && one.spans.every((span, n) => span === spans[n]),
    );
    if (same !== undefined) return same.stretches;
    const stretches = stretchesOf(spans);
    worked.push({ spans, stretches });
    return stretches;
  };
}

function stretchesOf(spans: OpeningHours): Stretches {
  const list = joined(spans.map(({ opens, closes }) => [minuteOf(opens), minuteOf(closes)]));
  return list[0]?.[0] === 0 && list[0][1] === DAY ? wholeDay : list;
}

function rosterBy(stretches: (day: DayKind) => Stretches): Roster {
  return {
    monday: stretches('monday'),
    tuesday: stretches('tuesday'),
    wednesday: stretches('wednesday'),
    thursday: stretches('thursday'),
    friday: stretches('friday'),
    saturday: stretches('saturday'),
    sunday: stretches('sunday'),
    holiday: stretches('holiday'),
  };
}

function joined(stretches: Stretches): Stretches {
  const list: [number, number][] = [];
  for (const [from, to] of [...stretches].sort(([a], [b]) => a - b)) {
    const last = list.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else list.push([from, to]);
  }
  return list;
}

/** What both have in common. */
export function both(a: Stretches, b: Stretches): Stretches {
  if (a === wholeDay || a === b) return b;
  if (b === wholeDay) return a;
  const common: [number, number][] = [];
  for (const [from, to] of a) {
    for (const [start, end] of b) {
      if (from < end && start < to) common.push([Math.max(from, start), Math.min(to, end)]);
    }
  }
  return common;
}

/** The rest of the day. */
export function closed(open: Stretches): Stretches {
  const ends = [0, ...open.flat(), DAY];
  const rest: [number, number][] = [];
  for (let i = 0; i < ends.length; i += 2) {
    const [from = 0, to = 0] = ends.slice(i, i + 2);
    if (from < to) rest.push([from, to]);
  }
  return rest;
}

/** Whether what is needed can be done in these stretches of the day. */
export function enough(open: Stretches, when: When): boolean {
  switch (when.kind) {
    case 'some-time':
      return open.length > 0;
    case 'around-the-clock':
      return minutesOf(open) === DAY;
    case 'at':
      return when.minutes.every((minute) => isWithin(open, minute));
    case 'times-a-day':
      return canBeSpread(open, when.perDay);
  }
}

export const isWithin = (open: Stretches, minute: number): boolean =>
  open.some(([from, to]) => from <= minute && minute < to);

function minutesOf(open: Stretches): number {
  let sum = 0;
  for (const [from, to] of open) sum += to - from;
  return sum;
}

/** Whether some first time exists so that it and the other times of a day, evenly after it, all fall within. */
function canBeSpread(open: Stretches, perDay: number): boolean {
  // By far the most frequent: one pause in a day and night, which is short enough or not.
  if (open.length === 1) return (DAY - minutesOf(open)) * perDay < DAY;
  // In parts of a minute, so that the time between two is a whole number of them.
  const step = DAY;
  const barred: [number, number][] = [];
  for (const [from, to] of closed(open)) {
    for (let start = from * perDay; start < to * perDay; ) {
      const turn = Math.floor(start / step) * step;
      const end = Math.min(to * perDay, turn + step);
      barred.push([start - turn, end - turn]);
      start = end;
    }
  }
  let free = 0;
  for (const [from, to] of joined(barred)) {
    if (from > free) return true;
    free = Math.max(free, to);
  }
  return free < step;
}

const clock = (minute: number): string => {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return minutes === 0 ? `${hours}` : `${hours}.${String(minutes).padStart(2, '0')}`;
};

/** A time of the day as people write it: `kl. 7`, `kl. 22.30`. */
export const timeText = (time: LocalTime): string => `kl. ${clock(minuteOf(time))}`;

/** Stretches in words, one over midnight as one: `kl. 22–7`; a whole day is `hele døgnet`. */
export function stretchesText(stretches: Stretches): string {
  const [first] = stretches;
  const last = stretches.at(-1);
  if (first === undefined || last === undefined) return 'ikke';
  if (first[0] === 0 && first[1] === DAY) return 'hele døgnet';
  const overNight = stretches.length > 1 && first[0] === 0 && last[1] === DAY;
  const list = overNight ? [...stretches.slice(1, -1), [last[0], first[1]] as const] : stretches;
  return `kl. ${list.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(' og ')}`;
}

const dayNames: Readonly<Record<DayKind, string>> = {
  monday: 'mandag',
  tuesday: 'tirsdag',
  wednesday: 'onsdag',
  thursday: 'torsdag',
  friday: 'fredag',
  saturday: 'lørdag',
  sunday: 'søndag',
  holiday: 'helligdage',
};

/** Kinds of day in words, in the order of a week: `lørdag, søndag og helligdage`. */
export function daysText(days: readonly DayKind[]): string {
  const kinds: readonly DayKind[] = [...weekdays, 'holiday'];
  const names = kinds.filter((day) => days.includes(day)).map((day) => dayNames[day]);
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} og ${last}`;
}
