// The patient's leaving sheet in words: what, when, who comes, and which number answers until when, from every state.
// Nothing of why the patient was in hospital, no CPR number, no address.
import { describe, expect, it } from 'vitest';
import { afterLeavingOn } from '../../domain/after-leaving.ts';
import type { CaseView } from '../../domain/case-view.ts';
import { hoursWords, leavingContacts } from '../../domain/leaving-contacts.ts';
import type { LeavingFacts } from '../../domain/leaving-sheet.ts';
import { leavingSheet } from '../../domain/leaving-sheet.ts';
import { shorterLeavingSheets } from '../../domain/leaving-sheet-short.ts';
import type { Kept } from '../../domain/responsibility-after.ts';
import { keptAfter } from '../../domain/responsibility-after.ts';
import type { Sheet } from '../../domain/sheet.ts';
import { periodWords, phoneWords } from '../../domain/sheet.ts';
import { at, followUp, view } from './papers.ts';
import { ruleBook } from './rule-book.ts';

const book = await ruleBook();
const { registry, afterLeaving } = book;
const rules = afterLeavingOn(afterLeaving, '2026-11-30');
const hospital: Kept = { unit: 'ward-m1', until: at('2026-12-03T11:00:00+01:00') };

function facts(more: Partial<CaseView>, kept: Kept | null = hospital): LeavingFacts {
  const shown = view(more);
  return {
    patient: { name: 'Bruno Testperson' },
    view: shown,
    contacts: leavingContacts(shown, kept, registry, rules),
    registry,
    now: at('2026-11-30T09:00:00+01:00'),
  };
}
const sheet = (more: Partial<CaseView> = {}, kept?: Kept | null): Sheet => leavingSheet(facts(more, kept));
const shorter = (more: Partial<CaseView>): readonly Sheet[] => shorterLeavingSheets(facts(more));
const part = ({ parts }: Sheet, heading: string): string =>
  parts
    .filter((one) => one.heading === heading)
    .flatMap(({ entries }) => entries.flatMap(({ head, details }) => [head, ...details]))
    .join('\n');
const ring = 'Hvem ringer du til?';

describe('whom to ring', () => {
  it('names the number, the hour at which it stops answering, and who comes after', () => {
    const found = part(sheet(), ring);
    expect(found).toContain('Medicinsk Afsnit M1, telefon 87 00 10 00');
    expect(found).toContain('indtil torsdag den 3. december kl. 11.00');
    expect(found).toContain(
      'Derefter svarer nummeret ikke længere på spørgsmål om din behandling. Ring så til din egen læge.',
    );
    expect(found).toContain('Lægerne Eksempelgade, telefon 87 00 10 55');
    expect(found).toContain('Lægevagten i Region Midtjylland, telefon 70 11 31 31');
    expect(found).toContain('telefon 112');
    expect(sheet().parts[0]).toMatchObject({ heading: ring, framed: true });
  });

  it('gives the hours of the ward where nobody keeps the responsibility', () => {
    const found = part(sheet({}, null), ring);
    expect(found).toContain('telefonen bliver besvaret alle dage kl. 8–15');
    expect(found).not.toContain('Derefter');
  });

  it('says so when the patient has no doctor that we know of', () => {
    expect(part(sheet({ gpUnit: null }), ring)).toContain('vi kender ikke din læge');
  });

  it('gives the hours from the leaving on while its day is open', () => {
    expect(part(sheet({}, { unit: 'ward-m1', hours: 72 }), ring)).toContain(
      'ringe hertil i 72 timer efter udskrivelsen',
    );
  });
});

