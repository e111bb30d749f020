// Stay notices (advis om sygehusophold) by the episode they tell of: those whose stay nobody knows yet wait here.
// Keeping one and looking for its case is one step, in turn with whoever opens the case, so that none falls between.
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { DischargeId } from '../domain/ids.ts';
import type { StayNotice } from '../domain/stay.ts';
import type { CaseRow } from './cases.ts';
import type { Database, Work } from './database.ts';
import type { EpisodeName } from './episodes.ts';
import { caseOfContact, lockEpisodes } from './episodes.ts';
import { at, ms } from './times.ts';

export interface KeptNotice {
  /** The received message. */
  readonly inbound: string;
  readonly notice: StayNotice;
  /** Beginning of the contact it tells of, epoch ms. */
  readonly startedAt: number;
}

/** The stay as the message names it. */
export interface NamedStay {
  /** See `episodeSource`. */
  readonly sender: string;
  readonly episodes: readonly EpisodeName[];
}

/** Keeps a notice, once, and gives the case of its stay, or the newest of its episode, or null. */
export async function keepStayNotice(
  db: Database,
  { sender, episodes }: NamedStay,
  kept: KeptNotice,
): Promise<CaseRow | null> {
  const ids = episodes.map(({ id }) => id);
  return db.transaction().execute(async (work) => {
    await lockEpisodes(work, sender, ids);
    await work
      .insertInto('stay_notices')
      .values(
        ids.map((episode) => ({
          inbound: kept.inbound,
          sender,
          episode,
          notice: JSON.stringify(kept.notice),
          started_at: at(kept.startedAt),
          told_at: at(kept.notice.toldAt),
        })),
      )
      .onConflict((conflict) => conflict.columns(['inbound', 'episode']).doNothing())
      .execute();
    return caseOfContact(work, sender, ids, kept.startedAt);
  });
}

/**
 * The stay that a notice tells of, among those of its episode: the first that had not ended when its contact began, see
 * `caseOfContact`; none when all had.
 */
const ITS_STAY = sql<{ id: string }>`
  select c.id, c.opened_at from episodes e join cases c on c.id = e.case_id
  where e.sender = n.sender and e.episode = n.episode and (c.left_at is null or n.started_at <= c.left_at)
  order by c.left_at is null, case when c.left_at is null then -e.stay_number else e.stay_number end limit 1`;

/** Notices that `caseId` has not got yet, in the order they were told; not those of another stay of the episode. */
export function waitingNotices(
  db: Database | Work,
  stay: NamedStay,
  caseId: DischargeId,
): Promise<readonly KeptNotice[]> {
  return notices(db, stay, sql<boolean>`n.handed_at is null and (select id from (${ITS_STAY}) s) = ${caseId}`);
}

/** Everything that was told of the stay of a case. */
export async function noticesOfCase(db: Database | Work, caseId: DischargeId): Promise<readonly StayNotice[]> {
  const { rows } = await sql<{ notice: StayNotice }>`
    select distinct n.notice from stay_notices n
    where exists (select from episodes e
        where e.case_id = ${caseId} and e.sender = n.sender and e.episode = n.episode)
      and (select id from (${ITS_STAY}) s) = ${caseId}
  `.execute(db);
  return rows.map(({ notice }) => notice);
}

/** All admissions told of that began after `after` (epoch ms): what follows on a stay that had its end then. */
export function admissionsAfter(db: Database | Work, stay: NamedStay, after: number): Promise<readonly KeptNotice[]> {
  const isAdmission = sql<boolean>`n.notice->>'stayEvent' = 'STIN' and n.notice->>'change' = 'new'`;
  return notices(db, stay, sql<boolean>`${isAdmission} and n.started_at > ${at(after)}`);
}

async function notices(
  db: Database | Work,
  { sender, episodes }: NamedStay,
  which: RawBuilder<boolean>,
): Promise<readonly KeptNotice[]> {
  const ids = episodes.map(({ id }) => id);
  const { rows } = await sql<{ inbound: string; notice: StayNotice; started_at: Date; told_at: Date }>`
    select distinct n.inbound, n.notice, n.started_at, n.told_at from stay_notices n
    where n.sender = ${sender} and n.episode = any(${ids}::text[]) and (${which})
    order by n.told_at, n.inbound
  `.execute(db);
  return rows.map(({ inbound, notice, started_at }) => ({ inbound, notice, startedAt: ms(started_at) }));
}

/** Notes that the case has got it. `now`: epoch ms. */
export async function noticeHanded(db: Database | Work, inbound: string, now: number): Promise<void> {
  await db
    .updateTable('stay_notices')
    .set({ handed_at: at(now) })
    .where('inbound', '=', inbound)
    .execute();
}

/**
 * Stays with notices that wait although their case is there: whoever was to hand them over has died. Not one that is being
 * decided on just now, which a second hand would record twice on a closed case. At most `limit`.
 */
export async function overdueStays(
  db: Database | Work,
  { olderThan, limit }: { readonly olderThan: number; readonly limit: number },
): Promise<readonly { readonly sender: string; readonly episode: string; readonly caseId: DischargeId }[]> {
  const { rows } = await sql<{ sender: string; episode: string; caseId: DischargeId }>`
    select distinct n.sender, n.episode, s.id as "caseId" from stay_notices n
    cross join lateral (${ITS_STAY}) s
    where n.handed_at is null and s.opened_at < ${at(olderThan)}
      and not exists (select from inbound i where i.id = n.inbound and i.state = 'received')
    limit ${limit}
  `.execute(db);
  return rows;
}
