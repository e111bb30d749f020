// The patient objects to sharing (frabedelse): what waits on that basis stops in this step, and the ward clears it up.
// Tells and asks stop and go on by themselves (sharingAllowed in ask.ts); here is the one task that decides for all of them.
import type { LegalBasis } from '../domain/legal-basis.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { watch } from './track.ts';

/** Opens the clearing of an objection; with consent everything that waits on the basis goes on, in the same step. */
export function clearUp(c: Case, basis: LegalBasis): void {
  const number = c.nextNumber();
  c.clearing.set(basis, number);
  watch(c, 'clear-objection', async () => {
    try {
      const answer = await ask(c, c.view.wardUnit, {
        kind: 'handle-objection',
        clock: 'objection-task',
        about: { basis },
      });
      if (answer.kind === 'answered' && answer.code === 'consent-given') {
        c.set({ objections: c.view.objections.filter((objected) => objected !== basis) });
      }
    } finally {
      // One that ended with planning leaves the field to the one that was opened for the messages about it.
      if (c.clearing.get(basis) === number) c.clearing.delete(basis);
      c.touch();
    }
  });
}
