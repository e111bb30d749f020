// The API dies between storing a MedCom message and acknowledging it: the sender has no receipt and sends it again.
// It then gets the receipt it would have got, the case has the message once, and nobody's answer is lost.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { readMessage } from '../../medcom/read.ts';
import { sentNotices } from '../../medcom/stay-chain.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { eventually } from '../harness/eventually.ts';
import { municipality, ward } from '../medcom/fixtures.ts';
import type { Town } from './processes.ts';
import { openTown } from './processes.ts';

let town: Town;
let db: Database;
beforeAll(async () => {
  town = await openTown();
  db = openDatabase(town.postgres.url, { max: 3 });
}, 240_000);
afterAll(async () => {
  await db?.destroy();
  await town?.stop();
});

const citizen = { cpr: '2509479996', family: 'Elmer', given: ['Bruno'] };
const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** The stay as its sender holds it; every sending is the same letter in a new envelope. */
function stay() {
  const head = (sentAt: string) => ({ headerId: randomUUID(), sender: ward, patient: citizen, sentAt });
  const first = { ...head(ago(60)), receiver: municipality, stayEvent: 'STIN', start: ago(61) } as const;
  const episode = { value: randomUUID() };
  const admission = () => buildHospitalNotification({ ...first, bundleId: randomUUID(), episode });
  const last = { ...head(ago(1)), receiver: municipality, stayEvent: 'SLHJ', end: ago(2) } as const;
  const end = () =>
    buildHospitalNotification({ ...last, bundleId: randomUUID(), previous: sentNotices([admission()]) });
  return { admission, end };
}

/** Sends until a receipt comes, as the standard has it. */
async function sendUntilReceipt(made: () => string): Promise<string> {
  return eventually(async () => {
    const { status, body } = await town.caller.send('vans', 'POST', '/api/medcom', { body: JSON.parse(made()) });
    expect(status).toBe(200);
    const read = readMessage(JSON.stringify(body));
    if (read.kind !== 'acknowledgement') throw new Error('no receipt');
    return read.message.code;
  });
}

/**
 * Sends once, and kills the API while it holds the stored message: another session keeps it from deciding by a lock on
 * what it needs next.
 */
async function killedAfterStoring(made: () => string, table: 'stay_notices' | 'submissions'): Promise<void> {
  const before = await received();
  await db.transaction().execute(async (work) => {
    await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(work);
    const cut = town.caller.send('vans', 'POST', '/api/medcom', { body: JSON.parse(made()) });
    await eventually(async () => expect(await received()).toBe(before + 1), { every: 20 });
    await town.api.kill();
    expect((await cut).status).toBe(0);
  });
  await town.api.start();
}

const received = async (): Promise<number> => {
  const { rows } = await sql<{ n: string }>`select count(*) as n from inbound where state <> 'duplicate'`.execute(db);
  return Number(rows[0]?.n);
};

it('stores, dies, and is told again: the same receipt, once on the case', async () => {
  const { admission, end } = stay();
  await killedAfterStoring(admission, 'stay_notices');
  expect(await sendUntilReceipt(admission)).toBe('ok');
  await killedAfterStoring(end, 'submissions');
  expect(await sendUntilReceipt(end)).toBe('ok');
  // A copy that was still on its way changes nothing.
  expect(await sendUntilReceipt(end)).toBe('ok');
  const { rows } = await sql<{ id: string; stage: string }>`select id, stage from cases`.execute(db);
  expect(rows.map(({ stage }) => stage)).toEqual(['left']);
  const { rows: told } = await sql<{ notice: string }>`
    select codes->>'notice' as notice from events where fact = 'stay-told' order by number
  `.execute(db);
  expect(told.map(({ notice }) => notice)).toEqual(['STIN', 'SLHJ']);
  expect(town.api.deathsOfItsOwn).toBe(0);
});
