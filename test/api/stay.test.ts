// A stay told by MedCom notices over HTTP: in any order, with copies, with the end before the beginning.
// Whatever way the notices of a day take, the case ends as it does when they come once and in order.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HospitalNotificationInput } from '../../medcom/hospital-notification.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { readMessage } from '../../medcom/read.ts';
import { sentNotices } from '../../medcom/stay-chain.ts';
import { eventually } from '../harness/eventually.ts';
import { municipality, ward } from '../medcom/fixtures.ts';
import type { Reply, RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi();
});
afterAll(() => api?.stop());

const send = (body: string): Promise<Reply> =>
  api.send('POST', 'vans', '/api/medcom', { body, headers: { 'content-type': 'application/fhir+json' } });

async function sendAll(raws: readonly string[]): Promise<void> {
  for (const raw of raws) {
    const reply = await send(raw);
    expect(reply.status, reply.text).toBe(200);
    const read = readMessage(reply.text);
    if (read.kind !== 'acknowledgement') throw new Error(reply.text);
    expect(read.message.code).toBe('ok');
  }
}

/** Its hospital sends no notices of its own (rules/organisations.json). */
const horsens = { sor: '1099071000016000', gln: '5790009900078', name: 'Medicinsk Afsnit H1' };

interface Day {
  readonly episode: string;
  readonly raws: readonly string[];
}

/** `STIN STOR AN_SLHJ`: the notices of one stay, half an hour apart, the last one half an hour ago. */
function day(
  cpr: string,
  words: string,
  at: { readonly episode?: string; readonly hoursAgo?: number; readonly sender?: typeof ward } = {},
): Day {
  const episode = at.episode ?? randomUUID();
  const list = words.split(' ');
  const raws: string[] = [];
  list.forEach((word, place) => {
    const minutes = (list.length - place) * 30 + (at.hoursAgo ?? 0) * 60;
    const time = new Date(Date.now() - minutes * 60_000).toISOString();
    const common = {
      bundleId: randomUUID(),
      headerId: randomUUID(),
      sender: at.sender ?? ward,
      patient: { cpr, family: 'Elmer', given: ['Bruno'] },
      sentAt: time,
    };
    raws.push(buildHospitalNotification(inputOf(word, common, { time, raws, episode })));
  });
  return { episode, raws };
}

type Common = Pick<HospitalNotificationInput, 'bundleId' | 'headerId' | 'sender' | 'patient' | 'sentAt'>;

function inputOf(
  word: string,
  common: Common,
  { time, raws, episode }: { readonly time: string; readonly raws: readonly string[]; readonly episode: string },
): HospitalNotificationInput {
  if (raws.length === 0) {
    const stayEvent = word === 'STAA' ? 'STAA' : 'STIN';
    return { ...common, receiver: municipality, episode: { value: episode }, stayEvent, start: time };
  }
  const previous = sentNotices(raws);
  const next = { ...common, previous };
  switch (word) {
    case 'STIN':
    case 'STAA':
      return { ...next, receiver: municipality, stayEvent: word, start: time };
    case 'STOR':
      return { ...next, receiver: municipality, stayEvent: word, leaveStart: time };
    case 'SLOR':
      return { ...next, receiver: municipality, stayEvent: word, leaveEnd: time };
    case 'SLHJ':
    case 'MORS':
      return { ...next, receiver: municipality, stayEvent: word, end: time };
    case 'RE_SLHJ':
      return { ...next, change: 'revise', stayEvent: 'SLHJ', end: time };
    case 'AN_SLHJ':
      return { ...next, change: 'cancel', stayEvent: 'SLHJ' };
    case 'AN_STIN':
      return { ...next, change: 'cancel', stayEvent: 'STIN' };
    case 'AN_MORS':
      return { ...next, change: 'cancel', stayEvent: 'MORS' };
    default:
      throw new Error(`no notice ${word}`);
  }
}

/** The newest case of a person as the municipality sees it, once nothing more of it is under way. */
async function caseOf(cpr: string) {
  const { body } = await api.post('coordinator', '/api/search', { cpr });
  const [found] = body.items ?? [];
  if (found === undefined) throw new Error('no case');
  const whole: unknown = JSON.parse((await api.get('coordinator', `/api/discharges/${found.id}`)).text);
  return z.looseObject({ id: z.string(), stage: z.string(), stay: z.unknown(), leftAt: z.unknown() }).parse(whole);
}

const ended = (cpr: string, stage: string) =>
  eventually(async () => {
    const found = await caseOf(cpr);
    expect(found.stage).toBe(stage);
    return found;
  });

