// Who is medically responsible once the patient was admitted again (genindlæggelse): the next stay has its own course and end.
// Asked of the first case, by dates, with the project's own rules and numbers.
import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../domain/case-view.ts';
import { unitById } from '../../domain/organisations.ts';
import type { KnownCase } from '../../domain/responsibility-course.ts';
import { courseOf, gpAt, wholeRecord } from '../../domain/responsibility-course.ts';
import type { Recorded } from '../../domain/responsibility-history.ts';
import { learntAfter } from '../../domain/responsibility-history.ts';
import { knownAt } from '../../domain/responsibility-known.ts';
import { momentOf, numbersOf } from '../../domain/responsibility-questions.ts';
import { caseView } from '../store/fixtures.ts';
import { ruleBook } from './rule-book.ts';

const book = await ruleBook();
const numbers = numbersOf(book.registry, book);
const HOUR = 3_600_000;
const at = (time: string): number => Date.parse(time);

/** A stay in a ward of a patient who left under the 72 hours. */
function stayed(
  ward: string,
  admitted: string,
  left: string,
  more: Partial<KnownCase> = {},
  view: Partial<CaseView> = {},
) {
  const [admittedAt, leftAt] = [at(admitted), at(left)];
  const fact = (kind: Recorded['fact'], happenedAt: number): Recorded => ({
    ...{ fact: kind, codes: {}, happenedAt, learntAt: happenedAt },
  });
  const until = leftAt + 72 * HOUR;
  const codes = { unit: ward, until: new Date(until).toISOString() };
  return {
    view: caseView({
      wardUnit: ward,
      bed: { state: 'not-needed' },
      stay: { state: 'admitted', since: admittedAt, endedAt: null },
      ...{ leftAt, stage: 'left', extended: { unit: ward, from: leftAt, until, rule: 'r' } },
      ...view,
    }),
    ...{ openedAt: admittedAt, admittedAt, closedAt: null, next: null },
    record: [fact('opened', admittedAt), fact('left', leftAt), { ...fact('extended-begun', leftAt), codes }],
    ...more,
  } satisfies KnownCase;
}

const second = stayed('ward-h1', '2026-11-21T10:00+01:00', '2026-11-25T11:00+01:00', {}, { gpUnit: 'gp-051240' });
/** Left on 20 November, back the day after in another ward, home again on the 25th. */
const first = (later: KnownCase | null = second): KnownCase => {
  const from = at('2026-11-21T10:00+01:00');
  const own = stayed('ward-m1', '2026-11-17T09:00+01:00', '2026-11-20T11:00+01:00');
  const back: Recorded = { fact: 'readmitted', codes: {}, happenedAt: from, learntAt: from };
  return { ...own, record: [...own.record, back], next: { unit: 'ward-h1', from, known: later } };
};
const YEAR_ON = '2027-11-15T10:00+01:00';
const momentAt = (of: KnownCase, time: string, now = YEAR_ON) =>
  momentOf(courseOf(of, book, at(now)), gpAt(of, at(time)), at(time), numbers);
const phone = (unit: string): string => unitById(book.registry, unit)?.phone ?? '';

describe('after a readmission', () => {
  it.each([
    ['2026-11-20T12:00+01:00', 'extended', 'ward-m1'],
    ['2026-11-21T10:00+01:00', 'hospital', 'ward-h1'],
    ['2026-11-25T10:59+01:00', 'hospital', 'ward-h1'],
    ['2026-11-25T11:00+01:00', 'extended', 'ward-h1'],
    ['2026-11-28T10:59+01:00', 'extended', 'ward-h1'],
  ])('at %s it is %s of %s', (time, ground, unit) => {
    const { responsible } = momentAt(first(), time);
    expect([responsible.ground, responsible.unit]).toEqual([ground, unit]);
  });

  it('a year later neither ward has the patient: the doctor of the time of day, as asked of either case', () => {
    const moment = momentAt(first(), YEAR_ON);
    const { responsible, answers } = moment;
    expect(responsible).toMatchObject({ ground: 'general-practice', unit: 'gp-051240' });
    expect([answers.stay.unit, answers['new-illness'].unit]).not.toContain('ward-h1');
    expect(answers.order).toMatchObject({ unit: 'ward-h1', phone: phone('ward-h1') });
    expect(momentAt(second, YEAR_ON)).toEqual(moment);
  });

  it('is the ward as long as nobody knows more of the next stay than that it began', () => {
    expect(momentAt(first(null), YEAR_ON).responsible).toMatchObject({ unit: 'ward-h1', until: null });
  });

  it('keeps what it had when the next stay was cancelled: the patient never came', () => {
    const cancelled = { ...second, view: { ...second.view, stay: { state: 'cancelled', since: null, endedAt: null } } };
    const { responsible } = momentAt(first(cancelled as KnownCase), '2026-11-22T10:00+01:00');
    expect(responsible).toMatchObject({ ground: 'extended', unit: 'ward-m1', until: at('2026-11-23T11:00+01:00') });
  });

  it('tells of a past moment what was known of the next stay then', () => {
    const news = at('2026-11-26T09:00+01:00');
    const late = second.record.map((one) => (one.fact === 'opened' ? one : { ...one, learntAt: news }));
    const of = first({ ...second, record: late });
    const moment = '2026-11-25T12:00+01:00';
    expect(momentAt(of, moment).responsible.ground).toBe('extended');
    expect(momentAt(knownAt(of, at(moment)), moment, moment).responsible).toMatchObject({ ground: 'hospital' });
    expect(learntAfter(wholeRecord(of), at(moment), true).map(({ fact }) => fact)).toEqual(['left', 'extended-begun']);
  });
});
