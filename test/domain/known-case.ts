// A case as PostgreSQL has it, for tests of who is medically responsible: a stay from Tuesday 17 November 2026 on.
// Only what the answer is read from; how it comes about in a workflow is tried in test/workflows/responsibility.test.ts.
import type { CaseView } from '../../domain/case-view.ts';
import type { FactKind } from '../../domain/facts.ts';
import type { KnownCase } from '../../domain/responsibility-course.ts';
import type { Recorded } from '../../domain/responsibility-history.ts';
import { caseView } from '../store/fixtures.ts';

export const at = (time: string): number => Date.parse(time);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A case as PostgreSQL has it: admitted Tuesday 17 November, with a plan to go to an acute bed. */
export function known(change: Partial<CaseView> = {}, more: Partial<KnownCase> = {}): KnownCase {
  const admittedAt = more.admittedAt ?? at('2026-11-17T09:00+01:00');
  const stay = { state: 'admitted', since: admittedAt, endedAt: null } as const;
  const view = caseView({ stay, bed: { state: 'not-needed' }, ...change });
  return { view, openedAt: admittedAt ?? 0, admittedAt, closedAt: null, record: [], next: null, ...more };
}
export const leaving = (time: string, services: NonNullable<CaseView['plan']>['services'] = ['home-nursing']) =>
  ({
    version: 1,
    date: { kind: 'at', at: new Date(time).toISOString() },
    services,
    hasRunningServices: false,
    bed: null,
    changed: [],
  }) as const satisfies CaseView['plan'];
export const left = (time: string): Partial<CaseView> => ({
  leftAt: at(time),
  stage: 'left',
  extended: { unit: 'ward-m1', from: at(time), until: at(time) + 72 * HOUR, rule: 'r' },
});

/** A fact of the record; learnt when it happened, unless said. */
export const told = (fact: FactKind, happened: string, codes: Recorded['codes'] = {}, learnt = happened): Recorded => ({
  fact,
  codes,
  happenedAt: at(happened),
  learntAt: at(learnt),
});
