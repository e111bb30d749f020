// The course of a case for the question of who is responsible: read from what was published of it, and from its plan.
// Recorded times go before planned ones; what the dated rules would say of the future is asked of them as for a clock.
import type { Calendar } from './calendar.ts';
import { CalendarYearMissing } from './calendar.ts';
import type { BedState, CaseView } from './case-view.ts';
import type { UnitId } from './ids.ts';
import { epoch, instant } from './ids.ts';
import { plannedLeaving } from './plan.ts';
import type { ExtendedResponsibility, Responsibility } from './responsibility.ts';
import { responsibilityOf } from './responsibility.ts';
import type { Recorded } from './responsibility-history.ts';
import { leaves, placeStays } from './responsibility-history.ts';
import type { Course, HospitalStay, PlaceStay } from './responsibility-periods.ts';
import type { Discharged } from './responsibility-window.ts';
import {
  ELSEWHERE_FOR,
  factsOfWindow,
  hasRunning,
  isElsewhere,
  mayBeCovered,
  plannedWay,
  servicesOf,
} from './responsibility-window.ts';
import type { RuleSet } from './rule-form.ts';
import { RuleError, rule } from './rule-set.ts';
import { movesIn } from './wards.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What PostgreSQL has of a case; times in epoch ms. */
export interface KnownCase {
  readonly view: CaseView;
  readonly openedAt: number;
  readonly admittedAt: number | null;
  /** As the admission was told first; left out: it was not put right. */
  readonly firstTold?: number | null;
  readonly closedAt: number | null;
  /** The facts that move responsibility, in the order they were recorded. */
  readonly record: readonly Recorded[];
  /** The next stay, when the patient was admitted again. */
  readonly next: NextStay | null;
}

/** A stay that came after, in a case of its own. */
export interface NextStay {
  /** The ward it began in. */
  readonly unit: UnitId;
  /** Epoch ms. */
  readonly from: number;
  /** Null until that case was published. */
  readonly known: KnownCase | null;
}

export interface Rules {
  readonly ruleSets: readonly RuleSet[];
  readonly calendar: Calendar;
}

/** The course of a case as it is known at `now`; what is planned and has not happened by then is planned no more. Pure. */
export function courseOf(known: KnownCase, rules: Rules, now: number): Course {
  const { view } = known;
  const stay = stayOf(known, now);
  const died = view.stay.state === 'deceased' ? view.stay.since : null;
  const place = placeOf(known, stay, rules, now);
  return {
    stay,
    extended: stay === null ? null : (view.extended ?? plannedWindow(known, stay, rules, now)),
    elsewhere: elsewhereOf(known),
    place,
    earlier: earlierPlaces(known, stay, rules),
    order: orderOf(known, place, now),
    next: nextOf(known.next, rules, now),
    died: died === null ? null : { unit: view.request?.orderGiver ?? view.wardUnit, from: died },
  };
}

/** A stay of which nobody knows more than that it began: whoever opened it has the patient. */
export const begunCourse = (unit: UnitId, from: number): Course => ({
  stay: { from, until: null, wards: [{ unit, from }], leaves: [] },
  ...{ extended: null, elsewhere: null, place: null, earlier: [], order: null, next: null, died: null },
});

/** A stay that was cancelled ends nothing of this case: the patient never came. */
function nextOf(next: NextStay | null, rules: Rules, now: number): Course['next'] {
  if (next === null) return null;
  const { unit, from, known } = next;
  const course = known === null ? begunCourse(unit, from) : courseOf(known, rules, now);
  return course.stay === null ? null : { from, course };
}

/** The practice that the citizen had at a time (epoch ms), as the stay of that time knows it. */
export const gpAt = ({ view, next }: KnownCase, at: number): UnitId | null =>
  next === null || next.known === null || at < next.from ? view.gpUnit : gpAt(next.known, at);

/** What was recorded of this stay and of those that came after it. */
export const wholeRecord = ({ record, next }: KnownCase): readonly Recorded[] =>
  next === null || next.known === null ? record : [...record, ...wholeRecord(next.known)];

/** Planning that has ended for good follows no patient: a stay that nobody has told the end of is over with its case. */
function stayOf({ view, admittedAt, closedAt, record }: KnownCase, now: number): HospitalStay | null {
  const { request, stay, wardUnit, plan } = view;
  if (request !== undefined || stay.state === 'cancelled' || admittedAt === null) return null;
  const stated = plan === null ? null : plannedLeaving(plan.date);
  const planned = stated !== null && epoch(stated) > now && view.stage !== 'withdrawn' ? epoch(stated) : null;
  const transfers = movesIn(record);
  const [first] = transfers;
  const over = leaves(record).filter(({ until }) => until !== null);
  return {
    from: admittedAt,
    until: view.leftAt ?? stay.endedAt ?? (closedAt !== null && closedAt <= now ? closedAt : planned),
    wards: [
      { unit: first?.from ?? wardUnit, from: admittedAt },
      ...transfers.map(({ to, at }) => ({ unit: to, from: at })),
    ],
    leaves: [...over, ...(stay.state === 'on-leave' && stay.since !== null ? [{ from: stay.since, until: null }] : [])],
  };
}

