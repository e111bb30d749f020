// One unit over HTTP: what it is, what it has free and how old that is, whose place it is today, and the promises it broke.
// A promise is broken by a unit as a nurse breaks it: she says no for want of room while a place is free.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const UNIT = 'mun-0791-acute';
const inDays = (days: number): string => new Date(Date.now() + days * 24 * 3_600_000).toISOString();
const opened: string[] = [];
const example = (name: string) => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));
const shown = z.looseObject({ place: z.looseObject({ brokenPromises: z.unknown() }) });
const page = async () => shown.parse((await api.get('gp', `/api/units/${UNIT}`)).body);
const matchAnswer = z.object({ units: z.array(z.looseObject({ id: z.string(), brokenPromises: z.unknown() })) });
const matched = async () => {
  const { body } = await api.post('gp', '/api/match', { municipality: '0791', capabilities: ['CAP-03'] });
  return new Map(matchAnswer.parse(body).units.map(({ id, brokenPromises }) => [id, brokenPromises]));
};
const none = { days: 90, refusedThoughFree: 0, holdWithdrawn: 0 };

/** A discharge whose bed the unit is asked for, far enough ahead that nobody has to ring. */
async function asked(cpr: string, days: number) {
  const start = example('discharge');
  const at = inDays(days);
  const { status, body } = await api.post('ward', '/api/discharges', {
    ...start,
    patient: { ...start.patient, cpr },
    stay: { ...start.stay, episodeId: randomUUID() },
    plan: { ...start.plan, date: { kind: 'at', at }, bed: { ...start.plan.bed, from: at } },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  opened.push(body.id);
  const task = await eventually(async () => {
    const found = await api.get('acute-nurse', `/api/tasks?dischargeId=${body.id}&kind=take-patient`);
    return found.body.items[0] ?? expect.unreachable('not asked');
  });
  return { id: body.id, task };
}

describe('a unit', () => {
  it('shows what kind of place it has, who decides what today, and how far its sheet can be gone by', async () => {
    expect(await page()).toMatchObject({
      id: UNIT,
      kind: 'acute-unit',
      municipality: '0791',
      place: {
        kind: 'acute',
        kindName: expect.any(String),
        authority: { id: expect.any(String) },
        operator: { id: expect.any(String) },
        payer: { id: expect.any(String) },
        confirmer: { phone: expect.stringMatching(/^\d{8}$/) },
        address: { phone: expect.stringMatching(/^\d{8}$/) },
        missing: [],
        free: { places: 3, unheld: 3, stated: null },
        sheet: { validFrom: '2026-01-01', validTo: null, confirmedAt: expect.any(String) },
        brokenPromises: none,
      },
    });
  });

  it('without places shows none, and one that does not exist is not there', async () => {
    expect((await api.get('gp', '/api/units/ward-m1')).body).toMatchObject({ id: 'ward-m1', place: null });
    expect((await api.get('gp', '/api/units/nobody')).status).toBe(404);
  });
});

describe('a promise of a place', () => {
  it('that was refused though a place was free counts one, on the unit and in the match', async () => {
    const { task } = await asked('0201919990', 3);
    const path = `/api/tasks/${task.id}/answer`;
    const no = {
      answer: 'decline',
      version: task.version,
      reason: 'no-capacity',
      from: inDays(1),
    };
    const reply = await api.post('acute-nurse', path, no);
    expect(reply.status, reply.text).toBe(200);
    const broken = { ...none, refusedThoughFree: 1 };
    await eventually(async () => expect((await page()).place.brokenPromises).toEqual(broken));
    const all = await matched();
    expect(all.get(UNIT)).toEqual(broken);
    expect([...all].filter(([id]) => id !== UNIT).map(([, one]) => one)).toEqual([...all].slice(1).map(() => none));
  });

  it('that was held and withdrawn counts by how, and a no for another reason does not count', async () => {
    const { id, task } = await asked('0201609995', 30);
    const yes = {
      ...task.answers.find(({ code }) => code === 'accept')?.example,
      answer: 'accept',
      version: task.version,
    };
    expect((await api.post('acute-nurse', `/api/tasks/${task.id}/answer`, yes)).status).toBe(200);
    await eventually(async () => expect((await api.get('ward', `/api/discharges/${id}`)).body.bed.state).toBe('held'));
    const withdrawn = await api.post('acute-nurse', `/api/discharges/${id}/actions/withdraw-hold`, {
      reason: 'no-capacity',
    });
    expect(withdrawn.status, withdrawn.text).toBe(200);
    const both = { days: 90, refusedThoughFree: 1, holdWithdrawn: 1 };
    await eventually(async () => expect((await page()).place.brokenPromises).toEqual(both));
    const other = await asked('2103009996', 60);
    const no = { answer: 'decline', version: other.task.version, reason: 'equipment-missing', from: inDays(1) };
    const reply = await api.post('acute-nurse', `/api/tasks/${other.task.id}/answer`, no);
    expect(reply.status, reply.text).toBe(200);
    await eventually(async () => {
      const { body } = await api.get('ward', `/api/discharges/${other.id}`);
      expect(body.timeline.map(({ fact }) => fact)).toContain('bed-declined');
    });
    expect((await page()).place.brokenPromises).toEqual(both);
  });

  it('is forgotten after the days that are counted', async () => {
    // Nothing is left waiting that the clock would wake.
    for (const id of opened) await api.post('ward', `/api/discharges/${id}/actions/withdraw`, { reason: 'other' });
    await api.post(null, '/dev/clock/advance', { by: 'PT2184H' });
    expect((await page()).place.brokenPromises).toEqual(none);
  });
});
