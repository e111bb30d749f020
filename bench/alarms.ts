// How late an alarm is while many clocks are open: real timers of Temporal, real time, a worker in this process.
// Some discharges have one reminder in a window of minutes; all other clocks run for weeks. Late is from the due time
// until what the alarm did can be seen in PostgreSQL. `npm run bench -- --alarms`, minutes long, so never in the whole run.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { Activities } from '../activities/contract.ts';
import { createActivities } from '../activities/index.ts';
import type { Publication } from '../domain/case-view.ts';
import type { Ruled } from '../domain/ruled.ts';
import { httpTransport } from '../medcom/http-transport.ts';
import { openRuleFiles } from '../rules/load.ts';
import { openDatabase } from '../store/database.ts';
import { temporalClient } from '../temporal/connection.ts';
import { DAY, Discharge } from './discharge.ts';
import type { Percentiles } from './numbers.ts';
import { percentiles } from './numbers.ts';
import { openPartner } from './partner.ts';
import type { Parts } from './parts.ts';
import { Publications } from './publications.ts';
import type { Bundle, Stage } from './stage.ts';
import { host } from './stage.ts';
import type { Row } from './table.ts';
import { amount } from './table.ts';

/** Alarms in a second while they go off; a region's thousand discharges have a few in a minute. */
const PER_SECOND = 2;
const AT_ONCE = 8;
/** How many of the discharges have an alarm; the others are only open, which is what is asked about. */
const ALARMS = 200;
/** After the last discharge has begun, before the first alarm, ms. */
const LEAD = 15_000;
const PATIENCE = 120_000;

export interface AlarmCosts {
  readonly discharges: number;
  readonly openClocks: number;
  /** Seconds until all had begun. */
  readonly begunIn: number;
  /** Milliseconds from the due time until it is shown. */
  readonly late: Percentiles & { readonly worst: number };
}

/** When the reminder of each discharge is due; told to a discharge by the rules when it asks for its time anew. */
class Alarms {
  /** From when on alarms go off, epoch ms; null while discharges begin. */
  from: number | null = null;
  #given = 0;
  readonly #dueOf = new Map<string, number>();
  readonly late: number[] = [];

  /** Everything in weeks, but for one reminder of each discharge once the alarms have been set. */
  ruled(ruled: Ruled, now: number): Ruled {
    const due = now + 30 * DAY;
    const remindAt = ruled.clock === 'answer-changed-plan' && this.from !== null ? [this.#next(this.from)] : [];
    return { ...ruled, due, remindAt, ladder: [] };
  }

  #next(from: number): number {
    this.#given += 1;
    return from + (this.#given * 1000) / PER_SECOND;
  }

  /** A publish has been written: what it shows can be seen from now on. */
  shown({ dischargeId, clocks, events }: Publication): void {
    const reminded = events.some(({ fact }) => fact === 'task-reminded');
    const due = this.#dueOf.get(dischargeId);
    if (reminded && due !== undefined) {
      this.late.push(Date.now() - due);
      this.#dueOf.delete(dischargeId);
      return;
    }
    const soon = Math.min(...clocks.filter(({ name }) => name === 'answer-changed-plan').map((clock) => clock.due));
    if (soon < Date.now() + DAY) this.#dueOf.set(dischargeId, soon);
  }

  get set(): number {
    return this.#dueOf.size + this.late.length;
  }
}

/** Opens `clocks` clocks, lets an alarm of some of the discharges go off, and says how late they were. */
export async function alarmCosts(parts: Parts, bundle: Bundle, clocks: number): Promise<AlarmCosts> {
  const db = openDatabase(await parts.database(), { max: 20, connectTimeoutMs: 30_000 });
  const client = temporalClient(parts.target);
  const partner = await openPartner();
  const rules = await openRuleFiles(fileURLToPath(new URL('../rules', import.meta.url)));
  const publications = new Publications();
  const alarms = new Alarms();
  const real = createActivities({
    db,
    rules,
    transport: httpTransport({ url: partner.url }),
    log: pino({ level: 'silent' }),
  });
  const activities: Activities = publications.heardFrom({
    ...real,
    rulings: async (queries) => (await real.rulings(queries)).map((ruled) => alarms.ruled(ruled, Date.now())),
    publish: async (publication) => {
      await real.publish(publication);
      alarms.shown(publication);
    },
  });
  const taskQueue = `bench-${randomUUID()}`;
  const stage: Stage = {
    db,
    client,
    taskQueue,
    publications,
    turnstile: undefined,
    offset: 0,
    close: async () => undefined,
  };
  const stop = await host(parts.target, taskQueue, bundle, activities);
  try {
    const began = Date.now();
    const discharges = await begun(stage, clocks);
    const begunIn = Math.round((Date.now() - began) / 1000);
    // Each is asked about its services anew, and that question has the reminder.
    const every = Math.max(1, Math.ceil(discharges.length / ALARMS));
    const some = discharges.filter((_, index) => index % every === 0);
    alarms.from = Date.now() + LEAD + some.length * (1000 / PER_SECOND);
    for (let at = 0; at < some.length; at += AT_ONCE)
      await Promise.all(some.slice(at, at + AT_ONCE).map((one) => one.changePlan()));
    if (Date.now() > alarms.from) throw new Error('The alarms began before all of them were set');
    await until(
      () => alarms.late.length === alarms.set && alarms.set === some.length,
      alarms.from + (some.length * 1000) / PER_SECOND + PATIENCE,
    );
    return {
      discharges: discharges.length,
      openClocks: await openClocks(db),
      begunIn,
      late: { ...percentiles(alarms.late), worst: Math.max(...alarms.late) },
    };
  } finally {
    await stop();
    await client.connection.close();
    partner.close();
    await db.destroy();
  }
}

/** Begins discharges, some at a time and no slower for the slowest, until so many clocks are open. */
async function begun(stage: Stage, clocks: number): Promise<Discharge[]> {
  const discharges: Discharge[] = [];
  const one = async (): Promise<void> => {
    while ((await openClocks(stage.db)) < clocks) discharges.push(await Discharge.begin(stage));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return discharges;
}

async function openClocks(db: ReturnType<typeof openDatabase>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from clocks`.execute(db);
  return rows[0]?.n ?? 0;
}

async function until(done: () => boolean, deadline: number): Promise<void> {
  while (!done()) {
    if (Date.now() > deadline) throw new Error('Not all alarms went off');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export function alarmRows({ discharges, openClocks: open, begunIn, late }: AlarmCosts): Row[] {
  const group = 'alarms';
  const what = `${amount(open, '')} open clocks of ${amount(discharges, '')} discharges`;
  return [
    { group, what: `${what}: begun in`, value: amount(begunIn, 's') },
    {
      group,
      what: `an alarm after its due time, p50 of ${amount(late.count, '')}`,
      value: amount(late.p50, 'ms'),
      aim: 'under 2 s',
    },
    { group, what: 'p95', value: amount(late.p95, 'ms') },
    { group, what: 'the worst', value: amount(late.worst, 'ms'), aim: 'under 10 s' },
  ];
}
