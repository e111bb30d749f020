// At any time each of the four questions has exactly one answer with a number, for random cases and random times.
// Over both clock changes and New Year; with the project's own rules and numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BedState } from '../../domain/case-view.ts';
import { instant } from '../../domain/ids.ts';
import type { KnownCase } from '../../domain/responsibility-course.ts';
import { courseOf } from '../../domain/responsibility-course.ts';
import { responsibilityPeriods } from '../../domain/responsibility-periods.ts';
import type { QuestionName } from '../../domain/responsibility-questions.ts';
import { momentOf, numbersOf, questions } from '../../domain/responsibility-questions.ts';
import { at, DAY, HOUR, known, leaving, left, told } from './known-case.ts';
import { ruleBook } from './rule-book.ts';

const book = await ruleBook();
const { registry } = book;
const numbers = numbersOf(registry, book);

describe('at any hour', () => {
  const time = fc.integer({ min: at('2024-06-01T00:00Z'), max: at('2031-01-01T00:00Z') });
  const some = fc.record({
    admittedAt: fc.option(time),
    stayDays: fc.integer({ min: 0, max: 400 }).map((hours) => hours * HOUR),
    hasLeft: fc.boolean(),
    covered: fc.boolean(),
    how: fc.constantFrom('home', 'hospice', 'other-hospital'),
    bed: fc.constantFrom('none', 'held', 'in-use', 'ended'),
    gpUnit: fc.constantFrom(null, 'gp-041230', 'gp-061259', 'gone'),
    wardUnit: fc.constantFrom('ward-m1', 'gone'),
    next: fc.option(time),
    nextKnown: fc.boolean(),
    died: fc.option(time),
    moved: fc.option(time),
    purpose: fc.option(fc.constantFrom('place', 'treatment-at-home', 'outgoing-team')),
  });
  type Some = typeof some extends fc.Arbitrary<infer T> ? T : never;

  function caseOf(s: Some): KnownCase {
    const base = s.admittedAt ?? at('2026-11-17T09:00+01:00');
    const leftAt = s.hasLeft ? base + s.stayDays : null;
    const taken = { unit: 'mun-0791-acute', place: 'p', by: 'n', at: base };
    const from = base + s.stayDays + 2 * HOUR;
    const beds: Record<string, BedState> = {
      none: { state: 'none' },
      held: { state: 'held', arrival: from, leaves: from + 5 * DAY, until: from + HOUR, ...taken },
      'in-use': { state: 'in-use', arrivedAt: from, until: from + 5 * DAY, ...taken },
      ended: { state: 'ended', arrivedAt: from, endedAt: from + 3 * DAY, ...taken },
    };
    return known(
      {
        wardUnit: s.wardUnit,
        gpUnit: s.gpUnit,
        leftAt,
        bed: beds[s.bed] ?? { state: 'none' },
        plan: leaving(new Date(base + s.stayDays).toISOString()),
        stay:
          s.died === null
            ? { state: leftAt === null ? 'admitted' : 'ended', since: base, endedAt: leftAt }
            : { state: 'deceased', since: s.died, endedAt: leftAt },
        ...(s.covered && leftAt !== null
          ? { extended: { unit: s.wardUnit, from: leftAt, until: leftAt + 72 * HOUR, rule: 'r' } }
          : {}),
        ...(s.purpose === null ? {} : { request: { purpose: s.purpose, orderGiver: s.wardUnit } }),
      },
      {
        admittedAt: s.admittedAt,
        openedAt: base,
        record: [
          ...(s.moved === null ? [] : [told('transferred', instant(s.moved), { from: 'ward-h1', to: s.wardUnit })]),
          ...(leftAt === null ? [] : [told('left', instant(leftAt), { how: s.how })]),
        ],
        next:
          s.next === null
            ? null
            : {
                unit: 'ward-h1',
                from: s.next,
                known: s.nextKnown ? caseOf({ ...s, admittedAt: s.next, next: null, purpose: null }) : null,
              },
      },
    );
  }

  it('each of the four questions has exactly one answer with a number, whose time holds', () => {
    fc.assert(
      fc.property(some, time, time, (s, now, asked) => {
        const of = caseOf(s);
        const course = courseOf(of, book, now);
        const periods = responsibilityPeriods(course);
        expect(periods[0]?.from).toBeNull();
        expect(periods.at(-1)?.until).toBeNull();
        for (const [index, period] of periods.entries()) {
          if (index > 0) expect(period.from).toBe(periods[index - 1]?.until);
          if (period.from !== null && period.until !== null) expect(period.from).toBeLessThan(period.until);
        }
        const { responsible, answers } = momentOf(course, of.view.gpUnit, asked, numbers);
        expect(Object.keys(answers).toSorted()).toEqual(Object.keys(questions).toSorted());
        const names = Object.keys(questions) as QuestionName[];
        for (const one of [responsible, ...names.map((name) => answers[name])]) {
          expect(one.phone).toMatch(/^(112|\d{8})$/);
          expect(one.name).not.toBe('');
          if (one.from !== null) expect(one.from).toBeLessThanOrEqual(asked);
          if (one.until !== null) expect(one.until).toBeGreaterThan(asked);
        }
        expect(answers['life-threatening'].phone).toBe('112');
      }),
      { numRuns: 400 },
    );
  }, 120_000);

  it('is answered within a millisecond or two for each case of a list', () => {
    const of = known(left('2026-11-20T11:00+01:00'));
    const listed = numbersOf(registry, book);
    const began = performance.now();
    for (let n = 0; n < 200; n += 1)
      momentOf(courseOf(of, book, at('2026-11-21T10:00Z')), 'gp-041230', at('2026-11-21T10:00Z'), listed);
    expect((performance.now() - began) / 200).toBeLessThan(20);
  });
});
