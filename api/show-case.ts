// Shows a whole case to a caller: what its workflow published, joined with the words and persons kept in PostgreSQL,
// cut down to what the caller may see (rights.ts).
import { isReporters, tellsReporter } from '../domain/adverse-event.ts';
import { capability } from '../domain/capability-codes.ts';
import type { CaseView, EventView } from '../domain/case-view.ts';
import { ageBand, maskedCpr } from '../domain/cpr.ts';
import { missing } from '../domain/gate.ts';
import { criteria } from '../domain/gate-criteria.ts';
import { instant } from '../domain/ids.ts';
import { isLegalBasis, legalBasisLabel } from '../domain/legal-basis.ts';
import { movesIn } from '../domain/moves.ts';
import { knownSince } from '../domain/own-standard.ts';
import { requestPurposes } from '../domain/place-request.ts';
import { planFieldLabels } from '../domain/plan.ts';
import { notStated, planLines } from '../domain/plan-content.ts';
import { stayStateLabels } from '../domain/stay.ts';
import type { CaseRow, WholeCase } from '../store/cases.ts';
import { wholeCase } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { sendingsOfCase } from '../store/messages.ts';
import type { Patient } from '../store/open-case.ts';
import { patients } from '../store/patients.ts';
import { people } from '../store/people.ts';
import type { PlanVersion } from '../store/plans.ts';
import { planVersions } from '../store/plans.ts';
import type { Submission } from '../store/submissions.ts';
import { submissions } from '../store/submissions.ts';
import type { Caller } from './auth.ts';
import { Problem } from './errors.ts';
import { proposalFor, showProposal } from './follow-up-proposal.ts';
import { actionLabels, stageLabels } from './labels.ts';
import { lettersReceived, showReceived } from './received.ts';
import { movesOf } from './refusals.ts';
import type { Sight } from './rights.ts';
import { sightOf } from './rights.ts';
import type { CaseLine, ShownCase } from './schemas/case.ts';
import type { Service } from './service.ts';
import { showDocuments } from './show-documents.ts';
import { leftReady, showOverrides } from './show-gate.ts';
import { markOfTask, showGp, showMark } from './show-gp.ts';
import { needInLine, onlyNeed } from './show-need.ts';
import { showNotified } from './show-notified.ts';
import type { Names } from './show-parts.ts';
import {
  instantOrNull,
  personOf,
  showBed,
  showClock,
  showEvent,
  showExtended,
  showFollowUp,
  showMessage,
  showResponsibility,
  showServices,
  unitOf,
} from './show-parts.ts';
import type { TaskWords } from './show-task.ts';
import { showTask } from './show-task.ts';
import { showThreads } from './show-threads.ts';
import { showStayFacts } from './stay-facts.ts';

/** The case as this caller may see it, from one moment. The caller must have been found to be in scope. */
export async function showCase(service: Service, caller: Caller, id: string): Promise<ShownCase> {
  const { db, registry } = service;
  const whole = await wholeCase(db, id);
  if (whole === null) throw new Problem('not-found');
  const sight = sightOf(caller, whole, registry);
  const [plans, ofCase, words, sent, received, now] = await Promise.all([
    planVersions(db, id, whole.view?.plan?.version ?? 1),
    patients(db, [id]),
    submissions(db, wordsIn(whole)),
    sendingsOfCase(db, id),
    sight === 'whole' ? lettersReceived(db, id) : [],
    clockNow(db),
  ]);
  const persons = await people(db, personsIn(whole, plans));
  const kept = new Map(words.map((one) => [one.id, one]));
  const { units } = caller.actor;
  const reporters = new Set(whole.tasks.flatMap((task) => (isReporters(task, units) ? [task.id] : [])));
  const names: Names = { registry, person: (one) => (sight === 'codes' ? null : (persons.get(one)?.name ?? null)) };
  const extended = new Map(whole.view?.extended == null ? [] : [[id, whole.view.extended]]);
  const line = lineOf(whole, ofCase.get(id), sight, names, now);
  const known = sight === 'whole' ? kept : new Map<string, Submission>();
  // Also after it was agreed: facts change, and then something else may be proposed.
  const proposes = sight === 'whole' && whole.view !== null && movesIn(whole.view).includes('change-intensity');
  const proposal = proposes ? await proposalFor(service, whole) : null;
  const proposals = new Map(proposal === null ? [] : [[id, proposal]]);
  const taskWords: TaskWords = { patients: ofCase, people: persons, submissions: kept, extended, proposals };
  const shown: ShownCase = {
    // First of all, what the doctor recommends (guidance 10036, domain.md 1.10).
    mark: showMark(names, whole.view?.mark ?? null, known),
    ...line,
    patient: patientOf(ofCase.get(id), sight, now),
    ...leadOf(names, whole),
    ...stepsOf(names, whole, showFactsOf(service, whole, now)),
    gp: showGp(names, whole, known, now),
    finished: finishedOf(whole, kept, sight),
    leftReady: whole.view === null ? null : leftReady(whole.view),
    overrides: whole.view === null ? [] : showOverrides(names, whole.view, sight === 'whole' ? kept : new Map()),
    request: requestOf(names, whole),
    notified: showNotified(names, whole),
    responsibility: showResponsibility(names, whole.view?.responsibility ?? null, now),
    extended: showExtended(names, whole.view?.extended ?? null),
    plan: sight === 'whole' ? planOf(names, plans.at(-1)) : null,
    planVersions: plans.map(({ version, at, by, changes }) => ({
      version,
      at: instant(at),
      by: personOf(names, by),
      changed: changes.map(({ field }) => field),
    })),
    messages: whole.messages.map((message) => {
      const trail = sent.filter(({ messageId }) => messageId === message.id);
      return showMessage(names, message, trail);
    }),
    documents: showDocuments(names, whole, kept, sight),
    received: received.map(showReceived),
    threads: sight === 'whole' ? showThreads(service, names, { whole, sent, received, kept }) : [],
    tasks: whole.tasks
      .filter(({ id: task, unit }) => !reporters.has(task) && (sight !== 'need' || units.includes(unit)))
      .map((task) => {
        const row = { dischargeId: id, workflowId: whole.workflowId, task };
        return showTask(service, caller, row, taskWords, sight, now);
      }),
    followUpProposal: proposal === null ? null : showProposal(proposal, whole.view?.followUpIntensity),
    clocks: whole.clocks.filter(({ id: clock }) => !reporters.has(clock)).map((clock) => showClock(names, clock, now)),
    timeline: whole.events
      .filter((event) => !tellsReporter(event, reporters, units))
      .map((event) => showEvent(names, event, noteOf(kept, event.submission, sight))),
    allowedActions: movesOf(caller, whole).map((name) => ({ name, label: actionLabels[name] })),
    links: {
      self: whole.kind === 'discharge' ? `/api/discharges/${id}` : `/api/place-requests/${id}`,
      previous: whole.previous === null ? null : `/api/discharges/${whole.previous}`,
      next: whole.next === null ? null : `/api/discharges/${whole.next}`,
    },
  };
  return sight === 'need' ? onlyNeed(shown, caller.actor.units) : shown;
}

