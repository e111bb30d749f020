// Stay notices that look alike and are not: of another person, of the stay before.
// None of them may land on a case that it does not belong to.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sweepNotices } from '../../api/stay-notices.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { sentNotices } from '../../medcom/stay-chain.ts';
import { eventually } from '../harness/eventually.ts';
import { municipality, ward } from '../medcom/fixtures.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

async function send(raw: string): Promise<void> {
  const headers = { 'content-type': 'application/fhir+json' };
  const reply = await api.send('POST', 'vans', '/api/medcom', { body: raw, headers });
  expect(reply.status, reply.text).toBe(200);
}

const begun = Date.now();
const hoursAgo = (hours: number): string => new Date(begun - hours * 3_600_000).toISOString();

const common = (cpr: string, sentAt: string) => ({
  bundleId: randomUUID(),
  headerId: randomUUID(),
  sender: ward,
  patient: { cpr, family: 'Elmer', given: ['Bruno'] },
  sentAt,
});

/** An admission so many hours ago. */
const admitted = (cpr: string, episode: string, hours: number): string =>
  buildHospitalNotification({
    ...common(cpr, hoursAgo(hours)),
    receiver: municipality,
    episode: { value: episode },
    stayEvent: 'STIN',
    start: hoursAgo(hours),
  });

const ended = (cpr: string, before: readonly string[], hours: number, stayEvent: 'SLHJ' | 'MORS' = 'SLHJ'): string =>
  buildHospitalNotification({
    ...common(cpr, hoursAgo(hours)),
    previous: sentNotices(before),
    receiver: municipality,
    stayEvent,
    end: hoursAgo(hours),
  });

const corrected = (cpr: string, before: readonly string[], end: number, told: number): string =>
  buildHospitalNotification({
    ...common(cpr, hoursAgo(told)),
    previous: sentNotices(before),
    change: 'revise',
    stayEvent: 'SLHJ',
    end: hoursAgo(end),
  });

const shown = z.looseObject({
  id: z.string(),
  stage: z.string(),
  stay: z.looseObject({ state: z.string() }),
  wardUnit: z.string().optional(),
});

/** All cases of a person, last opened first, as the municipality sees them. */
async function casesOf(cpr: string) {
  const { body } = await api.post('coordinator', '/api/search', { cpr });
  return Promise.all(
    (body.items ?? []).map(async ({ id }) => shown.parse((await api.get('coordinator', `/api/discharges/${id}`)).body)),
  );
}

describe('a notice', () => {
  it('of another person with the same episode changes nothing on the case, and the operators see it', async () => {
    const [cpr, other, episode] = ['2509479989', '2509479996', randomUUID()];
    const admission = admitted(cpr, episode, 3);
    await send(admission);
    const stranger = admitted(other, episode, 2);
    await send(stranger);
    await send(ended(other, [stranger], 1, 'MORS'));
    await api.post(null, '/dev/clock/advance', { by: 'PT1M' });
    await sweepNotices(api.service);
    const [found] = await casesOf(cpr);
    expect(found).toMatchObject({ stage: 'opened', stay: { state: 'admitted' } });
    const trail = await api.get('coordinator', `/api/discharges/${found?.id}/messages`);
    expect(trail.text).not.toContain(other);
    expect((await api.get('operator', '/api/operator/items')).text.match(/episode-of-another-person/g)).toHaveLength(2);
  });

  it('of another person that waited for the admission is not handed to its case', async () => {
    const [cpr, other, episode] = ['0201609995', '0201609996', randomUUID()];
    await send(ended(other, [admitted(other, episode, 2)], 1, 'MORS'));
    await send(admitted(cpr, episode, 3));
    const [found] = await casesOf(cpr);
    expect(found).toMatchObject({ stage: 'opened', stay: { state: 'admitted' } });
  });

  it('that corrects the end of the stay before does not end the next one', async () => {
    const [cpr, episode] = ['0504909995', randomUUID()];
    const first = admitted(cpr, episode, 5);
    const end = ended(cpr, [first], 4);
    await send(first);
    await send(end);
    await eventually(async () => expect((await casesOf(cpr))[0]?.stage).toBe('left'));
    await send(admitted(cpr, episode, 2));
    await send(corrected(cpr, [first, end], 3.5, 1));
    const [next, before] = await eventually(async () => {
      const both = await casesOf(cpr);
      expect(both).toHaveLength(2);
      return both;
    });
    expect(next).toMatchObject({ stage: 'opened', stay: { state: 'admitted' } });
    expect(before).toMatchObject({ stay: { state: 'ended' } });
  });
});
