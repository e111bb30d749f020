// Named relatives (pårørende), what was consented to (samtykke) and whether the address is protected, of one case.
// In PostgreSQL and nowhere else. Consents are only ever added; a relative's name and phone can be taken away again.
import { randomUUID } from 'node:crypto';
import type { Authority, ConsentEntry, Relation } from '../domain/consent.ts';
import type { DischargeId, PersonId } from '../domain/ids.ts';
import type { AddressProtection } from '../domain/patient-view.ts';
import type { Database, Work } from './database.ts';
import { at, ms, msOrNull } from './times.ts';

/** Who notes something, and when: epoch ms by the shared clock. */
export interface Noted {
  readonly by: PersonId;
  readonly org: string;
  readonly at: number;
}

export interface Relative {
  readonly id: string;
  readonly relation: Relation;
  readonly authority: Authority;
  /** Null once taken off the case; `phone` too. */
  readonly name: string | null;
  readonly phone: string | null;
  readonly namedAt: number;
  readonly removedAt: number | null;
}

const notedBy = (caseId: DischargeId, { by, org, at: time }: Noted) => ({
  case_id: caseId,
  by_person: by,
  by_org: org,
  at: at(time),
});

/** All that were ever named, the first first. */
export async function relativesOf(db: Database | Work, caseId: DischargeId): Promise<readonly Relative[]> {
  const rows = await db
    .selectFrom('relatives')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, relation, authority, name, phone, at: named, removed_at }) => ({
    ...{ id, relation, authority, name, phone },
    namedAt: ms(named),
    removedAt: msOrNull(removed_at),
  }));
}

export interface NewRelative {
  readonly name: string;
  readonly phone: string;
  readonly relation: Relation;
  readonly authority: Authority;
}

/** Gives the id. */
export async function nameRelative(
  db: Database | Work,
  caseId: DischargeId,
  relative: NewRelative,
  noted: Noted,
): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('relatives')
    .values({ id, ...relative, ...notedBy(caseId, noted) })
    .execute();
  return id;
}

/** Takes name and phone away for good; what was consented to stays. False when there is none of this id on the case. */
export async function removeRelative(
  db: Database | Work,
  caseId: DischargeId,
  id: string,
  now: number,
): Promise<boolean> {
  const gone = await db
    .updateTable('relatives')
    .set({ name: null, phone: null, removed_at: at(now) })
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return gone.numUpdatedRows > 0n;
}

/** All that was said, in the order it was noted. */
export async function consentsOf(db: Database | Work, caseId: DischargeId): Promise<readonly ConsentEntry[]> {
  const rows = await db.selectFrom('consents').selectAll().where('case_id', '=', caseId).orderBy('number').execute();
  return rows.map((row) => ({
    number: Number(row.number),
    purpose: row.purpose,
    relative: row.relative,
    answer: row.answer,
    form: row.form,
    saidBy: row.said_by === null ? 'patient' : { relative: row.said_by },
    saidAt: ms(row.said_at),
    from: ms(row.valid_from),
    until: msOrNull(row.valid_until),
    by: row.by_person,
    org: row.by_org,
    at: ms(row.at),
  }));
}

export async function noteConsent(
  db: Database | Work,
  caseId: DischargeId,
  said: Omit<ConsentEntry, 'number' | 'by' | 'org' | 'at'>,
  noted: Noted,
): Promise<void> {
  const { purpose, relative, answer, form, saidBy, saidAt, from, until } = said;
  await db
    .insertInto('consents')
    .values({
      ...notedBy(caseId, noted),
      ...{ purpose, relative, answer, form },
      said_by: saidBy === 'patient' ? null : saidBy.relative,
      said_at: at(saidAt),
      valid_from: at(from),
      valid_until: until === null ? null : at(until),
    })
    .execute();
}

/** What was noted last of the patient's address; null when nobody has. */
export async function protectionOf(
  db: Database | Work,
  caseId: DischargeId,
): Promise<(Noted & { readonly state: AddressProtection }) | null> {
  const row = await db
    .selectFrom('address_protection')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { state: row.state, by: row.by_person, org: row.by_org, at: ms(row.at) };
}

export async function noteProtection(
  db: Database | Work,
  caseId: DischargeId,
  state: AddressProtection,
  noted: Noted,
): Promise<void> {
  await db
    .insertInto('address_protection')
    .values({ state, ...notedBy(caseId, noted) })
    .execute();
}
