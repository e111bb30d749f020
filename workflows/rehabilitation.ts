// Rehabilitation (genoptræning): the municipality offers a start within seven days of the leaving or of a later medical
// start; if it does not, the citizen may choose a private supplier, and somebody tells so (domain.md 1.11, sundhedsloven § 140).
import type { Codes } from '../domain/fields.ts';
import type { FollowUpItem } from '../domain/follow-up.ts';
import type { UnitId } from '../domain/ids.ts';
import { instant, timeOf } from '../domain/ids.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import * as items from './follow-up-items.ts';
import { sameLeaving, windowByRule } from './follow-up-windows.ts';

/**
 * Asks for the offer until there is one, the citizen has chosen, or what it is counted from has changed. `not-asked`: the
 * municipality may not be asked, so somebody else must act.
 */
export async function offerRehabilitation(c: Case, planned: FollowUpItem): Promise<'settled' | 'not-asked'> {
  const same = sameLeaving(c);
  const item = items.setWindow(c, planned, await windowByRule(c, planned));
  let settled = false;
  const over = (): boolean => settled || items.isRevised(c, item) || !same();
  const offer = async (): Promise<Answer> => {
    const answer = await ask(c, item.booker, {
      kind: 'offer-rehabilitation',
      clock: 'rehabilitation-offer',
      due: item.until,
      about: { item: item.id, what: item.what, from: instant(item.from), until: instant(item.until) },
      unless: over,
    });
    if (!over()) settled = true;
    return answer;
  };
  // The days run while the municipality thinks: at their end the citizen hears of the choice, and the question stays open.
  const breach = async (): Promise<void> => {
    if (await c.clock.wait(over, c.view.leftAt === null ? null : item.until)) return;
    late(c, item);
    const chosen = await tellChoice(c, item, c.view.wardUnit, over);
    if (chosen === 'settled') settled = true;
  };
  const [answer] = await Promise.all([offer(), breach()]);
  if (items.isRevised(c, item) || !same()) return 'settled';
  if (answer.kind !== 'answered') return 'not-asked';
  await take(c, item, answer);
  return 'settled';
}

/** A time within the days is an offer; a later one is none, unless the citizen has asked for it. */
async function take(
  c: Case,
  item: FollowUpItem,
  { code, codes }: Extract<Answer, { kind: 'answered' }>,
): Promise<void> {
  if (code === 'declined') return items.declined(c, item);
  const at = timeOf(codes['at']) ?? item.until;
  const { reason = null } = codes;
  if (at > item.until && reason !== 'citizen-asked') {
    late(c, item, { at: instant(at), reason });
    const over = (): boolean => items.isRevised(c, item);
    if ((await tellChoice(c, item, item.booker, over)) === 'settled') return;
    if (over()) return;
  }
  items.booked(c, item.id, at);
}

const late = (c: Case, item: FollowUpItem, more: Codes = {}) =>
  c.fact('rehabilitation-late', { item: item.id, unit: item.booker, due: instant(item.until), ...more });

/** Somebody tells the citizen of the private choice; `settled`: the item goes another way by it. */
async function tellChoice(c: Case, item: FollowUpItem, by: UnitId, over: () => boolean): Promise<'settled' | 'waits'> {
  const answer = await ask(c, by, {
    kind: 'tell-private-choice',
    clock: 'ward-decision',
    about: { item: item.id, what: item.what, due: instant(item.until) },
    unless: over,
  });
  if (answer.kind !== 'answered' || items.isRevised(c, item)) return 'waits';
  c.fact('private-choice-told', { item: item.id, how: answer.code });
  if (answer.code === 'waits') return 'waits';
  if (answer.code === 'declined') items.declined(c, item);
  else {
    const { bookBy } = answer.codes;
    const by = timeOf(bookBy) ?? item.bookBy;
    items.change(c, item, { place: 'private-supplier', bookBy: by, window: 'agreed', until: Math.max(item.until, by) });
  }
  return 'settled';
}
