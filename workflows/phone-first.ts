// Ring first (ring først): what must be agreed with the municipality by phone before the patient leaves.
// The written version goes out at once; until the call is on record the municipality is not notified and nobody is ready.

import type { Branch, NeededCall } from '../domain/calls.ts';
import type { Codes } from '../domain/fields.ts';
import { epoch, instant, timeOf } from '../domain/ids.ts';
import { mayShare } from '../domain/legal-basis.ts';
import { isPlanLetter } from '../domain/letters.ts';
import type { LeavingRules } from '../domain/phone-first.ts';
import { covers, getsHelp, reasonsAtOnce } from '../domain/phone-first.ts';
import { plannedLeaving } from '../domain/plan.ts';
import type { Answer, Question } from './ask.ts';
import { ask, ring, sharingAllowed } from './ask.ts';
import type { Case } from './case.ts';
import { rule } from './rule.ts';
import { tellAgreement } from './tell.ts';
import { restart, watch } from './track.ts';

const BASIS = 'health-act-41-2-1';
/** Whom to ring at the municipality, one after the other. */
const WHOM = ['unit', 'team-leader', 'on-call'] as const;

const hasLeft = (c: Case): boolean => c.view.leftAt !== null;
const isAmbulant = (c: Case): boolean => c.view.stay.state === 'ambulant';

/** The dated rules for the leaving as it is planned now, asked once for each; null when nobody knows when it will be. */
export async function leavingRules(c: Case): Promise<LeavingRules | null> {
  const leaving = leavingOf(c);
  if (leaving === null) return null;
  const ambulant = isAmbulant(c);
  const had = c.leaving.rules;
  if (had !== null && had.leaving === leaving && (had.acute !== null) === ambulant) return had;
  const { admittedAt } = c.start;
  const unit = c.view.visitationUnit;
  const [shortStay, sameDay, weekend, friday, acute] = await Promise.all([
    rule(c, { clock: 'stay-branch', unit, anchor: admittedAt }),
    rule(c, { clock: 'plan-same-day', unit, anchor: leaving }),
    rule(c, { clock: 'weekend-agreement', unit, anchor: leaving }),
    rule(c, { clock: 'friday-afternoon', unit, anchor: admittedAt, facts: { leaving: instant(leaving) } }),
    ambulant ? rule(c, { clock: 'municipal-action-soon', unit, anchor: leaving }) : null,
  ]);
  const planned = plannedOf(c);
  const earlier = planned !== null && leaving < planned;
  c.leaving.rules = { leaving, earlier, shortStay, sameDay, weekend, friday, acute };
  return c.leaving.rules;
}

/** A day that had passed before anybody asked says nothing of when the patient leaves; one that passes meanwhile stands. */
function leavingOf(c: Case): number | null {
  const { saidAt, stillHereAt, rules } = c.leaving;
  const at = saidAt ?? plannedOf(c);
  if (at === null || hasLeft(c)) return null;
  if (stillHereAt !== null) return Math.max(at, stillHereAt);
  return saidAt !== null || at >= c.now() || rules?.leaving === at ? at : null;
}

function plannedOf({ view: { plan } }: Case): number | null {
  const planned = plan === null ? null : plannedLeaving(plan.date);
  return planned === null ? null : epoch(planned);
}

/**
 * Ready is said of the planned day while it is to come; else, or when the ward says so, of today. What must be agreed for a
 * day that no plan named is found out now, before the word stands. Ends when every call that it needs is known.
 */
export async function decideDay(c: Case, leavesToday: boolean): Promise<void> {
  const { plan, visitationUnit: unit } = c.view;
  if (plan === null || !getsHelp(plan)) return;
  const planned = plannedOf(c);
  const asPlanned = !leavesToday && planned !== null && planned >= c.now();
  if (asPlanned && c.leaving.saidAt === null) return;
  if (!asPlanned) {
    const today = await rule(c, { clock: 'plan-same-day', unit, anchor: c.now() });
    // By its cut-off one day is told from another: the workflow has no calendar.
    if (c.leaving.rules?.sameDay.due === today.due) return;
  }
  c.leaving.saidAt = asPlanned ? null : c.now();
  restart(c, ['municipality']);
  await c.clock.atRest();
}

/**
 * The patient has left on another day than the one that was decided about: what was agreed is from that day on, so somebody
 * rings, unless somebody rings anyway about what was missing.
 */
