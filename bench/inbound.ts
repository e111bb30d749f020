// MedCom messages in over HTTP: how many a second one API process keeps, decides and acknowledges, and whether what it
// keeps in memory stays flat. Stay notices of citizens with services, of others, and letters about no case: no message is like another.
import { randomUUID } from 'node:crypto';
import { buildCareCommunication } from '../medcom/care-communication.ts';
import { buildHospitalNotification } from '../medcom/hospital-notification.ts';
import type { Heap } from './heap.ts';
import { residentMiB } from './machine.ts';

export interface Inbound {
  readonly messages: number;
  /** Stored and acknowledged, each second. */
  readonly perSecond: number;
  /** MiB of live objects in the API, everything else collected: after the first round and after the last. */
  readonly kept: { readonly early: number; readonly late: number };
  /** Resident memory of the API at the end, MiB. */
  readonly resident: number | undefined;
}

/** Rounds of messages, and how many are under way at the same time: several senders, none of whom waits for another. */
const ROUNDS = 3;
const MESSAGES = 1_500;
const AT_ONCE = 12;

const ward = { sor: '1099011000016008', gln: '5790009900016' };
const municipality = { sor: '1099021000016004', gln: '5790009900023' };
/** MedCom's test persons: with services, and without (examples/known-citizens.json). */
const KNOWN = '2509479996';
export const UNKNOWN = '2103009996';

function message(number: number): string {
  const ids = { bundleId: randomUUID(), headerId: randomUUID() };
  const at = new Date(Date.now() - 60_000).toISOString();
  const citizen = (cpr: string) => ({ cpr, family: 'Elmer', given: ['Bruno'] });
  const parties = { sender: ward, receiver: municipality };
  if (number % 3 === 0) {
    return buildCareCommunication({
      ...ids,
      ...parties,
      patient: citizen(UNKNOWN),
      category: 'discharge',
      topic: 'Spørgsmål',
      text: 'Hvornår kan vi ringe?',
      author: { given: ['Ida'], family: 'Skabelonsen', role: 'Sygeplejerske', phone: '87009900' },
      writtenAt: at,
      sentAt: at,
    });
  }
  return buildHospitalNotification({
    ...ids,
    ...parties,
    patient: citizen(number % 3 === 1 ? KNOWN : UNKNOWN),
    stayEvent: 'STAA',
    start: at,
    sentAt: at,
    episode: { value: randomUUID() },
  });
}

/** Sends them round by round and waits for each receipt; between rounds the API is asked what it keeps. */
export async function inbound(url: string, token: string, pid: number, heap: Heap): Promise<Inbound> {
  const kept: number[] = [];
  let ms = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    ms += await send(url, token);
    kept.push(await heap.kept());
  }
  return {
    messages: ROUNDS * MESSAGES,
    perSecond: (ROUNDS * MESSAGES * 1000) / ms,
    kept: { early: kept[0] ?? Number.NaN, late: kept.at(-1) ?? Number.NaN },
    resident: residentMiB(pid),
  };
}

/** One round; gives how long it took, ms. */
async function send(url: string, token: string): Promise<number> {
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let number = next++; number < MESSAGES; number = next++) {
      const response = await fetch(`${url}/api/medcom`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
        body: message(number),
      });
      const receipt = await response.text();
      if (!response.ok || !receipt.includes('"acknowledgement-message"'))
        throw new Error(`no receipt: ${response.status} ${receipt.slice(0, 200)}`);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return performance.now() - begun;
}
