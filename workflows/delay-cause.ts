// Whether a stated cause of the wait (årsag til ventetid) is disputed: the other side is asked, and silence lets it stand.
// It moves money alone (domain/payable-days.ts): nobody gets a place, a service or a responsibility by it.
import { theService } from '../domain/actor.ts';
import type { DelayCause } from '../domain/finished.ts';
import { isDelayCause } from '../domain/finished.ts';
import type { UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';

/** What a side has stated; times are epoch ms, `until` null until changed. */
export interface Statement {
  readonly cause: DelayCause;
  readonly from: number;
  readonly until: number | null;
}

/**
 * Asks the side that did not state it. A side that disputes it says what was waited for instead, and then that is asked of
 * the other one; the last statement counts. Ends when one stands, when a newer one is made, or with the case.
 */
export async function untilUndisputed(c: Case, stated: Statement, statedBy: 'ward' | 'municipality'): Promise<void> {
  c.finished.causesStated += 1;
  const number = c.finished.causesStated;
  const unless = (): boolean => c.finished.causesStated !== number || c.ended;
  const { from, until } = stated;
  let { cause } = stated;
  for (let byWard = statedBy === 'ward'; !unless(); byWard = !byWard) {
    const unit: UnitId = byWard ? c.view.visitationUnit : c.view.wardUnit;
    const about = { cause, from: instant(from), until: until === null ? null : instant(until) };
    const answer = await ask(c, unit, { kind: 'agree-delay-cause', clock: 'delay-cause-objection', about, unless });
    if (answer.kind !== 'answered') return;
    const { code, codes, task } = answer;
    const other = codes['cause'];
    if (code !== 'disputed' || !isDelayCause(other)) {
      c.fact('delay-cause-undisputed', { cause, task });
      return;
    }
    cause = other;
    const submission = c.tasks.get(task)?.answer?.submission ?? null;
    c.fact('delay-cause-stated', { cause, until: about.until }, { actor: theService, submission, happenedAt: from });
  }
}
