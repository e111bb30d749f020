// What the recorded facts of a case tell of a finished patient: when the decision held, who waited for what, who lived where.
// Facts are never changed: what is put right later is a later fact, and only what was learnt by a time counts at that time.
import type { LocalDate } from './calendar.ts';
import type { EventView } from './case-view.ts';
import { dayAfter, localDay } from './danish-days.ts';
import type { FactKind } from './facts.ts';
import type { DelayCause, FinishedDecision } from './finished.ts';
import { corrected, isDelayCause, isFinishedCorrection } from './finished.ts';
import type { UnitId } from './ids.ts';
import { epoch } from './ids.ts';
import { movesIn, openingWard } from './wards.ts';

/** The facts that days are counted from. A list of cases is read by these alone. */
export const finishedFacts = [
  'finished',
  'finished-withdrawn',
  'finished-corrected',
  'delay-cause-stated',
  'residence-changed',
  'left',
  'left-moved',
  'not-left',
  'deceased',
  'death-moved',
  'not-dead',
  'withdrawn',
  'readmitted',
  'transferred',
  'bed-asked',
  'bed-held',
  'bed-not-needed',
] as const satisfies readonly FactKind[];

/** Facts after which nothing more is counted, unless they are taken back. */
export const endingFacts = ['left', 'deceased', 'withdrawn', 'readmitted'] as const satisfies readonly FactKind[];

/** Those that take an ending back. */
export const undoingFacts = ['not-left', 'not-dead'] as const satisfies readonly FactKind[];

/** A fact, times in epoch ms. */
export type FinishedFact = Pick<EventView, 'number' | 'fact' | 'happenedAt' | 'learntAt' | 'codes'>;

/** What the case was opened with; changes of it are facts. */
export interface CaseOrigin {
  /** Municipality of residence (bopælskommune), code of 4 digits. */
  readonly municipality: string;
  /** Where the patient is now; where before, the transfers tell. */
  readonly wardUnit: UnitId;
}

/** Why a period of waiting ended. `ended`: the case was withdrawn or went on in a new stay. */
export type WaitEnd = 'left' | 'died' | 'withdrawn' | 'ended';

/** A time in which a decision held and the patient was still there. */
export interface WaitPeriod {
  /** Number of the decision within its case, from 1; one that was struck out leaves its number unused. */
  readonly decision: number;
  readonly from: number;
  /** Epoch ms; null while it goes on. */
  readonly to: { readonly at: number; readonly why: WaitEnd } | null;
}

