// What is recorded of the documents that others send in standards of their own (plejeforløbsplan, epikrise, ...).
// The rows that people see are made of these facts (domain/own-standard.ts); nothing in the workflow waits for one.
import type { ReportedDocument } from '../domain/own-standard.ts';
import type { Case } from './case.ts';

/** Records one report. */
export function noteDocument(
  c: Case,
  { kind, stage, version }: ReportedDocument,
  by: Parameters<Case['fact']>[2],
): void {
  const codes = stage === 'asked' ? { document: kind } : { document: kind, documentVersion: version };
  c.fact(`document-${stage}`, codes, by);
  if (kind === 'finished-notice' && stage === 'sent') {
    c.finished.noticeSentAt = Math.max(c.finished.noticeSentAt ?? 0, by?.happenedAt ?? c.now());
  }
}

/** A stay notice asks the municipality for its admission report (indlæggelsesrapport). */
export function reportAsked(c: Case, by: Parameters<Case['fact']>[2]): void {
  noteDocument(c, { kind: 'admission-report', stage: 'asked', version: 1 }, by);
}
