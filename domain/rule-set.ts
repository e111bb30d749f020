// Dated rule sets (regelsæt): which deadline, reminders, ladder and silence a clock gets, where and when it starts.
// A rule set holds a default for the region, other values per cluster (sundhedsklynge) and exceptions per municipality.
import { applies } from './applies.ts';
import type { Calendar, LocalDate, OpeningHours, WorkingCalendar } from './calendar.ts';
import { addElapsed, localDate, milliseconds, startOfDay } from './calendar.ts';
import type { AskedParty, RungParty } from './calls.ts';
import type { Rung } from './case-view.ts';
import type { ClockName } from './clocks.ts';
import type { Confidence } from './confidence.ts';
import type { DueRule } from './deadline.ts';
import { deadline } from './deadline.ts';
import type { Instant } from './ids.ts';
import { epoch, instant } from './ids.ts';
import type { HeldMode, ModeSwitch } from './modes.ts';
import { modeAt, modeWords } from './modes.ts';
import type { Hands } from './responsibility.ts';
import { isCovered } from './responsibility-cover.ts';
import type { ClockRule, Cluster, Facts, GateRule, InFlight, MunicipalException, RuleSet } from './rule-form.ts';
import type { SilenceEffect } from './silence.ts';

/** The rules as far as they tell deadlines: every rule set there is, and the days that are holidays. */
export interface Rules {
  readonly ruleSets: readonly RuleSet[];
  readonly calendar: Calendar;
  /** The log of modes; left out: none has ever been switched on. */
  readonly switches?: readonly ModeSwitch[];
}

export interface RuleQuery {
  readonly clock: ClockName;
  /** When the clock starts. */
  readonly from: Instant;
  /** Municipality code, 4 digits. One that is in no cluster gets the region's default. */
  readonly municipality: string;
  /** Opening hours of the unit that must act. */
  readonly openingHours?: OpeningHours;
  readonly facts?: Facts;
}

/** The answer of the rules, as it is recorded in history: a running clock keeps it whatever the files say later. */
export interface Ruling {
  readonly clock: ClockName;
  /** May lie before `from`: then the time had passed when the clock started (`plan-same-day` asked at 13:00). */
  readonly due: Instant;
  /** When the window that `due` closes opens; left out when there is none. */
  readonly notBefore?: Instant;
  /** Id of the rule with set, version, scope and mode: `rm-2026.1/horsens/answer-services`, `rm-2026.1/gp-letter+crisis`. */
  readonly rule: string;
  readonly source: string;
  readonly confidence: Confidence;
  /** Ascending, after `from`, not after `due`. */
  readonly remindAt: readonly Instant[];
  /** Ascending, not before `due`. The effect of silence comes with the last rung, or at `due` when there is none. */
  readonly ladder: readonly { readonly to: Rung; readonly at: Instant }[];
  readonly silence: SilenceEffect;
  readonly resends?: number;
  /** A page answer does not do: somebody rings first (domain.md 15 row 7). Left out: no. */
  readonly callFirst?: boolean;
  /** Left out: 1. */
  readonly atOnce?: number;
  readonly hands?: Hands;
  /** Of a rule that is not for all: whether it is for this one. */
  readonly covered?: boolean;
  /** A mode has switched the step off: nobody is asked and nothing waits. */
  readonly off?: true;
  /** The rule asks for nothing here. Left out: it applies. */
  readonly applies?: false;
  readonly asks?: AskedParty;
  readonly ring?: RungParty;
  readonly why: string;
}

export type RuleErrorCode = 'no-rule-set' | 'fact-missing' | 'fact-unreadable';

/** The rules as configured cannot answer; `detail` names the date or fact, never its value. */
export class RuleError extends Error {
  readonly code: RuleErrorCode;
  readonly detail: string;
  constructor(code: RuleErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'RuleError';
    this.code = code;
    this.detail = detail;
  }
}

/**
 * The rule set in force on a date in Denmark: the one that began last, and of equal ones the highest version.
 * Throws RuleError `no-rule-set`.
 */
export function ruleSetOn(ruleSets: readonly RuleSet[], date: LocalDate): RuleSet {
  const newest = ruleSets
    .filter((set) => set.validFrom <= date && (set.validTo === null || date <= set.validTo))
    .reduce<RuleSet | undefined>((best, set) => (best === undefined || isNewer(set, best) ? set : best), undefined);
  if (newest === undefined) throw new RuleError('no-rule-set', date);
  return newest;
}

