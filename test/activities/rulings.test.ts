// The activities that read rules and sheets, and that write for the workflow: how their failures look to it.
// With the project's own rule files and a real PostgreSQL.
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Activities } from '../../activities/contract.ts';
import { createActivities } from '../../activities/index.ts';
import { clockNames } from '../../domain/clocks.ts';
import type { ClockQuery } from '../../domain/ruled.ts';
import { httpTransport } from '../../medcom/http-transport.ts';
import { openRuleFiles } from '../../rules/load.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import { putSheet, seedSheets, sheets } from '../../store/sheets.ts';
import { aCase, anEvent, aTask, DAY, HOUR, MINUTE, publication, T0, testDatabase } from '../store/fixtures.ts';

const nowhere = httpTransport({ url: 'http://127.0.0.1:1/' });
let db: Database;
let activities: Activities;
const log = pino({ level: 'silent' });
beforeAll(async () => {
  ({ db } = await testDatabase());
  const rules = await openRuleFiles('rules');
  await seedSheets(db, rules.current().sheets, T0);
  activities = createActivities({ db, rules, transport: nowhere, log });
});
afterAll(() => db.destroy());

const query = (change: Partial<ClockQuery> = {}): ClockQuery => ({
  clock: 'receipt',
  from: T0,
  municipality: '0791',
  unit: 'mun-0791-visitation',
  anchor: null,
  facts: {},
  ...change,
});

describe('rulings', () => {
  test('a receipt is waited for 30 minutes and asked for twice again (domain.md 1.9)', async () => {
    const [ruled] = await activities.rulings([query()]);
    expect(ruled).toMatchObject({ clock: 'receipt', due: T0 + 30 * MINUTE, resends: 2, silence: 'send-again' });
    expect(ruled?.rule).toMatch(/^rm-2026\.\d+\/receipt$/);
  });

  test('every clock has an answer, in the order asked, in numbers', async () => {
    const queries = clockNames.map((clock) =>
      query({ clock, anchor: T0 + 3 * DAY, facts: { urgency: 'red', orderedBy: 'citizen' } }),
    );
    const answers = await activities.rulings(queries);
    expect(answers.map(({ clock }) => clock)).toEqual(clockNames);
    for (const { due, remindAt, ladder } of answers) {
      for (const time of [due, ...remindAt, ...ladder.map(({ at }) => at)]) expect(Number.isInteger(time)).toBe(true);
    }
  });

  test('the hours and the kind of the unit that must act count', async () => {
    const of = async (unit: string | null) =>
      (await activities.rulings([query({ clock: 'message-seen', unit })]))[0]?.due;
    // Saturday morning: a practice reads on Monday, an acute unit reads on.
    expect(await of('gp-041230')).toBeGreaterThan((await of('mun-0791-acute')) ?? Number.POSITIVE_INFINITY);
    expect(await of(null)).toBeTypeOf('number');
  });

  test.each([
    ['no rule set is in force', { from: Date.parse('1999-01-01T00:00:00Z') }],
    ['the holidays of the year are not known', { clock: 'answer-services', from: Date.parse('2071-01-01T00:00:00Z') }],
  ] as const)('%s: fails for good as rule-error', async (_name, change) => {
    await expect(activities.rulings([query(change)])).rejects.toMatchObject({ type: 'rule-error', nonRetryable: true });
  });
});

describe('fitting units', () => {
  const need = { capabilities: ['CAP-01'] as const, from: '2026-11-30T09:00:00Z', days: 7 };

  test('acute units that can, the own municipality first; never a unit of another kind', async () => {
    const { fitting: units } = await activities.fittingUnits('0791', need, { placedAt: T0, now: T0 });
    expect(units[0]).toEqual({ unit: 'mun-0791-acute', address: 'mun-0791-visitation' });
    expect(units.map(({ unit }) => unit)).not.toContain('mun-0791-relief');
    expect((await activities.fittingUnits('0615', need, { placedAt: T0, now: T0 })).fitting[0]).toEqual({
      unit: 'mun-0615-acute',
      address: 'mun-0615-visitation',
    });
  });

  test('the citizen’s own choice first from 2027, when there is a choice; the nearest before that', async () => {
    const first = async (from: string) => {
      const asking = { placedAt: T0, now: T0 };
      const { fitting } = await activities.fittingUnits('0791', { ...need, from, wishes: 'mun-0615-acute' }, asking);
      return fitting[0]?.unit;
    };
    expect(await first('2026-11-30T09:00:00Z')).toBe('mun-0791-acute');
    expect(await first('2027-01-11T09:00:00Z')).toBe('mun-0615-acute');
  });

  test('one that says it cannot is left out from then on', async () => {
    const [row] = await sheets(db, ['mun-0791-acute']);
    if (row === undefined) throw new Error('no sheet');
    const sheet = { ...row.sheet, capabilities: { ...row.sheet.capabilities, 'CAP-01': 'no' as const } };
    await putSheet(db, { sheet, base: row.version, by: 'person-nurse', now: T0 });
    const { fitting: units } = await activities.fittingUnits('0791', need, { placedAt: T0, now: T0 });
    await putSheet(db, { sheet: row.sheet, base: row.version + 1, by: 'person-nurse', now: T0 });
    expect(units.map(({ unit }) => unit)).not.toContain('mun-0791-acute');
  });
});

describe('writing', () => {
  test('a publish that PostgreSQL refuses fails for good, one it cannot take now does not', async () => {
    const id = await aCase(db);
    const broken = publication(id, [0, 1], { tasks: [aTask({ id: 'not-a-uuid' })] });
    await expect(activities.publish(broken)).rejects.toMatchObject({ type: 'publication-refused', nonRetryable: true });
    const away = openDatabase('postgres://postgres@127.0.0.1:1/nowhere', { max: 1 });
    const rules = await openRuleFiles('rules');
    const there = createActivities({ db: away, rules, transport: nowhere, log });
    await expect(there.publish(publication(id, [0, 1]))).rejects.not.toMatchObject({ nonRetryable: true });
    await away.destroy();
  });

  test('an earlier publish after a later one is no fault', async () => {
    const id = await aCase(db);
    await activities.publish(publication(id, [5, 1], { events: [anEvent(1)] }));
    await activities.publish(publication(id, [4, 1]));
  });

  test('a place is reserved, held and given back; a period that cannot be fails for good', async () => {
    const dischargeId = randomUUID();
    const now = Date.now();
    const wanted = { dischargeId, unit: 'mun-0615-acute', from: now, until: now + DAY, leaseUntil: now + HOUR };
    const reserved = await activities.reservePlace(wanted);
    if (reserved.taken) throw new Error('taken');
    expect(await activities.holdPlace(dischargeId, reserved.place, now + HOUR)).toEqual({ held: true });
    await activities.releasePlace(dischargeId, reserved.place);
    await expect(activities.reservePlace({ ...wanted, until: now - DAY })).rejects.toMatchObject({
      type: 'content-refused',
      nonRetryable: true,
    });
  });
});
