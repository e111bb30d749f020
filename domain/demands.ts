// What capabilities demand (krav): the competence staff must have, the equipment that must be there, and the national
// minimum that every unit of a kind must be able to do. All of it is dated configuration (rules/demands.json).
import type { LocalDate, LocalTime } from './calendar.ts';
import type { CapabilityCode } from './capability-codes.ts';
import type { Equipment, UnitSheet } from './capability-sheet.ts';
import type { Confidence } from './confidence.ts';
import type { Instant } from './ids.ts';
import { epoch } from './ids.ts';
import type { PlaceKind } from './organisations.ts';

/** A competence (kompetence) that staff are trained in. */
export interface Competence {
  readonly code: string;
  /** Danish name of who has it: "sygeplejerske med IV-oplæring". */
  readonly holder: string;
  /** Danish name of the training that gives it. */
  readonly training: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/** What one capability demands of a unit that says yes to it. */
export interface Demand {
  readonly capability: CapabilityCode;
  /** Code of a competence; left out when none is demanded. */
  readonly competence?: string;
  /** All of it must be present. */
  readonly equipment?: readonly Equipment[];
}

/** What a unit of a kind must be able to do, from one day to another (kvalitetsstandard, domain.md 2.1). */
export interface Minimum {
  readonly kind: PlaceKind;
  readonly capabilities: readonly CapabilityCode[];
  readonly validFrom: LocalDate;
  /** Last day it holds; null until changed. */
  readonly validTo: LocalDate | null;
  readonly source: string;
  readonly confidence: Confidence;
}

/** How long what a unit has said counts as fresh. */
export interface Freshness {
  /** Hours after its confirmation that a sheet counts as fresh, 1 or more. */
  readonly sheetHours: number;
  /** The same of a stated number of free places. */
  readonly freePlacesHours: number;
}

/** What the reports on units go by; times of the local day as `HH:MM`. */
export interface Reporting {
  /** The hours that count as night when the report says that nobody trained is on duty. */
  readonly nightFrom: LocalTime;
  readonly nightTo: LocalTime;
  /** Training that ends within so many days is told of, 0 or more. */
  readonly trainingEndsDays: number;
  /** Broken promises of so many days back are counted, 1 or more. */
  readonly brokenPromisesDays: number;
}

export interface Demands {
  readonly competences: readonly Competence[];
  readonly demands: readonly Demand[];
  readonly minimum: readonly Minimum[];
  readonly freshness: Freshness;
  readonly reporting: Reporting;
}

const HOUR = 60 * 60 * 1000;

/** The first moment, epoch ms, of which a confirmation still counts at an instant. */
export const freshFrom = ({ sheetHours }: Freshness, at: Instant): number => epoch(at) - sheetHours * HOUR;

/** Whether nobody of the unit has confirmed the sheet within the limit (forældet). */
export const isStale = (sheet: Pick<UnitSheet, 'confirmed'>, freshness: Freshness, at: Instant): boolean =>
  isOlder(sheet, freshFrom(freshness, at));

/** Whether nobody of the unit has confirmed the sheet since, epoch ms. */
export const isOlder = ({ confirmed }: Pick<UnitSheet, 'confirmed'>, since: number): boolean =>
  confirmed == null || epoch(confirmed.at) < since;

/** Whether a number of free places, stated at an instant, is too old to go by. */
export const isOldFigure = (statedAt: Instant, { freePlacesHours }: Freshness, at: Instant): boolean =>
  epoch(at) - epoch(statedAt) > freePlacesHours * HOUR;

/** What every unit of a kind must be able to do on a date. */
export const minimumOn = (
  { minimum }: Pick<Demands, 'minimum'>,
  kind: PlaceKind,
  date: LocalDate,
): readonly CapabilityCode[] =>
  minimum
    .filter((one) => one.kind === kind && one.validFrom <= date && (one.validTo === null || date <= one.validTo))
    .flatMap((one) => one.capabilities);

/** What a unit lacks of these, in their order; a condition is no lack. */
export const lackingOf = (
  { capabilities }: Pick<UnitSheet, 'capabilities'>,
  demanded: readonly CapabilityCode[],
): readonly CapabilityCode[] => demanded.filter((code) => (capabilities[code] ?? 'no') === 'no');

/** What the unit lacks of the minimum for its kind on a date, in the order of the minimum. */
export const belowMinimum = (
  sheet: Pick<UnitSheet, 'kind' | 'capabilities'>,
  demands: Pick<Demands, 'minimum'>,
  date: LocalDate,
): readonly CapabilityCode[] => lackingOf(sheet, minimumOn(demands, sheet.kind, date));
