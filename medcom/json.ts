// Reading JSON that somebody else wrote: every access answers undefined instead of throwing,
// and nothing is believed to have a type before it was looked at.

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json | undefined };

/** A JSON object (not null, not a list)? */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text under `key`, or undefined when there is none, it is empty or it is no text. */
export function textOf(from: JsonObject | undefined, key: string): string | undefined {
  const value = from?.[key];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The truth value under `key`, or undefined. */
export function booleanOf(from: JsonObject | undefined, key: string): boolean | undefined {
  const value = from?.[key];
  return typeof value === 'boolean' ? value : undefined;
}

/** The object under `key`, or undefined. */
export function objectOf(from: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = from?.[key];
  return isObject(value) ? value : undefined;
}

/** The objects in the list under `key`; what is no object is left out. */
export function objectsOf(from: JsonObject | undefined, key: string): readonly JsonObject[] {
  const value = from?.[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The non-empty texts in the list under `key`. */
export function textsOf(from: JsonObject | undefined, key: string): readonly string[] {
  const value = from?.[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item.trim() !== '') : [];
}

/** The extension with this address, if it is there once or more: the first. */
export function extensionOf(from: JsonObject | undefined, url: string): JsonObject | undefined {
  return objectsOf(from, 'extension').find((extension) => extension['url'] === url);
}
