// The routes of messages: those of a case with their trail, and one of them exactly as it was sent or received.
// Whoever reads a raw message is on record; it holds the person and every word.
import { Router } from 'express';
import { audit } from '../../store/audit.ts';
import { now as clockNow } from '../../store/clock.ts';
import { exactInbound, inboundMessage } from '../../store/inbound.ts';
import { message as messageById, sendings } from '../../store/messages.ts';
import type { Caller } from '../auth.ts';
import { callerOf } from '../auth.ts';
import { check } from '../check.ts';
import { methodNotAllowed } from '../error-handler.ts';
import { Problem } from '../errors.ts';
import { messagesOf } from '../messages.ts';
import { demandRight, sightOf } from '../rights.ts';
import { id as uuid } from '../schemas/common.ts';
import { rawQuery } from '../schemas/message.ts';
import { caseInScope, isOperator } from '../scope.ts';
import type { Service } from '../service.ts';

export function messageRoutes(service: Service): Router {
  const { db } = service;
  const router = Router();

  router
    .route('/discharges/:id/messages')
    .get(async (request, response) => {
      const caller = callerOf(request);
      const row = await caseInScope(service, caller, request.params.id);
      const items = await messagesOf(service, caller, row.id);
      await audit(db, { actor: caller.actor, action: 'list-messages', caseId: row.id, at: await clockNow(db) });
      response.json({ items, next: null });
    })
    .all(methodNotAllowed('GET'));

  router
    .route('/messages/:id/raw')
    .get(async (request, response) => {
      const caller = callerOf(request);
      const { sending } = check(rawQuery, request.query);
      const { id } = request.params;
      if (!uuid.safeParse(id).success) throw new Problem('not-found');
      const found = (await sentRaw(service, caller, id, sending)) ?? (await receivedRaw(service, caller, id));
      if (found === null) throw new Problem('not-found');
      const details = { message: id };
      const at = await clockNow(db);
      await audit(db, { actor: caller.actor, action: 'read-raw-message', caseId: found.caseId, details, at });
      // As a file to keep, never as a page: what a partner sent must not run in a browser.
      response.attachment(`${id}.json`).type('application/octet-stream').send(found.bytes);
    })
    .all(methodNotAllowed('GET'));

  return router;
}

interface Raw {
  readonly caseId: string | null;
  readonly bytes: Buffer;
}

async function sentRaw(service: Service, caller: Caller, id: string, sending?: number): Promise<Raw | null> {
  const found = await messageById(service.db, id);
  if (found === null) return null;
  await demandWhole(service, caller, found.dischargeId);
  const all = await sendings(service.db, id);
  const one = sending === undefined ? all.at(-1) : all.find((kept) => kept.sending === sending);
  if (one === undefined) throw new Problem('not-found');
  return { caseId: found.dischargeId, bytes: Buffer.from(one.raw, 'utf8') };
}

async function receivedRaw(service: Service, caller: Caller, id: string): Promise<Raw | null> {
  const found = await inboundMessage(service.db, id);
  if (found === null) return null;
  const { dischargeId: caseId } = found;
  if (caseId === null) {
    if (!isOperator(caller, service.registry)) throw new Problem('not-found');
  } else await demandWhole(service, caller, caseId);
  const bytes = await exactInbound(service.db, id);
  if (bytes === null) throw new Problem('not-kept');
  return { caseId, bytes };
}

/** A message of a case is read by those who see the person and the words of that case. */
async function demandWhole(service: Service, caller: Caller, caseId: string): Promise<void> {
  const found = await caseInScope(service, caller, caseId);
  demandRight(caller, 'read-raw-message');
  if (sightOf(caller, found, service.registry) !== 'whole') throw new Problem('not-allowed');
}
