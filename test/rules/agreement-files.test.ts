// A wrong file of agreements is refused with its place; what is only not settled yet is no fault of the file.
// Each case spoils a copy of the project's own file in one place.
import { describe, expect, it } from 'vitest';
import { copiedRules } from './copied-rules.ts';

const { replace, problems } = copiedRules();
const FILE = 'agreements.json';

describe('a wrong file of agreements', () => {
  it.each<[string, string | RegExp, string, RegExp]>([
    ['a task of nothing', '"CAP-14", "CAP-15"', '', /agreements\.0\.covers: Aftalen dækker ingen opgave/],
    ['a capability nobody knows', '"CAP-14"', '"CAP-99"', /agreements\.0\.covers\.capabilities\.0/],
    ['kroner for øre', '29800', '298.5', /rates\.0\.lines\.0\.amount/],
    ['an amount below nothing', '29800', '-1', /rates\.0\.lines\.0\.amount/],
    ['two rate sheets for a year', '"year": 2025', '"year": 2026', /agreements\.0\.rates: 2026 har to takstblade/],
    [
      'a payer nobody knows',
      /("payers": \[\s*\{\s*"payer": \{\s*"organisation": )"region-midt"/,
      '$1"region-nord"',
      /agreements\.0\.payers\.0\.payer\.organisation: Ukendt organisation region-nord/,
    ],
    [
      'two payers on one day',
      /("payer": "own-municipality",\s*"validFrom": "2024-01-01",\s*"validTo": )"2026-12-31"/,
      '$1"2027-01-01"',
      /payers\.1: Perioden overlapper/,
    ],
    ['a party nobody knows', '"region-midt"', '"region-nord"', /agreements\.0\.parties\.0: Ukendt organisation/],
    [
      'a municipality nobody knows',
      '"municipality": "0615"',
      '"municipality": "0101"',
      /joined\.0\.municipality: Ukendt/,
    ],
    [
      'a municipality that joined before there was an agreement',
      '"from": "2020-06-01"',
      '"from": "2020-05-31"',
      /joined\.0\.from: Ligger før aftalen begynder/,
    ],
    [
      'a municipality that leaves without notice',
      '"from": "2020-06-01"',
      '"from": "2020-06-01", "left": { "notice": "2026-08-31", "from": "2027-02-27" }',
      /joined\.0\.left\.from: Varslet er 6 måneder efter 2026-08-31/,
    ],
    [
      'a municipality that is in twice',
      '"municipality": "0791"',
      '"municipality": "0615"',
      /joined\.\d+: Perioden overlapper/,
    ],
    ['a competence nobody knows', '"iv-therapy"', '"magic"', /agreements\.0\.competences\.0: Ukendt kompetence magic/],
    ['an end before its beginning', '"validTo": "2026-06-30"', '"validTo": "2022-06-30"', /validTo: Ligger før/],
    [
      'two agreements on a task at once',
      '"validTo": "2026-06-30"',
      '"validTo": "2027-06-30"',
      /task: telecare-2023 gælder om samme opgave i samme tid/,
    ],
    ['nobody to ring', '"region-ops"', '"region-none"', /agreements\.0\.singleCase\.otherwise: Ukendt enhed/],
    ['an agreement twice', '"id": "telecare-2027"', '"id": "telecare-2023"', /agreements: telecare-2023 står flere/],
  ])('with %s is refused with its place', async (_, from, to, expected) => {
    await replace(FILE, from, to);
    const found = await problems();
    expect(found).toContainEqual(expect.stringMatching(expected));
    for (const line of found) expect(line).toMatch(/^agreements\.json /);
  });

  it('is not one that only leaves a rate, a payer or a joining open', async () => {
    await replace(FILE, /"payers": \[[^\]]*\]/, '"payers": []');
    await replace(FILE, /"joined": \[[^\]]*\]/, '"joined": []');
    await replace(FILE, /("year": )2027/, '$12035');
    expect(await problems()).toEqual([]);
  });

  it('that leaves with the notice agreed on is right', async () => {
    await replace(
      FILE,
      '"from": "2020-06-01"',
      '"from": "2020-06-01", "left": { "notice": "2026-08-31", "from": "2027-02-28" }',
    );
    expect(await problems()).toEqual([]);
  });
});
