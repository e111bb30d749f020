// What the store does when things go wrong: errors without values, a server that goes away, migrations by two at once.
// The server that is killed here is this file's own.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenForChanges } from '../../store/changes.ts';
import { openDatabase } from '../../store/database.ts';
import { isStoreError, StoreError, storeError } from '../../store/errors.ts';
import { migrate } from '../../store/migrate.ts';
import { upsertPerson } from '../../store/people.ts';
import { eventually } from '../harness/eventually.ts';
import type { OwnServer } from '../harness/own-servers.ts';
import { ownPostgres } from '../harness/own-servers.ts';
import { emptyDatabase } from '../harness/servers.ts';
import { T0, testDatabase } from './fixtures.ts';

describe('an error', () => {
  const secret = '0201919990';
  const everything = (error: unknown): string => {
    if (!(error instanceof Error)) return String(error);
    return [
      error.message,
      error.stack,
      JSON.stringify(error),
      String(error.cause),
      ...Object.values(error).map(String),
    ].join();
  };

  test.each([
    [
      'a duplicate key',
      (s: string) => sql`insert into people (id, name, role, org, seen_at)
      select ${s}, 'a', 'b', 'c', now() from generate_series(1, 2)`,
      'refused',
    ],
    ['a value of the wrong type', (s: string) => sql`select ${`x${s}`}::uuid`, 'refused'],
    ['a value in JSON', (s: string) => sql`select ${`{"cpr": ${s}`}::jsonb`, 'refused'],
    [
      'a check',
      (s: string) => sql`insert into episodes values (${s}, ${s}, 0, ${randomUUID()}, null, ${s})`,
      'refused',
    ],
    ['a statement that is wrong', (s: string) => sql`select ${s} from nowhere`, 'failed'],
    ['a statement with the value in it', (s: string) => sql`select ${sql.raw(`x${s}`)}`, 'failed'],
  ] as const)('%s: says what broke and no value', async (_name, statement, kind) => {
    const { db } = await testDatabase(1);
    const error = await statement(secret)
      .execute(db)
      .catch((reason: unknown) => reason);
    await db.destroy();
    expect(isStoreError(error, kind)).toBe(true);
    expect(everything(error)).not.toContain(secret);
    if (error instanceof Error) expect(error.cause).toBeUndefined();
  });

  test('of a lost race or a lost connection is told from one of the content', () => {
    const kindOf = (code: string | undefined, message = 'x') =>
      storeError(Object.assign(new Error(message), code === undefined ? {} : { code })).fault.kind;
    expect(['40001', '40P01'].map((code) => kindOf(code))).toEqual(['conflict', 'conflict']);
    expect(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '08006'].map((code) => kindOf(code))).toEqual(
      Array.from({ length: 6 }, () => 'unavailable'),
    );
    expect(kindOf(undefined, 'Connection terminated unexpectedly')).toBe('unavailable');
    expect(kindOf(undefined, 'timeout exceeded when trying to connect')).toBe('unavailable');
    expect(kindOf('42P01')).toBe('failed');
    expect(kindOf(undefined, 'something else')).toBe('failed');
  });
});

test('migrations run once, also by several processes at the same time, and again without effect', async () => {
  const url = await emptyDatabase();
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  await migrate(url);
  const db = openDatabase(url, { max: 1 });
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from clock`.execute(db);
  await db.destroy();
  expect(rows).toEqual([{ n: 1 }]);
});

describe('a PostgreSQL that is killed', () => {
  let server: OwnServer & { readonly url: string };
  beforeAll(async () => {
    server = await ownPostgres();
    await migrate(server.url);
  });
  afterAll(() => server.stop());

  const person = { id: 'person-1', name: 'A', phone: null, role: 'doctor', org: 'o' };

  test('gives errors that say so, never ends the process, and is used again when it is back', async () => {
    const db = openDatabase(server.url, { max: 3, connectTimeoutMs: 1_000 });
    const heard: string[] = [];
    let connections = 0;
    const listening = listenForChanges(server.url, {
      onChange: (id) => heard.push(id),
      onConnected: () => {
        connections += 1;
      },
    });
    await eventually(() => expect(connections).toBe(1));
    // One in a transaction, one waiting for the server, one idle.
    const inTransaction = db.transaction().execute(async (work) => {
      await upsertPerson(work, person, T0);
      await sql`select pg_sleep(30)`.execute(work);
    });
    const waiting = sql`select pg_sleep(30)`.execute(db);
    const failures = Promise.all([inTransaction, waiting].map((query) => query.catch((error: unknown) => error)));
    await eventually(async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::integer as n from pg_stat_activity where query like '%pg_sleep(30)%' and state = 'active'
          and pid <> pg_backend_pid()
      `.execute(db);
      expect(rows[0]?.n).toBe(2);
    });
    await server.kill();
    for (const error of await failures) {
      expect(error).toBeInstanceOf(StoreError);
      expect(isStoreError(error, 'unavailable')).toBe(true);
    }
    const away = await upsertPerson(db, person, T0).catch((error: unknown) => error);
    expect(isStoreError(away, 'unavailable')).toBe(true);
    await server.start();
    await eventually(() => upsertPerson(db, person, T0));
    await eventually(() => expect(connections).toBe(2), { within: 20_000 });
    await sql`select pg_notify('changes', 'a-case')`.execute(db);
    await eventually(() => expect(heard).toEqual(['a-case']));
    await listening.close();
    await db.destroy();
  });
});
