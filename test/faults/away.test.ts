// PostgreSQL is away for a while with sixty open cases that have something to show, and nobody dies of it.
// Other cases answer as fast as before, callers are told the truth, and what was taken comes to its end.
// One case alone, Temporal and the worker away: test/api/bad-days.test.ts.
import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { WorkflowUpdateStage } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { theService } from '../../domain/actor.ts';
import { dischargeWorkflowId } from '../../domain/ids.ts';
import type { Decided, Decision } from '../../workflows/contract.ts';
import { updateOf, viewQuery } from '../../workflows/contract.ts';
import { eventually } from '../harness/eventually.ts';
import { People } from './people.ts';
import type { Town } from './processes.ts';
import { openTown } from './processes.ts';

/** A minute with FAULTS=full; ten seconds show the same, since a publish is tried locally for much less than that. */
const AWAY_MS = process.env['FAULTS'] === 'full' ? 60_000 : 10_000;
const CASES = 60;
const example: unknown = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const patience = { within: 120_000, every: 250 };

const task = z.looseObject({ id: z.string(), version: z.number(), dischargeId: z.string(), status: z.string() });
const inbox = z.looseObject({ items: z.array(task) });
const timeline = z.looseObject({
  timeline: z.array(z.looseObject({ number: z.number(), fact: z.string(), codes: z.record(z.string(), z.unknown()) })),
});
const problem = z.looseObject({ type: z.string() });
const problemTypeOf = (body: unknown): string => problem.parse(body).type;

let town: Town;
let people: People;
let client: Client;
beforeAll(async () => {
  town = await openTown();
  people = new People(town.caller);
  client = town.client();
  await people.start(CASES + 1);
}, 300_000);
afterAll(() => town?.stop());

const handleOf = (id: string) => client.workflow.getHandle(dischargeWorkflowId(id));

async function openTasks(kind: string): Promise<z.infer<typeof inbox>['items']> {
  return eventually(async () => {
    const found = await town.caller.read('coordinator', `/api/tasks?kind=${kind}&limit=200`, inbox);
    return found?.items ?? expect.unreachable('the inbox cannot be seen');
  }, patience);
}

/** A case learns something that it must show: a decision whose submission was kept just before. */
function note(id: string) {
  const body = { what: 'other', happenedAt: Date.now(), mustRead: false };
  const decision: Decision<'note-fact'> = { submission: null, actor: theService, offset: 0, body };
  return handleOf(id).startUpdate<Decided, [Decision<'note-fact'>]>(updateOf('note-fact'), {
    args: [decision],
    updateId: `noted-${id}`,
    waitForStage: WorkflowUpdateStage.ACCEPTED,
  });
}

/** What an unrelated case takes to answer, ms. Its worker needs a slot of the same kind as every decision. */
async function asked(id: string, forMs: number): Promise<{ median: number; most: number; times: number }> {
  const until = Date.now() + forMs;
  const took: number[] = [];
  while (Date.now() < until) {
    const began = performance.now();
    await handleOf(id).query(viewQuery);
    took.push(Math.round(performance.now() - began));
    await new Promise((soon) => setTimeout(soon, 100));
  }
  const sorted = took.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, most: sorted.at(-1) ?? 0, times: took.length };
}

describe('PostgreSQL away', () => {
  it(`for ${AWAY_MS / 1000} s with ${CASES} open cases: others stay as fast, callers are told, all go on`, async () => {
    const [unrelated = '', ...busy] = people.ids;
    const [asking, other] = await openTasks('admission-report');
    const before = await asked(unrelated, 2_000);
    await town.postgres.kill();

    // Sixty cases get something to show and cannot show it.
    const noted = Promise.all(busy.map(note));
    const path = `/api/tasks/${asking?.id}/answer`;
    const body = { answer: 'done', version: asking?.version, note: 'Hemmelig note' };
    const told = async (): Promise<void> => {
      for (const reply of [
        await town.caller.send('coordinator', 'POST', path, { body, key: 'away' }),
        await town.caller.get('coordinator', '/api/tasks'),
        await town.caller.send('ward', 'POST', '/api/discharges', { body: example }),
      ]) {
        expect([reply.status, problemTypeOf(reply.body)]).toEqual([503, '/problems/database-away']);
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect((await town.caller.get(null, '/healthz')).status).toBe(200);
      expect((await town.caller.get(null, '/readyz')).status).toBe(503);
    };
    const [during] = await Promise.all([asked(unrelated, AWAY_MS), told()]);
    await town.postgres.start();
    const back = Date.now();

    for (const handle of await noted) await handle.result();
    const caughtUpMs = Date.now() - back;
    const lengths = await Promise.all(busy.map(async (id) => (await handleOf(id).describe()).historyLength));
    const figures = { awayMs: AWAY_MS, before, during, caughtUpMs, longestHistory: Math.max(...lengths) };
    console.log(`PostgreSQL away: ${JSON.stringify(figures)}`);
    // With publishes that were tried locally without end it waited for as long as PostgreSQL was away.
    expect(during.most).toBeLessThan(2_000);
    expect(during.median).toBeLessThan(Math.max(50, 5 * before.median));
    expect(caughtUpMs).toBeLessThan(60_000);

    for (const id of busy) {
      const found = await town.caller.read('ward', `/api/discharges/${id}`, timeline);
      const facts = found?.timeline ?? [];
      expect(facts.filter(({ fact }) => fact === 'fact-noted')).toHaveLength(1);
      expect(facts.map(({ number }) => number)).toEqual(facts.map((_, index) => index + 1));
    }
    // The same request is now taken, once; another one cannot hide behind its key.
    expect((await town.caller.hand('coordinator', path, body, 'away')).kind).toBe('done');
    expect((await town.caller.hand('coordinator', path, body, 'away')).kind).toBe('done');
    const otherWords = { ...body, note: 'En anden note' };
    const reused = await town.caller.hand('coordinator', path, otherWords, 'away');
    expect(reused).toMatchObject({ kind: 'refused', status: 422, type: '/problems/key-reused' });
    const otherTask = `/api/tasks/${other?.id}/answer`;
    expect(await town.caller.hand('coordinator', otherTask, body, 'away')).toMatchObject({ status: 422 });
    const answered = await town.caller.read('coordinator', `/api/tasks/${asking?.id}`, task);
    expect(answered?.status).toBe('answered');
  }, 400_000);
});

describe('after all that', () => {
  it('the logs tell of bad days and of no person', () => {
    const logs = [town.worker, town.api, town.simulator].map((one) => one.log()).join('\n');
    expect(logs).toContain('PostgreSQL does not answer');
    const patients = /0101364\d{3}|Testperson|Eksempelvej|87009900/;
    const words = /Lungebetændelse|Rollator|datteren|Hemmelig note/;
    const staff = /Karen Koordinator|Anne Afdeling|Lars Læge/;
    for (const personal of [patients, words, staff]) expect(logs).not.toMatch(personal);
  });

  it('neither the worker nor the API has died of another part being away', () => {
    expect([town.worker.deathsOfItsOwn, town.api.deathsOfItsOwn]).toEqual([0, 0]);
  });
});
