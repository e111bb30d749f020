// Faults of the network in every direction: messages of ours, messages of the partners, and receipts of either; by message,
// by number, and every so many for a whole run. Seen from both ends: what the partner holds and what reaches our API.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ISSUES } from '../../simulator/faults.ts';
import { citizen, municipality, uuid } from '../medcom/fixtures.ts';
import type { Running } from './running.ts';
import { letter, receiptFor, running } from './running.ts';

let run: Running;
beforeEach(async () => {
  run = await running();
});
afterEach(() => run.stop());

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const nameOf = (headerId: unknown): string => names.find((name) => uuid(name) === headerId) ?? 'unknown';
/** What came back, as the letter it answers and how. */
const answers = (): string[] =>
  run.reads().map((read) => {
    if (read.kind === 'not-understood') return 'unreadable';
    return read.kind === 'acknowledgement' ? `${nameOf(read.message.of)} ${read.message.code}` : read.kind;
  });
/** What the partner has, as the letters and how often each came. */
const held = async (): Promise<string[]> =>
  (await run.received()).map(({ headerId, timesSeen }) => `${nameOf(headerId)} ${timesSeen}`);
const send = async (...letters: readonly string[]): Promise<void> => {
  for (const name of letters) {
    expect((await run.send(letter(name))).status).toBe(202);
    await run.idle();
  }
};

describe('a message of ours', () => {
  it('reaches the partner twice, and each copy is answered in an envelope of its own', async () => {
    await run.fault({ kind: 'twice', on: 'ours' });
    await send('a');
    expect(await held()).toEqual(['a 2']);
    expect(answers()).toEqual(['a ok', 'a ok']);
    const bundles = run.reads().map((read) => read.kind === 'acknowledgement' && read.message.bundleId);
    expect(new Set(bundles).size).toBe(2);
  });

  it('reaches the partner late, by the clock of the environment', async () => {
    run.api.clock = '2026-05-09T09:00:00Z';
    await run.fault({ kind: 'late', on: 'ours', delayMs: 600_000, times: 1 });
    await send('a');
    expect(await held()).toEqual([]);
    run.api.clock = '2026-05-09T09:10:01Z';
    await vi.waitFor(async () => expect(answers()).toEqual(['a ok']), { timeout: 5000 });
  });

  it('reaches the partner after the next one', async () => {
    await run.fault({ kind: 'out-of-order', on: 'ours', messageHeaderId: uuid('a') });
    await send('a', 'b');
    expect(await held()).toEqual(['b 1', 'a 1']);
  });

  it('is damaged on its way: nobody can tell whose it is, so nobody answers', async () => {
    await run.fault({ kind: 'damaged', times: 1 });
    await send('a');
    expect([await held(), answers()]).toEqual([[], []]);
    await send('a');
    expect(answers()).toEqual(['a ok']);
  });

  it('is handed to somebody else, who refuses it in a name of their own', async () => {
    await run.fault({ kind: 'wrong-receiver', times: 1 });
    await send('a');
    expect(await held()).toEqual([]);
    const [read] = run.reads();
    expect(read).toMatchObject({
      kind: 'acknowledgement',
      message: {
        of: uuid('a'),
        code: 'fatal-error',
        issues: [{ detailCodes: ['MSG_Receiver_Identifier_UNKNOWN'] }],
      },
    });
    expect(read?.kind === 'acknowledgement' && read.message.sender.gln).not.toBe(municipality.gln);
  });

  it('is followed by a receipt for a message that never was, and none for itself', async () => {
    await run.fault({ kind: 'stray-receipt', times: 1 });
    await send('a');
    expect([await held(), answers()]).toEqual([['a 1'], ['unknown ok']]);
  });

  it.each(Object.keys(ISSUES))('is refused with %s, and again so when it comes again', async (issue) => {
    const kind = issue === 'MSG_Mailbox_Out_Of_Operation' ? 'transient-error' : 'fatal-error';
    await run.fault({ kind, issue, times: 2 });
    await send('a', 'a');
    expect(run.reads()).toEqual(
      [1, 2].map(() =>
        expect.objectContaining({
          kind: 'acknowledgement',
          message: expect.objectContaining({ code: kind, issues: [expect.objectContaining({ detailCodes: [issue] })] }),
        }),
      ),
    );
  });
});

