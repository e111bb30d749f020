// What the partners send by themselves: every notice of a stay with its chain, and replies in the thread of our letters.
// Read by our own code for what they mean, and by MedCom's profiles for whether they are right.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMessage } from '../../medcom/read.ts';
import { care, citizen, municipality, uuid, ward } from '../medcom/fixtures.ts';
import { loadValidator } from '../medcom/official.ts';
import type { Running } from './running.ts';
import { letter, receiptFor, running } from './running.ts';

const validate = await loadValidator();

let run: Running;
beforeEach(async () => {
  run = await running();
  run.api.says = receiptFor;
  run.api.clock = '2026-05-09T20:00:00Z';
});
afterEach(() => run.stop());

const day = (hour: number): string => `2026-05-09T${String(hour).padStart(2, '0')}:00:00.000Z`;

async function admitted(more: object = {}): Promise<string> {
  const { status, body } = await run.call('POST', '/admit', { ...citizen, start: day(6), ...more });
  expect(status, body.problem).toBe(200);
  return body.episodeId;
}
const tell = (episode: string, event: string, hour: number) =>
  run.call('POST', `/stays/${episode}`, { event, at: day(hour) });

/** What our own code read in each notice. */
const notices = () =>
  run.reads().map((read) => {
    if (read.kind !== 'hospital-notification') return read;
    const { stayEvent, change, encounter, patient } = read.message;
    const { status, class: code, start, end, leave } = encounter;
    return { told: `${stayEvent} ${change}`, status, code, start, end, leave, deceased: patient.deceased };
  });

/** Ids of the messages that the Provenances of the newest notice are about, and what each follows on. */
const chain = (): readonly string[] => {
  const bundle = JSON.parse(run.api.got.at(-1)?.body ?? '{}');
  const provenances: readonly Record<string, never>[] = bundle.entry
    .map(({ resource }: { resource: Record<string, never> }) => resource)
    .filter(({ resourceType }: { resourceType: string }) => resourceType === 'Provenance');
  return provenances.map((one) => JSON.stringify([one['target'], one['entity'] ?? null]));
};

const findings = (): unknown[] => run.api.got.map(({ body }) => validate?.(body) ?? []).filter((one) => one.length > 0);

describe('the notices of a stay', () => {
  it('tell a whole stay with a leave, each with all before it', async () => {
    const episode = await admitted();
    for (const [event, hour] of [
      ['STOR', 8],
      ['SLOR', 10],
      ['SLHJ', 12],
    ] as const)
      await tell(episode, event, hour);
    const stay = { code: 'IMP', start: day(6), end: null, leave: null, deceased: null };
    expect(notices()).toMatchObject([
      { ...stay, told: 'STIN new', status: 'in-progress' },
      { ...stay, told: 'STOR new', status: 'onleave', leave: { start: day(8), end: null } },
      { ...stay, told: 'SLOR new', status: 'in-progress', leave: { start: day(8), end: day(10) } },
      { ...stay, told: 'SLHJ new', status: 'finished', end: day(12) },
    ]);
    expect(chain()).toHaveLength(4);
    const told = (await run.call('GET', `/stays/${episode}`)).body.items;
    expect(told.map(({ code }) => code)).toEqual(['STIN', 'STOR', 'SLOR', 'SLHJ']);
    // Newest first, then the others as they were; each follows on the one before.
    const [newest, ...earlier] = chain();
    expect(newest).toContain(String(told[2]?.['headerId']));
    expect(
      earlier.map((one) =>
        told.findIndex(({ headerId }) => one.startsWith(`[[{"reference":"MessageHeader/${headerId}`)),
      ),
    ).toEqual([0, 1, 2]);
  });

  it('correct and cancel the newest, and nothing else', async () => {
    const episode = await admitted();
    expect((await tell(episode, 'RE_SLHJ', 7)).status).toBe(400);
    for (const [event, hour] of [
      ['SLHJ', 12],
      ['RE_SLHJ', 13],
      ['AN_SLHJ', 14],
      ['STOR', 15],
      ['AN_STOR', 16],
      ['AN_STIN', 17],
    ] as const) {
      expect((await tell(episode, event, hour)).status, event).toBe(200);
    }
    expect(notices()).toMatchObject([
      { told: 'STIN new' },
      { told: 'SLHJ new', end: day(12) },
      { told: 'SLHJ revise', status: 'finished', end: day(13) },
      { told: 'SLHJ cancel', status: 'in-progress', end: null },
      { told: 'STOR new', status: 'onleave' },
      { told: 'STOR cancel', status: 'in-progress', leave: null },
      { told: 'STIN cancel', status: 'entered-in-error' },
    ]);
    expect((await tell(episode, 'SLHJ', 18)).status).toBe(400);
    expect((await tell(episode, 'AN_SLHJ', 18)).status).toBe(400);
    expect((await tell('unknown', 'SLHJ', 18)).status).toBe(400);
    expect((await tell(episode, 'STUD', 18)).status).toBe(400);
  });

  it('tell of a death, also on leave and on arrival, and take it back', async () => {
    const episode = await admitted({ event: 'STAA' });
    for (const [event, hour] of [
      ['STIN', 7],
      ['STOR', 8],
      ['MORS', 9],
      ['RE_MORS', 10],
      ['AN_MORS', 11],
    ] as const) {
      expect((await tell(episode, event, hour)).status, event).toBe(200);
    }
    await admitted({ event: 'MORS' });
    expect(notices()).toMatchObject([
      { told: 'STAA new', code: 'EMER', start: day(6) },
      { told: 'STIN new', code: 'IMP', start: day(7) },
      { told: 'STOR new' },
      { told: 'MORS new', deceased: true, end: day(9), leave: { start: day(8) } },
      // A corrected death cannot be told from a new one.
      { told: 'MORS new', deceased: true, end: day(10) },
      { told: 'MORS cancel', deceased: false, status: 'onleave', leave: { start: day(8) } },
      { told: 'MORS new', deceased: true, start: day(6), end: day(6) },
    ]);
  });

  it.skipIf(validate === null)('are valid, every one', async () => {
    const stays: readonly (readonly string[])[] = [
      ['STIN', 'RE_STIN', 'STOR', 'RE_STOR', 'SLOR', 'RE_SLOR', 'AN_SLOR', 'SLHJ', 'RE_SLHJ', 'AN_SLHJ', 'AN_STIN'],
      ['STAA', 'RE_STAA', 'STIN', 'STOR', 'AN_STOR', 'STOR', 'MORS', 'RE_MORS', 'AN_MORS', 'SLOR', 'MORS', 'AN_MORS'],
      ['STAA', 'SLHJ', 'RE_SLHJ', 'AN_SLHJ', 'AN_STAA'],
      ['MORS'],
    ];
    for (const [event, ...rest] of stays) {
      const episode = await admitted({ event });
      for (const [hour, next] of rest.entries()) expect((await tell(episode, next, hour + 7)).status, next).toBe(200);
    }
    expect(run.api.got).toHaveLength(stays.flat().length);
    expect(findings()).toEqual([]);
  });
});

