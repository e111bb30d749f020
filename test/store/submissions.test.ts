// The one door in: kept once, decided once, found again by its key, put again until its outcome is known.
// And the versions of the plan that are kept with a submission.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanContent } from '../../domain/plan-content.ts';
import type { Database } from '../../store/database.ts';
import type { PlanVersion } from '../../store/plans.ts';
import { planVersion, planVersions, proposePlan } from '../../store/plans.ts';
import type { SubmissionInput } from '../../store/submissions.ts';
import { assignCase, decided, receive, submission, submissions, undecided } from '../../store/submissions.ts';
import { aCase, MINUTE, T0, testDatabase, ward } from './fixtures.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
afterAll(() => db.destroy());

const input = (change: Partial<SubmissionInput> = {}): SubmissionInput => ({
  id: randomUUID(),
  kind: 'ready',
  caseId: null,
  workflowId: null,
  actor: ward,
  idempotencyKey: randomUUID(),
  bodyHash: 'hash-1',
  content: { note: 'Skal have madkasse med' },
  update: { decision: 'ready', body: {} },
  receivedAt: T0,
  ...change,
});

const accepted = { state: 'accepted', result: { version: 7 } } as const;
const refused = { state: 'refused', result: { code: 'not-ready' } } as const;

describe('keeping', () => {
  test('what was handed in is kept whole and is undecided', async () => {
    const given = input({ caseId: randomUUID(), workflowId: 'discharge-1' });
    expect(await receive(db, given)).toEqual({ kind: 'fresh', id: given.id });
    expect(await submission(db, given.id)).toEqual({ ...given, outcome: null, decidedAt: null, attempts: 0 });
    expect(await submission(db, randomUUID())).toBeNull();
  });

  test('lists and plain values are kept as they are', async () => {
    for (const content of [[1, 'to', { tre: 3 }], 'text', 4, null]) {
      const given = input({ content, update: null });
      await receive(db, given);
      expect(await submission(db, given.id)).toMatchObject({ content, update: null });
    }
  });

  test('without a key nothing is ever the same', async () => {
    const [one, two] = [input({ idempotencyKey: null }), input({ idempotencyKey: null })];
    expect([(await receive(db, one)).kind, (await receive(db, two)).kind]).toEqual(['fresh', 'fresh']);
  });

  test('many of one id are read at once', async () => {
    const given = [input(), input()];
    for (const each of given) await receive(db, each);
    expect(
      new Set(
        (
          await submissions(
            db,
            given.map(({ id }) => id),
          )
        ).map(({ id }) => id),
      ),
    ).toEqual(new Set(given.map(({ id }) => id)));
    expect(await submissions(db, [])).toEqual([]);
  });
});

describe('the key', () => {
  test('same actor, same key, same body: the first and its outcome', async () => {
    const first = input();
    await receive(db, first);
    const again = { ...first, id: randomUUID(), receivedAt: T0 + MINUTE };
    expect(await receive(db, again)).toMatchObject({ kind: 'repeated', submission: { id: first.id, outcome: null } });
    await decided(db, first.id, accepted, T0 + MINUTE);
    expect(await receive(db, again)).toMatchObject({ kind: 'repeated', submission: { outcome: accepted } });
    expect(await submission(db, again.id)).toBeNull();
  });

  test('with another body it is a conflict, decided or not', async () => {
    const first = input();
    await receive(db, first);
    const other = { ...first, id: randomUUID(), bodyHash: 'hash-2' };
    expect(await receive(db, other)).toEqual({ kind: 'conflict' });
    await decided(db, first.id, accepted, T0);
    expect(await receive(db, other)).toEqual({ kind: 'conflict' });
  });

  test('another person may use the same key', async () => {
    const first = input();
    await receive(db, first);
    const other = { ...first, id: randomUUID(), actor: { ...ward, person: 'person-doctor' }, bodyHash: 'hash-2' };
    expect((await receive(db, other)).kind).toBe('fresh');
  });

  test('a refusal is not remembered: the same may be tried again, another body too', async () => {
    const first = input();
    await receive(db, first);
    await decided(db, first.id, refused, T0);
    const again = { ...first, id: randomUUID(), bodyHash: 'hash-2' };
    expect(await receive(db, again)).toEqual({ kind: 'fresh', id: again.id });
    expect(await submission(db, first.id)).toMatchObject({ outcome: refused, decidedAt: T0 });
  });

  test('of many at once one is fresh', async () => {
    const first = input();
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => receive(db, { ...first, id: randomUUID() })));
    const kinds = outcomes.map(({ kind }) => kind).toSorted();
    expect(kinds).toEqual(['fresh', ...Array.from({ length: 11 }, () => 'repeated')]);
  });
});

