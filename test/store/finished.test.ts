// Which cases a month's statement reads from PostgreSQL: never one too few. What the statement says of the cases that are
// chosen is what it would say of all of them, also where a month closes some days after it has ended.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventView } from '../../domain/case-view.ts';
import type { CountedCase, StatedCase } from '../../domain/statement.ts';
import { statedCase, statementGround, statementTimes } from '../../domain/statement.ts';
import type { Database } from '../../store/database.ts';
import { countedCase, countedCases } from '../../store/finished.ts';
import { writePublication } from '../../store/publish.ts';
import type { Telling } from '../domain/finished-facts.ts';
import { finished, known, left, rateOf, rules, told } from '../domain/finished-facts.ts';
import { aCase, anEvent, publication, testDatabase } from './fixtures.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
afterAll(() => db?.destroy());

/** The cases of this test, so that those of the others are left out of it. */
let mine: string[] = [];
beforeEach(() => {
  mine = [];
});

async function recorded(...tellings: readonly Telling[]): Promise<string> {
  const id = await aCase(db);
  const events = told(...tellings).map((fact): EventView => anEvent(fact.number, fact));
  await writePublication(db, publication(id, [0, 1], { events }));
  mine.push(id);
  return id;
}

const ASKED = Date.parse('2027-06-01T12:00+02:00');

/** The statement of a month of these cases, read as the API reads it, and over all cases there are. */
async function bothWays(month: string, closesAfterDays: number, municipality = '0791') {
  const payment = rules({ closesAfterDays }, rateOf(2026), rateOf(2027));
  const ground = statementGround(payment, statementTimes(payment, month, ASKED), known);
  const state = (cases: readonly CountedCase[]) =>
    cases
      .filter(({ id }) => mine.includes(id))
      .map((one) => statedCase(one, municipality, ground))
      .filter((one): one is StatedCase => !('kind' in one) && one.days.length + one.differences.length > 0)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  const chosen = await countedCases(db, { municipality, ...ground.times, rulesChanged: ground.rulesChanged });
  const all = (await Promise.all(mine.map((id) => countedCase(db, id)))).filter((one) => one !== null);
  return { chosen: state(chosen), all: state(all) };
}

describe('the cases of a statement', () => {
  it('are those whose end was learnt while the month before was still open, too', async () => {
    await recorded(finished('2026-12-28T09:00+01:00'), left('2027-01-04T11:00+01:00'));
    const { chosen, all } = await bothWays('2027-01', 5);
    expect(all.flatMap(({ days }) => days.map(({ date }) => date))).toEqual(['2027-01-01', '2027-01-02', '2027-01-03']);
    expect(chosen).toEqual(all);
  });

  it('say what all cases say, whenever a month closes and however late the facts come', {
    timeout: 60_000,
  }, async () => {
    const at = (days: number, hours: number): string => new Date(Date.UTC(2026, 10, 1 + days, hours)).toISOString();
    const kinds = ['finished', 'finished', 'finished-withdrawn', 'left', 'left', 'not-left', 'deceased'] as const;
    const telling = fc
      .tuple(fc.constantFrom(...kinds), fc.integer({ min: 0, max: 90 }), fc.nat(25), fc.nat(23))
      .map(([fact, day, late, hour]): Telling => ({ fact, at: at(day, hour), learnt: at(day + late, hour) }));
    for (const tellings of fc.sample(fc.array(telling, { minLength: 2, maxLength: 5 }), { numRuns: 80, seed: 7 })) {
      await recorded(...tellings.sort((a, b) => ((a.learnt ?? a.at) < (b.learnt ?? b.at) ? -1 : 1)));
    }
    let lines = 0;
    for (const closesAfterDays of [0, 5, 20, 45]) {
      for (const month of ['2026-11', '2026-12', '2027-01', '2027-02', '2027-03']) {
        const { chosen, all } = await bothWays(month, closesAfterDays);
        expect(chosen, `${month}, closed after ${closesAfterDays} days`).toEqual(all);
        lines += all.reduce((sum, { days, differences }) => sum + days.length + differences.length, 0);
      }
    }
    expect(lines).toBeGreaterThan(1_000);
  });
});
