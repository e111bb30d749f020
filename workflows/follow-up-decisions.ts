// What people do to follow-up after it was agreed: one more item, another owner, place or time, its end.
// What was asked about an item is asked anew as it now is; whoever had a time for it and has none any more is told.
import type { FollowUpItem } from '../domain/follow-up.ts';
import { isOver } from '../domain/follow-up.ts';
import { allowed } from './allowed.ts';
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { agreedIn, planAgreed } from './follow-up-agreed.ts';
import * as items from './follow-up-items.ts';
import { refuse } from './refuse.ts';
import { tell } from './tell.ts';
import { watch } from './track.ts';

export function mayPlan(c: Case, { body }: Decision<'plan-follow-up'>): void {
  allowed(c, 'plan-follow-up');
  if (body.replaces !== null) openItem(c, body.replaces, 'plan-follow-up');
}

/** One more item; one that replaces another (a new rehabilitation plan) ends that in the same step as it is planned. */
export function plan(c: Case, { body, actor, submission }: Decision<'plan-follow-up'>): void {
  const { replaces } = body;
  const by = { actor, submission };
  watch(c, 'plan-follow-up', async () => {
    for (const agreed of agreedIn(body.item)) {
      const old = replaces === null ? undefined : items.itemOf(c, replaces);
      const open = old !== undefined && !isOver(old) ? old : null;
      await planAgreed(c, { ...agreed, ...(open === null ? {} : { replaces: open.id }) }, by);
      if (open === null) continue;
      items.notDone(c, items.itemOf(c, open.id) ?? open, 'replaced', by);
      callOff(c, open, [agreed.booker, agreed.owner ?? agreed.booker, ...actor.units]);
    }
    if (c.view.followUpAgreed !== 'open') c.set({ followUpAgreed: 'agreed' });
  });
}

export function mayChange(c: Case, { body }: Decision<'change-follow-up'>): void {
  openItem(c, body.item, 'change-follow-up');
}

/** Another unit books it anew, unless the change brings a time with it. */
export function change(c: Case, { body, actor, submission }: Decision<'change-follow-up'>): void {
  const { at, ...to } = body.to;
  const by = { actor, submission };
  const before = openItem(c, body.item, 'change-follow-up');
  const moved = to.booker !== undefined && to.booker !== before.booker;
  if (moved && at === undefined) items.toBookAgain(c, before.id);
  const stated = to.from === undefined && to.until === undefined ? {} : { window: 'agreed' as const };
  items.change(c, items.itemOf(c, before.id) ?? before, { ...to, ...stated }, by);
  if (at !== undefined) items.booked(c, before.id, at, by);
  const after = items.itemOf(c, before.id);
  callOff(c, before, [after?.owner ?? '', after?.booker ?? '', ...actor.units]);
}

export function mayEnd(c: Case, { body }: Decision<'end-follow-up'>): void {
  openItem(c, body.item, 'end-follow-up');
}

export function end(c: Case, { body, actor, submission }: Decision<'end-follow-up'>): void {
  const item = openItem(c, body.item, 'end-follow-up');
  const by = { actor, submission };
  if (body.how === 'done') {
    items.done(c, item, body.at ?? item.bookedAt ?? c.now(), by);
    return;
  }
  if (body.how === 'declined') items.declined(c, item, by);
  else items.notDone(c, item, 'not-needed', by);
  callOff(c, item, actor.units);
}

/** Before it is agreed, how much is chosen by what is agreed. */
export function mayChangeIntensity(c: Case): void {
  allowed(c, 'change-intensity');
  if (c.view.followUpAgreed === 'open') refuse('wrong-moment', { action: 'change-intensity', stage: c.view.stage });
}

/** Another intensity, with its reason; what follows from it people plan, change or end. */
export function changeIntensity(c: Case, { body, actor, submission }: Decision<'change-intensity'>): void {
  const { intensity, proposed, otherBecause } = body;
  c.set({ followUpIntensity: { chosen: intensity, proposed, otherBecause } });
  c.fact('intensity-changed', { intensity, proposed, otherBecause }, { actor, submission });
}

/** Tells units that have a time for an item that it will not be with them; who did it, or has it now, knows. */
export function callOff(c: Case, item: FollowUpItem, but: readonly string[]): void {
  for (const unit of items.whoHasTime([item], [c.view.wardUnit, ...but]))
    watch(c, 'tell-follow-up-cancelled', () => tell(c, unit, 'follow-up-cancelled', 'health-act-41-2-1'));
}

function openItem(c: Case, id: string, action: 'plan-follow-up' | 'change-follow-up' | 'end-follow-up'): FollowUpItem {
  allowed(c, action);
  const item = items.itemOf(c, id);
  if (item === undefined) return refuse('unknown-follow-up', { item: id });
  if (isOver(item)) refuse('wrong-moment', { action, stage: c.view.stage });
  return item;
}
