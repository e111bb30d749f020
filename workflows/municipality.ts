// Notify the municipality (kommunen): tell it of the stay and the plan, and get its answer for each requested service.
// Also its own tasks: pause running services, the admission report, and services that start again (domain.md 1.3).

import type { Branch } from '../domain/calls.ts';
import type { ServiceState } from '../domain/case-view.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch, instant } from '../domain/ids.ts';
import { branchOf, getsHelp } from '../domain/phone-first.ts';
import type { ServiceCode } from '../domain/plan.ts';
import { noNewNeeds, plannedLeaving } from '../domain/plan.ts';
import type { Answer, Question } from './ask.ts';
import { ask, ring } from './ask.ts';
import type { Case } from './case.ts';
import { leavingRules } from './leaving-day.ts';
import { phoneFirst, setCalls } from './phone-first.ts';
import { rule } from './rule.ts';
import { tell } from './tell.ts';
import { watch } from './track.ts';

/**
 * Steps 5a to 9: whoever gets municipal services after the stay has a plan sent when the stay is long, else a
 * correspondence, and is rung about where the agreement says so. Begins again with each version of the plan.
 */
export async function municipality(c: Case): Promise<void> {
  const { plan } = c.view;
  if (plan === null || !getsHelp(plan)) return setCalls(c, []);
  const rules = await leavingRules(c);
  const branch = branchOf(rules, c.view.stay, c.now());
  if ((c.view.branch ?? 'long') !== branch) c.fact('branch-chosen', { branch });
  if (c.view.branch !== branch) c.set({ branch });
  const due = branch === 'long' && !c.leaving.carePlan;
  if (c.toldPlan === 0 || c.leaving.news || due) tellPlan(c, branch);
  await phoneFirst(c, rules, branch);
}

/** Steps 2 and 3 of the stay itself, plan or no plan: running services pause, the admission report comes in time. */
export async function stay(c: Case): Promise<void> {
  const { servicesUnit, admittedAt } = c.start;
  const { plan } = c.view;
  const reported = [...c.tasks.values()].some(
    ({ kind, status }) => kind === 'admission-report' && status === 'answered',
  );
  const left = (): boolean => c.view.leftAt !== null;
  const pause: Question = { kind: 'pause-services', clock: 'pause-services', basis: NOTICE, unless: left };
  const report: Question = { kind: 'admission-report', clock: 'admission-report', basis: NOTICE, unless: left };
  await Promise.all([
    plan === null ? statePlan(c) : undefined,
    (plan === null || plan.hasRunningServices) && !c.nothingRuns ? pauseServices(c, pause) : undefined,
    reported ? undefined : orRing(c, servicesUnit, { ...report, anchor: admittedAt }),
    c.tellsStay === 'nobody' ? ringOfStay(c, left) : undefined,
  ]);
}

/** No notice can be sent of this patient (replacement number, no address in Denmark), so a person tells of the stay. */
async function ringOfStay(c: Case, unless: () => boolean): Promise<void> {
  await ring(c, { ...RING, basis: NOTICE, about: { why: 'no-notice' }, unless });
}

async function pauseServices(c: Case, pause: Question): Promise<void> {
  const answer = await orRing(c, c.start.servicesUnit, pause);
  if (answer.kind !== 'answered') return;
  c.set({ running: answer.code !== 'none' });
  if (answer.code !== 'none') return;
  c.nothingRuns = true;
  c.touch();
}

/** A notice opened the case: the ward states the plan, or that the citizen has no new needs. */
async function statePlan(c: Case): Promise<void> {
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'state-plan',
    clock: 'ward-decision',
    unless: () => c.view.plan !== null || c.view.leftAt !== null,
  });
  if (answer.kind !== 'answered') return;
  c.set({ plan: noNewNeeds(), stage: c.view.stage === 'opened' ? 'planning' : c.view.stage });
  c.fact('plan-stated', { version: 1, how: answer.code });
}

