// The discharge letter (epikrise) as the GP loop waits for it: sent by its limit, the ward reminded before, a task after.
// The hospital's own system sends it; that it failed to arrive is told here and becomes the ward's task at once.
import { instant } from '../domain/ids.ts';
import type { RuleFacts } from '../domain/ruled.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { rule } from './rule.ts';

const CLOCK = 'gp-letter';

/** Waits until the letter has gone out: a reminder first, the task at the limit. */
export async function letterSent(c: Case): Promise<void> {
  const sent = (): boolean => c.view.letterSentAt !== null;
  if (sent()) return;
  const missed = await untilLimit(c, sent);
  if (missed === null) return;
  const answer = await ask(c, c.view.wardUnit, { kind: 'send-letter', clock: 'ward-decision', missed, unless: sent });
  if (answer.kind !== 'answered') return;
  c.set({ letterSentAt: answer.at });
  c.fact('letter-sent', { task: answer.task });
}

/**
 * The clock of the letter: at each reminder of its rule the ward is reminded, on the clock and as a fact. Gives the limit
 * when it has passed (epoch ms), null when the letter was sent before.
 */
async function untilLimit(c: Case, sent: () => boolean): Promise<number | null> {
  const ruled = await rule(c, { clock: CLOCK, unit: c.view.wardUnit, anchor: c.view.leftAt, facts: urgencyOf(c) });
  const id = c.clocks.nextRound(CLOCK);
  const clock = { id, name: CLOCK, due: ruled.due, rule: ruled.rule, waitsFor: c.view.wardUnit, from: c.now() };
  c.clocks.set(id, clock);
  try {
    for (const [times, at] of ruled.remindAt.entries()) {
      if (await c.clock.wait(sent, at, `${CLOCK} · reminder`)) return null;
      const reminders = times + 1;
      c.clocks.set(id, { ...clock, waitsFor: c.view.wardUnit, reminders });
      c.fact('letter-reminded', { unit: c.view.wardUnit, times: reminders, due: instant(ruled.due) });
    }
    return (await c.clock.wait(sent, ruled.due, CLOCK)) ? null : ruled.due;
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
}

/** The mark's urgency as a fact for the rules; unmarked letters have none. */
export const urgencyOf = (c: Case): RuleFacts => {
  const urgency = c.view.mark?.urgency ?? null;
  return urgency === null ? {} : { urgency };
};
