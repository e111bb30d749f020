// One-time codes on their way to a phone: what is to be sent lies here without the code, which is made at each sending.
// So a sending that was cut off is made again with a new code, and no code ever stands in the database in clear.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { at } from './times.ts';
import type { KeptCode } from './view-links.ts';

/** About 10 ms of work for each try; a code is worth it for its few minutes only. */
const WORK = { N: 4096, r: 8, p: 1 };
const hashed = promisify<string, Buffer, number, typeof WORK, Buffer>(scrypt);
const HASH_BYTES = 32;

/** Held against when there is no code, so that the answer takes as long and is the same. */
const NO_CODE: Omit<KeptCode, 'id'> = { salt: randomBytes(16), hash: randomBytes(HASH_BYTES) };

/** Whether these digits are the code; takes as long for none as for a wrong one. */
export async function isCode(given: string, code: Omit<KeptCode, 'id'> | null): Promise<boolean> {
  const { salt, hash } = code ?? NO_CODE;
  const same = timingSafeEqual(await hashed(given, salt, HASH_BYTES, WORK), hash);
  return same && code !== null;
}

/** A code that is to be sent; no other process has it in hand. */
export interface CodeToSend {
  readonly id: string;
  /** The registered number: of the patient, or of the relative the link is for. */
  readonly phone: string;
  readonly minutes: number;
  /** Counts from 1. */
  readonly attempt: number;
}

/** A sending that was taken and not noted as sent is taken again after this, ms. */
const TAKE_AGAIN = 30_000;

/** Takes the oldest code that is still worth sending: the newest of its link, asked for less than its minutes ago. */
export async function takeCode(db: Database, now: number): Promise<CodeToSend | null> {
  const { rows } = await sql<CodeToSend>`
    with next as (
      select c.id, who.phone
      from view_codes c
      join view_links l on l.id = c.link_id and l.ended_at is null
      join patients p on p.case_id = l.case_id
      left join relatives r on r.id = l.relative
      cross join lateral (select case when l.relative is null then p.phone else r.phone end as phone) who
      where c.sent_at is null and who.phone is not null
        and c.wanted_at > ${at(now)}::timestamptz - make_interval(mins => c.minutes)
        and (c.taken_at is null or c.taken_at <= ${at(now - TAKE_AGAIN)})
        and not exists (select from view_codes n where n.link_id = c.link_id and n.wanted_at > c.wanted_at)
      order by c.wanted_at limit 1
      for update of c skip locked
    )
    update view_codes c set taken_at = ${at(now)}, attempts = c.attempts + 1
    from next where c.id = next.id
    returning c.id, next.phone, c.minutes, c.attempts as attempt
  `.execute(db);
  return rows[0] ?? null;
}

/** Keeps the code of this sending as a hash, in place of the one of an earlier sending; it is good for its minutes. */
export async function keepCode(db: Database, { id, minutes }: CodeToSend, code: string, now: number): Promise<void> {
  const salt = randomBytes(16);
  const hash = await hashed(code, salt, HASH_BYTES, WORK);
  await db
    .updateTable('view_codes')
    .set({ salt, hash, ends_at: at(now + minutes * 60_000) })
    .where('id', '=', id)
    .execute();
}

/** Notes that the gateway has it. */
export async function codeSent(db: Database, { id }: CodeToSend, now: number): Promise<void> {
  await db
    .updateTable('view_codes')
    .set({ sent_at: at(now) })
    .where('id', '=', id)
    .execute();
}
