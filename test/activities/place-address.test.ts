// Where a letter about a place arrives: at the address among the five facts, on each side of New Year 2026/27.
// On the example files as they stand; the network is played by a function that keeps what it is given.
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceAskedFor, PlainLetter, SendingHead } from '../../activities/contract.ts';
import { sendMessage } from '../../activities/send-message.ts';
import { unitById } from '../../domain/organisations.ts';
import { readMessage } from '../../medcom/read.ts';
import type { RuleFiles } from '../../rules/load.ts';
import { openRuleFiles } from '../../rules/load.ts';
import { advance, now } from '../../store/clock.ts';
import type { Database } from '../../store/database.ts';
import { aCase, testDatabase } from '../store/fixtures.ts';

let db: Database;
let rules: RuleFiles;
let arrived: string[] = [];
beforeAll(async () => {
  ({ db } = await testDatabase());
  rules = await openRuleFiles('rules');
  const first = Date.parse('2026-12-31T09:00:00+01:00');
  await advance(db, first - (await now(db)));
});
afterAll(() => db.destroy());

const UNIT = 'mun-0706-acute';
const asked = (change: Partial<PlaceAskedFor> = {}): PlaceAskedFor => ({
  municipality: '0706',
  kind: 'acute',
  what: 'request',
  placedAt: Date.parse('2026-12-31T08:00:00+01:00'),
  from: null,
  ...change,
});

async function letter(kind: PlainLetter, change: Partial<SendingHead> = {}) {
  arrived = [];
  const head = { dischargeId: await aCase(db), message: randomUUID(), sending: 1, to: UNIT, from: 'ward-m1' };
  const transport = {
    send: (raw: string) => {
      arrived.push(raw);
      return Promise.resolve({ outcome: 'delivered-to-network' } as const);
    },
  };
  const send = sendMessage({ db, rules, transport, log: pino({ level: 'silent' }) });
  expect(await send({ ...head, planVersion: 0, kind, ...change })).toMatchObject({ sent: true });
  const read = readMessage(arrived[0] ?? '');
  if (read.kind !== 'care-communication') throw new Error(read.kind);
  const { message } = read;
  const text = message.segments.map((segment) => (segment.kind === 'text' ? segment.text : '')).join('\n');
  return { gln: message.receiver.gln, topic: message.topic, category: message.category, text };
}

const glnOf = (unit: string) => unitById(rules.current().registry, unit)?.gln;

describe('a letter about a place', () => {
  test('arrives at the municipality on New Year’s Eve and at the region the day after, by the facts alone', async () => {
    const eve = await letter('bed-released', { place: asked() });
    expect(eve.gln).toBe(glnOf('mun-0706-visitation'));
    // It is still for the people of the place.
    expect(eve.text).toContain(`Til ${unitById(rules.current().registry, UNIT)?.name}`);
    await advance(db, 24 * 3_600_000);
    const placedAt = Date.parse('2027-01-01T08:00:00+01:00');
    expect((await letter('bed-released', { place: asked({ placedAt }) })).gln).toBe(glnOf('region-places'));
  });

  test('of what began before midnight keeps its address or changes it, by the in-flight rule of the municipality', async () => {
    // It is New Year's Day: Syddjurs keeps, Randers switches.
    expect((await letter('bed-released', { place: asked() })).gln).toBe(glnOf('mun-0706-visitation'));
    const randers = { to: 'mun-0730-acute', place: asked({ municipality: '0730' }) };
    expect((await letter('bed-released', randers)).gln).toBe(glnOf('region-places'));
  });

  test('goes to the unit itself when the case has asked for no place, and to anybody else as before', async () => {
    expect((await letter('withdrawal')).gln).toBe(glnOf(UNIT));
    const visitation = 'mun-0706-visitation';
    expect((await letter('withdrawal', { to: visitation, place: asked() })).gln).toBe(glnOf(visitation));
  });
});

describe('a letter of a request without a stay', () => {
  test('speaks of the request, and never of a discharge or an admission', async () => {
    const withdrawn = await letter('withdrawal', { isRequest: true });
    expect([withdrawn.topic, withdrawn.category]).toEqual(['Anmodning om plads trukket tilbage', 'carecoordination']);
    for (const kind of ['withdrawal', 'death', 'bed-released'] as const) {
      expect((await letter(kind, { isRequest: true })).text).not.toMatch(/[Uu]dskriv|indlagt|[Pp]atient/);
    }
    expect((await letter('withdrawal')).topic).toBe('Udskrivning trukket tilbage');
  });
});
