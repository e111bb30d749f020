// Schedule follow-up (opfølgning): agreed before leaving or declined, booked by somebody, and asked about until done.
// Planned is not done: each item is chased until it is over; nobody's silence ends it (domain.md 5, peers rows 46-47).
import type { FollowUpItem } from '../domain/follow-up.ts';
import { isMissedReason, isOver } from '../domain/follow-up.ts';
import { epoch, instant, timeOf } from '../domain/ids.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { agree } from './follow-up-agreed.ts';
import * as items from './follow-up-items.ts';
import { isRevised, itemOf } from './follow-up-items.ts';
import { mustWait, sameLeaving, windowByRule } from './follow-up-windows.ts';
import { reachOut } from './reach-out.ts';
import { offerRehabilitation } from './rehabilitation.ts';
import { rule } from './rule.ts';

/** The whole track: agree, and chase every item side by side, also those that are planned while it runs. */
export async function followUp(c: Case): Promise<void> {
  const begun = new Set<string>();
  const running: Promise<void>[] = [];
  let underWay = 0;
  const begin = (step: Promise<void>): void => {
    underWay += 1;
    running.push(
      step.finally(() => {
        underWay -= 1;
      }),
    );
  };
  const fresh = (): readonly FollowUpItem[] => c.view.followUps.filter((item) => !isOver(item) && !begun.has(item.id));
  if (c.view.followUpAgreed === 'open') begin(agree(c));
  for (;;) {
    for (const { id } of fresh()) {
      begun.add(id);
      begin(chase(c, id));
    }
    const next = c.clock.wait(() => underWay === 0 || fresh().length > 0, null);
    // What fails ends the track, which the operators then see.
    await Promise.race([next, Promise.all(running).then(() => next)]);
    if (underWay === 0 && fresh().length === 0) return;
  }
}

/** Booked by its date, then asked about when due, until it is over. */
async function chase(c: Case, id: string): Promise<void> {
  for (;;) {
    const item = itemOf(c, id);
    if (item === undefined || isOver(item)) return;
    if (item.state === 'booked') await askWhetherDone(c, item, item.bookedAt);
    else if (mustWait(c, item)) await c.clock.wait(() => isRevised(c, item) || !mustWait(c, item), null);
    else if (item.what !== 'rehabilitation' || item.place === 'private-supplier') await book(c, item);
    else if ((await offerRehabilitation(c, item)) === 'not-asked') await takeOver(c, item, 'not-booked');
  }
}

/** Whoever books it is asked until its date; when its window is by rule, anew when the leaving is at another time. */
async function book(c: Case, planned: FollowUpItem): Promise<void> {
  const same = planned.window === 'by-rule' ? sameLeaving(c) : () => true;
  const item = planned.window === 'by-rule' ? items.setWindow(c, planned, await windowByRule(c, planned)) : planned;
  const over = (): boolean => isRevised(c, item) || !same();
  const answer = await ask(c, item.booker, {
    kind: 'book-follow-up',
    clock: 'book-follow-up',
    anchor: item.bookBy,
    about: { item: item.id, what: item.what, place: item.place, from: instant(item.from), until: instant(item.until) },
    unless: over,
  });
  if (over()) return;
  if (answer.kind !== 'answered') return takeOver(c, item, 'not-booked');
  if (answer.code === 'booked') return items.booked(c, item.id, timeOf(answer.codes['at']) ?? item.until);
  if (answer.code === 'declined') return items.declined(c, item);
  return takeOver(c, item, 'not-booked');
}

/** A day after its time (the rule's) whoever carries it out is asked; a patient who did not come is looked for. */
async function askWhetherDone(c: Case, item: FollowUpItem, bookedAt: number): Promise<void> {
  const over = (): boolean => isRevised(c, item);
  const due = await untilDue(c, item, bookedAt, over);
  if (over()) return;
  const answer = await ask(c, item.owner, {
    kind: 'follow-up-done',
    clock: 'book-follow-up',
    anchor: due,
    about: { item: item.id, what: item.what, at: instant(bookedAt) },
    unless: over,
  });
  if (over()) return;
  if (answer.kind !== 'answered') return takeOver(c, item, 'not-answered');
  const { codes } = answer;
  if (answer.code === 'done') return items.done(c, item, timeOf(codes['at']) ?? bookedAt);
  if (answer.code === 'declined') return items.declined(c, item);
  const reason = isMissedReason(codes['reason']) ? codes['reason'] : 'other';
  items.notDone(c, item, reason);
  const at = timeOf(codes['at']);
  if (at !== null) return items.booked(c, item.id, at);
  if (reason !== 'patient-did-not-come') return takeOver(c, item, 'not-done');
  if ((await reachOut(c, item)) === 'not-found') await takeOver(c, item, 'not-found');
}

async function untilDue(c: Case, { id, owner }: FollowUpItem, anchor: number, over: () => boolean): Promise<number> {
  const ruled = await rule(c, { clock: 'follow-up-due-check', unit: owner, anchor });
  const clock = c.clocks.nextRound(`follow-up-${id}`);
  const { due, rule: by } = ruled;
  c.clocks.set(clock, { id: clock, name: 'follow-up-due-check', due, rule: by, waitsFor: owner, from: c.now() });
  try {
    await c.clock.wait(over, due, `follow-up-due · ${owner}`);
  } finally {
    c.clocks.delete(clock);
    c.touch();
  }
  return due;
}

/** Nobody booked it or it did not happen: the ward takes over, and what it answers is where the item goes on. */
async function takeOver(c: Case, item: FollowUpItem, why: string): Promise<void> {
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'chase-follow-up',
    clock: 'ward-decision',
    about: { item: item.id, what: item.what, why },
    unless: () => isRevised(c, item),
  });
  if (answer.kind !== 'answered' || isRevised(c, item)) return;
  const { codes } = answer;
  const at = timeOf(codes['at']);
  switch (answer.code) {
    case 'done':
      return items.done(c, item, at ?? item.bookedAt ?? answer.at);
    case 'declined':
      return items.declined(c, item);
    case 'not-needed':
      return items.notDone(c, item, 'not-needed');
    case 'hand-on': {
      const { unit, bookBy } = codes;
      if (typeof unit !== 'string' || typeof bookBy !== 'string') return;
      items.toBookAgain(c, item.id);
      return items.change(c, itemOf(c, item.id) ?? item, { booker: unit, owner: unit, bookBy: epoch(bookBy) });
    }
    default:
      return items.booked(c, item.id, at ?? item.until);
  }
}
