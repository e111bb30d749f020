// Attachments of a CareCommunication: which may be sent, checked by type, content and size before a message is built.
// Rule: MedCom CareCommunication 5.0, attachment types; network governance, 100 MB a message (medcom.md 4.3, 4.5, 6.6).
import { demandText, MessageInputError } from './parts.ts';

/** The file types that may be attached, and how their content begins. Bytes beat the type that somebody states. */
const BEGINNINGS = {
  'application/pdf': ['%PDF-'],
  'image/gif': ['GIF87a', 'GIF89a'],
  'image/jpeg': ['\xff\xd8\xff'],
  'image/png': ['\x89PNG\r\n\x1a\n'],
  'image/tiff': ['II*\0', 'MM\0*'],
  'image/bmp': ['BM'],
} as const;

export type AttachmentType = keyof typeof BEGINNINGS;
export const ATTACHMENT_TYPES: readonly string[] = Object.keys(BEGINNINGS);

/** A file to send along. */
export type Attachment = {
  /** What it is, for people: without the file's ending. */
  readonly title: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  /** When the file was made (RFC 3339 with zone), if known. */
  readonly createdAt?: string;
};

export type AttachmentProblemCode =
  | 'title-missing'
  | 'title-with-file-ending'
  | 'type-not-allowed'
  | 'empty'
  | 'content-of-another-type'
  | 'too-large';

/** `place`: number of the attachment, from 0. */
export type AttachmentProblem = { readonly place: number; readonly code: AttachmentProblemCode };

/** Largest message as it goes to the network, in bytes (medcom.md 6.6; the clinical guideline advises half of it). */
export const LARGEST_MESSAGE_BYTES = 100_000_000;

const FILE_ENDING = /\.(pdf|gif|jpe?g|png|tiff?|bmp)$/i;

/** What is wrong with the attachments, so that a person can be told before sending; empty when nothing is. */
export function attachmentProblems(
  attachments: readonly Attachment[],
  largestMessageBytes: number = LARGEST_MESSAGE_BYTES,
): readonly AttachmentProblem[] {
  let bytes = 0;
  return attachments.flatMap((attachment, place) => {
    bytes += encodedBytes(attachment.data.byteLength);
    const codes: AttachmentProblemCode[] = [];
    if (attachment.title.trim() === '') codes.push('title-missing');
    if (FILE_ENDING.test(attachment.title.trim())) codes.push('title-with-file-ending');
    if (!isAttachmentType(attachment.contentType)) codes.push('type-not-allowed');
    else if (attachment.data.byteLength === 0) codes.push('empty');
    else if (!beginsAs(attachment.contentType, attachment.data)) codes.push('content-of-another-type');
    if (bytes > largestMessageBytes) codes.push('too-large');
    return codes.map((code) => ({ place, code }));
  });
}

/** Throws MessageInputError `attachments.<place>.<code>` for the first problem. */
export function demandAttachments(attachments: readonly Attachment[], largestMessageBytes: number): void {
  const [problem] = attachmentProblems(attachments, largestMessageBytes);
  if (problem !== undefined) throw new MessageInputError(`attachments.${problem.place}.${problem.code}`);
}

/** The title as it is sent: a file name without its ending. */
export function titleOf(fileName: string): string {
  return demandText(fileName.trim().replace(FILE_ENDING, ''), 'attachments.title');
}

/** One of the six types of the standard? */
export function isAttachmentType(type: string): type is AttachmentType {
  return Object.hasOwn(BEGINNINGS, type);
}

function beginsAs(type: AttachmentType, data: Uint8Array): boolean {
  const beginning = String.fromCharCode(...data.subarray(0, 8));
  return BEGINNINGS[type].some((expected) => beginning.startsWith(expected));
}

/** Length of so many bytes as base64. */
function encodedBytes(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}
