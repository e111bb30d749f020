// Finds a case for a caller: only where one of the caller's units is a party; any other answers "not found" (design 7).
// Operators find every case, without persons and words (rights.ts).
import { z } from 'zod';
import { isReporters } from '../domain/adverse-event.ts';
import type { Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import type { CaseRow, Scope } from '../store/cases.ts';
import { caseFor } from '../store/cases.ts';
import type { TaskRow } from '../store/tasks.ts';
import { task } from '../store/tasks.ts';
import type { Caller } from './auth.ts';
import { Problem } from './errors.ts';
import type { Sight } from './rights.ts';
import { sightOf } from './rights.ts';
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

/** A task with its case. */
export interface FoundTask {
  readonly row: TaskRow;
  readonly case: CaseRow;
  readonly sight: Sight;
}

/**
 * The task with this id, in a case of the caller's.
 *
 * @throws {Problem} `not-found` when there is none for this caller; a unit that is only asked for a place sees its own.
 */
export async function taskInScope(service: Service, caller: Caller, id: unknown): Promise<FoundTask> {
  const { db, registry } = service;
  const read = uuid.safeParse(id);
  const row = read.success ? await task(db, read.data) : null;
  if (row === null) throw new Problem('not-found');
  const found = await caseInScope(service, caller, row.dischargeId);
  const sight = sightOf(caller, found, registry);
  if (isReporters(row.task, caller.actor.units)) throw new Problem('not-found');
  if (sight === 'need' && !caller.actor.units.includes(row.task.unit)) throw new Problem('not-found');
  return { row, case: found, sight };
}
