// Finished treatment (færdigbehandlet): a doctor's decision, its end and what is put right of it, and the notice it needs.
// It says nothing of ready to leave (domain/gate.ts), blocks nothing, and its days are counted elsewhere (domain/payable-days.ts).
import type { Actor } from '../domain/actor.ts';
import type { FinishedDecision, FinishedFault } from '../domain/finished.ts';
import { corrected, correctionFault, inOrder } from '../domain/finished.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { ActionName } from '../domain/moves.ts';
import { movesIn } from '../domain/moves.ts';
import { standingNotices } from '../domain/stay.ts';
import { allowed } from './allowed.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { untilUndisputed } from './delay-cause.ts';
import { noteDocument } from './documents.ts';
import { refuse } from './refuse.ts';
import { rule } from './rule.ts';
import type { Told } from './stay-effects.ts';
import { watch } from './track.ts';

export function mayMark(c: Case, { body }: Decision<'mark-finished'>): void {
  allowed(c, 'mark-finished');
  possible(c, 'mark-finished', inOrder(admittedAt(c), body.finishedAt));
}

export function markFinished(c: Case, { body, actor, submission }: Decision<'mark-finished'>): void {
  const { finishedAt: at } = body;
  c.finished.made += 1;
  const number = c.finished.made;
  const before = c.finished.decisions.at(-1)?.withdrawnAt ?? null;
  stands(c, [...c.finished.decisions, { number, at, submission, withdrawnAt: null }]);
  c.fact('finished', { ownTasksDone: true }, { actor, submission, happenedAt: at });
  // Recorded when the patient is gone, it is an account of days: nobody waits for a notice any more.
  if (c.view.leftAt === null && !c.ended) watch(c, 'finished-notice', () => notice(c, number, before));
}

export function mayWithdraw(c: Case, { body }: Decision<'withdraw-finished'>): void {
  allowed(c, 'withdraw-finished');
  possible(c, 'withdraw-finished', inOrder(c.view.finishedAt, body.withdrawnAt));
}

/** Ill again: counting stops, what was counted stays, and only a new decision begins anew (domain.md 3.1). */
export function withdraw(c: Case, { body, actor, submission }: Decision<'withdraw-finished'>): void {
  const { withdrawnAt, reason } = body;
  amend(c, (newest) => ({ ...newest, withdrawnAt }));
  c.fact('finished-withdrawn', { withdrawnBecause: reason }, { actor, submission, happenedAt: withdrawnAt });
}

/** An illness that began before treatment was finished did not end that. `since`: epoch ms; null: now. */
export function mayBeIll(c: Case, since: number | null): void {
  if (since !== null) possible(c, 'pause', inOrder(c.view.finishedAt, since));
}

/** Planning pauses because the patient is ill again: then treatment is not finished either. */
export function illAgain(c: Case, since: number | null, { actor, submission }: Told): void {
  if (c.view.finishedAt === null) return;
  const withdrawnAt = since ?? c.now();
  amend(c, (newest) => ({ ...newest, withdrawnAt }));
  c.fact('finished-withdrawn', { withdrawnBecause: 'ill-again' }, { actor, submission, happenedAt: withdrawnAt });
}

export function mayCorrect(c: Case, { body }: Decision<'correct-finished'>): void {
  allowed(c, 'correct-finished');
  possible(c, 'correct-finished', correctionFault(c.finished.decisions, body));
  if (body.what === 'finished-at') possible(c, 'correct-finished', inOrder(admittedAt(c), body.at));
}

/** When the stay began: as the case was opened, or as early as anything told of the stay that was put right since. */
const admittedAt = (c: Case): number => Math.min(c.start.admittedAt, ...standingNotices(c.notices).map(({ at }) => at));

