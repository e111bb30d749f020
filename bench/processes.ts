// The service as it runs: worker and API as processes, over HTTP with tokens, on tables that are well filled.
// How long answering a task takes, how long a page of the inbox takes, and how much memory both processes hold.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { makeIssuer, tokenFor } from '../dev/issuer.ts';
import { freePorts } from '../dev/ports.ts';
import { openDatabase } from '../store/database.ts';
import { publishedTestCprs } from '../test/house/finders.ts';
import { inspected, openHeap } from './heap.ts';
import type { Inbound } from './inbound.ts';
import { inbound, UNKNOWN } from './inbound.ts';
import { cpuMs, familyCpuMs, residentMiB } from './machine.ts';
import type { Percentiles } from './numbers.ts';
import { percentiles, timed } from './numbers.ts';
import { openPartner } from './partner.ts';
import type { Parts } from './parts.ts';
import { fill } from './seed.ts';

export const OPEN_TASKS = 10_000;
export const CLOSED_TASKS = 100_000;

export interface Measured {
  /** ms. */
  readonly answering: Percentiles;
  readonly inbox: Percentiles;
  /** Bytes of a page as JSON; most of it describes the allowed answers. */
  readonly inboxBytes: number;
  /** Processor time of a page, ms; tells apart a slow service and a busy machine. */
  readonly inboxCpu: { readonly api: number | undefined; readonly postgres: number | undefined };
  readonly inbound: Inbound;
  /** MiB, after all that was measured. */
  readonly memory: { readonly worker: number | undefined; readonly api: number | undefined };
}

const READY_WITHIN_MS = 60_000;
const WARM_UP = 30;
const PAGES = 300;
/** Who answers what; all of it can be answered as soon as the case is there. */
const answers: readonly { readonly user: string; readonly kind: string; readonly answer: string }[] = [
  { user: 'coordinator', kind: 'pause-services', answer: 'done' },
  { user: 'coordinator', kind: 'admission-report', answer: 'done' },
  { user: 'coordinator', kind: 'answer-services', answer: 'accept' },
  { user: 'ward', kind: 'agree-follow-up', answer: 'not-needed' },
];

const task = z.looseObject({
  id: z.string(),
  version: z.number(),
  answers: z.array(z.looseObject({ code: z.string(), example: z.record(z.string(), z.unknown()) })),
});
const page = z.looseObject({ items: z.array(task) });
const started = z.looseObject({ id: z.string() });

export async function processes(parts: Parts): Promise<Measured> {
  const databaseUrl = await parts.database();
  const [seeded = '', ...others] = publishedTestCprs;
  // Nobody plans for this one, so that a letter belongs to no case.
  const persons = others.filter((cpr) => cpr !== UNKNOWN);
  const db = openDatabase(databaseUrl, { max: 2, statementTimeoutMs: 120_000 });
  const units = ['mun-0791-visitation', 'mun-0791-homecare'];
  await fill(db, { open: OPEN_TASKS, closed: CLOSED_TASKS, cases: 5_000, units, cpr: seeded });
  await db.destroy();
  const partner = await openPartner();
  const issuer = { folder: resolve(parts.folder, 'issuer'), issuer: 'bench', audience: 'bench' };
  await makeIssuer(issuer);
  const [port = 0, inspector = 0] = await freePorts(2);
  const env = {
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    TASK_QUEUE: `bench-${randomUUID()}`,
    MEDCOM_SEND_URL: partner.url,
    AUTH_ISSUER: issuer.issuer,
    AUTH_AUDIENCE: issuer.audience,
    LOG_LEVEL: 'warn',
  };
  const worker = await parts.process('worker', env);
  const api = await parts.process('api', { ...env, NODE_OPTIONS: inspected(inspector) });
  try {
    const call = await client(`http://127.0.0.1:${port}`, (user) => tokenFor(user, issuer));
    const used = () => ({
      api: cpuMs(api.pid) ?? Number.NaN,
      postgres: familyCpuMs(parts.pids.postgres) ?? Number.NaN,
    });
    const inbox = await pages(call, used);
    const answering = await answered(call, persons);
    const heap = await openHeap(inspector);
    const received = await inbound(`http://127.0.0.1:${port}`, await tokenFor('vans', issuer), api.pid, heap);
    heap.close();
    return {
      ...inbox,
      answering,
      inbound: received,
      memory: { worker: residentMiB(worker.pid), api: residentMiB(api.pid) },
    };
  } finally {
    await api.stop();
    await worker.stop();
    partner.close();
  }
}

type Call = (user: string, method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>;

/** Waits until the API is ready, and speaks to it as every client does. */
async function client(url: string, tokenOf: (user: string) => Promise<string>): Promise<Call> {
  const deadline = Date.now() + READY_WITHIN_MS;
  const ready = (): Promise<boolean> =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ready())) {
    if (Date.now() > deadline) throw new Error('The API was not ready in time');
    await sleep(50);
  }
  const tokens = new Map<string, string>();
  return async (user, method, path, body) => {
    const token = tokens.get(user) ?? (await tokenOf(user));
    tokens.set(user, token);
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
}

async function pages(
  call: Call,
  used: () => { readonly api: number; readonly postgres: number },
): Promise<Pick<Measured, 'inbox' | 'inboxBytes' | 'inboxCpu'>> {
  const one = () => timed(async () => page.parse(await call('coordinator', 'GET', '/api/tasks')));
  for (let n = 0; n < WARM_UP; n += 1) await one();
  const inboxBytes = Buffer.byteLength(JSON.stringify((await one()).value));
  const before = used();
  const times: number[] = [];
  for (let n = 0; n < PAGES; n += 1) times.push((await one()).ms);
  const after = used();
  const each = (part: 'api' | 'postgres'): number => (after[part] - before[part]) / PAGES;
  return { inbox: percentiles(times), inboxBytes, inboxCpu: { api: each('api'), postgres: each('postgres') } };
}

/** One discharge for each test person; every answer is one request and back, with the next state in it. */
async function answered(call: Call, persons: readonly string[]): Promise<Percentiles> {
  const example = JSON.parse(readFileSync(resolve(import.meta.dirname, '../examples/discharge.json'), 'utf8'));
  const times: number[] = [];
  for (const cpr of persons) {
    const { id } = started.parse(
      await call('ward', 'POST', '/api/discharges', {
        ...example,
        patient: { ...example.patient, cpr },
        stay: { ...example.stay, episodeId: randomUUID() },
        plan: { ...example.plan, bed: null },
      }),
    );
    for (const { user, kind, answer } of answers) {
      const open = await openTask(call, user, id, kind);
      const example = open.answers.find(({ code }) => code === answer)?.example ?? {};
      const body = { ...example, answer, version: open.version };
      times.push((await timed(() => call(user, 'POST', `/api/tasks/${open.id}/answer`, body))).ms);
    }
  }
  return percentiles(times.slice(answers.length));
}

async function openTask(call: Call, user: string, id: string, kind: string): Promise<z.infer<typeof task>> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const { items } = page.parse(await call(user, 'GET', `/api/tasks?dischargeId=${id}&kind=${kind}`));
    const [first] = items;
    if (first !== undefined) return first;
    if (Date.now() > deadline) throw new Error(`No task ${kind}`);
    await sleep(20);
  }
}
