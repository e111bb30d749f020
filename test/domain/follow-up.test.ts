// Follow-up as it is planned and stands: what is over, what survives a mistake, what is wrong with a stated item.
// Pure tables; the chase itself is in test/workflows.
import { describe, expect, it } from 'vitest';
import type { FollowUpStanding } from '../../domain/follow-up.ts';
import { isOver, revived, standing, wardMoved } from '../../domain/follow-up.ts';
import type { StatedFollowUp } from '../../domain/follow-up-checks.ts';
import { followUpFaults } from '../../domain/follow-up-checks.ts';
import { followUp } from './papers.ts';

const at = 1_800_000_000_000;

describe('an item of follow-up', () => {
  it.each<[FollowUpStanding, boolean]>([
    [{ state: 'planned', bookedAt: null }, false],
    [{ state: 'booked', bookedAt: at }, false],
    [{ state: 'not-done', bookedAt: at, reason: 'patient-did-not-come' }, false],
    [{ state: 'not-done', bookedAt: at, reason: 'no-longer-relevant' }, false],
    [{ state: 'not-done', bookedAt: null, reason: 'not-needed' }, true],
    [{ state: 'not-done', bookedAt: null, reason: 'replaced' }, true],
    [{ state: 'not-done', bookedAt: at, reason: 'deceased' }, true],
    [{ state: 'done', bookedAt: null, doneAt: at }, true],
    [{ state: 'declined', bookedAt: at }, true],
  ])('%o is over: %s', (how, over) => {
    expect(isOver(followUp('f1', how))).toBe(over);
  });

  it('carries nothing of how it stood along', () => {
    const done = followUp('f1', { state: 'done', bookedAt: at, doneAt: at, replaces: 'f0' });
    expect(Object.keys(standing(done, { state: 'planned', bookedAt: null }))).not.toContain('doneAt');
    expect(standing(done, { state: 'planned', bookedAt: null })).toMatchObject({ replaces: 'f0' });
  });

  it('that fell away by a mistake is booked anew; one that was over stays over', () => {
    const items = [
      followUp('f1', { state: 'booked', bookedAt: at }),
      followUp('f2', { state: 'declined', bookedAt: at }),
    ];
    expect(revived(items)).toMatchObject([
      { state: 'planned', bookedAt: null, revision: 2 },
      { state: 'declined', revision: 1 },
    ]);
  });

  it('goes with the patient to the next ward, where the old one had it in hand', () => {
    const moved = wardMoved([followUp('f1', { booker: 'ward-m1', owner: 'gp-041230' })], 'ward-m1', 'ward-h1');
    expect(moved).toMatchObject([{ booker: 'ward-h1', owner: 'gp-041230' }]);
  });
});

describe('a stated item is refused', () => {
  const from = '2026-12-01T08:00:00Z';
  const until = '2026-12-02T08:00:00Z';
  it.each<[string, StatedFollowUp, string[]]>([
    ['not when it is in order', { what: 'wound-check', from, until, bookBy: from }, []],
    ['when it ends before it begins', { what: 'wound-check', from: until, until: from }, ['until']],
    ['when the times are compared over offsets', { from, until: '2026-12-01T08:30:00+01:00' }, ['until']],
    ['when it is booked after it', { from, until: from, bookBy: until }, ['bookBy']],
    ['when its window has one end', { what: 'rehabilitation', from }, ['until']],
    [
      'when specialised rehabilitation is not with a ward',
      { what: 'specialised-rehabilitation', booker: 'gp' },
      ['booker'],
    ],
    ['when rehabilitation is not offered by the municipality', { what: 'rehabilitation', booker: 'ward' }, ['booker']],
    ['not when it is', { what: 'rehabilitation', booker: 'visitation', start: from }, []],
    ['with a medical start for a check', { what: 'wound-check', start: from }, ['start']],
    ['with several contacts for a check', { what: 'wound-check', contacts: 2 }, ['contacts']],
    ['at a private supplier from the beginning', { what: 'rehabilitation', place: 'private-supplier' }, ['place']],
  ])('%s', (_what, stated, members) => {
    const kindOf = (unit: string) => (unit === 'ward' || unit === 'visitation' ? unit : 'practice');
    expect(followUpFaults(stated, kindOf).map(({ member }) => member)).toEqual(members);
  });
});
