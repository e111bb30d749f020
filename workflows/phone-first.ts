// Ring first (ring først): what must be agreed with the municipality by phone before the patient leaves.
// The written version goes out at once; until the call is on record the municipality is not notified and nobody is ready.

import type { Branch, NeededCall } from '../domain/calls.ts';
import type { Codes } from '../domain/fields.ts';
import { instant, timeOf } from '../domain/ids.ts';
import { mayShare } from '../domain/legal-basis.ts';
import type { LeavingRules } from '../domain/phone-first.ts';
import { covers, reasonsAtOnce } from '../domain/phone-first.ts';
import type { Ruled } from '../domain/ruled.ts';
import type { Answer, Question } from './ask.ts';
import { ask, sharingAllowed } from './ask.ts';
import type { Case } from './case.ts';
import { readyStill } from './gate.ts';
import { admittedAt, hasLeft, isAmbulant, isInTime } from './leaving-day.ts';
import { tellAgreement } from './tell.ts';
import { restart, watch } from './track.ts';

const BASIS = 'health-act-41-2-1';
/** Whom to ring at the municipality, one after the other. */
const WHOM = ['unit', 'team-leader', 'on-call'] as const;

/** Every call that the rules ask for, side by side; a stay that passes the limit is decided about anew. */
export async function phoneFirst(c: Case, rules: LeavingRules | null, branch: Branch): Promise<void> {
  if (rules === null) {
    if (!hasLeft(c)) setCalls(c, []);
    return;
  }
  const calls = callsFor(c, rules, branch);
  setCalls(c, calls);
  for (const call of calls) if (call.state !== 'agreed') seeTo(c, call, rules);
  await Promise.all([
    untilDayIsOver(c, rules),
    branch === 'long' ? lateVersion(c, rules) : untilDecidedAnew(c, rules, branch),
  ]);
}

/** Ready is said of a day: when that is over, what must be agreed is decided about for the one that it has become. */
async function untilDayIsOver(c: Case, { sameDay }: LeavingRules): Promise<void> {
  const { day } = sameDay;
  if (day === undefined) return;
  const isReady = (): boolean => c.view.stage === 'ready';
  do {
    await c.clock.wait(() => hasLeft(c) || isReady(), null);
    if (hasLeft(c)) return;
  } while (await shownWait(c, 'leaving-day-over', sameDay, () => hasLeft(c) || !isReady(), day.over));
  c.leaving.stillHereAt = c.now();
  restart(c, ['municipality']);
}

