// Reading messages: what is understood, what is refused and why, and that a value is never told.
// Official examples and random damage have a file of their own beside this.
import { describe, expect, it } from 'vitest';
import { acknowledgementHeaderId, buildAcknowledgement } from '../../medcom/acknowledgement.ts';
import { buildCareCommunication } from '../../medcom/care-communication.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import { ISSUES } from '../../medcom/problems.ts';
import { readMessage } from '../../medcom/read.ts';
import { admission, care, citizen, endOfStay, episode, historyOf, municipality, uuid, ward } from './fixtures.ts';

const stin = buildHospitalNotification(admission);
const letter = buildCareCommunication(care);

/** The message with one text replaced; fails when there was nothing to replace. */
const changed = (raw: string, from: string, to: string) => {
  expect(raw).toContain(from);
  return raw.replaceAll(from, to);
};
const problemsOf = (raw: string) => {
  const read = readMessage(raw);
  return read.kind === 'not-understood' ? read.problems.map((problem) => `${problem.code} ${problem.path}`) : [];
};

describe('what we build is read back', () => {
  it('an admission with its wish for a report', () => {
    const read = readMessage(stin);
    expect(read).toMatchObject({
      kind: 'hospital-notification',
      message: {
        headerId: admission.headerId,
        bundleId: admission.bundleId,
        sender: ward,
        receiver: municipality,
        activity: 'admit-inpatient',
        stayEvent: 'STIN',
        change: 'new',
        sentAt: '2026-05-02T08:16:00.000Z',
        previousHeaderId: null,
        patient: {
          family: citizen.family,
          given: citizen.given,
          deceased: null,
          identifiers: [{ kind: 'cpr', value: citizen.cpr }],
        },
        encounter: { class: 'IMP', status: 'in-progress', start: '2026-05-02T08:15:00.000Z', end: null, leave: null },
        reportOfAdmissionTo: ward,
      },
    });
    if (read.kind === 'hospital-notification') {
      expect(read.message.encounter.episodeIds).toEqual([
        { system: 'https://sor2.sum.dsdn.dk/#id=1099011000016008', value: episode.value, kind: 'local' },
      ]);
    }
  });

  it('an end at home and a death, which has no activity of its own', () => {
    const previous = historyOf(stin);
    const home = readMessage(buildHospitalNotification({ ...endOfStay, stayEvent: 'SLHJ', previous }));
    expect(home).toMatchObject({ message: { stayEvent: 'SLHJ', previousHeaderId: admission.headerId } });
    const death = readMessage(buildHospitalNotification({ ...endOfStay, stayEvent: 'MORS', previous }));
    expect(death).toMatchObject({
      message: { stayEvent: 'MORS', change: 'new', activity: 'admit-inpatient', patient: { deceased: true } },
    });
  });

  it('a cancelled death, told by the repeated activity and the patient who lives', () => {
    const previous = historyOf(stin);
    const death = buildHospitalNotification({ ...endOfStay, stayEvent: 'MORS', previous });
    const undone = changed(death, '"deceasedBoolean":true', '"deceasedBoolean":false')
      .replaceAll('"status":"finished"', '"status":"in-progress"')
      .replace(/,"end":"[^"]*"/, '');
    expect(readMessage(undone)).toMatchObject({
      message: { stayEvent: 'MORS', change: 'cancel', encounter: { status: 'in-progress' } },
    });
  });

  it('a correspondence with thread, segment and author', () => {
    expect(readMessage(letter)).toMatchObject({
      kind: 'care-communication',
      message: {
        threadId: expect.stringMatching(/^urn:uuid:/),
        category: 'discharge',
        topic: care.topic,
        segments: [
          {
            kind: 'text',
            text: care.text,
            at: '2026-05-09T09:00:00.000Z',
            isNew: true,
            author: { name: 'Ida Skabelonsen', role: 'Sygeplejerske', phone: '+4500000001' },
          },
        ],
        episodeIds: [{ value: episode.value }],
      },
    });
  });

  it('a negative receipt with its issues', () => {
    const read = readMessage(letter);
    if (read.kind !== 'care-communication' || read.message.acknowledgeable === null)
      throw new Error('not acknowledgeable');
    const of = read.message.acknowledgeable;
    const answer = { code: 'fatal-error', issues: [ISSUES.receiverUnknown] } as const;
    const raw = buildAcknowledgement({ of, answer, bundleId: uuid('b'), at: '2026-05-09T09:01:00Z' });
    expect(readMessage(raw)).toMatchObject({
      kind: 'acknowledgement',
      message: {
        of: care.headerId,
        code: 'fatal-error',
        sender: municipality,
        receiver: ward,
        // A receipt is never receipted.
        acknowledgeable: null,
        issues: [{ severity: 'error', code: 'not-found', detailCodes: ['MSG_Receiver_Identifier_UNKNOWN'] }],
      },
    });
  });
});

