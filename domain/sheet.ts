// What a printed sheet (ark) says, as words in their order: the same for a PDF, a screen and a test.
// How it is drawn is said in api/sheet-pdf.ts.
import { timeZone } from './calendar.ts';

/** One thing on a sheet: what it is, and what is said of it, a line each. */
export interface SheetEntry {
  readonly head: string;
  readonly details: readonly string[];
}

export interface SheetPart {
  readonly heading: string;
  /** A frame around the part: what must be found at once. */
  readonly framed?: true;
  readonly entries: readonly SheetEntry[];
}

export interface Sheet {
  readonly title: string;
  /** Under the title: who it is for, and of when. */
  readonly about: readonly string[];
  readonly parts: readonly SheetPart[];
  /** At the bottom of each page. */
  readonly foot: string;
  /** `one`: all of it on one A4 page, drawn smaller if it must, as long as it can be read. */
  readonly pages: 'one' | 'as-needed';
}

const parts = new Intl.DateTimeFormat('da-DK', {
  timeZone,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function partOf(at: number): (name: Intl.DateTimeFormatPartTypes) => string {
  const found = parts.formatToParts(at);
  return (name) => found.find(({ type }) => type === name)?.value ?? '';
}

/** A day as it is said aloud: `mandag den 30. november`. `at`: epoch ms; the day is that of Denmark. */
export function dayWords(at: number): string {
  const part = partOf(at);
  return `${part('weekday')} den ${part('day')}. ${part('month')}`;
}

/** A time of day: `kl. 11.00`. */
export function clockWords(at: number): string {
  const part = partOf(at);
  return `kl. ${part('hour')}.${part('minute')}`;
}

/** A day and a time: `mandag den 30. november kl. 11.00`. */
export const momentWords = (at: number): string => `${dayWords(at)} ${clockWords(at)}`;

/** The year of a day in Denmark. */
export const yearOf = (at: number): string => partOf(at)('year');

/** A period: one day with its hours, or from one day to another. */
export function periodWords(from: number, until: number): string {
  const [first, last] = [dayWords(from), dayWords(until)];
  if (first === last) return `${first} mellem ${clockWords(from)} og ${clockWords(until)}`;
  return `fra ${first} til ${last}`;
}

/** A number as it is read aloud: `87 00 10 00`; others than Danish ones of 8 digits stay as they are. */
export const phoneWords = (phone: string): string =>
  /^\d{8}$/.test(phone) ? (phone.match(/\d{2}/g) ?? []).join(' ') : phone;

/** The first letter large, as at the beginning of a line. */
export const asLine = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** With no-break spaces in times and dates, so that none is torn apart at the end of a line. */
export const unbroken = (text: string): string =>
  text.replaceAll(/kl\. (?=\d)/g, 'kl.\u00a0').replaceAll(/(\d\.) (?=[a-zæøå])/g, '$1\u00a0');
