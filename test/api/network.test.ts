// The network on bad days, against the real service: whatever gets lost, doubled, damaged or handed to the wrong one, a
// partner ends with each message once or a person rings, nothing arrives by a receipt of something else, nothing is shown twice.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { citizen } from '../medcom/fixtures.ts';
import { loadValidator } from '../medcom/official.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';
import type { Seen } from './seen.ts';

const validate = await loadValidator();
const start = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
const patience = { within: 30_000, every: 100 };

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ sweeper: { everyMs: 200, olderThanMs: 6_000 } });
});
afterEach(() => network('DELETE', '/faults'));
afterAll(() => api?.stop());

interface OfNetwork {
  readonly headerId: string;
  readonly episodeId: string;
  readonly fault: string | null;
  readonly api: { readonly status: number; readonly body: { readonly type?: string } } | null;
  readonly raw: string;
  readonly items: readonly {
    readonly headerId: string;
    readonly event: string;
    readonly category: string | null;
    readonly receiverGln: string;
    readonly timesSeen: number;
    readonly receipt: string | null;
    readonly bundleIds: readonly string[];
  }[];
}
async function network(method: string, path: string, body?: object): Promise<OfNetwork> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${api.simulator}${path}`, { method, ...sent });
  const text = await response.text();
  expect(response.status, text).toBeLessThan(300);
  return JSON.parse(text);
}
const fault = (body: object) => network('POST', '/faults', body);
const halfAnHour = () => api.post(null, '/dev/clock/advance', { by: 'PT31M' });

const VISITATION = '5790009900023';
/** A case without a bed and without a GP: one plan to the municipality, and nothing else. */
async function started(cpr: string, episodeId: string = randomUUID()): Promise<string> {
  const { gp: _gp, ...rest } = start;
  const body = { ...rest, patient: { ...start.patient, cpr }, plan: { ...start.plan, bed: null } };
  const stay = { ...start.stay, episodeId, admittedAt: new Date().toISOString() };
  const reply = await api.post('ward', '/api/discharges', { ...body, stay });
  expect(reply.status, reply.text).toBe(201);
  return reply.body.id;
}
const caseOf = async (id: string): Promise<Seen> => (await api.get('ward', `/api/discharges/${id}`)).body;
const planOf = async (id: string) => {
  const plan = (await caseOf(id)).messages.find(({ kind }) => kind === 'plan');
  return plan ?? expect.unreachable('no plan');
};
const untilPlan = (id: string, expected: object) =>
  eventually(async () => {
    const plan = await planOf(id);
    expect(plan).toMatchObject(expected);
    return plan;
  }, patience);
const atPartner = async (headerId: string) =>
  (await network('GET', '/received')).items.find((one) => one.headerId === headerId);
const tasksOf = async (user: string, id: string, kind: string): Promise<readonly Seen[]> =>
  (await api.get(user, `/api/tasks?dischargeId=${id}&kind=${kind}`)).body.items;
const itemKinds = async (): Promise<string[]> =>
  (await api.get('operator', '/api/operator/items')).body.items.map(({ kind }) => kind);

describe('a message of ours', () => {
  it('that the network doubles has arrived, and is one letter to the partner', async () => {
    await fault({ kind: 'twice', on: 'ours', receiver: VISITATION });
    const id = await started('2509479989');
    const plan = await untilPlan(id, { state: 'arrived', sendings: 1 });
    expect(await atPartner(plan.id)).toMatchObject({ timesSeen: 2, bundleIds: { length: 1 } });
    expect(await tasksOf('coordinator', id, 'answer-services')).toHaveLength(1);
  });

  it('that is damaged on its way goes out again, in a new envelope, and arrives', async () => {
    await fault({ kind: 'damaged', receiver: VISITATION, times: 1 });
    const id = await started('2509479996');
    await untilPlan(id, { state: 'sent', sendings: 1 });
    await halfAnHour();
    const plan = await untilPlan(id, { state: 'arrived', sendings: 2 });
    expect(await atPartner(plan.id)).toMatchObject({ timesSeen: 1, bundleIds: { length: 1 } });
  });

  it('that somebody else gets is not resent: the ward rings, and sees why', async () => {
    await fault({ kind: 'wrong-receiver', receiver: VISITATION, times: 1 });
    const id = await started('0201919990');
    const plan = await untilPlan(id, { state: 'failed', failure: 'MSG_Receiver_Identifier_UNKNOWN' });
    const [ring] = await eventually(async () => {
      const found = await tasksOf('ward', id, 'ring-party');
      expect(found).toHaveLength(1);
      return found;
    }, patience);
    expect(JSON.stringify(ring?.lines)).toContain('modtageren kender ikke det lokationsnummer');
    await halfAnHour();
    expect(await atPartner(plan.id)).toBeUndefined();
  });

  it('has not arrived by a receipt for another message, and the operators see that one', async () => {
    await fault({ kind: 'stray-receipt', receiver: VISITATION, times: 1 });
    const before = (await itemKinds()).filter((kind) => kind === 'unknown-receipt').length;
    const id = await started('0201609995');
    await eventually(async () => {
      expect((await itemKinds()).filter((kind) => kind === 'unknown-receipt')).toHaveLength(before + 1);
    }, patience);
    expect(await planOf(id)).toMatchObject({ state: 'sent', sendings: 1 });
    await halfAnHour();
    const plan = await untilPlan(id, { state: 'arrived', sendings: 2 });
    expect(await atPartner(plan.id)).toMatchObject({ timesSeen: 2, bundleIds: { length: 2 } });
  });

  it('that comes after the next one, or late, arrives all the same and is told once', async () => {
    await fault({ kind: 'out-of-order', on: 'ours', receiver: VISITATION, times: 1 });
    const first = await started('0201609996');
    await untilPlan(first, { state: 'sent' });
    const second = await started('0504909995');
    await untilPlan(second, { state: 'arrived', sendings: 1 });
    const plan = await untilPlan(first, { state: 'arrived', sendings: 1 });
    expect(await atPartner(plan.id)).toMatchObject({ timesSeen: 1 });
    await network('DELETE', '/faults');
    await fault({ kind: 'late', on: 'ours', receiver: VISITATION, times: 1 });
    const third = await started('0504909989');
    await untilPlan(third, { state: 'sent' });
    await halfAnHour();
    await untilPlan(third, { state: 'arrived', sendings: 2 });
    await halfAnHour();
    const late = await planOf(third);
    await eventually(async () => {
      expect(await atPartner(late.id)).toMatchObject({ timesSeen: 2, bundleIds: { length: 2 } });
    }, patience);
    expect(await planOf(third)).toMatchObject({ state: 'arrived', sendings: 2 });
  });

  it('refused for good is sent no second time, whatever the reason; the ward rings and reads why', async () => {
    const refusals: Readonly<Record<string, [cpr: string, why: string]>> = {
      MSG_VALUESET_VALUE_UNKNOWN: ['0201919996', 'kender ikke en af koderne'],
      MSG_CodeSystem_VALUE_UNKNOWN: ['0104909995', 'kender ikke en af koderne'],
      MSG_Receiver_Identifier_UNKNOWN: ['0108589995', 'kender ikke det lokationsnummer'],
      MSG_Receiver_Identifier_MISSING: ['0108629996', 'mangler et lokationsnummer'],
      MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE: ['1509819996', 'kan ikke få beskeder af denne type'],
      MSG_Element_To_Long: ['2311143995', 'er for langt'],
      MSG_Datatype_Wrong: ['3001749995', 'forkert type'],
      MSG_Damaged_durin_transport: ['0201919995', 'beskadiget undervejs'],
    };
    const failed: string[] = [];
    for (const [issue, [cpr, why]] of Object.entries(refusals)) {
      await fault({ kind: 'fatal-error', issue, receiver: VISITATION, times: 1 });
      const id = await started(cpr);
      failed.push((await untilPlan(id, { state: 'failed', failure: issue })).id);
      expect((await api.get('ward', `/api/discharges/${id}/messages`)).text).toContain(issue);
      await eventually(async () => {
        const [ring] = await tasksOf('ward', id, 'ring-party');
        expect(ring?.lines.find(({ label }) => label === 'Fejl')).toMatchObject({
          text: expect.stringContaining(why),
        });
      }, patience);
    }
    await halfAnHour();
    for (const id of failed) expect(await atPartner(id)).toMatchObject({ timesSeen: 1 });
  });
});

describe('a message of a partner', () => {
  const admit = (cpr: string) => network('POST', '/admit', { ...citizen, cpr, episodeId: randomUUID() });
  const casesOf = async (cpr: string) => (await api.post('coordinator', '/api/search', { cpr })).body.items;
  const receiptOf = async (headerId: string) =>
    (await network('GET', '/sent')).items.find((one) => one.headerId === headerId);
  const theirs = (kind: string) => fault({ kind, on: 'theirs', times: 1 });

  it('that comes twice at once opens one case', async () => {
    await theirs('twice');
    const before = (await casesOf('0201919995')).length;
    const { headerId } = await admit('0201919995');
    expect(await receiptOf(headerId)).toMatchObject({ receipt: 'ok' });
    expect(await casesOf('0201919995')).toHaveLength(before + 1);
  });

  it('that is lost or damaged comes again, and opens its case then', async () => {
    for (const kind of ['lost', 'damaged']) {
      await theirs(kind);
      const before = (await casesOf('0201919995')).length;
      const { headerId } = await admit('0201919995');
      expect(await receiptOf(headerId)).toMatchObject({ receipt: null });
      expect(await casesOf('0201919995')).toHaveLength(before);
      await halfAnHour();
      await eventually(async () => {
        expect(await receiptOf(headerId)).toMatchObject({ receipt: 'ok', bundleIds: { length: 2 } });
      }, patience);
      expect(await casesOf('0201919995')).toHaveLength(before + 1);
    }
    expect(await itemKinds()).toContain('unreadable-message');
  });

  it('for somebody else is refused, once and for all, and opens nothing', async () => {
    await theirs('wrong-receiver');
    const before = (await casesOf('0201919995')).length;
    const { headerId } = await admit('0201919995');
    expect(await receiptOf(headerId)).toMatchObject({ receipt: 'fatal-error', bundleIds: { length: 1 } });
    expect(await casesOf('0201919995')).toHaveLength(before);
  });

  it('whose receipt is lost comes again, gets the same receipt, and is not shown twice', async () => {
    await fault({ kind: 'lost-receipt', times: 1 });
    const before = (await casesOf('0201919995')).length;
    const { headerId } = await admit('0201919995');
    expect(await receiptOf(headerId)).toMatchObject({ receipt: null });
    await halfAnHour();
    await eventually(async () => expect(await receiptOf(headerId)).toMatchObject({ receipt: 'ok' }), patience);
    expect(await casesOf('0201919995')).toHaveLength(before + 1);
  });

  it('that replies to the plan is read by the ward and acknowledged, however often it comes', async () => {
    const id = await started('0108629996');
    const plan = await untilPlan(id, { state: 'arrived' });
    await theirs('twice');
    const { headerId } = await network('POST', '/replies', { to: plan.id, text: 'Ja til alle ydelser' });
    expect(await receiptOf(headerId)).toMatchObject({ receipt: 'ok' });
    const [read] = await eventually(async () => {
      const found = await tasksOf('ward', id, 'read-letter');
      expect(found).toHaveLength(1);
      return found;
    }, patience);
    expect((await caseOf(id)).received).toMatchObject([{ segments: [{}, { text: 'Ja til alle ydelser' }] }]);
    const recorded = { answer: 'accept', version: read?.version };
    expect((await api.post('ward', `/api/tasks/${read?.id}/answer`, recorded)).status).toBe(200);
    await eventually(async () => {
      expect(new Set((await caseOf(id)).services.map(({ state }) => state))).toEqual(new Set(['accepted']));
    }, patience);
  });
});

describe('a whole run', () => {
  it('with every tenth envelope lost and every tenth doubled ends as one without', { timeout: 120_000 }, async () => {
    await fault({ kind: 'lost', on: 'any', every: 10 });
    await fault({ kind: 'twice', on: 'any', every: 10, first: 5 });
    const cprs = ['2311143995', '3001749995', '1509819996', '0108589995', '2509479989', '0201609995'];
    const episodes = cprs.map(() => randomUUID());
    const ids: string[] = [];
    for (const [place, cpr] of cprs.entries()) ids.push(await started(cpr, episodes[place]));
    const arrived = async (): Promise<void> => {
      for (const id of ids) expect(await planOf(id)).toMatchObject({ state: 'arrived' });
    };
    for (const _wait of [1, 2, 3]) await halfAnHour();
    await eventually(arrived, patience);

    const replies: string[] = [];
    for (const id of ids) {
      const { headerId } = await network('POST', '/replies', { to: (await planOf(id)).id, text: `Ja tak ${id}` });
      replies.push(headerId);
    }
    for (const _wait of [1, 2, 3]) await halfAnHour();
    await eventually(async () => {
      const { items } = await network('GET', '/sent');
      expect(items.filter((one) => replies.includes(one.headerId)).map(({ receipt }) => receipt)).toEqual(
        replies.map(() => 'ok'),
      );
    }, patience);
    for (const id of ids) {
      // Nothing twice, nothing of another case, and nobody has to ring.
      expect((await tasksOf('ward', id, 'read-letter')).length, id).toBe(1);
      const { received } = await caseOf(id);
      expect(received, id).toMatchObject([{ segments: [{}, { text: `Ja tak ${id}` }] }]);
      expect(await tasksOf('ward', id, 'ring-party'), id).toEqual([]);
    }

    // The hospital's own system tells the whole stay, a leave included.
    for (const [place, cpr] of cprs.entries()) {
      const at = (await api.get(null, '/dev/clock')).body.now;
      const path = `/stays/${episodes[place]}`;
      await network('POST', '/admit', { ...citizen, cpr, episodeId: episodes[place], start: at });
      for (const event of ['STOR', 'SLOR', 'SLHJ']) await network('POST', path, { event, at });
    }
    for (const _wait of [1, 2, 3]) await halfAnHour();
    await eventually(async () => {
      for (const id of ids) {
        const { stage, timeline } = await caseOf(id);
        expect(stage, id).toBe('left');
        expect(timeline.filter(({ fact }) => fact === 'left')).toHaveLength(1);
        expect(timeline.filter(({ fact }) => fact === 'stay-told')).toHaveLength(4);
      }
    }, patience);
    const struck = (await network('GET', '/received')).items.filter(({ timesSeen }) => timesSeen > 1);
    expect(struck.length).toBeGreaterThan(0);
  });

  it.skipIf(validate === null)('sends nothing that is not valid', async () => {
    const { items } = await network('GET', '/received');
    const letters = items.filter(({ event }) => event !== 'acknowledgement-message');
    expect(letters.length).toBeGreaterThan(10);
    for (const { headerId } of letters) {
      const { raw } = await network('GET', `/received/${headerId}`);
      expect(validate?.(raw), headerId).toEqual([]);
    }
  });
});
