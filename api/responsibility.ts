// Who is medically responsible at a time, for whoever may see the case: one case, and all of a unit's at once.
// Computed from what PostgreSQL has and the rules in force, so that a case's workflow need not even be running.
import { factLabels } from '../domain/facts.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch, instant } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { begunCourse, courseOf, gpAt, wholeRecord } from '../domain/responsibility-course.ts';
import { learntAfter } from '../domain/responsibility-history.ts';
import { knownAt } from '../domain/responsibility-known.ts';
import type { Course } from '../domain/responsibility-periods.ts';
import { grounds, responsibilityPeriods } from '../domain/responsibility-periods.ts';
import type { Answer, Moment, Numbers, QuestionName, Responsible } from '../domain/responsibility-questions.ts';
import { momentOf, numbersOf, questions, reached } from '../domain/responsibility-questions.ts';
import { audit } from '../store/audit.ts';
import { now as clockNow } from '../store/clock.ts';
import { encodeCursor } from '../store/cursor.ts';
import type { CaseCourse } from '../store/responsibility.ts';
import { caseCourse, unitCourses } from '../store/responsibility.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { cursorIn } from './cursors.ts';
import { Problem } from './errors.ts';
import { sightOf } from './rights.ts';
import type { ShownResponsibility, ShownUnitResponsibility } from './schemas/responsibility.ts';
import { responsibilityQuery, unitResponsibilityQuery } from './schemas/responsibility.ts';
import { caseInScope, isOperator } from './scope.ts';
import type { Service } from './service.ts';

/**
 * One case at a time. A unit that was only asked for a place sees the need of a patient and not the course.
 *
 * @throws {Problem} `not-found`, `not-allowed`, `bad-input`
 */
export async function showResponsibilityAt(
  service: Service,
  caller: Caller,
  id: unknown,
  raw: unknown,
): Promise<ShownResponsibility> {
  const { db, registry } = service;
  const query = check(responsibilityQuery, raw);
  const row = await caseInScope(service, caller, id);
  if (sightOf(caller, row, registry) === 'need') throw new Problem('not-allowed');
  const [found, now] = await Promise.all([caseCourse(db, row.id), clockNow(db)]);
  if (found === null) throw new Problem('not-found');
  const at = query.at === undefined ? now : epoch(query.at);
  await audit(db, { actor: caller.actor, action: 'read-responsibility', caseId: row.id, at: now });
  const numbers = numbersFor(service);
  const course = courseIn(service, found, now);
  const moment = momentOf(course, gpOf(found, at), at, numbers);
  return {
    dischargeId: row.id,
    ...shownMoment(moment, at, now),
    ...asKnownThen(service, found, { moment, at, now, numbers }),
    extended: extendedOf(course, numbers, now),
    periods: periodsOf(course, numbers, now),
  };
}

/**
 * Every case that a unit of the caller's took part in and that was open at the time, a page at a time.
 *
 * @throws {Problem} `not-found`, `not-allowed`, `bad-input`
 */
export async function showUnitResponsibility(
  service: Service,
  caller: Caller,
  id: string,
  raw: unknown,
): Promise<ShownUnitResponsibility> {
  const { db, registry } = service;
  const unit = unitById(registry, id);
  if (unit === undefined) throw new Problem('not-found');
  if (!caller.actor.units.includes(id) && !isOperator(caller, registry)) throw new Problem('not-allowed');
  const query = check(unitResponsibilityQuery, raw);
  const now = await clockNow(db);
  const at = query.at === undefined ? now : epoch(query.at);
  // What is asked of a time ahead is asked of the cases that are open now.
  const page = await unitCourses(db, { unit: id, at: Math.min(at, now) }, cursorIn(query.cursor), query.limit);
  const numbers = numbersFor(service);
  const items = page.items.flatMap((found) => {
    const { row } = found;
    if (sightOf(caller, row, registry) === 'need') return [];
    const moment = momentOf(courseIn(service, found, now), gpOf(found, at), at, numbers);
    const then = asKnownThen(service, found, { moment, at, now, numbers });
    return [{ dischargeId: row.id, kind: row.kind, ...shownMoment(moment, at, now), ...then }];
  });
  const details = { unit: id, cases: items.map(({ dischargeId }) => dischargeId) };
  await audit(db, { actor: caller.actor, action: 'list-responsibility', caseId: null, details, at: now });
  return {
    unit: { id, name: unit.name, phone: unit.phone },
    at: instant(at),
    items,
    next: page.next === null ? null : encodeCursor(page.next),
  };
}