describe('which unit answers after leaving', () => {
  const NOW = at('2026-11-30T09:00:00+01:00');
  const HOUR = 3_600_000;
  const days = (more: Partial<CaseView> = {}, admittedAt = NOW - 72 * HOUR, now = NOW): Kept | null =>
    keptAfter(
      { view: view(more), openedAt: admittedAt, admittedAt, closedAt: null, record: [], next: null },
      book,
      now,
    );
  const home: Partial<CaseView> = { bed: { state: 'not-needed' } };
  const { plan } = view();
  if (plan === null) throw new Error('The case of these tests has a plan');
  const dated = (date: typeof plan.date): Partial<CaseView> => ({ ...home, plan: { ...plan, bed: null, date } });
  const left = at('2026-11-30T08:00:00+01:00');
  const window = { unit: 'ward-m1', from: left, until: left + 72 * HOUR, rule: 'r' };
  const range = { kind: 'range', from: '2026-12-01T07:00:00.000Z', to: '2026-12-02T14:00:00.000Z' } as const;

  it.each<[string, Kept | null, Kept | null]>([
    ['the ward, of a patient who goes to a place', days(), hospital],
    ['the ward, of one with home nursing', days(dated(plan.date)), hospital],
    [
      'nobody, of one without care',
      days({ ...home, plan: { ...plan, services: [], hasRunningServices: false, bed: null } }),
      null,
    ],
    ['nobody, after a stay too short to be covered', days(dated(plan.date), NOW - 12 * HOUR), null],
    ['for so many hours while the day is open', days(dated(range)), { unit: 'ward-m1', hours: 72 }],
    ['nobody that can be said while no day is known', days(dated({ kind: 'unknown' })), null],
    [
      'from this moment, of one who should have left',
      days(dated(plan.date), NOW - 72 * HOUR, NOW + 3 * HOUR),
      { unit: 'ward-m1', until: NOW + 75 * HOUR + 1 },
    ],
    ['what the case has decided, once the patient has left', days({ ...home, leftAt: left, extended: window }), window],
    ['nobody, when the case has decided so', days({ ...home, leftAt: left, extended: null }), null],
    ['nobody any more', days({ ...home, leftAt: left, extended: window }, NOW - 72 * HOUR, window.until), null],
  ])('is %s', (_what, found, kept) => {
    expect(found).toEqual(kept === window ? { unit: window.unit, until: window.until } : kept);
  });
});

describe('when and where', () => {
  it.each([
    [{ kind: 'at', at: '2026-11-30T10:00:00.000Z' }, 'Du forventes hjem mandag den 30. november kl. 11.00.'],
    [
      { kind: 'range', from: '2026-11-30T07:00:00.000Z', to: '2026-12-02T14:00:00.000Z' },
      'Du forventes hjem fra mandag den 30. november til onsdag den 2. december.',
    ],
    [{ kind: 'unknown' }, 'Dagen, hvor du skal hjem, er ikke aftalt endnu.'],
  ] as const)('says the planned leaving: %#', (date, words) => {
    const { plan } = view();
    expect(sheet({ plan: plan === null ? null : { ...plan, date } }).about).toContain(words);
  });

  it('says when the patient has left, and in summer by summer time', () => {
    expect(sheet({ leftAt: at('2027-06-05T10:15:00+02:00') }).about).toContain(
      'Du er udskrevet lørdag den 5. juni kl. 10.15.',
    );
  });

  it('says where the first time is spent, or that it is not agreed', () => {
    const place = 'Her skal du være den første tid';
    expect(part(sheet(), place)).toBe(
      'Akutpladserne, Viborg, telefon 87 00 10 33\nDu er ventet mandag den 30. november kl. 13.00.',
    );
    expect(part(sheet({ bed: { state: 'looking' } }), place)).toContain('Pladsen er ikke aftalt endnu');
    expect(part(sheet({ bed: { state: 'other-way' } }), place)).toBe('');
  });
});

describe('who comes', () => {
  const help = 'Hjælp og hvem der kommer';

  it('is who has said yes, from when; what is open is said to be open', () => {
    const found = part(sheet(), help);
    expect(found).toContain(
      'Hjemmesygepleje\nAftalt med Hjemmesygeplejen, Viborg, første gang mandag den 7. december.',
    );
    expect(found).toContain('Personlig pleje\nAftalt med Hjemmesygeplejen, Viborg.');
    expect(found).toContain('Hjælpemidler\nIkke aftalt endnu.');
    expect(found).toContain('Hjemmesygeplejen, Viborg, telefon 87 00 10 22');
  });

  it.each([
    ['confirmed', 'Starter igen, når du er hjemme.'],
    ['asked', 'Er ikke bekræftet endnu.'],
  ] as const)('the help from before: %s', (resume, words) => {
    expect(part(sheet({ resume }), help)).toContain(words);
  });

  it.each(['condition', 'date-offered', 'declined'] as const)('a service that is no plain yes is open: %s', (state) => {
    const codes = { state, reason: 'no-capacity', from: '2026-12-09T08:00:00.000Z', by: 'person', at: 0 };
    const found = part(sheet({ services: { 'home-nursing': codes } }), help);
    expect(found).toContain('Hjemmesygepleje\nIkke aftalt endnu.');
    expect(found).not.toContain('december');
  });
});

