// Medicine at home by the pharmacies' days, and who answers about a medication card at an hour, by the project's own rules.
// Pure tables; the criteria that rest on them are in gate.test.ts.
import { describe, expect, it } from 'vitest';
import { leavesBefore, medicationRoute, nextPharmacyDay } from '../../domain/gate-medicine.ts';
import { unitById } from '../../domain/organisations.ts';
import { ruleSetOn } from '../../domain/rule-set.ts';
import { at } from './papers.ts';
import { ruleBook } from './rule-book.ts';

const book = await ruleBook();

describe('by the hours of the rules', () => {
  it.each([
    // Leaving, then the next day on which a pharmacy is open.
    ['2026-11-30', '2026-12-01'],
    ['2026-12-05', '2026-12-07'],
    ['2026-12-23', '2026-12-28'],
    ['2026-12-31', '2027-01-02'],
    ['2027-03-24', '2027-03-27'],
  ])('medicine for a patient who leaves on %s must last through %s', (leaving, until) => {
    const set = ruleSetOn(book.ruleSets, leaving);
    const pharmacy = { working: { ...book, closedOn: set.closedOn }, hours: set.readingHours['pharmacy'] ?? [] };
    expect(nextPharmacyDay(pharmacy, leaving)).toBe(until);
    const noon = at(`${leaving}T12:00:00Z`);
    expect(noon).toBeLessThan(leavesBefore(pharmacy, until));
    const short = new Date(Date.parse(until) - 86_400_000).toISOString().slice(0, 10);
    expect(noon).toBeGreaterThanOrEqual(leavesBefore(pharmacy, short));
  });

  it.each([
    ['Monday morning', '2026-11-30T09:00:00+01:00', '87001000', '2026-11-30T15:00:00+01:00'],
    ['Monday evening', '2026-11-30T20:00:00+01:00', '87001002', '2026-12-01T08:00:00+01:00'],
    ['Saturday at noon', '2026-12-05T12:00:00+01:00', '87001002', '2026-12-07T08:00:00+01:00'],
    ['Christmas Day', '2026-12-25T12:00:00+01:00', '87001002', '2026-12-28T08:00:00+01:00'],
  ])('about the medication card on %s the ward answers, by the number of the hour', (_, when, phone, until) => {
    const set = ruleSetOn(book.ruleSets, '2026-11-30');
    const hours = { working: { ...book, closedOn: set.closedOn }, hours: set.readingHours['discharging-doctor'] ?? [] };
    const found = medicationRoute(hours, book.contacts, unitById(book.registry, 'ward-m1'), at(when));
    expect(found).toMatchObject({ phone, until: at(until) });
    const nobody = medicationRoute(hours, book.contacts, undefined, at(when));
    expect(nobody.phone).toBe(book.contacts[0]?.outOfHours.phone);
  });
});