describe('a message of a partner', () => {
  const admit = (headerId = uuid('a')) => run.call('POST', '/admit', { ...citizen, headerId });
  const sentOnes = async () => (await run.call('GET', '/sent')).body.items;
  const later = (minutes: number): void => {
    run.api.clock = new Date(Date.parse(run.api.clock ?? '') + minutes * 60_000).toISOString();
  };
  beforeEach(() => {
    run.api.clock = '2026-05-09T09:00:00Z';
    run.api.says = receiptFor;
  });

  it('that we acknowledge is sent once', async () => {
    expect((await admit()).body).toMatchObject({ api: { status: 202 }, fault: null });
    later(31);
    await run.idle();
    expect(await sentOnes()).toMatchObject([{ headerId: uuid('a'), bundleIds: [expect.anything()], receipt: 'ok' }]);
  });

  it('is lost, and comes again after half an hour under the same id in a new envelope', async () => {
    await run.fault({ kind: 'lost', on: 'theirs', times: 1 });
    expect(await admit()).toMatchObject({ status: 200, body: { api: null, fault: 'lost' } });
    expect(run.api.got).toEqual([]);
    later(31);
    await vi.waitFor(async () => expect(await sentOnes()).toMatchObject([{ receipt: 'ok' }]), { timeout: 5000 });
    const [{ bundleIds } = { bundleIds: [] }] = await sentOnes();
    expect(bundleIds).toHaveLength(2);
    expect(run.reads()).toMatchObject([{ message: { headerId: uuid('a') } }]);
  });

  it('without any receipt is sent three times and no more', async () => {
    await run.fault({ kind: 'lost', on: 'receipts' });
    await admit();
    for (const copies of [2, 3, 3]) {
      later(31);
      await vi.waitFor(() => expect(run.api.got).toHaveLength(copies), { timeout: 5000 });
      await run.idle();
    }
    expect(await sentOnes()).toMatchObject([{ bundleIds: { length: 3 }, receipt: null }]);
  });

  it('comes twice, damaged, to the wrong receiver, late, or after the next one', async () => {
    const theirs = (kind: string) => run.fault({ kind, on: 'theirs', times: 1 });
    await theirs('twice');
    await admit();
    expect(run.reads().map(({ kind }) => kind)).toEqual(['hospital-notification', 'hospital-notification']);
    run.api.got.length = 0;
    await theirs('damaged');
    await admit(uuid('b'));
    expect(run.reads()).toMatchObject([{ kind: 'not-understood' }]);
    run.api.got.length = 0;
    await theirs('wrong-receiver');
    await admit(uuid('c'));
    const [strange] = run.reads();
    expect(strange?.kind === 'hospital-notification' && strange.message.receiver.gln).not.toBe(municipality.gln);
    run.api.got.length = 0;
    await theirs('out-of-order');
    await theirs('late');
    await admit(uuid('d'));
    await admit(uuid('e'));
    expect(run.reads()).toEqual([]);
    await admit(uuid('f'));
    await run.idle();
    const order = (): string[] =>
      run.reads().map((read) => (read.kind === 'not-understood' ? '' : nameOf(read.message.headerId)));
    expect(order()).toEqual(['f', 'd']);
    later(46);
    await vi.waitFor(() => expect(order()).toContain('e'), { timeout: 5000 });
  });
});

describe('every so many', () => {
  const everyThird = async (): Promise<void> => {
    await run.fault({ kind: 'lost', on: 'ours', every: 3 });
    await run.fault({ kind: 'twice', on: 'ours', every: 3, first: 2 });
  };

  it('strikes by a counter: the same run has the same faults', async () => {
    await everyThird();
    await send(...names);
    const once = await held();
    expect(once).toEqual(['a 1', 'b 2', 'd 1', 'e 2', 'g 1', 'h 2', 'j 1']);
    await run.stop();
    run = await running();
    await everyThird();
    await send(...names);
    expect(await held()).toEqual(once);
  });

  it('counts messages and receipts of both directions together when it is to strike any', async () => {
    run.api.says = receiptFor;
    await run.fault({ kind: 'lost', on: 'any', every: 4 });
    // 1: a, 2: its receipt, 3: b, 4: its receipt.
    await send('a', 'b');
    expect([await held(), answers()]).toEqual([['a 1', 'b 1'], ['a ok']]);
    // 5: the notice, 6: our receipt for it, 7: c, 8: its receipt.
    await run.call('POST', '/admit', { ...citizen });
    await send('c');
    expect(answers()).toEqual(['a ok', 'hospital-notification']);
    expect((await run.call('GET', '/sent')).body.items).toMatchObject([{ receipt: 'ok' }]);
    // 9: d, 10: its receipt, 11: another notice, 12: our receipt for it.
    await send('d');
    await run.call('POST', '/admit', { ...citizen });
    expect((await run.call('GET', '/sent')).body.items).toMatchObject([{ receipt: 'ok' }, { receipt: null }]);
  });
});

it.each([
  ['a receipt that strikes the partner’s own', { kind: 'lost-receipt', on: 'theirs' }],
  ['a refusal of what is not ours', { kind: 'refuse', on: 'theirs' }],
  ['nowhere', { kind: 'lost', on: 'somewhere' }],
  ['a receipt to the wrong receiver', { kind: 'wrong-receiver', on: 'receipts' }],
  ['no number', { kind: 'lost', every: 0 }],
  ['a first after the second', { kind: 'lost', every: 3, first: 4 }],
  ['a reason MedCom does not have', { kind: 'fatal-error', issue: 'MSG_TOO_LATE' }],
])('%s is refused', async (_name, body) => {
  expect((await run.fault(body)).status).toBe(400);
});
