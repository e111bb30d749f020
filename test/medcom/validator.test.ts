// Every kind of message we build passes the validator of MedCom's published profiles and texts, without a warning.
// Skipped, and reported so, where the validator is not beside the project.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAcknowledgement } from '../../medcom/acknowledgement.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { CATEGORIES } from '../../medcom/codes.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { ISSUES, issueOf } from '../../medcom/problems.ts';
import { readMessage } from '../../medcom/read.ts';
import { anyDamage, damaged } from './damage.ts';
import { admission, care, endOfStay, episode, uuid } from './fixtures.ts';
import { loadValidator, officialExamples } from './official.ts';

const validate = await loadValidator();
const findings = (raw: string) => validate?.(raw) ?? [];
const acknowledgeableOf = (raw: string) => {
  const read = readMessage(raw);
  const of = read.kind === 'not-understood' ? read.acknowledgeable : read.message.acknowledgeable;
  if (of === null) throw new Error('the message cannot be acknowledged');
  return of;
};
const answered = (raw: string, answer: Parameters<typeof buildAcknowledgement>[0]['answer']) =>
  buildAcknowledgement({
    of: acknowledgeableOf(raw),
    answer,
    bundleId: uuid('ack-bundle'),
    at: '2030-01-01T00:00:00Z',
  });

const stin = buildHospitalNotification(admission);
const { reportOfAdmissionTo: _, ...plainAdmission } = admission;

describe.skipIf(validate === null)('messages we build are valid', () => {
  it.each([
    ['STIN with report of admission', admission],
    ['STIN without', plainAdmission],
    ['STAA', { ...admission, stayEvent: 'STAA' }],
    ['MORS on arrival', { ...endOfStay, episode, stayEvent: 'MORS', arrivedAs: 'EMER' }],
    [
      'STIN by transfer within the region',
      { ...plainAdmission, episode: { ...episode, system: 'https://a.dk' }, transferredFrom: 'same-region' },
    ],
  ] as const)('HospitalNotification: %s', (_name, input) => {
    expect(findings(buildHospitalNotification(input))).toEqual([]);
  });

  it('HospitalNotification: our example', () => {
    expect(findings(readFileSync(new URL('../../examples/medcom/admission.json', import.meta.url), 'utf8'))).toEqual(
      [],
    );
  });

  it.each(CATEGORIES)('CareCommunication: category %s', (category) => {
    expect(findings(buildCareCommunication({ ...care, category }))).toEqual([]);
  });

  it.each([
    ['national', '1VJ4'],
    ['of the region', '5AB1'],
  ])('CareCommunication: a patient with a replacement number, %s', (_name, last) => {
    expect(findings(buildCareCommunication({ ...care, patient: { ...care.patient, cpr: `070392${last}` } }))).toEqual(
      [],
    );
  });

  it('CareCommunication: text that a person could have typed anywhere', () => {
    const text = `<b>"A & B"</b>\r\n\u0007 halvt tegn \ud83d, langt: ${'x'.repeat(900)} 😀 https://a.dk/#intet`;
    expect(findings(buildCareCommunication({ ...care, text, topic: text }))).toEqual([]);
  });

  it('CareCommunication: without topic and episode', () => {
    const { topic: _topic, episode: _episode, ...bare } = care;
    expect(findings(buildCareCommunication(bare))).toEqual([]);
  });

  it.each([
    ['ok', { code: 'ok' }],
    [
      'fatal-error',
      { code: 'fatal-error', issues: [issueOf({ code: 'missing', path: 'Patient' }), ISSUES.receiverUnknown] },
    ],
    ['transient-error', { code: 'transient-error', issues: [ISSUES.outOfOperation] }],
  ] as const)('Acknowledgement: %s', (_name, answer) => {
    for (const raw of [stin, buildCareCommunication(care)]) expect(findings(answered(raw, answer))).toEqual([]);
  });

  it('Acknowledgement: every problem can be said in one', () => {
    const codes = [
      'not-json',
      'not-a-message',
      'too-large',
      'too-deep',
      'stated-twice',
      'unsafe-name',
      'unusable-characters',
      'modifier',
      'wrong-type',
      'unsupported-version',
      'unsupported-event',
      'missing',
      'invalid',
      'unknown-code',
      'unknown-system',
      'not-in-message',
      'too-many',
      'contradiction',
    ] as const;
    const [first, ...rest] = codes.map((code) => issueOf({ code, path: 'Patient' }));
    if (first === undefined) throw new Error('no codes');
    expect(findings(answered(stin, { code: 'fatal-error', issues: [first, ...rest, ISSUES.bundleIdReused] }))).toEqual(
      [],
    );
  });

  it('Acknowledgement: of a message whose own Provenance cannot travel on', () => {
    const broken = stin.replaceAll('"admit-inpatient"', '"admitted-inpatient"');
    expect(readMessage(broken).kind).toBe('not-understood');
    expect(acknowledgeableOf(broken).provenance).toBeNull();
    expect(findings(answered(broken, { code: 'fatal-error', issues: [ISSUES.bundleIdReused] }))).toEqual([]);
  });

  it('Acknowledgement: of messages damaged anywhere, whenever they can be acknowledged at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(stin, buildCareCommunication(care)), anyDamage, (raw, damage) => {
        const read = readMessage(damaged(raw, damage));
        const of = read.kind === 'not-understood' ? read.acknowledgeable : read.message.acknowledgeable;
        if (of === null) return;
        const [first, ...rest] = read.kind === 'not-understood' ? read.problems.map(issueOf) : [];
        const answer =
          first === undefined
            ? ({ code: 'ok' } as const)
            : ({ code: 'fatal-error', issues: [first, ...rest] } as const);
        expect(
          findings(buildAcknowledgement({ of, answer, bundleId: uuid('ack'), at: '2030-01-01T00:00:00Z' })),
        ).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('Acknowledgement: of each official example that is to have one', () => {
    for (const [name, raw] of officialExamples) {
      const read = readMessage(raw);
      if (read.kind === 'not-understood' || read.message.acknowledgeable === null) continue;
      const found = findings(answered(raw, { code: 'ok' }));
      // Ids that are no UUIDs are the example's, not ours.
      expect(
        found.filter((finding) => finding.rule !== 'gov-id-uuid'),
        name,
      ).toEqual([]);
    }
  });
});
