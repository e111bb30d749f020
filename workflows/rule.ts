// Due times and effects of silence, asked of the dated rules in a local activity so that they are recorded, not replayed.
// A rule that cannot be read must not stop a patient's case: the step then falls due at once and a person looks at it.
import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';
import type { ClockName } from '../domain/clocks.ts';
import type { UnitId } from '../domain/ids.ts';
import type { Ruled } from '../domain/ruled.ts';
import type { Case } from './case.ts';

const { rulings } = proxyLocalActivities<Pick<Activities, 'rulings'>>({
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '60s',
  summary: 'Frister efter gældende regler',
});

/** The rule for one clock starting now. `anchor` (epoch ms) is what the rule counts from or towards, when it does. */
export async function rule(
  c: Case,
  clock: ClockName,
  unit: UnitId | null,
  anchor: number | null = null,
): Promise<Ruled> {
  const query = { clock, from: c.now(), municipality: c.view.municipality, unit, anchor };
  const [ruled] = await c.clock.deciding(() => rulings([query]));
  return ruled ?? fallenDue(c, clock);
}

/** Due at once, kept open: the safe end when the rules have no answer. */
export const fallenDue = (c: Case, clock: ClockName): Ruled => ({
  clock,
  due: c.now(),
  rule: 'none',
  remindAt: [],
  ladder: [],
  silence: 'block',
  resends: 0,
});
