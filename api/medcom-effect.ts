// What a received MedCom message led to, whichever kind it is: its case, what of it is kept, and a fault if there is one.
// The kinds themselves are in medcom-notices.ts and medcom-letters.ts.
import type { Issue } from '../medcom/problems.ts';

/** What a message led to. `keepRaw` false: nothing of the citizen stays but metadata. */
export interface Effect {
  readonly dischargeId: string | null;
  readonly keepRaw: boolean;
  /** A fault only the receiving service can see. */
  readonly issue?: Issue;
}
