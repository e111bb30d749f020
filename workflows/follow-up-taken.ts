// What the letter recommends once a named person has said yes to it: an item of follow-up, chased until it was done.
// It ends with the recommendation that it was said to: taken back, changed, or of a leaving that was none.
import type { Codes } from '../domain/fields.ts';
import type { FollowUpItem } from '../domain/follow-up.ts';
import { isOver } from '../domain/follow-up.ts';
import type { Window } from '../domain/gp-follow-up.ts';
import { itemTaken } from '../domain/gp-follow-up.ts';
import type { UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { Case } from './case.ts';
import type { By } from './follow-up-items.ts';
import * as items from './follow-up-items.ts';

/** Who has said yes, and to when. */
export interface Yes {
  /** Null: somebody outside the system, on the phone with the ward, which books it and is asked whether it was done. */
  readonly unit: UnitId | null;
  /** The time that was said, epoch ms: it is booked for that. Null: none yet. */
  readonly at: number | null;
}

/** A named person has said yes: from now on it is chased like every other. `how`: what else the fact says of the yes. */
export function taken(c: Case, { unit, at }: Yes, window: Window, how: Codes = {}): void {
  const item = chased(c, { unit, at }, window);
  const gpTook = unit !== null && unit === c.view.gpUnit;
  const takenUp = { state: 'taken', unit, at: c.now(), ...(item === null ? {} : { item }) } as const;
  c.set({ gp: gpTook ? 'accepted' : 'other-way', takenUp });
  c.fact('follow-up-taken', { unit, ...(at === null ? {} : { at: instant(at) }), ...how });
}

/**
 * The new item's id; null when the same was planned with the same unit already, which then has the time that was said, or
 * has been done: who did it and says yes afterwards means that visit, unless a new time comes with the yes.
 */
function chased(c: Case, { unit, at }: Yes, window: Window): string | null {
  const { mark, leftAt, followUps, wardUnit } = c.view;
  if (mark === null || leftAt === null) return null;
  const draft = itemTaken(mark, { unit: unit ?? wardUnit, at, from: leftAt }, window);
  const alike = followUps.filter(({ what, owner }) => what === draft.what && owner === draft.booker);
  const same = alike.find((one) => !isOver(one));
  if (same === undefined) {
    const meant = at === null && alike.some(({ state }) => state === 'done');
    return meant ? null : items.planItem(c, draft);
  }
  if (at !== null && at !== same.bookedAt) {
    items.change(c, same, {});
    items.booked(c, same.id, at);
  }
  return null;
}

/**
 * Ends the item that a yes has made, if it is not over; gives it as it stood. What was agreed before leaving stays: people
 * agreed on that by themselves.
 */
export function endTaken(c: Case, reason: 'not-needed' | 'replaced', by: By = {}): FollowUpItem | null {
  const { takenUp } = c.view;
  const id = takenUp?.state === 'taken' ? takenUp.item : undefined;
  const item = id === undefined ? undefined : items.itemOf(c, id);
  if (item === undefined || isOver(item)) return null;
  items.notDone(c, item, reason, by);
  return item;
}
