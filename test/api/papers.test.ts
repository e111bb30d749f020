// What is printed of a case over HTTP: who may, what the papers say of a real case, and that Temporal is not asked.
// One discharge with an acute bed and two follow-ups, on real parts.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOfCase } from '../../store/audit.ts';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
let id: string;
beforeAll(async () => {
  api = await runApi();
  const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
  const stay = { ...start.stay, episodeId: randomUUID() };
  const started = await api.post('ward', '/api/discharges', { ...start, stay, plan: { ...start.plan, bed: null } });
  expect(started.status, started.text).toBe(201);
  id = started.body.id;
  await answer('ward', 'agree-follow-up', JSON.parse(readFileSync('examples/agree-follow-up.json', 'utf8')));
  await answer('gp', 'book-follow-up', { answer: 'booked', at: '2026-12-08T10:15:00+01:00' });
});
afterAll(() => api?.stop());

async function answer(user: string, kind: string, body: object): Promise<void> {
  const task = await eventually(async () => {
    const { body: page } = await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`);
    const [found] = page.items;
    if (found === undefined) throw new Error(`No task of kind ${kind}`);
    return found;
  });
  const reply = await api.post(user, `/api/tasks/${task.id}/answer`, { ...body, version: task.version });
  expect(reply.status, reply.text).toBe(200);
}

const address = (what: string) => `/api/discharges/${id}/${what}`;
async function pdf(user: string, what: string) {
  const response = await fetch(`${api.url}${address(what)}`, {
    headers: { authorization: `Bearer ${await api.token(user)}` },
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const document = await getDocumentProxy(new Uint8Array(await response.arrayBuffer()));
  const { text, totalPages } = await extractText(document, { mergePages: true });
  return { text, totalPages, name: response.headers.get('content-disposition') };
}

describe('the papers of a case', () => {
  it('put one page into the hand of the patient, with the number and the hour at which it stops answering', async () => {
    const { text, totalPages, name } = await pdf('ward', 'leaving-sheet');
    expect(totalPages).toBe(1);
    expect(text).toContain('Du forventes hjem mandag den 30. november kl. 11.00.');
    // Home nursing is asked for, so the hospital keeps a responsibility: 72 hours from the planned leaving.
    expect(text).toMatch(/Medicinsk Afsnit M1, telefon 87 00 10 00\s.*indtil torsdag den 3\. december kl\. 11\.00/s);
    expect(text).toContain('Tirsdag den 8. december kl. 10.15: Kontrol hos egen læge');
    expect(text).not.toMatch(/2509479989|250947|Lungebetændelse|Eksempelvej 7/);
    expect(name).toBe('inline; filename="naar-du-skal-hjem.pdf"');
  });

  it('give the staff who take over the plan and what is missing', async () => {
    const { text } = await pdf('coordinator', 'handover-sheet');
    expect(text).toContain('Bruno Testperson, CPR 250947-9989');
    expect(text).toContain('Kommunen har ikke svaret på alle ydelser');
    expect(text).toMatch(/Svar på ydelser|Ydelser/);
    expect(text).toContain('Lungebetændelse');
  });

  it('give the appointments as a calendar file without a person in it', async () => {
    const { status, headers, text } = await api.get('gp', address('appointments.ics'));
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(headers.get('content-disposition')).toBe('attachment; filename=aftaler.ics');
    expect(text).toContain('DTSTART;TZID=Europe/Copenhagen:20261208T101500');
    expect(text).toContain('@den-gode-udskrivelse');
    expect(text).not.toMatch(/Bruno|250947|Lungebetændelse|Eksempelvej 7/);
  });

  it.each(['leaving-sheet', 'handover-sheet', 'appointments.ics'])(
    'are for who knows the patient: %s',
    async (what) => {
      expect((await api.get('operator', address(what))).status).toBe(403);
      expect((await api.get('hospital-system', address(what))).status).toBe(403);
      expect((await api.get('ward-2', address(what))).status).toBe(404);
      expect((await api.get(null, address(what))).status).toBe(401);
      expect((await api.post('ward', address(what), {})).status).toBe(405);
    },
  );

  it('are on record: who printed what', async () => {
    await pdf('ward', 'leaving-sheet');
    const trail = await auditOfCase(api.db, id, 20);
    expect(trail).toContainEqual(expect.objectContaining({ action: 'print-leaving-sheet', role: 'ward-staff' }));
  });

  it('are printed while no worker is there', async () => {
    await api.stopWorker();
    expect((await pdf('ward', 'leaving-sheet')).totalPages).toBe(1);
    await api.startWorker();
  });
});
