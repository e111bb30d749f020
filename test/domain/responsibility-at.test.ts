// Who is medically responsible at any time, and whom to ask each of the four questions: by dates.
// With the project's own rules and numbers; random cases are in responsibility-always.test.ts.
import { describe, expect, it } from 'vitest';
import type { BedState } from '../../domain/case-view.ts';
import { unitById } from '../../domain/organisations.ts';
import { contactsOn } from '../../domain/responsibility-contacts.ts';
import type { KnownCase } from '../../domain/responsibility-course.ts';
import { courseOf } from '../../domain/responsibility-course.ts';
import { responsibilityPeriods } from '../../domain/responsibility-periods.ts';
import { momentOf, numbersOf } from '../../domain/responsibility-questions.ts';
import { at, DAY, known, leaving, left, told } from './known-case.ts';
import { ruleBook } from './rule-book.ts';

const book = await ruleBook();
const { registry, contacts } = book;
const numbers = numbersOf(registry, book);
const DUTY = contactsOn(contacts, '2026-11-20').outOfHours.phone;
const NO_GP = contactsOn(contacts, '2026-11-20').withoutGp.phone;

const momentAt = (of: KnownCase, time: string, now = time) =>
  momentOf(courseOf(of, book, at(now)), of.view.gpUnit, at(time), numbers);
const phones = (of: KnownCase, time: string): string[] =>
  Object.values(momentAt(of, time).answers).map(({ phone }) => phone);

const GP = unitById(registry, 'gp-041230')?.phone ?? '';
const WARD = unitById(registry, 'ward-m1')?.phone ?? '';

describe('whom to ask', () => {
  const stayed = known(left('2026-11-20T11:00+01:00'));
  it.each([
    ['before the admission', '2026-11-17T08:59+01:00', [GP, GP, '112', GP]],
    ['in the ward', '2026-11-18T03:00+01:00', [WARD, WARD, '112', WARD]],
    ['in the window, practice open', '2026-11-20T13:00+01:00', [WARD, GP, '112', WARD]],
    ['in the window, at night', '2026-11-21T03:00+01:00', [WARD, DUTY, '112', WARD]],
    ['a minute before its end', '2026-11-23T10:59+01:00', [WARD, GP, '112', WARD]],
    ['at its end', '2026-11-23T11:00+01:00', [GP, GP, '112', WARD]],
    ['after it, at night', '2026-11-24T23:00+01:00', [DUTY, DUTY, '112', WARD]],
  ])('%s', (_, time, expected) => {
    expect(phones(stayed, time)).toEqual(expected);
  });

  it('names the letter for what is not acute only under the 72 hours', () => {
    expect(momentAt(stayed, '2026-11-21T03:00+01:00').answers.stay.category).toBe('extended-care-responsibility');
    expect(momentAt(stayed, '2026-11-24T03:00+01:00').answers.stay.category).toBeNull();
  });

  it('says from when until when, and who has it after', () => {
    const { responsible, after, answers } = momentAt(stayed, '2026-11-22T12:00+01:00');
    expect(responsible).toMatchObject({
      ground: 'extended',
      from: at('2026-11-20T11:00+01:00'),
      until: at('2026-11-23T11:00+01:00'),
    });
    expect(after).toMatchObject({ ground: 'general-practice', unit: 'gp-041230', phone: GP });
    // A Sunday: the doctor on duty from Friday's closing to Monday's opening.
    expect(answers['new-illness']).toMatchObject({ phone: DUTY, until: at('2026-11-23T08:00+01:00') });
  });

  it('is the hospital during leave, and the ward that had the patient at the time', () => {
    const stay = { state: 'on-leave', since: at('2026-11-19T10:00+01:00'), endedAt: null } as const;
    const record = [told('transferred', '2026-11-18T10:00+01:00', { from: 'ward-m1', to: 'ward-h1' })];
    const moved = known({ stay, wardUnit: 'ward-h1' }, { record });
    expect(momentAt(moved, '2026-11-18T09:00+01:00').responsible.unit).toBe('ward-m1');
    expect(momentAt(moved, '2026-11-18T11:00+01:00').responsible.unit).toBe('ward-h1');
    const onLeave = momentAt(moved, '2026-11-20T11:00+01:00');
    expect([onLeave.responsible.ground, onLeave.responsible.unit]).toEqual(['hospital-leave', 'ward-h1']);
    expect(onLeave.answers['new-illness'].unit).toBe('ward-h1');
  });

  it('is nobody in particular after a short stay home: the GP at once', () => {
    const home = known({ leftAt: at('2026-11-17T20:00+01:00'), stage: 'left' });
    expect(momentAt(home, '2026-11-17T20:00+01:00').responsible).toMatchObject({ phone: DUTY });
    expect(momentAt(home, '2026-11-18T09:00+01:00').responsible).toMatchObject({ phone: GP });
  });

  it('has a number in working hours too when no GP is known, or the practice has closed for good', () => {
    for (const gpUnit of [null, 'gp-061259', 'gone']) {
      const home = known({ ...left('2026-11-20T11:00+01:00'), gpUnit });
      expect(phones(home, '2026-11-24T10:00+01:00')).toEqual([NO_GP, NO_GP, '112', WARD]);
      expect(phones(home, '2026-11-24T20:00+01:00')).toEqual([DUTY, DUTY, '112', WARD]);
    }
  });

  it('ends with an early readmission: the next ward has the patient', () => {
    const next = { unit: 'ward-h1', from: at('2026-11-21T10:00+01:00'), known: null };
    const back = known(left('2026-11-20T11:00+01:00'), { next });
    expect(momentAt(back, '2026-11-21T09:59+01:00').responsible).toMatchObject({ unit: 'ward-m1', until: next.from });
    expect(momentAt(back, '2026-11-21T10:00+01:00').responsible).toMatchObject({ ground: 'hospital', unit: 'ward-h1' });
  });

  it('has an answer after a death too', () => {
    const stay = { state: 'deceased', since: at('2026-11-21T10:00+01:00'), endedAt: null } as const;
    const dead = known({ ...left('2026-11-20T11:00+01:00'), stay });
    expect(momentAt(dead, '2026-11-22T10:00+01:00').responsible).toMatchObject({ ground: 'deceased', phone: WARD });
  });
});

