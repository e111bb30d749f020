// A closed case by what came late: where the patient was, who was responsible, and what of a notice is recorded.
// Notices that come after the closing, in any order, tell in the end what they tell together.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../domain/case-view.ts';
import type { LateFact } from '../../domain/closed-case.ts';
import { asRecorded, factsOfStay, goneOf, ownNotices } from '../../domain/closed-case.ts';
import type { FactKind } from '../../domain/facts.ts';
import { courseOf } from '../../domain/responsibility-course.ts';
import { momentOf, numbersOf } from '../../domain/responsibility-questions.ts';
import type { StayNotice } from '../../domain/stay.ts';
import { stayOf } from '../../domain/stay.ts';
import { caseView } from '../store/fixtures.ts';
import { ordinaryPlan } from '../workflows/plans.ts';
import { ruleBook } from './rule-book.ts';

const book = await ruleBook();
const numbers = numbersOf(book.registry, book);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const admittedAt = Date.parse('2026-11-03T09:00+01:00');
const day = (days: number): number => admittedAt + days * DAY;
const CLOSED = day(10);

const closed = (change: Partial<CaseView>): CaseView =>
  caseView({
    stage: 'closed',
    closedAt: CLOSED,
    bed: { state: 'not-needed' },
    stay: { state: 'admitted', since: admittedAt, endedAt: null },
    ...change,
  });
const fact = (kind: FactKind, at: number, codes: LateFact['codes'] = {}, learntAt = at) => ({
  ...{ fact: kind, codes, happenedAt: at, learntAt, submission: null },
});
/** Who is responsible at a time, asked long afterwards. */
function responsibleAt(view: CaseView, late: readonly ReturnType<typeof fact>[], at: number): string {
  const known = { view: asRecorded(view, late), openedAt: admittedAt, admittedAt, closedAt: CLOSED, record: late };
  const course = courseOf({ ...known, next: null }, book, day(400));
  return momentOf(course, view.gpUnit, at, numbers).responsible.ground;
}

describe('who was responsible of a closed case', () => {
  it('is the hospital until the case has closed, of a patient whose leaving nobody told: not for ever', () => {
    expect(responsibleAt(closed({}), [], day(10) - 1)).toBe('hospital');
    expect(responsibleAt(closed({}), [], day(10))).toBe('general-practice');
    expect(responsibleAt(closed({}), [], day(375))).toBe('general-practice');
    // Services were planned, but the planning ended: there was no leaving that the 72 hours could be of.
    const plan = { ...ordinaryPlan(admittedAt), bed: null, hasRunningServices: true };
    expect(responsibleAt(closed({ plan }), [], day(11))).toBe('general-practice');
  });

  it('follows a leaving that is told later, before the closing and after it', () => {
    for (const leftAt of [day(8), day(14)]) {
      const late = [fact('left', leftAt, {}, day(20))];
      expect(responsibleAt(closed({}), late, leftAt - 1)).toBe('hospital');
      expect(responsibleAt(closed({}), late, leftAt)).toBe('general-practice');
    }
  });

  it('follows a leaving that is put right, and its 72 hours move with it', () => {
    const view = closed({
      leftAt: day(5),
      stay: { state: 'ended', since: day(5), endedAt: day(5) },
      extended: { unit: 'ward-m1', from: day(5), until: day(8), rule: 'r' },
    });
    const late = [fact('left-moved', day(4), {}, day(20))];
    expect(responsibleAt(view, [], day(7.5))).toBe('extended');
    expect(responsibleAt(view, late, day(7.5))).toBe('general-practice');
    expect(responsibleAt(view, late, day(4.5))).toBe('extended');
    expect(asRecorded(view, late).extended).toEqual({ unit: 'ward-m1', from: day(4), until: day(7), rule: 'r' });
  });

  it('is the hospital again when the leaving is taken back, and nobody any more from a death that is told late', () => {
    const view = closed({ leftAt: day(5), stay: { state: 'ended', since: day(5), endedAt: day(5) } });
    const back = asRecorded(view, [fact('not-left', day(12))]);
    expect(back).toMatchObject({ leftAt: null, stay: { state: 'admitted', endedAt: null } });
    expect(responsibleAt(view, [fact('deceased', day(6), {}, day(12))], day(7))).toBe('deceased');
    const moved = [fact('deceased', day(6), {}, day(12)), fact('death-moved', day(8), {}, day(13))];
    expect(responsibleAt(view, moved, day(7))).toBe('general-practice');
    expect(responsibleAt(view, [...moved, fact('not-dead', day(14))], day(15))).toBe('general-practice');
  });
});

