// Links to the patient's view, the codes that open them and the sessions they give. Secrets are kept as hashes only, so
// what lies here, or in a copy of it, opens nothing. Times are epoch ms by the shared clock.
import { createHash, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { DischargeId, PersonId } from '../domain/ids.ts';
import type { Noted } from './consents.ts';
import type { Database, Work } from './database.ts';
import { at, ms, msOrNull } from './times.ts';
import type { LinkEnd, ViewLinksTable } from './view-tables.ts';

export interface ViewLink {
  readonly id: string;
  readonly caseId: DischargeId;
  /** Null: the patient's own. */
  readonly relative: string | null;
  readonly invitedBy: PersonId;
  readonly invitedAt: number;
  readonly endedAt: number | null;
  readonly endedWhy: LinkEnd | null;
}

/** How a secret of at least 128 random bits is kept; nobody finds it again by trying. */
const kept = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const toLink = (row: Selectable<ViewLinksTable>): ViewLink => ({
  id: row.id,
  caseId: row.case_id,
  relative: row.relative,
  invitedBy: row.by_person,
  invitedAt: ms(row.at),
  endedAt: msOrNull(row.ended_at),
  endedWhy: row.ended_why,
});

/** Keeps a new link; the one that its reader had before ends. */
export async function addLink(
  db: Database,
  { caseId, relative, token }: Pick<ViewLink, 'caseId' | 'relative'> & { readonly token: string },
  { by, org, at: time }: Noted,
): Promise<ViewLink> {
  const row = {
    ...{ id: randomUUID(), case_id: caseId, relative, token_hash: kept(token) },
    ...{ by_person: by, by_org: org, at: at(time) },
  };
  return db.transaction().execute(async (work) => {
    // Two who invite at once take turns, so that one of their links is the newest.
    await work.selectFrom('cases').select('id').where('id', '=', caseId).forUpdate().execute();
    await work
      .updateTable('view_links')
      .set({ ended_at: at(time), ended_why: 'replaced' })
      .where('case_id', '=', caseId)
      .where('relative', relative === null ? 'is' : '=', relative)
      .where('ended_at', 'is', null)
      .execute();
    return toLink(await work.insertInto('view_links').values(row).returningAll().executeTakeFirstOrThrow());
  });
}

/** The link of a token, also when it has ended. */
export async function linkOf(db: Database | Work, token: string): Promise<ViewLink | null> {
  const row = await db.selectFrom('view_links').selectAll().where('token_hash', '=', kept(token)).executeTakeFirst();
  return row === undefined ? null : toLink(row);
}

/** All links of a case with the last time each was opened, the newest first. */
export async function linksOf(
  db: Database | Work,
  caseId: DischargeId,
): Promise<readonly (ViewLink & { readonly openedAt: number | null })[]> {
  const rows = await db
    .selectFrom('view_links')
    .selectAll()
    .select((query) =>
      query
        .selectFrom('view_sessions')
        .whereRef('view_sessions.link_id', '=', 'view_links.id')
        .select(({ fn }) => fn.max('view_sessions.at').as('last'))
        .as('opened'),
    )
    .where('case_id', '=', caseId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...toLink(row), openedAt: msOrNull(row.opened) }));
}