/** From a day to another, both included; `to` null until changed. The last one stated about a day counts. */
export interface StatedCause {
  readonly cause: DelayCause;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

export interface FinishedRecord {
  readonly periods: readonly WaitPeriod[];
  readonly causes: readonly StatedCause[];
  /** From a day on; the last one stated about a day counts. */
  readonly residences: readonly { readonly municipality: string; readonly from: LocalDate }[];
  /** In order of time, also of two moves on one day; the first from the beginning. */
  readonly wards: readonly { readonly unit: UnitId; readonly from: LocalDate }[];
  /** Which unit's place was waited for from a day on; null: none. In order of time. */
  readonly places: readonly { readonly unit: UnitId | null; readonly from: LocalDate }[];
}

/** The record as it was known at a time: facts learnt after `knownAt` (epoch ms) are left out. Pure. */
export function finishedRecord(facts: readonly FinishedFact[], origin: CaseOrigin, knownAt: number): FinishedRecord {
  const known = facts.filter(({ learntAt }) => learntAt <= knownAt).sort((a, b) => a.number - b.number);
  return {
    periods: periodsOf(known),
    causes: known.flatMap(causeOf),
    residences: [{ municipality: origin.municipality, from: '' }, ...known.flatMap(residenceOf)],
    wards: wardsOf(known, facts, origin),
    places: known.flatMap(placeOf).sort(byDay),
  };
}

const NEVER_WAS: readonly unknown[] = ['started-by-mistake', 'wrong-person'];

/** The case never was about this patient: nothing of it is to be paid. */
export const neverWas = ({ fact, codes }: Pick<FinishedFact, 'fact' | 'codes'>): boolean =>
  fact === 'withdrawn' && NEVER_WAS.includes(codes['reason']);

function periodsOf(facts: readonly FinishedFact[]): readonly WaitPeriod[] {
  if (facts.some(neverWas)) return [];
  const ends = new Map<WaitEnd, number>();
  for (const { fact, happenedAt } of facts) {
    switch (fact) {
      case 'left':
      case 'left-moved':
        ends.set('left', happenedAt);
        break;
      case 'not-left':
        ends.delete('left');
        break;
      case 'deceased':
      case 'death-moved':
        ends.set('died', happenedAt);
        break;
      case 'not-dead':
        ends.delete('died');
        break;
      case 'withdrawn':
      case 'readmitted':
        ends.set('ended', happenedAt);
        break;
      default:
        break;
    }
  }
  return decisionsIn(facts).map(({ number: decision, at, withdrawnAt }) => ({
    decision,
    from: at,
    to: firstEnd(ends, withdrawnAt),
  }));
}

/** The decisions that stand by these facts, in the order they were recorded; each keeps its number (domain/finished.ts). */
export function decisionsIn(
  facts: readonly (Pick<FinishedFact, 'fact' | 'happenedAt' | 'codes'> & Partial<Pick<EventView, 'submission'>>)[],
): readonly FinishedDecision[] {
  let decisions: readonly FinishedDecision[] = [];
  let made = 0;
  for (const { fact, happenedAt: at, codes, submission = null } of facts) {
    const newest = decisions.at(-1);
    if (fact === 'finished') {
      // Told twice while it holds: the later telling is the right one.
      if (newest?.withdrawnAt === null) decisions = decisions.with(-1, { ...newest, at });
      else {
        made += 1;
        decisions = [...decisions, { number: made, at, submission, withdrawnAt: null }];
      }
    }
    if (fact === 'finished-withdrawn' && newest !== undefined)
      decisions = decisions.with(-1, { ...newest, withdrawnAt: at });
    const { corrected: what, decision } = codes;
    if (fact === 'finished-corrected' && isFinishedCorrection(what))
      decisions = corrected(decisions, { what, at, ...(typeof decision === 'number' ? { decision } : {}) });
  }
  return decisions;
}

function firstEnd(ends: ReadonlyMap<WaitEnd, number>, withdrawnAt: number | null): WaitPeriod['to'] {
  const all = [...ends].map(([why, at]) => ({ why, at }));
  if (withdrawnAt !== null) all.push({ why: 'withdrawn', at: withdrawnAt });
  return all.reduce<WaitPeriod['to']>((first, end) => (first === null || end.at < first.at ? end : first), null);
}

/** Stated by times; of a day that which holds at its end, since it is then that a day is counted. */
function causeOf({ fact, happenedAt, codes }: FinishedFact): StatedCause[] {
  const { cause, until } = codes;
  if (fact !== 'delay-cause-stated' || !isDelayCause(cause)) return [];
  const to = typeof until === 'string' ? dayAfter(localDay(epoch(until)), -1) : null;
  return [{ cause, from: localDay(happenedAt), to }];
}

function residenceOf({ fact, codes }: FinishedFact): { municipality: string; from: LocalDate }[] {
  const { municipality, from } = codes;
  if (fact !== 'residence-changed' || typeof municipality !== 'string' || typeof from !== 'string') return [];
  return [{ municipality, from }];
}

/** Before the first move as known then; a case whose moves nobody knew of then was in the ward that it was opened in. */
function wardsOf(
  known: readonly FinishedFact[],
  all: readonly FinishedFact[],
  { wardUnit }: CaseOrigin,
): FinishedRecord['wards'] {
  const moves = movesIn(known);
  const first = moves[0]?.from ?? openingWard(all) ?? wardUnit;
  return [{ unit: first, from: '' }, ...moves.map(({ to, at }) => ({ unit: to, from: localDay(at) }))];
}

function placeOf({ fact, happenedAt, codes }: FinishedFact): { unit: UnitId | null; from: LocalDate }[] {
  const from = localDay(happenedAt);
  if (fact === 'bed-not-needed') return [{ unit: null, from }];
  const { unit } = codes;
  return (fact === 'bed-asked' || fact === 'bed-held') && typeof unit === 'string' ? [{ unit, from }] : [];
}

const byDay = (one: { readonly from: LocalDate }, other: { readonly from: LocalDate }): number =>
  one.from < other.from ? -1 : one.from > other.from ? 1 : 0;
