// After leaving, over HTTP: the draft of an adverse event has the facts of a real case and no person; a new stay is recognised,
// linked and counted.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { localDate } from '../../domain/calendar.ts';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
let id: string;
const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
async function begin(): Promise<string> {
  const stay = { ...start.stay, episodeId: randomUUID() };
  const reply = await api.post('ward', '/api/discharges', { ...start, stay, plan: { ...start.plan, bed: null } });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}
beforeAll(async () => {
  api = await runApi();
  id = await begin();
});
afterAll(() => api?.stop());

describe('the draft of an adverse event', () => {
  it('has the facts of the case, by when to report, and nobody by name', async () => {
    const left = { happenedAt: new Date().toISOString(), how: 'home' };
    expect((await api.post('ward', `/api/discharges/${id}/actions/leave`, left)).status).toBe(200);
    const { status, text, body } = await api.get('ward', `/api/discharges/${id}/adverse-event`);
    expect(status, text).toBe(200);
    expect(body).toMatchObject({ dischargeId: id, stage: 'Udskrevet, opfølgning i gang' });
    expect(text).toContain('Patienten gik, før der var meldt klar');
    expect(text).toContain('Medicinsk Afsnit M1');
    expect(text).not.toMatch(/Bruno|2509479989|person-|Lungebetændelse/);
  });

  it('is for who may see all of the case', async () => {
    const path = `/api/discharges/${id}/adverse-event`;
    expect((await api.get('operator', path)).status).toBe(403);
    expect((await api.get('ward-2', path)).status).toBe(404);
  });
});

describe('readmissions', () => {
  const report = (user: string, more = '') => {
    const today = localDate(new Date().toISOString());
    return api.get(user, `/api/reports/readmissions?from=${today}&to=${today}${more}`);
  };

  it('are recognised when a new stay starts, linked, and counted for the ward that was left', async () => {
    const before = await report('ward');
    expect(before.body).toMatchObject({
      days: 30,
      units: [{ id: 'ward-m1', left: 1, readmitted: 0, share: 0, pending: 1 }],
    });
    const stay = { ...start.stay, episodeId: randomUUID(), admittedAt: new Date(Date.now() + 1_000).toISOString() };
    const again = await eventually(async () => {
      const reply = await api.post('ward', '/api/discharges', { ...start, stay });
      if (reply.status !== 201) throw new Error(reply.text);
      return reply.body;
    });
    expect(again.links.previous).toBe(`/api/discharges/${id}`);
    expect((await report('ward')).body).toMatchObject({ units: [{ left: 1, readmitted: 1, share: 1, pending: 0 }] });
  });

  it('are for those who plan, each of what they took part in, and refuse a period that ends before it begins', async () => {
    expect((await report('ward-2')).body).toMatchObject({ units: [] });
    expect((await report('agreement-manager')).body).toMatchObject({ units: [{ id: 'ward-m1' }] });
    expect((await report('operator')).status).toBe(403);
    expect((await api.get('ward', '/api/reports/readmissions?from=2026-12-02&to=2026-12-01')).status).toBe(400);
  });
});

