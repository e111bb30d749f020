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

/** What can be put right of a decision. The old time stays on the record beside the new one. */
export const finishedCorrections = {
  'finished-at': 'Tidspunktet for færdigmeldingen',
  'withdrawn-at': 'Tidspunktet, hvor færdigmeldingen ophørte',
  'no-decision': 'Færdigmeldingen var en fejl',
  'no-withdrawal': 'Ophævelsen var en fejl',
} as const;
export type FinishedCorrection = keyof typeof finishedCorrections;

/** What is put right, of which decision (left out: the newest), and the right time, epoch ms. */
export interface CorrectedDecision {
  readonly what: FinishedCorrection;
  readonly at: number;
  readonly decision?: number;
}

/** Narrows a stored code. */
export const isFinishedCorrection = (code: unknown): code is FinishedCorrection =>
  typeof code === 'string' && Object.hasOwn(finishedCorrections, code);

/** The decisions after a correction; as they were when there is nothing to put right. Pure. */
export function corrected<D extends Omit<FinishedDecision, 'submission'>>(
  decisions: readonly D[],
  { what, at, decision }: CorrectedDecision,
): readonly D[] {
  const which = placeOf(decisions, decision);
  const found = decisions[which];
  if (found === undefined) return decisions;
  switch (what) {
    case 'finished-at':
      return decisions.with(which, { ...found, at });
    case 'no-decision':
      return decisions.toSpliced(which, 1);
    case 'withdrawn-at':
      return found.withdrawnAt === null ? decisions : decisions.with(which, { ...found, withdrawnAt: at });
    case 'no-withdrawal':
      return decisions.with(which, { ...found, withdrawnAt: null });
  }
}

/** Why a decision, its end or a correction cannot be recorded; `first` (epoch ms) is what must not come after it. */
export type FinishedFault =
  | { readonly code: 'wrong-moment' }
  | { readonly code: 'wrong-times'; readonly first: number };

/**
 * Whether a correction is possible at all; null: it is. Nothing ends before it begins, and a decision that another one has
 * followed ends before that one begins, so its end cannot be taken back.
 */
export function correctionFault(
  decisions: readonly Omit<FinishedDecision, 'submission'>[],
  { what, at, decision }: CorrectedDecision,
): FinishedFault | null {
  const which = placeOf(decisions, decision);
  const found = decisions[which];
  if (found === undefined) return { code: 'wrong-moment' };
  const then = decisions[which + 1]?.at ?? null;
  switch (what) {
    case 'no-decision':
      return null;
    case 'finished-at':
      return inOrder(at, found.withdrawnAt);
    case 'no-withdrawal':
      return found.withdrawnAt === null || then !== null ? { code: 'wrong-moment' } : null;
    case 'withdrawn-at':
      return found.withdrawnAt === null ? { code: 'wrong-moment' } : (inOrder(found.at, at) ?? inOrder(at, then));
  }
}

/** What ends has begun; null: not known, so nothing to compare. */
export const inOrder = (first: number | null, then: number | null): FinishedFault | null =>
  first !== null && then !== null && then < first ? { code: 'wrong-times', first } : null;

const placeOf = (decisions: readonly { readonly number: number }[], decision: number | undefined): number =>
  decision === undefined ? decisions.length - 1 : decisions.findIndex(({ number }) => number === decision);

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
