// The civil registration number (CPR-nummer): ten digits that begin with a date of birth; nothing more may be demanded.
// Modulus 11 is never checked: since 2007 real numbers break it, and all public test numbers do (domain.md 8.1, 8.2).
import type { Instant } from './ids.ts';

/** MedCom's public test persons (domain.md 8.2). They must not be used in production. */
const testNumbers: ReadonlySet<string> = new Set([
  '2509479989',
  '2509479996',
  '0201919990',
  '0201609995',
  '0201609996',
  '0504909995',
  '0504909989',
  '0201919996',
  '0201919995',
  '0108589995',
  '0108629996',
  '0104909995',
  '1509819996',
  '2311143995',
  '3001749995',
  '2103009996',
]);

/** Whether this is one of MedCom's public test persons. */
export const isTestCpr = (cpr: string): boolean => testNumbers.has(cpr);

/**
 * Date of birth (`YYYY-MM-DD`) in a CPR number of ten digits, or null when it is none: not ten digits, or no date of
 * the calendar. The century follows from digit 7 and the year (domain.md 8.1).
 */
export function birthDate(cpr: string): string | null {
  const parts = /^(\d{2})(\d{2})(\d{2})(\d)\d{3}$/.exec(cpr);
  if (parts === null) return null;
  const [, day = '', month = '', short = '', seventh = ''] = parts;
  const year = century(Number(seventh), Number(short)) + Number(short);
  const date = new Date(Date.UTC(year, Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
  return exists ? `${year}-${month}-${day}` : null;
}

function century(seventh: number, year: number): number {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return year <= 36 ? 2000 : 1900;
  return year <= 57 ? 2000 : 1800;
}

/** Whether this is a CPR number: ten digits and a date of birth. Never modulus 11. */
export const isCpr = (cpr: string): boolean => birthDate(cpr) !== null;

/** What kind of number a person has. */
export const numberKinds = ['cpr', 'x-ecpr', 'd-ecpr'] as const;
export type NumberKind = (typeof numberKinds)[number];

/**
 * The kind of a person's number, or null when it is none: CPR, the national replacement number (X-eCPR, erstatnings-cpr)
 * or a region's own (D-eCPR). A replacement number begins with six digits of a date as well (domain.md 8.1).
 */
export function numberKind(number: string): NumberKind | null {
  if (isCpr(number)) return 'cpr';
  const isDate = birthDate(`${number.slice(0, 6)}0000`) !== null || birthDate(`${number.slice(0, 6)}4000`) !== null;
  if (!isDate) return null;
  if (/^\d{6}[17][A-Z]{2}\d$/.test(number)) return 'x-ecpr';
  return /^\d{6}[056][A-Z]{2}\d$/.test(number) ? 'd-ecpr' : null;
}

/** Age in whole years on a day, or null when the number holds no date. */
export function age(cpr: string, at: Instant): number | null {
  const born = birthDate(cpr);
  if (born === null) return null;
  const years = Number(at.slice(0, 4)) - Number(born.slice(0, 4));
  return at.slice(5, 10) < born.slice(5) ? years - 1 : years;
}

/** The age band (aldersgruppe): enough to judge a need, too little to know the person. */
export function ageBand(cpr: string, at: Instant): string | null {
  const years = age(cpr, at);
  if (years === null || years < 0) return null;
  if (years < 18) return 'under 18';
  if (years < 65) return '18-64';
  return years < 80 ? '65-79' : '80+';
}

/** The number as lists show it: the date of birth and no more (domain.md 15, row 12). */
export const maskedCpr = (cpr: string): string => `${cpr.slice(0, 6)}-xxxx`;
