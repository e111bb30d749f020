// The whole service as processes of its own, each of which a test may kill: PostgreSQL, Temporal on its file, worker, API,
// simulated partners. What dies is started again, as `npm start` and every platform do.
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inject } from 'vitest';
import type { Running } from '../../dev/child.ts';
import { lastLines, startNode } from '../../dev/child.ts';
import { makeIssuer, tokenFor } from '../../dev/issuer.ts';
import { freePorts } from '../../dev/ports.ts';
import { temporalClient } from '../../temporal/connection.ts';
import { eventually } from '../harness/eventually.ts';
import type { OwnServer } from '../harness/own-servers.ts';
import { ownPostgres, ownTemporal } from '../harness/own-servers.ts';
import { processEnvironment, uniqueTaskQueue } from '../harness/servers.ts';
import { rulesOfTwo } from '../harness/two-municipalities.ts';
import { Caller } from './caller.ts';

/** Something that can be killed and comes up again. */
export interface Mortal {
  readonly name: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Starts it after `kill`; resolves when it works again. */
  start(): Promise<void>;
}

/** A process of ours: started again when it dies by itself, which is counted, because it should not. */
export class OurProcess implements Mortal {
  readonly name: string;
  readonly logFile: string;
  deathsOfItsOwn = 0;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #ready: string;
  #running: Running | undefined;
  #wanted = false;
  #begun = 0;

  /** `ready`: what it says in its log when it works. */
  constructor(name: string, options: { folder: string; env: Record<string, string | undefined>; ready: string }) {
    this.name = name;
    this.logFile = resolve(options.folder, `${name}.log`);
    this.#env = options.env;
    this.#ready = options.ready;
  }

  async start(): Promise<void> {
    this.#wanted = true;
    await this.#launch();
    await eventually(() => this.#saysReady(), { within: 60_000, every: 50 });
  }

  async kill(): Promise<void> {
    this.#wanted = false;
    await this.#running?.kill();
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    await this.#running?.stop();
  }

  /** Everything it has written since the first start. */
  log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  async #launch(): Promise<void> {
    this.#begun = logLength(this.logFile);
    const running = await startNode({
      name: this.name,
      entry: resolve(`${this.name}/main.ts`),
      logFile: this.logFile,
      env: this.#env,
    });
    this.#running = running;
    void running.ended.then(async () => {
      if (!this.#wanted || this.#running !== running) return;
      this.deathsOfItsOwn += 1;
      await sleep(500);
      if (this.#wanted && this.#running === running) await this.#launch();
    });
  }

  #saysReady(): void {
    if (!this.log().slice(this.#begun).includes(this.#ready)) {
      throw new Error(`${this.name} does not say "${this.#ready}". Its log ends:\n${lastLines(this.logFile)}`);
    }
  }
}

export interface Town {
  readonly postgres: OwnServer & { readonly url: string };
  readonly temporal: Awaited<ReturnType<typeof ownTemporal>>;
  readonly worker: OurProcess;
  readonly api: OurProcess;
  readonly simulator: OurProcess;
  readonly simulatorUrl: string;
  readonly taskQueue: string;
  /** Speaks to the API as the test users do. */
  readonly caller: Caller;
  /** Where the logs are. */
  readonly folder: string;
  client(): ReturnType<typeof temporalClient>;
  stop(): Promise<void>;
}

/** Starts everything; call it in `beforeAll` and `stop` in `afterAll`. `worker: false`: the test runs one of its own. */
export async function openTown({ worker: withWorker = true } = {}): Promise<Town> {
  const folder = mkdtempSync(resolve(inject('folder'), 'faults-'));
  chmodSync(folder, 0o711);
  const [postgres, temporal] = await Promise.all([ownPostgres(), ownTemporal()]);
  const [apiPort = 0, simulatorPort = 0] = await freePorts(2);
  const url = `http://127.0.0.1:${apiPort}`;
  const taskQueue = uniqueTaskQueue('faults');
  const issuer = { folder: resolve(folder, 'issuer'), issuer: 'faults', audience: 'faults' };
  await makeIssuer(issuer);
  const env = processEnvironment({
    databaseUrl: postgres.url,
    temporal: temporal.target,
    taskQueue,
    more: {
      // Its own mail; what a worker loads is made once for all tests.
      MAIL_URL: pathToFileURL(resolve(folder, 'mailbox')).href,
      RULES_DIR: rulesOfTwo(folder),
      PORT: String(apiPort),
      SIMULATOR_PORT: String(simulatorPort),
      AUTH_ISSUER: issuer.issuer,
      AUTH_AUDIENCE: issuer.audience,
      AUTH_JWKS: resolve(issuer.folder, 'jwks.json'),
      DEV_CLOCK: 'on',
      API_URL: url,
      MEDCOM_TOKEN: await tokenFor('vans', issuer),
    },
  });
  const worker = new OurProcess('worker', { folder, env, ready: 'worker is ready' });
  const api = new OurProcess('api', { folder, env, ready: 'API is listening' });
  const simulator = new OurProcess('simulator', { folder, env, ready: 'partners answer' });
  const ours = [worker, api, simulator];
  const clients: ReturnType<typeof temporalClient>[] = [];
  if (withWorker) await worker.start();
  await Promise.all([api.start(), simulator.start()]);
  return {
    postgres,
    temporal,
    worker,
    api,
    simulator,
    simulatorUrl: `http://127.0.0.1:${simulatorPort}`,
    taskQueue,
    caller: new Caller(url, (user) => tokenFor(user, issuer)),
    folder,
    client() {
      const client = temporalClient(temporal.target);
      clients.push(client);
      return client;
    },
    async stop() {
      await Promise.all(ours.map((one) => one.stop()));
      await Promise.all(clients.map((client) => client.connection.close()));
      await Promise.all([postgres.stop(), temporal.stop()]);
    },
  };
}

function logLength(file: string): number {
  try {
    return readFileSync(file, 'utf8').length;
  } catch {
    return 0;
  }
}
