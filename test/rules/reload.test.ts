// Rule files that change while a process runs: a right one counts, a wrong one never replaces a good one.
// Each case spoils a copy of the project's own files.
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
