// Makes a namespace know our search attributes; may be run again at any time and on any existing database.
// The development server ignores `--search-attribute` on an existing file, hence the API (reference: temporal.md 3.1).
import type { Connection } from '@temporalio/client';
import { searchAttributes } from './search-attributes.ts';

/** Numbers of Temporal's `IndexedValueType`, for the types we use. */
const indexedValueType = { KEYWORD: 2, BOOL: 5 } as const;

/** Answer of the registration: what was added now. Empty when all were there. */
export interface Registered {
  readonly added: readonly string[];
}

/**
 * Registers what is missing of our search attributes in `namespace`.
 *
 * @throws when one exists with another type (it must be renamed by an operator), or when the server is away.
 */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<Registered> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = searchAttributes.filter(({ name, type }) => {
    const existing = customAttributes[name];
    if (existing === undefined) return true;
    if (existing !== indexedValueType[type]) {
      throw new Error(`Search attribute ${name} exists in namespace ${namespace} with another type than ${type}`);
    }
    return false;
  });
  if (missing.length > 0) {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, indexedValueType[type]])),
    });
  }
  return { added: missing.map(({ name }) => name) };
}
