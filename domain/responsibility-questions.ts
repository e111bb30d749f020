// Whom to ask at a time of day, with a number: about the stay, about new illness, when life is in danger, about an order.
// Each of the four has exactly one answer at any time, past or future; who is missing is replaced by a configured number.
import type { Calendar } from './calendar.ts';
import { localDate } from './calendar.ts';
import type { UnitId } from './ids.ts';
import { instant } from './ids.ts';
import type { Registry } from './organisations.ts';
import { unitById } from './organisations.ts';
import type { Contact, Contacts, DoctorOnCall } from './responsibility-contacts.ts';
import { contactsOn, doctorAt } from './responsibility-contacts.ts';
import type { Course, Ground, Period } from './responsibility-periods.ts';
import { periodAt, responsibilityPeriods, stayPeriods } from './responsibility-periods.ts';

/** Danish words of the four questions. */
export const questions = {
  stay: 'Spørgsmål til indlæggelsen eller behandlingen',
  'new-illness': 'Ny sygdom',
  'life-threatening': 'Livstruende',
  order: 'Spørgsmål til en ordination',
} as const;
export type QuestionName = keyof typeof questions;

/** Who answers, and for how long it is this one; times in epoch ms, null where none is known. */
export interface Answer extends Contact {
  readonly unit: UnitId | null;
  readonly from: number | null;
  readonly until: number | null;
}

/** `acute`: always by phone; `not-acute`: by letter in this category of CareCommunication too. */
export interface StayAnswer extends Answer {
  readonly category: 'extended-care-responsibility' | null;
}

export interface Responsible extends Answer {
  readonly ground: Ground;
  readonly rule: string | null;
  /** Weekdays alone were counted, for the holidays of that year are not filled in. */
  readonly holidaysUnknown: boolean;
}

/** Everything that is asked of a moment: who is responsible, who after that, and the four answers. */
export interface Moment {
  readonly responsible: Responsible;
  readonly after: Responsible | null;
  readonly answers: Readonly<Record<Exclude<QuestionName, 'stay'>, Answer>> & { readonly stay: StayAnswer };
}

/** Where names, numbers and hours come from. `doctor` may remember what it has worked out for a practice and a time. */
export interface Numbers {
  readonly registry: Registry;
  readonly contacts: readonly Contacts[];
  readonly doctor: (gp: UnitId | null, at: number) => DoctorOnCall;
}

/** Numbers that remember each doctor they have worked out, for a list of many cases at one time. */
export function numbersOf(
  registry: Registry,
  configured: { readonly contacts: readonly Contacts[]; readonly calendar: Calendar },
): Numbers {
  const known = new Map<string, DoctorOnCall>();
  return {
    registry,
    contacts: configured.contacts,
    doctor(gp, at) {
      const key = `${gp ?? ''} ${at}`;
      const found = known.get(key) ?? doctorAt(configured, gp === null ? undefined : unitById(registry, gp), at);
      known.set(key, found);
      return found;
    },
  };
}

/** The answers at a time (epoch ms) for a course whose citizen has this GP. Pure for the same numbers. */
export function momentOf(course: Course, gp: UnitId | null, at: number, numbers: Numbers): Moment {
  const periods = responsibilityPeriods(course);
  const now = periodAt(periods, at);
  const who = (period: Period, time: number): Responsible => responsibleIn(period, gp, time, numbers);
  const aboutStay = periodAt(stayPeriods(course), at);
  // Under the 72 hours the department answers; else whoever is responsible, on the acute bed too.
  const ofStay = aboutStay.ground === 'extended' ? aboutStay : now;
  const responsible = who(now, at);
  return {
    responsible,
    after: responsible.until === null ? null : who(periodAt(periods, responsible.until), responsible.until),
    answers: {
      stay: {
        ...answer(who(ofStay, at)),
        category: ofStay.ground === 'extended' ? 'extended-care-responsibility' : null,
      },
      'new-illness': answer(inHospital(now) ? responsible : doctorIn(now, gp, at, numbers)),
      'life-threatening': { ...contactsOn(numbers.contacts, localDate(instant(at))).emergency, unit: null, ...always },
      order: orderAt(course, at, numbers) ?? answer(responsible),
    },
  };
}

const always = { from: null, until: null } as const;

const answer = ({ name, phone, unit, from, until }: Responsible): Answer => ({ name, phone, unit, from, until });

/** The hospital has the patient's treatment during leave too (domain.md 1.7), and no GP that of a patient in another one. */
const inHospital = ({ ground }: Period): boolean =>
  ground === 'hospital' || ground === 'hospital-leave' || ground === 'elsewhere';

function responsibleIn(period: Period, gp: UnitId | null, at: number, numbers: Numbers): Responsible {
  const { ground, unit, from, until, rule } = period;
  if (unit === null) return { ...doctorIn(period, gp, at, numbers), ground };
  return { ground, rule, unit, ...reached(unit, at, numbers), from, until, holidaysUnknown: false };
}

/** The doctor of the time of day, for as long as both the period and the hours last. */
function doctorIn({ ground, from, until, rule }: Period, gp: UnitId | null, at: number, numbers: Numbers): Responsible {
  const { name, phone, unit, holidaysUnknown, ...hours } = numbers.doctor(gp, at);
  const whole = ground === 'general-practice' ? { from, until } : always;
  return {
    ground: 'general-practice',
    rule: ground === 'general-practice' ? rule : null,
    name,
    phone,
    unit,
    from: latest(whole.from, hours.from),
    until: earliest(whole.until, hours.until),
    holidaysUnknown,
  };
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);
const earliest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

/** Name and number of a unit; one that the registry no longer has still gets a number. */
export function reached(
  id: UnitId,
  at: number,
  { registry, contacts }: Pick<Numbers, 'registry' | 'contacts'>,
): Contact {
  const unit = unitById(registry, id);
  const { phone } = contactsOn(contacts, localDate(instant(at))).withoutGp;
  return unit === undefined || unit.phone === ''
    ? { name: unit?.name ?? id, phone }
    : { name: unit.name, phone: unit.phone };
}

/** Who gave the orders that count at that time; for good, also afterwards. */
function orderAt(course: Course, at: number, numbers: Numbers): Answer | null {
  const given = ordersOf(course);
  const index = given.findLastIndex(({ from }) => from <= at);
  const found = given[index];
  if (found === undefined) return null;
  const { unit, from } = found;
  return { unit, ...reached(unit, at, numbers), from, until: given[index + 1]?.from ?? null };
}

/** Of a request its order-giver, else the ward; then those of the next stay. */
const ordersOf = ({ stay, order, next }: Course): readonly { readonly unit: UnitId; readonly from: number }[] => [
  ...(order === null ? [] : [{ unit: order.unit, from: order.from }]),
  ...(stay === null ? [] : stay.wards.map(({ unit, from }, index) => ({ unit, from: index === 0 ? stay.from : from }))),
  ...(next === null ? [] : ordersOf(next.course)),
];
