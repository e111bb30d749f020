// The server dies between a publish and the end of its workflow task: PostgreSQL shows a decision that Temporal never had.
// Within a minute the inbox must show what Temporal knows, and the lost decision must not shut out the next one (design 1).
import { randomUUID } from 'node:crypto';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createActivities } from '../../activities/index.ts';
import { quietTemporal } from '../../bench/quiet.ts';
import type { Publication } from '../../domain/case-view.ts';
import { httpTransport } from '../../medcom/http-transport.ts';
import { openRuleFiles } from '../../rules/load.ts';
import { wholeCase } from '../../store/cases.ts';
import { openDatabase } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { temporalClient } from '../../temporal/connection.ts';
import { workerConnection } from '../../temporal/worker-connection.ts';
import { workflowBundle } from '../../worker/bundle.ts';
import { updateOf } from '../../workflows/contract.ts';
import { eventually } from '../harness/eventually.ts';
import { bundleFolder } from '../harness/servers.ts';
import { seedTwo } from '../harness/two-municipalities.ts';
import type { Town } from './processes.ts';
import { openTown } from './processes.ts';

/** A worker whose next publish reaches PostgreSQL and then never comes back, as when the server dies at that moment. */
async function openWorker(town: Town) {
  quietTemporal();
  await migrate(town.postgres.url);
  const db = openDatabase(town.postgres.url, { max: 5 });
  const rules = await openRuleFiles('rules');
  await seedTwo(db, rules.current().sheets, Date.now());
  const activities = createActivities({
    db,
    rules,
    transport: httpTransport({ url: `${town.simulatorUrl}/vans` }),
    log: pino({ level: 'silent' }),
  });
  let reached: (() => void) | undefined;
  const publish = async (publication: Publication): Promise<void> => {
    await activities.publish(publication);
    if (reached === undefined) return;
    reached();
    await new Promise<never>(() => undefined);
  };
  const connection = await workerConnection(town.temporal.target);
  const worker = await Worker.create({
    connection,
    namespace: town.temporal.target.namespace,
    taskQueue: town.taskQueue,
    workflowBundle: await workflowBundle(bundleFolder()),
    activities: { ...activities, publish },
    shutdownForceTime: '500ms',
  });
  const running = worker.run().catch(() => undefined);
  return {
    db,
    /** From now on a publish is written and its worker never hears of it; resolves when one was. */
    loseNext: () => new Promise<void>((resolve) => (reached = resolve)),
    async end() {
      worker.shutdown();
      await running;
      await connection.close().catch(() => undefined);
    },
  };
}

const started = z.looseObject({ id: z.string() });
let town: Town;
afterEach(() => town.stop());

async function aCase(): Promise<{ id: string; task: string; worker: Awaited<ReturnType<typeof openWorker>> }> {
  town = await openTown({ worker: false });
  const worker = await openWorker(town);
  const body = JSON.parse(
    JSON.stringify((await import('../../examples/discharge.json', { with: { type: 'json' } })).default),
  );
  body.stay.episodeId = randomUUID();
  // Not needed at once, so its unit is asked on the page and not rung.
  body.plan.bed.from = new Date(Date.now() + 72 * 3_600_000).toISOString();
  const answer = await town.caller.send('ward', 'POST', '/api/discharges', { body });
  const { id } = started.parse(answer.body);
  const task = await eventually(
    async () => {
      const found = await wholeCase(worker.db, id);
      expect(found?.messages.every(({ state }) => state === 'arrived')).toBe(true);
      const open = found?.tasks.find(({ kind, status }) => kind === 'answer-services' && status === 'open');
      expect(found?.tasks.some(({ kind, status }) => kind === 'take-patient' && status === 'open')).toBe(true);
      return open?.id ?? expect.unreachable();
    },
    { within: 60_000 },
  );
  return { id, task, worker };
}

