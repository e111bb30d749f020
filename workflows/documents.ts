// What is recorded of the documents that others send in standards of their own (plejeforløbsplan, epikrise, ...).
// The rows that people see are made of these facts (domain/own-standard.ts). Nothing waits for one; a letter to the practice
// that did not arrive is the ward's to send again.
import type { ReportedDocument } from '../domain/own-standard.ts';
import { documentRows } from '../domain/own-standard.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { sentDocument } from './gate.ts';
import { watch } from './track.ts';

/** Records one report. */
export function noteDocument(
  c: Case,
  { kind, stage, version }: ReportedDocument,
  by: Parameters<Case['fact']>[2],
): void {
  const isLetter = kind === 'gp-letter';
  const failed = isLetter && letterFailed(c) !== null;
  const codes = stage === 'asked' ? { document: kind } : { document: kind, documentVersion: version };
  c.fact(`document-${stage}`, codes, by);
  if (isLetter && !failed && letterFailed(c) !== null) watch(c, 'letter-failed', () => sendAgain(c));
  if (stage !== 'asked') sentDocument(c, kind, by?.happenedAt ?? c.now());
  if (kind === 'finished-notice' && stage === 'sent') {
    c.finished.noticeSentAt = Math.max(c.finished.noticeSentAt ?? 0, by?.happenedAt ?? c.now());
  }
}

/** The newest version of the letter to the practice, when as far as anybody has told it did not arrive. */
function letterFailed(c: Case): number | null {
  const row = documentRows(c.events, c.view).find(({ kind }) => kind === 'gp-letter');
  return row?.state === 'failed' ? row.version : null;
}

/** The ward sends it again; a newer version, or the news that it has arrived after all, ends the task. */
async function sendAgain(c: Case): Promise<void> {
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'send-letter',
    clock: 'ward-decision',
    about: { problem: 'letter-failed' },
    unless: () => letterFailed(c) === null,
  });
  if (answer.kind !== 'answered') return;
  const documentVersion = (letterFailed(c) ?? 0) + 1;
  c.fact('document-sent', { document: 'gp-letter', documentVersion, task: answer.task }, { happenedAt: answer.at });
}

/** A stay notice asks the municipality for its admission report (indlæggelsesrapport). */
export function reportAsked(c: Case, by: Parameters<Case['fact']>[2]): void {
  noteDocument(c, { kind: 'admission-report', stage: 'asked', version: 1 }, by);
}
