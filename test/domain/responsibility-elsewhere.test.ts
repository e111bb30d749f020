// Whom to ring about a patient who left for another hospital or a hospice: the GP does not treat a patient who lies there.
// By each way of leaving, by dates, with the project's own rules and numbers.
import { describe, expect, it } from 'vitest';
import { instant } from '../../domain/ids.ts';
import type { KnownCase } from '../../domain/responsibility-course.ts';
import { courseOf } from '../../domain/responsibility-course.ts';
import type { Recorded } from '../../domain/responsibility-history.ts';
import { responsibilityPeriods } from '../../domain/responsibility-periods.ts';
import { momentOf, numbersOf } from '../../domain/responsibility-questions.ts';
import { caseView } from '../store/fixtures.ts';
import { ruleBook } from './rule-book.ts';

const book = await ruleBook();
const numbers = numbersOf(book.registry, book);
const DAY = 24 * 3_600_000;
const admittedAt = Date.parse('2026-11-17T09:00+01:00');
const leftAt = Date.parse('2026-11-20T11:00+01:00');

const fact = (kind: Recorded['fact'], happenedAt: number, codes: Recorded['codes'] = {}): Recorded => ({
  ...{ fact: kind, codes, happenedAt, learntAt: happenedAt },
});
function leftFor(how: string | null, more: Partial<KnownCase> = {}): KnownCase {
  const stay = { state: 'admitted', since: admittedAt, endedAt: null } as const;
  return {
    view: caseView({ stay, bed: { state: 'not-needed' }, leftAt, stage: 'left' }),
    ...{ openedAt: admittedAt, admittedAt, closedAt: leftAt + DAY, next: null },
    record: [fact('left', leftAt, how === null ? {} : { how })],
    ...more,
  };
}
const momentAt = (of: KnownCase, at: number) => momentOf(courseOf(of, book, at), of.view.gpUnit, at, numbers);

describe('a patient who left', () => {
  it.each(['other-hospital', 'hospice'])(
    'for %s is the department’s to answer for, new illness too, for 30 days',
    (how) => {
      for (const at of [leftAt, leftAt + 10 * DAY, leftAt + 30 * DAY - 1]) {
        const { responsible, after, answers } = momentAt(leftFor(how), at);
        expect(responsible).toMatchObject({ ground: 'elsewhere', unit: 'ward-m1', until: leftAt + 30 * DAY });
        expect([answers.stay.unit, answers['new-illness'].unit, answers.order.unit]).toEqual(Array(3).fill('ward-m1'));
        // The letter category is for the 72 hours alone, which such a patient does not have.
        expect([answers.stay.category, after?.ground]).toEqual([null, 'general-practice']);
      }
      // Nobody here knows where the patient is by then, and no ward has a patient for good.
      expect(momentAt(leftFor(how), leftAt + 30 * DAY).responsible.ground).toBe('general-practice');
    },
  );

  it.each(['home', 'own-wish', 'nursing-home', null])('for %s is not', (how) => {
    expect(responsibilityPeriods(courseOf(leftFor(how), book, leftAt)).map(({ ground }) => ground)).not.toContain(
      'elsewhere',
    );
  });

  it('for another hospital, which was taken back, is in the ward; and as the leaving after that says', () => {
    const record = [fact('left', leftAt, { how: 'other-hospital' }), fact('not-left', leftAt + 1)];
    const { view } = leftFor(null);
    const back = leftFor(null, { record, closedAt: null, view: { ...view, leftAt: null, stage: 'planning' } });
    expect(momentAt(back, leftAt + DAY).responsible).toMatchObject({ ground: 'hospital', unit: 'ward-m1' });
    const home = leftFor(null, { record: [...record, fact('left', leftAt, { how: 'home' })] });
    expect(momentAt(home, leftAt + DAY).responsible.ground).toBe('general-practice');
  });

  it('for another hospital, and whose stay there becomes a case, is that ward’s; a death ends it as well', () => {
    const next = { unit: 'ward-h1', from: leftAt + DAY, known: null };
    expect(momentAt(leftFor('other-hospital', { next }), leftAt + 2 * DAY).responsible).toMatchObject({
      ...{ ground: 'hospital', unit: 'ward-h1' },
    });
    const { view } = leftFor(null);
    const stay = { state: 'deceased', since: leftAt + DAY, endedAt: null } as const;
    const died = leftFor('hospice', { view: { ...view, stay } });
    expect(momentAt(died, leftAt + 2 * DAY).responsible.ground).toBe('deceased');
    expect(instant(momentAt(died, leftAt).responsible.until ?? 0)).toBe(instant(leftAt + DAY));
  });
});
