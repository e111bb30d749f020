// What can go wrong with PostgreSQL, without a word of what was written or looked for.
// A driver error carries values of rows in message, detail and parameters; none of them leaves this folder.

/** What a query failed of. No `cause`: it would travel with the error into logs and Temporal's histories. */
export type StoreErrorKind =
  /** Cannot be reached, is starting, shutting down or full: try again later. */
  | 'unavailable'
  /** Lost against another transaction (deadlock, serialisation): try again now. */
  | 'conflict'
  /** The content breaks a constraint or has a value the column cannot hold: no retry cures it. */
  | 'refused'
  /** Anything else: a fault of ours. */
  | 'failed';

export interface StoreFault {
  readonly kind: StoreErrorKind;
  /** SQLSTATE, or the code of the connection failure. */
  readonly code: string;
  readonly constraint: string | null;
  readonly table: string | null;
  readonly column: string | null;
}

/** Every failure of the store. `message` names code, constraint, table and column, never a value. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;

  constructor(fault: StoreFault) {
    const where = [fault.constraint, fault.table, fault.column].filter((part) => part !== null).join(' ');
    super(`PostgreSQL ${fault.kind} ${fault.code}${where === '' ? '' : ` (${where})`}`);
    this.fault = fault;
  }
}

/** A publication whose content PostgreSQL does not take; trying again is no use (design 1). */
export class PublicationRefused extends Error {
  override readonly name = 'PublicationRefused';
  readonly fault: StoreFault;

  constructor(fault: StoreFault) {
    super(`publication refused: ${fault.code}${fault.constraint === null ? '' : ` ${fault.constraint}`}`);
    this.fault = fault;
  }
}

/** True when this is a StoreError of the kind. */
export const isStoreError = (error: unknown, kind: StoreErrorKind): error is StoreError =>
  error instanceof StoreError && error.fault.kind === kind;

/** True when the constraint of this name stopped a write. */
export const brokeConstraint = (error: unknown, constraint: string): boolean =>
  error instanceof StoreError && error.fault.constraint === constraint;

/** An error of the driver or the pool as a StoreError; one that already is stays itself. */
export function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = textOf(error, 'code');
  return new StoreError({
    kind: kindOf(code, error),
    code: code ?? 'connection',
    constraint: textOf(error, 'constraint'),
    table: textOf(error, 'table'),
    column: textOf(error, 'column'),
  });
}

/** Classes of SQLSTATE (PostgreSQL documentation, appendix A). */
function kindOf(code: string | null, error: unknown): StoreErrorKind {
  if (code === null) return isConnectionLoss(error) ? 'unavailable' : 'failed';
  if (!/^[0-9A-Z]{5}$/.test(code)) return 'unavailable'; // ECONNREFUSED and its like
  if (code.startsWith('08') || code.startsWith('53') || code.startsWith('57P')) return 'unavailable';
  if (code.startsWith('40')) return 'conflict';
  if (code.startsWith('22') || code.startsWith('23')) return 'refused';
  return 'failed';
}

/** pg and its pool say these by message only; they hold no values. */
const isConnectionLoss = (error: unknown): boolean =>
  error instanceof Error && /connection|timeout|client was closed|not queryable|pool/i.test(error.message);

function textOf(error: unknown, name: string): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : null;
}
