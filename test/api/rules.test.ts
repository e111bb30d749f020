// The dated rules over HTTP: which rules are in force, and files replaced while cases run; what a deadline would be: rule-preview.test.ts.
// On real parts with rule files of the test's own, which both the API and the worker follow.
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { clockNames } from '../../domain/clocks.ts';
import { eventually } from '../harness/eventually.ts';
import { freshDatabase } from '../harness/servers.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

const folder = mkdtempSync(join(tmpdir(), 'rules-api-'));
const rulesDir = join(folder, 'rules');
let databaseUrl: string;
let api: RunningApi;
beforeAll(async () => {
  cpSync(resolve('rules'), rulesDir, { recursive: true });
  databaseUrl = await freshDatabase();
  api = await runApi({ rulesDir, databaseUrl });
});
afterAll(async () => {
  await api?.stop();
  rmSync(folder, { recursive: true });
});

const FILE = 'rm-2026.json';
const shown = z.looseObject({
  on: z.string(),
  inForce: z.looseObject({ id: z.string(), version: z.number(), validFrom: z.string(), author: z.string() }).nullable(),
  versions: z.array(z.looseObject({ version: z.number(), validFrom: z.string() })),
  clusters: z.array(z.looseObject({ id: z.string(), municipalities: z.array(z.string()) })),
  clocks: z.array(
    z.looseObject({
      clock: z.string(),
      rules: z.array(z.looseObject({ scope: z.string(), source: z.string(), confidence: z.string() })),
    }),
  ),
  refused: z.array(z.looseObject({ file: z.string(), path: z.string(), message: z.string() })),
});
const deadline = z.looseObject({ due: z.string(), rule: z.string(), why: z.string() });
const asked = deadline.extend({ openedAt: z.string(), unit: z.string() });

const rules = async (query = '', user = 'agreement-manager') =>
  shown.parse((await api.get(user, `/api/rules${query}`)).body);
async function preview(body: object) {
  const reply = await api.post('ward', '/api/rules/preview', body);
  expect(reply.status, reply.text).toBe(200);
  return deadline.parse(reply.body);
}

describe('the rules in force', () => {
  it('are shown with version, author, from-date, clusters, and source and confidence of every clock', async () => {
    const found = await rules('?on=2026-11-23');
    expect(found).toMatchObject({
      on: '2026-11-23',
      inForce: { id: 'rm-2026', version: 1, validFrom: '2026-01-01', author: 'agreement-manager' },
      refused: [],
    });
    expect(found.clusters.map(({ id }) => id)).toEqual(['aarhus', 'midt', 'goedstrup', 'randers', 'horsens']);
    expect(found.clocks.map(({ clock }) => clock)).toEqual(clockNames);
    const scopes = (name: string) => found.clocks.find(({ clock }) => clock === name)?.rules.map(({ scope }) => scope);
    expect(scopes('confirm-resume')).toEqual(['region', 'horsens', '0741']);
    const receipt = found.clocks.find(({ clock }) => clock === 'receipt')?.rules[0];
    expect(receipt).toMatchObject({ confidence: 'H', source: expect.stringContaining('MedCom') });
  });

  it('are shown with their values, so that they can be held against the agreement', async () => {
    const found = await rules('?on=2026-11-23');
    const values = (name: string, where: string) =>
      found.clocks.find(({ clock }) => clock === name)?.rules.find(({ scope }) => scope === where)?.['values'];
    expect(values('receipt', 'region')).toMatchObject({
      due: { kind: 'elapsed', duration: 'PT30M' },
      more: { resends: 2 },
    });
    expect(values('answer-services', 'midt')).toMatchObject({
      due: { kind: 'open-time', duration: 'PT4H', readingHours: 'visitation' },
      remind: ['PT1H'],
      ladder: [{ to: 'team-leader', after: 'PT0M' }, { to: 'on-call' }, { to: 'ward' }],
    });
    expect(values('reach-out', 'region')).toMatchObject({
      cases: [{ when: { reach: 'vulnerable' }, asks: 'services' }, { when: { reach: 'psychiatric' } }],
      more: { asks: 'ward' },
    });
    expect(values('hold-margin', 'horsens')).toMatchObject({ withoutAnchor: { duration: 'PT12H' } });
    expect(found['readingHours']).toMatchObject({ practice: [{ opens: '08:00', closes: '16:00' }] });
    expect(found['shifts']).toEqual({ municipal: ['07:00', '15:00', '23:00'] });
    expect(found['modes']).toMatchObject({
      effects: expect.arrayContaining([
        expect.objectContaining({ clock: 'call-task', mode: 'crisis', due: { kind: 'elapsed', duration: 'PT2H' } }),
      ]),
    });
  });

  it('of a day before all of them are none', async () => {
    expect(await rules('?on=2025-12-31')).toMatchObject({ inForce: null, clocks: [], versions: [{ version: 1 }] });
  });
});

