// Schedule follow-up (opfølgning): agreed before leaving or declined, booked by somebody, and asked about until done.
// Planned is not done: each item is chased until it is done or the patient declines (domain.md 5, peers row 47).
import type { FollowUpItem } from '../domain/case-view.ts';
import type { Codes } from '../domain/fields.ts';
import { epoch } from '../domain/ids.ts';
import { plannedLeaving } from '../domain/plan.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { rule } from './rule.ts';

/** The whole track: agree, then chase every item side by side. */
export async function followUp(c: Case): Promise<void> {
  if (c.view.followUpAgreed === 'open') await agree(c);
  await Promise.all(c.view.followUps.map((item) => chase(c, item.id)));
}

async function agree(c: Case): Promise<void> {
  const leaving = c.view.plan === null ? null : plannedLeaving(c.view.plan.date);
  const anchor = leaving === null ? null : epoch(leaving);
  const answer = await ask(c, c.view.wardUnit, { kind: 'agree-follow-up', clock: 'agree-follow-up', anchor });
  if (answer.kind !== 'answered') return agree(c);
  if (answer.code === 'agreed') {
    c.set({ followUpAgreed: 'agreed', followUps: itemsOf(c, answer.codes) });
    c.fact('follow-up-agreed', { items: c.view.followUps.length });
  } else {
    c.set({ followUpAgreed: answer.code === 'declined' ? 'declined' : 'not-needed' });
    c.fact('follow-up-declined', { how: answer.code });
  }
}

/** Booked by its date, then asked about when due, until it is done or declined. */
async function chase(c: Case, id: string): Promise<void> {
  for (;;) {
    const item = itemOf(c, id);
    if (item === undefined || item.state === 'done' || item.state === 'declined') return;
    if (item.state === 'booked' && item.bookedAt !== null) await askWhetherDone(c, item, item.bookedAt);
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
  });
  if (answer.kind === 'answered' && answer.code === 'booked') return booked(c, item, answer);
  if (answer.kind === 'answered' && answer.code === 'declined') return ended(c, item, 'declined');
  await takeOver(c, item, 'not-booked');
}

async function askWhetherDone(c: Case, item: FollowUpItem, bookedAt: number): Promise<void> {
  const ruled = await rule(c, { clock: 'follow-up-due-check', unit: item.booker, anchor: bookedAt });
  const clock = `follow-up-${item.id}`;
  c.clocks.set(clock, {
    id: clock,
    name: 'follow-up-due-check',
    due: ruled.due,
    rule: ruled.rule,
    waitsFor: item.booker,
    from: c.now(),
  });
  try {
    await c.clock.wait(() => false, ruled.due, `follow-up-due · ${item.booker}`);
  } finally {
    c.clocks.delete(clock);
    c.touch();
  }
  const about = { item: item.id, what: item.what, at: iso(bookedAt) };
  const answer = await ask(c, item.booker, {
    kind: 'follow-up-done',
    clock: 'book-follow-up',
    anchor: ruled.due,
    about,
  });
  if (answer.kind === 'answered' && answer.code === 'done') return ended(c, item, 'done');
  if (answer.kind === 'answered' && answer.code === 'declined') return ended(c, item, 'declined');
  if (answer.kind === 'answered') {
    update(c, item.id, { state: 'not-done' });
    c.fact('follow-up-not-done', { item: item.id, reason: answer.codes['reason'] ?? null });
    if (typeof answer.codes['at'] === 'string') return booked(c, item, answer);
  }
  await takeOver(c, item, 'not-done');
}

/** Nobody booked it or it did not happen: the ward takes over, with a new time, that it was done, or the patient's no. */
async function takeOver(c: Case, item: FollowUpItem, why: string): Promise<void> {
  const about = { item: item.id, what: item.what, why };
  const answer = await ask(c, c.view.wardUnit, { kind: 'chase-follow-up', clock: 'ward-decision', about });
  if (answer.kind !== 'answered') return;
  if (answer.code === 'done') return ended(c, item, 'done');
  if (answer.code === 'declined') return ended(c, item, 'declined');
  booked(c, item, answer);
}

function booked(c: Case, item: FollowUpItem, answer: Answer): void {
  const at = answer.kind === 'answered' ? answer.codes['at'] : null;
  const bookedAt = typeof at === 'string' ? epoch(at) : item.until;
  update(c, item.id, { state: 'booked', bookedAt });
  c.fact('follow-up-booked', { item: item.id, at: iso(bookedAt) });
}

function ended(c: Case, item: FollowUpItem, state: 'done' | 'declined'): void {
  update(c, item.id, { state });
  c.fact(state === 'done' ? 'follow-up-done' : 'follow-up-declined', { item: item.id, what: item.what });
}

/** Changes an item as it stands now; who books it may have changed while it was waited for. */
function update(c: Case, id: string, change: Partial<FollowUpItem>): void {
  c.set({ followUps: c.view.followUps.map((item) => (item.id === id ? { ...item, ...change } : item)) });
}

const itemOf = (c: Case, id: string): FollowUpItem | undefined => c.view.followUps.find((item) => item.id === id);

function itemsOf(c: Case, codes: Codes): FollowUpItem[] {
  const list = codes['items'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item): FollowUpItem[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { what, from, until, booker, bookBy } = item;
    if (typeof what !== 'string' || typeof booker !== 'string') return [];
    if (typeof from !== 'string' || typeof until !== 'string' || typeof bookBy !== 'string') return [];
    return [
      {
        id: `f${c.nextNumber()}`,
        what,
        from: epoch(from),
        until: epoch(until),
        booker,
        bookBy: epoch(bookBy),
        state: 'planned',
        bookedAt: null,
      },
    ];
  });
}

const iso = (ms: number): string => new Date(ms).toISOString();
