// Who is medically responsible on an acute bed: whom the rule's words mean in a case, and who has it at a given time.
// On the minute at the deadline; with a case that knows no GP.
import { describe, expect, it } from 'vitest';
import { responsibilityOf, responsibleAt } from '../../domain/responsibility.ts';
import { rule } from '../../domain/rule-set.ts';
import { ruleBook, utc } from './rule-book.ts';

const HOUR = 3_600_000;
const { ruleSets, calendar } = await ruleBook();
const parties = { asker: 'ward-m1', gp: 'gp-041230', unit: 'mun-0791-acute' };
const left = '2026-12-30T12:00+01:00';
const ruled = rule(
  { ruleSets, calendar },
  {
    clock: 'medical-responsibility',
    from: utc('2026-12-30T15:00+01:00'),
    municipality: '0791',
    facts: { anchor: utc(left) },
  },
);
const due = Date.parse(ruled.due);

describe('the responsibility by the example rules', () => {
  it('is the one who asked for 72 hours from the leaving, over New Year, then the GP', () => {
    const found = responsibilityOf({ ...ruled, due }, parties);
    expect(found).toEqual({
      who: 'ward-m1',
      until: Date.parse(left) + 72 * HOUR,
      after: 'gp-041230',
      rule: 'rm-2026.1/medical-responsibility',
    });
  });

  it('changes hands on the minute', () => {
    const found = responsibilityOf({ ...ruled, due }, parties);
    if (found === null) throw new Error('Nobody');
    expect(responsibleAt(found, due - 1)).toEqual({ who: 'ward-m1', until: due, after: 'gp-041230' });
    expect(responsibleAt(found, due)).toEqual({ who: 'gp-041230', until: null, after: null });
  });

  it('says that it knows nobody when the case has no GP, and is nothing without a rule that names somebody', () => {
    const found = responsibilityOf({ ...ruled, due }, { ...parties, gp: null });
    if (found === null) throw new Error('Nobody');
    expect(responsibleAt(found, due + 1).who).toBeNull();
    expect(responsibilityOf({ due, rule: 'none' }, parties)).toBeNull();
  });

  it('can be given to the unit itself', () => {
    expect(responsibilityOf({ due, rule: 'x', hands: { first: 'unit', after: 'asker' } }, parties)).toMatchObject({
      who: 'mun-0791-acute',
      after: 'ward-m1',
    });
  });
});
