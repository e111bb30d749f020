// Where in a rule file a fault is: its line, also of what JSON itself would let pass, a key that stands twice.
// Each case spoils a copy of the project's own files in one place.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRuleFiles } from '../../rules/load.ts';
import { copiedRules } from './copied-rules.ts';

const { dir, replace } = copiedRules();

describe('a wrong rule file', () => {
  it.each([
    [
      'a key that stands twice',
      /("receipt": \{\n)/,
      '$1      "why": "Den første",\n',
      'clocks.receipt.why',
      '"why": "Kvittering inden',
      /^Står to gange, også i linje \d+$/,
    ],
    [
      'a clock that stands twice in a cluster',
      /("midt": \{[\s\S]*?"clocks": \{\n)/,
      '$1        "friday-afternoon": { "why": "Den første" },\n',
      'clusters.midt.clocks.friday-afternoon',
      /"Den første" \},\n/,
      /^Står to gange/,
    ],
    [
      'a comma too many',
      '"version": 1,',
      '"version": 1,,',
      '',
      '"version": 1,,',
      /^Er ikke gyldig JSON: her skal stå et navn/,
    ],
    [
      'a comma too few',
      '"version": 1,',
      '"version": 1',
      '',
      '"validFrom"',
      /^Er ikke gyldig JSON: her mangler et komma/,
    ],
    [
      'a value that cannot be',
      '"duration": "PT30M"',
      '"duration": "30 minutter"',
      'clocks.receipt.due.duration',
      '"30 minutter"',
      /^Skal være timer og minutter/,
    ],
    ['a name nobody knows, at what it stands in', '"author"', '"auther"', '', '{', /auther/],
  ])('with %s is refused with its line', async (_, from, to, path, at, message) => {
    await replace('rm-2026.json', from, to);
    const text = await readFile(join(dir(), 'rm-2026.json'), 'utf8');
    // A pattern says what stands just before the place.
    const found = typeof at === 'string' ? text.indexOf(at) : text.search(at) + (at.exec(text)?.[0].length ?? 0);
    const line = text.slice(0, found).split('\n').length;
    const read = await readRuleFiles(dir());
    const problems = read.ok ? [] : read.problems;
    expect(problems).toContainEqual({ file: 'rm-2026.json', path, line, message: expect.stringMatching(message) });
  });
});
