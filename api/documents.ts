// Documents that other systems send in standards of their own: who may report what of them, and the report as a fact.
// The words of a report (the sender's reference, who saw it) stay with the submission in PostgreSQL.
import { epoch } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import type { ReportedDocument } from '../domain/own-standard.ts';
import { mayReport } from '../domain/own-standard.ts';
import { normaliseEpisodeId } from '../medcom/episode.ts';
import type { ForeignReport } from '../medcom/own-standard.ts';
import type { CaseRow } from '../store/cases.ts';
import { caseForEpisode } from '../store/episodes.ts';
import type { Caller } from './auth.ts';
import { fault } from './check.ts';
import { Problem } from './errors.ts';
import type { Fact } from './facts.ts';
import { report } from './facts.ts';
import type { Service } from './service.ts';

/**
 * Refuses a report by somebody who is not the one to know: see `mayReport`. Counted are the caller's units on the case.
 *
 * @throws {Problem} `not-allowed`
 */
export function demandReport(
  { registry }: Service,
  { actor }: Caller,
  { parties }: CaseRow,
  document: ReportedDocument,
): void {
  const units = actor.units.filter((id) => parties.includes(id));
  const kinds = units.flatMap((id) => unitById(registry, id)?.kind ?? []);
  if (!mayReport(document, kinds)) throw new Problem('not-allowed');
}

/**
 * Only a person sees: a system that reports it says who.
 *
 * @throws {Problem} `bad-input`
 */
export function demandWhoSaw({ actor }: Caller, { stage }: ReportedDocument, seenBy: string | undefined): void {
  if (stage !== 'seen' || actor.role !== 'system' || seenBy !== undefined) return;
  throw new Problem('bad-input', { errors: [fault(['seenBy'], 'Skriv hvem der har set dokumentet')] });
}

/** A report as a fact of its case; that the letter to the practice (epikrise) was sent is a step. */
export function documentFact(document: ReportedDocument, happenedAt: string, content: unknown): Fact {
  const at = epoch(happenedAt);
  const fact: Fact = { what: 'document', happenedAt: at, document, content };
  const { kind, stage, version } = document;
  if (kind !== 'gp-letter' || stage !== 'sent') return fact;
  return { ...fact, what: 'letter-sent', step: { decision: 'send-letter', body: { sentAt: at, version } } };
}

/**
 * What an adapter read from a message of the network, reported to its case. Of a stay that is not known here nothing is
 * kept. `id`: the same each time the message comes.
 */
export async function takeDocument(service: Service, caller: Caller, read: ForeignReport, id: string): Promise<void> {
  const { document: kind, version, stage, episodeId, happenedAt } = read;
  const row = await caseForEpisode(service.db, 'region', [normaliseEpisodeId(episodeId)]);
  if (row === null) return;
  const fact = documentFact({ kind, version, stage }, happenedAt, read);
  await report(service, caller, row, fact, { key: `vans-${id}`, hash: id });
}
