// The stay notices as one chain: what each event, correction and cancellation tells, where it goes, what may not follow.
// Each message is read back as its receiver would, and judged by the validator where that is beside the project.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, StayEvent } from '../../domain/stay-order.ts';
import { mayFollow } from '../../domain/stay-order.ts';
import type { HospitalNotificationInput } from '../../medcom/hospital-notification.ts';
import { buildHospitalNotification } from '../../medcom/hospital-notification.ts';
import type { JsonObject } from '../../medcom/json.ts';
import type { HospitalNotification } from '../../medcom/message.ts';
import { MessageInputError } from '../../medcom/parts.ts';
import { sentNotices } from '../../medcom/stay-chain.ts';
import { admission, citizen, episode, municipality, uuid, ward } from './fixtures.ts';
import { loadValidator } from './official.ts';

const validate = await loadValidator();
const other = { sor: '1099031000016002', gln: '5790009900030', name: 'Visitationen, Horsens' };
const EVENTS: readonly StayEvent[] = ['STAA', 'STIN', 'STOR', 'SLOR', 'SLHJ', 'MORS'];

/** The notice as an input: every step of a stay is an hour after the one before. */
function inputOf(word: string, raws: readonly string[]): HospitalNotificationInput {
  const [, prefix, name] = /^(RE_|AN_)?(\w+)$/.exec(word) ?? [];
  const stayEvent = EVENTS.find((event) => event === name);
  if (stayEvent === undefined) throw new Error(`no event ${word}`);
  const at = (minutes: number) => new Date(Date.UTC(2026, 4, 2, 8 + raws.length, minutes)).toISOString();
  const common = {
    bundleId: uuid(`bundle-${word}-${raws.length}`),
    headerId: uuid(`${word}-${raws.length}`),
    sender: ward,
    patient: citizen,
    sentAt: at(30),
  };
  const first = { ...common, receiver: municipality, episode };
  const facts =
    stayEvent === 'STIN' || stayEvent === 'STAA'
      ? { stayEvent, start: at(0) }
      : stayEvent === 'STOR'
        ? { stayEvent, leaveStart: at(0) }
        : stayEvent === 'SLOR'
          ? { stayEvent, leaveEnd: at(0) }
          : { stayEvent, end: at(0) };
  if (raws.length === 0) {
    if (facts.stayEvent === 'STIN' || facts.stayEvent === 'STAA') return { ...first, ...facts };
    return { ...first, stayEvent: 'MORS', end: at(0), arrivedAs: 'EMER' };
  }
  const previous = sentNotices(raws);
  if (prefix === 'RE_') return { ...common, ...facts, change: 'revise', previous };
  if (prefix === 'AN_') return { ...common, stayEvent, change: 'cancel', previous };
  return { ...common, ...facts, previous, receiver: municipality };
}

/** All messages of a stay told by the names of its notices. */
function stay(words: string): readonly string[] {
  const raws: string[] = [];
  for (const word of words.split(' ')) raws.push(buildHospitalNotification(inputOf(word, raws)));
  return raws;
}

const lastOf = (words: string): HospitalNotification => {
  const notices = sentNotices(stay(words));
  return notices.at(-1) ?? notices[0];
};
const ids = (provenances: readonly JsonObject[]) => provenances.map((one) => JSON.stringify(one)).sort();

/** Every event, correction and cancellation of the standard, each where it may stand. */
const STAYS = [
  'STIN RE_STIN STOR RE_STOR SLOR RE_SLOR SLHJ RE_SLHJ AN_SLHJ SLHJ',
  'STAA RE_STAA SLHJ RE_SLHJ AN_SLHJ STIN AN_STIN AN_STAA',
  'STAA STIN STAA SLHJ',
  'STIN STOR AN_STOR STOR SLOR AN_SLOR MORS RE_MORS AN_MORS SLOR STOR SLHJ AN_SLHJ STOR',
  'STAA MORS AN_MORS STIN MORS',
  'MORS RE_MORS AN_MORS',
  'STIN STOR SLOR MORS AN_MORS AN_SLOR AN_STOR AN_STIN',
];