describe('the appointments', () => {
  const mine = 'Dine aftaler';

  it('come in order of time, with the number to ring when the time does not suit', () => {
    const found = part(sheet(), mine);
    expect(found.indexOf('Sårkontrol')).toBeLessThan(found.indexOf('Kontrol hos egen læge'));
    expect(found).toContain(
      'Fredag den 4. december kl. 09.30: Sårkontrol\nHos Hjemmesygeplejen, Viborg. Passer tiden ikke, så ring til Hjemmesygeplejen, Viborg, telefon 87 00 10 22.',
    );
  });

  it.each([
    ['home', 'Hjemmesygeplejen, Viborg kommer hjem til dig.'],
    ['phone', 'Hjemmesygeplejen, Viborg ringer til dig.'],
    ['private-supplier', 'Hos en privat leverandør.'],
    ['with-owner', 'Hos Hjemmesygeplejen, Viborg.'],
  ] as const)('say where to be, or who comes: %s', (place, words) => {
    // Booked by another unit than the one that carries it out, which alone is where the patient meets somebody.
    const item = followUp('f1', { place, owner: 'mun-0791-homecare', booker: 'gp-041230' });
    expect(part(sheet({ followUps: [item] }), mine)).toContain(`\n${words} Tiden er ikke bestilt endnu. Lægerne`);
  });

  it('that nobody has booked say who books, and by when', () => {
    expect(part(sheet(), mine)).toContain(
      'Tiden er ikke bestilt endnu. Lægerne Eksempelgade, telefon 87 00 10 55 bestiller den senest torsdag den 3. december.',
    );
  });

  it('that are done or declined are left out', () => {
    const gone = [
      followUp('f1', { state: 'done', bookedAt: null, doneAt: 0 }),
      followUp('f2', { state: 'declined', bookedAt: null }),
      followUp('f3', { state: 'not-done', bookedAt: null, reason: 'replaced' }),
    ];
    expect(part(sheet({ followUps: gone }), mine)).toBe('');
  });

  it('that nobody has agreed yet are asked about', () => {
    expect(part(sheet({ followUps: [], followUpAgreed: 'open' }), mine)).toContain('Ikke aftalt endnu');
  });
});

describe('a sheet in fewer words', () => {
  const DAY = 86_400_000;
  const times = Array.from({ length: 4 }, (_, n) => at('2026-12-04T09:30:00+01:00') + n * DAY);
  const items = times.map((bookedAt, n) =>
    followUp(`f${n}`, { state: 'booked', bookedAt, booker: 'mun-0791-homecare' }),
  );
  const all = shorter({ followUps: items.toReversed() });
  const [first, second] = all;
  const last = all.at(-1);

  it('has all appointments first, then one less each time, and says how many are missing from when on', () => {
    expect(all).toHaveLength(5);
    if (first === undefined || second === undefined || last === undefined) throw new Error('There are five');
    expect(part(first, 'Dine aftaler')).toMatch(
      /^Det er aftalt\nFredag den 4\..*\nLørdag.*\nSøndag.*\nMandag.*\nPasser/,
    );
    expect(part(first, 'Dine aftaler')).not.toContain('ikke plads');
    expect(part(second, 'Dine aftaler')).toContain(
      'Der er ikke plads til alle dine aftaler på arket\n1 aftale mangler, den første mandag den 7. december.',
    );
    expect(part(last, 'Dine aftaler')).toMatch(/4 aftaler mangler, den første fredag den 4\. december\.[^\n]*$/);
  });

  it('says of help what is agreed and what is not, and cuts nothing of whom to ring and where to be', () => {
    for (const short of all) {
      expect(part(short, ring)).toBe(part(sheet(), ring));
      expect(part(short, 'Her skal du være den første tid')).toContain('Akutpladserne');
      expect(part(short, 'Hjælp og hvem der kommer')).toMatch(
        /Aftalt med Hjemmesygeplejen, Viborg\nHjemmesygepleje, første gang mandag den 7\. december\nPersonlig pleje\nIkke aftalt endnu\nHjælpemidler\. Spørg/,
      );
    }
  });
});

describe('what a sheet never says', () => {
  it('is a number, an address, a code, or a capability that tells what is wrong', () => {
    const text = JSON.stringify(sheet());
    expect(text).not.toMatch(/CPR|\d{6}-\d{4}|CAP-|IV|antibiotika|Eksempelvej 7/);
    expect(text).not.toMatch(/home-nursing|wound-check|ward-m1|undefined|null/);
  });
});

describe('words', () => {
  it('of hours, periods and numbers', () => {
    const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
    expect(hoursWords([{ days: weekdays, opens: '08:00', closes: '16:00' }])).toBe('mandag–fredag kl. 8–16');
    const always = [...weekdays, 'saturday', 'sunday', 'holiday'] as const;
    expect(hoursWords([{ days: always, opens: '00:00', closes: '24:00' }])).toBe('alle dage hele døgnet');
    const day = (time: string) => at(`2026-12-07T${time}:00+01:00`);
    expect(periodWords(day('08:00'), day('15:30'))).toBe('mandag den 7. december mellem kl. 08.00 og kl. 15.30');
    expect([phoneWords('87001000'), phoneWords('112')]).toEqual(['87 00 10 00', '112']);
  });
});
