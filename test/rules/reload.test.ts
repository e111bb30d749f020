// Rule files that change while a process runs: a right one counts, a wrong one never replaces a good one.
// Each case spoils a copy of the project's own files.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followRuleFiles } from '../../rules/follow.ts';
import { openRuleFiles, RuleFilesError } from '../../rules/load.ts';
import { readRuleTexts } from '../../rules/rule-texts.ts';
import { eventually } from '../harness/eventually.ts';
import { copiedRules } from './copied-rules.ts';

const { dir, replace } = copiedRules();

describe('a changed rule file', () => {
  it('never replaces a good one; a right one does', async () => {
    const files = await openRuleFiles(dir());
    const good = files.current();
    await replace('rm-2026.json', '"version": 1', '"version": 0');
    expect((await files.reload()).ok).toBe(false);
    expect(files.current()).toBe(good);
    await replace('rm-2026.json', '"version": 0', '"version": 2');
    expect((await files.reload()).ok).toBe(true);
    expect(files.current().ruleSets[0]?.version).toBe(2);
    expect(good.ruleSets[0]?.version).toBe(1);
    const gone = () => files.replaced().map(({ id, version }) => `${id}.${version}`);
    expect(gone()).toEqual(['rm-2026.1']);
    await replace('rm-2026.json', '"version": 2', '"version": 3');
    await files.reload();
    expect(gone()).toEqual(['rm-2026.1', 'rm-2026.2']);
  });

  it('leaves what was in use before to be explained, also by other processes and when nobody could say at the start', async () => {
    const old = await readFile(join(dir(), 'rm-2026.json'), 'utf8');
    await replace('rm-2026.json', '"version": 1', '"version": 2');
    let isThere = false;
    const earlier = async (): Promise<string[]> => {
      if (!isThere) throw new Error('PostgreSQL is away');
      return ['{ "id": "no rule set" }', 'no JSON', old, old.replace('"version": 1', '"version": 2')];
    };
    const files = await openRuleFiles(dir(), { kept: async () => null, earlier, holds: 'anything-right' });
    expect(files.replaced()).toEqual([]);
    isThere = true;
    await files.reload();
    expect(files.replaced().map(({ version }) => version)).toEqual([1]);
  });

  it.each([
    ['a change without a new version', '"PT30M"', '"PT20M"', /^rm-2026\.json version: Version 3 er i brug/],
    ['an older version', '"version": 3', '"version": 2', /^rm-2026\.json version: Er lavere end version 3/],
    [
      'days left without rules',
      '"version": 3,\n  "validFrom": "2026-01-01"',
      '"version": 4,\n  "validFrom": "2026-12-01"',
      /^rm-2026\.json validFrom: Dagene fra 2026-01-01 har så intet regelsæt/,
    ],
    [
      'days left without rules at its end',
      '"version": 3,\n  "validFrom": "2026-01-01",\n  "validTo": null',
      '"version": 4,\n  "validFrom": "2026-01-01",\n  "validTo": "2026-12-31"',
      /^rm-2026\.json validTo: Dagene fra 2027-01-01 har så intet regelsæt/,
    ],
  ])('with %s is refused while the process runs', async (_, from, to, expected) => {
    await replace('rm-2026.json', '"version": 1', '"version": 3');
    const files = await openRuleFiles(dir());
    const good = files.current();
    await replace('rm-2026.json', from, to);
    await files.reload();
    expect(files.refused().map(({ file, path, message }) => `${file} ${path}: ${message}`)).toContainEqual(
      expect.stringMatching(expected),
    );
    expect(files.current()).toBe(good);
    await replace('rm-2026.json', to, from);
    await files.reload();
    expect(files.refused()).toEqual([]);
  });

  it('may end where the next one begins', async () => {
    const files = await openRuleFiles(dir());
    const next = (await readFile(join(dir(), 'rm-2026.json'), 'utf8'))
      .replace('"version": 1', '"version": 3')
      .replace('"validFrom": "2026-01-01"', '"validFrom": "2027-01-01"');
    await writeFile(join(dir(), 'rm-2027.json'), next);
    await replace('rm-2026.json', '"version": 1', '"version": 2');
    await replace('rm-2026.json', '"validTo": null', '"validTo": "2026-12-31"');
    await files.reload();
    expect(files.refused()).toEqual([]);
    await replace('rm-2027.json', '"version": 3', '"version": 4');
    await replace('rm-2027.json', '"validFrom": "2027-01-01"', '"validFrom": "2027-01-02"');
    await files.reload();
    expect(files.refused()).toMatchObject([{ file: 'rm-2026.json', path: 'validTo', line: expect.any(Number) }]);
    expect(files.refused()[0]?.message).toContain('Dagene fra 2027-01-01');
  });

  it.each([
    ['a holiday gone from it', /\s*"2026-12-25": "[^"]*",/, '', 'version', /Version \S+ er i brug/],
    ['a year gone from it', /"version": "[^"]*"([\s\S]*)"2028": \{/, '"version": "x"$1"2040": {', 'years', /Året 2028/],
  ])('of holidays with %s is refused while the process runs', async (_, from, to, path, expected) => {
    const files = await openRuleFiles(dir());
    await replace('holidays.json', from, to);
    if (path === 'years') {
      const file = join(dir(), 'holidays.json');
      await writeFile(file, (await readFile(file, 'utf8')).replaceAll('"2028-', '"2040-'));
    }
    await files.reload();
    expect(files.refused()).toMatchObject([{ file: 'holidays.json', path, line: expect.any(Number) }]);
    expect(files.refused()[0]?.message).toMatch(expected);
    expect(Object.keys(files.current().calendar.years['2026']?.holidays ?? {})).toContain('2026-12-25');
  });

  it('of holidays with a day more counts under a new version', async () => {
    const files = await openRuleFiles(dir());
    await replace('holidays.json', /"version": "([^"]*)"/, '"version": "$1-2"');
    await replace('holidays.json', '"2026-12-25"', '"2026-12-28": "Ny helligdag",\n        "2026-12-25"');
    await files.reload();
    expect(files.refused()).toEqual([]);
    expect(files.current().calendar.years['2026']?.holidays).toHaveProperty('2026-12-28');
  });

  it('of modes only gets new lines: what was decided stays in the log', async () => {
    const files = await openRuleFiles(dir());
    await replace('modes.json', 'Snestorm', 'Solskin');
    await files.reload();
    expect(files.refused()).toEqual([
      {
        file: 'modes.json',
        path: 'switches.0',
        line: expect.any(Number),
        message: expect.stringContaining('kan ikke ændres'),
      },
    ]);
    expect(files.current().switches[0]?.why).toContain('Snestorm');
  });

  it('is read without being asked for when it has changed, and once', async () => {
    const files = await openRuleFiles(dir());
    const heard: boolean[] = [];
    const told = async ({ ok }: { readonly ok: boolean }): Promise<void> => void heard.push(ok);
    const following = await followRuleFiles(files, { dir: dir(), everyMs: 20, told });
    await replace('rm-2026.json', '"version": 1', '"version": 0');
    await eventually(() => expect(heard).toEqual([false]));
    await replace('rm-2026.json', '"version": 0', '"version": 12');
    await eventually(() => expect(heard).toEqual([false, true]));
    expect(files.current().ruleSets[0]?.version).toBe(12);
    await following.stop();
  });
});

