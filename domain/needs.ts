// What a match is asked (behov): the patient's needs, the ground it is judged on, and what follows from both once for all units.
// The reasons a unit gets are named here too; the judging itself is in match.ts and match-capability.ts.
import type { LocalDate, WorkingCalendar } from './calendar.ts';
import { addDays, dayKind, localDate } from './calendar.ts';
import type { CapabilityCode } from './capability-codes.ts';
import { capability, capabilityCodes } from './capability-codes.ts';
import type { UnitSheet } from './capability-sheet.ts';
import type { Demand, Demands } from './demands.ts';
import { freshFrom, minimumOn } from './demands.ts';
import type { DayKind, NeedTimes, When } from './duty.ts';
import { whenOf } from './duty.ts';
import type { Instant, UnitId } from './ids.ts';
import { epoch } from './ids.ts';
import type { PlaceKind } from './organisations.ts';

/** What a patient needs. `from` and `days` (1 or more) are null while no date is known; that never blocks a match. */
export interface Needs {
  readonly municipality: string;
  readonly capabilities: readonly CapabilityCode[];
  readonly times?: Readonly<Partial<Record<CapabilityCode, NeedTimes>>>;
  readonly from: Instant | null;
  readonly days: number | null;
  /** The unit the citizen would like; it goes first where the citizen has the choice. */
  readonly wishes?: UnitId;
}

export type ReasonCode =
  | 'capability-missing'
  | 'outside-hours'
  | 'not-staffed'
  | 'not-trained'
  | 'too-often'
  | 'too-many-at-once'
  | 'equipment-missing'
  | 'delegation-ended'
  | 'on-condition'
  | 'sheet-not-valid'
  | 'sheet-ends'
  | 'sheet-stale'
  | 'below-minimum'
  | 'no-places'
  | 'no-free-place'
  | 'stay-too-long'
  | 'other-municipality'
  /** Never of the match itself: the unit is the one that asks. */
  | 'asks-itself';

/** Why a unit does not fit, or what must be known before asking it. */
export interface Reason {
  readonly code: ReasonCode;
  readonly capability?: CapabilityCode;
  readonly text: string;
  /** From when it would fit as far as this reason goes; null when no time mends it or none is known. */
  readonly fitsFrom: Instant | null;
}

/** What is known of a unit's free places in the period (ledige pladser). */
export interface FreeFigure {
  /** Places that no hold or reservation of ours takes. */
  readonly unheld: number;
  /** When a place that is taken now is free again; null when not known. */
  readonly nextFree: Instant | null;
  /** What the unit itself last said, or null. */
  readonly stated: { readonly free: number; readonly at: Instant } | null;
  /** Citizens now there, by capability they need. */
  readonly inUse: Readonly<Partial<Record<CapabilityCode, number>>>;
}

/** What a match is judged by, beside the sheets: all of it as it stands at `at`, on the environment's clock. */
export interface MatchGround {
  readonly at: Instant;
  readonly working: WorkingCalendar;
  readonly demands: Demands;
  /** What is known of the free places of a kind at a unit; where nothing is, they are judged by their sheets only. */
  readonly free?: (of: Pick<UnitSheet, 'unit' | 'kind'>) => FreeFigure | undefined;
  /** Kilometres between two municipalities; null when not known. */
  readonly distance?: (from: string, to: string) => number | null;
  /** Whether the citizen may choose, for a kind of place in the citizen's municipality (else the nearest). */
  readonly mayChoose?: (kind: PlaceKind) => boolean;
}

/** Longest part of a stay that rosters are looked at for, days: a week shows every kind of day, and some holidays more. */
const LOOK_AT = 14;
/** How many days ahead a later start is tried for `fitsFrom`. */
const AHEAD = 14;

