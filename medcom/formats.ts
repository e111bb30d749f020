// The formats that identifiers and times have in a MedCom message, and whether a text has them.
// Rules: MedCom core and HL7 Denmark core (SOR, GLN, CPR), FHIR R4 (id, instant).

/** RFC 3339 moment in UTC, for example `2026-05-09T12:31:00.000Z`. */
export type Instant = string;

const MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A FHIR instant or full dateTime, with zone, as UTC; null when it has no zone, no time, or is no real date. */
export function toInstant(text: string | undefined): Instant | null {
  const parts = text === undefined ? null : MOMENT.exec(text);
  if (text === undefined || parts === null) return null;
  const [, year, month, day] = parts;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // The engine turns 31 February into 3 March; a date that nobody wrote is not a date we act on.
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return null;
  const time = Date.parse(text);
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}

/** A FHIR id: 1 to 64 letters, digits, hyphens and dots. */
export function isFhirId(text: string): boolean {
  return FHIR_ID.test(text);
}

/** A UUID with hyphens, any version, any case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** A SOR number: at least 11 digits (dk-core 2.0.0 onward). */
export function isSor(text: string): boolean {
  return /^\d{11,20}$/.test(text);
}

/** A GLN: 13 digits with GS1's modulus-10 check digit. */
export function isGln(text: string): boolean {
  if (!/^\d{13}$/.test(text)) return false;
  const sum = [...text].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** A CPR number: 10 digits that begin with a day and a month. Never modulus 11: real numbers break it since 2007. */
export function isCpr(text: string): boolean {
  return /^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{6}$/.test(text);
}

/** Address of an organisation by its SOR number, as MedCom writes endpoints. `sor`: digits. */
export function sorEndpoint(sor: string): string {
  return `https://sor2.sum.dsdn.dk/#id=${sor}`;
}
