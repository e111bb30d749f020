// The closed list of facts names what the steps tell: a new fact that is not in it could be used by no rule and asked by nobody.
// That rules which name others are refused: test/rules/rule-set-files.test.ts.
import { expect, it } from 'vitest';
import { clockNames } from '../../domain/clocks.ts';
import { factsOfWindow } from '../../domain/responsibility-window.ts';
import { factKind, factNames, factsOf } from '../../domain/rule-facts.ts';

it('has what is told when a stay ends, every time', () => {
  const told = factsOfWindow({ admittedAt: 0, leftAt: 1, to: 'home', services: [], running: false });
  expect(factsOf('extended-responsibility-end', true)).toEqual(Object.keys(told).sort());
});

it('gives every fact a kind, and to every clock what its unit and its day tell', () => {
  for (const name of factNames) expect(factKind(name)).toBeDefined();
  for (const clock of clockNames) expect(factsOf(clock)).toEqual(expect.arrayContaining(['sameDay', 'unitKind']));
  expect(factsOf('receipt')).toEqual(['sameDay', 'unitKind']);
  expect(['toString', 'blabla'].map(factKind)).toEqual([undefined, undefined]);
});
