// Finished treatment (færdigbehandlet): the codes of what is decided, withdrawn, corrected and stated about the wait.
// Never the same as ready to leave (udskrivningsklar, domain/gate.ts), and neither follows from the other.
import type { SubmissionId } from './ids.ts';

/**
 * A doctor's decision (færdigmelding) that treatment is over, or needs no hospital, together with the hospital's statement
 * that its own tasks do not hinder the municipality. Source: domain.md 3.1 (Sundhedsstyrelsen, December 2009, M).
 */
export interface FinishedDecision {
  /** Tells it from the other decisions of the case; the first is 1. */
  readonly number: number;
  /** When the doctor decided, epoch ms. */
  readonly at: number;
  /** Where the doctor's name and the words are. */
  readonly submission: SubmissionId | null;
  /** When it stopped holding, epoch ms; null while it holds. */
  readonly withdrawnAt: number | null;
}

/** Why a decision no longer holds. What was counted stays; a new decision begins anew. */
export const finishedWithdrawReasons = {
  'ill-again': 'Syg igen',
  'treatment-resumed': 'Behandlingen er genoptaget',
  'own-tasks': 'Sygehusets egne opgaver er alligevel ikke klaret',
} as const;
export type FinishedWithdrawReason = keyof typeof finishedWithdrawReasons;

/** What can be put right of the newest decision. The old time stays on the record beside the new one. */
export const finishedCorrections = {
  'finished-at': 'Tidspunktet for færdigmeldingen',
  'withdrawn-at': 'Tidspunktet, hvor færdigmeldingen ophørte',
  'no-decision': 'Færdigmeldingen var en fejl',
  'no-withdrawal': 'Ophævelsen var en fejl',
} as const;
export type FinishedCorrection = keyof typeof finishedCorrections;

/** What a finished patient waits for (årsag til ventetid). Kept apart from who pays (domain.md 3.1, 10). */
export const delayCauses = {
  hospital: 'Sygehuset',
  municipality: 'Kommunen',
  'region-place': 'Regionens egen plads',
  citizen: 'Borgeren',
} as const;
export type DelayCause = keyof typeof delayCauses;

/** Narrows a stored code. */
export const isDelayCause = (code: unknown): code is DelayCause =>
  typeof code === 'string' && Object.hasOwn(delayCauses, code);

/** Which patients a rate is for. */
export const careKinds = { somatic: 'Somatik', psychiatry: 'Psykiatri', hospice: 'Hospice' } as const;
export type CareKind = keyof typeof careKinds;
