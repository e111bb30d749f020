// What a match says of agreements, names, self-payment and choice, on both sides of 1 January 2027, over HTTP.
// Nothing here is moved but the day a place is needed from: all of it comes from the rule files.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ worker: false });
});
afterAll(() => api?.stop());

const answer = z.object({
  units: z.array(
    z.looseObject({
      id: z.string(),
      fits: z.boolean(),
      reasons: z.array(z.looseObject({ code: z.string(), text: z.string() })),
      kindName: z.string().nullable(),
      selfPayment: z.string().nullable(),
      choice: z.string().nullable(),
      authority: z.looseObject({ id: z.string() }).nullable(),
    }),
  ),
  agreement: z
    .looseObject({
      reason: z.string(),
      text: z.string(),
      ring: z.looseObject({ id: z.string(), phone: z.string() }).nullable(),
      writeDown: z.array(z.string()),
    })
    .nullable(),
});
// A day that has passed counts as now, so these hold until the night itself; the rules are tried for any day in test/domain.
const passed = Date.now() > Date.parse('2026-12-31T12:00:00+01:00');
const before = '2026-12-31T12:00:00+01:00';
const after = '2027-01-01T12:00:00+01:00';
const matched = async (body: object) =>
  answer.parse(
    (
      await api.post('gp', '/api/match', {
        municipality: '0791',
        capabilities: ['CAP-14'],
        days: 1,
        from: before,
        ...body,
      })
    ).body,
  );

describe.skipIf(passed)('a match under an agreement', () => {
  it('that is in force is not stopped', async () => {
    const { units, agreement } = await matched({});
    expect(agreement).toBeNull();
    expect(units.find(({ id }) => id === 'mun-0791-acute')?.fits).toBe(true);
  });

  it.each<[string, object, string, RegExp, string]>([
    [
      'the municipality never joined',
      { municipality: '0741' },
      'not-joined',
      /Kommune 0741 har ikke tilsluttet sig/,
      'mun-0741-visitation',
    ],
    [
      'the municipality has left',
      { municipality: '0671' },
      'left',
      /er udtrådt .* fra 1\. oktober 2026/,
      'mun-0671-visitation',
    ],
    [
      'the municipality joins later',
      { municipality: '0727' },
      'not-joined',
      /tilslutter sig først .* 1\. januar 2027/,
      'mun-0727-visitation',
    ],
    [
      'has no rate for the year',
      { capabilities: ['CAP-20'], from: after },
      'no-rate',
      /ingen takst for 2027/,
      'mun-0791-visitation',
    ],
    ['names no payer', { capabilities: ['CAP-30'] }, 'no-payer', /hvem der betaler/, 'mun-0791-visitation'],
  ])('that %s is stopped, with whom to ring and what to write down', async (_, body, reason, text, ring) => {
    const { units, agreement } = await matched(body);
    expect(units.some(({ fits }) => fits)).toBe(false);
    for (const unit of units) expect(unit.reasons.map(({ code }) => code)).toContain(`agreement-${reason}`);
    expect(agreement).toMatchObject({ reason, text: expect.stringMatching(text), ring: { id: ring } });
    expect(agreement?.writeDown.length).toBeGreaterThan(2);
  });

  it('is not stopped from the day the municipality has joined', async () => {
    expect((await matched({ municipality: '0727', from: after })).agreement).toBeNull();
  });
});

describe.skipIf(passed)('a place in a match', () => {
  const placeOn = async (id: string, kinds: readonly string[], from: string) => {
    const { units } = await matched({ capabilities: ['CAP-06'], kinds, from });
    const found = units.find((unit) => unit.id === id);
    return [found?.kindName, found?.authority?.id, found?.selfPayment, found?.choice];
  };

  it('is called, paid for and chosen as the law of that day says', async () => {
    const acute = (from: string) => placeOn('mun-0791-acute', ['acute'], from);
    expect(await acute(before)).toEqual(['akutplads', 'mun-0791', 'Ingen egenbetaling', 'nearest']);
    expect(await acute(after)).toEqual(['akutsygepleje, plads', 'region-midt', 'Ingen egenbetaling', 'own']);
    const training = (from: string) => placeOn('mun-0791-rehab', ['rehabilitation'], from);
    expect(await training(before)).toEqual([
      'rehabiliteringsplads',
      'mun-0791',
      expect.stringMatching(/^kost/),
      'nearest',
    ]);
    expect(await training(after)).toEqual(['sundheds- og omsorgsplads', 'region-midt', 'Ingen egenbetaling', 'own']);
  });

  it('that stays municipal stays as it is', async () => {
    const relief = (from: string) => placeOn('mun-0791-relief', ['relief'], from);
    expect(await relief(after)).toEqual(await relief(before));
    expect(await relief(after)).toEqual(['aflastningsplads', 'mun-0791', expect.stringMatching(/^kost/), 'nearest']);
  });
});
