// One request for a place (anmodning om plads) for a citizen who is not in hospital: asked, held, referred, followed.
// The same steps as of a discharge, see acute-bed.ts; who gave the order is responsible until the stay has ended.
import { CancellationScope, setHandler } from '@temporalio/workflow';
import { acuteBed } from './acute-bed.ts';
import { Case } from './case.ts';
import type { DischargeStart } from './contract.ts';
import { viewQuery } from './contract.ts';
import { takeDecisions } from './decisions.ts';
import { atRest, cancelledByOperators } from './endings.ts';
import { whileShown } from './publish.ts';
import { onTheWay } from './referral.ts';
import { track } from './track.ts';

/** The workflow of one request. Ends when there is no place any more and nothing is owed to anybody. */
export async function placeRequest(start: DischargeStart): Promise<void> {
  const c = new Case(start);
  takeDecisions(c);
  setHandler(viewQuery, () => c.view);
  c.fact('opened', {}, { actor: start.openedBy, submission: start.submission });
  CancellationScope.current().cancelRequested.catch(() => cancelledByOperators(c));
  await CancellationScope.nonCancellable(() => whileShown(c, () => untilOver(c)));
}

async function untilOver(c: Case): Promise<void> {
  const place = track(c, 'acute-bed', acuteBed);
  const way = new CancellationScope();
  way.run(() => onTheWay(c)).catch(() => undefined);
  await c.clock.wait(() => (c.ended || c.tracks.get('acute-bed') === 'done') && atRest(c), null);
  way.cancel();
  c.set({ stage: 'closed', closedAt: c.now(), attention: false });
  c.fact('closed');
  await place;
}