describe('somebody who will report an adverse event', () => {
  const path = (what: string, of = id) => `/api/discharges/${of}${what}`;
  const reminder = (user: string, of = id) =>
    eventually(async () => {
      const { body } = await api.get(user, `/api/tasks?dischargeId=${of}&kind=report-adverse-event`);
      const [found] = body.items;
      if (found === undefined) throw new Error('No reminder yet');
      return found;
    });
  const answer = async (user: string, task: { id: string; version: number }, body: object) =>
    api.post(user, `/api/tasks/${task.id}/answer`, { version: task.version, ...body });

  it('is reminded of the seven days, in a task of their own that no other party learns of', async () => {
    const learntAt = new Date(Date.now() - 86_400_000).toISOString();
    const noted = await api.post('ward', path('/actions/note-adverse-event'), { learntAt, note: 'Forkert dosis' });
    expect(noted.status, noted.text).toBe(200);
    const task = await reminder('ward');
    expect(task).toMatchObject({ unit: 'ward-m1', claimedBy: 'person-ward', basis: 'health-act-198' });
    expect(Math.round((Date.parse(task.due) - Date.parse(learntAt)) / 86_400_000)).toBe(7);
    expect((await api.get('ward', path('/adverse-event'))).body).toMatchObject({ reportBy: task.due });
    expect(task.answers.map(({ code }) => code)).toEqual(['reported', 'not-adverse', 'no-longer']);
    const other = await api.get('coordinator', path(''));
    expect(other.text).not.toMatch(/report-adverse-event|adverse-event-noted|Utilsigtet|Forkert dosis|uth-report/);
    expect((await api.get('coordinator', `/api/tasks/${task.id}`)).status).toBe(404);
    expect((await answer('doctor', task, { answer: 'no-longer' })).body.type).toBe('/problems/task-claimed');
    const done = await answer('ward', task, { answer: 'reported', at: learntAt });
    expect(done.status, done.text).toBe(200);
    const { timeline } = (await api.get('ward', path(''))).body;
    expect(timeline.map(({ fact }) => fact)).toContain('adverse-event-settled');
  });

  it('keeps the reminder when the planning is given up, and gets one on a closed case', async () => {
    const of = await begin();
    expect((await api.post('coordinator', path('/actions/note-adverse-event', of), {})).status).toBe(200);
    await api.post('ward', path('/actions/withdraw', of), { reason: 'started-by-mistake' });
    const first = await reminder('coordinator', of);
    expect((await api.get('coordinator', path('', of))).body).toMatchObject({ stage: 'withdrawn', closedAt: null });
    expect((await answer('coordinator', first, { answer: 'not-adverse' })).status).toBe(200);
    await eventually(async () => {
      expect((await api.get('coordinator', path('', of))).body.stage).toBe('closed');
    });
    const late = await api.post('coordinator', path('/actions/note-adverse-event', of), {});
    expect(late.status, late.text).toBe(200);
    const second = await reminder('coordinator', of);
    expect(second).toMatchObject({ unit: 'mun-0791-visitation', claimedBy: 'person-coordinator' });
    expect((await answer('coordinator', second, { answer: 'no-longer' })).status).toBe(200);
  });

  it('says when it became known, and not a time ahead', async () => {
    const learntAt = new Date(Date.now() + 3_600_000).toISOString();
    const ahead = await api.post('ward', path('/actions/note-adverse-event'), { learntAt });
    expect([ahead.status, ahead.body.errors.map(({ path }) => path)]).toEqual([400, ['learntAt']]);
  });
});

const followedUp = z.looseObject({
  followUpProposal: z.looseObject({ intensity: z.string(), text: z.string(), changed: z.boolean() }).nullable(),
  followUpIntensity: z.looseObject({ chosen: z.string(), proposed: z.string() }).nullable(),
  timeline: z.array(z.looseObject({ fact: z.string(), codes: z.looseObject({}) })),
  followUps: z.array(z.looseObject({ until: z.string() })),
  tasks: z.array(
    z.looseObject({ id: z.string(), kind: z.string(), version: z.number(), lines: z.array(z.looseObject({})) }),
  ),
});
const followed = async (of: string) => followedUp.parse((await api.get('ward', `/api/discharges/${of}`)).body);

