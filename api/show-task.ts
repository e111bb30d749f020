// Shows a task to a caller: described by its kind, with the words and names that live in PostgreSQL, as far as the
// caller may see them. An asked acute unit learns need, period and age band; who the patient is comes with its yes.
import type { TaskView } from '../domain/case-view.ts';
import { ageBand, maskedCpr } from '../domain/cpr.ts';
import type { RiskProposal } from '../domain/follow-up-risk.ts';
import { proposalWords } from '../domain/follow-up-risk.ts';
import { instant } from '../domain/ids.ts';
import { legalBasisLabel } from '../domain/legal-basis.ts';
import type { Registry } from '../domain/organisations.ts';
import { takesPatients, unitById } from '../domain/organisations.ts';
import { localText } from '../domain/plan-content.ts';
import type { ExtendedResponsibility } from '../domain/responsibility.ts';
import { silenceCode } from '../domain/silence-steps.ts';
import { whyOf } from '../domain/stated-rules.ts';
import type { TaskKindName } from '../domain/task-kinds.ts';
import { taskKind } from '../domain/task-kinds.ts';
import { casesFor } from '../store/cases.ts';
import type { Patient } from '../store/open-case.ts';
import { patients } from '../store/patients.ts';
import type { Person } from '../store/people.ts';
import { people } from '../store/people.ts';
import { extendedOf } from '../store/responsibility.ts';
import type { Submission } from '../store/submissions.ts';
import { submissions } from '../store/submissions.ts';
import type { TaskRow } from '../store/tasks.ts';
import { linesOf } from './about.ts';
import type { Caller } from './auth.ts';
import { isProposedOn, proposalsFor } from './follow-up-proposal.ts';
import { silenceLabels } from './labels-of-silence.ts';
import { lateWords } from './late-answer.ts';
import type { Sight } from './rights.ts';
import { mayAnswer } from './rights.ts';
import { fieldsJsonSchema } from './schemas/answers.ts';
import type { ShownTask } from './schemas/task.ts';
import type { Service } from './service.ts';
import { routeOf } from './show-gate.ts';
import { hoursLines, markOfTask, runningHours, showMark } from './show-gp.ts';
import type { Names } from './show-parts.ts';

/** What is joined to tasks from PostgreSQL. */
export interface TaskWords {
  readonly patients: ReadonlyMap<string, Patient>;
  readonly people: ReadonlyMap<string, Person>;
  readonly submissions: ReadonlyMap<string, Submission>;
  /** The 72 hours of cases that have them, by case. */
  readonly extended: ReadonlyMap<string, ExtendedResponsibility>;
  /** What is proposed of follow-up, of cases where it is still to be agreed. */
  readonly proposals: ReadonlyMap<string, RiskProposal>;
}

/** Looks up everything that these tasks refer to, in a few queries however many they are. */
export async function wordsFor(service: Service, rows: readonly TaskRow[]): Promise<TaskWords> {
  const { db } = service;
  const tasks = rows.map(({ task }) => task);
  const marks = rows.flatMap(({ task }) => markOfTask(task) ?? []);
  const persons = [
    ...tasks.flatMap((task) => [task.claimedBy, task.seenBy, task.answer?.by ?? null]),
    ...marks.map(({ by }) => by),
  ];
  const answers = [
    ...tasks.flatMap(({ answer }) => (answer === null || answer.submission === '' ? [] : [answer.submission])),
    ...marks.flatMap(({ submission }) => submission ?? []),
    ...tasks.flatMap((task) => toRead(task) ?? []),
  ];
  const recommended = rows.filter(({ task }) => markOfTask(task) !== null).map(({ dischargeId }) => dischargeId);
  const toAgree = rows.filter(({ task }) => isProposedOn(task)).map(({ dischargeId }) => dischargeId);
  const [ofCases, ofPersons, ofAnswers, extended, proposals] = await Promise.all([
    patients(db, [...new Set(rows.map(({ dischargeId }) => dischargeId))]),
    people(
      db,
      persons.filter((id) => id !== null),
    ),
    submissions(db, answers),
    extendedOf(db, recommended),
    casesFor(db, [...new Set(toAgree)]).then((cases) => proposalsFor(service, cases)),
  ]);
  const kept = new Map(ofAnswers.map((one) => [one.id, one]));
  return { patients: ofCases, people: ofPersons, submissions: kept, extended, proposals };
}

/** The submission that somebody has to read; null for every other task. */
function toRead({ kind, about: { submission } }: TaskView): string | null {
  return kind === 'read-late-fact' && typeof submission === 'string' ? submission : null;
}

/** How much a caller sees of the patient in a list of tasks, where the case itself is not at hand. */
export function sightInList({ actor }: Caller, { task }: TaskRow, registry: Registry): Sight {
  const kind = unitById(registry, task.unit)?.kind;
  if (actor.role === 'operator' || kind === 'operators') return 'codes';
  return takesPatients(kind) ? 'need' : 'whole';
}

