// What a case remembers of finished treatment (færdigbehandlet): the decisions that stand, and the notice that was sent.
// Changed by finished.ts alone, but for the notice, which a report of the document tells of.
import type { FinishedDecision } from '../domain/finished.ts';

export class FinishedRecord {
  /** Those that stand, the newest last. */
  readonly decisions: FinishedDecision[] = [];
  /** How many there ever were, so that each has a number of its own. */
  made = 0;
  /** When the newest notice was sent, as far as somebody has reported it; epoch ms. */
  noticeSentAt: number | null = null;
  /** How often somebody stated what the patient waits for: the newest statement is the one that is asked about. */
  causesStated = 0;
}
