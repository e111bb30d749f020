// A wrong file of rates for finished patients is refused with its place; a year that is not known yet is no fault of it.
// Each case spoils a copy of the project's own file in one place.
import { describe, expect, it } from 'vitest';
import { copiedRules } from './copied-rules.ts';

const { replace, problems } = copiedRules();
const FILE = 'rates.json';

describe('a wrong file of rates', () => {
  it.each<[string, string | RegExp, string, RegExp]>([
    ['kroner for øre', '197600', '1976.5', /rates\.0\.steps\.0\.region/],
    ['an amount below nothing', '197600', '-1', /rates\.0\.steps\.0\.region/],
    ['a kind of care nobody knows', '"care": "hospice"', '"care": "dental"', /rates\.2\.care/],
    ['no rate for the first days', '"fromDay": 1', '"fromDay": 2', /rates\.0\.steps: Det første trin/],
    ['steps out of order', /"fromDay": 3/, '"fromDay": 1', /rates\.0\.steps: Trinene/],
    [
      'two rows for a year and kind',
      '"year": 2027',
      '"year": 2026',
      /rates: 2026 somatic, kendt 2026-01-01 står to gange/,
    ],
    [
      'a cause nobody knows',
      '"presumedCause": "municipality"',
      '"presumedCause": "weather"',
      /counting\.0\.presumedCause/,
    ],
    ['a rate without its source', /"source": "Lov nr[^"]*"/, '"source": ""', /rates\.0\.source/],
    ['a rate that does not say whether it is invented', '"invented": false,', '', /rates\.0\.invented/],
  ])('%s', async (_, from, to, expected) => {
    await replace(FILE, from, to);
    const found = await problems();
    expect(found.filter((problem) => problem.startsWith(FILE) && expected.test(problem))).toHaveLength(1);
  });

  it('a ward of a kind of care that has no rates is a problem of the registry', async () => {
    await replace('organisations.json', '"care": "psychiatry"', '"care": "dental"');
    expect((await problems()).join()).toMatch(/organisations\.json units\.\d+\.care/);
  });

  it('two rows of the same day about a ward at once are a problem; a row that was recorded later puts the other right', async () => {
    const row = (recorded: string) => ({ is: 'psychiatry', validFrom: '2026-12-01', validTo: null, recorded });
    const rows = [row('2026-12-01'), { ...row('2027-02-10'), is: 'somatic' }];
    await replace('organisations.json', '"care": "psychiatry"', `"care": ${JSON.stringify(rows)}`);
    expect(await problems()).toEqual([]);
    await replace('organisations.json', '2027-02-10', '2026-12-01');
    expect((await problems()).join()).toMatch(/organisations\.json units\.\d+\.care\.1: Perioden overlapper/);
  });

  it('a year that is left out is no problem of the file', async () => {
    await replace(FILE, '"year": 2017,\n      "care": "hospice"', '"year": 2030,\n      "care": "hospice"');
    expect(await problems()).toEqual([]);
  });
});
