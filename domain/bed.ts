// Questions to the state of a bed (akutplads): whose place is taken, who treats the patient there, whether the gate is met.
// The state itself is in case-view.ts; the order of things in workflows/held-bed.ts.
import type { BedState } from './case-view.ts';
import type { UnitId } from './ids.ts';

export type HeldBed = Extract<BedState, { state: 'held' }>;
export type BedInUse = Extract<BedState, { state: 'in-use' }>;

/** Whether a place is taken for the patient: held, or the patient lies in it. */
export const takesPlace = (bed: BedState): bed is HeldBed | BedInUse => bed.state === 'held' || bed.state === 'in-use';

/** Whether the case has this place: held, in use, or held for the patient to move to. */
export const hasPlace = (bed: BedState, place: string): boolean =>
  takesPlace(bed) && (bed.place === place || (bed.state === 'in-use' && bed.next?.place === place));

/** Whether this unit has said yes to the patient: it holds the place, treats the patient there, or has done so. */
export const tookPatient = (bed: BedState, unit: UnitId): boolean =>
  ((takesPlace(bed) || bed.state === 'ended') && bed.unit === unit) ||
  (bed.state === 'in-use' && bed.next?.unit === unit);

/** Whether nothing is missing of the bed before the patient can leave. */
export const bedSettled = (bed: BedState): boolean =>
  takesPlace(bed) || bed.state === 'ended' || bed.state === 'not-needed' || bed.state === 'other-way';
