// Due times and effects of silence, asked of the dated rules in a local activity so that they are recorded, not replayed.
// All questions of one step go in one call, never beside a publish. A rule that cannot be read stops no case (fallenDue).
import {
  CancellationScope,
  CancelledFailure,
  condition,
  isCancellation,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';
import type { ClockName } from '../domain/clocks.ts';
import type { UnitId } from '../domain/ids.ts';
import type { ClockQuery, Ruled, RuleFacts } from '../domain/ruled.ts';
import type { Case } from './case.ts';

const { rulings } = proxyLocalActivities<Pick<Activities, 'rulings'>>({
  startToCloseTimeout: '5s',
  // Counted, as in publish.ts: it ends, and the step goes on with a clock that has run out.
  retry: { initialInterval: '200ms', maximumAttempts: 3 },
  summary: 'Frister efter gældende regler',
});

export interface RuleQuestion {
  clock: ClockName;
  unit: UnitId | null;
  /** What the rule counts from or towards, epoch ms. */
  anchor?: number | null;
  facts?: RuleFacts;
  /** When the clock began, epoch ms, where that was before now: the case learnt late of what began it. */
  from?: number;
}

/** The rule for one clock starting now; the answer is part of the step that asked. */
export async function rule(c: Case, question: RuleQuestion): Promise<Ruled> {
  const { clock, unit, anchor = null, facts = {}, from = c.now() } = question;
  const query: ClockQuery = { clock, from, municipality: c.view.municipality, unit, anchor, facts };
  const ruled = await c.clock.deciding(
    () => new Promise<Ruled | undefined>((answer) => c.ruleQuestions.push({ query, answer })),
  );
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('The step has ended');
  return ruled ?? fallenDue(c, clock);
}

/** Answers rule questions, all of one step together, for as long as the case lives. */
export async function answeringRules(c: Case): Promise<never> {
  for (;;) {
    await condition(() => c.ruleQuestions.length > 0 && !c.writing);
    if (c.writing) continue;
    const asked = c.ruleQuestions.splice(0);
    const answers = await answersTo(asked.map(({ query }) => query));
    for (const [index, { answer }] of asked.entries()) answer(answers[index]);
  }
}

/** All in one call; when the rules cannot answer one of them, each alone, so that the others get their answers. */
async function answersTo(queries: readonly ClockQuery[]): Promise<readonly (Ruled | undefined)[]> {
  try {
    return await rulings(queries);
  } catch (failure) {
    if (isCancellation(failure)) throw failure;
    if (queries.length === 1) return [undefined];
    const alone: (Ruled | undefined)[] = [];
    for (const query of queries) alone.push(...(await answersTo([query])));
    return alone;
  }
}

/** Due at once and kept open: the safe end when the rules have no answer, since a person then looks at it. */
const fallenDue = (c: Case, clock: ClockName): Ruled => ({
  clock,
  due: c.now(),
  rule: 'none',
  remindAt: [],
  ladder: [],
  silence: 'block',
  resends: 0,
  unitClosed: false,
});
