// Who was responsible at a past moment by all that is known now, and who was held responsible then, before late facts came.
// Each late fact is tried on both sides of the moment it was learnt; with the project's own rules and numbers.
import { describe, expect, it } from 'vitest';
import type { BedState, CaseView } from '../../domain/case-view.ts';
import type { FactKind } from '../../domain/facts.ts';
import { instant } from '../../domain/ids.ts';
import type { KnownCase } from '../../domain/responsibility-course.ts';
import { courseOf } from '../../domain/responsibility-course.ts';
import type { Recorded } from '../../domain/responsibility-history.ts';
import { learntAfter } from '../../domain/responsibility-history.ts';
import { knownAt } from '../../domain/responsibility-known.ts';
import { momentOf, numbersOf } from '../../domain/responsibility-questions.ts';
import { caseView } from '../store/fixtures.ts';
import { ruleBook } from './rule-book.ts';

const book = await ruleBook();
const numbers = numbersOf(book.registry, book);
const HOUR = 3_600_000;
/** Wednesday 18 November 2026 and on, by day of the month and hour. */
const at = (day: number, hour: number): number =>
  Date.parse(`2026-11-${day}T${String(hour).padStart(2, '0')}:00+01:00`);
const NOW = at(30, 12);

/** A fact that happened at one time and was learnt at another. */
const fact = (kind: FactKind, happenedAt: number, codes: Recorded['codes'] = {}, learntAt = happenedAt): Recorded => ({
  fact: kind,
  codes,
  happenedAt,
  learntAt,
});
function known(view: Partial<CaseView>, record: readonly Recorded[], more: Partial<KnownCase> = {}): KnownCase {
  const admittedAt = at(16, 9);
  const stay = { state: 'admitted', since: admittedAt, endedAt: null } as const;
  return {
    view: caseView({ stay, bed: { state: 'not-needed' }, ...view }),
    ...{ openedAt: admittedAt, admittedAt, closedAt: null, record, next: null },
    ...more,
  };
}
const window = (from: number, learntAt = from): Recorded =>
  fact('extended-begun', from, { unit: 'ward-m1', until: instant(from + 72 * HOUR) }, learntAt);
const left = (from: number): Partial<CaseView> => ({
  leftAt: from,
  stage: 'left',
  extended: { unit: 'ward-m1', from, until: from + 72 * HOUR, rule: 'r' },
});

/** Whose it was by now, whose it was thought to be then, and the late facts between. */
function answers(of: KnownCase, time: number) {
  const by = (one: KnownCase, now: number) => {
    const { responsible } = momentOf(courseOf(one, book, now), of.view.gpUnit, time, numbers);
    return `${responsible.ground} ${responsible.unit}`;
  };
  const [now, held] = [by(of, NOW), by(knownAt(of, time), time)];
  return { now, held, late: learntAfter(of.record, time, now !== held).map((one) => one.fact) };
}

const WARD = 'hospital ward-m1';
const WINDOW = 'extended ward-m1';
const GP = 'general-practice gp-041230';