describe('a closed case by its facts', () => {
  it('takes no fact twice that the view has already', () => {
    const view = closed({ leftAt: day(5), stay: { state: 'ended', since: day(5), endedAt: day(5) } });
    expect(asRecorded(view, [fact('left', day(4)), fact('left-moved', day(5), {}, day(6))])).toBe(view);
    const open = { ...view, closedAt: null, stage: 'left' as const };
    expect(asRecorded(open, [fact('left-moved', day(4), {}, day(20))])).toBe(open);
  });

  it('leaves the stay as it was for a hospice and another hospital, which no notice tells of', () => {
    const late = [fact('left', day(8), { how: 'hospice' }, day(20))];
    expect(asRecorded(closed({}), late)).toMatchObject({ leftAt: day(8), stay: { state: 'admitted', endedAt: null } });
  });

  it('shows the newest decision that stands, also one that was recorded after the closing', () => {
    const view = closed({
      finished: { number: 1, at: day(2), submission: null, withdrawnAt: null },
      finishedAt: day(2),
    });
    const facts = [fact('finished', day(2))];
    const gone = [...facts, fact('finished-corrected', day(20), { corrected: 'no-decision' })];
    expect(asRecorded(view, gone)).toMatchObject({ finished: null, finishedAt: null });
    const again = [...gone, fact('finished', day(3), {}, day(21))];
    expect(asRecorded(view, again)).toMatchObject({ finished: { number: 2, at: day(3) }, finishedAt: day(3) });
    const over = [...again, fact('finished-withdrawn', day(4), {}, day(22))];
    expect(asRecorded(view, over)).toMatchObject({ finished: { number: 2, withdrawnAt: day(4) }, finishedAt: null });
  });
});

const notice = (stayEvent: StayNotice['stayEvent'], change: StayNotice['change'], at: number, order: number) => ({
  ...{ id: `n${order}`, chain: 'n0', stayEvent, change, at: day(at), toldAt: day(20) + order },
});

describe('stay notices that come after the closing', () => {
  it('in any order tell in the end when the patient left and died, as all of them together do', () => {
    const days = fc.array(fc.integer({ min: 1, max: 19 }), { minLength: 5, maxLength: 5 });
    const chain = fc.constantFrom(
      ['SLHJ'],
      ['SLHJ', 'RE_SLHJ'],
      ['SLHJ', 'RE_SLHJ', 'AN_SLHJ'],
      ['SLHJ', 'AN_SLHJ', 'SLHJ', 'RE_SLHJ'],
      ['STOR', 'MORS', 'RE_MORS'],
      ['SLHJ', 'MORS', 'AN_MORS', 'MORS'],
    );
    const own = fc.option(fc.integer({ min: 1, max: 9 }), { nil: null });
    fc.assert(
      fc.property(chain, days, own, fc.array(fc.nat(), { minLength: 5, maxLength: 5 }), (words, at, ward, dice) => {
        const all = words.map((word, order) => {
          const change = word.startsWith('RE_') ? 'revise' : word.startsWith('AN_') ? 'cancel' : 'new';
          const event = (['SLHJ', 'MORS', 'STOR'] as const).find((one) => word.endsWith(one)) ?? 'SLHJ';
          return notice(event, change, at[order] ?? 1, order);
        });
        const leftAt = ward === null ? null : day(ward);
        const facts = leftAt === null ? [] : [fact('left', leftAt, { how: 'home' })];
        const stay = leftAt === null ? {} : { stay: { state: 'ended', since: leftAt, endedAt: leftAt } as const };
        const view = closed({ leftAt, ...stay });
        const came = all
          .map((one, order) => ({ one, roll: dice[order] ?? 0 }))
          .sort((a, b) => a.roll - b.roll)
          .map(({ one }) => one);
        const record = [...facts];
        const kept: StayNotice[] = [...ownNotices(facts)];
        for (const one of came) {
          const known = goneOf(asRecorded(view, record));
          const told = factsOfStay(stayOf(kept), stayOf([...kept, one]), known, day(30));
          record.push(...told.map(({ fact: kind, codes, happenedAt }) => fact(kind, happenedAt, codes, day(30))));
          kept.push(one);
        }
        const whole = stayOf([...ownNotices(facts), ...all]);
        expect(goneOf(asRecorded(view, record))).toEqual({
          leftAt: whole.endedAt,
          diedAt: whole.state === 'deceased' ? whole.since : null,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('take nothing back that a person recorded', () => {
    const left = fact('left', day(5), { how: 'home' });
    const own = ownNotices([left]);
    expect(own).toMatchObject([{ stayEvent: 'SLHJ', at: day(5) }]);
    const told = [notice('SLHJ', 'new', 7, 0), notice('SLHJ', 'cancel', 7, 1)] as const;
    const known = { leftAt: day(5), diedAt: null };
    expect(factsOfStay(stayOf([...own, told[0]]), stayOf([...own, ...told]), known, day(30))).toEqual([]);
  });

  it('are told apart from what the ward recorded, by the submission they came with', () => {
    const told = { ...fact('stay-told', day(5), { notice: 'SLHJ', message: 'm' }), submission: 's' };
    expect(ownNotices([told, { ...fact('left', day(5)), submission: 's' }])).toEqual([]);
    expect(ownNotices([fact('left', day(5), { how: 'other-hospital' })])).toEqual([]);
    expect(ownNotices([fact('left', day(5)), fact('left-moved', day(6)), fact('not-left', day(7))])).toEqual([]);
  });
});
