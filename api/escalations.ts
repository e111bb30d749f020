// Late tasks that have gone up their ladder to the caller: as the role that a unit names for the rung, or as the ward.
// Of another unit's task only the need is shown here; who is a party of its case finds the rest there.
import { z } from 'zod';
import type { Registry } from '../domain/organisations.ts';
import { ladderTarget, unitById } from '../domain/organisations.ts';
import { audit } from '../store/audit.ts';
import { now as clockNow } from '../store/clock.ts';
import { encodeCursor } from '../store/cursor.ts';
import { escalated } from '../store/escalations.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { cursorIn } from './cursors.ts';
import { demandRight } from './rights.ts';
import { page } from './schemas/common.ts';
import type { ShownTask } from './schemas/task.ts';
import type { Service } from './service.ts';
import { showTask, wordsFor } from './show-task.ts';

export const escalationsQuery = z.strictObject(page);
const RUNGS = ['team-leader', 'on-call'] as const;

/** A page of them, the longest late first. @throws {Problem} `not-allowed`, `bad-input` */
export async function myEscalations(
  service: Service,
  caller: Caller,
  raw: unknown,
): Promise<{ readonly items: readonly ShownTask[]; readonly next: string | null }> {
  demandRight(caller, 'see-tasks');
  const { db, registry } = service;
  const { cursor, limit } = check(escalationsQuery, raw);
  const wards = caller.actor.units.filter((id) => unitById(registry, id)?.kind === 'ward');
  const rungs = rungsOf(registry, caller);
  const found = await escalated(db, { rungs, wards, cursor: cursorIn(cursor), limit });
  const [words, now] = await Promise.all([wordsFor(service, found.items), clockNow(db)]);
  const cases = [...new Set(found.items.map(({ dischargeId }) => dischargeId))];
  await audit(db, { actor: caller.actor, action: 'list-escalations', caseId: null, details: { cases }, at: now });
  const sight = caller.actor.role === 'operator' ? 'codes' : 'need';
  return {
    items: found.items.map((row) => showTask(service, caller, row, words, sight, now)),
    next: found.next === null ? null : encodeCursor(found.next),
  };
}

/** The rungs at which a unit's late task goes to somebody with the caller's role in one of the caller's units. */
const rungsOf = (registry: Registry, { actor }: Caller) =>
  registry.units.flatMap((unit) =>
    RUNGS.filter((to) => {
      const target = ladderTarget(unit, to);
      return target !== undefined && target.role === actor.role && actor.units.includes(target.unit);
    }).map((to) => ({ unit: unit.id, to })),
  );
