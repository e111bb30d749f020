// Whom a late task has gone to is told by mail, often in another unit: every rung that was climbed, also those climbed
// while nobody told anybody, each once for each missed due time, whichever process tells, and nothing personal.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EventView, TaskView } from '../../domain/case-view.ts';
import type { Registry } from '../../domain/organisations.ts';
import { unitById } from '../../domain/organisations.ts';
import { openRuleFiles } from '../../rules/load.ts';
import { advance, now } from '../../store/clock.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { writePublication } from '../../store/publish.ts';
import { targetOf } from '../../worker/escalations.ts';
import { openMailer } from '../../worker/mail.ts';
import type { NotifierParts } from '../../worker/notifier.ts';
import { notifyOnce } from '../../worker/notifier.ts';
import { freshDatabase } from '../harness/servers.ts';
import { aCase, anEvent, answered, aTask, DAY, HOUR, PATIENT, publication, T0 } from '../store/fixtures.ts';

let db: Database;
let registry: Registry;
let mailbox = '';
let parts: NotifierParts;
beforeAll(async () => {
  registry = (await openRuleFiles('rules')).current().registry;
});
beforeEach(async () => {
  db = openDatabase(await freshDatabase(), { max: 5 });
  mailbox = mkdtempSync(join(tmpdir(), 'mailbox-'));
  const mailer = openMailer(pathToFileURL(mailbox).href);
  parts = { db, registry: () => registry, mailer, log: pino({ level: 'silent' }), address: 'http://127.0.0.1:3000' };
  const time = await now(db);
  if (time < T0 + 10 * DAY) await advance(db, T0 + 10 * DAY - time);
});
afterEach(async () => {
  await db.destroy();
  rmSync(mailbox, { recursive: true, force: true });
});

const HOMECARE = 'mun-0791-homecare';
/** Mails of escalations, by who got them. */
function mails(): { to: string; text: string }[] {
  return readdirSync(mailbox)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(mailbox, name), 'latin1').replace(/=\r?\n/g, ''))
    .filter((text) => text.includes('/api/escalations'))
    .map((text) => ({ to: /^To: .*?([a-z0-9.-]+@\S+?)>?$/im.exec(text)?.[1] ?? '', text }));
}
const mailOf = (unit: string): string => unitById(registry, unit)?.mail ?? '';
const late = (change: Partial<TaskView> = {}): TaskView =>
  aTask({ unit: HOMECARE, due: T0, missed: T0, escalatedTo: 'on-call', ...change });
const rung = (number: number, task: string, to: string, due = '2026-11-21T09:00:00.000Z'): EventView =>
  anEvent(number, { fact: 'task-escalated', codes: { task, to, due } });
async function show(task: TaskView, events: readonly EventView[], id?: string): Promise<string> {
  const discharge = id ?? (await aCase(db));
  await writePublication(db, publication(discharge, [events.length, 1], { tasks: [task], events }));
  return discharge;
}

describe('a late task that has gone up its ladder', () => {
  test('is told of where the unit says: its team leader and who is on call are in other units', async () => {
    const task = late();
    await show(task, [rung(1, task.id, 'team-leader'), rung(2, task.id, 'on-call')]);
    await notifyOnce(parts);
    expect(mails().map(({ to }) => to)).toEqual(
      expect.arrayContaining([mailOf('mun-0791-visitation'), mailOf('mun-0791-acute')]),
    );
    expect(mails()).toHaveLength(2);
    for (const { text } of mails()) {
      expect(text).toContain(`/api/tasks/${task.id}`);
      for (const word of [PATIENT.cpr, 'Elmer', 'home-nursing', task.kind]) expect(text).not.toContain(word);
    }
  });

  test('is told of once for each rung and missed due time, however many tell and however often', async () => {
    const task = late();
    const first = rung(1, task.id, 'team-leader');
    const id = await show(task, [first]);
    await Promise.all([notifyOnce(parts), notifyOnce(parts), notifyOnce(parts)]);
    await notifyOnce(parts);
    expect(mails()).toHaveLength(1);
    // It was rung about, got its time again, and was silent again.
    await show(task, [first, rung(2, task.id, 'team-leader', '2026-11-22T09:00:00.000Z')], id);
    await notifyOnce(parts);
    await notifyOnce(parts);
    expect(mails()).toHaveLength(2);
  });

  test('goes to the ward at the last rung, and when it blocks; the ward is not told of its own tasks', async () => {
    const [asked, own] = [late({ escalatedTo: 'ward' }), late({ unit: 'ward-m1', escalatedTo: null })];
    const blocks = (number: number, task: string): EventView =>
      anEvent(number, { fact: 'not-in-time', codes: { task, effect: 'block', due: '2026-11-21T09:00:00.000Z' } });
    await show(asked, [rung(1, asked.id, 'ward'), blocks(2, asked.id)]);
    await show(own, [blocks(1, own.id)]);
    await notifyOnce(parts);
    expect(mails().map(({ to }) => to)).toEqual([mailOf('ward-m1')]);
    expect(mails()[0]?.text).not.toContain(own.id);
  });

  test('is told of no more when it has been answered', async () => {
    const task = late();
    await show(answered(task), [rung(1, task.id, 'team-leader')]);
    await notifyOnce(parts);
    expect(mails()).toEqual([]);
  });

  test('is told of later when a mail is not taken', async () => {
    const task = late();
    await show(task, [rung(1, task.id, 'team-leader')]);
    await notifyOnce({ ...parts, mailer: { ...parts.mailer, send: () => Promise.reject(new Error('550')) } });
    await notifyOnce(parts);
    expect(mails()).toHaveLength(1);
  });

  test('goes to its own unit when that names nobody', () => {
    const of = { unit: 'gp-041230', ward: 'ward-m1' };
    expect(targetOf(registry, { ...of, to: 'team-leader' })).toBe('gp-041230');
    expect(targetOf(registry, { ...of, to: 'ward' })).toBe('ward-m1');
    expect(targetOf(registry, { ...of, unit: HOMECARE, to: 'on-call' })).toBe('mun-0791-acute');
  });
});

test('looks only at what is late, however much is on the record', async () => {
  const id = await aCase(db);
  const events = Array.from({ length: 50 }, (_, n) => anEvent(n + 1));
  await writePublication(db, publication(id, [1, 1], { tasks: [aTask({ due: T0 + 90 * DAY })], events }));
  await advance(db, HOUR);
  expect(await notifyOnce(parts)).toBe(0);
});