const isNewer = (a: RuleSet, b: RuleSet): boolean =>
  a.validFrom === b.validFrom ? a.version > b.version : a.validFrom > b.validFrom;

/** Cluster id of a municipality under a rule set, or null when it is in none. */
export function clusterOf(set: RuleSet, municipality: string): string | null {
  const found = Object.entries(set.clusters).find(([, cluster]) => cluster.municipalities.includes(municipality));
  return found?.[0] ?? null;
}

interface Scoped<Rule> {
  readonly rule: Rule;
  readonly id: string;
  readonly scope: string;
}

/** The narrowest rule of a name: municipality before cluster before region. */
function scoped<Rule>(
  set: RuleSet,
  municipality: string,
  name: string,
  common: Rule,
  own: (of: Cluster | MunicipalException) => Rule | undefined,
): Scoped<Rule> {
  const version = `${set.id}.${set.version}`;
  const exception = set.municipalities[municipality];
  const municipal = exception === undefined ? undefined : own(exception);
  if (municipal !== undefined) {
    return { rule: municipal, id: `${version}/${municipality}/${name}`, scope: `kommune ${municipality}` };
  }
  const clusterId = clusterOf(set, municipality);
  const cluster = clusterId === null ? undefined : set.clusters[clusterId];
  const local = cluster === undefined ? undefined : own(cluster);
  if (cluster !== undefined && local !== undefined) {
    return { rule: local, id: `${version}/${clusterId}/${name}`, scope: `klyngen ${cluster.name}` };
  }
  return { rule: common, id: `${version}/${name}`, scope: 'fælles for regionen' };
}

/**
 * What a change of a place's facts means for a request or stay of a municipality that began on `began`, a date in Denmark:
 * the narrowest rule of the rule set in force on that day, for what has begun keeps its agreement. Throws RuleError
 * `no-rule-set`.
 */
export function inFlightOn(ruleSets: readonly RuleSet[], municipality: string, began: LocalDate): Scoped<InFlight> {
  const set = ruleSetOn(ruleSets, began);
  return scoped(set, municipality, 'in-flight', set.inFlight, ({ inFlight }) => inFlight);
}

/** What the gate asks for in a municipality on a date in Denmark, by which rule. Throws RuleError `no-rule-set`. */
export function gateRuleOn(ruleSets: readonly RuleSet[], municipality: string, date: LocalDate): Scoped<GateRule> {
  const set = ruleSetOn(ruleSets, date);
  return scoped(set, municipality, 'gate', set.gate, ({ gate }) => gate);
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function timeIn(facts: Facts, name: 'anchor' | 'leaving'): Instant | undefined {
  const time = facts[name];
  if (time === undefined) return undefined;
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) throw new RuleError('fact-unreadable', name);
  return DATE.test(time) ? startOfDay(time) : time;
}

const anchorTime = (facts: Facts): Instant | undefined => timeIn(facts, 'anchor');

/** The first of a rule's cases whose facts hold. */
const fittingCase = (rule: ClockRule, facts: Facts) =>
  rule.cases?.find(({ when }) => Object.entries(when).every(([name, value]) => facts[name] === value));

/** Whether somebody must ring first: the case that fits says so, or the anchor is near (a need just after midnight). */
function ringsFirst(rule: ClockRule, from: Instant, facts: Facts): boolean {
  if (fittingCase(rule, facts)?.callFirst === true) return true;
  const anchor = anchorTime(facts);
  return (
    rule.callWithin !== undefined && anchor !== undefined && epoch(anchor) <= epoch(addElapsed(from, rule.callWithin))
  );
}

/** The due rule for these facts and the instant it counts from. Throws RuleError `fact-missing`. */
function chosen(rule: ClockRule, from: Instant, facts: Facts) {
  const missing = rule.needs?.find((name) => facts[name] === undefined);
  if (missing !== undefined) throw new RuleError('fact-missing', missing);
  const due = fittingCase(rule, facts)?.due ?? rule.due;
  const counted = countedFrom(due, from, facts);
  if (counted !== undefined) return { due, counted };
  if (rule.withoutAnchor === undefined) throw new RuleError('fact-missing', 'anchor');
  return { due: rule.withoutAnchor, counted: from };
}