/** The task as the caller may see it. `now`: epoch ms by the shared clock. */
export function showTask(
  service: Service,
  caller: Caller,
  { dischargeId, task }: TaskRow,
  words: TaskWords,
  sight: Sight,
  now: number,
): ShownTask {
  const { registry } = service;
  const nameOf = (id: string | null): string | null =>
    id === null || sight === 'codes' ? null : (words.people.get(id)?.name ?? null);
  const names: Names = { registry, person: nameOf };
  const mark = markOfTask(task);
  const hours = mark === null ? null : runningHours(names, words.extended.get(dischargeId), now);
  return {
    mark: showMark(names, mark, sight === 'whole' ? words.submissions : new Map()),
    extended: hours,
    id: task.id,
    kind: task.kind,
    title: taskKind(task.kind).title,
    dischargeId,
    unit: task.unit,
    unitName: unitById(registry, task.unit)?.name ?? task.unit,
    status: task.status,
    version: task.version,
    openedAt: instant(task.openedAt),
    due: instant(task.due),
    late: task.status === 'open' && task.due < now,
    rule: task.rule,
    why: whyOf(service.rules.current().ruleSets, task.rule) ?? whyOf(service.rules.replaced(), task.rule),
    basis: task.basis,
    basisLabel: legalBasisLabel(task.basis),
    reminders: task.reminders,
    escalatedTo: task.escalatedTo,
    missed: instantOrNull(task.missed ?? null),
    silence: silenceOf(task),
    claimedBy: task.claimedBy,
    claimedByName: nameOf(task.claimedBy),
    seenBy: task.seenBy,
    seenByName: nameOf(task.seenBy),
    seenAt: instantOrNull(task.seenAt),
    closedAt: instantOrNull(task.closedAt),
    about: task.about,
    lines: [
      ...linesOf(task.about, registry),
      ...(sight === 'whole' ? lateWords(words.submissions.get(toRead(task) ?? '')) : []),
      ...hoursLines(hours),
      ...routeLines(service, task, now),
      ...(sight === 'whole' ? proposalLines(task, words.proposals.get(dischargeId)) : []),
    ],
    patient: patientOf(words.patients.get(dischargeId), sight, now),
    mayAnswer: task.status === 'open' && mayAnswer(caller, task),
    answers: task.status === 'open' ? answersTo(task, registry) : [],
    answer: answerOf(task, words, sight, nameOf),
  };
}

const proposalLines = (task: TaskView, proposal: RiskProposal | undefined): ShownTask['lines'] =>
  proposal === undefined || !isProposedOn(task) ? [] : [{ label: 'Forslag', text: proposalWords(proposal) }];

/** About a medication card that was not updated: who answers at this hour, for home nursing and pharmacies to ring. */
function routeLines(service: Service, { kind, unit, status, about }: TaskView, now: number): ShownTask['lines'] {
  const { criterion, municipality } = about;
  if (kind !== 'missing-at-departure' || criterion !== 'medication-card-updated' || status !== 'open') return [];
  if (typeof municipality !== 'string') return [];
  const route = routeOf(service, { municipality, wardUnit: unit }, now);
  if (route === null) return [];
  return [{ label: 'Svarer nu', text: `${route.name}, ${route.phone}, indtil ${localText(route.until)}` }];
}

/** What silence did last, in words. */
function silenceOf({ silence }: TaskView): ShownTask['silence'] {
  if (silence === undefined) return null;
  const effect = silenceCode(silence.effect);
  return { effect, label: silenceLabels[effect], at: instant(silence.at), rule: silence.rule };
}

const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at));

function patientOf(patient: Patient | undefined, sight: Sight, now: number): ShownTask['patient'] {
  if (patient === undefined || sight === 'codes') return null;
  const band = ageBand(patient.cpr, instant(now));
  return sight === 'need'
    ? { name: null, cpr: null, ageBand: band }
    : { name: patient.name, cpr: maskedCpr(patient.cpr), ageBand: band };
}

function answerOf(
  { kind, answer }: TaskView,
  words: TaskWords,
  sight: Sight,
  nameOf: (id: string | null) => string | null,
): ShownTask['answer'] {
  if (answer === null) return null;
  const stated = words.submissions.get(answer.submission)?.content;
  return {
    code: answer.code,
    label: taskKind(kind).answers.find(({ code }) => code === answer.code)?.label ?? answer.code,
    by: answer.by,
    byName: nameOf(answer.by),
    at: instant(answer.at),
    fields: sight === 'whole' && isObject(stated) ? fieldsIn(stated) : { ...answer.codes },
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The answer's own fields, as they were stated. */
function fieldsIn({ answer: _answer, version: _version, ...fields }: Record<string, unknown>): Record<string, unknown> {
  return fields;
}

/** The allowed answers, with examples that fit this very task. */
function answersTo({ kind, about }: TaskView, registry: Registry): ShownTask['answers'] {
  const { services } = about;
  if (!Array.isArray(services)) return answersOf(kind, registry);
  const example = { services: services.map((service: unknown) => ({ service, answer: 'accept' })) };
  return answersOf(kind, registry).map((answer) => (answer.code === 'per-service' ? { ...answer, example } : answer));
}

const known = new WeakMap<Registry, Map<TaskKindName, ShownTask['answers']>>();

/** The allowed answers; the same for every task of a kind, so they are made once. */
function answersOf(kind: TaskKindName, registry: Registry): ShownTask['answers'] {
  const kinds = known.get(registry) ?? new Map<TaskKindName, ShownTask['answers']>();
  known.set(registry, kinds);
  const made = kinds.get(kind);
  if (made !== undefined) return made;
  const answers = taskKind(kind).answers.map((answer) => ({
    code: answer.code,
    label: answer.label,
    schema: fieldsJsonSchema(answer, registry),
    example: { ...answer.example },
  }));
  kinds.set(kind, answers);
  return answers;
}
