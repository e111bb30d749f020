// Judges one capability of one unit (kompetence): can it, often enough, at those hours, with trained staff and equipment.
// Each miss says what is missing in plain Danish, and from when it would not be missing.
import type { LocalDate } from './calendar.ts';
import { atLocal } from './calendar.ts';
import type { CapabilityCode } from './capability-codes.ts';
import { capability } from './capability-codes.ts';
import type { Ability, Terms, TrainedStaff, UnitSheet } from './capability-sheet.ts';
import { conditions, equipmentNames } from './capability-sheet.ts';
import type { Demand } from './demands.ts';
import type { DayKind, Stretches, When } from './duty.ts';
import {
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
import type { Asked, Reason } from './needs.ts';

const noTerms: Terms = {};

/** Every miss and condition of what is wanted, in the order of the vocabulary. */
export function capabilityReasons(sheet: UnitSheet, question: Asked): readonly Reason[] {
  const reasons: Reason[] = [];
  for (const { code, when, demand } of question.wanted) {
    const ability: Ability = sheet.capabilities[code] ?? 'no';
    // By far the most frequent: nothing to say about it.
    if (ability === 'yes' && demand === undefined) continue;
    if (ability === 'no') {
      const text = `${capability(code).danish}: kan enheden ikke`;
      reasons.push({ code: 'capability-missing', capability: code, text, fitsFrom: null });
      continue;
    }
    judge(reasons, { sheet, question, code, when, demand, terms: ability === 'yes' ? noTerms : ability });
  }
  return reasons;
}

interface Judged {
  readonly sheet: UnitSheet;
  readonly question: Asked;
  readonly code: CapabilityCode;
  readonly when: When;
  readonly demand: Demand | undefined;
  readonly terms: Terms;
}

function judge(reasons: Reason[], judged: Judged): void {
  const { sheet, question, code, when, demand, terms } = judged;
  const { danish } = capability(code);
  const say = (reason: Reason['code'], text: string, fitsFrom: Instant | null = null): void => {
    reasons.push({ code: reason, capability: code, text: `${danish}${text}`, fitsFrom });
  };
  if (when.kind === 'times-a-day' && terms.perDay !== undefined && when.perDay > terms.perDay)
    say('too-often', ` ${when.perDay} gange i døgnet: enheden kan højst ${terms.perDay}`);
  const there = question.ground.free?.get(sheet.unit)?.inUse[code] ?? 0;
  if (terms.atOnce !== undefined && there >= terms.atOnce)
    say('too-many-at-once', `: enheden kan højst have ${terms.atOnce} ad gangen, og der er ${there}`);
  // A unit that states no equipment at all is taken at its word; one that does is held to it, as with staff.
  const { equipment } = sheet;
  const lacking = equipment === undefined ? [] : (demand?.equipment ?? []).filter((one) => !equipment.includes(one));
  if (lacking.length > 0) say('equipment-missing', `: mangler ${lacking.map((one) => equipmentNames[one]).join(', ')}`);
  if (terms.delegation !== undefined && terms.delegation.until < question.last)
    say('delegation-ended', `: delegationen gælder kun til og med den ${terms.delegation.until}`);
  hours(judged, say);
  if (terms.onCondition !== undefined) say('on-condition', `: ${conditions[terms.onCondition]}`);
}

type Say = (reason: Reason['code'], text: string, fitsFrom?: Instant | null) => void;

function hours(judged: Judged, say: Say): void {
  const { sheet, question, demand, terms, when } = judged;
  const competence = demand?.competence;
  const staff = competence === undefined || sheet.staff === undefined ? null : staffOf(sheet.staff, competence);
  if (competence !== undefined && staff !== null) {
    const until = trainedUntil(staff);
    if (until === null || until < question.last) {
      const known = question.competences.get(competence);
      const holder = known?.holder ?? competence;
      const what = until === null ? `ingen ${holder}` : `oplæringen af ${holder} gælder kun til og med den ${until}`;
      const mend = known === undefined ? '' : ` (kræver ${known.training})`;
      say('not-trained', `: ${what}${mend}`);
      return;
    }
  }
  if (terms.hours === undefined && staff === null) return;
  const unitOpen = terms.hours === undefined ? allDay : rosterOf(terms.hours);
  const staffed = staff === null ? allDay : rosterOf(staff.flatMap(({ onDuty }) => onDuty));
  const openOn = (day: DayKind): Stretches => both(unitOpen(day), staffed(day));
  const open = (days: readonly DayKind[]): Stretches => days.reduce((left, day) => both(left, openOn(day)), wholeDay);
  const suffices = (days: readonly DayKind[]): boolean =>
    // At some time of each day, not the same for all.
    when.kind === 'some-time' ? days.every((day) => openOn(day).length > 0) : enough(open(days), when);
  if (suffices(question.days)) return;
  const onDays = question.days.filter((day) => !suffices([day]));
  const days = onDays.length === 0 ? question.days : onDays;
  const byUnit = days.reduce((left, day) => both(left, unitOpen(day)), wholeDay);
  const byStaff = days.reduce((left, day) => both(left, staffed(day)), wholeDay);
  const holder = competence === undefined ? null : (question.competences.get(competence)?.holder ?? competence);
  const unstaffed = holder !== null && !enough(byStaff, when);
  const lackingOf = unstaffed ? byStaff : enough(byUnit, when) ? both(byUnit, byStaff) : byUnit;
  const phrase = lackingText(when, lackingOf, days.length === question.days.length ? [] : days);
  const fitsFrom = nextFit(question, suffices, open);
  if (unstaffed) say('not-staffed', ` ${phrase}: ingen ${holder} på vagt`, fitsFrom);
  else {
    const only = lackingOf.length === 0 ? 'gør enheden ikke' : `enheden gør det kun ${stretchesText(lackingOf)}`;
    say('outside-hours', ` ${phrase}: ${only}`, fitsFrom);
  }
}

const staffOf = (staff: readonly TrainedStaff[], competence: string): readonly TrainedStaff[] =>
  staff.filter((one) => one.competence === competence);

/** Last day on which somebody is trained, or null when nobody is. */
function trainedUntil(staff: readonly TrainedStaff[]): LocalDate | null {
  let last: LocalDate | null = null;
  for (const { trained } of staff) for (const { until } of trained) if (last === null || until > last) last = until;
  return last;
}

const allDay = (): Stretches => wholeDay;

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

/** The first later start, within two weeks, from which the hours are enough; the time of day it begins at. */
function nextFit(
  { later }: Asked,
  suffices: (days: readonly DayKind[]) => boolean,
  open: (days: readonly DayKind[]) => Stretches,
): Instant | null {
  const found = later.find(({ days }) => suffices(days));
  if (found === undefined) return null;
  const minute = open(found.days.slice(0, 1))[0]?.[0] ?? 0;
  const two = (n: number): string => String(n).padStart(2, '0');
  return atLocal(found.first, `${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
}
