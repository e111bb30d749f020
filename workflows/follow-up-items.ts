// The items of follow-up as a case holds them: planned, booked, done, not done or declined, each change with its fact.
// `planItem` is the one way in; whoever plans something (the ward, a practice that takes a follow-up) has it chased by that.
import type {
  FollowUpItem,
  FollowUpPlace,
  FollowUpPlan,
  FollowUpStanding,
  NotDoneReason,
} from '../domain/follow-up.ts';
import { isOver, standing, usualPlace } from '../domain/follow-up.ts';
import type { UnitId } from '../domain/ids.ts';
import type { FollowUpKind } from '../domain/reasons.ts';
import type { Case } from './case.ts';
import { restart } from './track.ts';

/** Something to be done after leaving. Times are epoch ms. */
export interface FollowUpDraft {
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

/** Plans an item, which is chased from now on until it is over; gives its id within the case. */
export function planItem(c: Case, draft: FollowUpDraft): string {
  const { what, from, until, booker, bookBy, owner = booker, place = usualPlace(what), bookedAt } = draft;
  const id = `f${c.nextNumber()}`;
  const plan: FollowUpPlan = { id, what, from, until, owner, booker, bookBy, place, revision: 1 };
  c.set({ followUps: [...c.view.followUps, { ...plan, state: 'planned', bookedAt: null }] });
  c.addParty(owner);
  c.fact('follow-up-planned', {
    ...{ item: id, what, unit: owner, booker, place },
    ...{ from: iso(from), until: iso(until) },
  });
  if (bookedAt !== undefined) booked(c, id, bookedAt);
  // A track that has come to its end begins again; a running one takes it up by itself.
  if (c.tracks.get('follow-up') === 'done') restart(c, ['follow-up']);
  return id;
}

export const itemOf = (c: Case, id: string): FollowUpItem | undefined =>
  c.view.followUps.find((item) => item.id === id);

/** What has been agreed of it has changed, or it is over: a question about it is put anew, or not at all. */
export function isRevised(c: Case, { id, revision }: FollowUpItem): boolean {
  const now = itemOf(c, id);
  return now === undefined || now.revision !== revision || isOver(now);
}

export function booked(c: Case, id: string, at: number): void {
  stands(c, id, { state: 'booked', bookedAt: at });
  c.fact('follow-up-booked', { item: id, at: iso(at) });
}

/** Nobody has a time for it any more: whoever books it is asked. */
export const toBookAgain = (c: Case, id: string): void => stands(c, id, { state: 'planned', bookedAt: null });

export function done(c: Case, { id, what, bookedAt }: FollowUpItem, at: number): void {
  stands(c, id, { state: 'done', bookedAt, doneAt: at });
  c.fact('follow-up-done', { item: id, what, at: iso(at) });
}

export function declined(c: Case, { id, what, bookedAt }: FollowUpItem): void {
  stands(c, id, { state: 'declined', bookedAt });
  c.fact('follow-up-declined', { item: id, what });
}

/** It did not take place; chased on unless the reason says that it falls away. */
export function notDone(c: Case, { id, bookedAt }: FollowUpItem, reason: NotDoneReason): void {
  stands(c, id, { state: 'not-done', bookedAt, reason });
  c.fact('follow-up-not-done', { item: id, reason });
}

function stands(c: Case, id: string, now: FollowUpStanding): void {
  c.set({ followUps: c.view.followUps.map((item) => (item.id === id ? standing(item, now) : item)) });
}

const iso = (ms: number): string => new Date(ms).toISOString();
