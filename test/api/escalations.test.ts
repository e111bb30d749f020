// Late tasks that have gone up a ladder, over HTTP: found by whom the unit names for the rung, in whichever unit that is,
// by the ward at the last one, and by nobody else; they stay the unit's to answer.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { shownTask } from '../../api/schemas/task.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
beforeAll(async () => {
  api = await runApi();
  const stay = { ...start.stay, episodeId: randomUUID() };
  const reply = await api.post('ward', '/api/discharges', { ...start, stay, plan: { ...start.plan, bed: null } });
  expect(reply.status, reply.text).toBe(201);
});
afterAll(() => api?.stop());

const page = z.object({ items: z.array(shownTask), next: z.string().nullable() });
const read = async (user: string, query = '') => page.parse((await api.get(user, `/api/escalations${query}`)).body);
const kinds = async (user: string): Promise<string[]> => (await read(user)).items.map(({ kind }) => kind);

describe('what has gone up a ladder', () => {
  it('is nothing while all is in time', async () => {
    for (const user of ['team-leader', 'acute-nurse', 'ward']) expect(await kinds(user)).toEqual([]);
  });

  it('reaches the team leader, who is on call in another unit, and the ward, with what happened and why', async () => {
    const moved = await api.post(null, '/dev/clock/advance', { by: 'PT28H' });
    expect(moved.status, moved.text).toBe(200);
    expect(await kinds('team-leader')).toContain('pause-services');
    // On call for home care is a nurse of the acute unit, whose inbox has no task of home care.
    const { items } = await read('acute-nurse');
    const task = items.find(({ kind }) => kind === 'pause-services');
    expect(task).toMatchObject({
      unit: 'mun-0791-homecare',
      late: true,
      mayAnswer: false,
      patient: { name: null, cpr: null },
      silence: { effect: 'call', label: 'Der skal ringes' },
    });
    expect(task?.missed).not.toBeNull();
    const { text } = await api.get('ward', `/api/discharges/${task?.dischargeId ?? ''}`);
    expect(text).toMatch(/Sendt videre op: Sæt løbende ydelser på pause, [^"]*Vagthavende/);
    expect(text).toMatch(/Intet svar inden fristen: Sæt løbende ydelser på pause, [^"]*Der skal ringes/);
  });

  it('has the ward ring: its task says why and about which question', async () => {
    const { items } = page.parse((await api.get('ward', '/api/tasks?kind=ring-municipality')).body);
    const told = items.map(({ title, lines }) => [title, ...lines.map(({ label, text }) => `${label}: ${text}`)]);
    expect(told).toContainEqual(
      expect.arrayContaining(['Ring til kommunen', 'Hvad: Sæt løbende ydelser på pause', 'Hvorfor: Intet svar']),
    );
  });

  it('is not of others: another role, another municipality', async () => {
    expect(await kinds('coordinator')).not.toContain('pause-services');
    for (const user of ['team-leader-2', 'acute-nurse-2', 'ward-2', 'gp']) expect(await kinds(user)).toEqual([]);
    expect((await api.get('hospital-system', '/api/escalations')).status).toBe(403);
  });

  it('comes in pages, the longest late first', async () => {
    const all = (await read('team-leader')).items.map(({ id, due }) => ({ id, due }));
    expect(all.map(({ due }) => due)).toEqual(all.map(({ due }) => due).toSorted());
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const one: z.infer<typeof page> = await read(
        'team-leader',
        `?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      found.push(...one.items.map(({ id }) => id));
      cursor = one.next;
    }
    expect(found).toEqual(all.map(({ id }) => id));
  });

  it('is gone when the unit has answered', async () => {
    const { items } = await read('team-leader');
    const task = items.find(({ kind }) => kind === 'pause-services');
    const body = { answer: 'done', version: task?.version };
    expect((await api.post('coordinator', `/api/tasks/${task?.id ?? ''}/answer`, body)).status).toBe(200);
    expect(await kinds('team-leader')).not.toContain('pause-services');
    expect(await kinds('acute-nurse')).not.toContain('pause-services');
  });
});
