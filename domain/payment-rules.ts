// How finished-treatment days are counted and what each costs (takst for færdigbehandlede): dated data, rules/rates.json.
// A row also says since when we know it, so that what was stated before stays what it was (docs/decisions/0016).
import type { LocalDate } from './calendar.ts';
import type { Confidence } from './confidence.ts';
import type { CareKind, DelayCause } from './finished.ts';

interface Stated {
  /** First day on which this row was known here, `YYYY-MM-DD`. */
  readonly recorded: LocalDate;
  readonly source: string;
  readonly confidence: Confidence;
}

/** How days are counted, from a date on until the next row. What the law leaves open stands here (domain.md 3.1 and 12). */
export interface CountingRule extends Stated {
  readonly from: LocalDate;
  /** Which day is day 1. */
  readonly firstDay: 'finished-day' | 'day-after';
  /** Is the day counted on which the patient leaves, the decision is withdrawn, or the patient dies? */
  readonly leavingDay: boolean;
  readonly withdrawnDay: boolean;
  readonly deathDay: boolean;
  /** What a new decision after a withdrawal begins with: day 1, or the number after the last one counted. */
  readonly again: 'from-day-1' | 'goes-on';
  /** The cause of a day that nobody has stated and no place that is waited for tells. */
  readonly presumedCause: DelayCause;
  /** Days that wait for one of these cost nothing; they are shown all the same. */
  readonly freeCauses: readonly DelayCause[];
  /** A month's statement is final so many days after the month has ended; until then it is provisional. */
  readonly closesAfterDays: number;
  /** One Danish sentence on what is counted. */
  readonly why: string;
}

/** What a day costs, in øre, from day `fromDay` on. */
export interface RateStep {
  readonly fromDay: number;
  /** The home region's charge (regionens andel). */
  readonly region: number;
  /** The state's extra charge (statens andel). */
  readonly state: number;
}

/** The rates of one calendar year for one kind of care. */
export interface YearRate extends Stated {
  readonly year: number;
  readonly care: CareKind;
  readonly priceLevel: number;
  /** Made up for the example; marked so wherever it is shown. */
  readonly invented: boolean;
  readonly steps: readonly RateStep[];
}

export interface PaymentRules {
  readonly counting: readonly CountingRule[];
  readonly rates: readonly YearRate[];
}

/** What the rules do not say; a number is never guessed in its place. */
export interface RateMissing {
  readonly kind: 'rate-missing';
  readonly year: number;
  readonly care: CareKind;
}

/** Of rows about the same thing the last one known on a day; what was filled in later holds where nothing was known before. */
function known<T extends Stated>(rows: readonly T[], on: LocalDate): T | undefined {
  const before = rows.filter(({ recorded }) => recorded <= on).sort(byRecorded);
  return before.at(-1) ?? [...rows].sort(byRecorded)[0];
}

const byRecorded = (one: Stated, other: Stated): number =>
  one.recorded < other.recorded ? -1 : one.recorded > other.recorded ? 1 : 0;

/** The rules as they were known at the end of a date: one answer for each day, found once. */
export class PaymentRulesOn {
  readonly #counting: readonly CountingRule[];
  readonly #rates: readonly YearRate[];
  readonly #known: LocalDate;
  readonly #found = new Map<string, YearRate | undefined>();

  constructor({ counting, rates }: PaymentRules, knownOn: LocalDate) {
    this.#known = knownOn;
    this.#rates = rates;
    const starts = [...new Set(counting.map(({ from }) => from))].sort();
    this.#counting = starts.flatMap((from) => {
      const of = counting.filter((rule) => rule.from === from);
      // A later start that was not known yet did not cut the row before it short.
      if (from !== starts[0] && of.every(({ recorded }) => recorded > knownOn)) return [];
      return known(of, knownOn) ?? [];
    });
  }

  /** The counting rule in force on a day; undefined before the first. */
  counting(date: LocalDate): CountingRule | undefined {
    return this.#counting.findLast(({ from }) => from <= date);
  }

  /** The rate row of a year. */
  rate(year: number, care: CareKind): YearRate | undefined {
    const key = `${year} ${care}`;
    if (!this.#found.has(key)) {
      const rows = this.#rates.filter((row) => row.year === year && row.care === care);
      this.#found.set(key, known(rows, this.#known));
    }
    return this.#found.get(key);
  }
}

/** The step of a row that day number `day` (1 or more) falls in. */
export const stepOf = ({ steps }: YearRate, day: number): RateStep | undefined =>
  steps.findLast(({ fromDay }) => fromDay <= day);