/** Follows from the stay notice and needs no consent (retssikkerhedsloven § 12 c). */
const NOTICE = 'legal-security-act-12-c';

/** How the ward rings when the municipality is silent and the rule says that somebody must call. */
const RING = { kind: 'ring-municipality', clock: 'call-task' } as const;

/** Asks; when the rule ends the question unanswered, the ward rings about it: a person is at the end of the chain. */
async function orRing(c: Case, unit: UnitId, question: Question): Promise<Answer> {
  const answer = await ask(c, unit, { ...question, ring: RING });
  if (answer.kind === 'silence') {
    const { kind, unless = () => false } = question;
    await ring(c, { ...RING, about: { why: 'no-answer', what: kind, unit }, unless });
  }
  return answer;
}

/**
 * Tells the plan as it now stands; a later version says what is new ("NYT"). Once a care pathway plan has gone out, the
 * next ones are changes of it, also when the stay turns out short. The watch over it outlives the track.
 */
function tellPlan(c: Case, branch: Branch): void {
  const carePlan = c.toldPlan > 0 && c.leaving.carePlan;
  const kind = carePlan ? 'changed-plan' : branch === 'long' ? 'plan' : 'short-stay';
  c.leaving.carePlan = kind !== 'short-stay';
  c.leaving.news = false;
  c.toldPlan = c.view.plan?.version ?? 0;
  watch(c, `tell-${kind}`, () => tell(c, c.view.visitationUnit, kind, 'health-act-41-2-1'));
}

/** Asks for an answer to every service that has none, until each is accepted or solved in another way. */
export async function services(c: Case): Promise<void> {
  await settle(c, c.view.plan?.services ?? []);
}

/** Each service goes its own way: what was said about some is for the ward while others are still asked about. */
async function settle(c: Case, which: readonly ServiceCode[]): Promise<void> {
  const open = which.filter((service) => !isSettled(c, service));
  const said = open.filter((service) => (c.view.services[service]?.state ?? 'asked') !== 'asked');
  const unanswered = open.filter((service) => !said.includes(service));
  await Promise.all([askAbout(c, unanswered), ...said.map((service) => resolve(c, service))]);
}

async function askAbout(c: Case, which: readonly ServiceCode[]): Promise<void> {
  if (which.length === 0) return;
  setServices(c, which, { state: 'asked' });
  const version = c.view.plan?.version ?? 1;
  const answer = await orRing(c, c.view.visitationUnit, {
    kind: 'answer-services',
    clock: version > 1 ? 'answer-changed-plan' : 'answer-services',
    about: { services: which, planVersion: version },
  });
  if (answer.kind === 'stopped') return setServices(c, which, { state: 'other-way' });
  if (answer.kind === 'answered') take(c, which, answer);
  await settle(c, which);
}

/** Services that start again after the stay: confirmed the day before the patient leaves, or when that is not known, then. */
export async function resume(c: Case): Promise<void> {
  const none = (): boolean => c.nothingRuns;
  if (c.view.plan?.hasRunningServices !== true || none()) return;
  const planned = plannedLeaving(c.view.plan.date);
  if (planned === null) await c.clock.wait(() => c.view.leftAt !== null || none(), null);
  else await untilAsked(c, epoch(planned));
  if (none()) return;
  const leaving = c.view.leftAt ?? (planned === null ? c.now() : epoch(planned));
  c.set({ resume: 'asked' });
  const answer = await orRing(c, c.start.servicesUnit, {
    kind: 'confirm-resume',
    clock: 'confirm-resume',
    anchor: leaving,
    about: { from: instant(leaving) },
    unless: none,
  });
  if (answer.kind === 'settled') return c.set({ resume: 'not-asked' });
  if (answer.kind === 'answered' && answer.code === 'confirm') return c.set({ resume: 'confirmed' });
  const about = { what: 'resume', from: codeOf(answer, 'from') };
  const decision = await ask(c, c.view.wardUnit, { kind: 'find-other-way', clock: 'ward-decision', about });
  if (decision.kind === 'answered' && decision.code === 'ask-again') return resume(c);
  c.set({ resume: 'confirmed' });
}

