// Facts that other systems and messages report (hændelser): never refused away, whatever has happened meanwhile.
// What the case cannot take as a step is noted on its timeline; for a closed case somebody gets a task to read it.
import type { LateFact } from '../domain/closed-case.ts';
import type { DischargeId, UnitId } from '../domain/ids.ts';
import type { ReportedDocument } from '../domain/own-standard.ts';
import type { CaseRow } from '../store/cases.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { takeCorrection } from '../store/corrections.ts';
import type { Work } from '../store/database.ts';
import type { Submission } from '../store/submissions.ts';
import { assignCase, submission } from '../store/submissions.ts';
import type { CorrectionStart, Decisions, ReceivedLetter } from '../workflows/contract.ts';
import type { Caller } from './auth.ts';
import type { HandedIn, Outcome, RequestIdentity, StoredUpdate } from './decide.ts';
import { decide, isStored, putSubmission, settle } from './decide.ts';
import { keep } from './keep.ts';
import { lateNotice } from './late-notices.ts';
import type { Service } from './service.ts';

/** A fact about a case, in codes, and the step it is if the case can take it as one. */
export interface Fact {
  /** Code of what happened, for the timeline. */
  readonly what: string;
  /** Epoch ms. */
  readonly happenedAt: number;
  readonly step?: StoredUpdate;
  /** Somebody has to read it and decide what follows, such as a letter; a refused step always is. */
  readonly mustRead?: boolean;
  /** Of a letter: the units that can have written it. */
  readonly from?: readonly UnitId[];
  /** Of a document with its own standard: what is reported of it. */
  readonly document?: ReportedDocument;
  readonly letter?: ReceivedLetter;
  /** Of a closed case: what a person puts right, as the fact that is recorded, and the facts that follow from it. */
  readonly recorded?: Pick<LateFact, 'fact' | 'codes'>;
  readonly follows?: readonly LateFact[];
  /** Somebody will report an adverse event: their reminder, when the case has closed. */
  readonly adverseEvent?: Decisions['note-adverse-event'];
  /** Written together with it: the consent that was noted. */
  readonly also?: (work: Work) => Promise<void>;
  /** The whole report with its words; stays in PostgreSQL. */
  readonly content: unknown;
}

/** Hands in a fact for a case, open or closed. */
export async function report(
  service: Service,
  caller: Pick<Caller, 'actor'>,
  row: CaseRow,
  fact: Fact,
  request: RequestIdentity,
): Promise<Outcome> {
  const also = async (work: Work): Promise<void> => fact.also?.(work);
  if (row.closedAt !== null) return correct(service, caller, row, fact, request, also);
  const step = fact.step ?? noted(fact, fact.mustRead ?? false);
  const first = await decide(service, { ...handed(caller, row, fact, fact.what, step, request), also });
  return first.kind === 'refused' ? stayFact(service, caller, row, fact, request, first) : first;
}

/** Too late or contradicting for a step, or for a case that has closed meanwhile: it stays a fact. Its key is free again. */
async function stayFact(
  service: Service,
  caller: Pick<Caller, 'actor'>,
  row: CaseRow,
  fact: Fact,
  request: RequestIdentity,
  first: Outcome,
): Promise<Outcome> {
  const now = (await caseFor(service.db, row.id)) ?? row;
  if (now.closedAt !== null) return correct(service, caller, now, fact, request);
  if (fact.step === undefined) return first;
  return decide(service, handed(caller, now, fact, `${fact.what}-noted`, noted(fact, true), request));
}

/** A reported fact whose outcome was long unknown and then a refusal; for the sweeper. Null when it was none. */
export async function continueFact(service: Service, kept: Submission, first: Outcome): Promise<Outcome | null> {
  const { update, caseId, content, idempotencyKey: key, bodyHash: hash } = kept;
  const row = caseId === null ? null : await caseFor(service.db, caseId);
  if (row === null || !isStored(update) || !('decision' in update) || update.fact === undefined) return null;
  const fact: Fact = {
    ...update.fact,
    content,
    ...(update.decision === 'note-fact' ? {} : { step: update }),
    ...(update.decision === 'note-adverse-event' ? { adverseEvent: update.body } : {}),
  };
  return stayFact(service, kept, row, fact, { key, hash }, first);
}

const noted = ({ what, happenedAt, from, document, letter }: Fact, mustRead: boolean): StoredUpdate => ({
  decision: 'note-fact',
  body: {
    what,
    happenedAt,
    mustRead,
    ...(from === undefined ? {} : { from }),
    ...(document === undefined ? {} : { document }),
    ...(letter === undefined ? {} : { letter }),
  },
});

