// Three hundred dates: the deadline a clock gets there and then, with a reason that a coordinator would understand.
// Both changes of clocks, holidays, New Year, reading hours, shifts, working days against hours, and every cluster.
import { describe, expect, it } from 'vitest';
import { clockNames } from '../../domain/clocks.ts';
import { rule } from '../../domain/rule-set.ts';
import { ruleBook, utc } from './rule-book.ts';
import { dates as first } from './rule-dates-1.ts';
import { dates as second } from './rule-dates-2.ts';

const book = await ruleBook();
const examples = `${first}${second}`
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [columns = '', why = ''] = line.split(' | ');
    const [name = '', municipality = '', from = '', due = '', anchor = ''] = columns.split(' ');
    const clock = clockNames.find((known) => known === name);
    if (clock === undefined) throw new Error(`no clock ${name}`);
    return { clock, municipality, from, due, anchor, why };
  });

describe('on a date', () => {
  it.each(examples)(
    '$clock in $municipality from $from is due $due: $why',
    ({ clock, municipality, from, due, anchor }) => {
      const facts = anchor === '-' ? {} : { anchor: utc(anchor) };
      expect(rule(book, { clock, municipality, from: utc(from), facts }).due).toBe(utc(due));
    },
  );

  it('is tried at least three hundred times, each time with a reason', () => {
    expect(new Set(examples.map((one) => JSON.stringify(one))).size).toBe(examples.length);
    expect(examples.filter(({ why }) => why.length < 15)).toEqual([]);
    expect(examples.length).toBeGreaterThanOrEqual(300);
  });
});
