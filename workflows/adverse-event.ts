// An adverse event (utilsigtet hændelse, UTH) that somebody will report: a reminder to that person until it is done.
// It is reported elsewhere; here is only who said so, by when, and what became of it. Nothing asks whose fault it was.
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import type { Decision, Decisions } from './contract.ts';
import { seeThrough } from './track.ts';

/** Whatever ends planning, a death above all, ends no reminder: the case does not close before it is settled. */
export function noteAdverseEvent(c: Case, { body, actor, submission }: Decision<'note-adverse-event'>): void {
  const { unit, learntAt } = body;
  c.fact('adverse-event-noted', { unit }, { actor, submission, happenedAt: learntAt });
  seeThrough(c, 'report-adverse-event', () => untilReported(c, body, actor.person));
}

/** The person's own task, from when the event became known (domain.md 1.12: 7 days); silence only tells of it again. */
export async function untilReported(
  c: Case,
  { unit, learntAt }: Decisions['note-adverse-event'],
  holder: string,
): Promise<void> {
  const answer = await ask(c, unit, {
    kind: 'report-adverse-event',
    clock: 'uth-report',
    anchor: learntAt,
    basis: 'health-act-198',
    holder,
  });
  if (answer.kind !== 'answered') return;
  const { at } = answer.codes;
  c.fact('adverse-event-settled', { unit, how: answer.code, ...(at === undefined ? {} : { at }) });
}