describe('the notices of a stay', () => {
  it('open a case by the admission, also when the end came before it', async () => {
    const { raws } = day('2509479996', 'STIN SLHJ');
    const [admission = '', end = ''] = raws;
    await sendAll([end]);
    expect((await api.post('coordinator', '/api/search', { cpr: '2509479996' })).body.items).toEqual([]);
    await sendAll([admission]);
    expect(await ended('2509479996', 'left')).toMatchObject({ stay: { state: 'ended' } });
  });

  it('tell of an ambulant contact first, which opens nothing by itself', async () => {
    const { raws } = day('0201609995', 'STAA STIN');
    const [ambulant = '', admission = ''] = raws;
    await sendAll([ambulant]);
    expect((await api.post('coordinator', '/api/search', { cpr: '0201609995' })).body.items).toEqual([]);
    await sendAll([admission]);
    const { id, stay } = await caseOf('0201609995');
    expect(stay).toMatchObject({ state: 'admitted' });
    // Both are on the case, in its record and among its messages.
    const { body } = await api.get('coordinator', `/api/discharges/${id}/messages`);
    expect(body.items?.filter(({ kind }) => kind === 'hospital-notification-message')).toHaveLength(2);
  });

  it('change nothing where this service is the one who sends them: the operators are told', async () => {
    const { raws } = day('0201919996', 'STIN', { sender: horsens });
    await sendAll(raws);
    expect((await api.post('coordinator', '/api/search', { cpr: '0201919996' })).body.items).toEqual([]);
    const items = await api.get('operator', '/api/operator/items');
    expect(items.text).toContain('second-sender');
  });

  it.each([
    ['with a replacement number', { cpr: '0703921vj4' }],
    ['without an address in Denmark', { cpr: '0201919995', danishAddress: false }],
  ])('do not exist for a patient %s: the ward rings, and writes all the same', async (_who, change) => {
    const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const { status, body } = await api.post('ward', '/api/discharges', {
      ...start,
      patient: { ...start.patient, ...change },
      stay: { ...start.stay, episodeId: randomUUID() },
    });
    expect(status).toBe(201);
    await eventually(async () => {
      const seen = (await api.get('ward', `/api/discharges/${body.id}`)).body;
      const ring = seen.tasks?.find(({ kind }) => kind === 'ring-municipality');
      expect(ring?.lines).toContainEqual(expect.objectContaining({ label: 'Hvorfor' }));
      const kinds = seen.messages?.map(({ kind, state }) => `${kind} ${state}`);
      expect(kinds).toContain('plan arrived');
      expect(kinds?.some((kind) => kind.startsWith('stay-notice'))).toBe(false);
    });
  });

  it('from outside the region are for the ward to read: the patient is somewhere else now', async () => {
    const cpr = '0108589995';
    await sendAll(day(cpr, 'STIN', { hoursAgo: 2 }).raws);
    const { id } = await caseOf(cpr);
    const abroad = { sor: '1099091000016099', gln: '5790009900993', name: 'Sygehus i anden region' };
    await sendAll(day(cpr, 'STIN', { sender: abroad }).raws);
    const read = await eventually(async () => {
      const { items } = (await api.get('ward', `/api/tasks?dischargeId=${id}&kind=read-late-fact`)).body;
      return items[0] ?? expect.unreachable('nothing to read');
    });
    expect(JSON.stringify(read.lines)).toContain('uden for regionen');
    // The ward closes the stay by hand; no end notice ever comes.
    const happenedAt = new Date().toISOString();
    await api.post('ward', `/api/discharges/${id}/actions/leave`, { happenedAt, how: 'other-hospital' });
    expect(await caseOf(cpr)).toMatchObject({ id, stage: 'left', stay: { state: 'admitted', endedAt: null } });
  });

  it('begin the next stay when the end of the last one comes after the next admission', async () => {
    const cpr = '0504909995';
    const first = day(cpr, 'STIN SLHJ', { hoursAgo: 2 });
    const second = day(cpr, 'STIN', { episode: first.episode });
    const [admission = '', end = ''] = first.raws;
    await sendAll([admission, ...second.raws, end]);
    const { body } = await eventually(async () => {
      const found = await api.post('coordinator', '/api/search', { cpr });
      expect(found.body.items).toHaveLength(2);
      return found;
    });
    expect(body.items?.map(({ stage }) => stage).sort()).toEqual(['closed', 'opened']);
  });

  it('end the same in any order and however often they come', async () => {
    const cpr = '0201919990';
    const words = fc.constantFrom(
      'STIN STOR SLOR SLHJ',
      'STIN SLHJ AN_SLHJ',
      'STIN SLHJ RE_SLHJ AN_SLHJ SLHJ',
      'STAA STIN STOR SLHJ',
      'STIN MORS AN_MORS',
      'STIN STOR MORS',
      'STIN AN_STIN',
    );
    const run = async (list: readonly string[]) => {
      await sendAll(list);
      return eventually(async () => {
        const { stage, stay, leftAt } = await caseOf(cpr);
        return { stage: stage === 'closed' || stage === 'withdrawn' ? 'over' : stage, stay, leftAt };
      });
    };
    await fc.assert(
      fc.asyncProperty(words, fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }), async (told, dice) => {
        const ordered = day(cpr, told);
        const expected = await run(ordered.raws);
        const other = day(cpr, told);
        const came = other.raws.flatMap((raw, place) =>
          Array.from({ length: 1 + ((dice[place] ?? 0) % 2) }, () => raw),
        );
        const shuffled = came
          .map((raw, place) => ({ raw, at: dice[(place + 5) % dice.length] ?? 0 }))
          .sort((one, two) => one.at - two.at)
          .map(({ raw }) => raw);
        const actual = await run(shuffled);
        expect(shape(actual)).toEqual(shape(expected));
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});

/** Times differ between two days; that they are there must not. */
function shape({ stage, stay, leftAt }: { readonly stage: unknown; readonly stay: unknown; readonly leftAt: unknown }) {
  const state = typeof stay === 'object' && stay !== null && 'state' in stay ? stay.state : null;
  return { stage, state, left: leftAt !== null };
}
