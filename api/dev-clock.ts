// Moves the one clock of a development environment forward, deadline by deadline, so that each falls due in its own time
// and what follows from it is counted from there. Waits until nothing is in flight before every step (design 4).
import { Temporal } from 'temporal-polyfill';
import { theService } from '../domain/actor.ts';
import { timeZone } from '../domain/calendar.ts';
import { epoch, instant } from '../domain/ids.ts';
import { advance, offset } from '../store/clock.ts';
import { dueWorkflows, nextDeadline, openWorkflows, underWay } from '../store/due.ts';
import { Problem } from './errors.ts';
import { putDecision } from './put.ts';
import type { AdvanceBody } from './schemas/dev-clock.ts';
import type { Service } from './service.ts';

export interface ClockNow {
  readonly now: string;
  readonly offsetMs: number;
  readonly nextDue: string | null;
}

export interface Advanced extends ClockNow {
  /** Updates that told a case of the moved clock. */
  readonly ticked: number;
  /** Deadlines the clock stopped at on its way. */
  readonly steps: number;
}

/** Real time for the whole move, for settling before a step, and between two looks, ms. */
const BUDGET = 60_000;
const SETTLE_WITHIN = 20_000;
const LOOK_EVERY = 40;
const TICKS_AT_ONCE = 10;

/** What the clock says, and when the next deadline is. */
export async function clockState({ db }: Service): Promise<ClockNow> {
  const offsetMs = await offset(db);
  const now = Date.now() + offsetMs;
  const next = await nextDeadline(db, now);
  return { now: instant(now), offsetMs, nextDue: next === null ? null : instant(next) };
}

let queue: Promise<unknown> = Promise.resolve();

/** Moves the clock; one move at a time in this process. */
export function advanceClock(service: Service, body: AdvanceBody): Promise<Advanced> {
  const mine = queue.then(() => move(service, body));
  queue = mine.catch(() => undefined);
  return mine;
}

async function move(service: Service, body: AdvanceBody): Promise<Advanced> {
  const { db } = service;
  const until = Date.now() + BUDGET;
  await settled(service, SETTLE_WITHIN);
  const target = await targetOf(service, body);
  // What an earlier move did not get to tell, because something was away: before the clock goes on.
  let { ticked, told } = await tickDue(service);
  if (ticked > 0) await settled(service, SETTLE_WITHIN);
  let steps = 0;
  while (target !== null) {
    const now = Date.now() + (await offset(db));
    // After what was told, not after now: real time goes on too, and a deadline that it reached meanwhile comes first.
    const next = await nextDeadline(db, told);
    const stop = next === null ? target : Math.min(next, target);
    if (stop > now) await advance(db, stop - now);
    const step = await tickDue(service);
    ticked += step.ticked;
    told = step.told;
    await settled(service, SETTLE_WITHIN);
    if (next === null || next > target) break;
    steps += 1;
    if (Date.now() > until) throw new Problem('not-settled', { inFlight: ['more-deadlines'] });
  }
  return { ...(await clockState(service)), ticked, steps };
}

/** Where to, epoch ms; null: nowhere, nothing waits. */
async function targetOf({ db }: Service, body: AdvanceBody): Promise<number | null> {
  const now = Date.now() + (await offset(db));
  if ('toNextDeadline' in body) return nextDeadline(db, now);
  if ('to' in body) return Math.max(now, epoch(body.to));
  if (typeof body.by === 'number') return now + body.by;
  const zoned = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  return zoned.add(Temporal.Duration.from(body.by)).epochMilliseconds;
}

/**
 * Workflows that may not have heard of the clock: told, and no answer came. What they show may be of a decision that was
 * lost with the worker that took it, so that nothing of theirs seems to be due.
 */
const unheard = new WeakMap<Service['db'], Set<string>>();

/** A new process does not know whom the one before it has told: all that are open may not have heard. */
async function unheardOf({ db }: Service): Promise<Set<string>> {
  const known = unheard.get(db) ?? new Set(await openWorkflows(db));
  unheard.set(db, known);
  return known;
}

/** Tells every case that has something due at `told`, epoch ms; they answer when they have shown what came of it. */
async function tickDue(service: Service): Promise<{ readonly ticked: number; readonly told: number }> {
  const missed = await unheardOf(service);
  const clock = await offset(service.db);
  const told = Date.now() + clock;
  for (const { workflowId } of await dueWorkflows(service.db, told)) missed.add(workflowId);
  const due = [...missed];
  for (let at = 0; at < due.length; at += TICKS_AT_ONCE) {
    const some = due.slice(at, at + TICKS_AT_ONCE);
    const decision = { submission: null, actor: theService, offset: clock, body: {} };
    await Promise.all(
      some.map(async (workflowId) => {
        const put = await putDecision(service, workflowId, 'tick', decision, undefined);
        if (put.kind !== 'unknown') missed.delete(workflowId);
      }),
    );
  }
  // The clock does not go on while a case has not heard of it: its next deadlines would be late by the whole move.
  if (missed.size > 0) throw new Problem('not-settled', { inFlight: [`ticks: ${missed.size}`] });
  return { ticked: due.length, told };
}

/** Waits until two looks in a row find nothing in flight. */
async function settled(service: Service, withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  for (let quiet = 0; quiet < 2; ) {
    const found = await goingOn(service);
    quiet = found.length === 0 ? quiet + 1 : 0;
    if (quiet === 2) return;
    if (Date.now() > until) throw new Problem('not-settled', { inFlight: found });
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

/** What is still going on: submissions without outcome, cases not shown yet, activities, partners' messages. */
async function goingOn({ db, partnerIdleUrl }: Service): Promise<string[]> {
  const { submissions, casesNotShown, activities } = await underWay(db);
  const counts = {
    submissions,
    'cases-not-shown': casesNotShown,
    activities,
    partners: partnerIdleUrl === undefined ? 0 : await partnersInFlight(partnerIdleUrl),
  };
  return Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${what}: ${count}`] : []));
}

/** Messages under way at the simulated partners; none when nobody plays them. */
async function partnersInFlight(url: string): Promise<number> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const body: unknown = await response.json();
    const count: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'inFlight') : 0;
    return typeof count === 'number' ? count : 0;
  } catch {
    return 0;
  }
}
