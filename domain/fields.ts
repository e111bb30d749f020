// What an answer or an action needs, described as data: one description makes the form, the check and the document.
// It also says what may enter Temporal: codes, times, numbers and ids; every text, name and phone stays in PostgreSQL.

/** One input of an answer. `text`, `name` and `phone` are personal and never leave PostgreSQL. */
export type Field = { label: string; optional?: true } & (
  | { type: 'text' | 'name' | 'phone' }
  | { type: 'instant' | 'boolean' | 'unit' | 'person' }
  | { type: 'integer'; min: number; max: number }
  | { type: 'code'; of: Readonly<Record<string, string>> }
  | { type: 'capabilities'; min: number; max: number }
  | { type: 'instants'; min: number; max: number }
  | {
      type: 'list';
      of: Fields;
      min: number;
      max: number;
      /** Members an item needs when its member `by` has this code: a no needs a reason and a date. */
      requires?: { by: string; members: Readonly<Record<string, readonly string[]>> };
    }
);

export type Fields = Readonly<Record<string, Field>>;

/** A value that may enter Temporal. */
export type Code = string | number | boolean | readonly string[] | readonly Codes[] | null;
export interface Codes {
  readonly [name: string]: Code;
}

const isPersonal = (field: Field): boolean => field.type === 'text' || field.type === 'name' || field.type === 'phone';

/**
 * The part of a checked body that may enter Temporal: what the description knows and what is not personal.
 * Unknown members are left out, so that nothing slips in beside the description (design 7).
 */
export function codesOf(fields: Fields, body: Readonly<Record<string, unknown>>): Codes {
  const codes: Record<string, Code> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (isPersonal(field)) continue;
    const value = body[name];
    if (field.type === 'list') {
      if (Array.isArray(value)) codes[name] = value.map((item) => (isRecord(item) ? codesOf(field.of, item) : {}));
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      codes[name] = value;
    } else if (Array.isArray(value)) {
      codes[name] = value.filter((item): item is string => typeof item === 'string');
    }
  }
  return codes;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
