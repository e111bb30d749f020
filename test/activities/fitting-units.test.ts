// Who is asked for a place, and how, on a day: by the sheets, the agreements and the facts of that day, all of it configuration.
// On the example files as they stand, with every municipality.
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activities } from '../../activities/contract.ts';
import { createActivities } from '../../activities/index.ts';
import type { BedNeed } from '../../domain/plan.ts';
import { openRuleFiles } from '../../rules/load.ts';
import type { Database } from '../../store/database.ts';
import { seedSheets } from '../../store/sheets.ts';
import { testDatabase } from '../store/fixtures.ts';

const T0 = Date.parse('2026-11-20T09:00:00+01:00');
let db: Database;
let activities: Activities;
beforeAll(async () => {
  ({ db } = await testDatabase(2));
  const rules = await openRuleFiles('rules');
  await seedSheets(db, rules.current().sheets, T0);
  const nowhere = { send: () => Promise.reject(new Error('nothing is sent here')) };
  activities = createActivities({ db, rules, transport: nowhere, log: pino({ level: 'silent' }) });
});
afterAll(() => db.destroy());

const need = (capabilities: BedNeed['capabilities'], from = '2026-11-30T09:00:00Z'): BedNeed => ({
  capabilities,
  from,
  days: 3,
});
const found = (municipality: string, wanted: BedNeed, asking: Partial<{ placedAt: number; now: number }> = {}) =>
  activities.fittingUnits(municipality, wanted, { placedAt: T0, now: T0, ...asking });

describe('who is asked', () => {
  it('is the nearest unit that can, and nobody further away before it', async () => {
    const { fitting } = await found('0791', need(['CAP-03', 'CAP-06']));
    expect(fitting.slice(0, 2).map(({ unit }) => unit)).toEqual(['mun-0791-acute', 'mun-0779-acute']);
  });

  it('is nobody where a task’s agreement is not in force: the single case is agreed by phone first', async () => {
    const iv = need(['CAP-03', 'CAP-14']);
    expect((await found('0791', iv)).fitting[0]?.singleCase).toBeUndefined();
    const { fitting } = await found('0741', iv);
    expect(fitting[0]?.singleCase).toMatchObject({ agreement: 'iv-near-home-2020', reason: 'not-joined' });
    expect(fitting[0]?.singleCase?.ring).toMatch(/^mun-0741-|^region-/);
  });

  it('confirms through another unit from the night the facts change, and by the rule for what was asked before it', async () => {
    const before = Date.parse('2026-12-31T22:00:00+01:00');
    const after = Date.parse('2027-01-01T08:00:00+01:00');
    const confirmer = async (citizenOf: string, from: string, asking: { placedAt: number; now: number }) => {
      const { fitting } = await found(citizenOf, need(['CAP-03'], from), asking);
      return fitting.find(({ unit }) => unit === 'mun-0706-acute')?.confirmer ?? 'the unit itself';
    };
    const evening = '2026-12-31T22:30:00+01:00';
    expect(await confirmer('0706', evening, { placedAt: before, now: before })).toBe('the unit itself');
    expect(await confirmer('0706', '2027-01-02T09:00:00+01:00', { placedAt: after, now: after })).toBe('region-places');
    // Asked for the evening before and asked about again in the morning.
    expect(await confirmer('0706', evening, { placedAt: before, now: after }), 'keep').toBe('the unit itself');
    expect(await confirmer('0730', evening, { placedAt: before, now: after }), 'switch').toBe('region-places');
  });

  it('is written to at the place’s own address: another on New Year’s Day, by the facts alone', async () => {
    const address = async (from: string, now: number) => {
      const { fitting } = await found('0706', need(['CAP-03'], from), { placedAt: now, now });
      return fitting.find(({ unit }) => unit === 'mun-0706-acute')?.address;
    };
    const [before, after] = [Date.parse('2026-12-31T08:00:00+01:00'), Date.parse('2027-01-01T08:00:00+01:00')];
    expect(await address('2026-12-31T20:00:00+01:00', before)).toBe('mun-0706-visitation');
    expect(await address('2027-01-01T20:00:00+01:00', after)).toBe('region-places');
  });

  it('is told why the nearest units do not fit when none does, and from when they would', async () => {
    const { fitting, misses } = await found('0791', need(['CAP-03', 'CAP-23', 'CAP-33']));
    expect(fitting).toEqual([]);
    expect(misses[0]).toEqual({
      unit: 'mun-0791-acute',
      why: 'capability-missing',
      capability: 'CAP-23',
      fitsFrom: null,
    });
  });
});
