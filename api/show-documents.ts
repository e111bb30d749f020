// The documents of a case that have a standard of their own, as rows with their words.
// What is in them stays in the systems that sent them.
import type { DocumentParty, DocumentRow, Report } from '../domain/own-standard.ts';
import { documentRows, ownStandards } from '../domain/own-standard.ts';
import type { WholeCase } from '../store/cases.ts';
import type { Submission } from '../store/submissions.ts';
import { documentPartyLabels, documentStateLabels } from './labels.ts';
import type { Sight } from './rights.ts';
import type { ShownCase } from './schemas/case.ts';
import type { Names } from './show-parts.ts';
import { instantOrNull, personOf } from './show-parts.ts';

/** The rows for a caller; a unit that is only asked for a place sees none. `kept`: what the facts were reported with. */
export function showDocuments(
  names: Names,
  { view, events }: Pick<WholeCase, 'view' | 'events'>,
  kept: ReadonlyMap<string, Submission>,
  sight: Sight,
): ShownCase['documents'] {
  if (view === null || sight === 'need') return [];
  const wordOf = (report: Report | null, name: 'reference' | 'seenBy'): string | null =>
    sight === 'whole' && report?.submission != null ? wordIn(kept.get(report.submission)?.content, name) : null;
  return documentRows(events, view).map((row) => ({
    ...whatItIs(row),
    sentAt: instantOrNull(row.sent?.at ?? null),
    arrivedAt: instantOrNull(row.arrived?.at ?? null),
    failedAt: instantOrNull(row.failed?.at ?? null),
    seenAt: instantOrNull(row.seen?.at ?? null),
    seenBy: seenBy(names, row.seen, wordOf(row.seen, 'seenBy')),
    reference: wordOf(row.sent, 'reference') ?? wordOf(row.arrived, 'reference') ?? wordOf(row.seen, 'reference'),
  }));
}

function whatItIs({ kind, version, state, expected }: DocumentRow) {
  const { label, standard, from, to } = ownStandards[kind];
  const inWords = (parties: readonly DocumentParty[]) =>
    parties.map((code) => ({ code, label: documentPartyLabels[code] }));
  const stateLabel = documentStateLabels[state];
  return { kind, label, standard, from: inWords(from), to: inWords(to), version, state, stateLabel, expected };
}

/** The person named by the system that reported it, else whoever reported it. */
function seenBy(names: Names, seen: Report | null, stated: string | null): ShownCase['documents'][number]['seenBy'] {
  if (seen === null) return null;
  return stated === null ? personOf(names, seen.by) : { id: null, name: stated };
}

function wordIn(content: unknown, name: 'reference' | 'seenBy'): string | null {
  if (typeof content !== 'object' || content === null) return null;
  const word: unknown = Reflect.get(content, name);
  return typeof word === 'string' ? word : null;
}
