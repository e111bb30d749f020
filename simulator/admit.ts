// A hospital system admits a citizen: the request is checked and filled in with the hospital and municipality of the
// example organisations (rules/organisations.json has the same numbers; repeated here, since nothing of ours is imported).
import { randomUUID } from 'node:crypto';
import type { Admission, Organisation } from './write.ts';

const WARD: Organisation = { sor: '1099011000016008', gln: '5790009900016', name: 'Medicinsk Afsnit M1' };
const MUNICIPALITY: Organisation = { sor: '1099021000016004', gln: '5790009900023', name: 'Visitationen, Viborg' };

/** The admission that a request body asks for; a text says what is wrong with the body. `now`: epoch milliseconds. */
export function admissionFrom(body: unknown, now: number): Admission | string {
  if (typeof body !== 'object' || body === null) return 'a JSON object is expected';
  const text = (key: string, otherwise: string): string => {
    const value: unknown = Reflect.get(body, key);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : otherwise;
  };
  const cpr = text('cpr', '').replace('-', '');
  const family = text('family', '');
  const given: unknown = Reflect.get(body, 'given') ?? [];
  const start = text('start', new Date(now).toISOString());
  const sender = organisationIn(Reflect.get(body, 'sender'), WARD);
  const receiver = organisationIn(Reflect.get(body, 'receiver'), MUNICIPALITY);
  if (!/^\d{10}$/.test(cpr)) return 'cpr must have 10 digits';
  if (family === '') return 'family is missing';
  if (!Array.isArray(given) || !given.every((name) => typeof name === 'string')) return 'given must be a list of names';
  if (!Number.isFinite(Date.parse(start))) return 'start must be a date with time and zone';
  if (sender === null || receiver === null) return 'sender and receiver must have sor, gln and name';
  return {
    cpr,
    family,
    given,
    start,
    sender,
    receiver,
    headerId: text('headerId', randomUUID()),
    bundleId: text('bundleId', randomUUID()),
    episodeId: text('episodeId', randomUUID()),
    reportOfAdmission: Reflect.get(body, 'reportOfAdmission') !== false,
  };
}

function organisationIn(value: unknown, otherwise: Organisation): Organisation | null {
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== 'object') return null;
  const [sor, gln, name]: readonly unknown[] = ['sor', 'gln', 'name'].map((key) => Reflect.get(value, key));
  return typeof sor === 'string' && typeof gln === 'string' && typeof name === 'string' ? { sor, gln, name } : null;
}
