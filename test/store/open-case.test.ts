// Which case a stay belongs to: a new one, the one that is going on, or a new one linked to an ended one.
// Also when many tell of it at the same time.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '../../domain/case-view.ts';
import { caseFor } from '../../store/cases.ts';
import type { Database } from '../../store/database.ts';
import { caseForEpisode, episodeOf, openCaseForEpisode } from '../../store/episodes.ts';
import { openCase, openCaseForPerson } from '../../store/open-case.ts';
import { patient } from '../../store/patients.ts';
import { writePublication } from '../../store/publish.ts';
import { readmissions } from '../../store/readmissions.ts';
import { earlierStays } from '../../store/risk-facts.ts';
import { aCase, anEvent, caseView, DAY, episode, PATIENT, publication, stay, T0, testDatabase } from './fixtures.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
afterAll(() => db.destroy());

const show = (id: string, change: Partial<CaseView>) =>
  writePublication(db, publication(id, [0, 1], { view: caseView(change) }));

test('a new stay opens a case with its patient', async () => {
  const given = stay();
  expect(await openCase(db, given)).toEqual({ kind: 'opened', id: given.id, previous: null });
  expect(await caseFor(db, given.id)).toMatchObject({
    workflowId: `discharge-${given.id}`,
    stage: 'planning',
    view: null,
    parties: given.parties,
    admittedAt: T0 - DAY,
    closedAt: null,
  });
  expect(await patient(db, given.id)).toEqual(PATIENT);
});

test('the same stay again joins it, whoever tells of it', async () => {
  const given = stay({ stage: 'opened' });
  await openCase(db, given);
  const again = await openCase(db, { ...given, id: randomUUID(), stage: 'planning', wardUnit: 'ward-m2' });
  expect(again).toMatchObject({ kind: 'joined', case: { id: given.id, wardUnit: 'ward-m1' } });
});

test('of many who tell of it at once one opens it', async () => {
  const episodes = [episode(), episode()];
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      openCase(db, stay({ episodes: n % 2 === 0 ? episodes : episodes.toReversed() })),
    ),
  );
  expect(outcomes.filter(({ kind }) => kind === 'opened')).toHaveLength(1);
  const ids = outcomes.map((outcome) => (outcome.kind === 'opened' ? outcome.id : outcome.case.id));
  expect(new Set(ids).size).toBe(1);
});

test('a second id of the same stay becomes known with it', async () => {
  const [local, national] = [episode(), episode()];
  const id = await aCase(db, { episodes: [local] });
  await openCase(db, stay({ episodes: [local, national] }));
  expect(await openCase(db, stay({ episodes: [national] }))).toMatchObject({ kind: 'joined', case: { id } });
  expect(await caseForEpisode(db, stay().sender, [national.id])).toMatchObject({ id });
});

test('the same id of another hospital is another stay', async () => {
  const episodes = [episode()];
  await aCase(db, { episodes });
  expect((await openCase(db, stay({ episodes, sender: '1099071000016000' }))).kind).toBe('opened');
});

describe('an ended stay', () => {
  test.each([
    ['withdrawn', { stage: 'withdrawn' }, 'opened', '0201609996'],
    ['left', { stage: 'left', leftAt: T0 }, 'opened', '0201919990'],
    ['closed', { stage: 'closed', leftAt: T0, closedAt: T0 + DAY }, 'opened', '0201919996'],
    ['deceased', { stage: 'deceased' }, 'joined', '0108629996'],
    ['paused', { stage: 'paused' }, 'joined', '0108589995'],
    ['ready', { stage: 'ready' }, 'joined', '0104909995'],
  ] as const)('%s: a later admission under its id %s', async (_name, change, outcome, cpr) => {
    const episodes = [episode()];
    const patient = { ...PATIENT, cpr };
    const id = await aCase(db, { episodes, patient });
    await show(id, change);
    const next = stay({ episodes, patient, admittedAt: T0 + 3 * DAY });
    const opened = await openCase(db, next);
    expect(opened.kind).toBe(outcome);
    if (outcome === 'joined') return;
    expect(opened).toMatchObject({ previous: { id } });
    expect(await caseFor(db, next.id)).toMatchObject({ previous: id });
    expect(await caseFor(db, id)).toMatchObject({ next: next.id });
    expect(await caseForEpisode(db, next.sender, [next.episodes[0]?.id ?? ''])).toMatchObject({ id: next.id });
  });

  test('is joined by what belongs to it: the same start again after the patient has left', async () => {
    const given = stay();
    await openCase(db, given);
    await show(given.id, { stage: 'closed', leftAt: T0, closedAt: T0 + DAY });
    expect(await openCase(db, { ...given, id: randomUUID() })).toMatchObject({
      kind: 'joined',
      case: { id: given.id },
    });
    expect(await openCaseForEpisode(db, given.sender, [given.episodes[0]?.id ?? ''])).toBeNull();
  });
});

