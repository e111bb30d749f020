// Decides in PostgreSQL which case a stay belongs to, before Temporal hears of it: a new one, the one that is going on,
// or a new one linked to an ended one (readmission). Two who ask at once get one answer (design 1).
import { sql } from 'kysely';
import type { Stage } from '../domain/case-view.ts';
import type { DischargeId, UnitId } from '../domain/ids.ts';
import { dischargeWorkflowId } from '../domain/ids.ts';
import type { CaseRow } from './cases.ts';
import { toCase } from './cases.ts';
import type { Database, Work } from './database.ts';
import type { EpisodeName } from './episodes.ts';
import { lastStay, lockEpisodes } from './episodes.ts';
import { backUntil, wasWithdrawn } from './readmissions.ts';
import { at } from './times.ts';

export interface Patient {
  /** 10 digits. */
  readonly cpr: string;
  readonly name: string;
  readonly address: string | null;
  readonly phone: string | null;
}

/** A stay that somebody tells of. Times are epoch ms by the shared clock. */
export interface Stay {
  /** Id for the case, should a new one be needed. */
  readonly id: DischargeId;
  /** A stay may have a local and a national one. At least one. */
  readonly episodes: readonly EpisodeName[];
  /** SOR number of the hospital that gave them. */
  readonly sender: string;
  readonly admittedAt: number;
  readonly patient: Patient;
  readonly municipality: string;
  readonly wardUnit: UnitId;
  readonly parties: readonly UnitId[];
  /** `opened` when a notice told of the stay, `planning` when a ward starts it with a plan. */
  readonly stage: 'opened' | 'planning';
  readonly now: number;
  /** A stay of the person that ended, also a closed one, is the one before when it ended so many days ago at most; left out: 0. */
  readonly readmissionDays?: number;
}

export type Opened =
  /** `previous`: the stay before it, of the same episode or person; linked both ways. */
  | { readonly kind: 'opened'; readonly id: DischargeId; readonly previous: CaseRow | null }
  /** The stay is known: same start again, a transfer, a ward's start after a notice. */
  | { readonly kind: 'joined'; readonly case: CaseRow };

/** A case in one of these is the stay that is going on, whatever the message says of times. */
const GOING_ON: readonly Stage[] = ['opened', 'planning', 'paused', 'ready', 'deceased'];

/**
 * Finds or opens the case of a stay, with its patient and episode rows, in one transaction. An ended stay is joined
 * only by what belongs to it: an admission not later than its leaving. Everything else opens the next stay, linked.
 */
export async function openCase(db: Database, stay: Stay): Promise<Opened> {
  return db.transaction().execute(async (work) => {
    const episodes = stay.episodes.map(({ id }) => id);
    await lockEpisodes(work, stay.sender, episodes);
    const last = await lastStay(work, stay.sender, episodes);
    if (last !== null && belongsTo(stay, last.case)) {
      await nameEpisodes(work, stay, last.case.id, last.number);
      return { kind: 'joined', case: last.case };
    }
    await lockPerson(work, stay.patient.cpr);
    const previous = (await stayBefore(work, stay)) ?? last?.case ?? null;
    await insertCase(work, stay, previous?.id ?? null);
    await nameEpisodes(work, stay, stay.id, (last?.number ?? 0) + 1);
    for (const before of [previous, last?.case]) if (before != null) await link(work, before.id, stay.id);
    return { kind: 'opened', id: stay.id, previous };
  });
}

/**
 * The person's stay before this one, under whatever id: the last that is not closed, or that ended within the days of a
 * readmission; and not followed by another yet. Notices come out of order, so word of an older stay ends nothing of a newer one.
 */
