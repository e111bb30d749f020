// Where reading is tolerant and where it is strict: what changes no meaning is let pass, what could is told its sender.
// Each case is one change to a message that is understood without it.
import { describe, expect, it } from 'vitest';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { issueOf } from '../../medcom/problems.ts';
import { readMessage } from '../../medcom/read.ts';
import { admission, care, endOfStay, historyOf, uuid } from './fixtures.ts';

const stin = buildHospitalNotification(admission);
const letter = buildCareCommunication(care);
const death = { ...endOfStay, stayEvent: 'MORS', previous: historyOf(stin) } as const;
const mors = buildHospitalNotification(death);
const { end: _, stayEvent: __, receiver: ___, ...common } = death;
const cancelled = buildHospitalNotification({
  ...common,
  change: 'cancel',
  stayEvent: 'MORS',
  headerId: uuid('an-mors'),
  bundleId: uuid('an-mors-bundle'),
  previous: historyOf(stin, mors),
});

/** The message with one text replaced everywhere; fails when there was nothing to replace. */
const changed = (raw: string, from: string | RegExp, to: string) => {
  const after = raw.replaceAll(from, to);
  expect(after).not.toBe(raw);
  return after;
};
const meaning = (raw: string) => {
  const read = readMessage(raw);
  if (read.kind === 'not-understood') return read.problems.map(({ code, path }) => `${code} ${path}`);
  const { provenances: _provenances, acknowledgeable: _acknowledgeable, ...said } = read.message;
  return said;
};
const entriesTurned = (raw: string) => {
  const bundle = JSON.parse(raw);
  bundle.entry.reverse();
  return JSON.stringify(bundle);
};

const withExtension = (raw: string) => {
  const bundle = JSON.parse(raw);
  for (const { resource } of bundle.entry) {
    resource.extension = [{ url: 'http://a.dk/x', valueString: 'x' }, ...(resource.extension ?? [])];
    resource.unknown = { anything: [1] };
  }
  return JSON.stringify(bundle);
};

describe('is read the same', () => {
  it.each<[string, string, string]>([
    ['entries in any order', stin, entriesTurned(stin)],
    ['relative fullUrls', letter, changed(letter, 'https://medcomfhir.dk/ig/carecommunication/', '')],
    ['profiles with their version', stin, changed(stin, 'messageHeader"]', 'messageHeader|3.0.1"]')],
    ['profiles of other makers beside ours', stin, changed(stin, '-message"]', '-message","http://a.dk/own"]')],
    ['no profile at all', stin, changed(stin, /"meta":\{"profile":\["[^"]*"\]\},/g, '')],
    ['references with a version', stin, changed(stin, /"(Organization\/[0-9a-f-]{36})"/g, '"$1/_history/1"')],
    ['an earlier minor version', letter, changed(letter, 'Definition|5.0"', 'Definition|5.2"')],
    ['no definition, as in version 4', letter, changed(letter, /,"definition":"[^"]*"/g, '')],
    ['extensions and elements that we do not know', stin, withExtension(stin)],
    ['a byte order mark', stin, `\ufeff${stin}`],
  ])('%s', (_name, raw, other) => {
    expect(meaning(raw)).toMatchObject({ bundleId: expect.any(String) });
    expect(meaning(other)).toEqual(meaning(raw));
  });
});

describe('is told its sender', () => {
  it.each<[string, string, string]>([
    [
      'a death in words',
      changed(mors, '"deceasedBoolean":true', '"deceasedBoolean":"true"'),
      'wrong-type Patient.deceasedBoolean',
    ],
    [
      'a topic that is a number',
      changed(letter, /"topic":\{"text":"[^"]*"\}/g, '"topic":{"text":7}'),
      'wrong-type Communication.topic.text',
    ],
    [
      'a wish in words',
      changed(stin, '"valueBoolean":true', '"valueBoolean":"true"'),
      'wrong-type MessageHeader.extension.valueBoolean',
    ],
    [
      'one identifier where a list belongs',
      changed(stin, /"identifier":\[(\{"system":"urn:oid:1\.2\.208\.176\.1\.2"[^\]]*)\]/g, '"identifier":$1'),
      'wrong-type Patient.identifier',
    ],
    [
      'another major version',
      changed(letter, 'Definition|5.0"', 'Definition|6.0"'),
      'unsupported-version MessageHeader.definition',
    ],
    [
      'the profile of another standard',
      changed(stin, 'medcom-hospitalNotification-message"', 'medcom-careCommunication-message"'),
      'unsupported-version Bundle.meta.profile',
    ],
    [
      'a category of another system',
      changed(letter, 'medcom-careCommunication-categoryCodes', 'own-codes'),
      'unknown-system Communication.category',
    ],
    [
      'a priority without a referral',
      changed(letter, '"status":"unknown","category"', '"status":"unknown","priority":"asap","category"'),
      'contradiction Communication.priority',
    ],
    [
      'a patient alive after a message that is not there',
      changed(
        cancelled,
        `"target":[{"reference":"MessageHeader/${endOfStay.headerId}"}]`,
        '"target":[{"reference":"MessageHeader/other"}]',
      ),
      'not-in-message Provenance.entity.what',
    ],
    [
      'an Encounter of a patient who is not there',
      changed(stin, '"subject":{"reference":"Patient/', '"subject":{"reference":"Patient/x'),
      'not-in-message Encounter.subject',
    ],
    [
      'two resources under one address',
      changed(stin, /\]\}$/g, `,${JSON.stringify(JSON.parse(stin).entry.at(-1))}]}`),
      'too-many Bundle.entry',
    ],
  ])('%s', (_name, raw, expected) => {
    expect(meaning(raw)).toContain(expected);
  });

  it.each([
    [
      { code: 'missing', path: 'MessageHeader.destination.receiver.identifier:EAN-ID' },
      'MSG_Receiver_Identifier_MISSING',
    ],
    [{ code: 'unknown-system', path: 'Communication.category' }, 'MSG_CodeSystem_VALUE_UNKNOWN'],
    [{ code: 'unknown-code', path: 'Encounter.status' }, 'MSG_VALUESET_VALUE_UNKNOWN'],
    [{ code: 'unsupported-event', path: 'MessageHeader.eventCoding' }, 'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE'],
    [{ code: 'wrong-type', path: 'Patient.name' }, 'MSG_Datatype_Wrong'],
    [{ code: 'not-json', path: 'Bundle' }, 'MSG_Damaged_durin_transport'],
  ] as const)('%o by the code of the standard', (problem, detail) => {
    expect(issueOf(problem)).toMatchObject({ severity: 'error', detail });
  });
});
