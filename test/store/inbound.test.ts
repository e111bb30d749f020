// The receiver's duplicate table of MedCom (domain.md 1.9), line by line.
// Also with two of the same at once, and for what cannot be read.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../store/database.ts';
import type { InboundInput } from '../../store/inbound.ts';
import { decideInbound, inboundByHeader, inboundMessage, keepInbound, linkInbound } from '../../store/inbound.ts';
import { aCase, MINUTE, T0, testDatabase } from './fixtures.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
afterAll(() => db.destroy());

const input = (change: Partial<InboundInput> = {}): InboundInput => ({
  id: randomUUID(),
  bundleId: randomUUID(),
  headerId: randomUUID(),
  sender: '5790009900016',
  event: 'hospital-notification-message',
  raw: '{"resourceType":"Bundle"}',
  bytes: null,
  rawHash: 'h',
  receivedAt: T0,
  ...change,
});
const again = (first: InboundInput, change: Partial<InboundInput> = {}) => ({ ...first, id: randomUUID(), ...change });

test('both ids new: kept and to be decided', async () => {
  const first = input();
  expect(await keepInbound(db, first)).toMatchObject({
    kind: 'new',
    message: { id: first.id, state: 'received', raw: first.raw },
  });
});

test('both ids seen: the first with its receipt, which stands', async () => {
  const first = input();
  await keepInbound(db, first);
  const dischargeId = await aCase(db);
  const submission = randomUUID();
  await linkInbound(db, first.id, { submission, dischargeId });
  const decision = { state: 'decided', dischargeId, acknowledgement: 'ok', keepRaw: true, at: T0 } as const;
  await decideInbound(db, first.id, decision);
  await decideInbound(db, first.id, { ...decision, state: 'unreadable', acknowledgement: 'fatal', at: T0 + MINUTE });
  expect(await keepInbound(db, again(first))).toMatchObject({
    kind: 'again',
    sameEnvelope: true,
    first: { id: first.id, state: 'decided', acknowledgement: 'ok', dischargeId, submission, decidedAt: T0 },
  });
});

test('letter seen, envelope new: a resend; goes on from where the first stands', async () => {
  const first = input();
  await keepInbound(db, first);
  const resent = again(first, { bundleId: randomUUID() });
  expect(await keepInbound(db, resent)).toMatchObject({
    kind: 'again',
    sameEnvelope: false,
    first: { state: 'received' },
  });
  expect(await inboundMessage(db, resent.id)).toMatchObject({ state: 'duplicate' });
  expect(await inboundByHeader(db, first.headerId ?? '')).toMatchObject({ id: first.id });
});

test('envelope seen, letter new: an error of the sender', async () => {
  const first = input();
  await keepInbound(db, first);
  expect(await keepInbound(db, again(first, { headerId: randomUUID() }))).toMatchObject({
    kind: 'envelope-reused',
    message: { state: 'unreadable' },
  });
});

test('ids of another sender are other ids', async () => {
  const first = input();
  await keepInbound(db, first);
  expect(await keepInbound(db, again(first, { sender: '5790009900078' }))).toMatchObject({ kind: 'new' });
});

test('of the same many times at once one is new', async () => {
  const first = input();
  const kinds = await Promise.all(Array.from({ length: 10 }, async () => (await keepInbound(db, again(first))).kind));
  expect(kinds.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'again'), 'new']);
});

test('what cannot be read is kept as well, and each time as its own', async () => {
  const broken = input({ bundleId: null, headerId: null, sender: null, event: null, raw: 'not json' });
  expect(await keepInbound(db, broken)).toMatchObject({ kind: 'new' });
  expect(await keepInbound(db, again(broken))).toMatchObject({ kind: 'new' });
  expect(
    await decideInbound(db, broken.id, {
      state: 'unreadable',
      dischargeId: null,
      acknowledgement: null,
      keepRaw: true,
      at: T0,
    }),
  ).toMatchObject({
    state: 'unreadable',
    raw: 'not json',
  });
});

test('of a citizen who concerns nobody only metadata stays', async () => {
  const notice = input();
  await keepInbound(db, notice);
  const decision = { state: 'decided', dischargeId: null, acknowledgement: 'ok', keepRaw: false, at: T0 } as const;
  expect(await decideInbound(db, notice.id, decision)).toMatchObject({
    raw: null,
    acknowledgement: 'ok',
    headerId: notice.headerId,
  });
});
