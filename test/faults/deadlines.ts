// The reckoning of deadlines after bad days: every reminder, rung and effect of silence that a late task was owed is on the
// record, once, never before its time and soon after it. When each was owed is read from the rule file, not from the product.
import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { expect } from 'vitest';
import { z } from 'zod';

const event = z.looseObject({
  fact: z.string(),
  learntAt: z.string(),
  codes: z.record(z.string(), z.unknown()),
});
const task = z.looseObject({
  id: z.string(),
  kind: z.string(),
  rule: z.string(),
  due: z.string(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  missed: z.string().nullable(),
});
/** A case as the API shows it, as far as its deadlines go. */
export const timedCase = z.looseObject({
  id: z.string(),
  stage: z.string(),
  closedAt: z.string().nullable(),
  tasks: z.array(task),
  timeline: z.array(event),
});
export type TimedCase = z.infer<typeof timedCase>;

const clockRule = z.looseObject({
  silence: z.unknown(),
  ladder: z.array(z.object({ to: z.string(), after: z.string() })).default([]),
});
const clocks = z.record(z.string(), clockRule);
const ruleSet = z.looseObject({
  id: z.string(),
  version: z.number(),
  clocks,
  clusters: z.record(z.string(), z.looseObject({ clocks })),
  municipalities: z.record(z.string(), z.looseObject({ clocks })),
});
const inForce = new Map<string, z.infer<typeof ruleSet>>();

/** Reads a rule set that cases may have been given deadlines by. */
export function knowRuleSet(json: string): void {
  const rules = ruleSet.parse(JSON.parse(json));
  inForce.set(`${rules.id}.${rules.version}`, rules);
}
knowRuleSet(readFileSync('rules/rm-2026.json', 'utf8'));

/** The rule with this id: `rm-2026.1/call-task` or, narrower, `rm-2026.1/midt/call-task`. */
function ruleOf(id: string): z.infer<typeof clockRule> {
  const [set = '', ...path] = id.split('/');
  const rules = inForce.get(set);
  if (rules === undefined) throw new Error(`No rule set ${set}`);
  const name = path.at(-1) ?? '';
  const scope = path.length > 1 ? (path[0] ?? '') : '';
  const of = scope === '' ? rules.clocks : (rules.clusters[scope] ?? rules.municipalities[scope])?.clocks;
  const found = of?.[name];
  if (found === undefined) throw new Error(`No rule ${id}`);
  return found;
}

const ms = (duration: string): number => Temporal.Duration.from(duration).total('milliseconds');
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export interface Honoured {
  readonly cases: number;
  /** Rungs and effects of silence on the record. */
  readonly deadlines: number;
  /** How long after its time the worst was, and the one in the middle, ms. */
  readonly worstMs: number;
  readonly medianMs: number;
}

/** Holds every deadline of these cases to account. `withinMs`: how late one may be, real time, outages included. */
export function reckonDeadlines(cases: readonly TimedCase[], withinMs: number): Honoured {
  const late: number[] = [];
  for (const one of cases) {
    expectOnce(one);
    for (const found of one.timeline) {
      const owed = owedAt(found);
      if (owed === null) continue;
      const by = Date.parse(found.learntAt) - owed;
      expect(by, `${found.fact} of ${one.id} came early: ${JSON.stringify(found.codes)}`).toBeGreaterThanOrEqual(0);
      expect(by, `${found.fact} of ${one.id} came late: ${JSON.stringify(found)}`).toBeLessThanOrEqual(withinMs);
      late.push(by);
    }
    for (const of of one.tasks) expectAll(one, of, withinMs);
  }
  const sorted = late.toSorted((a, b) => a - b);
  const worstMs = sorted.at(-1) ?? 0;
  const medianMs = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return { cases: cases.length, deadlines: late.length, worstMs, medianMs };
}

/** When something on the record was owed, epoch ms; null for what is no deadline's. */
function owedAt({ fact, codes }: z.infer<typeof event>): number | null {
  if (fact !== 'task-escalated' && fact !== 'not-in-time') return null;
  const due = Date.parse(text(codes['due']));
  // Messages have no ladder: what follows, follows at once.
  if (typeof codes['message'] === 'string') return due;
  const { ladder } = ruleOf(text(codes['rule']));
  const rungs = fact === 'task-escalated' ? ladder.filter(({ to }) => to === codes['to']) : ladder;
  return due + Math.max(0, ...rungs.map(({ after }) => ms(after)));
}

/** Nothing twice for one reason. */
function expectOnce({ id, timeline }: TimedCase): void {
  const reasons = timeline
    .filter(({ fact }) => ['task-reminded', 'task-escalated', 'not-in-time', 'task-lapsed'].includes(fact))
    .map(({ fact, codes }) =>
      [fact, codes['task'] ?? codes['message'], codes['to'], codes['times'], codes['due']].join(' '),
    );
  expect(
    reasons.filter((reason, index) => reasons.indexOf(reason) < index),
    `twice in ${id}`,
  ).toEqual([]);
}

/** Everything that a task was owed before it ended is there; what was owed in its last moments may have come or not. */
function expectAll({ id, closedAt, timeline }: TimedCase, late: z.infer<typeof task>, withinMs: number): void {
  // A limit that had passed before the question was put is not the question's own.
  const own = late.missed !== null && late.missed > late.openedAt ? late.missed : late.due;
  const due = Date.parse(own);
  const end = Date.parse(late.closedAt ?? closedAt ?? '');
  const { ladder } = ruleOf(late.rule);
  const of = timeline.filter(({ codes }) => codes['task'] === late.id && Date.parse(text(codes['due'])) === due);
  for (const { to, after } of ladder) {
    if (end <= due + ms(after) + withinMs) continue;
    const climbed = of.filter(({ fact, codes }) => fact === 'task-escalated' && codes['to'] === to);
    expect(climbed.length, `${late.kind} of ${id} did not go to ${to}`).toBe(1);
  }
  const last = due + Math.max(0, ...ladder.map(({ after }) => ms(after)));
  if (end <= last + withinMs) return;
  expect(of.filter(({ fact }) => fact === 'not-in-time').length, `silence at ${late.kind} of ${id}`).toBe(1);
}