describe('a decision that PostgreSQL shows and Temporal lost', { timeout: 120_000 }, () => {
  it('is put again by the sweeper until Temporal has it, though the caller never came back', async () => {
    const { id, task, worker } = await aCase();
    const lost = worker.loseNext();
    const abandoned = town.caller.send('coordinator', 'POST', `/api/tasks/${task}/answer`, {
      body: { answer: 'accept', version: 1 },
    });
    abandoned.catch(() => undefined);
    await lost;
    await Promise.all([town.temporal.kill(), town.api.kill()]);
    const shown = await wholeCase(worker.db, id);
    expect(shown?.tasks.find((one) => one.id === task)?.status).toBe('answered');
    await worker.end();
    await Promise.all([town.temporal.start(), town.api.start()]);
    const again = await openWorker(town);
    await eventually(
      async () => {
        const rows = await again.db
          .selectFrom('submissions')
          .select(['state'])
          .where('kind', '=', 'answer-task')
          .execute();
        expect(rows.map(({ state }) => state)).toEqual(['accepted']);
      },
      { within: 60_000, every: 200 },
    );
    const recorded = await town.client().workflow.getHandle(`discharge-${id}`).fetchHistory();
    const accepted = (recorded.events ?? []).filter((event) => event.workflowExecutionUpdateCompletedEventAttributes);
    expect(accepted.length).toBeGreaterThan(0);
    const after = await wholeCase(again.db, id);
    expect(after?.tasks.find((one) => one.id === task)?.status).toBe('answered');
    expect(after?.events.map(({ number }) => number)).toEqual(after?.events.map((_, index) => index + 1));
    expect(after?.events.filter(({ fact, codes }) => fact === 'task-answered' && codes['task'] === task)).toHaveLength(
      1,
    );
    await again.end();
    await Promise.all([worker.db.destroy(), again.db.destroy()]);
  });

  it('does not shut out the next, different decision', async () => {
    const { id, task, worker } = await aCase();
    const handle = town.client().workflow.getHandle(`discharge-${id}`);
    const decision = (person: string, answer: string, codes = {}) => ({
      args: [
        {
          submission: null,
          actor: { person, role: 'coordinator', org: 'mun-0791', units: ['mun-0791-visitation'] } as const,
          offset: 0,
          body: { task, version: 1, answer, codes },
        },
      ] as const,
    });
    const lost = worker.loseNext();
    // Not through the API, and the caller dies too: nobody keeps this one, so nobody puts it again.
    const caller = temporalClient(town.temporal.target);
    const first = decision('karen', 'accept');
    const gone = new AbortController();
    const called = caller.withAbortSignal(gone.signal, () =>
      caller.workflow
        .getHandle(handle.workflowId)
        .executeUpdate(updateOf('answer-task'), { ...first, args: [...first.args] }),
    );
    called.catch(() => undefined);
    await lost;
    gone.abort();
    await called.catch(() => undefined);
    await caller.connection.close();
    await town.temporal.kill();
    expect((await wholeCase(worker.db, id))?.tasks.find((one) => one.id === task)?.answer?.by).toBe('karen');
    await worker.end();
    await town.temporal.start();
    const again = await openWorker(town);
    const services = ['home-nursing', 'personal-care', 'devices'].map((service) => ({ service, answer: 'accept' }));
    const second = decision('kurt', 'per-service', { services });
    await eventually(() => handle.executeUpdate(updateOf('answer-task'), { ...second, args: [...second.args] }), {
      within: 60_000,
      every: 500,
    });
    const after = await wholeCase(again.db, id);
    expect(after?.tasks.find((one) => one.id === task)?.answer).toMatchObject({ by: 'kurt', code: 'per-service' });
    expect(after?.events.filter(({ fact }) => fact === 'task-answered').map(({ actor }) => actor)).toEqual(['kurt']);
    expect(after?.events.map(({ number }) => number)).toEqual(after?.events.map((_, index) => index + 1));
    await again.end();
    await Promise.all([worker.db.destroy(), again.db.destroy()]);
  });
});