async function stayBefore(work: Work, { patient, admittedAt, readmissionDays = 0 }: Stay): Promise<CaseRow | null> {
  const row = await work
    .selectFrom('cases')
    .innerJoin('patients', 'patients.case_id', 'cases.id')
    .selectAll('cases')
    .where('patients.cpr', '=', patient.cpr)
    .where((is) =>
      is.or([
        is('cases.closed_at', 'is', null),
        is.and([
          is('cases.kind', '=', 'discharge'),
          is(backUntil('cases.left_at', readmissionDays), '>=', at(admittedAt)),
        ]),
      ]),
    )
    .where(followedByNone)
    .where('cases.admitted_at', '<=', at(admittedAt))
    .orderBy('cases.admitted_at', 'desc')
    .orderBy('cases.opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toCase(row);
}

/**
 * Stays that the next one has followed for a while and whose planning nobody has ended: whoever opened the next has died
 * before that. `olderThan`: epoch ms; at most `limit`.
 */
export async function unendedStays(
  db: Database | Work,
  { olderThan, limit }: { readonly olderThan: number; readonly limit: number },
): Promise<readonly { readonly previous: DischargeId; readonly next: DischargeId }[]> {
  return db
    .selectFrom('cases as earlier')
    .innerJoin('cases as later', 'later.id', 'earlier.next')
    .select(['earlier.id as previous', 'later.id as next'])
    .whereRef('later.previous', '=', 'earlier.id')
    .where('earlier.next', 'is not', null)
    .where('earlier.closed_at', 'is', null)
    .where('earlier.stage', 'not in', ['withdrawn', 'deceased', 'readmitted'])
    .where('later.opened_at', '<', at(olderThan))
    .limit(limit)
    .execute();
}

/** The newest discharge of the person (CPR number, 10 digits) that is not closed, else the newest request for a place, or null. */
export async function openCaseForPerson(db: Database | Work, cpr: string): Promise<CaseRow | null> {
  const row = await db
    .selectFrom('cases')
    .innerJoin('patients', 'patients.case_id', 'cases.id')
    .selectAll('cases')
    .where('patients.cpr', '=', cpr)
    .where('cases.closed_at', 'is', null)
    .orderBy('cases.kind')
    .orderBy('cases.opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toCase(row);
}

function belongsTo(stay: Stay, last: CaseRow): boolean {
  if (GOING_ON.includes(last.stage)) return true;
  return last.leftAt !== null && stay.admittedAt <= last.leftAt;
}

/** Whoever else opens a stay of this person waits here, so that of many at once each follows another; after the episodes. */
const lockPerson = (work: Work, cpr: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`person ${cpr}`}, 0))`.execute(work);

async function insertCase(work: Work, stay: Stay, previous: DischargeId | null): Promise<void> {
  await work
    .insertInto('cases')
    .values({
      id: stay.id,
      workflow_id: dischargeWorkflowId(stay.id),
      stage: stay.stage,
      municipality: stay.municipality,
      ward_unit: stay.wardUnit,
      attention: false,
      version: 0,
      parties: [...stay.parties],
      previous,
      admitted_at: at(stay.admittedAt),
      opened_at: at(stay.now),
      in_flight: 0,
    })
    .execute();
  const { cpr, name, address, phone } = stay.patient;
  await work
    .insertInto('patients')
    .values({ case_id: stay.id, cpr, name, address, phone, created_at: at(stay.now) })
    .execute();
}

async function nameEpisodes(work: Work, stay: Stay, caseId: DischargeId, number: number): Promise<void> {
  await work
    .insertInto('episodes')
    .values(
      stay.episodes.map(({ id, system, value }) => ({
        episode: id,
        sender: stay.sender,
        stay_number: number,
        case_id: caseId,
        system,
        value,
      })),
    )
    .onConflict((conflict) => conflict.columns(['episode', 'sender', 'stay_number']).doNothing())
    .execute();
}

const link = (work: Work, previous: DischargeId, next: DischargeId) =>
  work.updateTable('cases').set({ next }).where('id', '=', previous).where(followedByNone).execute();

/** No stay follows it, or one that was given up. */
const followedByNone = sql<boolean>`(cases.next is null or ${wasWithdrawn('cases.next')})`;
