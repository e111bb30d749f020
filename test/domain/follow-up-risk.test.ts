// What the rule proposes of follow-up: points of facts, steps, what is not known, and the words of it.
// By the example rule of the project, so that a change of its points is seen here.
import { describe, expect, it } from 'vitest';
import { afterLeavingOn } from '../../domain/after-leaving.ts';
import type { Intensity, RiskFacts } from '../../domain/follow-up-risk.ts';
import { intensityOf, proposalWords, proposeIntensity } from '../../domain/follow-up-risk.ts';
import { ruleBook } from './rule-book.ts';

const { afterLeaving } = await ruleBook();
const rule = afterLeavingOn(afterLeaving, '2026-12-01').followUpRisk;
const nothing: RiskFacts = {
  ...{ age: 40, 'back-within-30-days': 0, 'stays-this-year': 0, 'new-services': 0, 'had-services': 0 },
  ...{ 'acute-bed': 0, 'red-mark': 0, 'lives-alone': null },
};

describe('the proposed follow-up', () => {
  it.each<[Partial<RiskFacts>, Intensity, number]>([
    [{}, 'none', 0],
    [{ age: 79 }, 'none', 0],
    [{ age: 80, 'new-services': 3 }, 'none', 2],
    [{ age: 80, 'back-within-30-days': 1 }, 'call', 3],
    [{ 'back-within-30-days': 1, 'red-mark': 1 }, 'visit', 4],
    [{ 'back-within-30-days': 1, 'stays-this-year': 3, age: 91, 'lives-alone': 1 }, 'several-contacts', 6],
  ])('for %o is %s', (facts, intensity, points) => {
    expect(proposeIntensity(rule, { ...nothing, ...facts })).toMatchObject({ intensity, points });
  });

  it('never falls when a fact speaks for more', () => {
    const order = ['none', 'call', 'visit', 'several-contacts'];
    const base = { ...nothing, age: 85, 'back-within-30-days': 1 };
    const before = proposeIntensity(rule, base).intensity;
    for (const more of [{ 'red-mark': 1 }, { 'lives-alone': 1 }, { 'acute-bed': 1 }])
      expect(order.indexOf(proposeIntensity(rule, { ...base, ...more }).intensity)).toBeGreaterThanOrEqual(
        order.indexOf(before),
      );
  });

  it('says which facts gave it and which nobody has said', () => {
    const words = proposalWords(proposeIntensity(rule, { ...nothing, age: 84, 'back-within-30-days': 1 }));
    expect(words).toBe('Foreslået: opkald; fordi Alder: 84 og Indlagt igen inden for 30 dage; ikke oplyst: bor alene');
  });

  it('is marked as an example that no source has', () => {
    expect([rule.confidence, rule.source]).toEqual(['ours', expect.stringContaining('opdigtet')]);
  });
});

describe('how much is chosen by what is agreed', () => {
  it.each<[{ what: string; contacts: number }[], Intensity]>([
    [[], 'none'],
    [[{ what: 'ward-call', contacts: 1 }], 'call'],
    [[{ what: 'gp-visit', contacts: 1 }], 'visit'],
    [[{ what: 'follow-up-home-visit', contacts: 2 }], 'several-contacts'],
  ])('%o is %s', (agreed, intensity) => {
    expect(intensityOf(agreed)).toBe(intensity);
  });
});
