// A call to the municipality before the patient leaves (opkald): why somebody must ring, who is rung, and what was said.
// The rules for it are in phone-first.ts; here is only how a case keeps it.
import type { PersonId, UnitId } from './ids.ts';

/** Why somebody must ring, in the words of the task. */
export const callReasons = {
  'short-stay': 'Kort ophold: det aftales på telefon, og der sendes ingen plejeforløbsplan',
  acute: 'Akut ambulant, og kommunen skal handle inden kort tid',
  'same-day': 'Planens udgave er sendt for sent til samme dags indsats uden opkald',
  weekend: 'Udskrivelse i en weekend eller på en helligdag kræver en individuel aftale',
  'friday-afternoon': 'Indlagt fredag eftermiddag og ud senest om formiddagen den første hverdag: klyngens egen aftale',
} as const;
export type CallReason = keyof typeof callReasons;

/** Which way the municipality is told: a care pathway plan (plejeforløbsplan), or phone and correspondence only. */
export const branches = {
  long: 'Plejeforløbsplan',
  short: 'Kort ophold: telefon og korrespondance',
  ambulant: 'Akut ambulant: telefon og korrespondance',
} as const;
export type Branch = keyof typeof branches;

/** Whom of the municipality a rule has rung; the needs assessors (visitation) when it does not say. */
export const rungParties = ['visitation', 'services'] as const;
export type RungParty = (typeof rungParties)[number];

/** Whom of a case a rule has asked: those that every case knows (reach-out, domain.md 6). */
export const askedParties = ['ward', 'visitation', 'services', 'gp'] as const;
export type AskedParty = (typeof askedParties)[number];

/** One call before the leaving, and what was said. Only a named person's yes makes it `agreed`. */
export type NeededCall = {
  readonly why: readonly CallReason[];
  /** Who is rung. */
  readonly unit: UnitId;
  /** The version of the plan and the leaving (epoch ms) that it is about. */
  readonly planVersion: number;
  readonly leaving: number;
} & (
  | { readonly state: 'needed' }
  | {
      readonly state: 'agreed' | 'declined';
      /** Who wrote the call down, when (epoch ms), in which task. */
      readonly by: PersonId;
      readonly at: number;
      readonly task: string;
    }
);
