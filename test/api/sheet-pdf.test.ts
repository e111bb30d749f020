// Sheets as PDF and appointments as a calendar file, read back by libraries of others: words, pages, structure, times.
// That it is readable in black and white was looked at; that no colour is used is tested here.

import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { calendarFile } from '../../api/calendar-file.ts';
import { sheetPdf } from '../../api/sheet-pdf.ts';
import type { Appointment } from '../../domain/appointments.ts';
import type { Sheet } from '../../domain/sheet.ts';
import { at } from '../domain/papers.ts';

const sheet = (more: Partial<Sheet> = {}): Sheet => ({
  title: 'Når du skal hjem',
  about: ['Åse Ærø Søgård'],
  parts: [
    { heading: 'Hvem ringer du til?', framed: true, entries: [{ head: 'Læge Ø', details: ['telefon 87 00 10 00'] }] },
    { heading: 'Dine aftaler', entries: [{ head: 'Blå stue', details: ['kl. 11.00 – husk æble'] }] },
  ],
  foot: 'Får du et nyt ark',
  pages: 'one',
  ...more,
});
const many = (count: number): Sheet['parts'] => [
  {
    heading: 'Meget',
    entries: Array.from({ length: count }, (_, n) => ({ head: `Linje ${n}`, details: ['Ord, som fylder en linje'] })),
  },
];
async function read(pdf: Buffer) {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const { text, totalPages } = await extractText(document, { mergePages: true });
  return { document, text: text.replaceAll('\u00a0', ' '), totalPages };
}
/** The sizes of all that is printed on the first page, points. */
async function sizes(document: Awaited<ReturnType<typeof getDocumentProxy>>): Promise<readonly number[]> {
  const { items } = await (await document.getPage(1)).getTextContent();
  return items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [Math.round(item.height)] : []));
}

describe('a sheet as PDF', () => {
  it('is one page of A4 with every word in order, Danish letters too, in a font of its own', async () => {
    const pdf = await sheetPdf(sheet());
    const { document, text, totalPages } = await read(pdf);
    expect(totalPages).toBe(1);
    expect(text).toMatch(/Når du skal hjem\s+Åse Ærø Søgård\s+Hvem ringer du til\?\s+Læge Ø\s+telefon 87 00 10 00/);
    expect(text).toMatch(/Blå stue\s+kl\. 11\.00 – husk æble/);
    const { view } = await document.getPage(1);
    expect(view.map((side) => Math.round(Number(side)))).toEqual([0, 0, 595, 842]);
    expect(pdf.toString('latin1')).toContain('AtkinsonHyperlegible');
  });

  it('is tagged in reading order, says its language and title, and uses no colour', async () => {
    const pdf = await sheetPdf(sheet());
    const { document } = await read(pdf);
    const tree: unknown = await (await document.getPage(1)).getStructTree();
    const roles = JSON.stringify(tree).match(/"role":"\w+"/g) ?? [];
    const inOrder = roles.map((role) => role.slice(8, -1)).filter((role) => role !== 'Root');
    expect(inOrder).toEqual(['Document', 'H1', 'P', 'H2', 'P', 'P', 'H2', 'P', 'P']);
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({ Title: 'Når du skal hjem', Language: 'da-DK' });
    const ops = await (await document.getPage(1)).getOperatorList();
    const colours = ops.argsArray.flat(3).filter((arg: unknown) => typeof arg === 'string' && /^#/.test(arg));
    expect(new Set(colours)).toEqual(new Set(['#000000']));
  });

  it('of one page is drawn smaller rather than on two, and loses no word', async () => {
    const { document, text, totalPages } = await read(await sheetPdf(sheet({ parts: many(19) })));
    expect([totalPages, Math.min(...(await sizes(document)))]).toEqual([1, 9]);
    for (const line of ['Linje 0', 'Linje 18', 'Får du et nyt ark']) expect(text).toContain(line);
  });

  it('that does not fit in letters which can be read gives way to a shorter one, however much there is', async () => {
    const shorter = [40, 30, 12, 6].map((count) => sheet({ parts: many(count) }));
    const { document, text, totalPages } = await read(await sheetPdf(sheet({ parts: many(60) }), shorter));
    expect(totalPages).toBe(1);
    expect([text.includes('Linje 11'), text.includes('Linje 12')]).toEqual([true, false]);
    // The foot is the smallest; what is to be read is as large as the page allows.
    expect([...new Set(await sizes(document))].sort((a, b) => a - b).slice(0, 2)).toEqual([9, 12]);
  });

  it('of which nothing is short enough goes on to another page rather than lose a word', async () => {
    const { text, totalPages } = await read(await sheetPdf(sheet({ parts: many(40) })));
    expect([totalPages, text.includes('Linje 39')]).toEqual([2, true]);
  });

  it('does not tear a number or a time apart at the end of a line', async () => {
    const number = 'telefon 87 00 10 00 kl. 11.00 den 3. december ';
    // Each begins a little further in, so that every place in a line ends one of them.
    const details = Array.from({ length: 18 }, (_, n) => `${'å'.repeat(2 * n)} ${number.repeat(2)}`);
    const pdf = await sheetPdf(sheet({ parts: [{ heading: 'H', entries: [{ head: 'X', details }] }] }));
    const { items } = await (await (await read(pdf)).document.getPage(1)).getTextContent();
    const lines = items.flatMap((item) => ('str' in item ? [item.str.replaceAll('\u00a0', ' ').trim()] : []));
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.filter((line) => /(?:87|87 00|87 00 10|kl\.| 3\.)$/.test(line))).toEqual([]);
  });

  it('of as many pages as needed numbers them and keeps its foot on each', async () => {
    const { text, totalPages } = await read(await sheetPdf(sheet({ parts: many(60), pages: 'as-needed' })));
    expect(totalPages).toBeGreaterThan(1);
    expect(text.match(/Får du et nyt ark Side \d af \d\./g)).toHaveLength(totalPages);
    expect(text).toContain('Linje 59');
  });
});

