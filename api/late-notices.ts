// A stay notice that comes when its case has closed: what it tells of the leaving and the death is recorded as facts.
// The ward still gets it to read, since a closed case does nothing more by itself (docs/stay.md).
import { factsOfStay, goneOf, ownNotices } from '../domain/closed-case.ts';
import { noticeCode, stayOf } from '../domain/stay.ts';
import type { CaseRow } from '../store/cases.ts';
import { wholeCase } from '../store/cases.ts';
import { noticesOfCase } from '../store/stay-notices.ts';
import type { CorrectionStart } from '../workflows/contract.ts';
import type { StoredUpdate } from './decide.ts';
import type { Service } from './service.ts';

/**
 * What is recorded of a step that is a stay notice; null for any other. Computed from everything that was told of the stay
 * and kept so far, as in an open case, so that the order in which notices come changes nothing. `now`: epoch ms.
 */
export async function lateNotice(
  { db }: Pick<Service, 'db'>,
  row: CaseRow,
  step: StoredUpdate | undefined,
  now: number,
): Promise<Pick<CorrectionStart, 'recorded' | 'follows' | 'mustRead'> | null> {
  if (step === undefined || !('decision' in step) || step.decision !== 'stay-notice') return null;
  const { body } = step;
  const [whole, kept] = await Promise.all([wholeCase(db, row.id), noticesOfCase(db, row.id)]);
  if (whole?.view == null) return null;
  const { id, at: happenedAt } = body;
  const others = [...ownNotices(whole.events), ...kept.filter((notice) => notice.id !== id)];
  return {
    recorded: { fact: 'stay-told', codes: { notice: noticeCode(body), message: id }, happenedAt },
    follows: factsOfStay(stayOf(others), stayOf([...others, body]), goneOf(whole.view), now),
    mustRead: true,
  };
}