describe('the same letter again', () => {
  it('a resend differs only in envelope and times of sending', () => {
    const again = buildCareCommunication({ ...care, bundleId: uuid('other'), sentAt: '2026-05-09T09:30:00Z' });
    expect(again).not.toBe(letter);
    expect(
      again.replaceAll(uuid('other'), care.bundleId).replaceAll('2026-05-09T09:30:00.000Z', '2026-05-09T09:00:01.000Z'),
    ).toBe(letter);
  });

  it('a duplicate gets the same receipt letter, another answer another one', () => {
    const read = readMessage(stin);
    if (read.kind !== 'hospital-notification' || read.message.acknowledgeable === null)
      throw new Error('not acknowledgeable');
    const of = read.message.acknowledgeable;
    const ok = { code: 'ok' } as const;
    const first = buildAcknowledgement({ of, answer: ok, bundleId: uuid('one'), at: '2026-05-02T08:17:00Z' });
    const second = buildAcknowledgement({ of, answer: ok, bundleId: uuid('two'), at: '2026-05-02T08:18:00Z' });
    expect(second.replaceAll(uuid('two'), uuid('one')).replaceAll('08:18:00', '08:17:00')).toBe(first);
    const transient = { code: 'transient-error', issues: [ISSUES.outOfOperation] } as const;
    expect(acknowledgementHeaderId(of, transient)).not.toBe(acknowledgementHeaderId(of, ok));
    expect(
      JSON.parse(first).entry.filter(
        (entry: { resource: { resourceType: string } }) => entry.resource.resourceType === 'Provenance',
      ),
    ).toHaveLength(2);
  });
});

describe('form is tolerated', () => {
  const reordered = (
    raw: string,
    change: (bundle: { entry: { fullUrl: string; resource: Record<string, unknown> }[] }) => void,
  ) => {
    const bundle = JSON.parse(raw);
    change(bundle);
    return JSON.stringify(bundle);
  };
  it.each<[string, (raw: string) => string]>([
    ['entries in another order', (raw) => reordered(raw, (bundle) => bundle.entry.reverse())],
    ['relative fullUrls', (raw) => changed(raw, 'https://medcomfhir.dk/ig/hospitalnotification/', '')],
    ['no fullUrls at all', (raw) => changed(raw, '"fullUrl"', '"other"')],
    ['the old address of GLN', (raw) => changed(raw, 'https://www.gs1.org/gln', 'http://www.gs1.org/gln')],
    [
      'urn:uuid: before the episode',
      (raw) => changed(raw, `"value":"${episode.value}"`, `"value":"urn:uuid:${episode.value}"`),
    ],
    [
      'unknown extensions',
      (raw) =>
        reordered(raw, (bundle) =>
          bundle.entry.forEach((entry) => {
            entry.resource['modifierText'] = [{ a: 1 }];
          }),
        ),
    ],
    [
      'no names of organisations',
      (raw) => changed(changed(raw, `,"name":"${ward.name}"`, ''), `,"name":"${municipality.name}"`, ''),
    ],
    ['a byte order mark', (raw) => `\ufeff${raw}`],
    ['a local time with offset', (raw) => changed(raw, '2026-05-02T08:15:00.000Z', '2026-05-02T10:15:00+02:00')],
  ])('%s', (_name, change) => {
    expect(readMessage(change(stin))).toMatchObject({
      kind: 'hospital-notification',
      message: { encounter: { start: '2026-05-02T08:15:00.000Z' } },
    });
  });
});