describe('a stay is one chain', () => {
  it.each(STAYS)('%s', (words) => {
    const raws = stay(words);
    const notices = sentNotices(raws);
    const names = words.split(' ');
    for (const [place, notice] of notices.entries()) {
      const word = names[place] ?? '';
      expect(notice.stayEvent, word).toBe(word.slice(-4));
      // A correction of a death cannot be told from a death (medcom.md 3.3); all else can.
      if (word !== 'RE_MORS')
        expect(notice.change, word).toBe(word.startsWith('RE_') ? 'revise' : word.startsWith('AN_') ? 'cancel' : 'new');
      const before = notices[place - 1];
      expect(notice.previousHeaderId).toBe(before?.headerId ?? null);
      // Its own Provenance, and all earlier ones unchanged.
      expect(notice.provenances).toHaveLength(place + 1);
      expect(ids(notice.provenances)).toEqual(expect.arrayContaining(ids(before?.provenances ?? [])));
      expect(notice.encounter.episodeIds).toEqual(notices[0].encounter.episodeIds);
    }
  });

  it.skipIf(validate === null).each(STAYS)('every message is valid: %s', (words) => {
    for (const raw of stay(words)) expect(validate?.(raw)).toEqual([]);
  });

  it.each<[string, object]>([
    ['STAA STIN', { activity: 'admit-inpatient', encounter: { class: 'IMP', start: '2026-05-02T09:00:00.000Z' } }],
    ['STIN RE_STIN', { encounter: { status: 'in-progress', start: '2026-05-02T09:00:00.000Z' } }],
    ['STIN AN_STIN', { encounter: { status: 'entered-in-error' } }],
    ['STIN STOR', { encounter: { status: 'onleave', leave: { start: '2026-05-02T09:00:00.000Z', end: null } } }],
    ['STIN STOR RE_STOR', { encounter: { status: 'onleave', leave: { start: '2026-05-02T10:00:00.000Z' } } }],
    ['STIN STOR AN_STOR', { encounter: { status: 'in-progress', leave: null } }],
    [
      'STIN STOR SLOR',
      {
        encounter: {
          status: 'in-progress',
          leave: { start: '2026-05-02T09:00:00.000Z', end: '2026-05-02T10:00:00.000Z' },
        },
      },
    ],
    ['STIN STOR SLOR AN_SLOR', { encounter: { status: 'onleave', leave: { end: null } } }],
    ['STIN STOR SLHJ', { activity: 'discharge-inpatient-home', encounter: { status: 'finished', leave: null } }],
    ['STAA SLHJ', { activity: 'discharge-emergency-home', encounter: { class: 'EMER', status: 'finished' } }],
    ['STIN STOR SLHJ AN_SLHJ', { encounter: { status: 'in-progress', end: null, leave: null } }],
    [
      'STIN STOR MORS',
      { activity: 'start-leave-inpatient', patient: { deceased: true }, encounter: { status: 'finished' } },
    ],
    [
      'STIN STOR MORS AN_MORS',
      {
        activity: 'start-leave-inpatient',
        patient: { deceased: false },
        encounter: { status: 'onleave', end: null, leave: { start: '2026-05-02T09:00:00.000Z' } },
      },
    ],
    ['STIN MORS RE_MORS', { patient: { deceased: true }, encounter: { end: '2026-05-02T10:00:00.000Z' } }],
    ['MORS AN_MORS', { patient: { deceased: false }, encounter: { status: 'entered-in-error' } }],
  ])('%s says so', (words, said) => {
    expect(lastOf(words)).toMatchObject(said);
  });

  it('a cancellation removes, everything else revises', () => {
    const role = (words: string) =>
      JSON.parse(stay(words).at(-1) ?? '').entry.find(
        (entry: { resource: { resourceType: string } }) => entry.resource.resourceType === 'Provenance',
      ).resource.entity[0].role;
    expect(role('STIN AN_STIN')).toBe('removal');
    expect(role('STIN SLHJ')).toBe('revision');
    expect(role('STIN RE_STIN')).toBe('revision');
  });

  it('goes to where the patient lives; a correction or cancellation to whoever got the wrong message', () => {
    const [stin = ''] = stay('STIN');
    const moved = inputOf('SLHJ', [stin]);
    if (!('receiver' in moved)) throw new Error('an end of stay has a receiver');
    const slhj = buildHospitalNotification({ ...moved, receiver: other });
    const read = (raw: string) => sentNotices([raw])[0];
    expect(read(slhj).receiver).toMatchObject(other);
    expect(read(buildHospitalNotification(inputOf('RE_SLHJ', [stin, slhj]))).receiver).toMatchObject(other);
    expect(read(buildHospitalNotification(inputOf('RE_STIN', [stin]))).receiver).toMatchObject(municipality);
  });

  it('another unit of the hospital may go on with the chain', () => {
    const elsewhere = { sor: '1099011000099001', gln: '5790009900016', name: 'Medicinsk Afsnit M2' };
    const raw = buildHospitalNotification({ ...inputOf('SLHJ', stay('STIN')), sender: elsewhere });
    expect(sentNotices([raw])[0].sender).toMatchObject(elsewhere);
    if (validate !== null) expect(validate(raw)).toEqual([]);
  });
});