describe('the calendar file', () => {
  const appointment = (more: Partial<Appointment> = {}): Appointment => ({
    uid: 'f2.case@den-gode-udskrivelse',
    at: at('2026-12-04T09:30:00+01:00'),
    title: 'Sårkontrol',
    details: 'Hjemmesygeplejen, Viborg. Passer tiden ikke, så ring på 87 00 10 22.',
    cancelled: false,
    ...more,
  });
  const file = (...list: readonly Appointment[]) => calendarFile(list, 7, at('2026-11-30T09:00:00+01:00'));

  it('has Danish time with its zone, and says when it was made in UTC', () => {
    const found = file(appointment(), appointment({ uid: 'x', at: at('2027-06-04T09:30:00+02:00') }));
    expect(found).toMatch(/BEGIN:VTIMEZONE\r\nTZID:Europe\/Copenhagen\r\n/);
    expect(found).toContain('DTSTART;TZID=Europe/Copenhagen:20261204T093000\r\n');
    expect(found).toContain('DTSTART;TZID=Europe/Copenhagen:20270604T093000\r\n');
    expect(found.match(/DTSTAMP:20261130T080000Z\r\n/g)).toHaveLength(2);
    expect(found.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
  });

  it('says each hour as clocks in Denmark show it, around both changes of the clock', () => {
    // Sunday 25 October 2026 goes back at 3 in summer time, Sunday 28 March 2027 ahead at 2.
    const times = [
      ['2026-10-24T22:30:00Z', '20261025T003000'],
      ['2026-10-25T02:00:00Z', '20261025T030000'],
      ['2027-03-28T00:30:00Z', '20270328T013000'],
      ['2027-03-28T01:00:00Z', '20270328T030000'],
      ['2027-03-28T06:00:00Z', '20270328T080000'],
    ] as const;
    const found = file(...times.map(([instant], n) => appointment({ uid: `u${n}`, at: Date.parse(instant) })));
    for (const [, local] of times) expect(found).toContain(`DTSTART;TZID=Europe/Copenhagen:${local}\r\n`);
    const rule = (part: string) => new RegExp(`BEGIN:${part}\r\n(?:.+\r\n)*?END:${part}`).exec(found)?.[0] ?? '';
    expect(rule('DAYLIGHT')).toContain('TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200');
    expect(rule('DAYLIGHT')).toContain('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU');
    expect(rule('STANDARD')).toContain('RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU');
  });

  it('is well formed: every part is closed, every event whole, no line longer than 75 octets', () => {
    const details = 'Hjemmesygeplejen, Viborg; æøå \\ kommer. '.repeat(6);
    const found = file(appointment({ details }), appointment({ uid: 'x', cancelled: true }));
    expect(found.endsWith('\r\n')).toBe(true);
    const lines = found.slice(0, -2).split('\r\n');
    for (const line of lines) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
    const open: string[] = [];
    for (const line of found.replaceAll('\r\n ', '').split('\r\n')) {
      const [name, value = ''] = line.split(':');
      if (name === 'BEGIN') open.push(value);
      if (name === 'END') expect(open.pop()).toBe(value);
    }
    expect(open).toEqual([]);
    const events = found.split('BEGIN:VEVENT').slice(1);
    expect(events).toHaveLength(2);
    for (const event of events) {
      for (const name of ['UID', 'DTSTAMP', 'DTSTART', 'SEQUENCE', 'SUMMARY', 'STATUS'])
        expect(event.match(new RegExp(`\\r\\n${name}[;:]`, 'g')), name).toHaveLength(1);
    }
    // Text as RFC 5545 3.3.11 has it: comma, semicolon and backslash escaped.
    expect(found.replaceAll('\r\n ', '')).toContain('Hjemmesygeplejen\\, Viborg\\; æøå \\\\ kommer.');
  });

  it('keeps each id, counts its revisions, and takes a declined one away', () => {
    const found = file(appointment({ cancelled: true }));
    for (const line of ['UID:f2.case@den-gode-udskrivelse', 'SEQUENCE:7', 'STATUS:CANCELLED', 'SUMMARY:Sårkontrol']) {
      expect(found).toContain(`${line}\r\n`);
    }
  });

  it('is a calendar without appointments when there are none', () => {
    expect(file()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR/);
    expect(file()).not.toContain('VEVENT');
  });
});