/** The instant a due rule counts from; undefined when that is an anchor nobody knows yet. */
function countedFrom({ countsFrom = 'start' }: DueRule, from: Instant, facts: Facts): Instant | undefined {
  if (countsFrom === 'start') return from;
  const anchor = anchorTime(facts);
  if (countsFrom === 'anchor') return anchor;
  return anchor !== undefined && epoch(anchor) > epoch(from) ? anchor : from;
}

interface InMode {
  readonly found: ClockRule;
  readonly held: HeldMode | null;
  readonly off?: true;
}

/** A clock's rule as the mode that holds leaves it; `held` is null when the mode says nothing of this clock. */
function inMode({ modes }: RuleSet, usual: ClockRule, held: HeldMode | null, clock: ClockName): InMode {
  const effect = held === null ? undefined : modes?.[held.mode]?.clocks[clock];
  if (effect === undefined) return { found: usual, held: null };
  if (effect.effect === 'off') return { found: { ...usual, why: effect.why }, held, off: true };
  const { cases: _, ...plain } = usual;
  return { found: { ...plain, due: effect.due, why: effect.why }, held };
}

/**
 * The deadline of a clock that starts at `from` and what comes with it, by the rule set in force on that date in Denmark.
 * Pure: the same files and query give the same ruling. Within one rule set and mode a later start never gives an earlier
 * deadline.
 * Throws RuleError (no rule set for the date, a fact missing or unreadable), CalendarYearMissing (holidays of a year are
 * not filled in) and RangeError (a unit that is never open). Sources: domain.md 1.12, design.md 4.
 */
export function rule({ ruleSets, calendar, switches = [] }: Rules, query: RuleQuery): Ruling {
  const { clock, from, facts = {} } = query;
  const set = ruleSetOn(ruleSets, localDate(from));
  const {
    rule: usual,
    id,
    scope,
  } = scoped(set, query.municipality, clock, set.clocks[clock], ({ clocks }) => clocks[clock]);
  const { found, held, off } = inMode(
    set,
    usual,
    modeAt(switches, from, [query.municipality, clusterOf(set, query.municipality) ?? '']),
    clock,
  );
  const working: WorkingCalendar = { calendar, closedOn: set.closedOn };
  const { due: dueRule, counted } = chosen(found, from, facts);
  const hours = query.openingHours ?? set.readingHours[dueRule.readingHours ?? ''] ?? [];
  const ground = { working, hours, shifts: set.shifts[dueRule.shifts ?? ''] ?? [], start: from };
  const due = deadline(dueRule, { ...ground, counted });
  const opens =
    found.notBefore === undefined
      ? undefined
      : deadline(found.notBefore, { ...ground, counted: countedFrom(found.notBefore, from, facts) ?? from });
  const [begins, ends] = [epoch(from), epoch(due)];
  // A mode moves the deadline; who is asked is still what the usual rule says of this case.
  const asks = fittingCase(usual, facts)?.asks ?? usual.asks;
  return {
    clock,
    due,
    ...(opens === undefined ? {} : { notBefore: opens }),
    rule: held === null ? id : `${id}+${held.mode}`,
    ...(off ? { off } : {}),
    source: found.source,
    confidence: found.confidence,
    remindAt: (found.remind ?? [])
      .map((before) => ends - milliseconds(before))
      .filter((at) => at > begins)
      .sort((a, b) => a - b)
      .map(instant),
    ladder: (found.ladder ?? [])
      .map(({ to, after }) => ({ to, at: ends + milliseconds(after) }))
      .sort((a, b) => a.at - b.at)
      .map(({ to, at }) => ({ to, at: instant(at) })),
    silence: found.silence,
    ...(found.resends === undefined ? {} : { resends: found.resends }),
    ...(ringsFirst(usual, from, facts) ? { callFirst: true } : {}),
    ...(found.atOnce === undefined ? {} : { atOnce: found.atOnce }),
    ...(found.hands === undefined ? {} : { hands: found.hands }),
    ...(found.covers === undefined ? {} : { covered: isCovered(found.covers, facts) }),
    ...(found.onlyWhen === undefined || applies(found.onlyWhen, working, anchorTime(facts), timeIn(facts, 'leaving'))
      ? {}
      : { applies: false }),
    ...(asks === undefined ? {} : { asks }),
    ...(found.ring === undefined ? {} : { ring: found.ring }),
    why: `${found.why} (${scope}, regelsæt ${set.id}.${set.version}${held === null ? '' : `; ${modeWords(held)}`})`,
  };
}
