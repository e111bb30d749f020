// The routes by which other systems report: events of a discharge, and MedCom messages as they come from the network.
// What is reported has happened: it is kept whatever state the case is in.
import express, { Router } from 'express';
import { epoch } from '../../domain/ids.ts';
import { normaliseEpisodeId } from '../../medcom/episode.ts';
import type { CaseRow } from '../../store/cases.ts';
import { caseFor } from '../../store/cases.ts';
import { now as clockNow } from '../../store/clock.ts';
import { caseForEpisode } from '../../store/episodes.ts';
import { answerLater, problemOf } from '../answers-out.ts';
import type { Caller } from '../auth.ts';
import { callerOf } from '../auth.ts';
import { check, notAhead } from '../check.ts';
import { notedBy, planConsentFact } from '../consents.ts';
import { identityOf } from '../decide.ts';
import { demandReport, demandWhoSaw, documentFact } from '../documents.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { Problem } from '../errors.ts';
import type { Fact } from '../facts.ts';
import { report } from '../facts.ts';
import { mayState, statementFact } from '../gate.ts';
import { demandMarker, markStep } from '../marks.ts';
import { takeMessage } from '../medcom-in.ts';
import { demandRight } from '../rights.ts';
import type { EventBody } from '../schemas/events.ts';
import { documentIn, eventBody, saidIn } from '../schemas/events.ts';
import { caseInScope } from '../scope.ts';
import type { Service } from '../service.ts';
import { showCase } from '../show-case.ts';

/** The event as a fact of its case, with the step it is where it is more than a note on the timeline. */
function factOf(service: Service, caller: Caller, row: CaseRow, body: EventBody, now: number): Fact {
  const document = documentIn(body);
  if (document !== undefined) return documentFact(document, body.happenedAt, body);
  const said = saidIn(body);
  if (said !== undefined && (isNetwork(caller, service) || mayState(service, caller, row, said.criterion)))
    return statementFact(service, row, said, body.happenedAt, body.type, body);
  const happenedAt = epoch(body.happenedAt);
  const { purpose, answer, form } = body;
  if (purpose !== undefined && answer !== undefined && form !== undefined) {
    if (!isNetwork(caller, service) && !mayState(service, caller, row, 'rehabilitation-sent'))
      throw new Problem('not-allowed');
    const yesOrNo = { purpose, answer, form, saidBy: 'patient' as const, saidAt: happenedAt };
    return planConsentFact(row, yesOrNo, notedBy(caller, now), body);
  }
  if (body.type === 'criterion') throw new Problem('not-allowed');
  const fact = { what: body.type, happenedAt, content: body };
  if (body.type === 'follow-up-marked') return { ...fact, step: markStep(body) };
  return body.type === 'death' ? { ...fact, step: { decision: 'report-death', body: { happenedAt } } } : fact;
}

/** The message network carries what systems of all parties report; it learns codes only (rights.ts). */
const isNetwork = ({ actor }: Caller, { registry }: Service): boolean =>
  actor.role === 'system' &&
  registry.organisations.some(({ id, kind }) => id === actor.org && kind === 'message-network');

async function anyCase({ db }: Service, id: string | undefined): Promise<CaseRow> {
  const found = id === undefined ? null : await caseFor(db, id);
  if (found === null) throw new Problem('not-found');
  return found;
}

export function reportRoutes(service: Service): Router {
  const router = Router();

  router
    .route('/events')
    .post(async (request, response) => {
      const caller = callerOf(request);
      demandRight(caller, 'report-event');
      const identity = identityOf(request);
      const body = check(eventBody, request.body);
      const episode = body.episodeId;
      const known =
        episode === undefined ? null : await caseForEpisode(service.db, 'region', [normaliseEpisodeId(episode)]);
      const id = body.dischargeId ?? known?.id;
      const ofAll = isNetwork(caller, service);
      const row = ofAll ? await anyCase(service, id) : await caseInScope(service, caller, id);
      const now = await clockNow(service.db);
      const fact = factOf(service, caller, row, body, now);
      if (fact.document !== undefined && !ofAll) demandReport(service, caller, row, fact.document);
      if (body.type === 'follow-up-marked') demandMarker(service, caller, row, body, ofAll);
      if (fact.document !== undefined) demandWhoSaw(caller, fact.document, body.seenBy);
      notAhead('happenedAt', body.happenedAt, now);
      const outcome = await report(service, caller, row, fact, identity);
      if (outcome.kind === 'pending') return answerLater(response, outcome.submission, row.id);
      if (outcome.kind === 'refused') throw await problemOf(service, caller, row, outcome);
      // For a closed case somebody has to act first: it is kept, and that is all that can be said now.
      if (row.closedAt !== null) return answerLater(response, outcome.submission, row.id);
      response.json(await showCase(service, caller, row.id));
    })
    .all(methodNotAllowed('POST'));

  return router;
}

/** Largest message taken; attachments of a letter make it this large. */
const LARGEST_MESSAGE = '20mb';

export function medcomRoutes(service: Service): Router {
  const router = Router();
  const types = ['application/fhir+json', 'application/json'];
  router
    .route('/medcom')
    .post(express.raw({ type: types, limit: LARGEST_MESSAGE }), async (request, response) => {
      const caller = callerOf(request);
      demandRight(caller, 'receive-message');
      const came: unknown = request.body;
      if (!Buffer.isBuffer(came)) {
        throw new Problem(request.is(types) === false ? 'unsupported-media-type' : 'bad-json');
      }
      const { acknowledgement } = await takeMessage(service, caller, came);
      response.type('application/fhir+json').send(acknowledgement ?? '{}');
    })
    .all(methodNotAllowed('POST'));
  return router;
}
