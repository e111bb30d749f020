// Finds a case for a caller: only where one of the caller's units is a party; any other answers "not found" (design 7).
// Operators find every case, without persons and words (rights.ts).
import { z } from 'zod';
import type { Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import { type CaseRow, caseFor, type Scope } from '../store/cases.ts';
import { type TaskRow, task } from '../store/tasks.ts';
import type { Caller } from './auth.ts';
import { Problem } from './errors.ts';
import type { Service } from './service.ts';

const uuid = z.uuid();

/** Whether these are operators of this service: their unit says so, not their role alone. */
export const isOperator = ({ actor }: Caller, registry: Registry): boolean =>
  actor.role === 'operator' && actor.units.some((id) => unitById(registry, id)?.kind === 'operators');

/** What a caller's lists are made of. */
export const scopeOf = (caller: Caller, registry: Registry): Scope =>
  isOperator(caller, registry) ? 'all' : caller.actor.units;

/** Whether the caller's units take part in the case. */
export const inScope = (scope: Scope, { parties }: Pick<CaseRow, 'parties'>): boolean =>
  scope === 'all' || scope.some((unit) => parties.includes(unit));

/**
 * The case with this id.
 *
 * @throws {Problem} `not-found` when there is none, or none for this caller: nobody can tell which.
 */
export async function caseInScope({ db, registry }: Service, caller: Caller, id: unknown): Promise<CaseRow> {
  const read = uuid.safeParse(id);
  const found = read.success ? await caseFor(db, read.data) : null;
  if (found === null || !inScope(scopeOf(caller, registry), found)) throw new Problem('not-found');
  return found;
}

/** The task with this id, of a unit of the caller's own. */
export async function taskInScope({ db, registry }: Service, caller: Caller, id: unknown): Promise<TaskRow> {
  const read = uuid.safeParse(id);
  const found = read.success ? await task(db, read.data) : null;
  if (found === null) throw new Problem('not-found');
  const own = caller.actor.units.includes(found.task.unit);
  if (!own && !isOperator(caller, registry)) throw new Problem('not-found');
  return found;
}
