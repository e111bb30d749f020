// A proposal to share days over HTTP: opening hours and holidays of real units, plain Danish reasons, and what is refused.
// Of a case: three visits become one proposed day, each side is asked, and no time moves before all have said yes.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundlesExample } from '../../api/openapi-bundles.ts';
import { asLine, momentWords } from '../../domain/sheet.ts';
import { eventually } from '../harness/eventually.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const answer = z.looseObject({
  kind: z.string(),
  saving: z.string(),
  against: z.array(z.string()),
  after: z.object({ visits: z.number() }),
  days: z.array(
    z.looseObject({ leaves: z.string(), treatments: z.array(z.looseObject({ id: z.string(), start: z.string() })) }),
  ),
  asked: z.array(z.looseObject({ who: z.string(), treatments: z.array(z.string()) })),
});
// Two years ahead of the clock of any test: the holidays up to then are filled in.
const week = { from: '2027-03-15T08:00:00+01:00', until: '2027-03-19T16:00:00+01:00' };
const three = bundlesExample.treatments.map((treatment) => ({ ...treatment, ...week }));
const body = (more: object = {}) => ({ municipality: '0791', treatments: three, ...more });
async function ask(more: object = {}) {
  const { status, body: found, text } = await api.post('coordinator', '/api/bundles', body(more));
  expect(status, text).toBe(200);
  return answer.parse(found);
}

describe('a proposal to share days', () => {
  it('makes one day of three visits and says what it saves and what stands against it', async () => {
    const found = await ask();
    expect([found.kind, found.saving]).toEqual(['bundle', '3 ture hjemmefra bliver til 1.']);
    expect(found.days).toHaveLength(1);
    expect(found.days[0]?.treatments.map(({ id }) => id)[0]).toBe('blood');
    expect(found.against.join('\n')).toMatch(
      /^Mandag den 15\. marts er du ude i 3 timer og 15 minutter, .*\n.*fastende til kl\. 08\.10/,
    );
    expect(found.asked.map(({ who, treatments }) => [who, treatments.length])).toEqual([
      ['patient', 3],
      ['place', 2],
      ['place', 1],
    ]);
  });

  it('has fewer together when the patient says it is too much', async () => {
    expect((await ask({ mostInOneDay: 2 })).after.visits).toBe(2);
    expect(await ask({ mostInOneDay: 1 })).toMatchObject({ kind: 'nothing-gained', days: [], asked: [] });
  });

  it('keeps to the opening hours and stays away from holidays', async () => {
    // Maundy Thursday and Good Friday 2027 are 25 and 26 March.
    const easter = { from: '2027-03-24T14:30:00+01:00', until: '2027-03-30T15:00:00+02:00' };
    const both = three.slice(0, 2).map((one) => ({ ...one, fasting: false, place: 'gp-041230', ...easter }));
    const [day] = (await ask({ treatments: both })).days;
    expect(day?.leaves.slice(0, 10)).toMatch(/2027-03-(24|30)/);
  });

  it('says which booked time would move, and who must say yes', async () => {
    const booked = [
      { ...three[1], id: 'a', what: 'Skift', booked: '2027-03-15T10:00:00+01:00' },
      {
        ...three[1],
        id: 'b',
        what: 'Samtale',
        place: 'gp-041230',
        booked: '2027-03-16T10:00:00+01:00',
        mayMove: false,
      },
    ];
    const found = await ask({ treatments: booked });
    expect(found.against[0]).toBe('Disse bookede tider skal flyttes: Skift. Det kræver et ja fra hvert sted.');
    expect(found.asked).toMatchObject([{ who: 'patient' }, { who: 'place', place: { id: 'mun-0791-homecare' } }]);
  });

  it.each([
    ['a unit nobody knows', { treatments: [{ ...three[0], place: 'nowhere' }] }],
    ['a window that ends before it begins', { treatments: [{ ...three[0], until: week.from, from: week.until }] }],
    ['a window of a year', { treatments: [{ ...three[0], until: '2028-03-19T16:00:00+01:00' }] }],
    ['a name that is not there', { treatments: [{ ...three[0], notWith: ['x'] }] }],
    ['the same id twice', { treatments: [three[0], three[0]] }],
    ['eleven treatments', { treatments: Array.from({ length: 11 }, (_, n) => ({ ...three[0], id: `t${n}` })) }],
    ['a person', { patient: { cpr: '2509479989' } }],
  ])('refuses %s', async (_what, more) => {
    const { status, body: found } = await api.post('coordinator', '/api/bundles', body(more));
    expect([status, found.type]).toEqual([400, '/problems/bad-input']);
  });

  it('is for people who plan', async () => {
    expect((await api.post('operator', '/api/bundles', body())).status).toBe(403);
    expect((await api.post(null, '/api/bundles', body())).status).toBe(401);
  });
});