export function leftOnDay(c: Case, leftAt: number): void {
  const { rules } = c.leaving;
  const { plan, visitationUnit: unit } = c.view;
  if (rules === null || plan === null || !getsHelp(plan)) return;
  watch(c, 'left-other-day', async () => {
    const day = await rule(c, { clock: 'plan-same-day', unit, anchor: leftAt });
    const isOpen = [...c.tasks.values()].some(({ kind, status }) => kind === 'ring-municipality' && status === 'open');
    if (day.due === rules.sameDay.due || isOpen) return;
    const about = { why: 'left-other-day', leftAt: instant(leftAt), agreedFor: instant(rules.leaving) };
    await ring(c, { kind: 'ring-municipality', clock: 'call-task', about, unless: () => !hasLeft(c) });
  });
}

/** Every call that the rules ask for, side by side; a stay that passes the limit is decided about anew. */
export async function phoneFirst(c: Case, rules: LeavingRules | null, branch: Branch): Promise<void> {
  if (rules === null) {
    if (!hasLeft(c)) setCalls(c, []);
    return;
  }
  const calls = callsFor(c, rules, branch);
  setCalls(c, calls);
  await Promise.all([
    ...calls.filter(({ state }) => state !== 'agreed').map((call) => untilAgreed(c, call, rules)),
    branch === 'long' ? lateVersion(c, rules) : untilDecidedAnew(c, rules, branch),
  ]);
}

/** One call for each who is rung, for all reasons together; what is agreed already and still holds stays agreed. */
function callsFor(c: Case, rules: LeavingRules, branch: Branch): NeededCall[] {
  const { leaving } = rules;
  const had = c.view.calls ?? [];
  const calls = new Map<string, NeededCall>();
  for (const { why, ruled } of reasonsAtOnce(rules, branch, c.now())) {
    const unit = ruled.ring === 'services' ? c.start.servicesUnit : c.view.visitationUnit;
    const before = calls.get(unit)?.why ?? [];
    calls.set(unit, { why: [...before, why], unit, planVersion: c.toldPlan, leaving, state: 'needed' });
  }
  const needed = [...calls.values()].map((call) => had.find((one) => covers(one, call)) ?? call);
  // What was said of this very version sent late holds for it.
  const late = had.filter(
    ({ why, state, planVersion, leaving: at }) =>
      why.includes('same-day') && state === 'agreed' && planVersion === c.toldPlan && at === leaving,
  );
  return [...needed, ...late.filter((call) => !needed.includes(call))];
}

/** This version of the plan was not sent in time for the day: somebody rings, unless that is done about it anyway. */
async function lateVersion(c: Case, { sameDay, leaving }: LeavingRules): Promise<void> {
  const planVersion = c.toldPlan;
  const unit = c.view.visitationUnit;
  const message = () =>
    [...c.messages.values()].find(
      ({ kind, planVersion: version, sentAt, state }) =>
        isPlanLetter(kind) && version === planVersion && (sentAt !== null || state === 'told-by-phone'),
    );
  await c.clock.wait(() => message() !== undefined || hasLeft(c), sameDay.due, 'plan-same-day');
  const told = message();
  if (told === undefined ? hasLeft(c) : told.state === 'told-by-phone' || (told.sentAt ?? 0) <= sameDay.due) return;
  const calls = c.view.calls ?? [];
  if (calls.some((call) => call.unit === unit && call.planVersion === planVersion)) return;
  const call: NeededCall = { why: ['same-day'], unit, planVersion, leaving, state: 'needed' };
  setCalls(c, [...calls, call]);
  await untilAgreed(c, call, null);
}

