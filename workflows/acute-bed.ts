// Confirm acute-bed capability (akutplads): look until a place is held, and watch the hold until the patient has come to it.
// How units are asked is in ask-for-bed.ts, how a held place is watched in held-bed.ts.
import { takesPlace } from '../domain/bed.ts';
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
    if (['other-way', 'not-needed', 'ended'].includes(c.view.bed.state)) return;
    // Nobody comes to a place any more; what is missing is the ward's own task since the patient left.
    if (c.leftElsewhere) return c.set({ bed: { state: 'none' } });
    // Taken already when the leaving was taken back: the place is watched again.
    const taken = takesPlace(c.view.bed);
    if (!taken) c.set({ bed: { state: 'looking' } });
    const end = taken || (await find(c, need, first)) ? await keep(c, need) : null;
    if (end?.how === 'over') return;
    if (end?.how === 'look-again') continue;
    if (end === null) {
      c.set({ bed: { state: 'none' } });
      c.fact('bed-none');
    }
    const answer = await ask(c, c.view.wardUnit, {
      kind: end === null ? 'no-bed-found' : 'bed-lapsed',
      clock: 'ward-decision',
      about: {
        capabilities: need.capabilities,
        ...(end !== null
          ? { unit: end.unit, why: end.why }
          : c.place.misses.length === 0
            ? {}
            : { misses: c.place.misses }),
      },
    });
    if (answer.kind === 'answered' && answer.code !== 'ask-again') {
      return c.set({ bed: { state: answer.code === 'not-needed' ? 'not-needed' : 'other-way' } });
    }
    const chosen = answer.kind === 'answered' ? answer.codes['unit'] : null;
    first = typeof chosen === 'string' ? chosen : null;
  }
}
