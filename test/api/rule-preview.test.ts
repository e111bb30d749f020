// What a deadline would be, asked over HTTP: due time and why, whether the rule is for this case, and what cannot be used.
// On real parts with the project's own rule files.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ worker: false });
});
afterAll(async () => api?.stop());

const deadline = z.looseObject({ due: z.string(), rule: z.string(), why: z.string() });
const faults = z.looseObject({
  type: z.string(),
  errors: z.array(z.looseObject({ path: z.string(), detail: z.string() })),
});
async function preview(body: object, user = 'ward') {
  const reply = await api.post(user, '/api/rules/preview', body);
  expect(reply.status, reply.text).toBe(200);
  return deadline.parse(reply.body);
}
async function refused(body: object) {
  const reply = await api.post('ward', '/api/rules/preview', body);
  const { type, errors } = faults.parse(reply.body);
  return { status: reply.status, type, errors: errors.map(({ path, detail }) => `${path}: ${detail}`) };
}

describe('what a deadline would be', () => {
  const monday = { clock: 'answer-services', from: '2026-11-23T09:00:00+01:00' };

  it('differs between clusters, and says why', async () => {
    const midt = await preview({ ...monday, municipality: '0791' });
    const horsens = await preview({ ...monday, municipality: '0615' });
    expect([midt.due, midt.rule]).toEqual(['2026-11-23T12:00:00.000Z', 'rm-2026.1/midt/answer-services']);
    expect([horsens.due, horsens.rule]).toEqual(['2026-11-24T11:00:00.000Z', 'rm-2026.1/horsens/answer-services']);
    expect(midt.why).toContain('inden for 4 timer i åbningstiden (klyngen Midt');
    expect(horsens.why).toContain('næste arbejdsdag kl. 12 (klyngen Horsens');
  });

  it('counts in the hours of the unit and from the time of the case when they are told', async () => {
    const friday = { ...monday, from: '2026-11-20T12:00:00+01:00', municipality: '0791' };
    expect((await preview({ ...friday, facts: { unit: 'mun-0791-visitation' } })).due).toBe('2026-11-23T09:00:00.000Z');
    const hold = { clock: 'hold-margin', from: '2026-11-20T10:00:00+01:00', municipality: '0791' };
    expect((await preview({ ...hold, facts: { anchor: '2026-11-23T11:00:00+01:00' } })).due).toBe(
      '2026-11-23T14:00:00.000Z',
    );
    expect((await preview({ ...hold, facts: { anchor: '2026-11-23' } })).due).toBe('2026-11-23T03:00:00.000Z');
  });

  it.each(['ward', 'coordinator', 'acute-nurse', 'gp', 'operator', 'agreement-manager', 'municipal-system'])(
    'may be asked by %s',
    async (user) => {
      expect((await preview({ ...monday, municipality: '0791' }, user)).due).not.toBe('');
      expect((await api.get(user, '/api/rules')).body).toMatchObject({ inForce: { id: 'rm-2026' } });
    },
  );

  it('is told with whether the rule asks for anything at all', async () => {
    const weekend = { clock: 'weekend-agreement', from: '2026-11-23T09:00:00+01:00', municipality: '0791' };
    const on = (day: string) => preview({ ...weekend, facts: { anchor: `${day}T10:00:00+01:00` } });
    expect(await on('2026-11-25')).toMatchObject({ due: '2026-11-24T11:00:00.000Z', applies: false });
    expect(await on('2026-11-28')).toMatchObject({ applies: true, ring: 'visitation', covered: null, asks: null });
    // Nobody said when the patient leaves.
    expect(await preview(weekend)).toMatchObject({ applies: null });
    const reach = { clock: 'reach-out', from: '2026-11-23T09:00:00+01:00', municipality: '0791' };
    const asks = async (group: string) => (await preview({ ...reach, facts: { reach: group } }))['asks'];
    expect([await asks('vulnerable'), await asks('ordinary')]).toEqual(['services', 'ward']);
    expect(await preview(reach)).toMatchObject({ applies: true, covered: null, ring: null });
  });

  it('can be asked with every fact that the steps tell: Friday afternoon, and the 72 hours', async () => {
    const friday = { clock: 'friday-afternoon', from: '2026-11-20T13:00:00+01:00', municipality: '0657' };
    const leaving = async (time: string) =>
      (await preview({ ...friday, facts: { anchor: friday.from, leaving: time } }))['applies'];
    expect([await leaving('2026-11-23T10:00:00+01:00'), await leaving('2026-11-23T13:00:00+01:00')]).toEqual([
      true,
      false,
    ]);
    expect(await leaving('2026-11-23')).toBe(true);
    expect(await preview({ ...friday, facts: { anchor: friday.from } })).toMatchObject({
      applies: null,
      ring: 'services',
    });
    const hours = { clock: 'extended-responsibility-end', from: '2026-11-23T10:00:00+01:00', municipality: '0791' };
    const covered = async (facts: object) => (await preview({ ...hours, facts }))['covered'];
    expect(await covered({ stayed: 30, to: 'nursing-home' })).toBe(true);
    expect(await covered({ stayed: 30, to: 'home', services: 'meals home-nursing' })).toBe(true);
    expect(await covered({ stayed: 20, to: 'nursing-home', services: '', running: false })).toBe(false);
    expect(await covered({ stayed: 30, to: 'home', running: true })).toBe(true);
    expect(await covered({ stayed: 30 })).toBeNull();
  });

  it('is not guessed: a fact that cannot be used is named', async () => {
    const hold = { clock: 'hold-margin', from: '2026-11-20T10:00:00+01:00', municipality: '0791' };
    expect(await refused({ ...hold, facts: { anchor: 'snart' } })).toMatchObject({
      status: 400,
      errors: ['facts.anchor: Kan ikke læses: aftalt ankomst'],
    });
    expect((await refused({ ...hold, facts: { ankomst: true } })).errors).toEqual([
      expect.stringContaining('facts.ankomst: Ukendt felt'),
    ]);
    const transport = { ...hold, clock: 'transport-order' };
    expect((await refused({ ...transport, facts: { orderedBy: 'citizen' } })).errors).toEqual([
      'facts.anchor: Mangler: transporten',
    ]);
    expect((await refused({ ...transport, facts: { anchor: '2026-11-30' } })).errors).toEqual([
      'facts.orderedBy: Mangler: orderedBy',
    ]);
    const wrong = { urgency: 'rød', stayed: -1, to: 'hjem', services: 'home-nursing dans', sameDay: 'ja' };
    expect((await refused({ ...hold, facts: wrong })).errors).toEqual([
      'facts.urgency: Skal være en af red, yellow, green',
      'facts.stayed: Skal være et antal timer',
      expect.stringMatching(/^facts\.to: Skal være en af /),
      expect.stringMatching(/^facts\.services: Skal være koder/),
      'facts.sameDay: Skal være true eller false',
    ]);
    expect((await refused({ ...hold, facts: { leaving: 'mandag' } })).errors).toEqual([
      'facts.leaving: Kan ikke læses: planlagt udskrivning',
    ]);
    expect((await refused({ ...hold, facts: { unit: 'nowhere' } })).errors).toEqual(['facts.unit: Ukendt enhed']);
    expect((await refused({ ...hold, clock: 'someday' })).errors).toEqual([expect.stringMatching(/^clock: /)]);
    expect((await refused({ ...hold, municipality: 'Viborg', more: 1 })).errors.toSorted()).toEqual([
      'more: Ukendt felt',
      'municipality: Skal være en kommunekode på 4 cifre',
    ]);
  });

  it('is not guessed: a year without holidays and a day without rules are named', async () => {
    const letter = { clock: 'gp-letter', municipality: '0657' };
    expect(await refused({ ...letter, from: '2030-12-30T10:00:00+01:00' })).toEqual({
      status: 422,
      type: '/problems/no-rule-for-date',
      errors: ['from: Kalenderen har ikke året 2031; helligdagene er ikke udfyldt'],
    });
    expect((await refused({ ...letter, from: '2025-12-31T10:00:00+01:00' })).errors).toEqual([
      'from: Intet regelsæt gælder 2025-12-31',
    ]);
  });
});
