// Several treatments on one day (samling af aftaler): what a bundle is made of and what comes out; the search is beside this.
// Nothing is moved here: a proposal says whose yes it needs; domain/shared-days.ts says when all of them are there.
import type { BundleRules } from './after-leaving.ts';

/** Epoch ms, the end not included. */
export type Span = readonly [from: number, until: number];

/** Another treatment that must come first. On one day the minutes count, over several the days. */
export interface Follows {
  readonly id: string;
  /** At least, from its end to this one's start, when both are on one day; 0-600. */
  readonly minutes: number;
  /** At least so many calendar days later; 0 when both may be on one day. */
  readonly days: number;
}

/** Something the patient has to come out for. */
export interface Treatment {
  readonly id: string;
  /** Where it is; the same id is the same place. */
  readonly place: string;
  /** How long it takes, whole minutes. */
  readonly minutes: number;
  /** It lies within one of these: its window where the place is open. */
  readonly open: readonly Span[];
  /** When it is booked to begin, epoch ms on a whole minute; null when it is not. */
  readonly booked: number | null;
  /** Whether a booked time can be offered another. */
  readonly mayMove: boolean;
  readonly fasting: boolean;
  /** Rest needed after it, minutes; the rules' own when that is longer. */
  readonly rest: number;
  readonly follows: readonly Follows[];
  /** Ids of treatments that may not be on the same day. */
  readonly notWith: readonly string[];
}

export interface BundleProblem {
  /** At most 10; every id once, and every id that is named is there. */
  readonly treatments: readonly Treatment[];
  /** `ordered`: the patient is fetched (patientbefordring). */
  readonly transport: 'own' | 'ordered';
  /** What the patient can bear, when that is less than the rules allow; at least 1. */
  readonly mostInOneDay: number | null;
  /** Kilometres as the crow flies between two places, or from home (null); null when it is not known. */
  readonly kilometres: (from: string | null, to: string | null) => number | null;
  readonly rules: BundleRules;
}

/** A treatment with its time, epoch ms. */
export interface Placed {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** `kept`: at its booked time. `moved`: from its booked time. `new`: it had none. */
  readonly how: 'kept' | 'moved' | 'new';
}

/** One day away from home. */
export interface DayOut {
  /** In order of time; at least one. */
  readonly treatments: readonly Placed[];
  /** When the patient leaves home and is back, epoch ms. */
  readonly leaves: number;
  readonly home: number;
  /** By road. */
  readonly kilometres: number;
  /** 1, or more where booked times are too close for one way: then each is a way of its own. */
  readonly visits: number;
}

export interface Cost {
  /** How often the patient leaves home. */
  readonly visits: number;
  /** By road, to the nearest 100 m. */
  readonly kilometres: number;
}

export type Proposal =
  | {
      readonly kind: 'bundle';
      /** Days in order of time, those that stay as they are booked too. */
      readonly days: readonly DayOut[];
      /** Treatments that get no time here: each is booked by itself. */
      readonly alone: readonly string[];
      readonly before: Cost;
      readonly after: Cost;
    }
  /** No plan within the rules saves a visit. */
  | { readonly kind: 'nothing-gained'; readonly before: Cost };

/** Who has to say yes: the patient, and every place whose treatment gets a new time. */
export interface Asked {
  readonly who: 'patient' | { readonly place: string };
  readonly treatments: readonly string[];
}

/** Everybody whose yes the proposal needs, the patient first. Pure. */
export function askedFor(
  { days }: Extract<Proposal, { kind: 'bundle' }>,
  treatments: readonly Treatment[],
): readonly Asked[] {
  const timed = days
    .flatMap((day) => day.treatments)
    .filter(({ how }) => how !== 'kept')
    .map(({ id }) => id);
  const places = new Map<string, string[]>();
  for (const { id, place } of treatments) {
    if (timed.includes(id)) places.set(place, [...(places.get(place) ?? []), id]);
  }
  return [
    { who: 'patient', treatments: timed },
    ...[...places].map(([place, ids]) => ({ who: { place }, treatments: ids })),
  ];
}
