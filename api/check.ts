// Checks what comes in against a zod schema, and says of each fault which field it is and what is wrong, in Danish.
// Unknown fields are refused, one fault each, so that a misspelt name is found and not silently left out.
import { z } from 'zod';
import { epoch } from '../domain/ids.ts';
import type { FieldFault } from './errors.ts';
import { Problem } from './errors.ts';

const { localeError } = z.locales.da();

/**
 * The value as the schema gives it.
 *
 * @throws {Problem} `bad-input` with one fault for each field; values are never repeated.
 */
export function check<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const read = schema.safeParse(value, { error: localeError, reportInput: false });
  if (read.success) return read.data;
  throw new Problem('bad-input', { errors: faults(read.error.issues) });
}

/** A fault for each field of each issue. */
function faults(issues: readonly z.core.$ZodIssue[]): FieldFault[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => fault([...issue.path, key], 'Ukendt felt'));
    }
    if (issue.code === 'invalid_union') {
      // The alternative that came furthest tells what is missing; "no alternative fits" helps nobody.
      const [best] = [...issue.errors].sort((a, b) => depth(b) - depth(a));
      if (best !== undefined && depth(best) > 0) {
        return faults(best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
      }
    }
    return [fault(issue.path, issue.message)];
  });
}

const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

/** A fault at a path; the empty path is the whole body. */
export function fault(path: readonly PropertyKey[], detail: string): FieldFault {
  const parts = path.map(String);
  const pointer = parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { path: parts.join('.'), pointer, detail };
}

/** Clocks of two machines differ a little; more than this ahead is a slip of the hand, ms. */
const AHEAD = 5 * 60 * 1000;

/** Refuses a time after now: what has happened cannot lie ahead. `at`: RFC 3339; `now`: epoch ms by the shared clock. */
export function notAhead(field: string, at: string, now: number): void {
  if (epoch(at) <= now + AHEAD) return;
  throw new Problem('bad-input', { errors: [fault([field], 'Ligger i fremtiden')] });
}
