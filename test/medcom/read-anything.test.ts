// Reading what nobody made for us: messages damaged at random, and the official examples when they are there.
// Nothing ever throws and no problem ever tells a value; the examples are reported as skipped where they are not.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitById } from '../../domain/organisations.ts';
import { buildAcknowledgement } from '../../medcom/acknowledgement.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { issueOf } from '../../medcom/problems.ts';
import { readMessage } from '../../medcom/read.ts';
import { ruleBook } from '../domain/rule-book.ts';
import { anyDamage, damaged } from './damage.ts';
import { admission, care, municipality, uuid, ward } from './fixtures.ts';
import { officialExamples } from './official.ts';

const stin = buildHospitalNotification(admission);
const letter = buildCareCommunication(care);

const problemsOf = (raw: string) => {
  const read = readMessage(raw);
  return read.kind === 'not-understood' ? read.problems.map((problem) => `${problem.code} ${problem.path}`) : [];
};

describe('damage', () => {
  const originals = [stin, letter, ...officialExamples.values()];
  const secrets = ['2509479989', 'Elmer', 'Bruno', 'Skabelonsen'];

  it('never throws, never tells a value, and can be answered when it says so', () => {
    fc.assert(
      fc.property(fc.constantFrom(...originals), anyDamage, (raw, damage) => {
        const read = readMessage(damaged(raw, damage));
        const of = read.kind === 'not-understood' ? read.acknowledgeable : read.message.acknowledgeable;
        if (read.kind === 'not-understood') {
          const issues = read.problems.map(issueOf);
          for (const secret of secrets) expect(JSON.stringify([read.problems, issues])).not.toContain(secret);
        }
        if (of !== null)
          buildAcknowledgement({ of, answer: { code: 'ok' }, bundleId: uuid('damage'), at: '2026-05-02T08:17:00Z' });
      }),
      { numRuns: 400 },
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (raw) => {
        expect(readMessage(raw).kind).toBe('not-understood');
      }),
    );
    expect(readMessage('['.repeat(200_000)).kind).toBe('not-understood');
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    const read = readMessage(stin.replace('"recorded"', `"extension":[${deep}],"recorded"`));
    expect(read).toMatchObject({
      problems: [{ code: 'too-deep', path: 'Bundle' }],
      acknowledgeable: { headerId: admission.headerId, provenance: null },
    });
  });
});

describe.skipIf(officialExamples.size === 0)('the official examples', () => {
  it('are all understood', () => {
    expect(officialExamples.size).toBe(15);
    for (const [name, raw] of officialExamples) expect(problemsOf(raw), name).toEqual([]);
  });

  it.each([
    ['hn-admit-inpatient.json', { stayEvent: 'STIN', change: 'new', reportOfAdmissionTo: expect.anything() }],
    ['hn-admit-emergency.json', { stayEvent: 'STAA', change: 'new', reportOfAdmissionTo: expect.anything() }],
    ['hn-revise-admit-inpatient.json', { stayEvent: 'STIN', change: 'revise', reportOfAdmissionTo: null }],
    [
      'hn-cancel-admit-inpatient.json',
      { stayEvent: 'STIN', change: 'cancel', encounter: { status: 'entered-in-error' } },
    ],
    [
      'hn-start-leave-inpatient.json',
      { stayEvent: 'STOR', encounter: { leave: { start: '2022-12-13T12:00:10.000Z', end: null } } },
    ],
    ['hn-end-leave-inpatient.json', { stayEvent: 'SLOR', encounter: { leave: { end: '2022-12-14T13:30:00.000Z' } } }],
    [
      'hn-discharge-inpatient-home.json',
      { stayEvent: 'SLHJ', encounter: { class: 'IMP', end: '2022-12-18T07:45:30.000Z' } },
    ],
    ['hn-discharge-emergency-home.json', { stayEvent: 'SLHJ', encounter: { class: 'EMER' } }],
    ['cc-new-2.json', { topic: expect.any(String), previousHeaderId: null }],
    ['cc-reply.json', { activity: 'reply-message', previousHeaderId: expect.any(String) }],
    ['ack-ok.json', { of: '42cb9200-f421-4d08-8391-7d51a2503cb4', code: 'ok', issues: [] }],
    ['ack-fatal-error.json', { code: 'fatal-error', issues: [{ detailCodes: ['MSG_VALUESET_VALUE_UNKNOWN'] }] }],
    [
      'ack-transient-error.json',
      { code: 'transient-error', issues: [{ detailCodes: ['MSG_Mailbox_Out_Of_Operation'] }] },
    ],
  ])('%s', (name, message) => {
    expect(readMessage(officialExamples.get(name) ?? '')).toMatchObject({ message });
  });

  it('of one stay share their episode', () => {
    const reads = [...officialExamples.values()].map(readMessage);
    const stays = reads.flatMap((read) =>
      read.kind === 'hospital-notification' ? read.message.encounter.episodeIds : [],
    );
    expect(stays.length).toBeGreaterThanOrEqual(8);
  });
});

it('our own example admits to the ward and municipality of the example organisations', async () => {
  const raw = readFileSync(new URL('../../examples/medcom/admission.json', import.meta.url), 'utf8');
  expect(readMessage(raw)).toMatchObject({
    kind: 'hospital-notification',
    message: { stayEvent: 'STIN', change: 'new', sender: ward, receiver: municipality, reportOfAdmissionTo: ward },
  });
  const { registry } = await ruleBook();
  expect(unitById(registry, 'ward-m1')).toMatchObject({ sor: ward.sor, gln: ward.gln });
  expect(unitById(registry, 'mun-0791-visitation')).toMatchObject({ sor: municipality.sor, gln: municipality.gln });
});