describe('a start with wrong rule files', () => {
  const spoil = () => replace('rm-2026.json', '"PT30M"', '"en halv time"');
  const faults = [{ file: 'rm-2026.json', path: 'clocks.receipt.due.duration', line: expect.any(Number) }];

  it('goes on with the last right ones, says what is wrong, and takes new ones as soon as they are right', async () => {
    const texts = await readRuleTexts(dir());
    await spoil();
    const files = await openRuleFiles(dir(), { kept: async () => texts, holds: 'anything-right' });
    expect(files.current().ruleSets[0]?.clocks.receipt.due).toMatchObject({ duration: 'PT30M' });
    expect(files.refused()).toMatchObject(faults);
    await replace('rm-2026.json', '"en halv time"', '"PT20M"');
    await files.reload();
    expect(files.refused()).toMatchObject([{ path: 'version', message: expect.stringContaining('er i brug') }]);
    await replace('rm-2026.json', '"version": 1', '"version": 2');
    await files.reload();
    expect(files.refused()).toEqual([]);
    expect(files.current().ruleSets[0]?.clocks.receipt.due).toMatchObject({ duration: 'PT20M' });
  });

  it.each([
    ['nothing was ever in use', async () => null],
    ['what was in use cannot be read any more', async () => new Map([['rm-2026.json', '{}']])],
    ['nobody can say what was in use', () => Promise.reject(new Error('PostgreSQL is away'))],
  ])('is refused with every fault and its place when %s', async (_, kept) => {
    await spoil();
    await replace('modes.json', '"by": "agreement-manager"', '"by": ""');
    const opened = openRuleFiles(dir(), { kept, holds: 'anything-right' });
    await expect(opened).rejects.toThrow(RuleFilesError);
    await expect(opened).rejects.toThrow(
      /modes\.json:\d+ switches\.0\.by: [\s\S]*rm-2026\.json:\d+ clocks\.receipt\.due\.duration: /,
    );
  });

  it('counts a change without a new version as wrong where versions are held to', async () => {
    const texts = await readRuleTexts(dir());
    await replace('rm-2026.json', '"PT30M"', '"PT20M"');
    const kept = async () => texts;
    const held = await openRuleFiles(dir(), { kept, holds: 'versions' });
    expect(held.current().ruleSets[0]?.clocks.receipt.due).toMatchObject({ duration: 'PT30M' });
    expect(held.refused()).toMatchObject([{ file: 'rm-2026.json', path: 'version', line: 3 }]);
    const free = await openRuleFiles(dir(), { kept, holds: 'anything-right' });
    expect(free.current().ruleSets[0]?.clocks.receipt.due).toMatchObject({ duration: 'PT20M' });
    expect(free.refused()).toEqual([]);
  });
});
