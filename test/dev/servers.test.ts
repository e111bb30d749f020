// The real parts that every other test stands on: they start, they are ready for us, they come back after a kill.
// Started by the harness, as for all tests; the killed ones belong to this file alone.
import { createServer } from 'node:net';
import type { Client } from '@temporalio/client';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { temporalAnswers, temporalClient } from '../../temporal/connection.ts';
import { registerSearchAttributes } from '../../temporal/register-search-attributes.ts';
import { eventually } from '../harness/eventually.ts';
import { ownPostgres, ownTemporal } from '../harness/own-servers.ts';
import { emptyDatabase, freshDatabase, temporalTarget } from '../harness/servers.ts';

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('PostgreSQL of the tests', () => {
  it('gives every caller a database of its own, in UTF-8, by code point and in UTC', async () => {
    const [one, other] = await Promise.all([emptyDatabase(), freshDatabase()]);
    expect(one).not.toBe(other);
    expect(await rows(one, `select current_setting('server_encoding') as e, current_setting('timezone') as t`)).toEqual(
      [{ e: 'UTF8', t: 'UTC' }],
    );
    expect(await rows(one, `select lower('ÆØÅ') as danish`)).toEqual([{ danish: 'æøå' }]);
  });

  it('has the extension that exclusion constraints on places need', async () => {
    await expect(rows(await emptyDatabase(), 'create extension btree_gist')).resolves.toEqual([]);
  });

  it('keeps what was committed when it is killed, and comes back on the same address', async () => {
    const server = await ownPostgres();
    await rows(server.url, 'create table kept (n int); insert into kept values (7)');
    await server.kill();
    await expect(rows(server.url, 'select 1')).rejects.toThrow();
    await eventually(() => server.start(), { within: 30_000 });
    expect(await rows(server.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await server.stop();
  });
});

describe('Temporal server of the tests', () => {
  let client: Client;
  beforeAll(async () => {
    client = temporalClient(await temporalTarget());
  });
  afterAll(() => client.connection.close());

  it('keeps closed runs for 30 days and knows our search attributes, registered once or again', async () => {
    const { config } = await client.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 60 * 60);
    const connection = await Connection.connect({ address: (await temporalTarget()).address });
    expect(await registerSearchAttributes(connection, 'default')).toEqual({ added: [] });
    await connection.close();
  });

  it('comes back on its file after a kill, with the search attributes', async () => {
    const server = await ownTemporal();
    const own = temporalClient(server.target);
    expect(await temporalAnswers(own, 5_000)).toBe(true);
    await server.kill();
    expect(await temporalAnswers(own, 500)).toBe(false);
    await server.start();
    await eventually(async () => expect(await temporalAnswers(own)).toBe(true));
    const connection = await Connection.connect({ address: server.target.address });
    expect(await registerSearchAttributes(connection, 'default')).toEqual({ added: [] });
    await connection.close();
    await own.connection.close();
    await server.stop();
  });

  it('may be closed to while a call to it is about to be repeated: the call fails and nothing else does', async () => {
    let refused = 0;
    const away = createServer((socket) => {
      refused += 1;
      socket.destroy();
    });
    await new Promise<void>((listening) => away.listen(0, '127.0.0.1', listening));
    const { port } = z.object({ port: z.number() }).parse(away.address());
    const own = temporalClient({ address: `127.0.0.1:${port}`, namespace: 'default', embedded: true });
    const asked = own.workflowService.getSystemInfo({}).then(
      () => 'answered',
      () => 'failed',
    );
    await eventually(() => expect(refused).toBeGreaterThan(0));
    await own.connection.close();
    expect(await asked).toBe('failed');
    away.close();
  });
});
