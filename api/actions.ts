// What a person does to a case: from the checked body of an action to the decision in codes that its case gets.
// Words (notes, the plan's texts) stay with the submission in PostgreSQL.
import type { Codes } from '../domain/fields.ts';
import type { SubmissionId } from '../domain/ids.ts';
import { epoch } from '../domain/ids.ts';
import type { ActionName } from '../domain/moves.ts';
import { planCodes } from '../domain/plan-content.ts';
import { changedServices, planChanges } from '../domain/plan-diff.ts';
import type { CaseRow } from '../store/cases.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { planVersion, proposePlan } from '../store/plans.ts';
import { noteAdverseEvent } from './adverse-event.ts';
import type { Caller } from './auth.ts';
import { check, fault, notAhead } from './check.ts';
import type { HandedIn, Outcome, RequestIdentity, StoredUpdate } from './decide.ts';
import { decide } from './decide.ts';
import { demandReport, documentFact } from './documents.ts';
import { Problem } from './errors.ts';
import { report } from './facts.ts';
import { prepareFinished } from './finished.ts';
import { prepareFollowUp } from './follow-up-actions.ts';
import { stateCriterion } from './gate.ts';
import { isAccount, recordLate } from './late-accounts.ts';
import { prepareLetter } from './letter-actions.ts';
import { demandPersonsOf, organisationsOf } from './persons.ts';
import { demandAction, demandRight } from './rights.ts';
import { actionBodies } from './schemas/actions.ts';
import type { Service } from './service.ts';

interface Prepared {
  readonly update: (submission: SubmissionId) => StoredUpdate;
  readonly also?: Exclude<HandedIn['also'], undefined>;
  readonly about?: Codes;
}

/**
 * Checks the body of an action and hands it in.
 *
 * @throws {Problem} `not-allowed`, `bad-input`, `stale-version`, `key-reused`
 */
export async function act(
  service: Service,
  caller: Caller,
  row: CaseRow,
  name: ActionName,
  raw: unknown,
  request: RequestIdentity,
): Promise<Outcome> {
  demandAction(caller, name, row);
  if (name === 'report-document') return reportDocument(service, caller, row, raw, request);
  if (name === 'note-adverse-event') return noteAdverseEvent(service, caller, row, raw, request);
  if (name === 'state-criterion') return stateCriterion(service, caller, row, raw, request);
  const { prepared, content } = await prepare(service, caller, row, name, raw);
  if (isAccount(name) && row.closedAt !== null)
    return recordLate(service, caller, row, { name, update: prepared.update(''), content }, request);
  return decide(service, {
    caller,
    kind: name,
    caseId: row.id,
    workflowId: row.workflowId,
    content,
    request,
    closed: row.closedAt !== null,
    ...prepared,
  });
}