describe('another stay of the same person, under another id', () => {
  test('follows the one that is going on; a closed one is found no more', async () => {
    const patient = { ...PATIENT, cpr: '0504909995' };
    const first = await aCase(db, { patient });
    expect(await openCaseForPerson(db, patient.cpr)).toMatchObject({ id: first });
    const second = await aCase(db, { patient, now: T0 + DAY });
    expect(await caseFor(db, second)).toMatchObject({ previous: first });
    expect(await caseFor(db, first)).toMatchObject({ next: second });
    expect(await openCaseForPerson(db, patient.cpr)).toMatchObject({ id: second });
    await show(first, { stage: 'closed', closedAt: T0 });
    await show(second, { stage: 'closed', closedAt: T0 });
    expect(await openCaseForPerson(db, patient.cpr)).toBeNull();
    expect(await openCase(db, stay({ patient }))).toMatchObject({ kind: 'opened', previous: null });
  });

  test('that began earlier ends nothing of the newer one', async () => {
    const patient = { ...PATIENT, cpr: '0504909989' };
    const newer = await aCase(db, { patient, admittedAt: T0 });
    expect(await openCase(db, stay({ patient, admittedAt: T0 - DAY }))).toMatchObject({ previous: null });
    expect(await caseFor(db, newer)).toMatchObject({ previous: null, next: null });
  });

  test('told of by many at once, each follows another', async () => {
    const patient = { ...PATIENT, cpr: '0201609995' };
    const stays = Array.from({ length: 8 }, () => stay({ patient }));
    const opened = await Promise.all(stays.map((one) => openCase(db, one)));
    const before = opened.map((one) => (one.kind === 'opened' ? (one.previous?.id ?? null) : 'joined'));
    expect(new Set(before).size).toBe(8);
    expect(before.filter((id) => id === null)).toHaveLength(1);
  });
});

test('messages give the episode back as it was received', async () => {
  const [known, bare] = [episode(), { ...episode(), system: null }];
  const id = await aCase(db, { episodes: [bare, known] });
  expect(await episodeOf(db, id)).toEqual({ system: known.system, value: known.value });
  expect(await episodeOf(db, await aCase(db, { episodes: [{ ...episode(), system: null }] }))).toBeNull();
});

