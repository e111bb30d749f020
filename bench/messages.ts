// What a MedCom message costs without attachments: built and serialised, and read with all its checks.
// Aims (issue "Speak MedCom"): p95 under 1 ms out, under 3 ms in. One process, after warming up, no database.
import { randomUUID } from 'node:crypto';
import { buildCareCommunication } from '../medcom/care-communication.ts';
import { earlierLetterOf } from '../medcom/earlier-letter.ts';
import { buildHospitalNotification } from '../medcom/hospital-notification.ts';
import { readMessage } from '../medcom/read.ts';
import { sentNotices } from '../medcom/stay-chain.ts';
import type { Percentiles } from './numbers.ts';
import { percentiles } from './numbers.ts';
import type { Row } from './table.ts';
import { amount } from './table.ts';

const WARM_UP = 500;
const MEASURED = 2_000;

export interface MessageCost {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds. */
  readonly building: Percentiles;
  /** Milliseconds; a message that is not understood would end the bench. */
  readonly reading: Percentiles;
}

const ward = { sor: '1099011000016008', gln: '5790009900016', name: 'Medicinsk Afsnit M1' };
const municipality = { sor: '1099021000016004', gln: '5790009900023', name: 'Visitationen, Viborg' };
/** MedCom's published test person. */
const patient = { cpr: '2509479989', family: 'Elmer', given: ['Bruno', 'Test'] };
const episode = { system: 'https://sor2.sum.dsdn.dk/#id=1099011000016008', value: randomUUID() };
const author = { given: ['Ida'], family: 'Skabelonsen', role: 'Sygeplejerske', phone: '+4500000001' };
const ids = () => ({ bundleId: randomUUID(), headerId: randomUUID() });
const out = { sender: ward, receiver: municipality, patient };
/** About a page, as a plan for a discharge is. */
const text = 'Bruno Elmer forventes udskrevet. Hjælp til personlig pleje morgen og aften.\n'.repeat(20);

const at = (hour: number) => new Date(Date.UTC(2026, 4, 2, hour)).toISOString();
const admission = () =>
  buildHospitalNotification({ ...out, ...ids(), stayEvent: 'STIN', episode, start: at(8), sentAt: at(8) });
const notice = { ...out, stayEvent: 'SLHJ', end: at(20), sentAt: at(20) } as const;
const letter = () =>
  buildCareCommunication({
    ...out,
    ...ids(),
    category: 'discharge',
    topic: 'Plan for udskrivning',
    text,
    author,
    episode,
    writtenAt: at(9),
    sentAt: at(9),
  });

/** The kinds that are sent most: the first of a stay, the last after five others, a letter and an answer to an answer. */
function kinds(): readonly { readonly name: string; readonly build: () => string }[] {
  const raws = [admission()];
  for (let leave = 0; leave < 2; leave += 1) {
    const [from, to] = [at(10 + 2 * leave), at(11 + 2 * leave)];
    const start = { stayEvent: 'STOR', leaveStart: from, sentAt: from, previous: sentNotices(raws) } as const;
    raws.push(buildHospitalNotification({ ...out, ...ids(), ...start }));
    const end = { stayEvent: 'SLOR', leaveEnd: to, sentAt: to, previous: sentNotices(raws) } as const;
    raws.push(buildHospitalNotification({ ...out, ...ids(), ...end }));
  }
  const previous = sentNotices(raws);
  const answer = { kind: 'reply', text, author, writtenAt: at(10), sentAt: at(10) } as const;
  const [back, forth] = [
    { sender: municipality, receiver: ward },
    { sender: ward, receiver: municipality },
  ];
  const to = earlierLetterOf(buildCareCommunication({ ...answer, ...back, ...ids(), to: earlierLetterOf(letter()) }));
  return [
    { name: 'stay notice, first', build: admission },
    { name: 'stay notice, last of six', build: () => buildHospitalNotification({ ...notice, ...ids(), previous }) },
    { name: 'correspondence, a page', build: letter },
    {
      name: 'correspondence, third of a thread',
      build: () => buildCareCommunication({ ...answer, ...forth, ...ids(), to }),
    },
  ];
}

/** Measures every kind, one message after the other. */
export function messageCosts(): readonly MessageCost[] {
  return kinds().map(({ name, build }) => {
    const raw = build();
    const read = () => {
      if (readMessage(raw).kind === 'not-understood') throw new Error(`${name} is not understood`);
    };
    return { name, bytes: Buffer.byteLength(raw), building: times(build), reading: times(read) };
  });
}

function times(run: () => unknown): Percentiles {
  for (let round = 0; round < WARM_UP; round += 1) run();
  const values: number[] = [];
  for (let round = 0; round < MEASURED; round += 1) {
    const started = performance.now();
    run();
    values.push(performance.now() - started);
  }
  return percentiles(values);
}

export const messageRows = (costs: readonly MessageCost[]): Row[] =>
  costs.flatMap(({ name, bytes, building, reading }) => {
    const group = 'MedCom messages, no attachments';
    const size = `${name}, ${amount(bytes / 1024, 'KiB')}`;
    return [
      { group, what: `${size}: built and serialised, p95`, value: amount(building.p95, 'ms'), aim: 'under 1 ms' },
      { group, what: `${size}: read and checked, p95`, value: amount(reading.p95, 'ms'), aim: 'under 3 ms' },
    ];
  });
