// A patient who is moved between wards of different kinds, told by notices that come in time, late, in the wrong order, after
// the leaving and after the close: each day is counted where the patient lay that night, as an independent recount finds it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HospitalNotificationInput } from '../../medcom/hospital-notification.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { sentNotices } from '../../medcom/stay-chain.ts';
import { eventually } from '../harness/eventually.ts';
import { municipality } from '../medcom/fixtures.ts';
import { recount } from '../recount/recount.ts';
import { payable, statement } from './finished-shapes.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ sweeper: { everyMs: 200, olderThanMs: 6_000 } });
});
afterAll(() => api?.stop());

const { rates } = JSON.parse(readFileSync('rules/rates.json', 'utf8'));
const { units } = JSON.parse(readFileSync('rules/organisations.json', 'utf8'));
const M1 = { sor: '1099011000016008', gln: '5790009900016', name: 'Medicinsk Afsnit M1' };
const P1 = { sor: '1099981000016002', gln: '5790009909705', name: 'Psykiatrisk Afsnit P1' };
const HOSPICE = { sor: '1099971000016004', gln: '5790009909767', name: 'Hospice Eksempel' };

const to = async (at: string): Promise<void> => {
  const moved = await api.post(null, '/dev/clock/advance', { to: new Date(at).toISOString() });
  expect(moved.status, moved.text).toBe(200);
};

const ids = () => ({ bundleId: randomUUID(), headerId: randomUUID() });
async function notice(input: HospitalNotificationInput): Promise<string> {
  const raw = buildHospitalNotification(input);
  const headers = { 'content-type': 'application/fhir+json' };
  expect((await api.send('POST', 'vans', '/api/medcom', { body: raw, headers })).text).toContain('"ok"');
  return raw;
}
/** The patient came to the ward at a time; told now. */
const cameTo = (sender: typeof M1, start: string, cpr: string, episode: string): Promise<string> =>
  notice({
    ...ids(),
    ...{ sender, receiver: municipality, sentAt: start, stayEvent: 'STIN', start },
    ...{ patient: { cpr, family: 'Elmer', given: ['Bruno'] }, episode: { value: episode } },
  });

async function caseOf(cpr: string): Promise<string> {
  const { body } = await api.post('coordinator', '/api/search', { cpr });
  expect(body.items).toHaveLength(1);
  return body.items?.[0]?.id ?? '';
}
async function finished(id: string, finishedAt: string): Promise<void> {
  const reply = await api.post('doctor', `/api/discharges/${id}/actions/mark-finished`, {
    finishedAt,
    ownTasksDone: true,
  });
  expect(reply.status, reply.text).toBe(200);
}

const shown = z.looseObject({
  stage: z.string(),
  hospitalUnit: z.looseObject({ id: z.string() }),
  timeline: z.array(
    z.looseObject({
      number: z.int(),
      fact: z.string(),
      happenedAt: z.string(),
      codes: z.record(z.string(), z.unknown()),
    }),
  ),
});
const seen = async (id: string) => shown.parse((await api.get('coordinator', `/api/discharges/${id}`)).body);
const stated = async (id: string, month: string) => {
  const reply = await api.get('coordinator', `/api/statements?municipality=0791&month=${month}`);
  const { differences } = statement.parse(reply.body);
  return differences
    .filter(({ discharge }) => discharge === id)
    .map(({ date, before, after }) => [date.slice(5), before?.care.code, after?.care.code]);
};

/** The days with their kind of care, which the independent program has found as well. */
async function kinds(id: string, today: string): Promise<string[]> {
  const { days } = payable.parse((await api.get('coordinator', `/api/discharges/${id}/payable-days`)).body);
  const { timeline, hospitalUnit } = await seen(id);
  const nights = recount(timeline, '0791', rates, today, { ward: hospitalUnit.id, units });
  expect(
    days.map(({ date, dayNumber: number, payer, kroner, care }) => ({
      ...{ date, number, payer: payer.municipality, kroner: kroner.total, care: care.code },
    })),
  ).toEqual(nights);
  return nights.map(({ date, care }) => `${date.slice(5)} ${care}`);
}

