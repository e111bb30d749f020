// How dated rules are written (regelsæt): what a clock may say, and a set for the region, its clusters and municipalities.
// What they mean at a time is in rule-set.ts; the files and their checks are in rules/.
import type { OnlyWhen } from './applies.ts';
import type { Duration, FlaggedDay, LocalDate, LocalTime, OpeningHours } from './calendar.ts';
import type { AskedParty, RungParty } from './calls.ts';
import type { Rung } from './case-view.ts';
import type { ClockName } from './clocks.ts';
import type { Confidence } from './confidence.ts';
import type { DueRule } from './deadline.ts';
import type { RequirableCriterion } from './gate-record.ts';
import type { Mode, ModeName } from './modes.ts';
import type { Hands } from './responsibility.ts';
import type { Covers } from './responsibility-cover.ts';
import type { SilenceEffect } from './silence.ts';

/**
 * What is known when a clock starts: `anchor`, the time of the case its deadline may count from (an instant, or
 * `YYYY-MM-DD` for the start of that day), `leaving` likewise when the patient is to leave, and codes that a rule's cases ask for, such as `urgency` or `unitKind`.
 */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** Everything about one clock under one scope of one rule set. */
export interface ClockRule {
  readonly due: DueRule;
  /** Other deadlines when all these facts hold; the first that fits is taken. */
  readonly cases?: readonly {
    readonly when: Facts;
    readonly due: DueRule;
    readonly callFirst?: boolean;
    readonly asks?: AskedParty;
  }[];
  /** The one asked is rung first (ring først) when the anchor is at most this long ahead, as in a case with `callFirst`. */
  readonly callWithin?: Duration;
  /** How many units may be asked at the same time, 1 or more; 1 when left out. */
  readonly atOnce?: number;
  /** The deadline when the anchor of the chosen one is not known yet (no date known never blocks). */
  readonly withoutAnchor?: DueRule;
  /** Facts without which there is no deadline, `anchor` among them when nothing can stand for it. */
  readonly needs?: readonly string[];
  /** Not before this either: the deadline closes a window (6-8 days after leaving). */
  readonly notBefore?: DueRule;
  /** Reminders this long before the deadline; one that would fall before the start is left out. */
  readonly remind?: readonly Duration[];
  /** Who is told this long after the deadline, while nobody has answered. */
  readonly ladder?: readonly { readonly to: Rung; readonly after: Duration }[];
  readonly silence: SilenceEffect;
  /** How often the same message is sent again; only with `send-again`. */
  readonly resends?: number;
  /** Who has the responsibility until the deadline and after it; only of `medical-responsibility`. */
  readonly hands?: Hands;
  /** Which discharges it is for; only of `extended-responsibility-end`. */
  readonly covers?: Covers;
  /** The rule asks for something only then; left out: always. */
  readonly onlyWhen?: OnlyWhen;
  /** Who is asked; only of `reach-out`, where a case may say otherwise. */
  readonly asks?: AskedParty;
  /** Whom of the municipality to ring; left out: the needs assessors (visitation). */
  readonly ring?: RungParty;
  /** One Danish sentence on why the deadline is this. */
  readonly why: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/** `keep`: what has begun keeps the facts of its own first day. `switch`: it takes those of the day that is asked about. */
export const inFlightEffects = ['keep', 'switch'] as const;
export type InFlightEffect = (typeof inFlightEffects)[number];

/** What a change of a place's facts means for what has begun (igangværende forløb); place-facts.ts, `factsDate`. */
export interface InFlight {
  readonly requests: InFlightEffect;
  readonly stays: InFlightEffect;
  /** One Danish sentence on why. */
  readonly why: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/** What the gate asks for beside what follows from the plan (gate-criteria.ts), and the hours it looks at. */
export interface GateRule {
  readonly requires: readonly RequirableCriterion[];
  /** Names of reading hours: when pharmacies are open, and when the discharging doctor answers about the medication card. */
  readonly pharmacy: string;
  readonly dischargingDoctor: string;
  /** One Danish sentence on why. */
  readonly why: string;
  readonly source: string;
  readonly confidence: Confidence;
}

export interface Cluster {
  readonly name: string;
  readonly municipalities: readonly string[];
  readonly clocks: Readonly<Partial<Record<ClockName, ClockRule>>>;
  /** Left out: as in the region. */
  readonly inFlight?: InFlight;
  readonly gate?: GateRule;
}

/** What one municipality has agreed that its cluster has not. */
export interface MunicipalException {
  readonly clocks: Readonly<Partial<Record<ClockName, ClockRule>>>;
  /** Left out: as in the cluster. */
  readonly inFlight?: InFlight;
  readonly gate?: GateRule;
}

/** One version of an agreement's clocks. `validTo` is the last day it is chosen on; null until something newer begins. */
export interface RuleSet {
  readonly id: string;
  readonly version: number;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly author: string;
  readonly note: string;
  readonly closedOn: readonly FlaggedDay[];
  /** Used when the unit's own opening hours are not known, by the name a due rule gives (`visitation`, `practice`). */
  readonly readingHours: Readonly<Record<string, OpeningHours>>;
  /** When the shifts (vagter) of a day begin, ascending, by the name a due rule gives (`municipal`). */
  readonly shifts: Readonly<Record<string, readonly LocalTime[]>>;
  readonly clocks: Readonly<Record<ClockName, ClockRule>>;
  readonly inFlight: InFlight;
  readonly gate: GateRule;
  /** What is different while the rules are switched to a mode; domain/modes.ts. */
  readonly modes?: Readonly<Partial<Record<ModeName, Mode>>>;
  readonly clusters: Readonly<Record<string, Cluster>>;
  readonly municipalities: Readonly<Record<string, MunicipalException>>;
}