/** The case as a line of a list: the CPR number masked. */
export function showLine(
  service: Service,
  caller: Caller,
  row: CaseRow,
  patient: Patient | undefined,
  now: number,
): CaseLine {
  const { registry } = service;
  const sight = sightOf(caller, row, registry);
  const line = lineOf(row, patient, sight, { registry, person: () => null }, now);
  return sight === 'need' ? needInLine(line) : line;
}

function lineOf(row: CaseRow, patient: Patient | undefined, sight: Sight, names: Names, now: number): CaseLine {
  const whole = patientOf(patient, sight, now);
  return {
    id: row.id,
    kind: row.kind,
    stage: row.stage,
    stageLabel: stageLabels[row.stage],
    stay: row.view === null ? null : showStay(row.view.stay),
    attention: row.attention,
    version: row.version,
    municipality: row.municipality,
    hospitalUnit: { id: row.wardUnit, name: unitOf(names, row.wardUnit).name },
    patient:
      whole === null
        ? null
        : { name: whole.name, cpr: whole.cpr === null ? null : maskedCpr(whole.cpr), ageBand: whole.ageBand },
    coordinator: row.view?.coordinator ?? null,
    expected: row.view?.plan == null ? null : { ...row.view.plan.date },
    admittedAt: instantOrNull(row.view?.admittedAt ?? row.admittedAt),
    openedAt: instant(row.openedAt),
    leftAt: instantOrNull(row.leftAt),
    closedAt: instantOrNull(row.closedAt),
    nextDue: instantOrNull(row.nextDue),
  };
}

const showStay = ({ state, since, endedAt }: CaseView['stay']): CaseLine['stay'] => ({
  state,
  label: stayStateLabels[state],
  since: instantOrNull(since),
  endedAt: instantOrNull(endedAt),
});

function patientOf(patient: Patient | undefined, sight: Sight, now: number): ShownCase['patient'] {
  if (patient === undefined || sight === 'codes') return null;
  const band = ageBand(patient.cpr, instant(now));
  return sight === 'whole'
    ? { ...patient, ageBand: band }
    : { name: null, cpr: null, address: null, phone: null, ageBand: band };
}

/** Who takes part and leads. Until the first publish the row itself tells. */
function leadOf(names: Names, { view, wardUnit, parties }: WholeCase) {
  return {
    coordinator: view === null ? null : personOf(names, view.coordinator),
    standIn: view === null || view.standIn === null ? null : personOf(names, view.standIn),
    units: {
      ward: unitOf(names, wardUnit),
      visitation: view === null ? null : unitOf(names, view.visitationUnit),
      gp: view === null || view.gpUnit === null ? null : unitOf(names, view.gpUnit),
    },
    parties: parties.map((id) => ({ id, name: unitOf(names, id).name })),
  };
}