describe('a reply of the municipality', () => {
  const reply = (more: object = {}) =>
    run.call('POST', '/replies', { to: uuid('a'), text: 'Ja til alle ydelser', ...more });

  it('is in the thread of our letter, with all that was said before, and signed', async () => {
    await run.send(letter('a'));
    await run.idle();
    run.api.got.length = 0;
    const { status, body } = await reply({ topic: 'Ydelser', author: { given: 'Karen', family: 'Koordinator' } });
    expect([status, body.fault]).toEqual([200, null]);
    const ours = readMessage(letter('a'));
    const [read] = run.reads();
    if (ours.kind !== 'care-communication' || read?.kind !== 'care-communication') throw new Error('no letters');
    expect(read.message).toMatchObject({
      sender: municipality,
      receiver: ward,
      threadId: ours.message.threadId,
      previousHeaderId: uuid('a'),
      topic: 'Ydelser',
      category: 'discharge',
      episodeIds: ours.message.episodeIds,
    });
    expect(read.message.segments.map((one) => one.kind === 'text' && [one.text, one.author.name])).toEqual([
      [care.text, expect.stringContaining('Skabelonsen')],
      ['Ja til alle ydelser', expect.stringContaining('Koordinator')],
    ]);
    expect((await run.call('GET', '/sent')).body.items).toMatchObject([{ headerId: body.headerId, receipt: 'ok' }]);
  });

  it('answers a letter that has come, and nothing else', async () => {
    expect((await reply()).status).toBe(400);
    await run.send(letter('a'));
    expect((await reply({ text: ' ' })).status).toBe(400);
    expect((await reply({ to: uuid('b') })).status).toBe(400);
  });

  it.skipIf(validate === null)('is valid', async () => {
    await run.send(letter('a'));
    await run.idle();
    await reply();
    await reply({ topic: 'A & B <c>', text: 'To linjer\nog "tegn" & <b>' });
    expect(run.reads().map(({ kind }) => kind)).toEqual([
      'acknowledgement',
      'care-communication',
      'care-communication',
    ]);
    expect(findings()).toEqual([]);
  });
});

it.skipIf(validate === null)('every kind of negative receipt is valid', async () => {
  const issues = ['MSG_Receiver_Identifier_UNKNOWN', 'MSG_Element_To_Long', 'MSG_CodeSystem_VALUE_UNKNOWN'];
  const more = ['MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE', 'MSG_Datatype_Wrong', 'MSG_Damaged_durin_transport'];
  for (const issue of [...issues, ...more, 'MSG_Receiver_Identifier_MISSING', 'MSG_VALUESET_VALUE_UNKNOWN']) {
    await run.fault({ kind: 'fatal-error', issue, times: 1 });
    await run.send(letter(issue));
  }
  await run.fault({ kind: 'wrong-receiver', times: 1 });
  await run.send(letter('w'));
  await run.fault({ kind: 'stray-receipt', times: 1 });
  await run.send(letter('s'));
  await run.idle();
  expect(run.api.got).toHaveLength(10);
  expect(findings()).toEqual([]);
});
