// The routes of tasks: the inbox, one task, and what people do with them, one at a time or many at once.
// A decision about a task is answered with the task as it now is.
import { Router } from 'express';
import type { Registry } from '../../domain/organisations.ts';
import { isTaskKind } from '../../domain/task-kinds.ts';
import { audit } from '../../store/audit.ts';
import type { Scope } from '../../store/cases.ts';
import { now as clockNow } from '../../store/clock.ts';
import { encodeCursor } from '../../store/cursor.ts';
import { inbox } from '../../store/tasks.ts';
import { answerWithTask, outcomeInWords, taskNow } from '../answers-out.ts';
import type { Caller } from '../auth.ts';
import { callerOf } from '../auth.ts';
import { check } from '../check.ts';
import { cursorIn } from '../cursors.ts';
import { identityOf } from '../decide.ts';
import { methodNotAllowed, problemOf } from '../error-handler.ts';
import { Problem, problemBody } from '../errors.ts';
import { demandRight } from '../rights.ts';
import { assignBody, bulkBody, inboxQuery, noBody } from '../schemas/task.ts';
import { scopeOf, taskInScope } from '../scope.ts';
import type { Service } from '../service.ts';
import { showTask, sightInList, wordsFor } from '../show-task.ts';
import { answer, handle } from '../task-decisions.ts';

export function taskRoutes(service: Service): Router {
  const { db, registry } = service;
  const router = Router();

  router
    .route('/tasks')
    .get(async (request, response) => {
      const caller = callerOf(request);
      demandRight(caller, 'see-tasks');
      const query = check(inboxQuery(service), request.query);
      const units = unitsShown(caller, registry, query);
      const page = await inbox(db, {
        units,
        status: query.status,
        cursor: cursorIn(query.cursor),
        limit: query.limit,
        ...(query.person === undefined ? {} : { person: query.person === 'me' ? caller.actor.person : query.person }),
        ...(query.kind !== undefined && isTaskKind(query.kind) ? { kind: query.kind } : {}),
        ...(query.dischargeId === undefined ? {} : { dischargeId: query.dischargeId }),
      });
      const [words, now] = await Promise.all([wordsFor(service, page.items), clockNow(db)]);
      const cases = [...new Set(page.items.map(({ dischargeId }) => dischargeId))];
      await audit(db, { actor: caller.actor, action: 'list-tasks', caseId: null, details: { cases }, at: now });
      response.json({
        items: page.items.map((row) => showTask(service, caller, row, words, sightInList(caller, row, registry), now)),
        next: page.next === null ? null : encodeCursor(page.next),
      });
    })
    .all(methodNotAllowed('GET'));

  router
    .route('/tasks/bulk')
    .post(async (request, response) => {
      const caller = callerOf(request);
      const { key, hash } = identityOf(request);
      const { action, tasks, to } = check(bulkBody, request.body);
      const one = async (id: string): Promise<Record<string, unknown>> => {
        try {
          const found = await taskInScope(service, caller, id);
          const identity = { key: key === null ? null : `${key} ${id}`, hash };
          const outcome = await handle(service, caller, found, action, to ?? null, identity);
          return { task: id, ...(await outcomeInWords(service, caller, found, outcome)) };
        } catch (error) {
          const problem = problemOf(error);
          if (problem.code === 'unexpected' || problem.code === 'database-away') throw error;
          return { task: id, outcome: 'refused', problem: problemBody(problem) };
        }
      };
      const items: Record<string, unknown>[] = [];
      for (let at = 0; at < tasks.length; at += AT_ONCE) {
        items.push(...(await Promise.all(tasks.slice(at, at + AT_ONCE).map(one))));
      }
      response.json({ items });
    })
    .all(methodNotAllowed('POST'));

  router
    .route('/tasks/:id')
    .get(async (request, response) => {
      const caller = callerOf(request);
      const found = await taskInScope(service, caller, request.params.id);
      const { id: caseId } = found.case;
      const details = { task: found.row.task.id };
      await audit(db, { actor: caller.actor, action: 'read-task', caseId, details, at: await clockNow(db) });
      response.json(await taskNow(service, caller, found));
    })
    .all(methodNotAllowed('GET'));

  for (const handling of ['claim', 'release', 'seen'] as const) {
    router
      .route(`/tasks/:id/${handling}`)
      .post(async (request, response) => {
        const caller = callerOf(request);
        check(noBody, request.body ?? {});
        const found = await taskInScope(service, caller, request.params['id']);
        const outcome = await handle(service, caller, found, handling, null, identityOf(request));
        await answerWithTask(service, caller, response, found, outcome);
      })
      .all(methodNotAllowed('POST'));
  }

  router
    .route('/tasks/:id/assign')
    .post(async (request, response) => {
      const caller = callerOf(request);
      const found = await taskInScope(service, caller, request.params.id);
      const { to } = check(assignBody, request.body);
      const outcome = await handle(service, caller, found, 'assign', to, identityOf(request));
      await answerWithTask(service, caller, response, found, outcome);
    })
    .all(methodNotAllowed('POST'));

  router
    .route('/tasks/:id/answer')
    .post(async (request, response) => {
      const caller = callerOf(request);
      const found = await taskInScope(service, caller, request.params.id);
      const outcome = await answer(service, caller, found, request.body, identityOf(request));
      await answerWithTask(service, caller, response, found, outcome);
    })
    .all(methodNotAllowed('POST'));

  router.all('/tasks/:id/:unknown', () => {
    throw new Problem('not-found');
  });
  return router;
}

/** Whose tasks a caller asks for. Operators may look at any, and see their own when they ask for nothing else. */
function unitsShown(
  caller: Caller,
  registry: Registry,
  { unit, dischargeId }: { readonly unit?: string | undefined; readonly dischargeId?: string | undefined },
): Scope {
  const scope = scopeOf(caller, registry);
  if (unit !== undefined) return scope === 'all' || scope.includes(unit) ? [unit] : [];
  return scope === 'all' && dischargeId === undefined ? caller.actor.units : scope;
}

/** Decisions of one request that are under way at the same time. */
const AT_ONCE = 8;