const showFactsOf = ({ registry, rules }: Service, { view }: WholeCase, now: number): ShownCase['bed']['facts'] =>
  view === null ? null : showStayFacts({ registry, ruleSets: rules.current().ruleSets }, view, now);

/** How the steps stand, in codes with their words. */
function stepsOf(names: Names, { view }: WholeCase, facts: ShownCase['bed']['facts']) {
  return {
    needs: (view?.plan?.bed?.capabilities ?? []).map((code) => ({ code, label: capability(code).danish })),
    services: view === null ? [] : showServices(names, view),
    resume: view?.resume ?? 'not-asked',
    bed: showBed(names, view?.bed ?? { state: 'looking' }, facts),
    followUpIntensity: view?.followUpIntensity ?? null,
    followUpAgreed: view?.followUpAgreed ?? 'open',
    followUps: (view?.followUps ?? []).map((item) => showFollowUp(names, item)),
    objections: (view?.objections ?? []).map((basis) => ({
      basis,
      label: isLegalBasis(basis) ? legalBasisLabel(basis) : basis,
    })),
    finishedAt: instantOrNull(view?.finishedAt ?? null),
    readyAt: instantOrNull(view?.readyAt ?? null),
    missing: view === null ? [] : missing(view).map((code) => ({ code, label: criteria[code].missing })),
  };
}

/** A version of the plan with every field in words; what is new is marked. */
function planOf(names: Names, plan: PlanVersion | undefined): ShownCase['plan'] {
  if (plan === undefined) return null;
  const changed = new Set(plan.changes.map(({ field }) => field));
  return {
    version: plan.version,
    by: personOf(names, plan.by),
    at: instant(plan.at),
    content: { ...plan.content },
    lines: planLines(plan.content).map(({ field, text }) => ({
      field,
      label: planFieldLabels[field],
      text,
      shown: text ?? notStated,
      isNew: changed.has(field),
    })),
    changes: plan.changes.map((change) => ({ ...change, label: planFieldLabels[change.field] })),
  };
}

/** Submissions whose words the page shows. */
const wordsIn = ({ events, tasks }: WholeCase): string[] => [
  ...new Set([
    ...events.flatMap(({ submission }) => submission ?? []),
    ...tasks.flatMap(({ answer }) => (answer === null || answer.submission === '' ? [] : [answer.submission])),
  ]),
];

function personsIn(whole: WholeCase, plans: readonly PlanVersion[]): string[] {
  const { view, tasks, messages, events } = whole;
  const services = Object.values(view?.services ?? {}).flatMap((state) => ('by' in state ? state.by : []));
  const bed = view !== null && 'by' in view.bed ? [view.bed.by] : [];
  const calls = (view?.calls ?? []).flatMap((call) => ('by' in call ? call.by : []));
  const found = [
    ...(view === null ? [] : [view.coordinator, view.standIn, view.mark?.by ?? null]),
    ...services,
    ...bed,
    ...calls,
    ...plans.map(({ by }) => by),
    ...tasks.flatMap((task) => [task.claimedBy, task.seenBy, task.answer?.by ?? null, markOfTask(task)?.by ?? null]),
    ...messages.flatMap(({ seenBy, answeredBy }) => [seenBy, answeredBy]),
    ...events.map(({ actor }) => actor),
  ];
  return found.filter((id) => id !== null);
}

function noteOf(kept: ReadonlyMap<string, Submission>, id: string | null, sight: Sight): string | null {
  if (id === null || sight !== 'whole') return null;
  const content = kept.get(id)?.content;
  if (typeof content !== 'object' || content === null || !('note' in content)) return null;
  return typeof content.note === 'string' ? content.note : null;
}

/** The newest decision that treatment is finished, with the doctor who made it and what the hospital stated with it. */
function finishedOf(
  { view, events }: WholeCase,
  kept: ReadonlyMap<string, Submission>,
  sight: Sight,
): ShownCase['finished'] {
  if (view?.finished == null) return null;
  const { number, at, submission, withdrawnAt } = view.finished;
  const content = submission === null ? null : kept.get(submission)?.content;
  const doctor: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, 'doctor') : null;
  return {
    number,
    at: instant(at),
    doctor: sight === 'whole' && typeof doctor === 'string' ? doctor : null,
    ownTasksDone: events.some((one) => isStated(one) && one.submission === submission),
    withdrawnAt: instantOrNull(withdrawnAt),
  };
}

const isStated = ({ fact, codes }: EventView): boolean => fact === 'finished' && codes['ownTasksDone'] === true;

/** Of a request for a place: what it is for, who gave the order, and whether the referral has followed the yes. */
function requestOf(names: Names, { view, events }: WholeCase): ShownCase['request'] {
  if (view?.request === undefined) return null;
  const { purpose, orderGiver } = view.request;
  return {
    purpose,
    label: requestPurposes[purpose],
    orderGiver: unitOf(names, orderGiver),
    referredAt: instantOrNull(knownSince('acute-referral', events)),
  };
}
