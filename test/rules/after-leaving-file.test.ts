// The rules for the time after leaving, as they stand in their file, and what is refused of a wrong one.
// Each test spoils a copy of its own in one place.
import { describe, expect, it } from 'vitest';
import { afterLeavingOn, NoRulesAfterLeaving } from '../../domain/after-leaving.ts';
import { ruleBook } from '../domain/rule-book.ts';
import { copiedRules } from './copied-rules.ts';

const FILE = 'after-leaving.json';
const rules = copiedRules();

describe('the rules after leaving', () => {
  it('are in force on a day, with their sources', async () => {
    const { afterLeaving } = await ruleBook();
    const found = afterLeavingOn(afterLeaving, '2026-12-01');
    expect(found.readmission.days).toBe(30);
    expect(found.readmission.source).toMatch(/nationale mål/);
  });

  it('take the version of the day, and refuse a day that none covers', async () => {
    const { afterLeaving } = await ruleBook();
    const [first] = afterLeaving;
    if (first === undefined) throw new Error('No version');
    const older = { ...first, validFrom: '2026-01-01', validTo: '2026-12-31' };
    const newer = { ...first, validFrom: '2027-01-01', readmission: { ...first.readmission, days: 28 } };
    expect(afterLeavingOn([older, newer], '2026-12-31').readmission.days).toBe(30);
    expect(afterLeavingOn([older, newer], '2027-01-01').readmission.days).toBe(28);
    expect(() => afterLeavingOn([older, newer], '2025-12-31')).toThrow(NoRulesAfterLeaving);
  });
});

describe('a wrong file is refused', () => {
  it.each([
    ['a number that is none', '"days": 30', '"days": "mange"', /versions\.0\.readmission\.days/],
    ['more on a day than the search can try', '"mostInOneDay": 4', '"mostInOneDay": 9', /bundling\.mostInOneDay/],
    [
      'a home-coming before the leaving',
      '"homeBy": "18:00"',
      '"homeBy": "06:00"',
      /leaveHomeFrom skal være før homeBy/,
    ],
    ['an end before its beginning', '"validTo": null', '"validTo": "2019-01-01"', /Ligger før validFrom/],
    [
      'a value without a source',
      '"source": "Almindelig viden; numrene efterprøves, før ark deles ud",',
      '',
      /numbers\.source/,
    ],
    ['a field nobody knows', '"rest": 30', '"rest": 30, "naps": 2', /bundling/],
  ])('%s', async (_what, from, to, problem) => {
    await rules.replace(FILE, from, to);
    expect((await rules.problems()).join('\n')).toMatch(problem);
  });

  it('two versions on one day', async () => {
    await rules.replace(FILE, /"versions": \[\n([\s\S]*)\n {2}\]/, '"versions": [\n$1,\n$1\n  ]');
    expect((await rules.problems()).join('\n')).toMatch(/versions\.1: Perioden overlapper/);
  });
});