describe('what cannot be built', () => {
  it.each([
    ['STIN', 'STIN'],
    ['STIN', 'SLOR'],
    ['STAA', 'STOR'],
    ['STIN', 'RE_SLHJ'],
    ['STIN STOR', 'AN_STIN'],
    ['STIN STOR', 'STOR'],
    ['STIN SLHJ', 'STOR'],
    ['STIN SLHJ', 'MORS'],
    ['STIN SLHJ', 'RE_STIN'],
    ['STIN SLHJ AN_SLHJ', 'RE_STIN'],
    ['STIN AN_STIN', 'STIN'],
    ['STIN MORS', 'SLHJ'],
  ])('after %s no %s', (words, word) => {
    const raws = stay(words);
    expect(() => buildHospitalNotification(inputOf(word, raws))).toThrow(new MessageInputError('stayEvent'));
  });

  it('any order of notices: built exactly when the rules allow it, and then read back', () => {
    const CHANGES: readonly Change[] = ['new', 'revise', 'cancel'];
    const prefix: Record<Change, string> = { new: '', revise: 'RE_', cancel: 'AN_' };
    const step = fc.record({ stayEvent: fc.constantFrom(...EVENTS), change: fc.constantFrom(...CHANGES) });
    fc.assert(
      fc.property(fc.constantFrom('STIN', 'STAA'), fc.array(step, { maxLength: 7 }), (first, steps) => {
        let raws = stay(first);
        let sent: readonly { stayEvent: StayEvent; change: Change }[] = [
          { stayEvent: first === 'STIN' ? 'STIN' : 'STAA', change: 'new' },
        ];
        for (const notice of steps) {
          const input = inputOf(`${prefix[notice.change]}${notice.stayEvent}`, raws);
          if (!mayFollow(sent, notice)) {
            expect(() => buildHospitalNotification(input)).toThrow(MessageInputError);
            continue;
          }
          raws = [...raws, buildHospitalNotification(input)];
          sent = [...sent, notice];
          expect(sentNotices(raws).at(-1)?.stayEvent).toBe(notice.stayEvent);
        }
      }),
      { numRuns: 150, seed: 4 },
    );
  });

  it.each<[string, string, object]>([
    ['patient.cpr', 'SLHJ', { patient: { ...citizen, cpr: '2509479996' } }],
    ['end', 'SLHJ', { end: '2026-05-02T07:00:00Z' }],
    ['end', 'SLHJ', { end: '2026-05-03T07:00:00Z' }],
    ['leaveStart', 'STOR', { leaveStart: '2026-05-02T07:00:00Z' }],
    ['sentAt', 'AN_STIN', { sentAt: '2026-05-02T07:00:00Z' }],
    ['receiver', 'SLHJ', { receiver: ward }],
    ['reportOfAdmissionTo', 'STAA', { reportOfAdmissionTo: ward }],
  ])('a wrong %s in %s', (field, word, change) => {
    const input = Object.assign(inputOf(word, stay('STIN')), change);
    expect(() => buildHospitalNotification(input)).toThrow(new MessageInputError(field));
  });

  it('a chain with a hole, twice the same, or of two stays', () => {
    const [stin = '', stor = '', slor = ''] = stay('STIN STOR SLOR');
    const strange = buildHospitalNotification({ ...admission, episode: { value: uuid('another stay') } });
    for (const raws of [[stin, slor], [stor], [stin, stin], [strange, stor]]) {
      expect(() => buildHospitalNotification(inputOf('SLHJ', raws))).toThrow(MessageInputError);
    }
  });

  it('a transfer within the region without the identifier it came with, or with a report', () => {
    const { reportOfAdmissionTo: _, ...plain } = admission;
    const within = { ...plain, transferredFrom: 'same-region' } as const;
    expect(() => buildHospitalNotification(within)).toThrow(new MessageInputError('episode.system'));
    const returned = { ...within, episode: { ...episode, system: 'https://a.dk' }, reportOfAdmissionTo: ward };
    expect(() => buildHospitalNotification(returned)).toThrow(new MessageInputError('reportOfAdmissionTo'));
  });
});