describe('the acute bed', () => {
  const arrivedAt = at('2026-11-20T14:00+01:00');
  const bed = { unit: 'mun-0791-acute', place: 'p', by: 'n', at: arrivedAt };
  const inUse: BedState = { state: 'in-use', arrivedAt, until: arrivedAt + 7 * DAY, ...bed };

  it('has the hospital doctor by the agreement, then the GP, as recorded on the case', () => {
    const until = at('2026-11-23T11:00+01:00');
    const responsibility = { who: 'ward-m1', until, after: 'gp-041230', rule: 'kept' };
    const there = known({ ...left('2026-11-20T11:00+01:00'), bed: inUse, responsibility });
    expect(momentAt(there, '2026-11-21T03:00+01:00').responsible).toMatchObject({
      ground: 'acute-function',
      unit: 'ward-m1',
      rule: 'kept',
      until,
    });
    expect(momentAt(there, '2026-11-24T10:00+01:00').responsible).toMatchObject({ unit: 'gp-041230' });
  });

  it('of a stay that has ended is answered by the dated rules, which give it to the department first', () => {
    const over: BedState = { state: 'ended', arrivedAt, endedAt: arrivedAt + DAY, ...bed };
    const gone = known({ ...left('2026-11-20T11:00+01:00'), bed: over });
    expect(momentAt(gone, '2026-11-21T03:00+01:00', '2026-12-01T10:00+01:00').responsible).toMatchObject({
      ground: 'acute-function',
      unit: 'ward-m1',
      rule: 'rm-2026.1/medical-responsibility',
    });
    expect(momentAt(gone, '2026-11-22T03:00+01:00').responsible.ground).toBe('extended');
  });

  it('takes no question about the stay over when the agreement gives the treatment to the unit', () => {
    const responsibility = { who: 'mun-0791-acute', until: arrivedAt + 5 * DAY, after: null, rule: 'local' };
    const there = known({ ...left('2026-11-20T11:00+01:00'), bed: inUse, responsibility });
    const { responsible, answers } = momentAt(there, '2026-11-21T03:00+01:00');
    expect([responsible.unit, answers.stay.unit]).toEqual(['mun-0791-acute', 'ward-m1']);
  });
});