describe('a past moment', () => {
  it('whose facts were all known has one answer, then as now', () => {
    const of = known(left(at(20, 11)), [fact('left', at(20, 11)), window(at(20, 11))]);
    for (const [day, hour, who] of [
      [19, 12, WARD],
      [20, 12, WINDOW],
      [23, 10, WINDOW],
      [24, 12, GP],
    ] as const) {
      expect(answers(of, at(day, hour))).toEqual({ now: who, held: who, late: [] });
    }
  });

  it('before an admission was put right is answered by the time of now, and says what was told first', () => {
    const news = at(20, 14);
    const revised = fact('stay-told', at(16, 15), { notice: 'RE_STIN' }, news);
    const record = [fact('left', at(20, 11)), window(at(20, 11)), revised];
    const of = known(left(at(20, 11)), [...record, window(at(20, 11), news)], {
      ...{ admittedAt: at(16, 15), firstTold: at(16, 9) },
    });
    expect(answers(of, at(16, 12))).toEqual({ now: GP, held: WARD, late: ['stay-told'] });
    expect(answers(of, at(20, 15))).toEqual({ now: WINDOW, held: WINDOW, late: [] });
    // Too short by the time that was put right: the department had been thought to answer.
    const short = known({ ...left(at(20, 11)), extended: null }, record, { admittedAt: at(16, 15) });
    expect(answers(short, at(20, 12))).toMatchObject({ now: GP, held: WINDOW });
    expect(answers(short, at(20, 15))).toMatchObject({ now: GP, held: GP });
  });

  it('between a leaving and the news of it: the department had it, and the ward was thought to have the patient', () => {
    const news = at(21, 9);
    const of = known(left(at(20, 11)), [fact('left', at(20, 11), {}, news), window(at(20, 11), news)]);
    expect(answers(of, at(20, 12))).toEqual({ now: WINDOW, held: WARD, late: ['left', 'extended-begun'] });
    expect(answers(of, news)).toEqual({ now: WINDOW, held: WINDOW, late: [] });
    expect(answers(of, at(20, 10))).toEqual({ now: WARD, held: WARD, late: [] });
  });

  it('after a leaving that was put right: the answer follows the right time and says that it was corrected', () => {
    const put = at(24, 9);
    const of = known(left(at(19, 11)), [
      ...[fact('left', at(20, 11)), window(at(20, 11))],
      ...[fact('left-moved', at(19, 11), {}, put), window(at(19, 11), put)],
    ]);
    expect(answers(of, at(19, 12))).toEqual({ now: WINDOW, held: WARD, late: ['left-moved', 'extended-begun'] });
    expect(answers(of, at(23, 8))).toMatchObject({ now: GP, held: WINDOW });
  });

  it('under a leaving that was taken back: the patient was in the ward all along, as nobody knew', () => {
    const of = known({}, [fact('left', at(20, 11)), window(at(20, 11)), fact('not-left', at(21, 8))]);
    expect(answers(of, at(20, 15))).toEqual({ now: WARD, held: WINDOW, late: ['not-left'] });
    expect(answers(of, at(21, 9))).toEqual({ now: WARD, held: WARD, late: [] });
  });

  it('under a death that was told by mistake, and under one that was told late', () => {
    const wrong = known({}, [fact('deceased', at(18, 8)), fact('not-dead', at(18, 12))]);
    expect(answers(wrong, at(18, 9))).toEqual({ now: WARD, held: 'deceased ward-m1', late: ['not-dead'] });
    const dead = { state: 'deceased', since: at(22, 3), endedAt: at(20, 11) } as const;
    const late = known({ ...left(at(20, 11)), stay: dead }, [
      ...[fact('left', at(20, 11)), window(at(20, 11)), fact('deceased', at(22, 3), {}, at(23, 9))],
    ]);
    expect(answers(late, at(22, 9))).toEqual({ now: 'deceased ward-m1', held: WINDOW, late: ['deceased'] });
  });

  it('between two wards, when the move was recorded, and before the case was known here at all', () => {
    const moved = known({ wardUnit: 'ward-h1' }, [fact('transferred', at(18, 10), { from: 'ward-m1', to: 'ward-h1' })]);
    expect(answers(moved, at(18, 9))).toEqual({ now: WARD, held: WARD, late: [] });
    expect(answers(moved, at(18, 11)).held).toBe('hospital ward-h1');
    const opened = known({}, [fact('opened', at(17, 9))], { openedAt: at(17, 9) });
    expect(answers(opened, at(16, 12))).toEqual({ now: WARD, held: GP, late: ['opened'] });
  });

  it('in the ward of then, also when an earlier move was learnt after a later one', () => {
    const twice = known({ wardUnit: 'ward-h1' }, [
      fact('transferred', at(18, 18), { from: 'ward-m1', to: 'ward-h1' }),
      fact('transferred', at(18, 10), { from: 'ward-m1', to: 'ward-m2' }, at(19, 9)),
    ]);
    expect(answers(twice, at(18, 9))).toEqual({ now: WARD, held: WARD, late: [] });
    expect(answers(twice, at(18, 12))).toEqual({ now: 'hospital ward-m2', held: WARD, late: ['transferred'] });
    expect(answers(twice, at(20, 9))).toEqual({ now: 'hospital ward-h1', held: 'hospital ward-h1', late: [] });
    const before = known({ wardUnit: 'ward-h1' }, [
      fact('transferred', at(18, 10), { from: 'ward-m1', to: 'ward-h1', earlier: true }, at(20, 9)),
    ]);
    expect(answers(before, at(17, 9))).toMatchObject({ now: WARD, held: 'hospital ward-h1' });
  });

  it('in a leave that is over: the hospital, as on leave', () => {
    const of = known({}, [
      fact('stay-told', at(18, 10), { notice: 'STOR' }),
      fact('stay-told', at(19, 10), { notice: 'SLOR' }),
    ]);
    expect(answers(of, at(18, 12)).now).toBe('hospital-leave ward-m1');
    expect(answers(of, at(19, 12)).now).toBe(WARD);
    const none = known({}, [
      fact('stay-told', at(18, 10), { notice: 'STOR' }),
      fact('stay-told', at(18, 20), { notice: 'AN_STOR' }),
    ]);
    expect(answers(none, at(18, 12))).toEqual({ now: WARD, held: 'hospital-leave ward-m1', late: ['stay-told'] });
  });

  it('on a place that the patient was later moved from is answered by the rule for that place, not by the one for now', () => {
    const taken = { unit: 'mun-0791-relief', place: 'p', by: 'n', at: at(21, 10), until: at(28, 10) };
    const bed: BedState = { state: 'in-use', arrivedAt: at(21, 14), ...taken };
    const of = known({ ...left(at(20, 11)), bed }, [
      ...[
        fact('left', at(20, 11)),
        window(at(20, 11)),
        fact('arrived', at(20, 13), { unit: 'mun-0791-acute' }, at(20, 18)),
      ],
      ...[
        fact('arrived', at(21, 14), { unit: 'mun-0791-relief' }),
        fact('stay-moved', at(21, 14), { to: 'mun-0791-relief' }),
      ],
    ]);
    expect(answers(of, at(20, 15))).toEqual({ now: 'acute-function ward-m1', held: WINDOW, late: ['arrived'] });
    expect(answers(of, at(20, 20)).held).toBe('acute-function ward-m1');
    expect(answers(of, at(21, 16)).now).toBe('acute-function ward-m1');
  });
});
