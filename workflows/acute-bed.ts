// Confirm acute-bed capability (akutplads): look until a place is held, and watch the hold until the patient has come to it.
// How units are asked is in ask-for-bed.ts, how a held place is watched in held-bed.ts.
import type { UnitId } from '../domain/ids.ts';
import { bedNeed } from '../domain/plan.ts';
import { ask } from './ask.ts';
import { find } from './ask-for-bed.ts';
import type { Case } from './case.ts';
import { keep } from './held-bed.ts';

/** The whole track: no bed needed, or look until one is held, the ward finds another way, or planning ends. */
export async function acuteBed(c: Case): Promise<void> {
  let first: UnitId | null = null;
  for (;;) {
    const need = c.view.plan === null ? null : bedNeed(c.view.plan);
    if (need === null) {
      if (c.view.bed.state !== 'not-needed') c.fact('bed-not-needed');
      return c.set({ bed: { state: 'not-needed' } });
    }
    // What the ward has decided stands, also over a pause, until a changed plan asks anew.
    if (c.view.bed.state === 'other-way' || c.view.bed.state === 'not-needed') return;
    // Nobody comes to a place any more; what is missing is the ward's own task since the patient left.
    if (c.leftElsewhere) return c.set({ bed: { state: 'none' } });
    // Held already when the leaving was taken back: the place is watched again.
    const held = c.view.bed.state === 'held';
    if (!held) c.set({ bed: { state: 'looking' } });
    const found = held || (await find(c, need, first));
    const left = found ? await keep(c) : 'lapsed';
    if (left === 'kept') return;
    if (!found) {
      c.set({ bed: { state: 'none' } });
      c.fact('bed-none');
    }
    const answer = await ask(c, c.view.wardUnit, {
      kind: found ? 'bed-lapsed' : 'no-bed-found',
      clock: 'ward-decision',
      about: { capabilities: need.capabilities },
    });
    if (answer.kind === 'answered' && answer.code !== 'ask-again') {
      return c.set({ bed: { state: answer.code === 'not-needed' ? 'not-needed' : 'other-way' } });
    }
    const chosen = answer.kind === 'answered' ? answer.codes['unit'] : null;
    first = typeof chosen === 'string' ? chosen : null;
  }
}
