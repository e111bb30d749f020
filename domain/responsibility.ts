// Medical responsibility (behandlingsansvar) while a patient stays on an acute bed: who has it, until when, by which rule.
// Who and how long is configuration (clock `medical-responsibility`); here is only whom the words of the rule mean in a case.
import type { UnitId } from './ids.ts';

/** Whom a rule can name: the one who asked for the bed (the hospital after a discharge), the patient's GP, the unit. */
export const responsibleParties = ['asker', 'gp', 'unit'] as const;
export type ResponsibleParty = (typeof responsibleParties)[number];

/** Who has the responsibility first, and who after the deadline of the clock. */
export interface Hands {
  readonly first: ResponsibleParty;
  readonly after: ResponsibleParty;
}

/** The responsibility for one patient. A unit is null when the case knows none (no GP): then the doctor on duty. */
export interface Responsibility {
  who: UnitId | null;
  /** Epoch ms; after it `after` has it. */
  until: number;
  after: UnitId | null;
  /** Id of the dated rule. */
  rule: string;
}

/** The units that these words mean in a case. */
export interface PartiesOfCase {
  readonly asker: UnitId;
  readonly gp: UnitId | null;
  readonly unit: UnitId;
}

/** Joins a ruling to a case. Pure; nothing when the rule names nobody. Source: domain.md 5 ("In RM agreement", M). */
export function responsibilityOf(
  { due, rule, hands }: { readonly due: number; readonly rule: string; readonly hands?: Hands },
  parties: PartiesOfCase,
): Responsibility | null {
  if (hands === undefined) return null;
  return { who: parties[hands.first], until: due, after: parties[hands.after], rule };
}

/** Who has it at a time (epoch ms), and until when; `until` null: nobody after that one is named. */
export function responsibleAt(
  { who, until, after }: Responsibility,
  at: number,
): { readonly who: UnitId | null; readonly until: number | null; readonly after: UnitId | null } {
  return at < until ? { who, until, after } : { who: after, until: null, after: null };
}

/** The 72 hours (udvidet behandlingsansvar) as an object on the case: whose it is, from the leaving until the end (epoch ms), by which dated rule. */
export interface ExtendedResponsibility {
  readonly unit: UnitId;
  readonly from: number;
  readonly until: number;
  readonly rule: string;
}