describe('deciding', () => {
  test('the first outcome stands', async () => {
    const given = input();
    await receive(db, given);
    expect(await decided(db, given.id, accepted, T0)).toEqual(accepted);
    expect(await decided(db, given.id, refused, T0 + MINUTE)).toEqual(accepted);
    expect(await submission(db, given.id)).toMatchObject({
      outcome: accepted,
      decidedAt: T0,
      idempotencyKey: given.idempotencyKey,
    });
    expect(await decided(db, randomUUID(), accepted, T0)).toBeNull();
  });

  test('a submission finds its case later', async () => {
    const given = input();
    await receive(db, given);
    const to = { caseId: randomUUID(), workflowId: 'discharge-2', update: { start: {} } };
    await assignCase(db, given.id, to);
    expect(await submission(db, given.id)).toMatchObject(to);
  });
});

describe('the sweep', () => {
  const list = async (at: number, limit = 100) =>
    (await undecided(db, { olderThanMs: MINUTE, limit, now: at })).map(({ id }) => id);

  test('finds what nobody has put for a while, once for each sweeper, and again later', async () => {
    const later = T0 + 1000 * MINUTE;
    await list(later - MINUTE, 1000);
    const old = [input({ receivedAt: later }), input({ receivedAt: later + 1 })];
    const young = input({ receivedAt: later + 2 * MINUTE });
    for (const each of [...old, young]) await receive(db, each);
    const at = later + 2 * MINUTE;
    const mine = new Set(old.map(({ id }) => id));
    const [one, two] = await Promise.all([list(at), list(at)]);
    const found = [...one, ...two].filter((id) => mine.has(id) || id === young.id);
    expect(found.toSorted()).toEqual([...mine].toSorted());
    expect((await list(at)).filter((id) => mine.has(id))).toEqual([]);
    const again = await list(at + MINUTE);
    expect(again.filter((id) => mine.has(id) || id === young.id).toSorted()).toEqual([...mine, young.id].toSorted());
    const [first] = old;
    if (first === undefined) throw new Error('none');
    expect(await submission(db, first.id)).toMatchObject({ attempts: 2 });
    await decided(db, first.id, accepted, at);
    expect(await list(at + 10 * MINUTE)).not.toContain(first.id);
  });
});

describe('versions of the plan', () => {
  const content: PlanContent = {
    date: { kind: 'unknown' },
    services: ['home-nursing'],
    serviceNotes: {},
    hasRunningServices: false,
    bed: null,
    cause: 'Lungebetændelse',
    course: null,
    contagion: null,
    diet: null,
    function: null,
    nursing: null,
    medicine: null,
    conference: null,
    other: null,
    wishes: { text: 'Vil helst hjem', askedWho: 'borgeren' },
  };
  const version = (number: number, by: string, id: string): PlanVersion => ({
    version: number,
    submission: id,
    content: { ...content, other: by },
    changes: [{ field: 'other', old: null, new: by }],
    by,
    at: T0,
  });

  async function proposed(caseId: string, number: number, by: string): Promise<string> {
    const given = input({ caseId });
    await receive(db, given);
    await proposePlan(db, caseId, version(number, by, given.id));
    await proposePlan(db, caseId, version(number, by, given.id));
    return given.id;
  }

  test('one proposal is found at once, decided or not', async () => {
    const id = await aCase(db);
    const one = await proposed(id, 1, 'person-ward');
    expect(await planVersion(db, id, 1)).toEqual({ kind: 'found', plan: version(1, 'person-ward', one) });
    expect(await planVersion(db, id, 2)).toEqual({ kind: 'none' });
  });

  test('of two for one version the accepted one holds; until then it is not known', async () => {
    const id = await aCase(db);
    const one = await proposed(id, 2, 'person-one');
    const two = await proposed(id, 2, 'person-two');
    expect(await planVersion(db, id, 2)).toEqual({ kind: 'undecided' });
    await decided(db, two, accepted, T0);
    expect(await planVersion(db, id, 2)).toMatchObject({ kind: 'found', plan: { by: 'person-two' } });
    await decided(db, one, refused, T0);
    expect((await planVersions(db, id, 9)).map(({ by }) => by)).toEqual(['person-two']);
  });

  test('a refused proposal leaves nothing', async () => {
    const id = await aCase(db);
    await decided(db, await proposed(id, 1, 'person-ward'), refused, T0);
    expect(await planVersion(db, id, 1)).toEqual({ kind: 'none' });
    expect(await planVersions(db, id, 1)).toEqual([]);
  });
});
