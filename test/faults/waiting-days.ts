// The money after bad days: finished decisions told over a change of the clocks, and the same story told again to a service
// that nobody disturbs. Every day and every krone must be the same, in the accounts of each case and in the statements.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Night, Price } from '../recount/recount.ts';
import { recount } from '../recount/recount.ts';
import type { Caller } from './caller.ts';
import { inParallel } from './people.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (ms: number): string => new Date(ms).toISOString();
const { rates }: { rates: readonly Price[] } = JSON.parse(readFileSync('rules/rates.json', 'utf8'));
const PAYERS = ['0791', '0615'] as const;

/** One thing that somebody does about a finished patient: who, which action, with what. */
export interface Step {
  readonly user: 'ward' | 'doctor';
  readonly action: string;
  readonly body: object;
}

/** What happens to the `number`th patient around a change: told after it (`first`), and at the end (`then`). */
export interface Story {
  /** Epoch ms; nobody is finished before. */
  readonly admittedAt: number;
  readonly first: readonly Step[];
  readonly then: readonly Step[];
}

const step = (user: Step['user'], action: string, body: object): Step => ({ user, action, body });
const finished = (at: number): Step => step('doctor', 'mark-finished', { finishedAt: iso(at), ownTasksDone: true });
const again = (at: number): Step => step('ward', 'withdraw-finished', { withdrawnAt: iso(at), reason: 'ill-again' });

/** All times are told, none is "now": so it is the same story whenever it is told. `at`: the change, epoch ms. */
export function storyOf(number: number, at: number, days: number, admittedAt: number): Story {
  const from = Math.max(at - (days * DAY) / 2 + (number % 3) * HOUR, admittedAt);
  const dayBefore = Math.max(from - DAY, admittedAt);
  const until = at + (days * 3 * DAY) / 4;
  const first = [finished(from)];
  if (number % 3 === 1)
    first.push(step('ward', 'state-delay-cause', { cause: 'citizen', from: iso(from), note: 'Borgeren' }));
  if (number % 4 === 2)
    first.push(step('ward', 'change-residence', { municipality: '0615', from: iso(at).slice(0, 10) }));
  const then = [again(until)];
  if (number % 5 === 0)
    then.unshift(step('ward', 'correct-finished', { what: 'finished-at', at: iso(dayBefore), note: 'Dagen før' }));
  if (number % 7 === 3) then.push(finished(until + 2 * HOUR), again(until + (days * DAY) / 8));
  return { admittedAt, first, then };
}

const kroner = z.looseObject({ total: z.number() });
const payable = z.looseObject({
  days: z.array(
    z.looseObject({
      date: z.string(),
      dayNumber: z.number(),
      care: z.looseObject({ code: z.string() }),
      payer: z.looseObject({ municipality: z.string() }),
      kroner,
    }),
  ),
});
const told = z.looseObject({
  timeline: z.array(
    z.looseObject({
      number: z.number(),
      fact: z.string(),
      happenedAt: z.string(),
      codes: z.record(z.string(), z.unknown()),
    }),
  ),
});
const statement = z.looseObject({ totals: z.looseObject({ due: kroner }) });

/** The accounts of one case, from the service and from its own timeline by the independent program. */
async function accountsOf(caller: Caller, id: string, today: string): Promise<readonly Night[]> {
  const { days } = await there(caller.read('ward', `/api/discharges/${id}/payable-days`, payable));
  const { timeline } = await there(caller.read('ward', `/api/discharges/${id}`, told));
  const nights = days.map(({ date, dayNumber, care, payer, kroner: { total } }) => ({
    date,
    number: dayNumber,
    payer: payer.municipality,
    kroner: total,
    care: care.code,
  }));
  expect(nights, `days of ${id} and their recount`).toEqual(recount(timeline, '0791', rates, today));
  return nights;
}

async function there<T>(answer: Promise<T | null>): Promise<T> {
  const found = await answer;
  if (found === null) throw new Error('The API does not answer at the end');
  return found;
}

/** What each municipality owes by all its statements together, kroner. */
async function owedByStatements(caller: Caller, months: readonly string[]): Promise<number[]> {
  const owed = PAYERS.map(() => 0);
  for (const [index, payer] of PAYERS.entries()) {
    for (const month of months) {
      const path = `/api/statements?municipality=${payer}&month=${month}`;
      const { totals } = await there(caller.read('agreement-manager', path, statement));
      owed[index] = (owed[index] ?? 0) + Math.round(totals.due.total * 100);
    }
  }
  return owed.map((oere) => oere / 100);
}

/** Months from `from` to `to`, epoch ms, as the statements name them; one more at each end, for their time zone. */
function monthsBetween(from: number, to: number): string[] {
  const months = new Set<string>();
  for (let at = from - DAY; at <= to + DAY; at += DAY) months.add(iso(at).slice(0, 7));
  return [...months];
}

/** A case and what was told of it, so that it can be told again. */
export interface ToldCase {
  readonly id: string;
  readonly story: Story;
}

export interface Reckoning {
  readonly days: number;
  readonly kroner: number;
}

/**
 * Compares the accounts of these cases with those of `retold`, which opens a case and tells it the same story undisturbed.
 * Call it when nothing is killed any more. `since`: when the first case began; `now`: what the clock says; epoch ms.
 */
export async function reckonDays(
  caller: Caller,
  cases: readonly ToldCase[],
  retold: (story: Story, number: number) => Promise<string>,
  { since, now }: { readonly since: number; readonly now: number },
): Promise<Reckoning> {
  const today = iso(now).slice(0, 10);
  const months = monthsBetween(since, now);
  const accounts = new Map<string, readonly Night[]>();
  await inParallel(cases, async ({ id }) => {
    accounts.set(id, await accountsOf(caller, id, today));
  });
  const owed = await owedByStatements(caller, months);
  const nights = [...accounts.values()].flat();
  const byPayer = PAYERS.map((payer) => sum(nights.filter((night) => night.payer === payer)));
  expect(owed, 'by the statements and by the cases').toEqual(byPayer);
  await inParallel([...cases.entries()], async ([number, { id, story }]) => {
    const twin = await retold(story, number);
    expect(await accountsOf(caller, twin, today), `${id} and ${twin}, undisturbed`).toEqual(accounts.get(id));
  });
  expect(await owedByStatements(caller, months), 'with the undisturbed ones').toEqual(owed.map((one) => 2 * one));
  return { days: nights.length, kroner: sum(nights) };
}

const sum = (nights: readonly Night[]): number => nights.reduce((all, night) => all + night.kroner, 0);