describe('what is planned', () => {
  const now = '2026-11-18T10:00+01:00';
  const planned = known({ plan: leaving('2026-11-20T11:00+01:00') });

  it('says who will have it: the ward until the leaving, the 72 hours by the rule of that day, then the GP', () => {
    expect(momentAt(planned, '2026-11-19T10:00+01:00', now).responsible).toMatchObject({
      ground: 'hospital',
      until: at('2026-11-20T11:00+01:00'),
    });
    expect(momentAt(planned, '2026-11-21T10:00+01:00', now).responsible).toMatchObject({
      ground: 'extended',
      until: at('2026-11-23T11:00+01:00'),
      rule: 'rm-2026.1/extended-responsibility-end',
    });
    expect(momentAt(planned, '2026-11-24T10:00+01:00', now).responsible.unit).toBe('gp-041230');
  });

  it.each([
    ['home without nursing', known({ plan: leaving('2026-11-20T11:00+01:00', ['meals']) })],
    [
      'nursing that is solved in another way',
      known({ plan: leaving('2026-11-20T11:00+01:00'), services: { 'home-nursing': { state: 'other-way' } } }),
    ],
    [
      'a stay of 24 hours and no more',
      known({ plan: leaving('2026-11-20T11:00+01:00') }, { admittedAt: at('2026-11-19T11:00+01:00') }),
    ],
  ])('has no 72 hours for %s', (_, of) => {
    expect(responsibilityPeriods(courseOf(of, book, at(now))).map(({ ground }) => ground)).not.toContain('extended');
  });

  it.each([
    [{}, true],
    [{ running: false }, false],
  ])(
    'has them for home without new services, when some go on, unless the municipality has said none: %j',
    (said, has) => {
      const plan = { ...leaving('2026-11-20T11:00+01:00', []), hasRunningServices: true };
      const of = known({ plan, ...said });
      expect(momentAt(of, '2026-11-21T10:00+01:00', now).responsible.ground).toBe(
        has ? 'extended' : 'general-practice',
      );
    },
  );

  it('has them for a stay of a minute more', () => {
    const longer = known({ plan: leaving('2026-11-20T11:01+01:00') }, { admittedAt: at('2026-11-19T11:00+01:00') });
    expect(responsibilityPeriods(courseOf(longer, book, at(now))).map(({ ground }) => ground)).toContain('extended');
  });

  it('stays the hospital without an end when the planned day has passed and the patient is there', () => {
    const { responsible } = momentAt(planned, '2026-11-21T10:00+01:00');
    expect(responsible).toMatchObject({ ground: 'hospital', unit: 'ward-m1', until: null });
  });
});

describe('a request without a stay', () => {
  const opened = at('2026-12-30T10:00+01:00');
  const bedNeed = { capabilities: [], from: new Date('2026-12-31T09:00+01:00').toISOString(), days: 3 } as const;
  const plan = { ...leaving('2026-12-31T09:00+01:00', []), bed: bedNeed };
  const asked = (purpose: 'place' | 'treatment-at-home' | 'outgoing-team', bed: BedState) =>
    known(
      {
        plan,
        bed,
        wardUnit: 'gp-041230',
        stay: { state: 'unknown', since: null, endedAt: null },
        request: { purpose, orderGiver: 'ward-m1' },
      },
      { admittedAt: null, openedAt: opened },
    );
  const held: BedState = {
    state: 'held',
    unit: 'mun-0791-team',
    place: 'p',
    by: 'n',
    at: opened,
    until: opened + 2 * DAY,
    arrival: at('2026-12-31T09:00+01:00'),
    leaves: at('2027-01-03T09:00+01:00'),
  };

  it.each([
    ['treatment-at-home', '2026-12-30T12:00+01:00', 'treatment-at-home'],
    ['outgoing-team', '2026-12-30T12:00+01:00', 'general-practice'],
    ['outgoing-team', '2027-01-01T00:30+01:00', 'outgoing-team'],
    ['place', '2027-01-02T12:00+01:00', 'place'],
    ['place', '2027-01-03T09:00+01:00', 'general-practice'],
  ] as const)('%s at %s: %s, over New Year', (purpose, time, ground) => {
    const { responsible, answers } = momentAt(asked(purpose, held), time, '2026-12-30T11:00+01:00');
    expect(responsible.ground).toBe(ground);
    if (ground !== 'general-practice') expect([responsible.unit, responsible.until]).toEqual(['ward-m1', held.leaves]);
    expect(answers.order.unit).toBe('ward-m1');
  });
});
