// Who is covered by the 72 hours (udvidet behandlingsansvar): a rule of the rule set, dated, per cluster and municipality.
// Source: government and Danish Regions, February 2023 (domain.md 5); the text for Region Midtjylland was not found.
import type { Duration } from './calendar.ts';
import { milliseconds } from './calendar.ts';
import type { LeavingWay } from './reasons.ts';

/** Only of the clock `extended-responsibility-end`. */
export interface Covers {
  /** The stay was longer than this. */
  readonly stayOver: Duration;
  /** Ways of leaving that are covered by themselves: to a municipal place or a nursing home. */
  readonly to: readonly LeavingWay[];
  /** Services of which one is enough, wherever the patient lives. */
  readonly services: readonly string[];
  /** Municipal services that ran before the stay and go on are enough too: which they are is not known. Left out: they are not. */
  readonly running?: boolean;
}

const HOUR = 3_600_000;

type CoverFacts = Readonly<Record<string, string | number | boolean>>;

/** Whether the rule covers a discharge with these facts (`factsOfWindow`); one that is not told is not covered. */
export function isCovered({ stayOver, to, services, running = false }: Covers, facts: CoverFacts): boolean {
  const { stayed, to: way, services: asked, running: runs } = facts;
  if (typeof stayed !== 'number' || stayed * HOUR <= milliseconds(stayOver)) return false;
  if (to.some((covered) => covered === way) || (running && runs === true)) return true;
  return typeof asked === 'string' && asked.split(' ').some((service) => services.includes(service));
}
