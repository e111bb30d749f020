// Which doctor is rung at a time of day: the GP (egen læge), the doctor on duty (lægevagt), or who helps where no GP is known.
// Numbers and hours are dated configuration (rules/responsibility.json); there is always exactly one, with a number.
import type { Calendar, FlaggedDay, LocalDate, OpeningHours, Weekday, WorkingCalendar } from './calendar.ts';
import { addDays, atLocal, CalendarYearMissing, dayKind, localDate, weekdays } from './calendar.ts';
import type { Confidence } from './confidence.ts';
import type { UnitId } from './ids.ts';
import { epoch, instant } from './ids.ts';
import type { Unit } from './organisations.ts';
import { isClosedOn } from './organisations.ts';

export interface Contact {
  readonly name: string;
  /** 8 digits, or an emergency number. */
  readonly phone: string;
}

/** The numbers in force from one day to another. */
export interface Contacts {
  readonly emergency: Contact;
  /** Who answers when practices are closed, and when. */
  readonly outOfHours: Contact & { readonly hours: OpeningHours };
  /** Who answers in the hours of practices when the case knows no GP, or the practice is shut for the day. */
  readonly withoutGp: Contact;
  /** Days that count as holidays for these hours. */
  readonly closedOn: readonly FlaggedDay[];
  readonly source: string;
  readonly confidence: Confidence;
  readonly validFrom: LocalDate;
  /** Last day they hold; null until changed. */
  readonly validTo: LocalDate | null;
}

/** The numbers on a date; before the first and in a gap the nearest later ones, for somebody must answer. */
export function contactsOn(all: readonly Contacts[], date: LocalDate): Contacts {
  const found = all.find(({ validTo }) => validTo === null || date <= validTo) ?? all.at(-1);
  if (found === undefined) throw new RangeError('No numbers are configured');
  return found;
}

/** Which doctor: the practice, the one on duty, or the help without a GP. */
export type Doctor = 'gp' | 'out-of-hours' | 'without-gp';

export interface DoctorOnCall extends Contact {
  readonly doctor: Doctor;
  /** The practice; null for the others. */
  readonly unit: UnitId | null;
  /** For how long it is this one, epoch ms; null when it does not change within the days looked at. */
  readonly from: number | null;
  readonly until: number | null;
  /** The holidays of the year are not filled in, so weekdays alone were counted. */
  readonly holidaysUnknown: boolean;
}

/** How far to each side a change is looked for, days: the longest closed stretch of a practice with room to spare. */
const LOOKED_AT = 8;

/**
 * The doctor who answers at a time (epoch ms): the practice when it is open; else the one on duty in the hours of duty;
 * else, between the two, the practice by its phone, or the help without a GP. Opening counts, closing does not.
 * Source: domain.md 5 ("who is responsible otherwise", GK); hours are configuration.
 */
export function doctorAt(
  { contacts, calendar }: { readonly contacts: readonly Contacts[]; readonly calendar: Calendar },
  gp: Unit | undefined,
  at: number,
): DoctorOnCall {
  const today = localDate(instant(at));
  const days = Array.from({ length: 2 * LOOKED_AT + 1 }, (_, n) =>
    dayOf(calendar, contactsOn(contacts, addDays(today, n - LOOKED_AT)), addDays(today, n - LOOKED_AT), gp),
  );
  const turns = [...new Set(days.flatMap(({ begins, open, onDuty }) => [begins, ...open.flat(), ...onDuty.flat()]))];
  const whoAt = (time: number): Doctor =>
    doctorOn(
      days.findLast(({ begins }) => begins <= time),
      time,
    );
  const changes = turns
    .sort((a, b) => a - b)
    .filter((turn, index, all) => index > 0 && whoAt(turn) !== whoAt(all[index - 1] ?? turn));
  const doctor = whoAt(at);
  const day = days[LOOKED_AT];
  return {
    doctor,
    unit: doctor === 'gp' && gp !== undefined ? gp.id : null,
    ...contactOf(doctor, contactsOn(contacts, today), gp),
    from: changes.findLast((turn) => turn <= at) ?? null,
    until: changes.find((turn) => turn > at) ?? null,
    holidaysUnknown: day?.holidaysUnknown ?? true,
  };
}

function contactOf(doctor: Doctor, { outOfHours, withoutGp }: Contacts, gp: Unit | undefined): Contact {
  const found = doctor === 'out-of-hours' ? outOfHours : doctor === 'gp' && gp !== undefined ? gp : withoutGp;
  return { name: found.name, phone: found.phone };
}

type Spans = readonly (readonly [number, number])[];

/** One day in epoch ms; stretches without their ends. */
interface Day {
  readonly begins: number;
  /** When the practice is open; none on a day on which it is shut. */
  readonly open: Spans;
  readonly onDuty: Spans;
  /** There is a practice, and it is not shut for the day. */
  readonly there: boolean;
  readonly holidaysUnknown: boolean;
}

function dayOf(calendar: Calendar, { outOfHours, closedOn }: Contacts, date: LocalDate, gp: Unit | undefined): Day {
  const known = kindOf({ calendar, closedOn }, date);
  const kind = known ?? weekdayOf(date);
  const there = gp !== undefined && !isClosedOn(gp, date);
  return {
    begins: epoch(atLocal(date, '00:00')),
    open: there ? spansOf(gp.openingHours, date, kind) : [],
    onDuty: spansOf(outOfHours.hours, date, kind),
    there,
    holidaysUnknown: known === null,
  };
}

function kindOf(working: WorkingCalendar, date: LocalDate): Weekday | 'holiday' | null {
  try {
    return dayKind(working, date);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** 1 January 1970 was a Thursday. */
const weekdayOf = (date: LocalDate): Weekday =>
  weekdays[(((Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 3) % 7) + 7) % 7] ?? 'sunday';

const spansOf = (hours: OpeningHours, date: LocalDate, kind: Weekday | 'holiday'): Spans =>
  hours
    .filter(({ days }) => days.includes(kind))
    .map(({ opens, closes }) => [epoch(atLocal(date, opens)), epoch(atLocal(date, closes))] as const);

const isIn = (spans: Spans, at: number): boolean => spans.some(([opens, closes]) => opens <= at && at < closes);

function doctorOn(day: Day | undefined, at: number): Doctor {
  if (day === undefined) return 'without-gp';
  if (isIn(day.open, at)) return 'gp';
  if (isIn(day.onDuty, at)) return 'out-of-hours';
  return day.there ? 'gp' : 'without-gp';
}
