// A question to the dated rules and its answer, as they cross the border between workflow and activity.
// Times are epoch milliseconds, so that workflow code compares plain numbers.
import type { LocalDate } from './calendar.ts';
import { localDate } from './calendar.ts';
import type { AskedParty, RungParty } from './calls.ts';
import type { Rung } from './case-view.ts';
import type { ClockName } from './clocks.ts';
import type { Instant, UnitId } from './ids.ts';
import type { Unit } from './organisations.ts';
import type { Hands } from './responsibility.ts';
import type { RuleQuery } from './rule-set.ts';
import type { SilenceEffect } from './silence.ts';

/** Which clock, from when, for whom. `anchor` is the time a rule counts from or towards, e.g. the planned leaving. */
export interface ClockQuery {
  clock: ClockName;
  from: number;
  municipality: string;
  unit: UnitId | null;
  anchor: number | null;
  facts: RuleFacts;
}

/** Codes a rule's cases may ask for, such as `urgency` or `sameDay`. */
export type RuleFacts = Readonly<Record<string, string | number | boolean>>;

/** The answer, recorded in history: a running clock keeps it whatever the rules become. */
export interface Ruled {
  clock: ClockName;
  due: number;
  rule: string;
  remindAt: readonly number[];
  ladder: readonly { to: Rung; at: number }[];
  silence: SilenceEffect;
  resends: number;
  /** The unit is closed on this date (a practice on holiday): nobody there will act, whatever the due time. */
  unitClosed: boolean;
  /** Somebody rings first: a page answer does not do. Left out: no. */
  callFirst?: boolean;
  /** A mode has switched the step off: it is left out. Left out: no. */
  off?: true;
  /** How many units may be asked at the same time. Left out: 1. */
  atOnce?: number;
  /** Only of `medical-responsibility`: who has it until then, and who after. */
  hands?: Hands;
  /** Only of `extended-responsibility-end`: whether the rule is for this discharge. */
  covered?: boolean;
  /** The rule asks for nothing here (a leaving that is on no weekend). Left out: it applies. */
  applies?: false;
  /** When the window that `due` closes opens. Left out: there is none. */
  opens?: number;
  /** Only of `reach-out`: who looks for the patient. */
  asks?: AskedParty;
  /** Whom of the municipality to ring. Left out: the needs assessors (visitation). */
  ring?: RungParty;
  /** Only of `plan-same-day`: the day in Denmark that the anchor is on, and when it is over. */
  day?: { date: LocalDate; over: number };
}

/**
 * The question as the rules take it, the same whoever asks: the unit that must act brings its opening hours and its kind, and
 * whether the anchor is on the same day is found out here.
 */
export function ruleQuery(
  asked: Pick<RuleQuery, 'clock' | 'from' | 'municipality'> & { anchor: Instant | null; facts: RuleFacts },
  unit: Unit | undefined,
): RuleQuery {
  const { clock, from, municipality, anchor, facts } = asked;
  return {
    clock,
    from,
    municipality,
    ...(unit === undefined ? {} : { openingHours: unit.openingHours }),
    facts: {
      ...(unit === undefined ? {} : { unitKind: unit.kind }),
      ...facts,
      ...(anchor === null ? {} : { anchor, sameDay: localDate(anchor) === localDate(from) }),
    },
  };
}