/** Ends a link of the case. False when there is none that is open. */
export async function endLink(
  db: Database | Work,
  { caseId, id }: Pick<ViewLink, 'caseId' | 'id'>,
  why: LinkEnd,
  now: number,
): Promise<boolean> {
  const ended = await db
    .updateTable('view_links')
    .set({ ended_at: at(now), ended_why: why })
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

const DAY = 86_400_000;

/** Notes that a code is to be sent, within the limits of the link; the sender takes it from there (store/view-codes.ts). */
export async function wantCode(
  db: Database,
  link: string,
  limits: { readonly codeMinutes: number; readonly codesPerDay: number; readonly secondsBetweenCodes: number },
  now: number,
): Promise<'wanted' | 'too-many'> {
  return db.transaction().execute(async (work) => {
    await work.selectFrom('view_links').select('id').where('id', '=', link).forUpdate().execute();
    const { codes, last } = await work
      .selectFrom('view_codes')
      .select(({ fn }) => [fn.countAll<string>().as('codes'), fn.max('wanted_at').as('last')])
      .where('link_id', '=', link)
      .where('wanted_at', '>', at(now - DAY))
      .executeTakeFirstOrThrow();
    const tooSoon = last !== null && ms(last) + limits.secondsBetweenCodes * 1000 > now;
    if (tooSoon || Number(codes) >= limits.codesPerDay) return 'too-many';
    const row = { id: randomUUID(), link_id: link, wanted_at: at(now), minutes: limits.codeMinutes };
    await work.insertInto('view_codes').values(row).execute();
    return 'wanted';
  });
}

/** The code that a try is held against; only the newest of a link counts. */
export interface KeptCode {
  readonly id: string;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/**
 * Counts a try before it is looked at, so that many at once are not more than many in turn. Gives the code that is good
 * at `now`, if any; `locked` when no tries are left.
 */
export async function countTry(
  db: Database,
  link: string,
  most: number,
  now: number,
): Promise<'locked' | { readonly last: boolean; readonly code: KeptCode | null }> {
  const counted = await db
    .updateTable('view_links')
    .set((row) => ({ wrong_tries: row('wrong_tries', '+', 1) }))
    .where('id', '=', link)
    .where('ended_at', 'is', null)
    .where('wrong_tries', '<', most)
    .returning('wrong_tries')
    .executeTakeFirst();
  if (counted === undefined) return 'locked';
  const row = await db
    .selectFrom('view_codes')
    .select(['id', 'salt', 'hash', 'ends_at', 'used_at'])
    .where('link_id', '=', link)
    .orderBy('wanted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const last = counted.wrong_tries >= most;
  if (row === undefined || row.salt === null || row.hash === null || row.ends_at === null) return { last, code: null };
  const good = row.used_at === null && ms(row.ends_at) > now;
  return { last, code: good ? { id: row.id, salt: row.salt, hash: row.hash } : null };
}

/** Takes the code, once; false when another has taken it. The tries begin anew. */
export async function useCode(db: Database, link: string, code: string, now: number): Promise<boolean> {
  return db.transaction().execute(async (work) => {
    const taken = await work
      .updateTable('view_codes')
      .set({ used_at: at(now) })
      .where('id', '=', code)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) return false;
    await work.updateTable('view_links').set({ wrong_tries: 0 }).where('id', '=', link).execute();
    return true;
  });
}

/** Opens a session for whoever has proven to be the reader of the link. */
export async function openSession(
  db: Database | Work,
  { link, secret, endsAt }: { readonly link: string; readonly secret: string; readonly endsAt: number },
  now: number,
): Promise<void> {
  const session = { token_hash: kept(secret), link_id: link, at: at(now), ends_at: at(endsAt) };
  await db.insertInto('view_sessions').values(session).execute();
}

/** The link of a session that has not ended; null for anything else. */
export async function linkOfSession(
  db: Database | Work,
  secret: string,
  now: number,
): Promise<(ViewLink & { readonly sessionEndsAt: number }) | null> {
  const row = await db
    .selectFrom('view_sessions')
    .innerJoin('view_links', 'view_links.id', 'view_sessions.link_id')
    .selectAll('view_links')
    .select('view_sessions.ends_at as session_ends_at')
    .where('view_sessions.token_hash', '=', kept(secret))
    .where('view_sessions.ends_at', '>', at(now))
    .where('view_sessions.ended_at', 'is', null)
    .where('view_links.ended_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null : { ...toLink(row), sessionEndsAt: ms(row.session_ends_at) };
}

export async function endSession(db: Database | Work, secret: string, now: number): Promise<void> {
  await db
    .updateTable('view_sessions')
    .set({ ended_at: at(now) })
    .where('token_hash', '=', kept(secret))
    .where('ended_at', 'is', null)
    .execute();
}