describe('a stay that follows a closed one', () => {
  const gone = async (days: number) => {
    const cpr = randomUUID().slice(0, 10);
    const person = { ...PATIENT, cpr };
    const first = await aCase(db, { patient: person });
    await show(first, { leftAt: T0, closedAt: T0 + DAY, stage: 'closed' });
    const admittedAt = T0 + days * DAY;
    const next = stay({ patient: person, admittedAt, now: admittedAt, readmissionDays: 30 });
    const opened = await openCase(db, next);
    return { first, next: next.id, opened };
  };

  test.each([2, 30])('within the days of a readmission is linked to it, after %i days', async (days) => {
    const { first, next, opened } = await gone(days);
    expect(opened).toMatchObject({ kind: 'opened', previous: { id: first } });
    expect(await caseFor(db, first)).toMatchObject({ next, stage: 'closed' });
    expect(await caseFor(db, next)).toMatchObject({ previous: first });
  });

  // Summer time ends on 25 October 2026 and begins on 28 March 2027; thirty days are of the calendar, to the hour of the leaving.
  test.each([
    ['summer to winter, 29 days', '2026-10-01T10:00:00+02:00', '2026-10-30T10:00:00+01:00', true],
    ['summer to winter, 30 days to the hour', '2026-10-01T10:00:00+02:00', '2026-10-31T10:00:00+01:00', true],
    ['summer to winter, a minute more', '2026-10-01T10:00:00+02:00', '2026-10-31T10:01:00+01:00', false],
    ['winter to summer, 30 days to the hour', '2027-03-10T10:00:00+01:00', '2027-04-09T10:00:00+02:00', true],
    ['winter to summer, a minute more', '2027-03-10T10:00:00+01:00', '2027-04-09T10:01:00+02:00', false],
    ['winter to summer, 31 days', '2027-03-10T10:00:00+01:00', '2027-04-10T10:00:00+02:00', false],
  ])('is linked, counted and proposed for alike: %s', async (_, left, back, isBack) => {
    const unit = `ward-${randomUUID()}`;
    const person = { ...PATIENT, cpr: randomUUID().slice(0, 10) };
    const [leftAt, admittedAt] = [Date.parse(left), Date.parse(back)];
    const begun = { patient: person, wardUnit: unit, admittedAt: leftAt - DAY };
    const first = await aCase(db, begun);
    await show(first, { leftAt, closedAt: leftAt + DAY, stage: 'closed', wardUnit: unit });
    const next = await aCase(db, { ...begun, admittedAt, now: admittedAt, readmissionDays: 30 });
    expect(await caseFor(db, next)).toMatchObject({ previous: isBack ? first : null });
    const asked = { from: leftAt, until: leftAt + 1, days: 30, now: admittedAt };
    const count = { unit, left: 1, readmitted: isBack ? 1 : 0, pending: 0 };
    expect(await readmissions(db, 'all', asked)).toContainEqual(count);
    expect((await earlierStays(db, [next], 30)).get(next)).toEqual({ inAYear: 1, back: isBack });
  });

  test('that follows another one again is linked to the last, and each leaving is counted', async () => {
    const unit = `ward-${randomUUID()}`;
    const person = { ...PATIENT, cpr: randomUUID().slice(0, 10) };
    const days = [0, 10, 20].map((day) => T0 + day * DAY);
    const stays: string[] = [];
    for (const admittedAt of days) {
      const one = await aCase(db, {
        patient: person,
        wardUnit: unit,
        admittedAt,
        now: admittedAt,
        readmissionDays: 30,
      });
      await show(one, { leftAt: admittedAt + DAY, closedAt: admittedAt + 2 * DAY, stage: 'closed', wardUnit: unit });
      expect(await caseFor(db, one)).toMatchObject({ previous: stays.at(-1) ?? null });
      stays.push(one);
    }
    const asked = { from: T0, until: T0 + 60 * DAY, days: 30, now: T0 + 25 * DAY };
    expect(await readmissions(db, 'all', asked)).toContainEqual({ unit, left: 3, readmitted: 2, pending: 1 });
  });

  test('that was given up is none, also when its case is closed; the next one is', async () => {
    const unit = `ward-${randomUUID()}`;
    const person = { ...PATIENT, cpr: randomUUID().slice(0, 10) };
    const begin = (day: number) =>
      aCase(db, {
        patient: person,
        wardUnit: unit,
        admittedAt: T0 + day * DAY,
        now: T0 + day * DAY,
        readmissionDays: 30,
      });
    const [left, first] = [{ leftAt: T0, closedAt: T0, stage: 'closed' as const, wardUnit: unit }, await begin(-1)];
    await show(first, left);
    const mistaken = await begin(5);
    const view = caseView({ stage: 'closed', closedAt: T0 + 5 * DAY, wardUnit: unit });
    const events = [anEvent(1, { fact: 'withdrawn' })];
    await writePublication(db, publication(mistaken, [0, 1], { view, events }));
    const count = async () => {
      const asked = { from: T0, until: T0 + 1, days: 30, now: T0 + 31 * DAY };
      return (await readmissions(db, 'all', asked)).find((one) => one.unit === unit)?.readmitted;
    };
    expect(await count()).toBe(0);
    const again = await begin(8);
    expect(await caseFor(db, again)).toMatchObject({ previous: first });
    expect(await count()).toBe(1);
    expect((await earlierStays(db, [again], 30)).get(again)).toEqual({ inAYear: 1, back: true });
  });

  test('later is a stay of its own', async () => {
    expect((await gone(31)).opened).toMatchObject({ kind: 'opened', previous: null });
  });
});

test('readmissions are counted per ward, by when the first stay ended', async () => {
  const ward = 'ward-h1';
  const leaves = async (backAfter: number | null, left = T0) => {
    const person = { ...PATIENT, cpr: randomUUID().slice(0, 10) };
    const first = await aCase(db, { patient: person, wardUnit: ward, parties: [ward] });
    await show(first, { leftAt: left, closedAt: left + DAY, stage: 'closed', wardUnit: ward, parties: [ward] });
    if (backAfter === null) return;
    const admittedAt = left + backAfter * DAY;
    await openCase(db, stay({ patient: person, admittedAt, now: admittedAt, readmissionDays: 60 }));
  };
  await leaves(3);
  await leaves(40);
  await leaves(null);
  await leaves(2, T0 - 10 * DAY);
  const asked = { from: T0 - DAY, until: T0 + DAY, days: 30, now: T0 + 20 * DAY };
  expect(await readmissions(db, [ward], asked)).toEqual([{ unit: ward, left: 3, readmitted: 1, pending: 2 }]);
  const later = { ...asked, now: T0 + 31 * DAY };
  expect(await readmissions(db, 'all', later)).toContainEqual({ unit: ward, left: 3, readmitted: 1, pending: 0 });
  expect(await readmissions(db, ['ward-nobody'], asked)).toEqual([]);
});
