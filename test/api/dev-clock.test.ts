// The development clock through the API: forward only, deadline by deadline, waiting for what is in flight; never in production.
// Beside it the stream of changes, which tells pages when something has moved.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const clock = async () => (await api.get(null, '/dev/clock')).body;
const minutes = 60_000;

describe('moving the clock', () => {
  it('goes by a duration, to a time and to the next deadline, and lets silence have its effect', async () => {
    const before = Date.parse((await clock()).now);
    const moved = await api.post(null, '/dev/clock/advance', { by: 'PT90M' });
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
    expect(Date.parse(moved.body.now) - before).toBeGreaterThanOrEqual(90 * minutes);
    expect(moved.body).toMatchObject({ ticked: 0, steps: 0, nextDue: null });
    const to = new Date(Date.parse(moved.body.now) + 30 * minutes).toISOString();
    expect(Date.parse((await api.post(null, '/dev/clock/advance', { to })).body.now)).toBeGreaterThanOrEqual(
      Date.parse(to),
    );
    const nowhere = await api.post(null, '/dev/clock/advance', { toNextDeadline: true });
    expect(nowhere.body).toMatchObject({ ticked: 0, nextDue: null });

    const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const stay = { ...start.stay, episodeId: randomUUID() };
    const { body: opened } = await api.post('ward', '/api/discharges', { ...start, stay });
    const next = await api.post(null, '/dev/clock/advance', { toNextDeadline: true });
    expect(next.body.ticked).toBeGreaterThanOrEqual(1);
    expect(Date.parse(next.body.nextDue)).toBeGreaterThan(Date.parse(next.body.now));

    const days = await api.post(null, '/dev/clock/advance', { by: 'P3D' });
    expect(days.status, JSON.stringify(days.body)).toBe(200);
    const { body: whole } = await api.get('ward', `/api/discharges/${opened.id}`);
    const facts = whole.timeline.map((event: { fact: string }) => event.fact);
    expect(facts).toEqual(expect.arrayContaining(['task-lapsed', 'message-arrived']));
    // Each deadline was met in its own time: nothing happened before what it followed from.
    const times = whole.timeline.map((event: { learntAt: string }) => Date.parse(event.learntAt));
    expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
    expect(new Set(times).size).toBeGreaterThan(3);
  });

  it.each([
    [{}],
    [{ by: '-PT1H' }],
    [{ by: 'soon' }],
    [{ by: -1 }],
    [{ to: 'tomorrow' }],
    [{ toNextDeadline: false }],
    [{ by: 'PT1H', to: '2027-01-01T00:00:00Z' }],
  ])('refuses %j', async (body) => {
    const reply = await api.post(null, '/dev/clock/advance', body);
    expect([reply.status, reply.body.type]).toEqual([400, '/problems/bad-input']);
  });
});

describe('in production', () => {
  it('there is no such clock', async () => {
    const there = await runApi({ worker: false, production: true });
    try {
      for (const reply of [
        await there.get(null, '/dev/clock'),
        await there.post(null, '/dev/clock/advance', { by: 1 }),
      ]) {
        expect([reply.status, reply.body.type]).toEqual([403, '/problems/dev-clock-off']);
      }
      const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
      const reply = await there.post('ward', '/api/discharges', start);
      expect(reply.body.errors.map((fault: { path: string }) => fault.path)).toEqual(['patient.cpr']);
    } finally {
      await there.stop();
    }
  });
});

describe('the stream of changes', () => {
  it('tells parties of a case that it has changed, and nobody else', async () => {
    const listen = async (user: string) => {
      const abort = new AbortController();
      const headers = { authorization: `Bearer ${await api.token(user)}` };
      const response = await fetch(`${api.url}/api/changes`, { headers, signal: abort.signal });
      expect(response.headers.get('content-type')).toMatch('text/event-stream');
      const heard: string[] = [];
      const reading = (async () => {
        for await (const chunk of response.body ?? []) heard.push(Buffer.from(chunk).toString());
      })().catch(() => undefined);
      return {
        heard,
        async end() {
          abort.abort();
          await reading;
        },
      };
    };
    const [party, stranger] = [await listen('coordinator'), await listen('coordinator-2')];
    const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const stay = { ...start.stay, episodeId: randomUUID() };
    const { body } = await api.post('ward', '/api/discharges', { ...start, stay });
    await expect.poll(() => party.heard.join('')).toContain(`"id":"${body.id}"`);
    expect(stranger.heard.join('')).not.toContain(body.id);
    expect(party.heard.join('')).not.toMatch(/2509479989|Testperson/);
    await Promise.all([party.end(), stranger.end()]);
  });
});
