// Ids that follow from others, so that building the same message twice gives the same letter:
// a resend then differs only in Bundle.id and the times of sending (MedCom reliable messaging, resend rules).
import { createHash } from 'node:crypto';

/**
 * An id derived from names, the same for the same names. It has the form of a version 4 UUID, since MedCom's
 * profiles demand that form of thread and segment identifiers; its bits are a hash (SHA-256), not chance.
 */
export function derivedUuid(...names: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  const variant = '89ab'.charAt(Number.parseInt(hash.charAt(16), 16) % 4);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
