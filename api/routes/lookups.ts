// The routes for finding things: search by CPR number or name (by body, scoped, logged), what became of a submission.
// What was searched for is never logged, only by what and which cases were found.
import { Router } from 'express';
import { z } from 'zod';
import { instant } from '../../domain/ids.ts';
import { audit } from '../../store/audit.ts';
import type { CaseRow } from '../../store/cases.ts';
import { caseFor } from '../../store/cases.ts';
import { now as clockNow } from '../../store/clock.ts';
import type { Search } from '../../store/patients.ts';
import { patients, searchCases } from '../../store/patients.ts';
import type { Submission } from '../../store/submissions.ts';
import { submission as submissionById } from '../../store/submissions.ts';
import type { Caller } from '../auth.ts';
import { callerOf } from '../auth.ts';
import { check } from '../check.ts';
import type { Refused } from '../decide.ts';
import { outcomeOf } from '../decide.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { Problem, problemBody } from '../errors.ts';
import { wasPassedOn } from '../late-answer.ts';
import { refusalProblem } from '../refusals.ts';
import { demandRight, sightOf } from '../rights.ts';
import { searchBody } from '../schemas/search.ts';
import { inScope, scopeOf } from '../scope.ts';
import type { Service } from '../service.ts';
import { showLine } from '../show-case.ts';

/** Hits a search shows at most; more than that is no search for one person. */
const MOST_HITS = 20;

export function lookupRoutes(service: Service): Router {
  const { db, registry } = service;
  const router = Router();

  router
    .route('/search')
    .post(async (request, response) => {
      const caller = callerOf(request);
      demandRight(caller, 'search');
      const body = check(searchBody, request.body);
      const search = searchOf(body);
      const found = await searchCases(db, search, scopeOf(caller, registry), MOST_HITS);
      // A unit that was only asked for a place must not find out whom it was about.
      const rows = found.filter((row) => sightOf(caller, row, registry) === 'whole');
      const ids = rows.map(({ id }) => id);
      const [persons, now] = await Promise.all([patients(db, ids), clockNow(db)]);
      const details = { by: search.by, cases: ids };
      await audit(db, { actor: caller.actor, action: 'search', caseId: null, details, at: now });
      response.json({ items: rows.map((row) => showLine(service, caller, row, persons.get(row.id), now)), next: null });
    })
    .all(methodNotAllowed('POST'));

  router
    .route('/submissions/:id')
    .get(async (request, response) => {
      const caller = callerOf(request);
      const { id } = request.params;
      const kept = z.uuid().safeParse(id).success ? await submissionById(db, id) : null;
      if (kept === null) throw new Problem('not-found');
      const row = kept.caseId === null ? null : await caseFor(db, kept.caseId);
      const own = kept.actor.person === caller.actor.person;
      if (!own && (row === null || !inScope(scopeOf(caller, registry), row))) throw new Problem('not-found');
      const details = { submission: id };
      await audit(db, {
        actor: caller.actor,
        action: 'read-submission',
        caseId: kept.caseId,
        details,
        at: await clockNow(db),
      });
      const outcome = outcomeOf(kept, false);
      const problem =
        outcome.kind === 'refused' ? problemBody(await whyRefused(service, caller, row, kept, outcome)) : null;
      response.json({
        id,
        kind: kept.kind,
        state: kept.outcome?.state ?? 'received',
        receivedAt: instant(kept.receivedAt),
        decidedAt: kept.decidedAt === null ? null : instant(kept.decidedAt),
        dischargeId: kept.caseId,
        discharge: kept.caseId === null ? null : `/api/discharges/${kept.caseId}`,
        problem,
      });
    })
    .all(methodNotAllowed('GET'));

  return router;
}

/** A late answer that the ward reads was refused for another reason than one that nobody reads. */
const whyRefused = async (
  service: Service,
  caller: Caller,
  row: CaseRow | null,
  kept: Submission,
  outcome: Refused,
): Promise<Problem> =>
  (await wasPassedOn(service, kept)) ? new Problem('answered-too-late') : refusalProblem(service, caller, row, outcome);

function searchOf({ cpr, name, id }: z.output<typeof searchBody>): Search {
  if (cpr !== undefined) return { by: 'cpr', cpr };
  return id !== undefined ? { by: 'id', id } : { by: 'name', name: name ?? '' };
}
