// The one table of rights: which role may do what. Being a party of the case is a second, separate question (scope.ts).
// What a role may see of a case is here too: an operator no person, an asked acute unit the need and not the identity.
import type { Role } from '../domain/actor.ts';
import { tookPatient } from '../domain/bed.ts';
import type { TaskView } from '../domain/case-view.ts';
import type { ActionName } from '../domain/moves.ts';
import type { Registry } from '../domain/organisations.ts';
import { takesPatients, unitById } from '../domain/organisations.ts';
import { taskKind } from '../domain/task-kinds.ts';
import type { CaseRow } from '../store/cases.ts';
import type { Caller } from './auth.ts';
import { Problem } from './errors.ts';

const ward: readonly Role[] = ['ward-staff', 'doctor'];
const municipal: readonly Role[] = ['coordinator', 'team-leader'];
const people: readonly Role[] = [...ward, ...municipal, 'acute-nurse', 'gp'];

/** What can be done beside actions and tasks. */
const rights = {
  start: ward,
  'request-place': people,
  'report-event': [...people, 'system'],
  'receive-message': ['system'],
  search: people,
  'see-tasks': [...people, 'operator'],
  'assign-task': [...ward, ...municipal, 'acute-nurse', 'gp', 'operator'],
  'see-operator-items': ['operator'],
  // A unit's own sheet: the unit itself says what it can do.
  'change-sheet': ['acute-nurse', 'team-leader'],
  match: people,
  'see-competence': [...people, 'agreement-manager'],
  'see-holds': people,
  // Of no patient: anyone may ask what a deadline would be.
  'see-rules': [...people, 'operator', 'agreement-manager', 'system'],
  'correct-waiting': people,
  'see-lead-times': [...people, 'agreement-manager'],
  // Of a case; whose yes a new time needs is asked by tasks (shared-days.ts).
  'share-days': people,
  // On paper the patient is named, so only who may see all of the case (papers.ts).
  print: people,
  'see-payable-days': [...ward, ...municipal, 'agreement-manager'],
  // Whose, is said by the caller's organisation: statements.ts.
  // To declare a patient ready although something is missing; the reason is kept for ever and reported.
  'override-gate': ['doctor'],
  'see-statements': [...municipal, 'agreement-manager'],
  'see-consents': people,
  'note-consent': [...ward, ...municipal, 'gp'],
  'see-view-links': [...ward, ...municipal, 'gp'],
  'invite-to-view': [...ward, ...municipal],
  // Of a case. Those of no case are for the operators, who must find out whose they are.
  'read-raw-message': people,
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof rights;

const actions: Readonly<Record<ActionName, readonly Role[]>> = {
  'change-plan': ward,
  'mark-finished': ward,
  'withdraw-finished': ward,
  'correct-finished': ward,
  // Either side may say what the patient waits for; both statements stay on the record.
  'state-delay-cause': [...ward, ...municipal],
  'change-residence': ward,
  // The follow-up mark is set by a named hospital doctor (domain.md 1.10).
  'mark-follow-up': ['doctor'],
  'send-letter': [...ward, 'system'],
  'propose-conference': [...ward, ...municipal],
  'record-objection': [...ward, ...municipal, 'gp'],
  'set-coordinator': [...ward, ...municipal],
  pause: ward,
  resume: ward,
  ready: ward,
  // Which criterion, is said in domain/gate-criteria.ts.
  'state-criterion': people,
  leave: ward,
  withdraw: ward,
  // Of the unit that asked for the place, and of the unit that holds it: see `movesOf`.
  'renew-hold': people,
  'withdraw-hold': ['acute-nurse'],
  'report-death': [...people, 'system'],
  'go-on-leave': ward,
  'back-from-leave': ward,
  'correct-stay': ward,
  'cancel-stay': ward,
  // Of which documents, and what of them, is said in domain/own-standard.ts.
  'report-document': people,
  'note-adverse-event': people,
  // This service writes letters in the ward's name only; the others write from their own systems (decision 11).
  'write-letter': ward,
  reply: ward,
  forward: ward,
  'ask-about-plan': municipal,
  // Whoever has the citizen now: municipal staff, the place, the GP (domain.md 5).
  'ask-department': [...municipal, 'acute-nurse', 'gp'],
  'plan-follow-up': [...ward, ...municipal, 'gp'],
  // Of which item, is said in follow-up-actions.ts.
  'change-follow-up': people,
  'end-follow-up': people,
  'change-intensity': [...ward, ...municipal, 'gp'],
  repair: ['operator'],
};

const includes = (list: readonly Role[], role: Role): boolean => list.includes(role);

/** Whether the caller's role has this right. */
export const hasRight = ({ actor }: Caller, right: Right): boolean => includes(rights[right], actor.role);

/** Refuses a caller whose role has not this right. */
export function demandRight(caller: Caller, right: Right): void {
  if (!hasRight(caller, right)) throw new Problem('not-allowed');
}

/** What whoever asks for a place without a stay may do with the request: nobody else has it in hand. */
const ofTheAsker: readonly ActionName[] = [
  'change-plan',
  'withdraw',
  'write-letter',
  'reply',
  'forward',
  'record-objection',
];

/** Whether the caller may take this action on the case at all; its stage is asked elsewhere. */
export function mayAct({ actor }: Caller, action: ActionName, row: ActedOn): boolean {
  if (row.view?.request !== undefined && ofTheAsker.includes(action))
    return includes(rights['request-place'], actor.role) && actor.units.includes(row.wardUnit);
  return includes(actions[action], actor.role) && isTheirs({ actor }, action, row);
}

/** Refuses a caller whose role, or unit, may not take this action. */
export function demandAction(caller: Caller, action: ActionName, row: ActedOn): void {
  if (!mayAct(caller, action, row)) throw new Problem('not-allowed');
}

/** What of a case says whose an action is. */
type ActedOn = Pick<CaseRow, 'wardUnit' | 'view'>;

/** Whether the action is of the caller's unit: a held place is renewed by who asked and withdrawn by its unit. */
function isTheirs({ actor }: Pick<Caller, 'actor'>, action: ActionName, { wardUnit, view }: ActedOn): boolean {
  if (action === 'renew-hold') return actor.units.includes(wardUnit);
  return action !== 'withdraw-hold' || actor.units.some((unit) => view !== null && tookPatient(view.bed, unit));
}

/** Whether the caller may claim and answer this task: the right role, in the task's unit. */
export const mayAnswer = ({ actor }: Caller, { kind, unit }: Pick<TaskView, 'kind' | 'unit'>): boolean =>
  includes(taskKind(kind).roles, actor.role) && actor.units.includes(unit);

/**
 * How much of a case a caller may see: `whole`; `need`, what a unit must know to say whether it can take a patient whom
 * it does not treat; `codes`, no person and no words at all.
 */
export type Sight = 'whole' | 'need' | 'codes';

/** What the caller may see of a case whose party the caller's unit is. Who asks for a place knows for whom. */
export function sightOf(
  { actor }: Caller,
  { view, parties, wardUnit }: Pick<CaseRow, 'view' | 'parties' | 'wardUnit'>,
  registry: Registry,
): Sight {
  if (actor.role === 'operator' || actor.role === 'agreement-manager' || actor.role === 'system') return 'codes';
  const knows = (id: string): boolean => {
    if (id === wardUnit || id === view?.visitationUnit) return true;
    return !isAskedOnly(id, registry) || (view !== null && tookPatient(view.bed, id));
  };
  return actor.units.some((id) => parties.includes(id) && knows(id)) ? 'whole' : 'need';
}

/** A unit with places, or one that confirms for such units: it is asked whether there is a place, and need not know for whom. */
const isAskedOnly = (id: string, registry: Registry): boolean =>
  takesPatients(unitById(registry, id)?.kind) ||
  registry.placeFacts.some(({ fact, is }) => fact === 'confirmer' && is === id);