/** Puts a decision right; the time it had stays on the record, and a month that was stated gets a difference line. */
export function correct(c: Case, { body, actor, submission }: Decision<'correct-finished'>): void {
  const { what, at, decision } = body;
  stands(c, corrected(c.finished.decisions, body));
  const which = decision === undefined ? {} : { decision };
  c.fact('finished-corrected', { corrected: what, ...which }, { actor, submission, happenedAt: at });
  const { finished } = c.view;
  if (what !== 'no-withdrawal' || finished == null) return;
  const before = c.finished.decisions.at(-2)?.withdrawnAt ?? null;
  watch(c, 'finished-notice', () => notice(c, finished.number, before));
}

export function mayState(c: Case, { body }: Decision<'state-delay-cause'>): void {
  allowed(c, 'state-delay-cause');
  possible(c, 'state-delay-cause', inOrder(body.from, body.until));
}

/** What the patient waits for; a later statement about the same time puts an earlier one right. */
export function stateCause(c: Case, { body, actor, submission }: Decision<'state-delay-cause'>): void {
  const { cause, from, until } = body;
  const codes = { cause, until: until === null ? null : instant(until) };
  c.fact('delay-cause-stated', codes, { actor, submission, happenedAt: from });
  if (c.ended) return;
  const side = isOfWard(actor) ? 'ward' : 'municipality';
  watch(c, 'delay-cause', () => untilUndisputed(c, body, side));
}

const isOfWard = ({ role }: Actor): boolean => role === 'ward-staff' || role === 'doctor';

/** Only who pays from that day on; the parties who plan stay the same. */
export function changeResidence(c: Case, { body, actor, submission }: Decision<'change-residence'>): void {
  c.fact('residence-changed', { municipality: body.municipality, from: body.from }, { actor, submission });
}

/**
 * The notice of finished treatment leaves on the day of the decision (domain.md 1.5), unless the patient leaves before it is
 * due. One that was sent after the decision before this one ended is for this one, also when it was reported first.
 */
async function notice(c: Case, decision: number, after: number | null): Promise<void> {
  const sent = (): boolean => {
    const { noticeSentAt } = c.finished;
    return noticeSentAt !== null && (after === null || noticeSentAt >= after);
  };
  const over = (): boolean =>
    c.view.finishedAt === null || c.view.finished?.number !== decision || c.view.leftAt !== null || c.ended || sent();
  const { finishedAt: anchor, wardUnit: unit } = c.view;
  if (over() || anchor === null) return;
  const ruled = await rule(c, { clock: 'finished-notice', unit, anchor });
  const id = c.clocks.nextRound(`finished-notice-${decision}`);
  c.clocks.set(id, { id, name: ruled.clock, due: ruled.due, rule: ruled.rule, waitsFor: unit, from: c.now() });
  c.touch();
  try {
    if (await c.clock.wait(over, ruled.due, id)) return;
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'send-finished-notice',
    clock: 'ward-decision',
    about: { at: instant(anchor) },
    missed: ruled.due,
    unless: over,
  });
  if (answer.kind !== 'answered' || answer.code !== 'sent') return;
  const { at } = answer.codes;
  const happenedAt = typeof at === 'string' ? Math.min(epoch(at), c.now()) : c.now();
  const submission = c.tasks.get(answer.task)?.answer?.submission ?? null;
  noteDocument(c, { kind: 'finished-notice', stage: 'sent', version: 1 }, { submission, happenedAt });
}

/** The decisions as they now stand; the case shows the newest. */
function stands(c: Case, decisions: readonly FinishedDecision[]): void {
  c.finished.decisions.splice(0, c.finished.decisions.length, ...decisions);
  const newest = decisions.at(-1) ?? null;
  c.set({ finished: newest, finishedAt: newest === null || newest.withdrawnAt !== null ? null : newest.at });
}

function amend(c: Case, change: (newest: FinishedDecision) => FinishedDecision): void {
  const newest = c.finished.decisions.at(-1);
  if (newest !== undefined) stands(c, [...c.finished.decisions.slice(0, -1), change(newest)]);
}

function possible(c: Case, action: ActionName, fault: FinishedFault | null): void {
  if (fault === null) return;
  if (fault.code === 'wrong-times') refuse('wrong-times', { first: instant(fault.first) });
  refuse('wrong-moment', { action, stage: c.view.stage, allowed: movesIn(c.view) });
}
