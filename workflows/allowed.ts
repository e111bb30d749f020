// Whether an action of a person is possible at the stage the case is in; a refusal names what is possible instead.
// The stages and their actions are in domain/moves.ts.
import type { ActionName } from '../domain/moves.ts';
import { movesIn } from '../domain/moves.ts';
import type { Case } from './case.ts';
import { refuse } from './refuse.ts';

/** Refuses an action that the stage does not allow, with the allowed ones. */
export function allowed(c: Case, action: ActionName): void {
  const moves = movesIn(c.view);
  if (!moves.includes(action)) refuse('wrong-moment', { action, stage: c.view.stage, allowed: moves });
}