/** The view has the place of now; those that the patient was moved from are in the record. */
function earlierPlaces({ view, record }: KnownCase, stay: HospitalStay | null, rules: Rules): readonly PlaceStay[] {
  if (view.request !== undefined) return [];
  const stays = placeStays(record);
  const present = view.bed.state === 'in-use' || view.bed.state === 'ended' ? stays.at(-1) : undefined;
  const over = stays.filter((stay) => stay !== present && stay.until !== null);
  return over.map(({ unit, from, until }) => {
    const found = handsBy(rules, view, unit, from, stay?.until ?? from);
    return { from, until, ...handsOf(found, view.gpUnit, from) };
  });
}

/** Left for another hospital or a hospice, as whoever recorded the leaving said; a notice does not say where to. */
function elsewhereOf({ view: { leftAt: from, wardUnit: unit }, record }: KnownCase): Course['elsewhere'] {
  const left = record.findLast(({ fact }) => fact === 'left');
  return from === null || !isElsewhere(left?.codes['how']) ? null : { unit, from, until: from + ELSEWHERE_FOR };
}

/**
 * The 72 hours as they would be when the patient leaves as planned. After the leaving only what the case decided counts, and
 * a stay that is over with its case had no leaving that anybody knows of.
 */
function plannedWindow(
  { view, closedAt }: KnownCase,
  { from, until }: HospitalStay,
  rules: Rules,
  now: number,
): ExtendedResponsibility | null {
  if (view.leftAt !== null || view.stay.endedAt !== null || until === null) return null;
  if (closedAt !== null && closedAt <= now) return null;
  const discharged = {
    admittedAt: from,
    leftAt: until,
    to: plannedWay(view),
    services: servicesOf(view),
    running: hasRunning(view),
  };
  return mayBeCovered(discharged) ? windowBy(rules, view, discharged) : null;
}

/** The window of a discharge by the dated rules; null when it is not covered or the rules have no answer. */
function windowBy(
  rules: Rules,
  { wardUnit, municipality }: Pick<CaseView, 'wardUnit' | 'municipality'>,
  discharged: Discharged,
): ExtendedResponsibility | null {
  const from = instant(discharged.leftAt);
  const facts = { ...factsOfWindow(discharged), anchor: from };
  const query = { clock: 'extended-responsibility-end', from, municipality, facts } as const;
  const ruling = ruled(() => rule(rules, query));
  if (ruling?.covered !== true) return null;
  return { unit: wardUnit, from: discharged.leftAt, until: epoch(ruling.due), rule: ruling.rule };
}

/** No rule for that day is no reason to leave the question without an answer. */
function ruled<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RuleError || error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

function placeOf(known: KnownCase, stay: HospitalStay | null, rules: Rules, now: number): PlaceStay | null {
  const { view } = known;
  const period = placePeriod(view.bed, now);
  if (period === null) return null;
  const { unit, from, until } = period;
  const hands = view.request === undefined ? handsBy(rules, view, unit, from, stay?.until ?? from) : null;
  const found = view.bed.state === 'in-use' ? (view.responsibility ?? hands) : hands;
  return { from, until, ...handsOf(found, view.gpUnit, from) };
}

function handsOf(found: Responsibility | null, gp: UnitId | null, from: number): Pick<PlaceStay, 'rule' | 'hands'> {
  if (found === null) return { rule: 'none', hands: [] };
  const after = { unit: found.after === gp ? null : found.after, from: found.until };
  const first = { unit: found.who === gp ? null : found.who, from };
  return { rule: found.rule, hands: found.until <= from ? [{ ...after, from }] : [first, after] };
}

/** From when to when the patient was, is, or is to be on the place. */
function placePeriod(bed: BedState, now: number): { unit: UnitId; from: number; until: number | null } | null {
  switch (bed.state) {
    case 'held': {
      const { unit, arrival, leaves } = bed;
      return arrival === undefined || arrival <= now ? null : { unit, from: arrival, until: leaves ?? null };
    }
    // A stay that goes on past its planned end goes on until somebody says that it has ended.
    case 'in-use':
      return { unit: bed.unit, from: bed.arrivedAt, until: bed.until > now ? bed.until : null };
    case 'ended':
      return bed.arrivedAt === undefined ? null : { unit: bed.unit, from: bed.arrivedAt, until: bed.endedAt };
    default:
      return null;
  }
}

function handsBy(rules: Rules, view: CaseView, unit: UnitId, from: number, leftAt: number) {
  const { municipality, wardUnit: asker, gpUnit: gp } = view;
  const facts = { anchor: instant(leftAt) };
  const query = { clock: 'medical-responsibility', from: instant(from), municipality, facts } as const;
  const ruling = ruled(() => rule(rules, query));
  return ruling === null ? null : responsibilityOf({ ...ruling, due: epoch(ruling.due) }, { asker, gp, unit });
}

/**
 * An order runs from the request until the stay has ended, or the request was withdrawn or closed without one; else until
 * its planned end, and on past that until somebody says that it is over.
 */
function orderOf({ view, openedAt, closedAt }: KnownCase, place: PlaceStay | null, now: number): Course['order'] {
  const { request, bed, stage, plan } = view;
  if (request === undefined) return null;
  const ended = bed.state === 'ended' ? bed.endedAt : null;
  const over = stage === 'withdrawn' || stage === 'closed' ? (closedAt ?? now) : null;
  const need = plan?.bed ?? null;
  const planned = place === null && need !== null ? epoch(need.from) + need.days * DAY : (place?.until ?? null);
  const until = ended ?? over ?? (planned !== null && planned > now ? planned : null);
  return { unit: request.orderGiver, purpose: request.purpose, from: openedAt, until };
}