describe('a case', () => {
  const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
  const visits = [
    { what: 'gp-visit', booker: 'gp-041230', at: '2027-03-15T10:00:00+01:00' },
    { what: 'outpatient-check', booker: 'gp-041230', at: '2027-03-16T10:00:00+01:00' },
    { what: 'wound-check', booker: 'mun-0791-homecare', at: '2027-03-17T10:00:00+01:00' },
  ];
  const seen = z.looseObject({
    kind: z.string(),
    proposed: z
      .looseObject({
        id: z.string(),
        state: z.string(),
        times: z.array(z.looseObject({ item: z.string(), what: z.string(), at: z.string() })),
        proposal: z.looseObject({
          saving: z.string(),
          against: z.array(z.string()),
          days: z.array(z.looseObject({ treatments: z.array(z.looseObject({ id: z.string() })) })),
        }),
      })
      .nullable(),
  });
  const listed = z.object({
    items: z.array(z.looseObject({ state: z.string(), reason: z.string().nullable(), times: z.array(z.unknown()) })),
  });

  /** A case with three visits that are booked on three days. */
  async function booked(): Promise<string> {
    const stay = { ...start.stay, episodeId: randomUUID() };
    const begun = await api.post('ward', '/api/discharges', { ...start, stay, plan: { ...start.plan, bed: null } });
    expect(begun.status, begun.text).toBe(201);
    const { id } = begun.body;
    const bookBy = '2027-03-10T12:00:00+01:00';
    const items = visits.map(({ what, booker }) => ({ what, booker, bookBy, place: 'with-owner', ...week }));
    await reply(id, 'ward', 'agree-follow-up', { answer: 'agreed', items });
    for (const { what, booker, at } of visits) {
      const user = booker === 'gp-041230' ? 'gp' : 'coordinator';
      await reply(id, user, 'book-follow-up', { answer: 'booked', at }, ({ about }) => about['what'] === what);
    }
    return id;
  }

  /** Answers the open task of a kind, or the one that `which` says. */
  async function reply(
    id: string,
    user: string,
    kind: string,
    said: object,
    which: (task: { about: Record<string, unknown> }) => boolean = () => true,
  ): Promise<void> {
    const task = await eventually(async () => {
      const { body: page } = await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`);
      const found = page.items.find(which);
      if (found === undefined) throw new Error(`No task of kind ${kind}`);
      return found;
    });
    const { status, text } = await api.post(user, `/api/tasks/${task.id}/answer`, { ...said, version: task.version });
    expect(status, text).toBe(200);
  }

  const path = (id: string) => `/api/discharges/${id}/bundles`;
  async function propose(id: string, more: object = {}) {
    const { status, body: found, text } = await api.post('ward', path(id), more);
    expect(status, text).toBe(200);
    return seen.parse(found);
  }
  const standing = async (id: string) => listed.parse((await api.get('ward', path(id))).body).items[0];
  const calendar = async (id: string) =>
    [...(await api.get('ward', `/api/discharges/${id}/appointments.ics`)).text.matchAll(/DTSTART;[^:]*:(\S+)/g)].map(
      ([, at]) => at,
    );
  async function leavingSheet(id: string): Promise<string> {
    const headers = { authorization: `Bearer ${await api.token('ward')}` };
    const pdf = await fetch(`${api.url}/api/discharges/${id}/leaving-sheet`, { headers });
    const document = await getDocumentProxy(new Uint8Array(await pdf.arrayBuffer()));
    return (await extractText(document, { mergePages: true })).text.replaceAll('\u00a0', ' ');
  }
  const asBooked = ['20270315T100000', '20270316T100000', '20270317T100000'];
  const until = (id: string, state: string) =>
    eventually(async () => {
      expect((await standing(id))?.state).toBe(state);
    });

  it('has three visits proposed as one day, which the patient declines: all stays, and it is not proposed again', async () => {
    const id = await booked();
    const { proposed } = await propose(id);
    expect(proposed).toMatchObject({ state: 'patient-asked', proposal: { saving: '3 ture hjemmefra bliver til 1.' } });
    expect(new Set(proposed?.times.map(({ at }) => at.slice(0, 10))).size).toBe(1);
    expect(proposed?.proposal.against[0]).toMatch(/^Disse bookede tider skal flyttes: /);
    expect((await api.post('ward', path(id), {})).body.type).toBe('/problems/proposal-open');
    expect(await calendar(id)).toEqual(asBooked);
    await reply(id, 'ward', 'patient-on-shared-days', { answer: 'no', reason: 'companion', note: 'Datteren kører' });
    await until(id, 'declined');
    expect(await standing(id)).toMatchObject({
      reason: 'Kan ikke have en pårørende med den dag',
      by: { name: 'Patienten' },
    });
    expect(await calendar(id)).toEqual(asBooked);
    expect((await api.get('gp', `/api/tasks?dischargeId=${id}&kind=move-time`)).body.items).toEqual([]);
    expect((await api.post('ward', path(id), {})).body.type).toBe('/problems/refused-before');
  });

  it('moves a booked time when the patient and every unit whose time it is have said yes, and not before', async () => {
    const id = await booked();
    await propose(id);
    await reply(id, 'ward', 'patient-on-shared-days', { answer: 'too-much' });
    await until(id, 'too-much');
    // Three were too many: no later proposal has more than two in one day.
    const { proposed } = await propose(id, { mostInOneDay: 3 });
    expect(proposed?.proposal.saving).toBe('3 ture hjemmefra bliver til 2.');
    await reply(id, 'ward', 'patient-on-shared-days', { answer: 'yes' });
    const [moved] = proposed?.times ?? [];
    if (moved === undefined || proposed?.times.length !== 1) throw new Error('One time would move');
    await until(id, 'units-asked');
    expect(await calendar(id)).toEqual(asBooked);
    const time = asLine(momentWords(Date.parse(moved.at)));
    expect(await leavingSheet(id)).not.toContain(time);
    await reply(id, 'gp', 'move-time', { answer: 'yes' });
    await until(id, 'agreed');
    expect(await leavingSheet(id)).toContain(`${time}: `);
    const now = await calendar(id);
    expect(now.filter((at) => asBooked.includes(at ?? ''))).toHaveLength(2);
    const { body: whole, text } = await api.get('ward', `/api/discharges/${id}`);
    expect(text).toContain(`"bookedAt":"${moved.at}"`);
    expect(whole.timeline.filter(({ fact }) => fact === 'shared-days-agreed')).toHaveLength(1);
    await reply(id, 'ward', 'tell-patient-days', { answer: 'done' });
    // The time is gone after all: whoever books it is asked for another.
    await reply(id, 'gp', 'keep-time', { answer: 'gone' });
    await reply(id, 'gp', 'book-follow-up', { answer: 'booked', at: moved.at });
  });

  it('leaves all as it was when a unit has another time, which the next proposal keeps to', async () => {
    const id = await booked();
    const { proposed: first } = await propose(id);
    await reply(id, 'ward', 'patient-on-shared-days', { answer: 'yes' });
    const homecare = ({ about }: { about: Record<string, unknown> }) => about['what'] === 'wound-check';
    const at = '2027-03-15T12:00:00+01:00';
    const open = await eventually(async () => {
      const { items } = (await api.get('coordinator', `/api/tasks?dischargeId=${id}&kind=move-time`)).body;
      expect(items.length).toBeGreaterThan(0);
      return items;
    });
    expect(open.filter(homecare)).toHaveLength(1);
    await reply(id, 'coordinator', 'move-time', { answer: 'other-time', at }, homecare);
    await until(id, 'other-time');
    expect(await calendar(id)).toEqual(asBooked);
    expect((await api.get('gp', `/api/tasks?dischargeId=${id}&kind=move-time`)).body.items).toEqual([]);
    const fixed = (first?.proposal.days ?? []).flatMap(({ treatments }) => treatments).map((one) => one.id);
    const wound = first?.times.find(({ what }) => what === 'Sårkontrol')?.item;
    const treatments = fixed.filter((one) => one !== wound).map((one) => ({ id: one, mayMove: false }));
    const { proposed } = await propose(id, { treatments });
    const iso = new Date(at).toISOString();
    expect(proposed?.times.map((time) => [time.item, time.at])).toEqual([[wound, iso]]);
  });

  it('with more appointments than can be weighed at once has the soonest proposed, and is told of the others', async () => {
    const stay = { ...start.stay, episodeId: randomUUID() };
    const { body: begun } = await api.post('ward', '/api/discharges', { ...start, stay });
    const bookBy = '2027-03-10T12:00:00+01:00';
    const items = Array.from({ length: 12 }, (_, n) => {
      const day = `2027-04-${String(5 + Math.floor(n / 5)).padStart(2, '0')}`;
      const window = { from: `${day}T08:00:00+02:00`, until: `${day}T15:30:00+02:00` };
      return { what: 'gp-visit', booker: 'gp-041230', bookBy, place: 'with-owner', ...window };
    });
    await reply(begun.id, 'ward', 'agree-follow-up', { answer: 'agreed', items });
    const { proposed } = await propose(begun.id);
    expect(proposed?.times.every(({ at }) => at < '2027-04-07')).toBe(true);
    expect(proposed?.proposal.against.at(-1)).toBe('2 senere aftaler er ikke taget med.');
  });

  it('is for who may see all of it', async () => {
    const id = await booked();
    expect((await api.post('coordinator-2', path(id), {})).status).toBe(404);
    expect((await api.get('operator', path(id))).status).toBe(403);
    const unknown = await api.post('ward', path(id), { treatments: [{ id: 'f99' }] });
    expect([unknown.status, unknown.body.errors.map(({ path: at }) => at)]).toEqual([400, ['treatments.0.id']]);
  });
});
