// The leaving itself (udskrivelsen): no end notice may ever come, so from the planned day on the ward is asked.
// It is never assumed: a patient who is still there is asked about again, until somebody records what happened.
import { theService } from '../domain/actor.ts';
import { epoch } from '../domain/ids.ts';
import { plannedLeaving } from '../domain/plan.ts';
import { leavingWays } from '../domain/reasons.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { rule } from './rule.ts';
import { leftFor } from './stay-events.ts';
import { restart } from './track.ts';

const CLOCK = 'leaving-overdue';

/** Waits until the patient has left, by a notice, by the ward's own record, or by what the ward answers when it is late. */
export async function leaving(c: Case): Promise<void> {
  const planned = plannedOf(c);
  const over = (): boolean => c.view.leftAt !== null || plannedOf(c) !== planned;
  for (let anchor = planned; c.view.leftAt === null; anchor = c.now()) {
    const ruled = await rule(c, { clock: CLOCK, unit: c.view.wardUnit, anchor });
    const id = c.clocks.nextRound(CLOCK);
    c.clocks.set(id, { id, name: CLOCK, due: ruled.due, rule: ruled.rule, waitsFor: c.view.wardUnit, from: c.now() });
    try {
      await c.clock.wait(over, ruled.due, CLOCK);
    } finally {
      c.clocks.delete(id);
      c.touch();
    }
    // Another day is planned: counted anew from that.
    if (plannedOf(c) !== planned) return leaving(c);
    if (c.view.leftAt !== null) return;
    const answer = await ask(c, c.view.wardUnit, { kind: 'still-here', clock: 'ward-decision', unless: over });
    if (answer.kind !== 'answered') continue;
    if (answer.code === 'left') record(c, answer);
    else decideAnew(c);
  }
}

/** Still here after the planned day: what must be agreed by phone is decided for the day that it has become. */
function decideAnew(c: Case): void {
  c.leaving.stillHereAt = c.now();
  if (c.leaving.rules !== null) restart(c, ['municipality']);
}

function plannedOf({ view: { plan } }: Case): number | null {
  const planned = plan === null ? null : plannedLeaving(plan.date);
  return planned === null ? null : epoch(planned);
}

function record(c: Case, { codes, task }: Extract<Answer, { kind: 'answered' }>): void {
  const { at, how } = codes;
  const way = Object.keys(leavingWays)
    .filter(isWay)
    .find((known) => known === how);
  const told = { actor: theService, submission: c.tasks.get(task)?.answer?.submission ?? null };
  leftFor(c, typeof at === 'string' ? Math.min(epoch(at), c.now()) : c.now(), way ?? 'home', told);
}

const isWay = (code: string): code is keyof typeof leavingWays => Object.hasOwn(leavingWays, code);
