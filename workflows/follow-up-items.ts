// The items of follow-up as a case holds them: planned, booked, done, not done or declined, each change with its fact.
// `planItem` is the one way in; whoever plans something (the ward, a practice that takes a follow-up) has it chased by that.
import type { Actor } from '../domain/actor.ts';
import type { Codes } from '../domain/fields.ts';
import type {
  FallsAwayReason,
  FollowUpItem,
  FollowUpPlace,
  FollowUpPlan,
  FollowUpStanding,
  NotDoneReason,
} from '../domain/follow-up.ts';
import { isOver, revived, standing, usualPlace } from '../domain/follow-up.ts';
import type { SubmissionId, UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { FollowUpKind } from '../domain/reasons.ts';
import type { Case } from './case.ts';
import { restart } from './track.ts';

/** Something to be done after leaving. Times are epoch ms. */
export interface FollowUpDraft extends Partial<Pick<FollowUpPlan, 'window' | 'start' | 'contact' | 'replaces'>> {
  readonly what: FollowUpKind;
  readonly from: number;
  readonly until: number;
  readonly booker: UnitId;
  readonly bookBy: number;
  /** Who carries it out; left out: who books it. */
  readonly owner?: UnitId;
  /** Left out: where this kind usually is. */
  readonly place?: FollowUpPlace;
  /** It is booked already, for this time. */
  readonly bookedAt?: number;
}

/** Who did it, when that was no step of the service's own. */
export interface By {
  readonly actor?: Actor;
  readonly submission?: SubmissionId | null;
}

/** Plans an item, which is chased from now on until it is over; gives its id within the case. */
export function planItem(c: Case, { bookedAt, ...draft }: FollowUpDraft, by: By = {}): string {
  const id = `f${c.nextNumber()}`;
  const plan: FollowUpPlan = {
    owner: draft.booker,
    place: usualPlace(draft.what),
    window: 'agreed',
    ...draft,
    id,
    revision: 1,
  };
  c.set({ followUps: [...c.view.followUps, { ...plan, state: 'planned', bookedAt: null }] });
  c.addParty(plan.owner);
  c.fact('follow-up-planned', planCodes(plan), by);
  if (bookedAt !== undefined) booked(c, id, bookedAt);
  // A track that has come to its end begins again; a running one takes it up by itself.
  if (c.tracks.get('follow-up') === 'done') restart(c, ['follow-up']);
  return id;
}

/** What reports count an item by; the newest of an item holds. */
const planCodes = ({ id, what, owner, booker, place, from, until, replaces, contact }: FollowUpPlan): Codes => ({
  ...{ item: id, what, unit: owner, booker, place, from: instant(from), until: instant(until) },
  ...(replaces === undefined ? {} : { replaces }),
  ...(contact === undefined ? {} : { contact: contact.number, contacts: contact.of }),
});

export const itemOf = (c: Case, id: string): FollowUpItem | undefined =>
  c.view.followUps.find((item) => item.id === id);

/** What has been agreed of it has changed, or it is over: a question about it is put anew, or not at all. */
export function isRevised(c: Case, { id, revision }: FollowUpItem): boolean {
  const now = itemOf(c, id);
  return now === undefined || now.revision !== revision || isOver(now);
}

/** A person has changed what is agreed: who, where, in which window. What was asked about it is asked anew. */
export function change(c: Case, item: FollowUpItem, to: Partial<FollowUpPlan>, by: By = {}): void {
  const next: FollowUpItem = { ...item, ...to, revision: item.revision + 1 };
  c.set({ followUps: c.view.followUps.map((one) => (one.id === item.id ? next : one)) });
  c.addParty(next.owner);
  c.fact('follow-up-changed', planCodes(next), by);
}

/** The window as the rules have it now; no change of a person's, so nothing that was asked is asked anew for it. */
export function setWindow(
  c: Case,
  item: FollowUpItem,
  to: Pick<FollowUpPlan, 'from' | 'until' | 'bookBy'>,
): FollowUpItem {
  if (item.from === to.from && item.until === to.until && item.bookBy === to.bookBy) return item;
  const next: FollowUpItem = { ...item, ...to };
  c.set({ followUps: c.view.followUps.map((one) => (one.id === item.id ? next : one)) });
  c.fact('follow-up-changed', planCodes(next));
  return next;
}

export function booked(c: Case, id: string, at: number, by: By = {}): void {
  stands(c, id, { state: 'booked', bookedAt: at });
  c.fact('follow-up-booked', { item: id, at: instant(at) }, by);
}

/** Nobody has a time for it any more: whoever books it is asked. */
export const toBookAgain = (c: Case, id: string): void => stands(c, id, { state: 'planned', bookedAt: null });

export function done(c: Case, { id, what, bookedAt }: FollowUpItem, at: number, by: By = {}): void {
  stands(c, id, { state: 'done', bookedAt, doneAt: at });
  c.fact('follow-up-done', { item: id, what, at: instant(at) }, by);
}

export function declined(c: Case, { id, what, bookedAt }: FollowUpItem, by: By = {}): void {
  stands(c, id, { state: 'declined', bookedAt });
  c.fact('follow-up-declined', { item: id, what }, by);
}

/** It did not take place; chased on unless the reason says that it falls away. */
export function notDone(c: Case, { id, bookedAt }: FollowUpItem, reason: NotDoneReason, by: By = {}): void {
  stands(c, id, { state: 'not-done', bookedAt, reason });
  c.fact('follow-up-not-done', { item: id, reason }, by);
}

/** Nothing of it will be: the patient died, is in hospital again, or the discharge was withdrawn. */
export function allFallAway(c: Case, reason: FallsAwayReason): void {
  for (const item of c.view.followUps) if (!isOver(item)) notDone(c, item, reason);
}

/** What made them fall away was wrong: they are chased again, each to be booked anew. `before`: as they stood then. */
export function comeBack(c: Case, before: readonly FollowUpItem[]): void {
  c.set({ followUps: revived(before) });
  for (const item of c.view.followUps) if (!isOver(item)) c.fact('follow-up-changed', planCodes(item));
}

/** Units other than `but` that have a time for an item which is called off; they are told. */
export const whoHasTime = (items: readonly FollowUpItem[], but: readonly UnitId[]): readonly UnitId[] => {
  const units = items.flatMap((item) => (item.state === 'booked' ? [item.owner, item.booker] : []));
  return [...new Set(units)].filter((unit) => !but.includes(unit));
};

function stands(c: Case, id: string, now: FollowUpStanding): void {
  c.set({ followUps: c.view.followUps.map((item) => (item.id === id ? standing(item, now) : item)) });
}
