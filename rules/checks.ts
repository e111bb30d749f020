// What must hold across the fields and files of the rules: names that exist, periods that do not collide, ladders that lead somewhere.
// Rule sets are checked in rule-set-checks.ts, what places belong to whom in place-checks.ts.
import type { Calendar, OpeningHours } from '../domain/calendar.ts';
import type { Registry, Unit } from '../domain/organisations.ts';

/** Something wrong in a rule file. `path` is dotted (`clocks.receipt.due.duration`), empty for the file as a whole. */
export interface RuleFileProblem {
  readonly file: string;
  readonly path: string;
  readonly message: string;
  /** Counts from 1; left out when the file could not be read, or is missing. */
  readonly line?: number;
}

export type Finding = Omit<RuleFileProblem, 'file' | 'line'>;

export const finding = (path: string, message: string): Finding => ({ path, message });

/** Values that stand more than once. */
export function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** No two spans of a day overlap. */
export function checkHours(hours: OpeningHours, path: string): readonly Finding[] {
  return hours.flatMap((span, index) =>
    hours
      .slice(0, index)
      .some(
        (other) =>
          other.days.some((day) => span.days.includes(day)) && other.opens < span.closes && span.opens < other.closes,
      )
      ? [finding(`${path}.${index}`, 'Overlapper et andet tidsrum samme dag')]
      : [],
  );
}

/** Every date of the calendar stands under its own year. */
export function checkCalendar(calendar: Calendar): readonly Finding[] {
  return Object.entries(calendar.years).flatMap(([year, { holidays, flagged }]) =>
    [
      ...Object.keys(holidays).map((date) => ({ date, path: `years.${year}.holidays.${date}` })),
      ...Object.entries(flagged).map(([flag, date]) => ({ date, path: `years.${year}.flagged.${flag}` })),
    ]
      .filter(({ date }) => !date.startsWith(`${year}-`))
      .map(({ path }) => finding(path, `Datoen ligger ikke i ${year}`)),
  );
}

/** A finding for each entry whose value an earlier one has; an entry without one is left alone. */
function again(
  values: readonly (string | undefined)[],
  found: (index: number, value: string) => Finding,
): readonly Finding[] {
  return values.flatMap((value, index) =>
    value !== undefined && values.indexOf(value) < index ? [found(index, value)] : [],
  );
}

/** Organisations and units that are named exist, addresses are used once, and dated statements do not overlap. */
export function checkRegistry({ organisations, units }: Registry): readonly Finding[] {
  const findings: Finding[] = [];
  const orgIds = organisations.map(({ id }) => id);
  const unitIds = units.map(({ id }) => id);
  findings.push(
    ...again(orgIds, (index, id) => finding(`organisations.${index}.id`, `${id} står flere gange`)),
    ...again(unitIds, (index, id) => finding(`units.${index}.id`, `${id} står flere gange`)),
    ...again(
      units.map(({ gln }) => gln),
      (index, gln) => finding(`units.${index}.gln`, `GLN ${gln} bruges flere gange`),
    ),
    ...again(
      units.map(({ sor }) => sor),
      (index, sor) => finding(`units.${index}.sor`, `SOR ${sor} bruges flere gange`),
    ),
    ...again(
      units.map(({ ydernummer }) => ydernummer),
      (index, number) => finding(`units.${index}.ydernummer`, `Ydernummer ${number} bruges flere gange`),
    ),
  );
  units.forEach((unit, index) => {
    findings.push(
      ...checkReceives(unit, `units.${index}.receives`),
      ...checkAnswers(unit, units, `units.${index}.answersTo`),
    );
    if (!orgIds.includes(unit.org)) findings.push(finding(`units.${index}.org`, `Ukendt organisation ${unit.org}`));
    findings.push(...checkHours(unit.openingHours, `units.${index}.openingHours`));
    for (const rung of ['teamLeader', 'onCall'] as const) {
      const target = unit[rung];
      if (target !== undefined && !unitIds.includes(target.unit)) {
        findings.push(finding(`units.${index}.${rung}.unit`, `Ukendt enhed ${target.unit}`));
      }
    }
  });
  organisations.forEach(({ stayNotices = [] }, index) => {
    stayNotices.forEach((period, place) => {
      const path = `organisations.${index}.stayNotices.${place}`;
      findings.push(...checkPeriod(period, `${path}.`));
      // Two senders on one day would pause and resume home care twice.
      const collides = stayNotices.slice(0, place).some((other) => periodsMeet(other, period));
      if (collides) findings.push(finding(path, 'Perioden overlapper en tidligere: højst én afsender ad gangen'));
    });
  });
  return findings;
}

/** One kind of message in one form is received or not: two periods of it that meet say it twice. */
function checkReceives({ receives }: Unit, path: string): readonly Finding[] {
  return receives.flatMap((reception, index) => {
    const place = `${path}.${index}`;
    const reversed = checkPeriod(reception, `${place}.`);
    if (reversed.length > 0) return reversed;
    const meets = receives
      .slice(0, index)
      .some(
        (other) =>
          other.type === reception.type &&
          other.format === reception.format &&
          other.version === reception.version &&
          periodsMeet(other, reception),
      );
    return meets ? [finding(place, 'Perioden overlapper en tidligere')] : [];
  });
}

/** Answers go to another unit that takes them itself: one that sends them on is an address nobody reads. */
function checkAnswers({ id, answersTo }: Unit, units: readonly Unit[], path: string): readonly Finding[] {
  if (answersTo === undefined) return [];
  const target = units.find((unit) => unit.id === answersTo);
  if (target === undefined) return [finding(path, `Ukendt enhed ${answersTo}`)];
  return answersTo === id || target.answersTo !== undefined
    ? [finding(path, `${answersTo} tager ikke selv imod svar`)]
    : [];
}

export interface Period {
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** A finding when a period ends before it begins. `path` is what stands before its names. */
export const checkPeriod = ({ validFrom, validTo }: Period, path: string): readonly Finding[] =>
  validTo !== null && validTo < validFrom ? [finding(`${path}validTo`, 'Ligger før validFrom')] : [];

/** Whether two periods have a day in common. */
export const periodsMeet = (a: Period, b: Period): boolean =>
  (b.validTo === null || a.validFrom <= b.validTo) && (a.validTo === null || b.validFrom <= a.validTo);
