// What finished-treatment days cost: one case of sixty days, and a month's statement to a municipality with ten thousand.
// The first is a pure function; the second reads its facts from PostgreSQL, beside as many cases that have nothing in it.
import { resolve } from 'node:path';
import { sql } from 'kysely';
import type { FinishedFact } from '../domain/finished-record.ts';
import { finishedRecord } from '../domain/finished-record.ts';
import { knownUnits, unitFacts } from '../domain/finished-units.ts';
import { payableDays, sumOf } from '../domain/payable-days.ts';
import { PaymentRulesOn } from '../domain/payment-rules.ts';
import { statedCase, statementGround, statementTimes } from '../domain/statement.ts';
import { readRuleFiles } from '../rules/load.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/database.ts';
import { countedCases } from '../store/finished.ts';
import type { Percentiles } from './numbers.ts';
import { percentiles, timed } from './numbers.ts';
import type { Row } from './table.ts';
import { amount } from './table.ts';

const CASES = 10_000;
const RUNS = 500;
const WARM_UP = 50;
const STATEMENTS = 5;
/** The month that is stated, and when it is asked for: the month before has closed. */
const MONTH = '2027-01';
const ASKED = Date.parse('2027-02-10T12:00:00+01:00');
const DAYS = 9;

export interface FinishedDayCosts {
  /** Payable days of a case of sixty days, with a withdrawal, a residence and causes; ms. */
  readonly ofCase: Percentiles;
  /** From the query to the summed statement, ms. */
  readonly ofMonth: Percentiles;
  /** Milliseconds of processor time of this process, for one of each; tells apart a slow rule and a busy machine. */
  readonly cpu: { readonly ofCase: number; readonly ofMonth: number };
  readonly days: number;
  readonly differences: number;
}

export async function finishedDayCosts(databaseUrl: string): Promise<FinishedDayCosts> {
  const read = await readRuleFiles(resolve(import.meta.dirname, '../rules'));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { payment, registry } = read.book;
  const units = unitFacts(registry, '2027-03-01');

  const facts = sixtyDays();
  const origin = { municipality: '0791', wardUnit: 'ward-m1' };
  const count = () => {
    const rules = new PaymentRulesOn(payment, '2027-03-01');
    return payableDays(finishedRecord(facts, origin, ASKED), rules, units, '2027-03-01');
  };
  const found = count();
  if (found.kind !== 'days' || found.days.length !== 60) throw new Error('Not sixty days');
  for (let n = 0; n < WARM_UP; n += 1) count();
  const before = process.cpuUsage();
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    count();
    return performance.now() - started;
  });
  const caseCpu = spent(before) / RUNS;

  const db = openDatabase(databaseUrl, { max: 2, statementTimeoutMs: 300_000 });
  try {
    await fill(db);
    const state = async () => {
      const at = statementTimes(payment, MONTH, ASKED);
      const ground = statementGround(payment, at, knownUnits(registry));
      const cases = await countedCases(db, { municipality: '0791', ...at, rulesChanged: ground.rulesChanged });
      const stated = cases.map((one) => statedCase(one, '0791', ground));
      const whole = stated.flatMap((one) => ('kind' in one ? [] : [one]));
      const days = whole.flatMap((one) => one.days);
      sumOf(days);
      return { days: days.length, differences: whole.flatMap((one) => one.differences).length };
    };
    const first = await state();
    const months: number[] = [];
    const began = process.cpuUsage();
    for (let n = 0; n < STATEMENTS; n += 1) months.push((await timed(state)).ms);
    const cpu = { ofCase: caseCpu, ofMonth: spent(began) / STATEMENTS };
    return { ofCase: percentiles(times), ofMonth: percentiles(months), cpu, ...first };
  } finally {
    await db.destroy();
  }
}

const spent = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

