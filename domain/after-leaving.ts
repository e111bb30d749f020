// What holds after a patient has left and is no clock: readmission, whom the papers name, days of visits.
// The values are dated configuration (rules/after-leaving.json); a stay keeps the version of the day that is asked about.
import type { LocalDate, LocalTime } from './calendar.ts';
import type { Confidence } from './confidence.ts';
import type { RiskRule } from './follow-up-risk.ts';

/** Why a value is what it is, and what it rests on. */
export interface Founded {
  /** One Danish sentence. */
  readonly why: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/** A number that no unit of the registry has, as it is printed for a patient. */
export interface PublicNumber {
  readonly name: string;
  /** Digits only. */
  readonly phone: string;
}

/** What a day with several treatments (samlet dag) may ask of a patient; minutes unless said. */
export interface BundleRules extends Founded {
  /** Treatments on one day at most, 1-5. */
  readonly mostInOneDay: number;
  /** From leaving home until being home again. */
  readonly longestDay: number;
  /** Times of day in Denmark that the way out and the way home stay within. */
  readonly leaveHomeFrom: LocalTime;
  readonly homeBy: LocalTime;
  /** Between two treatments, beside the way. */
  readonly rest: number;
  /** A treatment that must be fasted for begins at this time of day at the latest. */
  readonly fastingBy: LocalTime;
  /** For a meal after the last treatment that was fasted for. */
  readonly meal: number;
  /** Places that lie further apart than this are not visited on one day; kilometres by road. */
  readonly nearKilometres: number;
  /** The way by road is so many times the way as the crow flies. */
  readonly roadFactor: number;
  readonly kilometresPerHour: number;
  /** A way takes this long at least, door to door; 0 inside one place. */
  readonly shortestWay: number;
  /** Ways are rounded up to so many minutes. */
  readonly wayStep: number;
  /** How long a treatment takes when nobody says: by its kind, else `usualLength`. */
  readonly usualLength: number;
  readonly lengths: Readonly<Record<string, number>>;
  /** Waited for transport that is ordered (patientbefordring), on every way. */
  readonly orderedTransport: number;
}

/** Limits of what patient and relatives see on a link (domain/patient-view.ts), and of its codes. */
export interface ViewRules extends Founded {
  /** A link never works longer than this after it was given. */
  readonly longestDays: number;
  readonly daysAfterLeaving: number;
  readonly daysAfterClosing: number;
  /** A code is good for so long after it was made. */
  readonly codeMinutes: number;
  /** Wrong codes in a row, then the link is locked until a person invites anew. */
  readonly codeTries: number;
  /** Codes sent for one link in 24 hours at most. */
  readonly codesPerDay: number;
  readonly secondsBetweenCodes: number;
  /** How long the view stays open after a right code. */
  readonly sessionMinutes: number;
}

/** What is in force from one day to another. */
export interface AfterLeaving {
  readonly validFrom: LocalDate;
  /** Last day; null until changed. */
  readonly validTo: LocalDate | null;
  /** A new stay that begins within so many days of leaving counts as a readmission (genindlæggelse). */
  readonly readmission: { readonly days: number } & Founded;
  readonly numbers: { readonly emergency: PublicNumber; readonly outOfHours: PublicNumber } & Founded;
  readonly bundling: BundleRules;
  /** What the patient and relatives may see on a link, and for how long. */
  readonly patientView: ViewRules;
  /** How much follow-up is proposed, by points. */
  readonly followUpRisk: RiskRule & Founded;
}

/** No version of the rules covers the day; the rule file has to be mended. */
export class NoRulesAfterLeaving extends Error {
  constructor(date: LocalDate) {
    super(`Reglerne efter udskrivning dækker ikke ${date}`);
    this.name = 'NoRulesAfterLeaving';
  }
}

/** The version in force on a date in Denmark. Throws NoRulesAfterLeaving. */
export function afterLeavingOn(versions: readonly AfterLeaving[], date: LocalDate): AfterLeaving {
  const found = versions.find(({ validFrom, validTo }) => validFrom <= date && (validTo === null || date <= validTo));
  if (found === undefined) throw new NoRulesAfterLeaving(date);
  return found;
}
