// The secret in a link to the patient's view: made by chance, never kept, and typed from paper when it must be.
// 140 bits in letters and digits that nobody mistakes for one another (Crockford's base 32).
import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 28;
const form = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A new one, in groups of four. */
export function newToken(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return letters.replaceAll(/.{4}(?=.)/g, '$&-');
}

/** What was typed as it was given: large letters, missing hyphens, o for 0 and l for 1 are forgiven. Null: it can be none. */
export function readToken(typed: string): string | null {
  if (typed.length > 2 * LENGTH) return null;
  const bare = typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return form.test(bare) ? bare : null;
}