describe('meaning is not guessed at', () => {
  const slhj = buildHospitalNotification({ ...endOfStay, stayEvent: 'SLHJ', previous: historyOf(stin) });
  it.each<[string, string, readonly string[]]>([
    [
      'an unknown event',
      changed(stin, '"hospital-notification-message"', '"empty-message"'),
      ['unsupported-event MessageHeader.eventCoding'],
    ],
    [
      'an unknown activity',
      changed(stin, '"admit-inpatient"', '"admit-somewhere"'),
      ['unknown-code Provenance.activity'],
    ],
    ['a class that does not fit', changed(stin, '"code":"IMP"', '"code":"EMER"'), ['contradiction Encounter.class']],
    [
      'a discharge that is not finished',
      changed(slhj, '"status":"finished"', '"status":"in-progress"'),
      ['contradiction Encounter.status'],
    ],
    ['a finished stay without end', slhj.replace(/,"end":"[^"]*"/, ''), ['missing Encounter.period.end']],
    [
      'an end before the start',
      changed(slhj, '"end":"2026-05-09', '"end":"2026-04-09'),
      ['contradiction Encounter.period'],
    ],
    [
      'a start without zone',
      changed(stin, '"start":"2026-05-02T08:15:00.000Z"', '"start":"2026-05-02T08:15:00"'),
      ['invalid Encounter.period.start'],
    ],
    ['31 February', changed(stin, '"start":"2026-05-02', '"start":"2026-02-31'), ['invalid Encounter.period.start']],
    [
      'a wrong GLN',
      changed(stin, `"value":"${ward.gln}"`, '"value":"5790009900011"'),
      ['invalid MessageHeader.sender.identifier:EAN-ID'],
    ],
    [
      'a CPR number that is no date',
      changed(stin, '"value":"2509479989"', '"value":"9909479989"'),
      ['invalid Patient.identifier:cpr'],
    ],
    [
      'an episode that is no UUID',
      changed(stin, `"value":"${episode.value}"`, '"value":"forløb 7"'),
      ['invalid Encounter.episodeOfCare.identifier'],
    ],
    ['a copy', changed(stin, '"code":"primary"', '"code":"cc"'), ['invalid MessageHeader.destination.extension:use']],
    [
      'a report wanted at discharge',
      changed(
        slhj,
        '"focus":[',
        '"extension":[{"url":"http://medcomfhir.dk/ig/hospitalnotification/StructureDefinition/medcom-messaging-reportOfAdmissionExtension","valueBoolean":true}],"focus":[',
      ),
      [
        'contradiction MessageHeader.extension:reportOfAdmissionFlag',
        'not-in-message MessageHeader.extension:reportOfAdmissionRecipient',
      ],
    ],
    [
      'a retracted correspondence',
      changed(letter, '"new-message"', '"retract-message"'),
      ['unknown-code Provenance.activity'],
    ],
    [
      'envelope and letter with one id',
      changed(stin, admission.bundleId, admission.headerId),
      ['contradiction Bundle.id, MessageHeader.id'],
    ],
    ['JSON cut off', stin.slice(0, -40), ['not-json Bundle']],
    ['another resource', '{"resourceType":"Patient"}', ['not-a-message Bundle.type']],
  ])('%s', (_name, raw, expected) => {
    expect(problemsOf(raw)).toEqual(expected);
  });

  it('two patients', () => {
    const bundle = JSON.parse(stin);
    bundle.entry.push(bundle.entry[1]);
    expect(problemsOf(JSON.stringify(bundle))).toContain('too-many Patient');
  });

  it('says whom to tell, and what could be identified', () => {
    const read = readMessage(changed(stin, '"code":"IMP"', '"code":"EMER"'));
    expect(read).toMatchObject({
      identified: {
        bundleId: admission.bundleId,
        headerId: admission.headerId,
        event: 'hospital-notification-message',
        senderGln: ward.gln,
        receiverGln: municipality.gln,
      },
      acknowledgeable: { headerId: admission.headerId, sender: ward, receiver: municipality },
    });
  });

  it('a damaged receipt is not receipted', () => {
    const read = readMessage(stin);
    if (read.kind !== 'hospital-notification' || read.message.acknowledgeable === null)
      throw new Error('not acknowledgeable');
    const ack = buildAcknowledgement({
      of: read.message.acknowledgeable,
      answer: { code: 'ok' },
      bundleId: uuid('x'),
      at: '2026-05-02T08:17:00Z',
    });
    expect(readMessage(changed(ack, '"code":"ok"', '"code":"fine"'))).toMatchObject({
      kind: 'not-understood',
      acknowledgeable: null,
    });
    expect(readMessage(changed(ack, '"acknowledgement-message"', '"unknown"'))).toMatchObject({
      kind: 'not-understood',
      acknowledgeable: null,
    });
  });
});
