// What a case keeps of the good discharge beside its steps: what people and systems stated of a criterion, and overrides.
// Codes, ids and times only; the words of a statement or an override stay with its submission in PostgreSQL.
import type { LocalDate } from './calendar.ts';
import type { ConsentAnswer } from './consent.ts';
import type { PersonId, SubmissionId, UnitId } from './ids.ts';

/** Criteria that follow from the steps of the case; nobody states them. */
const fromSteps = [
  'plan-stated',
  'services-answered',
  'weekend-agreement',
  'call-recorded',
  'bed-held',
  'bed-covers-needs',
  'training-done',
  'letter-marked',
  'follow-up-agreed',
] as const;

/** Criteria that a person or a system states: met, needed, not needed, or withdrawn. */
export const statedCriteria = [
  'devices-there',
  'medicine-sent-along',
  'prescription-sent',
  'dose-dispensing-reordered',
  'medication-card-updated',
  'discharge-report-sent',
  'rehabilitation-decided',
  'rehabilitation-given',
  'rehabilitation-sent',
  'relatives-told',
  'transport-booked',
  'key-at-home',
  'food-at-home',
  'heat-at-home',
  'pending-results-owned',
] as const;
export type StatedCriterion = (typeof statedCriteria)[number];
export type Criterion = (typeof fromSteps)[number] | StatedCriterion;

/** Criteria that a rule set can ask for; the others follow from what the plan asks for. */
export const requirableCriteria = [...statedCriteria, 'letter-marked'] as const;
export type RequirableCriterion = (typeof requirableCriteria)[number];

/** What is said of a criterion. `withdrawn`: it was met, or thought to be, and is not. */
export const sayings = {
  met: 'I orden',
  needed: 'Nødvendigt, mangler endnu',
  'not-needed': 'Ikke nødvendigt',
  withdrawn: 'Trukket tilbage: er ikke i orden',
} as const;
export type Saying = keyof typeof sayings;

/** To each receiver the rehabilitation plan goes with the patient's yes only (domain.md 9, S20): a consent of this purpose. */
export const planPurposes = ['rehabilitation-plan-municipality', 'rehabilitation-plan-gp'] as const;
export type PlanPurpose = (typeof planPurposes)[number];
export const isPlanPurpose = (code: unknown): code is PlanPurpose => planPurposes.some((known) => known === code);

/** What the patient said last of one receiver. Times are epoch ms. */
export interface PlanConsent {
  readonly purpose: PlanPurpose;
  readonly answer: ConsentAnswer;
  /** When it was said. */
  readonly at: number;
  /** When the case learnt of it. */
  readonly toldAt: number;
}

export const transportSteps = { booked: 'Bestilt', 'on-the-way': 'På vej', arrived: 'Ankommet' } as const;
export type TransportStep = keyof typeof transportSteps;

/** What some criteria must say to be met; see `detail` of the criterion. */
export interface StatementDetail {
  /** Last day that the medicine sent along is enough for, and the instant (epoch ms) that the patient must leave before for it to do. */
  readonly lastsUntil?: LocalDate;
  readonly leavesBefore?: number;
  /** The unit that follows a result up. */
  readonly owner?: UnitId;
  readonly step?: TransportStep;
  /** Answered in a task after the patient had left: then it is enough that a person says so. */
  readonly task?: string;
}
export const details = ['lastsUntil', 'owner', 'step'] as const;
export type Detail = (typeof details)[number];

export interface Statement extends StatementDetail {
  readonly criterion: StatedCriterion;
  /** Which device, which result; 0: the criterion as a whole. */
  readonly line: number;
  readonly said: Saying;
  /** When it happened, epoch ms. The one that happened last holds, in whatever order they come. */
  readonly at: number;
  /** When the case learnt of it, epoch ms. */
  readonly toldAt: number;
}

/** Why a patient may leave although something is missing. */
export const overrideReasons = {
  'patient-wishes': 'Patientens eget ønske',
  'agreed-with-receiver': 'Aftalt med den, der tager over',
  'done-otherwise': 'Klares på anden måde',
  'cannot-wait': 'Udskrivningen kan ikke vente',
  other: 'Andet (se note)',
} as const;
export type OverrideReason = keyof typeof overrideReasons;

/** That somebody who may has declared the patient ready without this criterion. Kept for ever. */
export interface Override {
  readonly criterion: Criterion;
  readonly reason: OverrideReason;
  readonly by: PersonId;
  readonly org: string;
  /** Epoch ms. */
  readonly at: number;
  /** It is about this version of the plan, and about what was known then. */
  readonly planVersion: number;
  readonly submission: SubmissionId | null;
  /** Planning paused since, so it holds no longer. */
  readonly over?: true;
}

/** How the criteria stood when it was recorded that the patient had left. The same is kept whatever the rules ask for. */
export interface AtLeaving {
  readonly ready: boolean;
  readonly met: readonly Criterion[];
  readonly missing: readonly Criterion[];
  readonly overridden: readonly Criterion[];
}

/** What the rule set of the day on which the case began asks for, by which rule. */
export interface GateAsked {
  readonly requires: readonly RequirableCriterion[];
  readonly rule: string;
}

export interface GateRecord {
  readonly asked: GateAsked | null;
  /** The newest of each criterion and line. */
  readonly stated: readonly Statement[];
  /** Of each receiver of the rehabilitation plan; left out: nobody has asked. */
  readonly consents?: readonly PlanConsent[];
  readonly overrides: readonly Override[];
  /** Null while the patient has not left. */
  readonly atLeaving: AtLeaving | null;
}

export const noGate: GateRecord = { asked: null, stated: [], overrides: [], atLeaving: null };

/** With a statement taken in. One that happened before the one that holds changes nothing; of two at a time the later told one holds. */
export const withStatement = (stated: readonly Statement[], said: Statement): readonly Statement[] =>
  withNewest(stated, said, ({ criterion, line }) => criterion === said.criterion && line === said.line);

/** The same of what the patient said of a receiver. */
export const withConsent = (consents: readonly PlanConsent[], said: PlanConsent): readonly PlanConsent[] =>
  withNewest(consents, said, ({ purpose }) => purpose === said.purpose);

function withNewest<T extends { readonly at: number }>(
  all: readonly T[],
  said: T,
  isSame: (one: T) => boolean,
): readonly T[] {
  const held = all.find(isSame);
  if (held !== undefined && held.at > said.at) return all;
  return [...all.filter((one) => !isSame(one)), said];
}