describe('a mode', () => {
  const during = { clock: 'answer-services', from: '2026-02-03T09:00:00+01:00' };

  it('changes a deadline where and while it holds, and says who decided it and why', async () => {
    const found = await preview({ ...during, municipality: '0791' });
    expect([found.due, found.rule]).toEqual(['2026-02-03T10:00:00.000Z', 'rm-2026.1/midt/answer-services+crisis']);
    expect(found.why).toContain('krise, besluttet af agreement-manager: Snestorm');
    expect((await preview({ ...during, municipality: '0751' })).rule).toBe('rm-2026.1/answer-services');
  });

  it('stands in the log of the rules, with what it changes and what may never be switched off', async () => {
    const found = await rules('?on=2026-02-03');
    expect(found['modes']).toMatchObject({
      log: [{ mode: 'crisis', by: 'agreement-manager', where: ['goedstrup', 'midt'], onThisDay: true }],
    });
    expect((await rules('?on=2026-02-05'))['modes']).toMatchObject({ log: [{ onThisDay: false }] });
    const rests = found.clocks.filter((clock) => clock['mayBeOff']).map(({ clock }) => clock);
    expect(rests).toContain('admission-report');
    expect(rests).not.toContain('receipt');
  });
});

describe('a replaced file', () => {
  const example = (name: string) => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));
  const seenCase = z.looseObject({
    clocks: z.array(z.object({ name: z.string(), due: z.string(), rule: z.string() })),
  });
  const clocksOf = async (id: string) => seenCase.parse((await api.get('ward', `/api/discharges/${id}`)).body).clocks;
  const clockOf = (id: string, name: string) =>
    eventually(async () => {
      const found = (await clocksOf(id)).find((clock) => clock.name === name);
      if (found === undefined) throw new Error(`no clock ${name}`);
      return found;
    });
  async function started(cpr: string, user = 'ward', place: object = {}): Promise<string> {
    const start = example('discharge');
    const hospitalUnit = user === 'ward' ? start.stay.hospitalUnit : 'ward-h1';
    const stay = { ...start.stay, hospitalUnit, episodeId: randomUUID() };
    const patient = { ...start.patient, cpr };
    const reply = await api.post(user, '/api/discharges', {
      ...start,
      patient,
      stay,
      plan: { ...start.plan, bed: null },
      ...place,
    });
    expect(reply.status, reply.text).toBe(201);
    return reply.body.id;
  }
  function rewrite(change: (file: string) => string): void {
    const path = join(rulesDir, FILE);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }

  it('of each cluster gives the deadlines there: two discharges that differ in it alone are told why', async () => {
    const midt = await started('0201609996');
    const horsens = await started('0108629996', 'ward-2', { municipality: '0615', gp: undefined });
    const answerOf = async (id: string, user: string, municipality: string) => {
      const task = await eventually(async () => {
        const { body } = await api.get(user, `/api/tasks?dischargeId=${id}&kind=answer-services`);
        return z.object({ items: z.array(asked) }).parse(body).items[0] ?? expect.unreachable('nobody was asked');
      });
      const clock = { clock: 'answer-services', from: task.openedAt, municipality };
      const told = await preview({ ...clock, facts: { unit: task.unit } });
      expect([task.due, task.rule, task.why]).toEqual([told.due, told.rule, told.why.replace(/ \([^(]*\)$/, '')]);
      return [task.rule, task.why];
    };
    expect([await answerOf(midt, 'coordinator', '0791'), await answerOf(horsens, 'coordinator-2', '0615')]).toEqual([
      ['rm-2026.1/midt/answer-services', 'Kommunen svarer inden for 4 timer i åbningstiden'],
      ['rm-2026.1/horsens/answer-services', 'Kommunen svarer senest næste arbejdsdag kl. 12'],
    ]);
  });

  it('that is wrong changes nothing, and is told to the operators and to whoever looks', async () => {
    const good = readFileSync(join(rulesDir, FILE), 'utf8');
    rewrite((file) => file.replace('"PT30M"', '"en halv time"'));
    const place = 'clocks.receipt.due.duration';
    await eventually(async () => expect((await rules()).refused).toMatchObject([{ file: FILE, path: place }]));
    const { due } = await preview({ clock: 'receipt', from: '2026-11-20T12:00:00+01:00', municipality: '0791' });
    expect(due).toBe('2026-11-20T11:30:00.000Z');
    await eventually(async () => {
      const { items } = (await api.get('operator', '/api/operator/items')).body;
      const about = items.find(({ kind }) => kind === 'rule-files-refused')?.about;
      expect(about).toEqual({ problems: [`${FILE} ${place}`] });
    });
    // A process that starts while the file is wrong goes on with what was in use.
    const again = await runApi({ rulesDir, databaseUrl, worker: false });
    const seen = shown.parse((await again.get('ward', '/api/rules')).body);
    expect(seen).toMatchObject({
      inForce: { version: 1 },
      refused: [{ file: FILE, path: place, line: expect.any(Number) }],
    });
    const asked = { clock: 'receipt', from: '2026-11-20T12:00:00+01:00', municipality: '0791' };
    expect((await again.post('ward', '/api/rules/preview', asked)).body).toMatchObject({ due });
    rewrite(() => good);
    await eventually(async () => {
      expect((await rules()).refused).toEqual([]);
      expect(shown.parse((await again.get('ward', '/api/rules')).body).refused).toEqual([]);
    });
    await again.stop();
  });

  it('that is right holds for clocks that start after it, also in running cases; a running clock keeps its own', async () => {
    const first = await started('0201919990');
    const before = await clockOf(first, 'answer-services');
    const paused = await clockOf(first, 'pause-services');
    expect(before.rule).toBe('rm-2026.1/midt/answer-services');
    rewrite((file) =>
      file
        .replace('"version": 1', '"version": 2')
        .replace(
          /("midt": \{[\s\S]*?"answer-services": \{\s*"due": )\{[^}]*\}/,
          '$1{ "kind": "elapsed", "duration": "PT90M" }',
        ),
    );
    await eventually(async () => expect((await rules()).inForce?.version).toBe(2));
    const asked = Date.now();
    const second = await started('0201609995');
    expect((await clockOf(second, 'answer-services')).rule).toBe('rm-2026.2/midt/answer-services');
    const { items } = (await api.get('coordinator', `/api/tasks?dischargeId=${second}&kind=answer-services`)).body;
    const given = Date.parse(items[0]?.due ?? '') - asked;
    expect(given).toBeGreaterThanOrEqual(90 * 60_000);
    expect(given).toBeLessThan(100 * 60_000);
    expect(await clockOf(first, 'answer-services')).toEqual(before);
    const { plan } = example('change-plan');
    const changed = await api.post('ward', `/api/discharges/${first}/actions/change-plan`, {
      base: 1,
      plan: { ...plan, bed: null },
    });
    expect(changed.status, changed.text).toBe(200);
    expect((await clockOf(first, 'answer-changed-plan')).rule).toBe('rm-2026.2/answer-changed-plan');
    expect(await clockOf(first, 'pause-services')).toEqual(paused);
    // Nothing but the running clocks has the first version any more, and it still says why they run.
    const gone = [{ id: 'rm-2026', version: 1 }];
    const why = async (by: RunningApi) => {
      const { body } = await by.get('coordinator', `/api/tasks?dischargeId=${first}&kind=pause-services`);
      return z
        .object({ items: z.array(deadline) })
        .parse(body)
        .items.map((task) => [task.rule, task.why]);
    };
    const said = [['rm-2026.1/pause-services', expect.stringMatching(/^\S+ .{20}/)]];
    expect([(await rules())['replaced'], await why(api)]).toMatchObject([gone, said]);
    const again = await runApi({ rulesDir, databaseUrl, worker: false });
    expect([shown.parse((await again.get('ward', '/api/rules')).body)['replaced'], await why(again)]).toMatchObject([
      gone,
      said,
    ]);
    await again.stop();
  });

  it('of modes leaves out the steps that are switched off, in cases that begin then, and says so on the case', async () => {
    const path = join(rulesDir, 'modes.json');
    const modes = JSON.parse(readFileSync(path, 'utf8'));
    const at = new Date(Date.now() - 1000).toISOString();
    const why = 'Storm';
    modes.switches.push({ mode: 'crisis', from: at, until: null, by: 'person-agreement', decidedAt: at, why });
    writeFileSync(path, JSON.stringify(modes));
    await eventually(async () => expect((await rules())['modes']).toMatchObject({ log: [{}, { why }] }));
    const id = await started('0108589995');
    expect((await clockOf(id, 'answer-services')).rule).toBe('rm-2026.2/midt/answer-services+crisis');
    const { timeline, tasks } = (await api.get('ward', `/api/discharges/${id}`)).body;
    expect(timeline.filter(({ fact }) => fact === 'step-rests').map(({ codes }) => codes)).toEqual([
      { kind: 'admission-report', unit: expect.any(String), rule: 'rm-2026.2/admission-report+crisis' },
    ]);
    expect(tasks.map(({ kind }) => kind)).not.toContain('admission-report');
    expect(tasks.map(({ kind }) => kind)).toContain('pause-services');
  });

  it('beside the old one is a version of its own, with its from-date and author, and counts from its day', async () => {
    const next = JSON.parse(readFileSync(join(rulesDir, FILE), 'utf8'));
    Object.assign(next, { version: 3, validFrom: '2027-02-01', author: 'person-next', note: 'Kortere frist' });
    next.clocks.receipt.due.duration = 'PT20M';
    writeFileSync(join(rulesDir, 'rm-2027.json'), JSON.stringify(next));
    const stated = await eventually(async () => {
      const found = await rules();
      expect(found.versions).toHaveLength(2);
      return found;
    });
    expect(stated.versions).toMatchObject([
      { id: 'rm-2026', version: 2, validFrom: '2026-01-01', author: 'agreement-manager' },
      { id: 'rm-2026', version: 3, validFrom: '2027-02-01', author: 'person-next', note: 'Kortere frist' },
    ]);
    const ask = async (day: string) =>
      (await preview({ clock: 'receipt', from: `${day}T12:00:00+01:00`, municipality: '0751' })).rule;
    expect([await ask('2027-01-31'), await ask('2027-02-01')]).toEqual(['rm-2026.2/receipt', 'rm-2026.3/receipt']);
    expect((await rules('?on=2027-02-01')).inForce).toMatchObject({ version: 3, author: 'person-next' });
  });
});
