// The life of `npm start`, with stand-ins for our own processes and the real databases: it gets ready, a killed process
// comes back, two never share a folder, Ctrl-C ends all, and SIGKILL leaves no orphan.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { freePorts } from '../../dev/ports.ts';
import { eventually } from '../harness/eventually.ts';

const within = 60_000;
let env: Record<string, string>;
let ports: number[];
let folder: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = mkdtempSync(resolve(inject('folder'), 'start-'));
  chmodSync(folder, 0o711);
  ports = await freePorts(5);
  const [api, temporal, ui, postgres, simulator] = ports.map(String);
  env = {
    PORT: api ?? '',
    TEMPORAL_PORT: temporal ?? '',
    TEMPORAL_UI_PORT: ui ?? '',
    POSTGRES_PORT: postgres ?? '',
    SIMULATOR_PORT: simulator ?? '',
    DATA_DIR: folder,
  };
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await portsFree();
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function start(more: Record<string, string> = {}, ...args: string[]): Started {
  return run([process.execPath, resolve(import.meta.dirname, 'stand-ins/start.ts'), ...args], more);
}

function run([command = '', ...args]: string[], more: Record<string, string>): Started {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(command, args, {
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  return { child, output: () => output, ended };
}

async function ready(started: Started): Promise<void> {
  await eventually(() => expect(started.output()).toContain('Ready.'), { within });
}

const get = async (path: string) => (await fetch(`http://127.0.0.1:${env.PORT}${path}`)).text();

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    (error: Error) => !String(error.cause).includes('ECONNREFUSED'),
  );
}

async function portsFree(): Promise<void> {
  await eventually(async () => expect(await Promise.all(ports.map(answers))).toEqual(ports.map(() => false)), {
    within: 30_000,
  });
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: `postgres://postgres@127.0.0.1:${env.POSTGRES_PORT}/discharge` });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('npm start', () => {
  it('gets ready, tells addresses and a first command, keeps data over a restart, and forgets it with --fresh', async () => {
    const first = start();
    await ready(first);
    for (const words of [
      `http://localhost:${env.PORT}/docs`,
      `localhost:${env.TEMPORAL_UI_PORT}/`,
      'curl -s',
      '-- ward',
    ]) {
      expect(first.output()).toContain(words);
    }
    await query('create table kept (n int)');
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    await portsFree();
    expect(readFileSync(resolve(folder, 'logs/worker.log'), 'utf8')).toContain('process ends in order');

    const second = start();
    await ready(second);
    expect(await query(`select to_regclass('kept')::text as kept`)).toEqual([{ kept: 'kept' }]);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);

    const fresh = start({}, '--fresh');
    await ready(fresh);
    expect(await query(`select to_regclass('kept')::text as kept`)).toEqual([{ kept: null }]);
  }, 180_000);

  it('starts a killed process again, and a killed PostgreSQL', async () => {
    const started = start();
    await ready(started);
    const before = Number(await get('/pid'));
    process.kill(before, 'SIGKILL');
    await eventually(async () => expect(Number(await get('/pid'))).not.toBe(before), { within });
    expect(started.output()).toMatch(/api: ended \(signal SIGKILL\), starting it again/);

    const [row] = await query(`select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`);
    process.kill(Number(Object(row).pid), 'SIGKILL');
    await eventually(() => expect(started.output()).toMatch(/PostgreSQL: running again/), { within });
    await eventually(() => query('select 1'), { within });
  }, 120_000);

  it('leaves no orphan when it is killed itself', async () => {
    const started = start();
    await ready(started);
    expect(await Promise.all(ports.slice(0, 4).map(answers))).toEqual([true, true, true, true]);
    started.child.kill('SIGKILL');
    await portsFree();
  }, 120_000);

  it('ends in order when npm, which passes signals on to it, was killed', async () => {
    const script = `"${process.execPath}" "${resolve(import.meta.dirname, 'stand-ins/start.ts')}"; true`;
    const npm = run(['sh', '-c', script], { npm_lifecycle_event: 'start' });
    await ready(npm);
    npm.child.kill('SIGKILL');
    await portsFree();
    // PostgreSQL closes its port first and then writes everything out, which a busy disk takes its time for.
    await eventually(() => expect(npm.output()).toContain('Stopped.'), { within: 30_000 });
  }, 120_000);

  it('tells its processes where everything is, without an address that would switch on a profile', async () => {
    const started = start();
    await ready(started);
    const told = JSON.parse(await get('/env'));
    expect(told).toMatchObject({
      TEMPORAL_PORT: env.TEMPORAL_PORT,
      DATABASE_URL: `postgres://postgres@127.0.0.1:${env.POSTGRES_PORT}/discharge`,
      AUTH_JWKS: resolve(folder, 'issuer/jwks.json'),
      DEV_CLOCK: 'on',
    });
    expect(told).not.toHaveProperty('TEMPORAL_ADDRESS');
    expect(told).not.toHaveProperty('MEDCOM_TOKEN');

    const second = start({ PORT: String((await freePorts(1))[0]) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/Another npm start uses .*DATA_DIR/);
  }, 120_000);

  it('stops before anything is started when a port is taken, and names the variable', async () => {
    const started = start({ TEMPORAL_UI_PORT: new URL(inject('lender')).port });
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(/for the Temporal UI is taken.*TEMPORAL_UI_PORT=/);
  });

  it('refuses production and says why', async () => {
    const started = start({ NODE_ENV: 'production' });
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(/production is refused.*identity provider.*rights table/s);
  });
});
