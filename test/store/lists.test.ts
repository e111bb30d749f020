// Lists of cases, search, people, messages, the audit log and the operators' items: what is found, and by whom.
// Each on the real tables, with pages of every size.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit, auditOfCase } from '../../store/audit.ts';
import type { CaseFilter } from '../../store/cases.ts';
import { inFlight, listCases } from '../../store/cases.ts';
import { advance, ClockRefused, now, offset } from '../../store/clock.ts';
import type { Cursor } from '../../store/cursor.ts';
import type { Database } from '../../store/database.ts';
import { dueWorkflows, nextDeadline } from '../../store/due.ts';
import { keepSending, message, messageOfBundle, sendings } from '../../store/messages.ts';
import { finishItem, openItem, openItems, operatorItem } from '../../store/operator-items.ts';
import { patient, patients, searchCases, updatePatient } from '../../store/patients.ts';
import { people, upsertPerson } from '../../store/people.ts';
import { writePublication } from '../../store/publish.ts';
import { assignCase, receive } from '../../store/submissions.ts';
import {
  aCase,
  aClock,
  aMessage,
  caseView,
  HOUR,
  MINUTE,
  PATIENT,
  publication,
  T0,
  testDatabase,
  ward,
} from './fixtures.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
afterAll(() => db.destroy());

