// Turns a refusal of a case into the problem a person can act on: who was first, what is missing, what is possible instead.
// Names are looked up here, since a case knows persons by id only; another organisation's person is shown as that organisation.

import type { CaseView } from '../domain/case-view.ts';
import { criteria, isCriterion } from '../domain/gate-criteria.ts';
import type { ActionName } from '../domain/moves.ts';
import { movesIn } from '../domain/moves.ts';
import type { CaseRow } from '../store/cases.ts';
import { people } from '../store/people.ts';
import type { Caller } from './auth.ts';
import type { Refused } from './decide.ts';
import type { ProblemExtras } from './errors.ts';
import { Problem } from './errors.ts';
import { mayAct } from './rights.ts';
import type { Service } from './service.ts';

/** Actions this caller can take on the case as it stands. */
export const movesOf = (caller: Caller, row: Pick<CaseRow, 'stage' | 'view' | 'wardUnit'>) =>
  movesIn({
    stage: row.stage,
    finishedAt: row.view?.finishedAt ?? null,
    finished: row.view?.finished ?? null,
    leftAt: row.view?.leftAt ?? null,
    stay: row.view?.stay ?? { state: 'unknown' },
    ...(row.view?.request === undefined ? {} : { request: row.view.request }),
  }).filter((action) => mayAct(caller, action, row) && isOpen(action, row.view));

/** Nothing is renewed or withdrawn where no place is held. */
const isOpen = (action: ActionName, view: CaseView | null): boolean =>
  (action !== 'renew-hold' && action !== 'withdraw-hold') || view?.bed.state === 'held';

/** The problem for a refused decision; `row` null when it came to no case. */
export async function refusalProblem(
  service: Service,
  caller: Caller,
  row: CaseRow | null,
  { code, details }: Refused,
): Promise<Problem> {
  const moves: ProblemExtras = row === null ? {} : { allowed: movesOf(caller, row), stage: row.stage };
  switch (code) {
    case 'unknown-task':
    case 'unknown-message':
    case 'unknown-follow-up':
      return new Problem('not-found');
    case 'case-closed':
      return new Problem('case-closed', { allowed: [], stage: 'closed' });
    case 'task-closed': {
      const { status, at } = details;
      return new Problem('task-closed', {
        ...moves,
        ...(await firstPerson(service, caller, details['by'], 'answeredBy')),
        ...(typeof at === 'string' ? { answeredAt: at } : {}),
        ...(typeof status === 'string' ? { status } : {}),
      });
    }
    case 'task-claimed':
      return new Problem('task-claimed', {
        ...moves,
        ...(await firstPerson(service, caller, details['by'], 'claimedBy')),
      });
    case 'stale-version': {
      const { version } = details;
      return new Problem('stale-version', { ...moves, ...(typeof version === 'number' ? { version } : {}) });
    }
    case 'not-ready':
      return new Problem('not-ready', { ...moves, missing: missingIn(details['missing']) });
    case 'other-person':
      return new Problem('other-person');
    case 'wrong-moment':
    case 'no-place-held':
    case 'told-by-hospital':
    case 'stay-goes-on':
    case 'unknown-answer':
    case 'unit-not-asked':
    case 'sharing-objected':
    case 'nothing-to-repair':
    case 'wrong-times':
    case 'proposal-open':
    case 'refused-before':
      return new Problem(code, moves);
  }
}

const missingIn = (codes: unknown): { code: string; label: string }[] =>
  Array.isArray(codes) ? codes.filter(isCriterion).map((code) => ({ code, label: criteria[code].missing })) : [];

/** The person's name within the caller's organisation, else the organisation's. */
async function firstPerson(
  { db, registry }: Service,
  { actor }: Caller,
  id: unknown,
  member: 'answeredBy' | 'claimedBy',
): Promise<ProblemExtras> {
  if (typeof id !== 'string' || actor.role === 'operator') return {};
  const person = (await people(db, [id])).get(id);
  if (person === undefined) return {};
  if (person.org === actor.org) return { [member]: person.name };
  const organisation = registry.organisations.find((one) => one.id === person.org);
  return organisation === undefined ? {} : { [member]: organisation.name };
}