function handed(
  caller: Pick<Caller, 'actor'>,
  { id, workflowId }: CaseRow,
  { what, happenedAt, document, content }: Fact,
  kind: string,
  step: StoredUpdate,
  request: RequestIdentity,
): HandedIn {
  const update = { ...step, fact: { what, happenedAt, ...(document === undefined ? {} : { document }) } };
  return { caller, kind, caseId: id, workflowId, update: () => update, content, request };
}

/** The fact is kept with the closed case, and a short workflow of its own has somebody read it or records it (design 1). */
async function correct(
  service: Service,
  { actor }: Pick<Caller, 'actor'>,
  row: CaseRow,
  fact: Fact,
  request: RequestIdentity,
  also: (work: Work) => Promise<void> = async () => undefined,
): Promise<Outcome> {
  const { db } = service;
  const now = await clockNow(db);
  const update = late(fact) ?? (await lateNotice(service, row, fact.step, now));
  const recorded = update !== null && 'recorded' in update;
  const input = {
    id: crypto.randomUUID(),
    kind: 'late-fact',
    caseId: row.id,
    workflowId: null,
    actor,
    idempotencyKey: request.key,
    bodyHash: request.hash,
    content: fact.content,
    update,
    receivedAt: now,
  };
  const received = await keep(service, input, { about: { what: fact.what }, also });
  const id = received.kind === 'fresh' ? received.id : received.submission.id;
  const shown = recorded ? service.changes.published(row.id, SHOWN_WITHIN) : null;
  const outcome = (await continueCorrection(service, id)) ?? { kind: 'pending', submission: id };
  // Whoever reads the case next, or puts it right further, sees what was recorded.
  if (outcome.kind === 'accepted' && !outcome.repeated) await shown;
  return outcome;
}

/** How long a correction waits for what it recorded to be shown, ms; it is recorded whether it is shown in time or not. */
const SHOWN_WITHIN = 1_500;

/** Goes on with a fact for a closed case from wherever it stands; also for the sweeper. */
export async function continueCorrection(service: Service, id: string): Promise<Outcome | null> {
  const { db } = service;
  const kept = await submission(db, id);
  const caseId: DischargeId | null = kept?.caseId ?? null;
  const row = caseId === null ? null : await caseFor(db, caseId);
  if (kept === null || row === null) return null;
  if (kept.outcome !== null) return { kind: 'accepted', submission: id, repeated: true };
  const now = await clockNow(db);
  const { workflowId, number, firstEvent } = await takeCorrection(db, { caseId: row.id, submission: id, now });
  const correction: CorrectionStart = {
    dischargeId: row.id,
    number,
    submission: id,
    openedBy: kept.actor,
    offset: 0,
    municipality: row.municipality,
    unit: row.wardUnit,
    firstEvent,
    ...lateIn(kept.update),
  };
  const update: StoredUpdate = { correction };
  await assignCase(db, id, { caseId: row.id, workflowId, update });
  const assigned = { ...kept, workflowId, update };
  return settle(service, assigned, await putSubmission(service, assigned));
}

/** What a correction records, until it is taken: a report of a document, what a person put right, a report to be made. */
export type Late = Pick<CorrectionStart, 'document' | 'recorded' | 'follows' | 'mustRead' | 'adverseEvent'>;

function late({ document, recorded, follows = [], adverseEvent, happenedAt, step }: Fact): Late | null {
  if (adverseEvent !== undefined) return { adverseEvent };
  if (document !== undefined) return { document: { ...document, happenedAt, mustRead: step !== undefined } };
  return recorded === undefined ? null : { recorded: { ...recorded, happenedAt }, follows };
}

function lateIn(update: unknown): Late {
  if (isStored(update)) return 'correction' in update ? lateIn(update.correction) : {};
  if (!isLate(update)) return {};
  const { document, recorded, follows, mustRead, adverseEvent } = update;
  return {
    ...(document === undefined ? {} : { document }),
    ...(recorded === undefined ? {} : { recorded }),
    ...(follows === undefined ? {} : { follows }),
    ...(mustRead === undefined ? {} : { mustRead }),
    ...(adverseEvent === undefined ? {} : { adverseEvent }),
  };
}

/** Written by this module alone, so the member is enough to know it again. */
const isLate = (update: unknown): update is Late =>
  typeof update === 'object' &&
  update !== null &&
  ('document' in update || 'recorded' in update || 'adverseEvent' in update);
