// Judges one capability of one unit (kompetence): can it, often enough, at those hours, with trained staff and equipment.
// Each miss says what is missing in plain Danish, and from when it would not be missing.
import type { LocalDate } from './calendar.ts';
import { atLocal } from './calendar.ts';
import type { Ability, Equipment, Terms, TrainedStaff, UnitSheet } from './capability-sheet.ts';
import { conditions, equipmentNames } from './capability-sheet.ts';
import type { DayKind, Roster, Stretches, When } from './duty.ts';
import {
  alwaysOpen,
  both,
  closed,
  daysText,
  enough,
  isWithin,
  minuteOf,
  rosterOf,
  stretchesText,
  timeText,
  wholeDay,
} from './duty.ts';
import type { Instant } from './ids.ts';
import type { Asked, Reason, Wanted } from './needs.ts';

const noTerms: Terms = {};

/** Adds every miss and condition of what is wanted, in the order of the vocabulary. */
export function addCapabilityReasons(reasons: Reason[], sheet: UnitSheet, question: Asked): void {
  for (const wanted of question.wanted) {
    const ability: Ability = sheet.capabilities[wanted.code] ?? 'no';
    if (ability === 'no') reasons.push(wanted.refused);
    // By far the most frequent: a plain yes of which nothing more is demanded.
    else if (ability !== 'yes') judge(reasons, { sheet, question, wanted, terms: ability });
    else if (wanted.demand !== undefined) judge(reasons, { sheet, question, wanted, terms: noTerms });
  }
}

interface Judged {
  readonly sheet: UnitSheet;
  readonly question: Asked;
  readonly wanted: Wanted;
  readonly terms: Terms;
}

function judge(reasons: Reason[], judged: Judged): void {
  const { sheet, question, wanted, terms } = judged;
  const { code, when, demand } = wanted;
  if (when.kind === 'times-a-day' && terms.perDay !== undefined && when.perDay > terms.perDay)
    say(reasons, wanted, 'too-often', ` ${when.perDay} gange i døgnet: enheden kan højst ${terms.perDay}`);
  const there = terms.atOnce === undefined ? 0 : (question.ground.free?.(sheet)?.inUse[code] ?? 0);
  if (terms.atOnce !== undefined && there >= terms.atOnce)
    say(reasons, wanted, 'too-many-at-once', `: enheden kan højst have ${terms.atOnce} ad gangen, og der er ${there}`);
  // A unit that states no equipment at all is taken at its word; one that does is held to it, as with staff.
  if (sheet.equipment !== undefined && demand?.equipment !== undefined) {
    const lacking = notAmong(sheet.equipment, demand.equipment);
    if (lacking.length > 0) say(reasons, wanted, 'equipment-missing', `: mangler ${lacking.join(', ')}`);
  }
  if (terms.delegation !== undefined && terms.delegation.until < question.last)
    say(reasons, wanted, 'delegation-ended', `: delegationen gælder kun til og med den ${terms.delegation.until}`);
  judgeStaff(reasons, judged);
  if (terms.onCondition !== undefined) say(reasons, wanted, 'on-condition', `: ${conditions[terms.onCondition]}`);
}

/** Names of the equipment that is demanded and not there. */
function notAmong(there: readonly Equipment[], demanded: readonly Equipment[]): readonly string[] {
  const names: string[] = [];
  for (const one of demanded) if (!there.includes(one)) names.push(equipmentNames[one]);
  return names;
}

function say(
  reasons: Reason[],
  { code: capability, danish }: Wanted,
  code: Reason['code'],
  text: string,
  fitsFrom: Instant | null = null,
): void {
  reasons.push({ code, capability, text: `${danish}${text}`, fitsFrom });
}

function judgeStaff(reasons: Reason[], { sheet, question, wanted, terms }: Judged): void {
  const { competence } = wanted;
  const trained = competence === null || sheet.staff === undefined ? null : trainedIn(sheet.staff, competence.code);
  if (competence !== null && trained !== null && (trained.until === null || trained.until < question.last)) {
    const { until } = trained;
    const { holder, training } = competence;
    const what = until === null ? `ingen ${holder}` : `oplæringen af ${holder} gælder kun til og med den ${until}`;
    say(reasons, wanted, 'not-trained', `: ${what}${training === null ? '' : ` (kræver ${training})`}`);
    return;
  }
  if (terms.hours === undefined && trained === null) return;
  const duty: Duty = {
    unit: terms.hours === undefined ? alwaysOpen : rosterOf(terms.hours),
    staff: trained === null ? alwaysOpen : trained.onDuty,
  };
  if (!suffices(duty, question.days, wanted.when)) sayHours(reasons, { question, wanted, duty });
}

