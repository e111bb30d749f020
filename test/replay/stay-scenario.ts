// The stay as a scenario: notices of ours in a chain, a leaving and a death that were none, and the hospital's own notices.
// Beside the other scenarios (scenarios.ts), because it is followed to its end in its own way: every notice has its receipt.
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { HOUR, vans } from '../workflows/persons.ts';
import type { Play, Stage } from '../workflows/stage.ts';
import { today } from '../workflows/stage.ts';

export async function stayTakenBack(stage: Stage): Promise<WorkflowHandle> {
  const play = await stage.begin({ gpUnit: null, tellsStay: 'this-service' });
  await play.receipt('plan');
  await play.put('go-on-leave', { happenedAt: today() });
  await play.put('back-from-leave', { happenedAt: today() });
  await play.put('leave', { happenedAt: today(), how: 'home' });
  await play.openTask('missing-at-departure');
  await play.put('cancel-stay', { stayEvent: 'SLHJ' });
  await play.put('report-death', { happenedAt: today() });
  await play.openTask('after-death');
  await play.put('cancel-stay', { stayEvent: 'MORS' });
  await play.answer('ring-municipality', 'called', { result: 'reached' });
  const id = randomUUID();
  await play.put(
    'stay-notice',
    { id, chain: id, stayEvent: 'STIN', change: 'new', at: today() - HOUR, toldAt: today() },
    vans,
  );
  await play.put('withdraw', { reason: 'started-by-mistake' });
  return allArrived(play);
}

/** Gives every message its receipt until the case closes. */
export async function allArrived(play: Play): Promise<WorkflowHandle> {
  const over = play.handle.result().then(() => 'over' as const);
  for (;;) {
    const { messages } = await play.case();
    const waiting = messages.find(({ state }) => state === 'sent');
    if (waiting !== undefined) await play.put('receipt', { message: waiting.id, code: 'ok', problem: null }, vans);
    else if ((await Promise.race([over, play.until(({ version }) => version)])) === 'over') return play.handle;
  }
}