/** A short stay that passes the limit, or an acute contact that becomes an admission, gets its plan after all. */
async function untilDecidedAnew(c: Case, { shortStay }: LeavingRules, branch: Branch): Promise<void> {
  const id = 'stay-branch';
  const ambulant = isAmbulant(c);
  const changed = (): boolean => hasLeft(c) || isAmbulant(c) !== ambulant;
  const due = branch === 'short' ? shortStay.due : null;
  if (due !== null) c.clocks.set(id, { id, name: id, due, rule: shortStay.rule, waitsFor: c.view.wardUnit });
  try {
    await c.clock.wait(changed, due, id);
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
  if (!hasLeft(c)) restart(c, ['municipality']);
}

/** Rings until a named person has said yes. After a no the ward rings again or changes the plan, which ends this. */
async function untilAgreed(c: Case, call: NeededCall, rules: LeavingRules | null): Promise<void> {
  for (;;) {
    const answer = await reached(c, call, rules);
    if (answer.kind === 'stopped') setCalls(c, without(c, call));
    // Silence is never a yes: the call stays needed.
    if (answer.kind !== 'answered') return;
    const { by, at, task, code } = answer;
    const agreed = code === 'agreed';
    replace(c, call, { ...call, state: agreed ? 'agreed' : 'declined', by, at, task });
    c.fact(agreed ? 'call-agreed' : 'call-declined', { task, ...aboutOf(call) });
    if (agreed) {
      const words = c.tasks.get(task)?.answer?.submission ?? '';
      watch(c, 'tell-agreement', () => tellAgreement(c, call.unit, { words, why: call.why }));
      return;
    }
    await ask(c, c.view.wardUnit, {
      kind: 'no-by-phone',
      clock: 'ward-decision',
      about: aboutOf(call),
      unless: () => hasLeft(c),
    });
    if (hasLeft(c)) return;
    replace(c, call, call);
  }
}

/** Goes up the numbers of the unit until somebody has said yes or no; an agreed call back is a new call at that time. */
async function reached(c: Case, call: NeededCall, rules: LeavingRules | null): Promise<Answer> {
  let due: number | null = null;
  const nobody = `nobody-reached ${call.unit}`;
  try {
    for (let rung = 0; ; ) {
      // The task is the ward's own, but what is said on the phone is shared with the municipality.
      if (!(await sharingAllowed(c, call.unit, 'agree-by-phone', BASIS))) return { kind: 'stopped' };
      const answer = await ask(c, c.view.wardUnit, {
        kind: 'agree-by-phone',
        ...clockOf(c, call, rules),
        about: { ...aboutOf(call), rung: WHOM[rung % WHOM.length] ?? 'unit' },
        unless: () => !mayShare(BASIS, c.view.objections),
        ...(due === null ? {} : { due }),
      });
      if (answer.kind === 'settled') continue;
      if (answer.kind !== 'answered' || answer.code === 'agreed' || answer.code === 'declined') return answer;
      const { at } = answer.codes;
      due = answer.code === 'call-back' ? Math.max(timeOf(at) ?? 0, c.now()) : null;
      if (answer.code === 'not-reached') rung += 1;
      // Nobody at any of the numbers: people must know, and it begins from the first again.
      if (rung > 0 && rung % WHOM.length === 0) c.concern(nobody);
    }
  } finally {
    c.eased(nobody);
  }
}

/** How long there is for the call, by the rule that asks for it; in all other cases as for any call. */
function clockOf(
  c: Case,
  { why, leaving }: NeededCall,
  rules: LeavingRules | null,
): Pick<Question, 'clock' | 'anchor' | 'facts'> {
  if (rules !== null && why.includes('weekend')) return { clock: 'weekend-agreement', anchor: leaving };
  if (rules !== null && why.includes('friday-afternoon'))
    return { clock: 'friday-afternoon', anchor: c.start.admittedAt, facts: { leaving: instant(leaving) } };
  return { clock: 'call-task' };
}

const aboutOf = ({ unit, why, planVersion, leaving }: NeededCall): Codes => ({
  unit,
  reasons: why,
  planVersion,
  leaves: instant(leaving),
});

const isSame = (one: NeededCall, other: NeededCall): boolean =>
  one.unit === other.unit && one.leaving === other.leaving && one.why.join() === other.why.join();

const without = (c: Case, call: NeededCall): NeededCall[] => (c.view.calls ?? []).filter((one) => !isSame(one, call));

function replace(c: Case, call: NeededCall, by: NeededCall): void {
  c.set({ calls: (c.view.calls ?? []).map((one) => (isSame(one, call) ? by : one)) });
}

/** The calls as they are now; a new one takes back that the patient is ready to leave. */
export function setCalls(c: Case, calls: readonly NeededCall[]): void {
  const had = c.view.calls ?? [];
  const open = calls.filter(({ state }) => state !== 'agreed');
  const added = open.filter((call) => !had.some((one) => one.state !== 'agreed' && isSame(one, call)));
  const gone = had.filter((call) => call.state !== 'agreed' && !calls.some((one) => isSame(one, call)));
  if (had.length === 0 && calls.length === 0) return;
  for (const call of added) c.fact('call-needed', aboutOf(call));
  for (const call of gone) c.fact('call-no-longer-needed', aboutOf(call));
  c.set({ calls });
  if (added.length > 0 && c.view.stage === 'ready') {
    c.enter('planning');
    c.set({ readyAt: null });
  }
}
