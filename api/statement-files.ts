// A statement as a file for a spreadsheet: CSV as Danish programs read it, and XLSX. One line for each day and difference.
// Danish headings, amounts in kroner, and a made-up rate is called so on its own line.
import { stringify } from 'csv-stringify/sync';
import type { SheetData } from 'write-excel-file/node';
import type { ShownDay, ShownStatement } from './schemas/statements.ts';

interface Line {
  readonly kind: string;
  readonly discharge: string;
  readonly date: string;
  readonly day: ShownDay;
  readonly ground: string;
  readonly kroner: ShownDay['kroner'];
}

interface Column {
  readonly header: string;
  readonly type: 'text' | 'number' | 'date';
  readonly width: number;
  readonly of: (line: Line, statement: ShownStatement) => string | number;
}

const columns: readonly Column[] = [
  { header: 'Linje', type: 'text', width: 12, of: ({ kind }) => kind },
  { header: 'Forløb', type: 'text', width: 38, of: ({ discharge }) => discharge },
  { header: 'Dato', type: 'date', width: 12, of: ({ date }) => date },
  { header: 'Dag nr.', type: 'number', width: 8, of: ({ day }) => day.dayNumber },
  { header: 'Begrundelse', type: 'text', width: 50, of: ({ ground }) => ground },
  { header: 'Årsag til ventetid', type: 'text', width: 22, of: ({ day }) => day.cause.label },
  { header: 'Årsagen bygger på', type: 'text', width: 28, of: ({ day }) => day.cause.from.label },
  {
    header: 'Betalingskommune',
    type: 'text',
    width: 18,
    of: (_, { municipality: { code, name } }) => `${code} ${name}`,
  },
  { header: 'Område', type: 'text', width: 12, of: ({ day }) => day.care.label },
  { header: 'Sygehus', type: 'text', width: 30, of: ({ day }) => day.hospital },
  {
    header: 'Takst',
    type: 'text',
    width: 18,
    of: ({ day: { rate } }) => `${rate.year}${rate.invented ? ' OPDIGTET' : ''}`,
  },
  { header: 'Tælleregel fra', type: 'date', width: 14, of: ({ day }) => day.ground.rule },
  { header: 'Regionens andel (kr.)', type: 'number', width: 20, of: ({ kroner }) => kroner.region },
  { header: 'Statens andel (kr.)', type: 'number', width: 20, of: ({ kroner }) => kroner.state },
  { header: 'I alt (kr.)', type: 'number', width: 14, of: ({ kroner }) => kroner.total },
];

function linesOf({ days, differences }: ShownStatement): Line[] {
  const ofDays = days.map((day): Line => {
    const { discharge, date, ground, kroner } = day;
    return { kind: 'Dag', discharge, date, day, ground: ground.text, kroner };
  });
  const ofDifferences = differences.flatMap(({ discharge, date, month, before, after, kroner }): Line[] => {
    const day = after ?? before;
    if (day === null) return [];
    const ground = `Opgjort i ${month}: ${saysOf(before, after)}. Nu: ${saysOf(after, before)}`;
    return [{ kind: 'Difference', discharge, date, day, ground, kroner }];
  });
  return [...ofDays, ...ofDifferences];
}

/** A day with its ground; what is seldom put right is said where the two differ, so that a line of 0 kr. says why it is there. */
function saysOf(day: ShownDay | null, other: ShownDay | null): string {
  if (day === null) return 'ingen betaling';
  const compared = other === null ? [] : seldom(other);
  const differs = seldom(day).filter((words, index) => index in compared && words !== compared[index]);
  const { ground, cause, care, hospital } = day;
  const all = [ground.text, cause.label.toLowerCase(), care.label.toLowerCase(), hospital, ...differs];
  return `${amount(day.kroner.total)} kr. (${all.join(', ')})`;
}

const seldom = ({ ground, cause, rate }: ShownDay): string[] => [
  `årsag: ${cause.from.label.toLowerCase()}`,
  `færdigmelding ${ground.decision} i forløbet`,
  `tælleregel fra ${ground.rule}`,
  `takst ${rate.year}${rate.invented ? ' OPDIGTET' : ''}, pris- og lønniveau ${rate.priceLevel}: ${rate.source}`,
];

/** With a decimal comma, as Danish spreadsheets read it. */
const amount = (value: number): string => String(value).replace('.', ',');

/** UTF-8 with a mark, semicolons and decimal commas: a Danish spreadsheet opens it as it is. */
export function statementCsv(statement: ShownStatement): string {
  const rows = linesOf(statement).map((line) =>
    columns.map(({ of }) => {
      const value = of(line, statement);
      return typeof value === 'number' ? amount(value) : value;
    }),
  );
  const header = columns.map((column) => column.header);
  return stringify([header, ...rows], { delimiter: ';', bom: true, record_delimiter: 'windows' });
}

/** A sheet with the lines and one that says what the statement is and sums it up. */
export async function statementXlsx(statement: ShownStatement): Promise<Buffer> {
  const header = columns.map((column) => ({ value: column.header, fontWeight: 'bold' as const }));
  const lines: SheetData = linesOf(statement).map((line) =>
    columns.map(({ of, type }) => {
      const value = of(line, statement);
      return type === 'date'
        ? { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd-mm-yyyy' }
        : { value, type: typeof value === 'number' ? Number : String };
    }),
  );
  // Read when a file is asked for: a start of the API takes 0.1 s of a processor less without it.
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const widths = columns.map(({ width }) => ({ width }));
  return writeXlsxFile([
    { data: [header, ...lines], sheet: 'Opgørelse', columns: widths, stickyRowsCount: 1 },
    { data: aboutOf(statement), sheet: 'Om opgørelsen', columns: [{ width: 30 }, { width: 60 }] },
  ]).toBuffer();
}

function aboutOf(statement: ShownStatement): SheetData {
  const { municipality, month, stateLabel, knownAt, totals, countingRules, notes } = statement;
  return [
    ['Betaling for færdigbehandlede', ''],
    ['Kommune', `${municipality.code} ${municipality.name}`],
    ['Måned', month],
    ['Opgørelsen er', stateLabel],
    ['Som det var kendt', knownAt],
    ['Dage i måneden', totals.days],
    ['Månedens dage (kr.)', totals.kroner.total],
    ['Differencer for tidligere måneder (kr.)', totals.differences.total],
    ['Regionens andel i alt (kr.)', totals.due.region],
    ['Statens andel i alt (kr.)', totals.due.state],
    ['I alt (kr.)', totals.due.total],
    ...countingRules.map(({ from, why, source }) => [`Tælleregel fra ${from}`, `${why} (${source})`]),
    ...notes.map((note) => ['Bemærk', note]),
  ];
}
