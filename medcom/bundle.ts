// The entries of a message Bundle: finding resources by type and following references between them.
// Tolerant in what does not change the meaning: order of entries, relative fullUrls, foreign bases.
import type { JsonObject } from './json.ts';
import { isObject, objectOf, objectsOf, textOf } from './json.ts';

type Entry = { readonly fullUrl: string | undefined; readonly type: string; readonly resource: JsonObject };

/** A resource that a reference led to, or why it led nowhere. */
export type Resolved =
  | { readonly found: 'one'; readonly resource: JsonObject }
  | { readonly found: 'none' }
  /** Several resources answer to the reference: following one of them would be a guess. */
  | { readonly found: 'several' };

export class Entries {
  readonly #entries: readonly Entry[];
  /** By type and fullUrl, and by type and id: a message may hold many entries, and each segment refers to some. */
  readonly #byUrl: ReadonlyMap<string, readonly Entry[]>;
  readonly #byId: ReadonlyMap<string, readonly Entry[]>;

  /** Takes any JSON object; what is no entry with a resource is left out. */
  constructor(bundle: JsonObject) {
    this.#entries = objectsOf(bundle, 'entry').flatMap((entry) => {
      const resource = objectOf(entry, 'resource');
      const type = textOf(resource, 'resourceType');
      return resource === undefined || type === undefined
        ? []
        : [{ fullUrl: textOf(entry, 'fullUrl'), type, resource }];
    });
    this.#byUrl = Map.groupBy(this.#entries, ({ type, fullUrl }) => `${type} ${fullUrl ?? ''}`);
    this.#byId = Map.groupBy(this.#entries, ({ type, resource }) => `${type} ${textOf(resource, 'id') ?? ''}`);
  }

  /** Does one address, or one type and id, name two resources? FHIR forbids it (bdl-7): which of them is meant? */
  get isAmbiguous(): boolean {
    const urls = this.#entries.filter(({ fullUrl }) => fullUrl !== undefined);
    const isTwice = (key: (entry: Entry) => string | undefined, among: readonly Entry[]) =>
      new Set(among.map(key)).size !== among.length;
    return (
      isTwice(({ fullUrl }) => fullUrl, urls) ||
      isTwice(({ type, resource }) => `${type} ${textOf(resource, 'id') ?? ''}`, this.#entries)
    );
  }

  /** All resources of a type, in the order of the message. */
  ofType(type: string): readonly JsonObject[] {
    return this.#entries.filter((entry) => entry.type === type).map((entry) => entry.resource);
  }

  /**
   * The resource of type `type` that a Reference points at. An exact fullUrl wins; else type and id decide,
   * as long as they name one resource.
   */
  resolve(reference: unknown, type: string): Resolved {
    const address = isObject(reference) ? textOf(reference, 'reference') : undefined;
    if (address === undefined) return { found: 'none' };
    const id = idIn(address, type);
    const candidates =
      this.#byUrl.get(`${type} ${address}`) ?? (id ? this.#byId.get(`${type} ${id}`) : undefined) ?? [];
    const [only, ...others] = candidates;
    if (only === undefined) return { found: 'none' };
    return others.length > 0 ? { found: 'several' } : { found: 'one', resource: only.resource };
  }
}

/** The id in `Type/id` or `https://.../Type/id`, with or without a version, if the reference is of that type. */
export function idIn(reference: string, type: string): string | undefined {
  const parts = reference.replace(/\/_history\/[^/]*$/, '').split('/');
  return parts.at(-2) === type ? parts.at(-1) : undefined;
}
