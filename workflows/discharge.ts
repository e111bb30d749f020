// One discharge (udskrivning), from the first word of it until every follow-up is done: wires the tracks over one state.
// Read the tracks for the steps: municipality, acute-bed, gp, follow-up; endings says how planning stops.
import { CancellationScope, setHandler } from '@temporalio/workflow';
import { acuteBed } from './acute-bed.ts';
import { Case } from './case.ts';
import type { DischargeStart } from './contract.ts';
import { viewQuery } from './contract.ts';
import { takeDecisions } from './decisions.ts';
import { atRest, cancelledByOperators } from './endings.ts';
import { followUp } from './follow-up.ts';
import { beginGate } from './gate.ts';
import { gp } from './gp.ts';
import { leaving } from './leaving.ts';
import { municipality, resume, services, stay } from './municipality.ts';
import { whileShown } from './publish.ts';
import { tellStay } from './tell-stay.ts';
import { track } from './track.ts';

/** The workflow of one hospital stay. Ends when nothing is owed to anybody any more. */
export async function discharge(start: DischargeStart): Promise<void> {
  const c = new Case(start);
  takeDecisions(c);
  setHandler(viewQuery, () => c.view);
  beginGate(c);
  c.fact('opened', { previous: start.previous }, { actor: start.openedBy, submission: start.submission });
  if (start.plan !== null)
    c.fact('plan-stated', { version: 1 }, { actor: start.openedBy, submission: start.submission });
  // Temporal's own cancel is the operators' emergency way; the parties are told as of any withdrawal.
  CancellationScope.current().cancelRequested.catch(() => cancelledByOperators(c));
  await CancellationScope.nonCancellable(() => whileShown(c, () => untilFollowedUp(c)));
}

async function untilFollowedUp(c: Case): Promise<void> {
  for (const admission of c.notices) tellStay(c, admission);
  const tracks = Promise.all([
    track(c, 'stay', stay),
    track(c, 'municipality', municipality),
    track(c, 'services', services),
    track(c, 'resume', resume),
    track(c, 'acute-bed', acuteBed),
    track(c, 'gp', gp),
    track(c, 'follow-up', followUp),
    track(c, 'leaving', leaving),
  ]);
  // What was taken is given back, and what tells of the end has arrived.
  await c.clock.wait(() => (c.ended && atRest(c)) || followedUp(c), null);
  c.set({ stage: 'closed', closedAt: c.now(), attention: false });
  c.fact('closed');
  await tracks;
}

/** The patient has left and every track has come to its end: nothing is asked, held or on its way any more. */
function followedUp(c: Case): boolean {
  return (
    c.view.stage === 'left' &&
    c.watches === 0 &&
    [...c.tracks.values()].every((state) => state === 'done') &&
    c.openTasks().length === 0
  );
}
