// What is agreed of follow-up before the patient leaves, from codes to items: what, in which window, who books it by when.
// Where people leave the window out, the dated rules say it; several contacts are one item each, one after the other.
import type { Codes } from '../domain/fields.ts';
import { hasRule, isFollowUpKind, isFollowUpPlace, isReach } from '../domain/follow-up.ts';
import { isIntensity } from '../domain/follow-up-risk.ts';
import { timeOf } from '../domain/ids.ts';
import type { FollowUpKind } from '../domain/reasons.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import type { By } from './follow-up-items.ts';
import { planItem } from './follow-up-items.ts';
import { leavingTime, windowByRule } from './follow-up-windows.ts';

/** Asks until follow-up is agreed, declined by the patient, or not needed. */
export async function agree(c: Case): Promise<void> {
  for (;;) {
    const anchor = leavingTime(c);
    const answer = await ask(c, c.view.wardUnit, { kind: 'agree-follow-up', clock: 'agree-follow-up', anchor });
    if (answer.kind !== 'answered') continue;
    chosen(c, answer.codes);
    if (answer.code !== 'agreed') {
      c.set({ followUpAgreed: answer.code === 'declined' ? 'declined' : 'not-needed' });
      c.fact('follow-up-declined', { how: answer.code });
      return;
    }
    const list = answer.codes['items'];
    const agreed = Array.isArray(list) ? list.flatMap(agreedIn) : [];
    const { reach } = answer.codes;
    c.set({ followUpAgreed: 'agreed', ...(isReach(reach) ? { reach } : {}) });
    c.fact('follow-up-agreed', { items: agreed.length });
    for (const one of agreed) await planAgreed(c, one);
    return;
  }
}

/** How much was chosen, beside what was proposed: kept, with the reason, for whoever looks back. */
function chosen(c: Case, { intensity, proposed, otherBecause }: Codes): void {
  if (!isIntensity(intensity) || !isIntensity(proposed)) return;
  const why = typeof otherBecause === 'string' ? otherBecause : null;
  c.set({ followUpIntensity: { chosen: intensity, proposed, otherBecause: why } });
}

/** One thing that people have agreed on, as they stated it. Times are epoch ms. */
export interface AgreedFollowUp {
  readonly what: FollowUpKind;
  readonly booker: string;
  readonly owner?: string;
  readonly place?: NonNullable<Parameters<typeof planItem>[1]['place']>;
  /** Left out: by rule. */
  readonly stated?: { readonly from: number; readonly until: number; readonly bookBy: number };
  readonly start?: number;
  /** Contacts of a follow-up home visit, 1-3. */
  readonly contacts: number;
  readonly replaces?: string;
  readonly bookedAt?: number;
}

/** Plans what was agreed; gives the ids of its items, one for each contact. */
export async function planAgreed(c: Case, agreed: AgreedFollowUp, by: By = {}): Promise<readonly string[]> {
  const { what, booker, stated, contacts, start, ...more } = agreed;
  const ids: string[] = [];
  const timed = { what, booker, ...(start === undefined ? {} : { start }) };
  for (let number = 1; number <= contacts; number += 1) {
    const contact = { number, of: contacts, after: ids.at(-1) ?? null };
    const own = contacts === 1 ? timed : { ...timed, contact };
    const byRule = stated === undefined || number > 1;
    const window = byRule ? await windowByRule(c, own) : stated;
    const draft = { ...own, ...more, ...window, window: byRule ? ('by-rule' as const) : ('agreed' as const) };
    ids.push(planItem(c, draft, by));
  }
  return ids;
}

/** What the codes of an item say; nothing when they say no such thing. */
export function agreedIn(item: unknown): AgreedFollowUp[] {
  if (typeof item !== 'object' || item === null) return [];
  const codes: Codes = { ...item };
  const { what, booker, owner, place, contacts } = codes;
  if (!isFollowUpKind(what) || typeof booker !== 'string') return [];
  const [from, until, bookBy, start, at] = ['from', 'until', 'bookBy', 'start', 'at'].map(
    (name) => timeOf(codes[name]) ?? undefined,
  );
  const stated = from === undefined || until === undefined ? undefined : { from, until, bookBy: bookBy ?? until };
  if (stated === undefined && !hasRule(what)) return [];
  return [
    {
      ...{ what, booker, contacts: what === 'follow-up-home-visit' && typeof contacts === 'number' ? contacts : 1 },
      ...(typeof owner === 'string' ? { owner } : {}),
      ...(isFollowUpPlace(place) ? { place } : {}),
      ...(stated === undefined ? {} : { stated }),
      ...(start === undefined ? {} : { start }),
      ...(at === undefined ? {} : { bookedAt: at }),
    },
  ];
}
