// Plans for the tests of workflows, made for a day of the test's own clock.
// Codes and times only, as a plan enters the workflow.
import { ordinaryDay } from '../../dev/ordinary-day.ts';
import type { Plan } from '../../domain/plan.ts';

const DAY = 24 * 3_600_000;

/** The ordinary plan: two services, running ones, an acute bed that mun-0791-acute can give. */
export function ordinaryPlan(at: number): Plan {
  const leaving = new Date(ordinaryDay(at + 3 * DAY)).toISOString();
  return {
    version: 1,
    date: { kind: 'at', at: leaving },
    services: ['home-nursing', 'devices'],
    hasRunningServices: true,
    bed: { capabilities: ['CAP-14'], from: leaving, days: 5 },
    changed: [],
  };
}