/** When the unit does something, and when somebody who may is on duty: both must be. */
interface Duty {
  readonly unit: Roster;
  readonly staff: Roster;
}

interface Short {
  readonly question: Asked;
  readonly wanted: Wanted;
  readonly duty: Duty;
}

function sayHours(reasons: Reason[], short: Short): void {
  const { question, wanted, duty } = short;
  const { when, competence } = wanted;
  const onDays = question.days.filter((day) => !suffices(duty, [day], when));
  const days = onDays.length === 0 ? question.days : onDays;
  const byUnit = commonTo(duty.unit, days);
  const byStaff = commonTo(duty.staff, days);
  const unstaffed = competence !== null && !enough(byStaff, when);
  const lackingOf = unstaffed ? byStaff : enough(byUnit, when) ? both(byUnit, byStaff) : byUnit;
  const phrase = lackingText(when, lackingOf, days.length === question.days.length ? [] : days);
  const fitsFrom = nextFit(short, onDays);
  if (unstaffed) {
    say(reasons, wanted, 'not-staffed', ` ${phrase}: ingen ${competence.holder} på vagt`, fitsFrom);
    return;
  }
  const only = lackingOf.length === 0 ? 'gør enheden ikke' : `enheden gør det kun ${stretchesText(lackingOf)}`;
  say(reasons, wanted, 'outside-hours', ` ${phrase}: ${only}`, fitsFrom);
}

const commonTo = (roster: Roster, days: readonly DayKind[]): Stretches => {
  let left = wholeDay;
  for (const day of days) left = both(left, roster[day]);
  return left;
};

/** The times that are open on each of these days. */
const openOn = ({ unit, staff }: Duty, days: readonly DayKind[]): Stretches =>
  both(commonTo(unit, days), commonTo(staff, days));

/** What is needed at some time of each day need not be at the same time of all. */
const suffices = (duty: Duty, days: readonly DayKind[], when: When): boolean =>
  when.kind === 'some-time' ? days.every((day) => openOn(duty, [day]).length > 0) : enough(openOn(duty, days), when);

/** The staff of a unit who are trained in a competence. */
interface Trained {
  /** Last day on which somebody of them is, or null when nobody is. */
  readonly until: LocalDate | null;
  readonly onDuty: Roster;
}

/** As with hours (duty.ts): worked out once for a sheet and a competence. */
const staffs = new WeakMap<readonly TrainedStaff[], Map<string, Trained>>();

function trainedIn(staff: readonly TrainedStaff[], competence: string): Trained {
  const known = staffs.get(staff);
  const found = known?.get(competence);
  if (found !== undefined) return found;
  const theirs = staff.filter((one) => one.competence === competence);
  let last: LocalDate | null = null;
  for (const { trained } of theirs) for (const { until } of trained) if (last === null || until > last) last = until;
  const [only] = theirs;
  const hours = theirs.length === 1 && only !== undefined ? only.onDuty : theirs.flatMap(({ onDuty }) => onDuty);
  const made = { until: last, onDuty: rosterOf(hours) };
  if (known === undefined) staffs.set(staff, new Map([[competence, made]]));
  else known.set(competence, made);
  return made;
}

/** Which times are not covered, in words: `kl. 22–7`, `4 gange i døgnet (mangler kl. 22–7) lørdag og søndag`. */
function lackingText(when: When, open: Stretches, days: readonly DayKind[]): string {
  const on = days.length === 0 ? '' : ` ${daysText(days)}`;
  const gaps = stretchesText(closed(open));
  switch (when.kind) {
    case 'at':
      return `${when.times
        .filter((time) => !isWithin(open, minuteOf(time)))
        .map(timeText)
        .join(' og ')}${on}`;
    case 'times-a-day':
      return `${when.perDay} ${when.perDay === 1 ? 'gang' : 'gange'} i døgnet${on}, ${gaps}`;
    case 'around-the-clock':
    case 'some-time':
      return `${gaps}${on}`;
  }
}

/**
 * The first later start, within two weeks, from which the hours are enough; the time of day it begins at. No stay with one
 * of the days that are too short alone is looked at.
 */
function nextFit({ question, wanted: { when }, duty }: Short, tooShort: readonly DayKind[]): Instant | null {
  const found = question.later.find(
    ({ days }) => !tooShort.some((day) => days.includes(day)) && suffices(duty, days, when),
  );
  if (found === undefined) return null;
  const minute = openOn(duty, found.days.slice(0, 1))[0]?.[0] ?? 0;
  const two = (n: number): string => String(n).padStart(2, '0');
  return atLocal(found.first, `${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
}