describe('lists of cases', () => {
  const ward1 = `ward-${randomUUID()}`;
  const parties = [ward1, 'mun-0791-visitation'];
  const ids: string[] = [];
  beforeAll(async () => {
    for (let n = 0; n < 7; n += 1) {
      // Two by two opened at the same time, so that ids decide too.
      const id = await aCase(db, { parties, wardUnit: ward1, now: T0 + Math.floor(n / 2) * HOUR });
      ids.push(id);
      const view = caseView({
        parties,
        wardUnit: ward1,
        attention: n === 3,
        closedAt: n === 6 ? T0 : null,
        inFlight: n % 2,
      });
      const clocks = n < 5 ? [aClock('a', T0 + (10 - n) * HOUR), aClock('b', T0 + 100 * HOUR)] : [];
      await writePublication(db, publication(id, [0, 1], { view, clocks }));
    }
  });

  async function all(filter: Partial<CaseFilter>, limit = 3): Promise<string[]> {
    const found: string[] = [];
    let cursor: Cursor | null = null;
    do {
      const page = await listCases(db, { scope: [ward1], sort: 'newest', ...filter }, cursor, limit);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    return found;
  }

  test('newest first, each once, whatever the page', async () => {
    const byTime = ids
      .map((id, n) => ({ id, at: Math.floor(n / 2) }))
      .toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
    for (const limit of [1, 2, 3, 100]) expect(await all({}, limit)).toEqual(byTime);
  });

  test('least time left first, those that wait for nothing last', async () => {
    for (const limit of [1, 3, 100]) {
      const found = await all({ sort: 'next-due' }, limit);
      expect(found.slice(0, 5)).toEqual([ids[4], ids[3], ids[2], ids[1], ids[0]]);
      expect(new Set(found).size).toBe(7);
    }
  });

  test('filters: open, attention, stage, ward, municipality', async () => {
    expect(await all({ open: false })).toEqual([ids[6]]);
    expect(await all({ open: true })).toHaveLength(6);
    expect(await all({ attention: true })).toEqual([ids[3]]);
    expect(await all({ stages: ['closed', 'left'] })).toEqual([]);
    expect(await all({ stages: ['planning'], ward: ward1, municipality: '0791' })).toHaveLength(7);
    expect(await all({ municipality: '0615' })).toEqual([]);
  });

  test('nobody sees what none of their units takes part in', async () => {
    expect(await all({ scope: [`ward-${randomUUID()}`] })).toEqual([]);
    expect(await all({ scope: [] })).toEqual([]);
    expect(await all({ scope: 'all' })).toEqual(expect.arrayContaining(ids));
  });

  test('what falls due and what is under way, over all cases', async () => {
    expect(await inFlight(db)).toBe(3);
    expect(await nextDeadline(db, T0)).toBe(T0 + 6 * HOUR);
    expect(await nextDeadline(db, T0 + 6 * HOUR)).toBe(T0 + 7 * HOUR);
    expect(await nextDeadline(db, T0 + 100 * HOUR)).toBeNull();
    expect(await dueWorkflows(db, T0 + 7 * HOUR)).toEqual([
      { workflowId: `discharge-${ids[4]}`, caseId: ids[4], due: T0 + 6 * HOUR },
      { workflowId: `discharge-${ids[3]}`, caseId: ids[3], due: T0 + 7 * HOUR },
    ]);
  });
});

describe('search', () => {
  const here = ['ward-search'];
  let id = '';
  beforeAll(async () => {
    id = await aCase(db, { parties: here, patient: { ...PATIENT, cpr: '0201609995', name: 'Åge Ærø-Ødum 100%' } });
  });
  const found = async (search: Parameters<typeof searchCases>[1], scope: readonly string[] | 'all' = here) =>
    (await searchCases(db, search, scope, 10)).map((row) => row.id);

  test('by CPR number, by words of the name in any case, by id', async () => {
    expect(await found({ by: 'cpr', cpr: '0201609995' })).toEqual([id]);
    expect(await found({ by: 'name', name: ' ødum  ÅGE ' })).toEqual([id]);
    expect(await found({ by: 'id', id })).toEqual([id]);
  });

  test('signs that mean something to the database are only signs', async () => {
    expect(await found({ by: 'name', name: '100%' })).toEqual([id]);
    expect(await found({ by: 'name', name: 'å_e' })).toEqual([]);
    expect(await found({ by: 'name', name: "'; drop table cases; --" })).toEqual([]);
    expect(await found({ by: 'name', name: '   ' })).toEqual([]);
  });

  test('only within the units of who asks', async () => {
    expect(await found({ by: 'cpr', cpr: '0201609995' }, ['ward-m1'])).toEqual([]);
    expect(await found({ by: 'cpr', cpr: '0201609995' }, 'all')).toEqual([id]);
  });

  test('a patient can be corrected, the CPR number stays', async () => {
    await updatePatient(db, id, { name: 'Åge Ødum', phone: '87000000' });
    await updatePatient(db, id, {});
    expect(await patient(db, id)).toMatchObject({ cpr: '0201609995', name: 'Åge Ødum', phone: '87000000' });
    expect((await patients(db, [id, randomUUID()])).size).toBe(1);
    expect(await patient(db, randomUUID())).toBeNull();
  });
});

test('the clock only moves forward, by whole milliseconds', async () => {
  const before = await offset(db);
  expect(await advance(db, 90 * 24 * HOUR)).toBe(before + 90 * 24 * HOUR);
  expect(Math.abs((await now(db)) - (Date.now() + before + 90 * 24 * HOUR))).toBeLessThan(MINUTE);
  for (const ms of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    await expect(advance(db, ms)).rejects.toThrow(ClockRefused);
  }
  await Promise.all(Array.from({ length: 10 }, () => advance(db, 1000)));
  expect(await offset(db)).toBe(before + 90 * 24 * HOUR + 10_000);
});

test('people: the last token counts, and an unchanged one writes nothing', async () => {
  const person = { id: `person-${randomUUID()}`, name: 'Bente Test', phone: null, role: 'doctor', org: 'hosp-midt' };
  await upsertPerson(db, person, T0);
  await upsertPerson(db, person, T0 + HOUR);
  const seen = await db.selectFrom('people').select('seen_at').where('id', '=', person.id).executeTakeFirst();
  expect(seen?.seen_at.getTime()).toBe(T0);
  await upsertPerson(db, { ...person, phone: '87000001' }, T0 + HOUR);
  expect((await people(db, [person.id, person.id, 'nobody'])).get(person.id)).toEqual({ ...person, phone: '87000001' });
  expect(await people(db, [])).toEqual(new Map());
});

test('messages and their sendings: the first kept sending stands', async () => {
  const id = await aCase(db);
  const sent = aMessage();
  await writePublication(db, publication(id, [0, 1], { messages: [sent] }));
  expect(await message(db, sent.id)).toMatchObject({ dischargeId: id, workflowId: `discharge-${id}`, message: sent });
  expect(await message(db, randomUUID())).toBeNull();
  const sending = { bundleId: randomUUID(), messageId: sent.id, dischargeId: id, sending: 1, at: T0, raw: '{"a":1}' };
  expect(await keepSending(db, sending)).toEqual(sending);
  expect(await keepSending(db, { ...sending, bundleId: randomUUID(), raw: 'other' })).toEqual(sending);
  const second = { ...sending, bundleId: randomUUID(), sending: 2 };
  await keepSending(db, second);
  expect(await sendings(db, sent.id)).toEqual([sending, second]);
  expect(await messageOfBundle(db, second.bundleId)).toBe(sent.id);
  expect(await messageOfBundle(db, randomUUID())).toBeNull();
});

describe('the audit log', () => {
  test('keeps who did what, the last first', async () => {
    const id = await aCase(db);
    await audit(db, { actor: ward, action: 'read-case', caseId: id, at: T0 });
    await audit(db, { actor: ward, action: 'answer-task', caseId: id, details: { task: 't' }, at: T0 + 1 });
    expect(await auditOfCase(db, id, 10)).toEqual([
      {
        at: T0 + 1,
        person: 'person-ward',
        role: 'ward-staff',
        org: 'hosp-midt',
        action: 'answer-task',
        details: { task: 't' },
      },
      { at: T0, person: 'person-ward', role: 'ward-staff', org: 'hosp-midt', action: 'read-case', details: {} },
    ]);
  });

  test('finds what was handed in before its case was known', async () => {
    const id = await aCase(db);
    const submission = randomUUID();
    await receive(db, {
      id: submission,
      kind: 'start',
      caseId: null,
      workflowId: null,
      actor: ward,
      idempotencyKey: null,
      bodyHash: 'x',
      content: null,
      update: null,
      receivedAt: T0,
    });
    await audit(db, { actor: ward, action: 'start', caseId: null, details: { submission }, at: T0 });
    expect(await auditOfCase(db, id, 10)).toEqual([]);
    await assignCase(db, submission, { caseId: id, workflowId: 'discharge-1' });
    expect(await auditOfCase(db, id, 10)).toMatchObject([{ action: 'start', details: { submission } }]);
  });

  test('takes no change and no removal', async () => {
    const broken = { fault: { kind: 'refused', constraint: 'audit_log_final', table: 'audit_log' } };
    await expect(sql`truncate audit_log`.execute(db)).rejects.toMatchObject(broken);
    await expect(db.updateTable('audit_log').set({ person: 'x' }).execute()).rejects.toMatchObject(broken);
    await expect(db.deleteFrom('audit_log').execute()).rejects.toMatchObject(broken);
  });
});

test("operators' items: opened once, done once", async () => {
  const id = randomUUID();
  const item = { id, kind: 'unreadable-message', about: { inbound: id, problem: 'not-json' }, now: T0 };
  await openItem(db, item);
  await openItem(db, { ...item, now: T0 + HOUR });
  expect(await openItems(db, 10)).toEqual([
    { id, kind: item.kind, about: item.about, openedAt: T0, doneAt: null, doneBy: null },
  ]);
  expect(await finishItem(db, id, 'person-operator', T0 + HOUR)).toBe(true);
  expect(await finishItem(db, id, 'person-other', T0 + HOUR)).toBe(false);
  expect(await operatorItem(db, id)).toMatchObject({ doneBy: 'person-operator', doneAt: T0 + HOUR });
  expect(await openItems(db, 10)).toEqual([]);
  expect(await operatorItem(db, randomUUID())).toBeNull();
});