function numbersFor({ registry, rules }: Service): Numbers {
  const { contacts, calendar } = rules.current();
  return numbersOf(registry, { contacts, calendar });
}

const gpOf = ({ known }: CaseCourse, at: number): UnitId | null => (known === null ? null : gpAt(known, at));

/** Until its first publish nobody knows more of a case than its row says: who opened it has the patient. */
function courseIn({ rules }: Service, { row, known }: CaseCourse, now: number): Course {
  const { ruleSets, calendar } = rules.current();
  if (known !== null) return courseOf(known, { ruleSets, calendar }, now);
  const begun = begunCourse(row.wardUnit, row.admittedAt ?? row.openedAt);
  return row.kind === 'discharge' ? begun : { ...begun, stay: null };
}

/** What was known at a past moment, where that was another answer, and what was learnt since that concerns it. */
function asKnownThen(
  { rules }: Service,
  { known }: CaseCourse,
  { moment, at, now, numbers }: { moment: Moment; at: number; now: number; numbers: Numbers },
): Pick<ShownResponsibility, 'knownThen' | 'learntLater'> {
  if (known === null || at >= now) return { knownThen: null, learntLater: [] };
  const { ruleSets, calendar } = rules.current();
  const course = courseOf(knownAt(known, at), { ruleSets, calendar }, at);
  const then = momentOf(course, gpAt(known, at), at, numbers).responsible;
  const { responsible } = moment;
  const otherwise = then.ground !== responsible.ground || then.unit !== responsible.unit;
  return {
    knownThen: otherwise ? shownWho(then) : null,
    learntLater: learntAfter(wholeRecord(known), at, otherwise).map(({ fact, happenedAt, learntAt }) => ({
      ...{ fact, label: factLabels[fact] },
      ...{ happenedAt: instant(happenedAt), learntAt: instant(learntAt) },
    })),
  };
}

const time = (at: number | null): string | null => (at === null ? null : instant(at));

const shownWho = (who: Responsible) => ({
  ...who,
  label: grounds[who.ground],
  from: time(who.from),
  until: time(who.until),
});

const shownAnswer = (name: QuestionName, { unit, name: who, phone, from, until }: Answer) => ({
  question: questions[name],
  unit,
  name: who,
  phone,
  from: time(from),
  until: time(until),
});

function shownMoment({ responsible, after, answers }: Moment, at: number, now: number) {
  return {
    at: instant(at),
    planned: at > now,
    responsible: shownWho(responsible),
    after: after === null ? null : shownWho(after),
    answers: {
      stay: { ...shownAnswer('stay', answers.stay), acute: 'phone' as const, category: answers.stay.category },
      'new-illness': shownAnswer('new-illness', answers['new-illness']),
      'life-threatening': shownAnswer('life-threatening', answers['life-threatening']),
      order: shownAnswer('order', answers.order),
    },
  };
}

function extendedOf({ extended }: Course, numbers: Numbers, now: number): ShownResponsibility['extended'] {
  if (extended === null) return null;
  const { unit, from, until, rule } = extended;
  return {
    unit,
    ...reached(unit, from, numbers),
    from: instant(from),
    until: instant(until),
    rule,
    planned: from > now,
  };
}

const periodsOf = (course: Course, { registry }: Numbers, now: number): ShownResponsibility['periods'] =>
  responsibilityPeriods(course).map(({ ground, unit, from, until, rule }) => ({
    ground,
    label: grounds[ground],
    unit,
    name: unit === null ? grounds['general-practice'] : (unitById(registry, unit)?.name ?? unit),
    from: time(from),
    until: time(until),
    planned: from !== null && from > now,
    rule,
  }));