async function prepare(
  service: Service,
  caller: Caller,
  row: CaseRow,
  name: Exclude<ActionName, 'report-document' | 'note-adverse-event' | 'state-criterion'>,
  raw: unknown,
): Promise<{ prepared: Prepared; content: unknown }> {
  const bodies = actionBodies(service);
  const now = await clockNow(service.db);
  switch (name) {
    case 'change-plan': {
      const body = check(bodies[name], raw);
      return { prepared: await changedPlan(service, caller, row, body), content: body };
    }
    case 'mark-finished':
    case 'withdraw-finished':
    case 'correct-finished':
    case 'state-delay-cause':
    case 'change-residence':
      return prepareFinished(service, caller, name, raw, now);
    case 'mark-follow-up': {
      const body = check(bodies[name], raw);
      const { recommended, what = null, urgency = null } = body;
      return plain(body, { decision: name, body: { recommended, what, urgency } });
    }
    case 'send-letter': {
      const body = check(bodies[name], raw);
      notAhead('sentAt', body.sentAt, now);
      return plain(body, { decision: name, body: { sentAt: epoch(body.sentAt) } });
    }
    case 'propose-conference': {
      const body = check(bodies[name], raw);
      const { times, video, participants } = body;
      const update = (conference: SubmissionId): StoredUpdate => ({
        decision: name,
        body: { conference, times, video, participants },
      });
      return { prepared: { update }, content: body };
    }
    case 'record-objection': {
      const body = check(bodies[name], raw);
      return plain(body, { decision: name, body: { basis: body.basis } });
    }
    case 'set-coordinator': {
      const body = check(bodies[name], raw);
      const { coordinator, standIn = null } = body;
      await demandPersonsOf(service, organisationsOf(service.registry, row.parties), { coordinator, standIn });
      return plain(body, { decision: name, body: { coordinator, standIn } });
    }
    case 'pause': {
      const { reason, illSince, ...words } = check(bodies[name], raw);
      if (illSince === undefined) return plain({ reason, ...words }, { decision: name, body: { reason } });
      notAhead('illSince', illSince, now);
      const body = { reason, illSince: epoch(illSince) };
      return plain({ reason, illSince, ...words }, { decision: name, body });
    }
    case 'resume':
      return plain(check(bodies[name], raw), { decision: name, body: {} });
    case 'ready': {
      const body = check(bodies[name], raw);
      const { leavesToday = false, override } = body;
      if (override !== undefined) demandRight(caller, 'override-gate');
      const said = { ...(leavesToday ? { leavesToday } : {}), ...(override === undefined ? {} : { override }) };
      return plain(body, { decision: name, body: said });
    }
    case 'leave': {
      const body = check(bodies[name], raw);
      notAhead('happenedAt', body.happenedAt, now);
      return plain(body, { decision: name, body: { happenedAt: epoch(body.happenedAt), how: body.how } });
    }
    case 'withdraw': {
      const body = check(bodies[name], raw);
      return plain(body, { decision: name, body: { reason: body.reason } });
    }
    case 'renew-hold': {
      const body = check(bodies[name], raw);
      const arrival = epoch(body.arrival);
      if (arrival < now) throw new Problem('bad-input', { errors: [fault(['arrival'], 'Ligger i fortiden')] });
      return plain(body, { decision: name, body: { arrival } });
    }
    case 'withdraw-hold': {
      const body = check(bodies[name], raw);
      return plain(body, { decision: name, body: { reason: body.reason } });
    }
    case 'report-death': {
      const body = check(bodies[name], raw);
      notAhead('happenedAt', body.happenedAt, now);
      return plain(body, { decision: name, body: { happenedAt: epoch(body.happenedAt) } });
    }
    case 'go-on-leave':
    case 'back-from-leave': {
      const body = check(bodies[name], raw);
      notAhead('happenedAt', body.happenedAt, now);
      return plain(body, { decision: name, body: { happenedAt: epoch(body.happenedAt) } });
    }
    case 'correct-stay': {
      const body = check(bodies[name], raw);
      const { stayEvent, happenedAt } = body;
      notAhead('happenedAt', happenedAt, now);
      return plain(body, { decision: name, body: { stayEvent, happenedAt: epoch(happenedAt) } });
    }
    case 'cancel-stay': {
      const body = check(bodies[name], raw);
      return plain(body, { decision: name, body: { stayEvent: body.stayEvent } });
    }
    case 'write-letter':
    case 'reply':
    case 'forward':
    case 'ask-about-plan':
    case 'ask-department':
      return prepareLetter(service, caller, row, name, raw);
    case 'plan-follow-up':
    case 'change-follow-up':
    case 'end-follow-up':
    case 'change-intensity':
      return prepareFollowUp(service, caller, row, name, raw, now);
    case 'repair': {
      const body = check(bodies[name], raw);
      const { repair, target } = body;
      const update: StoredUpdate = { decision: name, body: { repair, target } };
      return { prepared: { update: () => update, about: { repair, target } }, content: body };
    }
  }
}

/** What a person reports of a document is a fact as when a system does: it is kept whatever state the case is in. */
async function reportDocument(
  service: Service,
  caller: Caller,
  row: CaseRow,
  raw: unknown,
  request: RequestIdentity,
): Promise<Outcome> {
  const body = check(actionBodies(service)['report-document'], raw);
  const { document: kind, version, stage, happenedAt } = body;
  demandReport(service, caller, row, { kind, version, stage });
  notAhead('happenedAt', happenedAt, await clockNow(service.db));
  return report(service, caller, row, documentFact({ kind, version, stage }, happenedAt, body), request);
}

const plain = (content: unknown, update: StoredUpdate) => ({ prepared: { update: () => update }, content });

/** A new version of the plan, kept with its words and with what is new before the case decides on it. */
async function changedPlan(
  { db }: Service,
  caller: Caller,
  { id }: CaseRow,
  { base, plan }: { readonly base: number; readonly plan: Parameters<typeof planCodes>[0] },
): Promise<Prepared> {
  const before = base === 0 ? null : await planVersion(db, id, base);
  if (before !== null && before.kind !== 'found') {
    const current = (await caseFor(db, id))?.view?.plan?.version;
    throw new Problem('stale-version', current === undefined ? {} : { version: current });
  }
  const changes = planChanges(before === null ? null : before.plan.content, plan);
  const version = base + 1;
  const fields = changes.map(({ field }) => field);
  const services = before === null ? {} : { changedServices: changedServices(before.plan.content, plan) };
  return {
    update: () => ({
      decision: 'change-plan',
      body: { base, plan: { ...planCodes(plan, version, fields), ...services } },
    }),
    also: (work, submission, at) =>
      proposePlan(work, id, { version, submission, content: plan, changes, by: caller.actor.person, at }),
  };
}