describe('the days of a finished patient', () => {
  it('told of late and in the wrong order: the case stays in the newest ward, and each day has the ward of its night', async () => {
    const [cpr, episode] = ['0201609995', randomUUID()];
    await to('2026-12-30T20:00+01:00');
    await cameTo(M1, '2026-12-30T18:00:00+01:00', cpr, episode);
    const id = await caseOf(cpr);
    await to('2026-12-30T21:00+01:00');
    await cameTo(P1, '2026-12-27T09:00:00+01:00', cpr, episode);
    expect((await seen(id)).hospitalUnit.id).toBe('ward-m1');
    await finished(id, '2026-12-28T10:00:00+01:00');
    expect(await kinds(id, '2026-12-30')).toEqual(['12-28 psychiatry', '12-29 psychiatry']);

    // Told in the new year: the days after it count as psychiatry from the night of the move, and January says what changed.
    await to('2027-01-02T08:00+01:00');
    const told = await cameTo(P1, '2026-12-31T18:00:00+01:00', cpr, episode);
    expect((await seen(id)).hospitalUnit.id).toBe('ward-p1');
    expect((await kinds(id, '2027-01-02')).slice(2)).toEqual(['12-30 somatic', '12-31 psychiatry', '01-01 psychiatry']);
    expect(await stated(id, '2027-01')).toEqual([['12-31', 'somatic', 'psychiatry']]);

    // The hospital puts the hour right: he slept in the first ward on New Year's Eve after all.
    const [start, previous] = ['2027-01-01T01:00:00+01:00', sentNotices([told])];
    const patient = { cpr, family: 'Elmer', given: ['Bruno'] };
    const right = { sender: P1, patient, sentAt: '2027-01-02T08:30:00+01:00', previous, start } as const;
    await notice({ ...ids(), ...right, change: 'revise', stayEvent: 'STIN' });
    expect((await kinds(id, '2027-01-02')).slice(2)).toEqual(['12-30 somatic', '12-31 somatic', '01-01 psychiatry']);
    expect(await stated(id, '2027-01')).toEqual([]);
  });

  it('who was moved to psychiatry and then to a hospice, with ground, payer and rate', async () => {
    const [cpr, episode] = ['3001749995', randomUUID()];
    await to('2027-01-02T09:00+01:00');
    await cameTo(M1, '2027-01-02T08:00:00+01:00', cpr, episode);
    const id = await caseOf(cpr);
    await finished(id, '2027-01-02T08:00:00+01:00');
    await to('2027-01-03T10:00+01:00');
    await cameTo(P1, '2027-01-03T09:00:00+01:00', cpr, episode);
    await to('2027-01-04T10:00+01:00');
    await cameTo(HOSPICE, '2027-01-04T09:00:00+01:00', cpr, episode);
    await to('2027-01-05T10:00+01:00');
    expect(await kinds(id, '2027-01-05')).toEqual(['01-02 somatic', '01-03 psychiatry', '01-04 hospice']);
    const { days } = payable.parse((await api.get('coordinator', `/api/discharges/${id}/payable-days`)).body);
    expect(days.map(({ payer, kroner: { total } }) => [payer.municipality, total])).toEqual([
      ['0791', 4720],
      ['0791', 3540],
      ['0791', 2360],
    ]);
    expect(days[2]).toMatchObject({
      care: { code: 'hospice', label: 'Hospice' },
      ground: { text: expect.stringMatching(/^Færdigbehandlet .*dag 3$/) },
      rate: { year: 2027, priceLevel: 2027, invented: true, source: expect.stringContaining('OPDIGTET') },
      kroner: { region: 2360, state: 0 },
    });
  });

  it('are put right by a move that is learnt after the leaving, and by one that is learnt after the close', async () => {
    const [cpr, episode] = ['0504909995', randomUUID()];
    const patient = { cpr, family: 'Elmer', given: ['Bruno'] };
    await to('2027-01-05T10:00+01:00');
    const admission = await cameTo(M1, '2027-01-05T08:00:00+01:00', cpr, episode);
    const id = await caseOf(cpr);
    await finished(id, '2027-01-05T09:00:00+01:00');
    await to('2027-01-09T12:00+01:00');
    const end = '2027-01-09T11:00:00+01:00';
    const previous = sentNotices([admission]);
    await notice({
      ...ids(),
      sender: M1,
      receiver: municipality,
      patient,
      sentAt: end,
      previous,
      stayEvent: 'SLHJ',
      end,
    });
    expect(await seen(id)).toMatchObject({ stage: 'left' });
    await cameTo(P1, '2027-01-07T15:00:00+01:00', cpr, episode);
    expect(await seen(id)).toMatchObject({ stage: 'left', hospitalUnit: { id: 'ward-m1' } });
    const days = ['01-05 somatic', '01-06 somatic', '01-07 psychiatry', '01-08 psychiatry'];
    expect(await kinds(id, '2027-01-09')).toEqual(days);

    await cameTo(M1, '2027-01-09T11:30:00+01:00', cpr, episode);
    await eventually(async () => expect(await seen(id)).toMatchObject({ stage: 'closed' }), { within: 60_000 });
    const told = [await cameTo(HOSPICE, '2027-01-06T15:00:00+01:00', cpr, episode)];
    const daysAre = (expected: readonly (string | undefined)[]) =>
      eventually(async () => expect(await kinds(id, '2027-01-09')).toEqual(expected));
    await daysAre([days[0], '01-06 hospice', days[2], days[3]]);

    // The hospital puts its late word right, and then takes it back.
    const about = { sender: HOSPICE, patient, sentAt: end, stayEvent: 'STIN' } as const;
    const start = '2027-01-08T15:00:00+01:00';
    told.push(await notice({ ...ids(), ...about, previous: sentNotices(told), change: 'revise', start }));
    await daysAre([days[0], days[1], days[2], '01-08 hospice']);
    await notice({ ...ids(), ...about, previous: sentNotices(told), change: 'cancel' });
    await daysAre(days);
  });
});
