// The mails about late and same-day tasks: once for each task and reason, to the right unit, with nothing personal.
// Into a local mailbox, by the shared clock.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TaskView } from '../../domain/case-view.ts';
import type { Registry } from '../../domain/organisations.ts';
import { openRuleFiles } from '../../rules/load.ts';
import { advance, now } from '../../store/clock.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { oneAtATime } from '../../store/notices.ts';
import { writePublication } from '../../store/publish.ts';
import { openMailer } from '../../worker/mail.ts';
import type { NotifierParts } from '../../worker/notifier.ts';
import { notifyOnce, startNotifier } from '../../worker/notifier.ts';
import { eventually } from '../harness/eventually.ts';
import { freshDatabase } from '../harness/servers.ts';
import { aCase, anEvent, answered, aTask, DAY, HOUR, MINUTE, PATIENT, publication } from '../store/fixtures.ts';

let db: Database;
let registry: Registry;
let mailbox = '';
let parts: NotifierParts;
/** 10:00 in Denmark on a coming day, so that the day has hours left. */
let morning = 0;

beforeAll(async () => {
  registry = (await openRuleFiles('rules')).current().registry;
});
beforeEach(async () => {
  db = openDatabase(await freshDatabase(), { max: 5 });
  mailbox = mkdtempSync(join(tmpdir(), 'mailbox-'));
  parts = {
    db,
    registry: () => registry,
    mailer: openMailer(pathToFileURL(mailbox).href),
    log: pino({ level: 'silent' }),
    address: 'http://127.0.0.1:3000',
  };
  const time = await now(db);
  const next = new Date(time + DAY);
  next.setUTCHours(9, 0, 0, 0);
  morning = next.getTime();
  await advance(db, morning - time);
});
afterEach(async () => {
  await db.destroy();
  rmSync(mailbox, { recursive: true, force: true });
});

const mails = (): string[] =>
  readdirSync(mailbox)
    .filter((name) => name.endsWith('.eml'))
    .toSorted()
    .map((name) => decoded(readFileSync(join(mailbox, name), 'utf8')));

/** Undoes quoted-printable, so that a test reads words. */
const decoded = (mail: string): string =>
  Buffer.from(
    mail
      .replace(/=\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

async function show(tasks: readonly TaskView[]): Promise<string> {
  const id = await aCase(db);
  await writePublication(db, publication(id, [0, 1], { tasks, events: [anEvent(1)] }));
  return id;
}

describe('a round', () => {
  test('tells each unit once of what is late and what is due today', async () => {
    const late = aTask({ due: morning - HOUR });
    const today = aTask({ due: morning + 3 * HOUR });
    const tomorrow = aTask({ due: morning + DAY });
    const other = aTask({ unit: 'mun-0791-acute', due: morning - MINUTE });
    await show([late, today, tomorrow, other]);
    expect(await notifyOnce(parts)).toBe(2);
    const [acute, visitation] = mails().toSorted((a, b) => (a.includes('mun-0791-acute@') ? -1 : b.length - a.length));
    expect(acute).toContain('Subject: Opgaver: 1 over fristen');
    expect(visitation).toContain('To: mun-0791-visitation@mun-0791.example');
    expect(visitation).toContain('1 over fristen, 1 med frist i dag');
    expect(visitation).toContain(`http://127.0.0.1:3000/api/tasks/${late.id}`);
    expect(visitation).toContain(today.id);
    expect(visitation).not.toContain(tomorrow.id);
    expect(await notifyOnce(parts)).toBe(0);
    expect(mails()).toHaveLength(2);
  });

  test('has nothing of a person, a case or what a task is about in it', async () => {
    const task = aTask({ due: morning - HOUR, about: { services: ['home-nursing'] } });
    const id = await show([task]);
    await notifyOnce(parts);
    const all = mails().join('\n');
    for (const word of [
      PATIENT.cpr,
      ...PATIENT.name.split(' '),
      id,
      'home-nursing',
      'ydelser efter',
      'answer-services',
    ]) {
      expect(all).not.toContain(word);
    }
  });

  test('tells again when what was due today has become late, and then no more', async () => {
    await show([aTask({ due: morning + HOUR })]);
    await notifyOnce(parts);
    await advance(db, 2 * HOUR);
    expect(await notifyOnce(parts)).toBe(1);
    expect(mails().at(-1)).toContain('1 over fristen');
    await advance(db, 30 * DAY);
    expect(await notifyOnce(parts)).toBe(0);
  });

  test('leaves out what has been answered', async () => {
    await show([answered(aTask({ due: morning - HOUR }))]);
    expect(await notifyOnce(parts)).toBe(0);
  });

  test('of two processes at once one tells', async () => {
    await show([aTask({ due: morning - HOUR })]);
    const sent = await Promise.all(Array.from({ length: 4 }, () => notifyOnce(parts)));
    expect(sent.reduce((sum, n) => sum + n, 0)).toBe(1);
    const busy = await oneAtATime(db, () => notifyOnce(parts));
    expect(busy).toBe(0);
  });

  test('a mail that is not taken is told of later; the other units are told now', async () => {
    await show([aTask({ due: morning - HOUR }), aTask({ unit: 'mun-0791-acute', due: morning - HOUR })]);
    const refusing = {
      ...parts,
      mailer: {
        ...parts.mailer,
        send: (mail: Parameters<typeof parts.mailer.send>[0]) =>
          mail.to.startsWith('mun-0791-acute') ? Promise.reject(new Error('550')) : parts.mailer.send(mail),
      },
    };
    expect(await notifyOnce(refusing)).toBe(1);
    expect(await notifyOnce(parts)).toBe(1);
    expect(mails()).toHaveLength(2);
  });

  test('a unit that nobody knows stops nobody', async () => {
    await show([aTask({ unit: 'nowhere', due: morning - HOUR }), aTask({ due: morning - HOUR })]);
    expect(await notifyOnce(parts)).toBe(1);
  });
});

test('goes on by itself until it is stopped', async () => {
  const notifier = startNotifier(parts, 20);
  await show([aTask({ due: morning - HOUR })]);
  await eventually(() => expect(mails()).toHaveLength(1));
  await show([aTask({ due: morning - HOUR })]);
  await eventually(() => expect(mails()).toHaveLength(2));
  await notifier.stop();
});

describe('a mail server', () => {
  let server: Server;
  const said: string[] = [];
  beforeAll(async () => {
    server = createServer((socket) => {
      let inData = false;
      socket.write('220 test\r\n');
      socket.on('data', (chunk: Buffer) => {
        for (const line of chunk
          .toString('utf8')
          .split('\r\n')
          .filter((text) => text !== '')) {
          said.push(line);
          if (inData && line !== '.') continue;
          if (line === 'DATA') {
            inData = true;
            socket.write('354 go on\r\n');
          } else if (line === 'QUIT') socket.end('221 bye\r\n');
          else {
            inData = false;
            socket.write('250 ok\r\n');
          }
        }
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => server.close());

  test('gets the mail by SMTP', async () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const mailer = openMailer(`smtp://127.0.0.1:${port}`);
    await mailer.send({ to: 'unit@hosp.example', subject: 'Opgaver', text: 'to opgaver' });
    mailer.close();
    expect(said.join('\n')).toContain('RCPT TO:<unit@hosp.example>');
    expect(said).toContain('to opgaver');
  });

  test('that is away is an error', async () => {
    await expect(
      openMailer('smtp://127.0.0.1:1').send({ to: 'a@b.example', subject: 's', text: 't' }),
    ).rejects.toThrow();
  });
});
