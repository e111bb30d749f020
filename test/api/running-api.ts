// The API on real parts for one test file: its own database, the shared Temporal, a worker, the simulated partners,
// and tokens of the test users. Speaks HTTP as every client does.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Express } from 'express';
import { pino } from 'pino';
import { buildApp } from '../../api/app.ts';
import { authentication } from '../../api/auth.ts';
import { hearChanges } from '../../api/changes.ts';
import { readCitizens } from '../../api/citizens.ts';
import { createMetrics } from '../../api/metrics.ts';
import { partiesOf, readExampleParties } from '../../api/parties.ts';
import type { Service } from '../../api/service.ts';
import type { Sweeper } from '../../api/sweeper.ts';
import { startSweeper } from '../../api/sweeper.ts';
import { quietTemporal } from '../../bench/quiet.ts';
import { makeIssuer, tokenFor } from '../../dev/issuer.ts';
import { freePorts } from '../../dev/ports.ts';
import { httpTransport } from '../../medcom/http-transport.ts';
import { followRuleFiles } from '../../rules/follow.ts';
import { openRuleFiles } from '../../rules/load.ts';
import { startSimulator } from '../../simulator/server.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { ruleReader } from '../../store/rule-faults.ts';
import { earlierRuleTexts, keptRuleTexts } from '../../store/rule-texts.ts';
import { temporalClient } from '../../temporal/connection.ts';
import type { Host } from '../../worker/host.ts';
import { openHost } from '../../worker/host.ts';
import { prepareDatabase } from '../../worker/prepare.ts';
import { sdkLogger } from '../../worker/sdk-logger.ts';
import {
  bundleFolder,
  freshDatabase,
  maxCachedWorkflows,
  temporalTarget,
  uniqueTaskQueue,
} from '../harness/servers.ts';
import { sheetsOfTwo } from '../harness/two-municipalities.ts';
import { describedBy } from './described.ts';
import type { Seen } from './seen.ts';

/** What came back: the body as JSON, and as text. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Seen;
  readonly text: string;
}

export interface Call {
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RunningApi {
  readonly url: string;
  readonly service: Service;
  readonly db: Database;
  readonly simulator: string;
  readonly express: Express;
  get(user: string | null, path: string): Promise<Reply>;
  post(user: string | null, path: string, body?: unknown, call?: Omit<Call, 'body'>): Promise<Reply>;
  send(method: string, user: string | null, path: string, call?: Call): Promise<Reply>;
  token(user: string): Promise<string>;
  /** Ends the worker; the API stays up. */
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  stop(): Promise<void>;
}

export interface Options {
  /** Default: a fresh one. */
  readonly databaseUrl?: string;
  /** Where Temporal is; default the shared one. */
  readonly temporal?: Awaited<ReturnType<typeof temporalTarget>>;
  readonly worker?: boolean;
  /** Rule files of the test's own, followed while they change; default the project's, read once. */
  readonly rulesDir?: string;
  readonly production?: boolean;
  readonly sweeper?: { readonly everyMs: number; readonly olderThanMs: number };
}

/** Starts everything; call it in `beforeAll`. */
export async function runApi(options: Options = {}): Promise<RunningApi> {
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' }, pino.destination({ dest: 2, sync: true }));
  // A server that a test kills is no news.
  quietTemporal(sdkLogger(log));
  const databaseUrl = options.databaseUrl ?? (await freshDatabase());
  const target = options.temporal ?? (await temporalTarget());
  const taskQueue = uniqueTaskQueue('api');
  const folder = mkdtempSync(join(tmpdir(), 'discharge-api-'));
  const issuer = { folder: join(folder, 'issuer'), issuer: 'test', audience: 'test' };
  await makeIssuer(issuer);
  const [apiPort = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${apiPort}`;
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    apiUrl: url,
    token: await tokenFor('vans', issuer),
    say: () => undefined,
  });
  const rulesDir = options.rulesDir ?? resolve('rules');
  const db = openDatabase(databaseUrl, { max: 10 });
  const rules = await openRuleFiles(rulesDir, {
    kept: () => keptRuleTexts(db),
    earlier: (except) => earlierRuleTexts(db, except),
    holds: 'anything-right',
  });
  const { registry } = rules.current();
  const temporal = temporalClient(target);
  const changes = hearChanges(databaseUrl);
  const service: Service = {
    db,
    temporal,
    taskQueue,
    registry,
    rules,
    parties: partiesOf(registry, await readExampleParties(resolve('examples/example-parties.json'))),
    citizens: await readCitizens(resolve('examples/known-citizens.json')),
    changes,
    metrics: createMetrics(),
    log,
    production: options.production ?? false,
    devClock: options.production !== true,
    partnerIdleUrl: `${simulator.url}/idle`,
  };
  const told = ruleReader(db, log);
  const following =
    options.rulesDir === undefined ? undefined : await followRuleFiles(rules, { dir: rulesDir, everyMs: 50, told });
  await prepareDatabase({ db, databaseUrl, sheets: sheetsOfTwo(rules.current().sheets), log });
  await following?.readNow();
  const check = authentication({ ...issuer, jwks: join(issuer.folder, 'jwks.json') });
  const app = buildApp(service, check, { discharge: {}, changePlan: {}, event: {}, placeRequest: {} });
  const server = createServer(app.express);
  await new Promise<void>((done) => server.listen(apiPort, '127.0.0.1', done));

  let host: Host | undefined;
  let hosted: Promise<void> = Promise.resolve();
  const startWorker = async (): Promise<void> => {
    const transport = httpTransport({ url: `${simulator.url}/vans` });
    host = await openHost({
      ...{ db, rules, transport, log, temporal: target, taskQueue },
      maxCachedWorkflows: maxCachedWorkflows(),
      bundleFolder: bundleFolder(),
    });
    hosted = host.run();
  };
  const stopWorker = async (): Promise<void> => {
    host?.stop();
    await hosted;
    host = undefined;
  };
  if (options.worker !== false) await startWorker();
  const sweeper: Sweeper | undefined =
    options.sweeper === undefined ? undefined : startSweeper(service, options.sweeper);

  const describes = describedBy(await (await fetch(`${url}/openapi.json`)).text());
  const tokens = new Map<string, Promise<string>>();
  const token = (user: string): Promise<string> => {
    const known = tokens.get(user) ?? tokenFor(user, issuer);
    tokens.set(user, known);
    return known;
  };
  const send: RunningApi['send'] = async (method, user, path, call = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(user === null ? {} : { authorization: `Bearer ${await token(user)}` }),
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(call.key === undefined ? {} : { 'idempotency-key': call.key }),
        ...call.headers,
      },
      ...(call.body === undefined
        ? {}
        : { body: typeof call.body === 'string' ? call.body : JSON.stringify(call.body) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    const type = headers.get('content-type') ?? '';
    const answer = /json/.test(type) ? JSON.parse(text) : {};
    const undescribed = describes(method, path, status, type, answer);
    if (undescribed !== null) throw new Error(`${method} ${path} is not answered as described: ${undescribed}`);
    return { status, headers, body: answer, text };
  };
  return {
    url,
    service,
    db,
    simulator: simulator.url,
    express: app.express,
    send,
    get: (user, path) => send('GET', user, path),
    post: (user, path, body, call = {}) => send('POST', user, path, { ...call, body }),
    token,
    stopWorker,
    startWorker,
    async stop() {
      app.close();
      await sweeper?.stop();
      await following?.stop();
      await stopWorker();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await simulator.close();
      await changes.close();
      await temporal.connection.close();
      await db.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