/** Sixty days that are counted: twenty, ill again for two, forty; who pays and what is waited for changes on the way. */
function sixtyDays(): FinishedFact[] {
  const told: readonly (readonly [FinishedFact['fact'], string, FinishedFact['codes']])[] = [
    ['bed-asked', '2026-11-20T10:00+01:00', { unit: 'mun-0791-acute' }],
    ['finished', '2026-11-20T11:00+01:00', {}],
    ['delay-cause-stated', '2026-11-25T10:00+01:00', { cause: 'citizen', until: '2026-11-28T10:00:00.000Z' }],
    ['finished-withdrawn', '2026-12-10T03:00+01:00', {}],
    ['finished', '2026-12-12T12:00+01:00', {}],
    ['residence-changed', '2027-01-04T10:00+01:00', { municipality: '0751', from: '2027-01-01' }],
    ['finished-corrected', '2027-01-05T10:00+01:00', { corrected: 'nothing' }],
    ['left', '2027-01-21T11:00+01:00', {}],
  ];
  return told.map(([fact, at, codes], index) => ({
    number: index + 1,
    fact,
    happenedAt: Date.parse(at),
    learntAt: Date.parse(at),
    codes,
  }));
}

/**
 * Ten thousand cases finished over New Year, nine days each, every tenth with a correction that came in the month; as many
 * of a year before, and to each case forty facts that days are not counted from.
 */
async function fill(db: Database): Promise<void> {
  await sql`
    insert into cases (id, workflow_id, stage, municipality, ward_unit, attention, version, parties, opened_at, in_flight)
    select id, 'discharge-' || id, 'left', '0791', 'ward-m1', false, n, '{ward-m1}', '2026-12-20', 0
    from (select gen_random_uuid() as id, n from generate_series(1, ${2 * CASES}::integer) as s (n)) made
  `.execute(db);
  await sql`
    with finished as (
      select id, version, case when version <= ${CASES}::integer
        then '2026-12-26T09:00:00+01:00'::timestamptz + (version % 10) * interval '1 day'
        else '2025-12-01T09:00:00+01:00'::timestamptz end as at from cases
    ), told as (
      select id, 41 as number, 'finished' as fact, at as happened, at as learnt, '{}'::jsonb as codes from finished
      union all
      select id, 42, 'left', at + ${DAYS}::integer * interval '1 day', at + ${DAYS}::integer * interval '1 day', '{"how":"home"}' from finished
      union all
      select id, 43, 'finished-corrected', at + interval '1 day', '2027-01-20'::timestamptz, '{"corrected":"finished-at"}'
        from finished where version <= ${CASES}::integer and version % 10 = 0
      union all
      select id, n, 'task-reminded', at - n * interval '1 hour', at - n * interval '1 hour', '{"task":"x","kind":"answer-services"}'
        from finished, generate_series(1, 40) as s (n)
    )
    insert into events (case_id, number, workflow_id, fact, actor, org, happened_at, learnt_at, codes, stamp_time, stamp_number, confirmed)
    select id, number, 'discharge-' || id, fact, 'person-ward', 'hosp-midt', happened, learnt, codes, learnt, 1, false from told
  `.execute(db);
  for (const table of ['cases', 'events']) await sql`analyze ${sql.table(table)}`.execute(db);
}

export function finishedDayRows({ ofCase, ofMonth, cpu, days, differences }: FinishedDayCosts): Row[] {
  const group = 'finished-treatment days';
  const what = `a month's statement over ${amount(CASES, '')} cases: ${amount(days, '')} days, ${amount(differences, '')} differences`;
  return [
    { group, what: 'payable days of a case of 60 days, p50', value: amount(ofCase.p50, 'ms'), aim: 'under 1 ms' },
    { group, what: 'the same, processor time', value: amount(cpu.ofCase, 'ms') },
    { group, what: `${what}, p50`, value: amount(ofMonth.p50, 'ms'), aim: 'under 3,000 ms' },
    { group, what: 'the same, worst', value: amount(ofMonth.p95, 'ms') },
    { group, what: 'the same, processor time without PostgreSQL', value: amount(cpu.ofMonth, 'ms') },
  ];
}
