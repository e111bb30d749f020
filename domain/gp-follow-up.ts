// What a discharge letter recommends to the GP (anbefalet opfølgning), and whose it is until somebody has said yes.
// Pure: what an answer of the practice means, what a changed mark does to what is under way, and the item to chase.
import type { CaseView, Mark } from './case-view.ts';
import type { Codes } from './fields.ts';
import type { UnitId } from './ids.ts';
import { timeOf } from './ids.ts';
import type { FollowUpKind } from './reasons.ts';

/** Within which the recommended follow-up is to take place: epoch ms, and the dated rule (clock `gp-follow-up-window`). */
export interface Window {
  readonly until: number;
  readonly rule: string;
}

/** What the practice has said. Times in epoch ms. */
export type Said =
  /** It takes the follow-up; `at` when it has said a time. */
  | { readonly is: 'taken'; readonly at: number | null }
  /** It would take it, but at a time after the window: somebody at the department has to say yes. */
  | { readonly is: 'later'; readonly at: number }
  | { readonly is: 'not-followed' }
  | { readonly is: 'handed-back' };

/**
 * Reads an answer to `gp-follow-up`, on the page, by phone or out of a letter. A time within the window is what the doctor
 * asked for, so it needs nobody's yes but the practice's own (decision 0025).
 */
export function saidBy(code: string, codes: Codes, window: Window): Said {
  const at = timeOf(codes['at']);
  if (code === 'not-followed') return { is: 'not-followed' };
  // Whatever is no plain yes leaves the item with the department.
  if (code !== 'accept' && (code !== 'propose' || at === null)) return { is: 'handed-back' };
  return at !== null && at > window.until ? { is: 'later', at } : { is: 'taken', at };
}

/** Whose the recommended follow-up is. */
export type Owner =
  | { readonly is: 'nobody' }
  /** The discharging department, while nobody has said yes: silence and a hand-back change nothing in that. */
  | { readonly is: 'department'; readonly unit: UnitId }
  /** Who has said yes; `unit` null: somebody outside the system, on the phone. `since`: epoch ms. */
  | { readonly is: 'taker'; readonly unit: UnitId | null; readonly since: number };

/** Whose it is as the case stands. Nobody's when nothing is recommended, or a person has said that nothing is needed. */
export function ownerOf({
  gp,
  mark,
  takenUp,
  wardUnit,
}: Pick<CaseView, 'gp' | 'mark' | 'takenUp' | 'wardUnit'>): Owner {
  if (mark?.recommended !== true || gp === 'not-needed' || gp === 'not-followed') return { is: 'nobody' };
  if ((gp === 'accepted' || gp === 'other-way') && takenUp?.state === 'taken')
    return { is: 'taker', unit: takenUp.unit, since: takenUp.at };
  return { is: 'department', unit: wardUnit };
}

/** What a new mark does when the patient has left. */
export type MarkEffect =
  /** The same as before: whatever is under way goes on. */
  | 'nothing'
  /** What is asked is withdrawn, and the mark as it now is goes its way: to the practice, or to the department that has it. */
  | 'begin-again'
  /** It was taken and is recommended no more: who took it is told. */
  | 'tell-taker';

/** The effect of a change of the mark, set late or set again. */
export function effectOfMark(before: Mark | null, after: Mark, gp: CaseView['gp']): MarkEffect {
  const same =
    before !== null &&
    before.recommended === after.recommended &&
    before.what === after.what &&
    before.urgency === after.urgency;
  if (same) return 'nothing';
  const taken = gp === 'accepted' || gp === 'other-way';
  return taken && !after.recommended ? 'tell-taker' : 'begin-again';
}

/** Whether the department has it in hand: it was handed back, nobody answered, or another unit is asked. */
export const isWithDepartment = (gp: CaseView['gp']): boolean =>
  gp === 'handed-back' || gp === 'with-ward' || gp === 'asked-other' || gp === 'other-way';

/** The follow-up as an item to chase like every other. Times are epoch ms. */
export interface TakenItem {
  readonly what: FollowUpKind;
  readonly from: number;
  readonly until: number;
  readonly booker: UnitId;
  readonly bookBy: number;
  /** It is booked already, for this time; left out: not yet. */
  readonly bookedAt?: number;
}

/**
 * Who took it books it, within the window. `at`: the time that was said; then it is booked. `from`: the leaving. Without a
 * time it is booked by the middle of the window.
 */
export function itemTaken(
  mark: Pick<Mark, 'what'>,
  taken: { readonly unit: UnitId; readonly at: number | null; readonly from: number },
  window: Window,
): TakenItem {
  const { unit: booker, at, from } = taken;
  const until = Math.max(window.until, at ?? 0);
  const item = { what: mark.what ?? 'gp-visit', from, until, booker, bookBy: Math.round((from + until) / 2) };
  return at === null ? item : { ...item, bookedAt: at };
}
