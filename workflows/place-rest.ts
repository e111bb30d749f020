// What a yes leaves to be done before the patient comes: another way for what the unit cannot do, and training of its staff.
// Each ends by itself when the place is gone.
import { hasPlace, takesPlace } from '../domain/bed.ts';
import type { CapabilityCode } from '../domain/capability-codes.ts';
import type { PlaceTaken } from '../domain/case-view.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch } from '../domain/ids.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import type { Asked } from './place-asked.ts';
import { watch } from './track.ts';

/** The unit cannot do all that is needed: the asker finds another way for the rest, and nobody is ready before. */
export function coverRest(c: Case, unit: UnitId, place: string, open: readonly CapabilityCode[]): void {
  c.fact('bed-part-open', { unit, capabilities: open });
  watch(c, 'cover-rest', async () => {
    await ask(c, c.view.wardUnit, {
      kind: 'cover-rest',
      clock: 'ward-decision',
      about: { unit, capabilities: open },
      unless: () => !hasPlace(c.view.bed, place),
    });
    done(c, place, 'open');
  });
}

/** What the unit's staff must be trained in before the patient comes (oplæring): its own task, and nobody is ready before. */
export function trainFirst(c: Case, { unit, place, need, training }: Asked): void {
  c.fact('training-needed', { unit, capabilities: training });
  watch(c, 'train-staff', async () => {
    await ask(c, unit, {
      kind: 'train-staff',
      clock: 'staff-training',
      anchor: epoch(need.from),
      about: { capabilities: training },
      unless: () => !hasPlace(c.view.bed, place),
    });
    done(c, place, 'training');
  });
}

/** Takes off the place what is no longer to be done, if the case still has it. */
function done(c: Case, place: string, what: 'open' | 'training'): void {
  const { bed } = c.view;
  if (!takesPlace(bed)) return;
  if (bed.place === place) {
    const { open: _open, training: _training, ...whole } = bed;
    c.set({ bed: { ...whole, ...leftOf(bed, what) } });
  } else if (bed.state === 'in-use' && bed.next?.place === place) {
    const { open: _open, training: _training, ...whole } = bed.next;
    c.set({ bed: { ...bed, next: { ...whole, ...leftOf(bed.next, what) } } });
  }
}

const leftOf = ({ open, training }: PlaceTaken, done: 'open' | 'training'): Pick<PlaceTaken, 'open' | 'training'> => ({
  ...(done === 'open' || open === undefined ? {} : { open }),
  ...(done === 'training' || training === undefined ? {} : { training }),
});
