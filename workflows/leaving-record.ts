// What a case keeps of its planned leaving beside what people see: the rules for it, and what was told of the plan.
// The calls themselves are in the view (domain/case-view.ts, `calls`).
import type { Criterion } from '../domain/gate-record.ts';
import type { LeavingRules } from '../domain/phone-first.ts';

export class LeavingRecord {
  /** The dated rules as last asked; asked anew for another leaving. */
  rules: LeavingRules | null = null;
  /** The planned day has passed and the ward said that the patient is still here, epoch ms. */
  stillHereAt: number | null = null;
  /** When the ward said that the patient leaves on that very day, which no plan had said, epoch ms. */
  saidAt: number | null = null;
  /** An acute contact that no day was planned for leaves on the day it is asked about, epoch ms. */
  contactAt: number | null = null;
  /** The day (a date in Denmark) that somebody rings about, since the patient left on it and nobody had agreed on it. */
  rungFor: string | null = null;
  /** Calls that somebody sees to, by name. */
  readonly ringing = new Set<string>();
  /** The plan has news that the municipality has not been told. */
  news = false;
  /** A care pathway plan has gone out; before that only correspondence did, or nothing. */
  carePlan = false;
  /** What was missing when the patient had left, or since, and has been made a task. */
  readonly owed = new Set<Criterion>();
}
