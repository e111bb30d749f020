// A proposal to share days over HTTP: opening hours and holidays of real units, plain Danish reasons, and what is refused.
// Three visits become one day; the patient says it is too much; nobody is named and nothing is kept.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bundlesExample } from '../../api/openapi-bundles.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ worker: false });
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
