// Schedule follow-up (opfølgning): agreed before leaving or declined, booked by somebody, and asked about until done.
// Planned is not done: each item is chased until it is done or the patient declines (domain.md 5, peers row 47).
import type { Codes } from '../domain/fields.ts';
import type { FollowUpItem } from '../domain/follow-up.ts';
import { isFollowUpKind, isFollowUpPlace, isMissedReason, isOver } from '../domain/follow-up.ts';
import { epoch } from '../domain/ids.ts';
import { plannedLeaving } from '../domain/plan.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import type { FollowUpDraft } from './follow-up-items.ts';
import { booked, declined, done, isRevised, itemOf, notDone, planItem } from './follow-up-items.ts';
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

async function agree(c: Case): Promise<void> {
  const leaving = c.view.plan === null ? null : plannedLeaving(c.view.plan.date);
  const anchor = leaving === null ? null : epoch(leaving);
  const answer = await ask(c, c.view.wardUnit, { kind: 'agree-follow-up', clock: 'agree-follow-up', anchor });
  if (answer.kind !== 'answered') return agree(c);
  if (answer.code === 'agreed') {
    const drafts = draftsOf(answer.codes);
    c.set({ followUpAgreed: 'agreed' });
    c.fact('follow-up-agreed', { items: drafts.length });
    for (const draft of drafts) planItem(c, draft);
  } else {
    c.set({ followUpAgreed: answer.code === 'declined' ? 'declined' : 'not-needed' });
    c.fact('follow-up-declined', { how: answer.code });
  }
}

/** Booked by its date, then asked about when due, until it is over. */
async function chase(c: Case, id: string): Promise<void> {
  for (;;) {
    const item = itemOf(c, id);
    if (item === undefined || isOver(item)) return;
    if (item.state === 'booked') await askWhetherDone(c, item, item.bookedAt);
    else await book(c, item);
  }
}

async function book(c: Case, item: FollowUpItem): Promise<void> {
  const about = { item: item.id, what: item.what, from: iso(item.from), until: iso(item.until) };
  const answer = await ask(c, item.booker, {
    kind: 'book-follow-up',
    clock: 'book-follow-up',
    anchor: item.bookBy,
    about,
    unless: () => isRevised(c, item),
  });
  if (isRevised(c, item)) return;
  if (answer.kind === 'answered' && answer.code === 'booked') return booked(c, item.id, timeIn(answer) ?? item.until);
  if (answer.kind === 'answered' && answer.code === 'declined') return declined(c, item);
  await takeOver(c, item, 'not-booked');
}

async function askWhetherDone(c: Case, item: FollowUpItem, bookedAt: number): Promise<void> {
  const revised = (): boolean => isRevised(c, item);
  const ruled = await rule(c, { clock: 'follow-up-due-check', unit: item.owner, anchor: bookedAt });
  const clock = `follow-up-${item.id}`;
  c.clocks.set(clock, {
    id: clock,
    name: 'follow-up-due-check',
    due: ruled.due,
    rule: ruled.rule,
    waitsFor: item.owner,
    from: c.now(),
  });
  try {
    await c.clock.wait(revised, ruled.due, `follow-up-due · ${item.owner}`);
  } finally {
    c.clocks.delete(clock);
    c.touch();
  }
  if (revised()) return;
  const about = { item: item.id, what: item.what, at: iso(bookedAt) };
  const answer = await ask(c, item.owner, {
    kind: 'follow-up-done',
    clock: 'book-follow-up',
    anchor: ruled.due,
    about,
    unless: revised,
  });
  if (revised()) return;
  if (answer.kind === 'answered' && answer.code === 'done') return done(c, item, timeIn(answer) ?? bookedAt);
  if (answer.kind === 'answered' && answer.code === 'declined') return declined(c, item);
  if (answer.kind === 'answered') {
    const { reason } = answer.codes;
    notDone(c, item, isMissedReason(reason) ? reason : 'other');
    const at = timeIn(answer);
    if (at !== null) return booked(c, item.id, at);
  }
  await takeOver(c, item, 'not-done');
}

/** Nobody booked it or it did not happen: the ward takes over, with a new time, that it was done, or the patient's no. */
async function takeOver(c: Case, item: FollowUpItem, why: string): Promise<void> {
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'chase-follow-up',
    clock: 'ward-decision',
    about: { item: item.id, what: item.what, why },
    unless: () => isRevised(c, item),
  });
  if (answer.kind !== 'answered' || isRevised(c, item)) return;
  if (answer.code === 'done') return done(c, item, timeIn(answer) ?? item.bookedAt ?? answer.at);
  if (answer.code === 'declined') return declined(c, item);
  booked(c, item.id, timeIn(answer) ?? item.until);
}

/** The time an answer names, epoch ms. */
function timeIn(answer: Answer): number | null {
  const at = answer.kind === 'answered' ? answer.codes['at'] : null;
  return typeof at === 'string' ? epoch(at) : null;
}

function draftsOf(codes: Codes): FollowUpDraft[] {
  const list = codes['items'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item): FollowUpDraft[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { what, from, until, booker, bookBy, owner, place } = item;
    if (!isFollowUpKind(what) || typeof booker !== 'string') return [];
    if (typeof from !== 'string' || typeof until !== 'string' || typeof bookBy !== 'string') return [];
    return [
      {
        ...{ what, booker, from: epoch(from), until: epoch(until), bookBy: epoch(bookBy) },
        ...(typeof owner === 'string' ? { owner } : {}),
        ...(isFollowUpPlace(place) ? { place } : {}),
      },
    ];
  });
}

const iso = (ms: number): string => new Date(ms).toISOString();
