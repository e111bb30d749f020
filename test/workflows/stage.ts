// A stage for workflow tests: a worker on the real Temporal server and a real PostgreSQL, and one discharge to act in.
// Only the partner at the other end of the message network is played; people's decisions are put as the API puts them.
import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { isGrpcServiceError, ServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { expect } from 'vitest';
import type { Activities } from '../../activities/contract.ts';
import { createActivities } from '../../activities/index.ts';
import { quietTemporal } from '../../bench/quiet.ts';
import type { Actor } from '../../domain/actor.ts';
import type { MessageView, TaskView } from '../../domain/case-view.ts';
import type { Codes } from '../../domain/fields.ts';
import { dischargeWorkflowId, epoch } from '../../domain/ids.ts';
import { plannedLeaving } from '../../domain/plan.ts';
import type { LeavingWay } from '../../domain/reasons.ts';
import type { TaskKindName } from '../../domain/task-kinds.ts';
import { httpTransport } from '../../medcom/http-transport.ts';
import { openRuleFiles } from '../../rules/load.ts';
import type { WholeCase } from '../../store/cases.ts';
import { wholeCase } from '../../store/cases.ts';
import { advance, now, offset } from '../../store/clock.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { temporalClient } from '../../temporal/connection.ts';
import { workerConnection } from '../../temporal/worker-connection.ts';
import { workflowBundle } from '../../worker/bundle.ts';
import { shortWorkflowStacks } from '../../worker/short-stacks.ts';
import type { Decided, DecisionName, Decisions, DischargeStart } from '../../workflows/contract.ts';
import { DISCHARGE, updateOf } from '../../workflows/contract.ts';
import { eventually } from '../harness/eventually.ts';
import {
  bundleFolder,
  freshDatabase,
  maxCachedWorkflows,
  temporalTarget,
  uniqueTaskQueue,
} from '../harness/servers.ts';
import { seedTwo } from '../harness/two-municipalities.ts';
import { historiesOf, notReplayed, withTwoAtOnce } from './kept-histories.ts';
import type { Partner } from './partner.ts';
import { addressOf, listen } from './partner.ts';
import { keepPatient } from './patient.ts';
import { HOUR, somebodyOf, vans, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';

let moved = 0;
/** Now by the clock of this file's stage, epoch ms. */
export const today = (): number => Date.now() + moved;

export interface Stage {
  readonly db: Database;
  readonly client: Client;
  partner: Partner;
  /** MessageHeader.id of everything that arrived at the partner, once for each sending. */
  readonly arrivals: string[];
  begin(change?: Partial<DischargeStart>): Promise<Play>;
  close(): Promise<void>;
}

/** Opens the stage once for a test file; call `close` at its end. `broken`: activities that go wrong on purpose. */
export async function openStage(
  broken: (real: Activities) => Partial<Activities> = () => ({}),
  { maxCachedWorkflows: cached = maxCachedWorkflows() }: { maxCachedWorkflows?: number } = {},
): Promise<Stage> {
  moved = 0;
  quietTemporal();
  shortWorkflowStacks();
  const url = await freshDatabase();
  const db = openDatabase(url, { max: 10 });
  const target = await temporalTarget();
  const client = temporalClient(target);
  const taskQueue = uniqueTaskQueue();
  const rules = await openRuleFiles('rules');
  await seedTwo(db, rules.current().sheets, await now(db));
  const arrivals: string[] = [];
  const stage: { partner: Partner } = { partner: 'takes' };
  const partner = await listen(arrivals, () => stage.partner);
  const connection = await workerConnection(target);
  const transport = httpTransport({ url: addressOf(partner) });
  const real = createActivities({ db, rules, transport, log: pino({ level: 'silent' }) });
  const workflows = await workflowBundle(bundleFolder());
  const worker = await Worker.create({
    connection,
    namespace: target.namespace,
    taskQueue,
    workflowBundle: workflows,
    activities: { ...real, ...broken(real) },
    // Without a cache the SDK loses a task now and then when it may run several at once (seen: 10 s until it comes back).
    ...(cached === undefined ? {} : { maxCachedWorkflows: cached, maxConcurrentWorkflowTaskExecutions: 1 }),
  });
  const running = worker.run();
  return {
    db,
    client,
    arrivals,
    get partner() {
      return stage.partner;
    },
    set partner(how: Partner) {
      stage.partner = how;
    },
    begin: (change = {}) => Play.begin({ db, client, taskQueue }, change),
    async close() {
      const histories = await historiesOf(client, taskQueue);
      expect(withTwoAtOnce(histories), 'cases with two local activities at once').toEqual([]);
      expect(await notReplayed(workflows, histories), 'cases that would not go on').toEqual([]);
      worker.shutdown();
      await running;
      await connection.close();
      await client.connection.close();
      partner.closeAllConnections();
      partner.close();
      await db.destroy();
    },
  };
}

interface Parts {
  db: Database;
  client: Client;
  taskQueue: string;
}

/** One discharge under test. */
export class Play {
  readonly parts: Parts;
  readonly start: DischargeStart;
  readonly handle: WorkflowHandle;

  private constructor(parts: Parts, start: DischargeStart, handle: WorkflowHandle) {
    this.parts = parts;
    this.start = start;
    this.handle = handle;
  }

  static async begin(parts: Parts, change: Partial<DischargeStart>): Promise<Play> {
    const at = await now(parts.db);
    const dischargeId = randomUUID();
    const start: DischargeStart = {
      dischargeId,
      openedBy: ward,
      submission: randomUUID(),
      offset: await offset(parts.db),
      admittedAt: at - HOUR,
      municipality: '0791',
      wardUnit: 'ward-m1',
      visitationUnit: 'mun-0791-visitation',
      servicesUnit: 'mun-0791-homecare',
      gpUnit: 'gp-041230',
      coordinator: ward.person,
      plan: ordinaryPlan(at),
      previous: null,
      tellsStay: 'hospital',
      ...change,
    };
    await keepPatient(parts.db, start, at);
    const handle = await parts.client.workflow.start(DISCHARGE, {
      workflowId: dischargeWorkflowId(dischargeId),
      taskQueue: parts.taskQueue,
      args: [start],
    });
    const play = new Play(parts, start, handle);
    await play.until((c) => expect(c.version).toBeGreaterThan(0));
    return play;
  }

  /** The case as PostgreSQL has it: what every page reads. */
  async case(): Promise<WholeCase> {
    const found = await wholeCase(this.parts.db, this.start.dischargeId);
    if (found === null) throw new Error('The case has not been published');
    return found;
  }

  async view(): Promise<NonNullable<WholeCase['view']>> {
    const { view } = await this.case();
    if (view === null) throw new Error('The case has not been published');
    return view;
  }

  /** Waits until the published case is as expected. */
  until<T>(check: (c: WholeCase) => T): Promise<T> {
    return eventually(async () => check(await this.case()), { within: 45_000 });
  }

  openTask(kind: TaskKindName, unit?: string): Promise<TaskView> {
    return this.until(({ tasks }) => {
      const found = tasks.find(
        (task) => task.kind === kind && task.status === 'open' && (unit ?? task.unit) === task.unit,
      );
      if (found === undefined) throw new Error(`No open ${kind}; open: ${kindsOf(tasks).join(', ')}`);
      return found;
    });
  }

  async openKinds(): Promise<string[]> {
    return kindsOf((await this.case()).tasks);
  }

  async facts(): Promise<string[]> {
    return (await this.case()).events.map((event) => event.fact);
  }

  async put<K extends DecisionName>(
    name: K,
    body: Decisions[K],
    actor: Actor = ward,
    updateId: string = randomUUID(),
  ): Promise<Decided> {
    for (;;) {
      const decision = { submission: updateId, actor, offset: await offset(this.parts.db), body };
      try {
        return await this.handle.executeUpdate(updateOf(name), { updateId, args: [decision] });
      } catch (error) {
        // Something arrived while the workflow was closing: the Update is lost, and the API puts it again too.
        if (!(error instanceof ServiceError) || !isGrpcServiceError(error.cause) || error.cause.code !== 9) throw error;
      }
    }
  }

  /** Puts a decision that must be refused; gives the code and the details of the refusal. */
  async refused<K extends DecisionName>(
    name: K,
    body: Decisions[K],
    actor: Actor = ward,
  ): Promise<{ code: string; details: Codes }> {
    const failure = await this.put(name, body, actor).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(failure instanceof WorkflowUpdateFailedError)) throw new Error('The decision was not refused');
    const { cause } = failure;
    if (!(cause instanceof ApplicationFailure)) throw new Error('Not a typed refusal');
    const [details] = cause.details ?? [];
    return { code: cause.type ?? '', details: details as Codes };
  }

  /** Answers the open task of a kind as somebody of its unit. */
  async answer(kind: TaskKindName, answer: string, codes: Codes = {}, actor?: Actor): Promise<TaskView> {
    const task = await this.openTask(kind);
    await this.put(
      'answer-task',
      { task: task.id, version: task.version, answer, codes },
      actor ?? somebodyOf(task.unit),
    );
    return task;
  }

  /** Waits for a message to be on its way and hands in its receipt. */
  async receipt(
    kind: MessageView['kind'],
    code: 'ok' | 'fatal-error' | 'transient-error' = 'ok',
  ): Promise<MessageView> {
    const message = await this.sent(kind);
    await this.put('receipt', { message: message.id, code, problem: code === 'ok' ? null : 'x' }, vans);
    return message;
  }

  /** The plan has arrived at the municipality, and a named person there has seen it. */
  async toldAndSeen(): Promise<void> {
    const message = await this.receipt('plan');
    await this.put('see-message', { message: message.id }, somebodyOf(message.to));
  }

  sent(kind: MessageView['kind'], sendings = 1): Promise<MessageView> {
    return this.until(({ messages }) => {
      const found = messages.find(
        (message) => message.kind === kind && message.state === 'sent' && message.sendings >= sendings,
      );
      if (found === undefined)
        throw new Error(`No ${kind} on its way: ${messages.map((m) => `${m.kind} ${m.state}`).join(', ')}`);
      return found;
    });
  }

  /** Moves the shared clock to a time (epoch ms) and tells this case of it. */
  async clockTo(at: number): Promise<void> {
    const ms = Math.ceil(at - (await now(this.parts.db))) + 1000;
    if (ms > 0) moved = await advance(this.parts.db, ms);
    await this.put('tick', {});
  }

  /** Moves the clock to the next due time of this case. */
  async toNextDeadline(): Promise<void> {
    const { clocks } = await this.case();
    await this.clockTo(Math.min(...clocks.map(({ due }) => due)));
  }

  /** When a clock of this name runs out, epoch ms; waits for it to be running. */
  due(name: string): Promise<number> {
    return this.until(({ clocks }) => {
      const clock = clocks.find((running) => running.name === name);
      if (clock === undefined) throw new Error(`No clock ${name}: ${clocks.map((running) => running.name).join(', ')}`);
      return clock.due;
    });
  }

  /** The ordinary way to a patient who is ready: everybody answers in time. */
  async untilReady(): Promise<void> {
    await this.receipt('plan');
    await this.receipt('heads-up');
    await this.answer('pause-services', 'done');
    await this.answer('admission-report', 'done');
    await this.answer('answer-services', 'accept');
    await this.answer('take-patient', 'accept');
    await this.answer('agree-follow-up', 'not-needed');
    await this.until(({ view }) => expect(view?.bed.state).toBe('held'));
    await this.answer('send-referral', 'sent');
    await this.clockTo(await this.due('resume-opens'));
    await this.answer('confirm-resume', 'confirm');
    await this.put('ready', {});
  }

  /** The planned time comes and the patient leaves; gives that time, epoch ms. */
  async leaveAsPlanned(how: LeavingWay): Promise<number> {
    const { plan } = await this.view();
    const planned = plan === null ? null : plannedLeaving(plan.date);
    if (planned === null) throw new Error('No leaving is planned');
    await this.clockTo(epoch(planned));
    await this.put('leave', { happenedAt: epoch(planned), how });
    return epoch(planned);
  }
}

const kindsOf = (tasks: readonly TaskView[]): string[] =>
  tasks
    .filter((task) => task.status === 'open')
    .map((task) => task.kind)
    .sort();