/** What a match of one patient asks again and again, worked out once. */
export interface Asked {
  readonly ground: MatchGround;
  readonly needs: Needs;
  readonly first: LocalDate;
  readonly last: LocalDate;
  /** Kinds of day in the stay. */
  readonly days: readonly DayKind[];
  /**
   * Stays of the same length that begin 1 to 14 days later, by their kinds of day. Only the first of those with the same
   * kinds, and none with those of `days`: where an earlier one is not enough, they are not either.
   */
  readonly later: readonly { readonly first: LocalDate; readonly days: readonly DayKind[] }[];
  /** In the order of the vocabulary, each code once. */
  readonly wanted: readonly Wanted[];
  /** Since when a sheet must have been confirmed to count as fresh, epoch ms. */
  readonly freshFrom: number;
  /** What every unit of a kind must be able to do on the first day. */
  readonly minimumOf: (kind: PlaceKind) => readonly CapabilityCode[];
  /** Date in Denmark of an instant; many sheets are confirmed in one go. */
  readonly dateOf: (at: Instant) => LocalDate;
  /** Whole kilometres from the citizen's municipality to another, 0 when not known. */
  readonly kilometresTo: (municipality: string) => number;
}

/** A capability that the patient needs, with all that does not depend on the unit. */
export interface Wanted {
  readonly code: CapabilityCode;
  readonly danish: string;
  readonly when: When;
  readonly demand: Demand | undefined;
  /** The competence it demands, as it is told of; null for none. */
  readonly competence: { readonly code: string; readonly holder: string; readonly training: string | null } | null;
  /** Of a unit that cannot. */
  readonly refused: Reason;
}

/** Works out once what the judging of each unit needs. Throws CalendarYearMissing. */
export function asked(needs: Needs, ground: MatchGround): Asked {
  const { at, working, demands } = ground;
  const first = localDate(needs.from !== null && epoch(needs.from) > epoch(at) ? needs.from : at);
  const length = Math.max(needs.days ?? 1, 1);
  const shown = Math.min(length, LOOK_AT);
  const kinds = Array.from({ length: shown + AHEAD }, (_, n) => dayKind(working, addDays(first, n)));
  const daysFrom = (n: number): readonly DayKind[] => [...new Set(kinds.slice(n, n + shown))];
  return {
    ground,
    needs,
    first,
    last: addDays(first, length - 1),
    days: daysFrom(0),
    later: laterStays(daysFrom).map((n) => ({ first: addDays(first, n), days: daysFrom(n) })),
    wanted: capabilityCodes
      .filter((code) => needs.capabilities.includes(code))
      .map((code) => wantedOf(code, needs.times?.[code], demands)),
    freshFrom: freshFrom(demands.freshness, at),
    minimumOf: onceEach((kind) => minimumOn(demands, kind, first)),
    dateOf: onceEach(localDate),
    kilometresTo: onceEach((municipality) => Math.round(ground.distance?.(needs.municipality, municipality) ?? 0)),
  };
}

function wantedOf(code: CapabilityCode, times: NeedTimes | undefined, demands: Demands): Wanted {
  const { danish } = capability(code);
  const demand = demands.demands.find((one) => one.capability === code);
  const competence = demand?.competence;
  const known = demands.competences.find((one) => one.code === competence);
  return {
    code,
    danish,
    when: whenOf(times),
    demand,
    competence:
      competence === undefined
        ? null
        : { code: competence, holder: known?.holder ?? competence, training: known?.training ?? null },
    refused: { code: 'capability-missing', capability: code, text: `${danish}: kan enheden ikke`, fitsFrom: null },
  };
}

/** Works out the value of each key once. */
function onceEach<K, V>(work: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = work(key);
    known.set(key, value);
    return value;
  };
}

/** After how many days a stay of other kinds of day begins than any that begins before. */
function laterStays(daysFrom: (n: number) => readonly DayKind[]): readonly number[] {
  const kinds = Array.from({ length: AHEAD + 1 }, (_, n) => daysFrom(n).toSorted().join(' '));
  return kinds.flatMap((kind, n) => (kinds.indexOf(kind) === n && n > 0 ? [n] : []));
}
