// A hospital system admits a citizen, and a partner replies to a letter: what the request bodies say, checked and filled in
// with the example organisations (rules/organisations.json has the same numbers; repeated here, since nothing is imported).
import { randomUUID } from 'node:crypto';
import type { Admission } from './stays.ts';
import type { Organisation } from './write.ts';
import type { Reply } from './write-reply.ts';

const WARD: Organisation = { sor: '1099011000016008', gln: '5790009900016', name: 'Medicinsk Afsnit M1' };
const MUNICIPALITY: Organisation = { sor: '1099021000016004', gln: '5790009900023', name: 'Visitationen, Viborg' };

/** The text under a key, without blanks around it; `otherwise` when there is none. */
function textIn(body: object, key: string, otherwise: string): string {
  const value: unknown = Reflect.get(body, key);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : otherwise;
}

/** The admission that a request body asks for; a text says what is wrong with the body. `now`: epoch milliseconds. */
export function admissionFrom(body: unknown, now: number): (Admission & { readonly bundleId: string }) | string {
  if (typeof body !== 'object' || body === null) return 'a JSON object is expected';
  const cpr = textIn(body, 'cpr', '').replace('-', '');
  const family = textIn(body, 'family', '');
  const given: unknown = Reflect.get(body, 'given') ?? [];
  const at = textIn(body, 'start', new Date(now).toISOString());
  const sender = organisationIn(Reflect.get(body, 'sender'), WARD);
  const receiver = organisationIn(Reflect.get(body, 'receiver'), MUNICIPALITY);
  const event = (['STIN', 'STAA', 'MORS'] as const).find((known) => known === textIn(body, 'event', 'STIN'));
  if (!/^\d{10}$/.test(cpr)) return 'cpr must have 10 digits';
  if (family === '') return 'family is missing';
  if (!Array.isArray(given) || !given.every((name) => typeof name === 'string')) return 'given must be a list of names';
  if (!Number.isFinite(Date.parse(at))) return 'start must be a date with time and zone';
  if (sender === null || receiver === null) return 'sender and receiver must have sor, gln and name';
  if (event === undefined) return 'event must be STIN, STAA or MORS';
  return {
    citizen: { cpr, family, given },
    event,
    at,
    sender,
    receiver,
    headerId: textIn(body, 'headerId', randomUUID()),
    bundleId: textIn(body, 'bundleId', randomUUID()),
    episodeId: textIn(body, 'episodeId', randomUUID()),
    reportOfAdmission: Reflect.get(body, 'reportOfAdmission') !== false,
  };
}

function organisationIn(value: unknown, otherwise: Organisation): Organisation | null {
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== 'object') return null;
  const [sor, gln, name]: readonly unknown[] = ['sor', 'gln', 'name'].map((key) => Reflect.get(value, key));
  return typeof sor === 'string' && typeof gln === 'string' && typeof name === 'string' ? { sor, gln, name } : null;
}

/** A reply and the letter it answers (`to`); a text says what is wrong with the body. `now`: epoch milliseconds. */
export function replyFrom(body: unknown, now: number): (Reply & { readonly to: string }) | string {
  if (typeof body !== 'object' || body === null) return 'a JSON object is expected';
  const [to, text, topic] = ['to', 'text', 'topic'].map((key) => textIn(body, key, ''));
  if (to === undefined || to === '') return 'to is missing: MessageHeader.id of the letter to answer';
  if (text === undefined || text === '') return 'text is missing';
  const said: unknown = Reflect.get(body, 'author') ?? {};
  if (typeof said !== 'object' || said === null) return 'author must be an object';
  const author = {
    given: textIn(said, 'given', 'Vera'),
    family: textIn(said, 'family', 'Visitator'),
    role: textIn(said, 'role', 'Visitator'),
    phone: textIn(said, 'phone', '87001100'),
  };
  const headerId = textIn(body, 'headerId', randomUUID());
  return {
    to,
    headerId,
    text,
    topic: topic === '' ? null : (topic ?? null),
    author,
    writtenAt: new Date(now).toISOString(),
  };
}