/** Waits as a clock that is seen: whether `done` held before `due` (epoch ms). */
async function shownWait(c: Case, id: string, ruled: Ruled, done: () => boolean, due: number): Promise<boolean> {
  c.clocks.set(id, { id, name: ruled.clock, due, rule: ruled.rule, waitsFor: null });
  try {
    return await c.clock.wait(done, due, id);
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
}

/**
 * One call for each who is rung, for all reasons together; what is agreed already and still holds stays agreed, and a call
 * that somebody sees to goes on with its deadline.
 */
function callsFor(c: Case, rules: LeavingRules, branch: Branch): NeededCall[] {
  const { leaving } = rules;
  const had = c.view.calls ?? [];
  const calls = new Map<string, NeededCall>();
  for (const { why, ruled } of reasonsAtOnce(rules, branch, c.now())) {
    const unit = ruled.ring === 'services' ? c.start.servicesUnit : c.view.visitationUnit;
    const before = calls.get(unit)?.why ?? [];
    calls.set(unit, { why: [...before, why], unit, planVersion: c.toldPlan, leaving, state: 'needed' });
  }
  const needed = [...calls.values()].map(
    (call) => had.find((one) => covers(one, call)) ?? underWay(c, had, call) ?? call,
  );
  // What was said of this very version sent late holds for it.
  const late = had.filter(
    ({ why, state, planVersion, leaving: at }) =>
      why.includes('same-day') && state === 'agreed' && planVersion === c.toldPlan && at === leaving,
  );
  return [...needed, ...late.filter((call) => !needed.includes(call))];
}

const underWay = (c: Case, had: readonly NeededCall[], call: NeededCall): NeededCall | undefined =>
  had.find((one) => one.state !== 'agreed' && isSameCall(one, call) && c.leaving.ringing.has(nameOf(one)));

/** This version of the plan was not sent in time for the day, or was refused: somebody rings, unless somebody does anyway. */
async function lateVersion(c: Case, { sameDay, leaving }: LeavingRules): Promise<void> {
  const planVersion = c.toldPlan;
  const unit = c.view.visitationUnit;
  const inTime = (): boolean => isInTime(c, planVersion, sameDay.due);
  for (;;) {
    if (!inTime()) await shownWait(c, 'plan-same-day', sameDay, () => inTime() || hasLeft(c), sameDay.due);
    if (hasLeft(c)) return;
    if (!inTime()) break;
    await c.clock.wait(() => !inTime() || hasLeft(c), null);
  }
  const calls = c.view.calls ?? [];
  if (calls.some((call) => call.unit === unit && (call.planVersion === planVersion || call.state === 'needed'))) return;
  const call: NeededCall = { why: ['same-day'], unit, planVersion, leaving, state: 'needed' };
  setCalls(c, [...calls, call]);
  seeTo(c, call, null);
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

/** A call is seen to from when it is needed until it is not: what else of the plan changes does not begin it anew. */
function seeTo(c: Case, call: NeededCall, rules: LeavingRules | null): void {
  const name = nameOf(call);
  if (c.leaving.ringing.has(name)) return;
  c.leaving.ringing.add(name);
  watch(c, 'agree-by-phone', async () => {
    try {
      await untilAgreed(c, call, rules);
    } finally {
      c.leaving.ringing.delete(name);
    }
  });
}

const nameOf = ({ unit, leaving, why, planVersion }: NeededCall): string =>
  [unit, leaving, planVersion, ...why].join(' ');

const isNeeded = (c: Case, call: NeededCall): boolean =>
  (c.view.calls ?? []).some((one) => one.state !== 'agreed' && nameOf(one) === nameOf(call));

/** Rings until a named person has said yes. After a no the ward rings again or changes the plan, which ends this. */
async function untilAgreed(c: Case, call: NeededCall, rules: LeavingRules | null): Promise<void> {
  for (;;) {
    const answer = await reached(c, call, rules);
    if (!isNeeded(c, call)) return;
    if (answer.kind === 'stopped') setCalls(c, without(c, call));
    // Silence is never a yes: the call stays needed.
    if (answer.kind !== 'answered') return;
    const { by, at, task, code } = answer;
    const agreed = code === 'agreed';
    const said = { ...call, planVersion: Math.max(call.planVersion, c.toldPlan), by, at, task };
    replace(
      c,
      call,
      agreed ? { ...said, state: 'agreed' } : { ...said, planVersion: call.planVersion, state: 'declined' },
    );
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
      unless: () => hasLeft(c) || !isNeeded(c, call),
    });
    if (hasLeft(c) || !isNeeded(c, call)) return;
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
        unless: () => !mayShare(BASIS, c.view.objections) || !isNeeded(c, call),
        ...(due === null ? {} : { due }),
      });
      if (answer.kind === 'settled' && !isNeeded(c, call)) return answer;
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
    return { clock: 'friday-afternoon', anchor: admittedAt(c), facts: { leaving: instant(leaving) } };
  return { clock: 'call-task' };
}

const aboutOf = ({ unit, why, planVersion, leaving }: NeededCall): Codes => ({
  unit,
  reasons: why,
  planVersion,
  leaves: instant(leaving),
});

const isSameCall = (one: NeededCall, other: NeededCall): boolean =>
  one.unit === other.unit && one.leaving === other.leaving && one.why.join() === other.why.join();

const without = (c: Case, call: NeededCall): NeededCall[] =>
  (c.view.calls ?? []).filter((one) => nameOf(one) !== nameOf(call));

function replace(c: Case, call: NeededCall, by: NeededCall): void {
  c.set({ calls: (c.view.calls ?? []).map((one) => (nameOf(one) === nameOf(call) ? by : one)) });
}

/** The calls as they are now; a new one takes back that the patient is ready to leave. */
export function setCalls(c: Case, calls: readonly NeededCall[]): void {
  const had = c.view.calls ?? [];
  const open = calls.filter(({ state }) => state !== 'agreed');
  const added = open.filter((call) => !had.some((one) => one.state !== 'agreed' && isSameCall(one, call)));
  const gone = had.filter((call) => call.state !== 'agreed' && !calls.some((one) => isSameCall(one, call)));
  if (had.length === 0 && calls.length === 0) return;
  for (const call of added) c.fact('call-needed', aboutOf(call));
  for (const call of gone) c.fact('call-no-longer-needed', aboutOf(call));
  c.set({ calls });
  if (added.length > 0) readyStill(c);
}
