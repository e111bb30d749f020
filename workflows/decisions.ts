// The table of decisions: for each name its check and its effect, wired once before anything else runs.
// Every handler ends by waiting until the view that shows the decision has been written (design 1).
import { CancellationScope, setHandler } from '@temporalio/workflow';
import { noteAdverseEvent } from './adverse-event.ts';
import { allowed } from './allowed.ts';
import * as bed from './bed-decisions.ts';
import type { Case } from './case.ts';
import * as whole from './case-decisions.ts';
import type { Decided, Decision, DecisionName } from './contract.ts';
import { updateOf } from './contract.ts';
import * as finished from './finished.ts';
import * as followUps from './follow-up-decisions.ts';
import * as gate from './gate.ts';
import { markFollowUp } from './gp.ts';
import * as machine from './machine-decisions.ts';
import { shown } from './publish.ts';
import { refuse } from './refuse.ts';
import { askDepartment, mayAskDepartment } from './responsibility.ts';
import { mayPropose, proposeSharedDays } from './shared-days.ts';
import * as stay from './stay-events.ts';
import * as tasks from './task-decisions.ts';
import * as thread from './thread.ts';

interface Handler<K extends DecisionName> {
  check?: (c: Case, decision: Decision<K>) => void;
  /** What must be asked of the rules before it can stand; may still refuse. */
  before?: (c: Case, decision: Decision<K>) => Promise<void>;
  effect: (c: Case, decision: Decision<K>) => void;
}

const table: { [K in DecisionName]: Handler<K> } = {
  'answer-task': { check: tasks.mayAnswer, effect: tasks.answer },
  'claim-task': { check: tasks.mayClaim, effect: tasks.claim },
  'release-task': { check: tasks.mayRelease, effect: tasks.release },
  'assign-task': { check: tasks.mayAssign, effect: tasks.assign },
  'see-task': { check: tasks.maySee, effect: tasks.seeTask },
  'see-message': { effect: (c, { body, actor }) => tasks.seeMessage(c, body.message, actor), check: knowsMessage },
  receipt: { check: machine.knowsMessage, effect: machine.receipt },
  'change-plan': { check: whole.mayChangePlan, effect: whole.changePlan },
  'mark-finished': { check: finished.mayMark, effect: finished.markFinished },
  'withdraw-finished': { check: finished.mayWithdraw, effect: finished.withdraw },
  'correct-finished': { check: finished.mayCorrect, effect: finished.correct },
  'state-delay-cause': { check: finished.mayState, effect: finished.stateCause },
  'change-residence': { check: (c) => allowed(c, 'change-residence'), effect: finished.changeResidence },
  'mark-follow-up': { check: (c) => allowed(c, 'mark-follow-up'), effect: markFollowUp },
  'send-letter': { check: (c) => allowed(c, 'send-letter'), effect: whole.sendLetter },
  'propose-conference': { check: whole.mayPropose, effect: whole.proposeConference },
  'propose-shared-days': { check: mayPropose, effect: proposeSharedDays },
  'record-objection': { check: (c) => allowed(c, 'record-objection'), effect: whole.recordObjection },
  'note-adverse-event': { check: (c) => allowed(c, 'note-adverse-event'), effect: noteAdverseEvent },
  'set-coordinator': { check: (c) => allowed(c, 'set-coordinator'), effect: whole.setCoordinator },
  pause: { check: whole.mayPause, effect: whole.pause },
  resume: { check: (c) => allowed(c, 'resume'), effect: whole.resumePlanning },
  ready: { check: gate.mayBeReady, before: gate.beforeReady, effect: gate.ready },
  'state-criterion': { effect: gate.stateCriterion },
  'note-consent': { effect: gate.noteConsent },
  leave: { check: (c) => allowed(c, 'leave'), effect: whole.leave },
  withdraw: { check: whole.mayWithdraw, effect: whole.withdraw },
  'renew-hold': { check: bed.mayRenew, effect: bed.renewHold },
  'withdraw-hold': { check: bed.mayWithdrawHold, effect: bed.withdrawHold },
  'recheck-bed': { effect: bed.recheckBed },
  'report-death': { check: (c) => allowed(c, 'report-death'), effect: whole.reportDeath },
  'stay-notice': { effect: stay.stayNotice },
  'go-on-leave': { check: stay.mayGoOnLeave, effect: stay.goOnLeave },
  'back-from-leave': { check: stay.mayComeBack, effect: stay.comeBack },
  'correct-stay': { check: stay.mayCorrectStay, effect: stay.correctStay },
  'cancel-stay': { check: stay.mayCancelStay, effect: stay.cancelStay },
  readmit: { effect: whole.readmit },
  transfer: { effect: whole.transfer },
  'note-fact': { effect: whole.noteFact },
  'write-letter': { check: thread.mayWrite, effect: thread.write },
  'ask-about-plan': { check: thread.mayAsk, effect: thread.askAboutPlan },
  'ask-department': { check: mayAskDepartment, effect: askDepartment },
  'plan-follow-up': { check: followUps.mayPlan, effect: followUps.plan },
  'change-follow-up': { check: followUps.mayChange, effect: followUps.change },
  'end-follow-up': { check: followUps.mayEnd, effect: followUps.end },
  'change-intensity': { check: followUps.mayChangeIntensity, effect: followUps.changeIntensity },
  repair: { check: machine.mayRepair, effect: machine.repair },
  tick: { effect: () => undefined },
  refresh: { effect: machine.refresh },
};

/** Registers every Update; called before the first await, or early ones would be rejected. */
export function takeDecisions(c: Case): void {
  for (const name of Object.keys(table).filter(isDecision)) take(c, name);
}

function take<K extends DecisionName>(c: Case, name: K): void {
  const { check, before, effect }: Handler<K> = table[name];
  setHandler(
    updateOf(name),
    // Not cancellable: an operator's cancel of the workflow must not take back what a person has decided.
    (decision: Decision<K>): Promise<Decided> =>
      CancellationScope.nonCancellable(async () => {
        c.clock.hear(decision.offset);
        if (before !== undefined) await before(c, decision);
        effect(c, decision);
        return { version: await shown(c) };
      }),
    { validator: (decision: Decision<K>) => check?.(c, decision) },
  );
}

const isDecision = (name: string): name is DecisionName => name in table;

function knowsMessage(c: Case, { body }: Decision<'see-message'>): void {
  if (!c.messages.has(body.message)) refuse('unknown-message', { message: body.message });
}
