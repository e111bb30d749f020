// What a practice's answer means, whose the recommended follow-up is, and what a changed mark does: by table.
// Nothing but a named yes moves the item away from the department.
import { describe, expect, it } from 'vitest';
import type { GpState, Mark, TakenUp } from '../../domain/case-view.ts';
import { effectOfMark, itemTaken, ownerOf, saidBy } from '../../domain/gp-follow-up.ts';
import { gpTasks } from '../../domain/task-kinds/gp.ts';

const window = { until: Date.parse('2026-12-01T15:00:00Z'), rule: 'rm-2026.1/gp-follow-up-window' };
const within = '2026-12-01T15:00:00Z';
const after = '2026-12-01T15:00:01Z';

describe('what a practice says', () => {
  it.each([
    ['accept', {}, { is: 'taken', at: null }],
    ['accept', { at: within }, { is: 'taken', at: Date.parse(within) }],
    ['accept', { at: after }, { is: 'later', at: Date.parse(after) }],
    ['propose', { at: within }, { is: 'taken', at: Date.parse(within) }],
    ['propose', { at: after }, { is: 'later', at: Date.parse(after) }],
    ['propose', {}, { is: 'handed-back' }],
    ['not-followed', {}, { is: 'not-followed' }],
    ['hand-back', { reason: 'no-capacity' }, { is: 'handed-back' }],
    ['something-new', { at: within }, { is: 'handed-back' }],
  ])('%s with %j is %j', (code, codes, said) => {
    expect(saidBy(code, codes, window)).toEqual(said);
  });

  it('is written down with a reason when it is no, and with words when the recommendation is not followed', () => {
    const fields = Object.fromEntries(gpTasks['gp-follow-up'].answers.map((answer) => [answer.code, answer.fields]));
    expect(fields['not-followed']).toEqual({ note: { type: 'text', label: 'Begrundelse' } });
    expect(fields['hand-back']).toMatchObject({ reason: { type: 'code' } });
  });
});

const mark = (change: Partial<Mark> = {}): Mark => ({
  recommended: true,
  what: 'gp-visit',
  urgency: 'yellow',
  by: 'person-doctor',
  at: 1,
  submission: null,
  ...change,
});

describe('whose the recommended follow-up is', () => {
  const byGp: TakenUp = { state: 'taken', unit: 'gp-041230', at: 5 };
  const department = { is: 'department', unit: 'ward-m1' };
  it.each<[GpState, TakenUp | null, unknown]>([
    ['marked', null, department],
    ['asked', null, department],
    ['proposed', null, department],
    ['handed-back', null, department],
    ['with-ward', null, department],
    ['asked-other', { state: 'asked', unit: 'mun-0791-homecare' }, department],
    // A yes to an earlier leaving is none to this one.
    ['marked', byGp, department],
    ['accepted', byGp, { is: 'taker', unit: 'gp-041230', since: 5 }],
    ['other-way', { state: 'taken', unit: null, at: 6 }, { is: 'taker', unit: null, since: 6 }],
    ['not-followed', null, { is: 'nobody' }],
    ['not-needed', null, { is: 'nobody' }],
  ])('%s with %j', (gp, takenUp, owner) => {
    expect(ownerOf({ gp, takenUp, mark: mark(), wardUnit: 'ward-m1' })).toEqual(owner);
  });

  it.each([null, mark({ recommended: false })])('is nobody’s without a recommendation', (none) => {
    expect(ownerOf({ gp: 'told', mark: none, wardUnit: 'ward-m1' })).toEqual({ is: 'nobody' });
  });
});

describe('a changed mark', () => {
  const red = mark({ urgency: 'red' });
  const none = mark({ recommended: false, what: null, urgency: null });
  it.each<[string, Mark | null, Mark, GpState, string]>([
    ['set late', null, mark(), 'not-needed', 'begin-again'],
    ['set again by another doctor', mark(), mark({ by: 'person-other', at: 9 }), 'asked', 'nothing'],
    ['more urgent', mark(), red, 'asked', 'begin-again'],
    ['of something else', mark(), mark({ what: 'wound-check' }), 'asked', 'begin-again'],
    ['more urgent, after a yes', mark(), red, 'accepted', 'begin-again'],
    ['more urgent, while the department has it', mark(), red, 'handed-back', 'begin-again'],
    ['taken back', mark(), none, 'asked', 'begin-again'],
    ['taken back, after the practice took it', mark(), none, 'accepted', 'tell-taker'],
    ['taken back, after another took it', mark(), none, 'other-way', 'tell-taker'],
  ])('%s', (_, before, now, gp, effect) => {
    expect(effectOfMark(before, now, gp)).toBe(effect);
  });
});

describe('the item of who took it', () => {
  const taken = { unit: 'gp-041230', from: Date.parse('2026-11-27T15:00:00Z') };
  it('is booked within the window, by who took it', () => {
    expect(itemTaken(mark({ what: 'wound-check' }), { ...taken, at: null }, window)).toEqual({
      what: 'wound-check',
      from: taken.from,
      until: window.until,
      booker: 'gp-041230',
      bookBy: Date.parse('2026-11-29T15:00:00Z'),
    });
  });

  it('is booked already when a time was said, also one after the window that was agreed on', () => {
    const at = Date.parse('2026-12-03T09:00:00Z');
    expect(itemTaken(mark(), { ...taken, at }, window)).toMatchObject({ bookedAt: at, until: at });
  });
});
