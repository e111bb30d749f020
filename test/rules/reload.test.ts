// Rule files that change while a process runs: a right one counts, a wrong one never replaces a good one.
// Each case spoils a copy of the project's own files.
import { describe, expect, it } from 'vitest';
import { followRuleFiles } from '../../rules/follow.ts';
import { openRuleFiles } from '../../rules/load.ts';
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
      { file: 'modes.json', path: 'switches.0', message: expect.stringContaining('kan ikke ændres') },
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
