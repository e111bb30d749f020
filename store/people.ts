// Names and phones of the persons who act, taken from their tokens, so that everybody else knows them by id only.
// A person's last token counts.
import type { PersonId } from '../domain/ids.ts';
import type { Database, Work } from './database.ts';
import { at } from './times.ts';

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly phone: string | null;
  readonly role: string;
  readonly org: string;
}

/** Keeps what a token says of its person; writes only when something is new. `now`: epoch ms by the shared clock. */
export async function upsertPerson(
  db: Database | Work,
  { id, name, phone, role, org }: Person,
  now: number,
): Promise<void> {
  await db
    .insertInto('people')
    .values({ id, name, phone, role, org, seen_at: at(now) })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ name, phone, role, org, seen_at: at(now) })
        .where((where) =>
          where.or([
            where('people.name', '!=', name),
            where('people.phone', 'is distinct from', phone),
            where('people.role', '!=', role),
            where('people.org', '!=', org),
          ]),
        ),
    )
    .execute();
}

/** The persons with these ids, by id; unknown ones are left out. */
export async function people(db: Database | Work, ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom('people')
    .select(['id', 'name', 'phone', 'role', 'org'])
    .where('id', 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