/** The question is put shortly before its deadline: a yes given days ahead would not be a confirmation. */
async function untilAsked(c: Case, leaving: number): Promise<void> {
  const unit = c.start.servicesUnit;
  const confirm = await rule(c, { clock: 'confirm-resume', unit, anchor: leaving });
  const opens = await rule(c, { clock: 'resume-opens', unit, anchor: confirm.due });
  const id = 'resume-opens';
  c.clocks.set(id, { id, name: id, due: opens.due, rule: opens.rule, waitsFor: null });
  try {
    await c.clock.wait(() => c.view.leftAt !== null || c.nothingRuns, opens.due, id);
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
}

type Answered = Extract<Answer, { kind: 'answered' }>;

/** Takes the municipality's answer over service by service; what is not a plain yes is the ward's to resolve. */
function take(c: Case, asked: readonly ServiceCode[], answer: Answered): void {
  const { by, at } = answer;
  const stated = perService(answer);
  for (const service of asked) {
    const state = answer.code === 'accept' ? ({ state: 'accepted', from: null, by, at } as const) : stated.get(service);
    if (state !== undefined) setServices(c, [service], state);
  }
  const open = asked.filter((service) => !isSettled(c, service));
  c.fact('services-answered', { task: answer.task, services: asked, open });
}

function perService(answer: Answered): Map<string, ServiceState> {
  const { by, at } = answer;
  const list = answer.codes['services'];
  const states = new Map<string, ServiceState>();
  if (!Array.isArray(list)) return states;
  for (const item of list) {
    if (typeof item !== 'object' || item === null) continue;
    const { service, answer: said, from, reason } = item;
    if (typeof service !== 'string') continue;
    const date = typeof from === 'string' ? from : '';
    if (said === 'accept') states.set(service, { state: 'accepted', from: date === '' ? null : date, by, at });
    else if (said === 'accept-on-condition') states.set(service, { state: 'condition', by, at });
    else if (said === 'accept-from') states.set(service, { state: 'date-offered', from: date, by, at });
    else if (said === 'decline') {
      states.set(service, {
        state: 'declined',
        reason: typeof reason === 'string' ? reason : 'other',
        from: date,
        by,
        at,
      });
    }
  }
  return states;
}

/** A condition, another date or a no: the ward takes it, refuses it or finds another way; else it is asked again. */
async function resolve(c: Case, service: ServiceCode): Promise<void> {
  const state = c.view.services[service];
  if (state === undefined) return;
  const condition = state.state === 'condition';
  const answer = await ask(c, c.view.wardUnit, {
    kind: condition ? 'consider-condition' : 'find-other-way',
    clock: 'ward-decision',
    about: { service, said: state.state, from: 'from' in state ? state.from : null },
  });
  const by = answer.kind === 'answered' ? answer.by : 'service';
  const code = answer.kind === 'answered' ? answer.code : 'ask-again';
  if (code === 'take') setServices(c, [service], { state: 'accepted', from: null, by, at: c.now() });
  else if (code === 'take-date') {
    setServices(c, [service], { state: 'accepted', from: 'from' in state ? state.from : null, by, at: c.now() });
  } else if (code === 'other-way') setServices(c, [service], { state: 'other-way' });
  else setServices(c, [service], { state: 'asked' });
  await settle(c, [service]);
}

function isSettled(c: Case, service: ServiceCode): boolean {
  const state = c.view.services[service]?.state;
  return state === 'accepted' || state === 'other-way';
}

function setServices(c: Case, services: readonly ServiceCode[], state: ServiceState): void {
  const changed = Object.fromEntries(services.map((service) => [service, state]));
  c.set({ services: { ...c.view.services, ...changed } });
}

const codeOf = (answer: Answer, name: string): string | null => {
  const value = answer.kind === 'answered' ? answer.codes[name] : null;
  return typeof value === 'string' ? value : null;
};
