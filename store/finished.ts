// Finished patients as PostgreSQL remembers them: the facts their days are counted from, of one case or of a month's.
// Only which cases are read is decided here; what is counted is decided by domain/payable-days.ts.
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { FactKind } from '../domain/facts.ts';
import type { Codes } from '../domain/fields.ts';
import type { FinishedFact } from '../domain/finished-record.ts';
import { endingFacts, finishedFacts, undoingFacts } from '../domain/finished-record.ts';
import type { DischargeId } from '../domain/ids.ts';
import type { CountedCase } from '../domain/statement.ts';
import type { Database, Work } from './database.ts';
import { at } from './times.ts';

/** Written out, so that PostgreSQL sees that its index has them all. */
const listed = (facts: readonly FactKind[]): RawBuilder<unknown> =>
  sql.raw(facts.map((fact) => `'${fact}'`).join(', '));
const counted = listed(finishedFacts);
const endings = listed(endingFacts);
const undoings = listed(undoingFacts);

interface FactRow {
  case_id: string;
  municipality: string;
  ward_unit: string;
  number: number;
  fact: FactKind;
  happened: number;
  learnt: number;
  codes: Codes;
}

const columns = sql`e.case_id, c.municipality, c.ward_unit, e.number, e.fact, e.codes,
  (extract(epoch from e.happened_at) * 1000)::float8 as happened,
  (extract(epoch from e.learnt_at) * 1000)::float8 as learnt`;

/** The facts of one case; null when it does not exist or nothing of it can be counted. */
export async function countedCase(db: Database | Work, id: DischargeId): Promise<CountedCase | null> {
  const { rows } = await sql<FactRow>`
    select ${columns} from events e join cases c on c.id = e.case_id
    where e.case_id = ${id} and c.kind = 'discharge' and e.fact in (${counted}) order by e.number
  `.execute(db);
  return casesOf(rows)[0] ?? null;
}

export interface StatementScope {
  /** Code of 4 digits. */
  readonly municipality: string;
  /** Epoch ms; see `StatementTimes`. */
  readonly startsAt: number;
  readonly knownAt: number;
  readonly beforeAt: number;
  /** Rules were changed in between, so every case may have changed. */
  readonly rulesChanged: boolean;
}

/**
 * The cases that can have a day or a difference in a statement: finished by then, somehow the municipality's, and either
 * not known to be over when the month began, or with something learnt since. The month before may close days after that: what
 * is learnt until then is in its statement, but for the days of this month. Reading some too many does no harm.
 */
export async function countedCases(
  db: Database | Work,
  { municipality, startsAt, knownAt, beforeAt, rulesChanged }: StatementScope,
): Promise<readonly CountedCase[]> {
  const [known, before] = [at(knownAt), at(Math.min(startsAt, beforeAt))];
  const { rows } = await sql<FactRow>`
    with finished as (
      select distinct case_id from events where fact = 'finished' and learnt_at <= ${known}
    ), chosen as materialized (
      select c.id, c.municipality, c.ward_unit from finished f join cases c on c.id = f.case_id
      where c.kind = 'discharge'
        and (c.municipality = ${municipality} or exists (
          select from events r where r.case_id = c.id and r.fact in (${counted}) and r.fact = 'residence-changed'
            and r.codes->>'municipality' = ${municipality}))
        and (${rulesChanged}::boolean
          or exists (select from events n where n.case_id = c.id and n.fact in (${counted})
            and n.learnt_at > ${before} and n.learnt_at <= ${known})
          or not exists (select from events o where o.case_id = c.id and o.fact in (${counted})
            and o.fact in (${endings}) and o.learnt_at <= ${before})
          or exists (select from events u where u.case_id = c.id and u.fact in (${counted}) and u.fact in (${undoings})))
    )
    select ${columns} from chosen c join events e on e.case_id = c.id
    where e.fact in (${counted}) order by e.case_id, e.number
  `.execute(db);
  return casesOf(rows);
}

/** Rows in the order of their cases, put together. */
function casesOf(rows: readonly FactRow[]): readonly CountedCase[] {
  const cases: (CountedCase & { readonly facts: FinishedFact[] })[] = [];
  for (const { case_id: id, municipality, ward_unit: wardUnit, number, fact, happened, learnt, codes } of rows) {
    let last = cases.at(-1);
    if (last?.id !== id) {
      last = { id, origin: { municipality, wardUnit }, facts: [] };
      cases.push(last);
    }
    last?.facts.push({ number, fact, happenedAt: happened, learntAt: learnt, codes });
  }
  return cases;
}
