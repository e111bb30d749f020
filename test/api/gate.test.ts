// The gate over HTTP, in a municipality whose cluster asks for more: refused with a list, met by what systems and people report,
// overridden by a doctor, taken back by a withdrawal, and owned by somebody when the patient leaves all the same.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownConsents } from '../../api/schemas/consent.ts';
import { shownGate, shownGateReport } from '../../api/schemas/gate.ts';
import { ordinaryDay } from '../../dev/ordinary-day.ts';
import { addDays, localDate } from '../../domain/calendar.ts';
import { refreshAll } from '../../worker/refresh-all.ts';
import { eventually } from '../harness/eventually.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

/** An ordinary day, so that no call is needed for it. */
const planned = ordinaryDay(Date.now() + 3 * 24 * 3_600_000);
let api: RunningApi;
let id: string;
const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
/** A discharge whose plan asks for these services and no place. */
async function begin(municipality: string, services: readonly string[] = []): Promise<string> {
  const date = { kind: 'at', at: new Date(planned).toISOString() };
  const reply = await api.post('ward', '/api/discharges', {
    ...{ ...start, municipality, stay: { ...start.stay, episodeId: randomUUID() } },
    plan: { ...start.plan, date, services, serviceNotes: {}, bed: null },
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}
beforeAll(async () => {
  api = await runApi();
  id = await begin('0657');
});
afterAll(() => api?.stop());

const act = (user: string, name: string, body: object = {}): Promise<Reply> =>
  api.post(user, `/api/discharges/${id}/actions/${name}`, body);
const say = (user: string, criterion: string, said: string, more: object = {}): Promise<Reply> =>
  act(user, 'state-criterion', { criterion, said, ...more });
const now = async (): Promise<string> => (await api.get(null, '/dev/clock')).body.now;
const event = async (type: string, more: object = {}): Promise<Seen> => {
  const reply = await api.post('hospital-system', '/api/events', {
    ...{ type, dischargeId: id, happenedAt: await now(), ...more },
  });
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};
const gate = async (user = 'ward') => {
  const { status, text } = await api.get(user, `/api/discharges/${id}/gate`);
  expect(status, text).toBe(200);
  return shownGate.parse(JSON.parse(text));
};
const criterion = async (code: string, user = 'ward') =>
  (await gate(user)).criteria.find((one) => one.code === code) ?? expect.unreachable(`no ${code}`);
const missing = async (): Promise<string[]> => (await gate()).missing.map(({ code }) => code);
const tasksOf = async (kind: string) => (await api.get('ward', `/api/tasks?dischargeId=${id}&kind=${kind}`)).body.items;
const criterionOf = (task: Seen): unknown => Reflect.get(task.about, 'criterion');
const owned = async () => (await tasksOf('missing-at-departure')).map(criterionOf).sort();

describe('ready', () => {
  it('is refused with the list of what this cluster asks for', async () => {
    const { status, body } = await act('ward', 'ready');
    expect([status, body.type]).toEqual([409, '/problems/not-ready']);
    expect(body.missing).toEqual([
      { code: 'letter-marked', label: 'Epikrisen er ikke markeret med, om opfølgning anbefales' },
      { code: 'follow-up-agreed', label: 'Opfølgning er hverken aftalt eller fravalgt' },
      { code: 'medication-card-updated', label: 'Fælles Medicinkort er ikke ajourført' },
      { code: 'discharge-report-sent', label: 'Udskrivningsrapporten er ikke sendt' },
      { code: 'relatives-told', label: 'De pårørende har ikke fået besked' },
    ]);
    const card = await criterion('medication-card-updated');
    expect(card).toMatchObject({ state: 'not-met', owner: { id: 'ward-m1' }, evidence: null });
    expect(card.route?.phone).toMatch(/^8700100[02]$/);
    expect((await gate()).rule).toBe('rm-2026.1/goedstrup/gate');
  });

  it('is met by what systems report and people do, each with its evidence', async () => {
    await event('medication-card-updated');
    await event('discharge-report-sent');
    expect((await act('doctor', 'mark-follow-up', { recommended: false })).status).toBe(200);
    const [task] = await tasksOf('agree-follow-up');
    await api.post('ward', `/api/tasks/${task?.id}/answer`, { answer: 'declined', version: task?.version });
    expect(await missing()).toEqual(['relatives-told']);
    expect(await criterion('medication-card-updated')).toMatchObject({
      state: 'met',
      evidence: { by: { name: 'Sygehusets journalsystem' }, org: 'hosp-midt' },
    });
    expect(await criterion('letter-marked')).toMatchObject({ evidence: { by: { name: 'Lars Læge' } } });
    expect((await criterion('discharge-report-sent', 'operator')).evidence?.by.name).toBeNull();
  });

  it('takes only what fits from whoever may say it', async () => {
    expect((await say('gp', 'medicine-sent-along', 'needed')).status).toBe(403);
    expect((await say('ward-2', 'medicine-sent-along', 'needed')).status).toBe(404);
    const faults = async (more: object, code = 'medicine-sent-along'): Promise<string[]> => {
      const { status, body } = await say('ward', code, 'met', more);
      expect(status).toBe(400);
      return body.errors.map(({ path }) => path);
    };
    expect(await faults({})).toEqual(['lastsUntil']);
    expect(await faults({ lastsUntil: '2090-01-01' })).toEqual(['lastsUntil']);
    expect(await faults({ lastsUntil: '2026-12-02', owner: 'ward-m1' })).toEqual(['owner']);
    expect(await faults({ owner: 'nobody' }, 'pending-results-owned')).toEqual(['owner']);
    expect(await faults({ line: 1 }, 'relatives-told')).toEqual(['line']);
  });

  it('may be overridden by a doctor with a reason, which stays', async () => {
    const override = { criteria: ['relatives-told'], reason: 'other' };
    expect((await act('ward', 'ready', { override, note: 'x' })).status).toBe(403);
    expect((await act('doctor', 'ready', { override })).body.errors[0]?.path).toBe('note');
    const { status, text, body } = await act('doctor', 'ready', { override, note: 'Datteren er ude at rejse' });
    expect(status, text).toBe(200);
    expect(body).toMatchObject({ stage: 'ready', missing: [], overrides: [{ code: 'relatives-told' }] });
    expect((await gate()).overrides).toMatchObject([
      {
        code: 'relatives-told',
        reason: 'other',
        note: 'Datteren er ude at rejse',
        by: { name: 'Lars Læge' },
        holds: true,
      },
    ]);
    expect(body.timeline.map(({ fact }) => fact)).toContain('criterion-overridden');
    expect(await criterion('relatives-told')).toMatchObject({ state: 'overridden' });
  });

  it('is taken back when evidence is withdrawn', async () => {
    const shown = await event('criterion', { criterion: 'medication-card-updated', said: 'withdrawn' });
    expect(shown).toMatchObject({ stage: 'planning', readyAt: null });
    expect((await act('ward', 'ready')).body.missing.map(({ code }: { code: string }) => code)).toEqual([
      'medication-card-updated',
    ]);
    expect((await criterion('medication-card-updated')).evidence?.text).toContain('Trukket tilbage');
  });
});

describe('leaving without it', () => {
  it('is recorded, shown as not ready, and each missing thing is owned at once, with a call to the municipality', async () => {
    const today = localDate(await now());
    const far = addDays(today, 20);
    expect((await say('ward', 'medicine-sent-along', 'met', { lastsUntil: far })).status).toBe(200);
    expect(await criterion('medicine-sent-along')).toMatchObject({ state: 'met', medicine: { lastsUntil: far } });
    expect(await missing()).toEqual(['medication-card-updated']);
    const { status, text, body } = await act('ward', 'leave', { happenedAt: await now(), how: 'home' });
    expect(status, text).toBe(200);
    expect(body).toMatchObject({ stage: 'left', leftReady: false });
    expect((await criterion('medicine-sent-along')).medicine).toMatchObject({ days: 20 });
    const [card] = await tasksOf('missing-at-departure');
    expect(card).toMatchObject({ unit: 'ward-m1', about: { criterion: 'medication-card-updated' } });
    expect(card?.lines.find(({ label }) => label === 'Svarer nu')?.text).toMatch(/, 8700100[02], indtil /);
    const [call] = await tasksOf('ring-municipality');
    expect(call?.lines.map(({ text: line }) => line)).toContain('Fælles Medicinkort er ikke ajourført');
    expect(await owned()).toEqual(['medication-card-updated']);
  });

  it('makes a task of what is withdrawn afterwards, and the answer is evidence', async () => {
    await event('criterion', { criterion: 'discharge-report-sent', said: 'withdrawn' });
    await eventually(async () => expect(await owned()).toEqual(['discharge-report-sent', 'medication-card-updated']));
    const tasks = await tasksOf('missing-at-departure');
    const task = tasks.find((one) => criterionOf(one) === 'medication-card-updated');
    const done = await api.post('doctor', `/api/tasks/${task?.id}/answer`, { answer: 'done', version: task?.version });
    expect(done.status, done.text).toBe(200);
    expect(await criterion('medication-card-updated')).toMatchObject({
      state: 'met',
      evidence: { task: task?.id, by: { name: 'Lars Læge' } },
    });
    // What is met after all needs nobody any more.
    await event('discharge-report-sent');
    await eventually(async () => expect(await owned()).toEqual([]));
  });

  it('is counted per ward and week, with the override and its reason, the same criteria everywhere', async () => {
    const today = localDate(await now());
    const path = `/api/reports/gate?from=${today}&to=${today}`;
    const { text, body } = await api.get('ward', path);
    expect(body.items).toMatchObject([{ unit: { id: 'ward-m1' }, left: 1, notReady: 1, withOverride: 1 }]);
    const [counts] = shownGateReport.parse(JSON.parse(text)).items;
    expect(counts?.overrides).toMatchObject([{ code: 'relatives-told', reason: 'other', count: 1 }]);
    const counted = (code: string) => counts?.criteria.find((one) => one.code === code);
    expect(counted('medication-card-updated')).toMatchObject({ met: 0, missing: 1, overridden: 0 });
    expect(counted('discharge-report-sent')).toMatchObject({ met: 1, missing: 0 });
    expect(counted('relatives-told')).toMatchObject({ overridden: 1 });
    expect((await api.get('agreement-manager', path)).body.items).toHaveLength(1);
    expect((await api.get('ward-2', path)).body.items).toEqual([]);
    expect((await api.get('operator', path)).status).toBe(403);
    expect((await api.get('ward', '/api/reports/gate?from=2026-12-02&to=2026-12-01')).status).toBe(400);
  });
});

describe('an override', () => {
  it('is visible for ever: when the views are built again, after the end, and when the case is closed', async () => {
    id = await begin('0791');
    const given = { code: 'relatives-told', reason: 'other', note: 'Datteren er ude at rejse' };
    const visible = async (stage: string) => {
      const { body } = await api.get('ward', `/api/discharges/${id}`);
      expect(body).toMatchObject({ stage, overrides: [{ ...given, by: { name: 'Lars Læge' } }] });
      expect((await gate()).overrides).toMatchObject([given]);
      expect(body.timeline.find(({ fact }) => fact === 'criterion-overridden')?.text).toContain('Pårørende');
    };
    await say('ward', 'relatives-told', 'needed');
    const [task] = await tasksOf('agree-follow-up');
    await api.post('ward', `/api/tasks/${task?.id}/answer`, { answer: 'declined', version: task?.version });
    const { reason, note } = given;
    const ready = await act('doctor', 'ready', { override: { criteria: [given.code], reason }, note });
    expect(ready.status, ready.text).toBe(200);
    await sql`update cases set view = view - 'gate' where id = ${id}`.execute(api.db);
    const { db, service } = api;
    await refreshAll({ db, client: service.temporal, log: service.log, taskQueue: service.taskQueue });
    await visible('ready');
    expect((await act('ward', 'withdraw', { reason: 'started-by-mistake' })).status).toBe(200);
    await eventually(async () => {
      expect((await api.get('ward', `/api/discharges/${id}`)).body.stage).toBe('closed');
    });
    await visible('closed');
  });
});

describe('a medication card that nobody has told of', () => {
  const cards = async () =>
    (await tasksOf('missing-at-departure')).filter((one) => /medication/.test(`${criterionOf(one)}`));

  it('is no matter before leaving where no rule asks for it, and the ward’s task with its route afterwards', async () => {
    id = await begin('0791');
    expect(await criterion('medication-card-updated')).toMatchObject({ state: 'not-needed', route: null });
    await act('ward', 'leave', { happenedAt: await now(), how: 'home' });
    const [task] = await eventually(async () => {
      const found = await cards();
      expect(found).toMatchObject([{ unit: 'ward-m1' }]);
      return found;
    });
    expect(task?.lines.find(({ label }) => label === 'Svarer nu')?.text).toMatch(/, 8700100[02], indtil /);
    // Nobody rings about a card where the rules do not ask for it.
    const [call] = await tasksOf('ring-municipality');
    expect(call?.about).toMatchObject({ criteria: ['follow-up-agreed'] });
    await event('medication-card-updated');
    await eventually(async () => expect(await cards()).toEqual([]));
  });

  it('makes none when the hospital’s system has told of it before the patient left', async () => {
    id = await begin('0791');
    await event('medication-card-updated');
    await act('ward', 'leave', { happenedAt: await now(), how: 'home' });
    await eventually(async () => expect(await owned()).toContain('follow-up-agreed'));
    expect(await cards()).toEqual([]);
  });
});

describe('the rehabilitation plan is sent with the patient’s yes only', () => {
  it('which counts for the gate and is shown alike, whether a person or a system notes it, and until it is taken back', async () => {
    id = await begin('0791', ['rehabilitation']);
    const note = (to: string, answer: string, more: object = {}) =>
      api.post('ward', `/api/discharges/${id}/consents`, {
        ...{ purpose: `rehabilitation-plan-${to}`, answer, form: 'oral', ...more },
      });
    const shown = async () => {
      const sent = await criterion('rehabilitation-sent');
      const { text } = await api.get('ward', `/api/discharges/${id}/consents`);
      const { items } = shownConsents.parse(JSON.parse(text));
      const noted = items.flatMap(({ purpose, state }) => (/^rehab/.test(purpose.code) ? [state.code] : []));
      // The list of consents and the gate say the same of each receiver.
      expect(sent.consents.map(({ answer }) => answer)).toEqual(noted);
      return [sent.state, ...noted];
    };
    for (const one of ['rehabilitation-decided', 'rehabilitation-given'])
      expect((await say('ward', one, 'met')).status).toBe(200);
    await event('rehabilitation-plan-sent');
    expect(await shown()).toEqual(['not-met', 'not-asked', 'not-asked']);
    expect((await note('municipality', 'given')).status).toBe(200);
    expect(await shown()).toEqual(['not-met', 'given', 'not-asked']);
    await event('consent', { purpose: 'rehabilitation-plan-gp', answer: 'given', form: 'written' });
    expect(await shown()).toEqual(['met', 'given', 'given']);
    const { evidence } = await criterion('rehabilitation-sent');
    expect(evidence?.text).toContain('Genoptræningsplanen må sendes til egen læge');
    expect((await note('gp', 'withdrawn')).status).toBe(200);
    expect(await shown()).toEqual(['met', 'given', 'withdrawn']);
    expect((await note('municipality', 'withdrawn')).status).toBe(200);
    expect(await shown()).toEqual(['not-needed', 'withdrawn', 'withdrawn']);
    const { status, body } = await note('gp', 'given', { until: '2027-01-31T12:00:00+01:00' });
    expect([status, body.errors.map(({ path }) => path)]).toEqual([400, ['until']]);
  });

  it('so that who says it is in order, without having asked the patient, has the task again', async () => {
    id = await begin('0791', ['rehabilitation']);
    await say('ward', 'rehabilitation-decided', 'met');
    await act('ward', 'leave', { happenedAt: await now(), how: 'home' });
    const asked = () =>
      eventually(async () => {
        const found = (await tasksOf('missing-at-departure')).find((one) => criterionOf(one) === 'rehabilitation-sent');
        return found ?? expect.unreachable('nobody has it');
      });
    const first = await asked();
    const done = { answer: 'done', version: first.version };
    expect((await api.post('ward', `/api/tasks/${first.id}/answer`, done)).status).toBe(200);
    expect((await asked()).id).not.toBe(first.id);
    for (const to of ['municipality', 'gp'])
      await event('consent', { purpose: `rehabilitation-plan-${to}`, answer: 'refused', form: 'oral' });
    await eventually(async () => expect(await owned()).not.toContain('rehabilitation-sent'));
  });
});
