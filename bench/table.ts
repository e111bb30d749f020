// One table of all numbers with their units and aims, for people to read beside an earlier one.
// The same rows as JSON, for programs.

export interface Row {
  readonly group: string;
  readonly what: string;
  readonly value: string;
  /** What it should be; empty when there is no aim. */
  readonly aim?: string;
}

const TITLES = { group: '', what: 'measured', value: 'value', aim: 'budget or aim' } as const;

export function printTable(rows: readonly Row[]): string {
  const columns = ['group', 'what', 'value', 'aim'] as const;
  const lines = [
    TITLES,
    ...rows.map((row, index) => ({ ...row, group: rows[index - 1]?.group === row.group ? '' : row.group })),
  ];
  const width = (column: (typeof columns)[number]): number =>
    Math.max(...lines.map((line) => (line[column] ?? '').length));
  return lines
    .map((line) =>
      columns
        .map((column) => {
          const text = line[column] ?? '';
          return column === 'value' ? text.padStart(width(column)) : text.padEnd(width(column));
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A number with the digits that mean something, and its unit. */
export function amount(value: number | undefined, unit: string): string {
  if (value === undefined || Number.isNaN(value)) return 'not known here';
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const text = Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(digits);
  return unit === '' ? text : `${text} ${unit}`;
}
