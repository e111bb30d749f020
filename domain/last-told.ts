// Which version of the plan a unit knows from us: what is new to it (NYT) is new since that one (domain.md 15, row 20).
// A version that was held back, refused or overtaken before anybody had it was told to nobody.
import type { MessageView } from './case-view.ts';
import type { UnitId } from './ids.ts';
import { isPlanLetter } from './letters.ts';

/** A message of the case, as far as it says what its unit knows. */
export interface ToldOrNot extends Pick<MessageView, 'kind' | 'to' | 'state' | 'planVersion'> {
  /** It was on its way out, so the unit may have it whatever was heard of it. */
  readonly mayHaveReached: boolean;
  /** Its receiver has said for good that it cannot take it. */
  readonly refused: boolean;
}

/**
 * The newest version of which it is known that the unit has it, by a receipt or by phone; else the first one that may
 * have reached it, so that rather too much than too little is marked as new. 0: none. `messages`: oldest first. Pure.
 */
export function lastTold(messages: readonly ToldOrNot[], unit: UnitId): number {
  const plans = messages.filter(({ kind, to }) => to === unit && isPlanLetter(kind));
  const known = plans.findLast(({ state }) => state === 'arrived' || state === 'told-by-phone');
  const perhaps = plans.find(({ mayHaveReached, refused }) => mayHaveReached && !refused);
  return (known ?? perhaps)?.planVersion ?? 0;
}
