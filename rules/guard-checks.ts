// What no rule set and no mode may take away: that somebody rings first where the agreement says always (domain.md 1.3 steps 7-8,
// and the acute track), and that weekends and holidays need an agreement by phone. Values may differ; the call stays.
import type { OpeningHours, weekdays } from '../domain/calendar.ts';
import { milliseconds } from '../domain/calendar.ts';
import type { ClockName } from '../domain/clocks.ts';
import { clockLabel } from '../domain/clocks.ts';
import type { DueRule } from '../domain/deadline.ts';
import type { ClockRule } from '../domain/rule-form.ts';
import { isLimit } from '../domain/step-grounds.ts';
import type { Finding } from './checks.ts';
import { finding } from './checks.ts';

/** What a clock's rule must say for somebody to ring first, and what it may not say where nobody is asked. */
export function checkAsking(clock: string, rule: ClockRule, path: string): readonly Finding[] {
  const rings = (rule.cases ?? []).filter(({ callFirst }) => callFirst === true);
  const stated = rings.length > 0 || rule.callWithin !== undefined || rule.atOnce !== undefined;
  switch (clock) {
    case 'capability-answer': {
      const sameDay = rings.some(({ when }) => Object.keys(when).length === 1 && when['sameDay'] === true);
      return sameDay ? [] : [finding(`${path}.cases`, 'Samme dag skal der ringes først: sameDay med callFirst')];
    }
    case 'municipal-action-soon':
      return [...checkSoon(rule, path), ...noCases(rule, path)];
    case 'plan-same-day':
      return [...checkCutOff(rule.due, `${path}.due`), ...noCases(rule, path)];
    case 'stay-branch':
      return [...checkShort(rule.due, `${path}.due`), ...noCases(rule, path)];
    case 'weekend-agreement':
      return checkWeekend(rule, `${path}.onlyWhen`);
    default:
      return stated ? [finding(path, 'callFirst, callWithin og atOnce hører kun til "capability-answer"')] : [];
  }
}

/** One limit for everybody: a case would let somebody be told without a call. */
const noCases = ({ cases = [] }: ClockRule, path: string): readonly Finding[] =>
  cases.length === 0 ? [] : [finding(`${path}.cases`, 'Grænsen for, hvornår der ringes, er den samme for alle')];

const DAY = 'PT24H';

/** The limit and the time within which somebody always rings are one number, a day at the least. */
function checkSoon({ due, callWithin, atOnce }: ClockRule, path: string): readonly Finding[] {
  if (callWithin === undefined || atOnce !== undefined) {
    return [finding(`${path}.callWithin`, 'Skal stå: så tæt på ringes der altid')];
  }
  if (milliseconds(callWithin) < milliseconds(DAY)) {
    return [finding(`${path}.callWithin`, 'Skal være mindst et døgn: inden for et døgn ringes der altid')];
  }
  const same = due.kind === 'elapsed' && milliseconds(due.duration) === -milliseconds(callWithin);
  return same && due.countsFrom === 'anchor' && due.atLeast === undefined
    ? []
    : [finding(`${path}.due`, `Skal ligge lige så længe før ankeret, som callWithin siger: -${callWithin}`)];
}

/** A time of day on the day of the leaving or one before it; by it one day is told from another (workflows/phone-first.ts). */
const checkCutOff = (due: DueRule, path: string): readonly Finding[] =>
  due.kind === 'at-time' &&
  due.time !== undefined &&
  due.day <= 0 &&
  due.past === 'stays' &&
  due.countsFrom === 'anchor' &&
  due.atLeast === undefined
    ? []
    : [finding(path, 'Skal være et klokkeslæt på udskrivningsdagen eller før: at-time fra ankeret, som står fast')];

const checkShort = (due: DueRule, path: string): readonly Finding[] =>
  due.kind === 'elapsed' && due.countsFrom === 'anchor' && milliseconds(due.duration) > 0
    ? []
    : [finding(path, 'Skal være timer fra indlæggelsen, flere end nul: ellers er intet ophold kort')];

/** Every hour of Saturdays, Sundays and holidays, whoever leaves then. More may be asked for, never less. */
function checkWeekend({ onlyWhen, callWithin, atOnce }: ClockRule, path: string): readonly Finding[] {
  if (callWithin !== undefined || atOnce !== undefined) {
    return [finding(path, 'callFirst, callWithin og atOnce hører kun til "capability-answer"')];
  }
  if (onlyWhen === undefined) return [];
  const free = ['saturday', 'sunday', 'holiday'] as const;
  const missing = free.filter((day) => !isWholeDay(onlyWhen.anchorIn, day));
  const words = 'Udskrivelse i weekend og på helligdag kræver altid en aftale: lørdag, søndag og helligdag kl. 00-24';
  return [
    ...(missing.length === 0 ? [] : [finding(`${path}.anchorIn`, words)]),
    ...(onlyWhen.leavesBefore === undefined ? [] : [finding(`${path}.leavesBefore`, words)]),
  ];
}

function isWholeDay(hours: OpeningHours, day: (typeof weekdays)[number] | 'holiday'): boolean {
  const spans = hours.filter(({ days }) => days.includes(day)).sort((a, b) => a.opens.localeCompare(b.opens));
  return (
    spans.reduce((until, { opens, closes }) => (opens <= until && closes > until ? closes : until), '00:00') === '24:00'
  );
}

/** A mode moves times that somebody has to keep; a limit by which it is decided that somebody rings stays where it is. */
export const checkLimit = (clock: ClockName, path: string): readonly Finding[] =>
  isLimit(clock)
    ? [finding(path, `"${clockLabel(clock)}" afgør, om der skal ringes, og flyttes ikke af en tilstand`)]
    : [];