describe('follow-up', () => {
  it('is proposed with its reasons before it is agreed, and less than proposed needs a reason', async () => {
    const fresh = await begin();
    const shown = await followed(fresh);
    expect(shown.followUpProposal?.text).toMatch(/^Foreslået: /);
    const open = shown.tasks.find(({ kind }) => kind === 'agree-follow-up');
    if (open === undefined) throw new Error('Not asked');
    const line = { label: 'Forslag', text: shown.followUpProposal?.text };
    expect(open.lines).toContainEqual(line);
    // The task alone and the inbox say the same as the case.
    expect((await api.get('ward', `/api/tasks/${open.id}`)).body.lines).toContainEqual(line);
    const inbox = await api.get('ward', `/api/tasks?dischargeId=${fresh}&kind=agree-follow-up`);
    expect(inbox.body.items[0]?.lines).toContainEqual(line);
    const path = `/api/tasks/${open.id}/answer`;
    const item = { what: 'follow-up-home-visit', booker: 'mun-0791-homecare', contacts: 3 };
    const stated = { answer: 'agreed', version: open.version, items: [item], intensity: 'call' };
    const many = await api.post('ward', path, { ...stated, items: [{ ...item, contacts: 4 }] });
    expect([many.status, many.body.errors.map(({ path: member }) => member)]).toEqual([400, ['items.0.contacts']]);
    const refused = await api.post('ward', path, stated);
    expect([refused.status, refused.body.errors.map(({ path: member }) => member)]).toEqual([400, ['otherBecause']]);
    const reply = await api.post('ward', path, { ...stated, otherBecause: 'judged-otherwise' });
    expect(reply.status, reply.text).toBe(200);
    const after = await eventually(async () => {
      const found = await followed(fresh);
      expect(found.followUps).toHaveLength(3);
      return found;
    });
    expect(after.followUpIntensity).toMatchObject({ chosen: 'call', otherBecause: 'judged-otherwise' });
    const front = await api.get('agreement-manager', '/api/reports');
    expect(front.status, front.text).toBe(200);
    expect(front.text).toMatch(/^{"plannedAgainstDone":/);
    expect(front.text).toContain('/api/reports/follow-up');
    const all = await api.get(
      'agreement-manager',
      `/api/reports/follow-up?to=${after.followUps[2]?.until.slice(0, 10)}`,
    );
    expect([all.status, all.text]).toEqual([200, expect.stringContaining('mun-0791-homecare')]);
  });

  it('is proposed again when the facts are others, and how much is chosen anew by a person, with a reason that stays', async () => {
    const of = await begin();
    const act = (name: string, body: object, user = 'ward') =>
      api.post(user, `/api/discharges/${of}/actions/${name}`, body);
    const early = { intensity: 'visit', otherBecause: 'judged-otherwise' };
    expect((await act('change-intensity', early)).status).toBe(409);
    const open = (await followed(of)).tasks.find(({ kind }) => kind === 'agree-follow-up');
    const none = { answer: 'not-needed', version: open?.version, otherBecause: 'already-followed' };
    expect((await api.post('ward', `/api/tasks/${open?.id}/answer`, none)).status).toBe(200);
    const agreed = await followed(of);
    expect(agreed).toMatchObject({ followUpIntensity: { chosen: 'none' }, followUpProposal: { changed: false } });
    await act('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'red' }, 'doctor');
    const marked = await followed(of);
    expect(marked.followUpProposal).toMatchObject({ changed: true });
    expect(marked.followUpProposal?.intensity).not.toBe(agreed.followUpIntensity?.proposed);
    expect(marked.followUpIntensity).toEqual(agreed.followUpIntensity);
    expect((await act('change-intensity', { intensity: 'visit' })).body.errors.map(({ path }) => path)).toEqual([
      'otherBecause',
    ]);
    const changed = await act('change-intensity', {
      intensity: 'visit',
      otherBecause: 'patient-wishes',
      note: 'Ønsker besøg',
    });
    expect(changed.status, changed.text).toBe(200);
    const chosen = { proposed: marked.followUpProposal?.intensity, otherBecause: 'patient-wishes' };
    const after = await followed(of);
    expect(after).toMatchObject({
      followUpIntensity: { chosen: 'visit', ...chosen },
      followUpProposal: { changed: false },
    });
    expect(after.timeline.at(-1)).toMatchObject({ fact: 'intensity-changed' });
    expect(changed.text).toContain('ændret: Et besøg, ');
  });
});
