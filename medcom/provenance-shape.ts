// Is a received Provenance put together as the standards have it, so that it may stand in a message of ours?
// An Acknowledgement copies one from the message it answers, and must be valid even when that message is not.
import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';

/** What an element may hold: text, an object of these elements, or a list (brackets) of such objects. */
type Shape = 'text' | { readonly [element: string]: Shape } | readonly [Shape];

const REFERENCE = { reference: 'text', type: 'text', display: 'text' } as const;
const CODING = { system: 'text', version: 'text', code: 'text', display: 'text' } as const;

const PROVENANCE: Shape = {
  resourceType: 'text',
  id: 'text',
  target: [REFERENCE],
  occurredDateTime: 'text',
  recorded: 'text',
  activity: { coding: [CODING], text: 'text' },
  agent: [{ who: REFERENCE }],
  entity: [{ role: 'text', what: { ...REFERENCE, identifier: { system: 'text', value: 'text' } } }],
};

/** True when the Provenance has these elements in these forms and no others; narrative and meta are not looked at. */
export function hasOrdinaryShape(provenance: JsonObject): boolean {
  const { text: _text, meta: _meta, ...rest } = provenance;
  return matches(rest, PROVENANCE);
}

function matches(value: Json | undefined, shape: Shape): boolean {
  // FHIR forbids empty texts, lists and objects, and texts with blank ends.
  if (shape === 'text') return typeof value === 'string' && value !== '' && value.trim() === value;
  if (isList(shape)) return Array.isArray(value) && value.length > 0 && value.every((item) => matches(item, shape[0]));
  if (!isObject(value)) return false;
  const elements = Object.entries(value);
  return (
    elements.length > 0 &&
    elements.every(([name, inner]) => {
      const expected = Object.hasOwn(shape, name) ? shape[name] : undefined;
      return expected !== undefined && matches(inner, expected);
    })
  );
}

function isList(shape: Exclude<Shape, 'text'>): shape is readonly [Shape] {
  return Array.isArray(shape);
}
