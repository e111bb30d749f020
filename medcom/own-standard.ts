// The slot for adapters of documents that have a standard of their own (XDIS21, GGOP100, ...; domain/own-standard.ts).
// An adapter reads what a system on the network sent and says what it reports; none is written yet. See docs/own-standard.md.
import type { Instant } from '../domain/ids.ts';
import type { DocumentKind, DocumentStage } from '../domain/own-standard.ts';

/** What a foreign message tells of a document. Nothing of its content: that stays in the systems that exchange it. */
export interface ForeignReport {
  readonly document: DocumentKind;
  /** The sender's number of the version, 1 for the first. */
  readonly version: number;
  /** `sent` for the document itself; its receipt (XCTL03) says `arrived`. None says that a person saw it. */
  readonly stage: Exclude<DocumentStage, 'seen'>;
  /** Episode-of-care id (forløbs-id): how the case is found. */
  readonly episodeId: string;
  readonly happenedAt: Instant;
  /** Id of the document in the system that sent it. */
  readonly reference: string | null;
}

export interface DocumentAdapter {
  /** Name of the message in MedCom's standard catalogue, as its envelope states it. */
  readonly name: string;
  /** Reads the bytes of a message. Null when they cannot be understood; never throws. */
  read(data: Buffer): ForeignReport | null;
}
