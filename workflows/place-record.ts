// What a case keeps of its place beside what people see (plads): what was decided about it, and how it may be asked for.
// The place itself is in the view (domain/case-view.ts, BedState).
import type { Asking, PlaceAskedFor } from '../activities/contract.ts';
import type { CaseView } from '../domain/case-view.ts';
import type { Codes } from '../domain/fields.ts';
import { bedNeed } from '../domain/plan.ts';
import type { BedOrder } from './contract.ts';

export class PlaceRecord {
  /** What was decided about the place that is held, for the watch over it (held-bed.ts). */
  readonly orders: BedOrder[] = [];
  /** Places that no longer fit what the patient needs, while the asker decides (bed-decisions.ts). */
  readonly misfits = new Set<string>();
  /** The agreement that was not in force, and that a single-case agreement stands in for. */
  singleCase: string | null = null;
  /** Why no unit fits, when the last search found none (activities/contract.ts, Miss). */
  misses: readonly Codes[] = [];
  #placedAt: number | null = null;

  /** When a place was first asked for, and what the time is (epoch ms): whose facts hold follows from both. */
  asking(now: number): Asking {
    this.#placedAt ??= now;
    return { placedAt: this.#placedAt, now };
  }

  /** What decides where messages about the place go; nothing before one was asked for. */
  askedFor({ plan, bed, municipality }: Pick<CaseView, 'plan' | 'bed' | 'municipality'>): PlaceAskedFor | undefined {
    const need = plan === null ? null : bedNeed(plan);
    if (need === null || this.#placedAt === null) return undefined;
    const { kind = 'acute', from } = need;
    if (bed.state !== 'in-use') return { municipality, kind, what: 'request', placedAt: this.#placedAt, from };
    return { municipality, kind, what: 'stay', placedAt: bed.at, from };
  }
}
