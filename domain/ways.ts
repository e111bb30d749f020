// Which way (vej) a message can reach a unit on a date: FHIR in a version both know, an older format, in the end the phone.
// What a unit can receive is in the registry, dated; what this service can write is here (domain.md 1.7, 8; medcom.md 1).
import type { LocalDate } from './calendar.ts';
import type { UnitId } from './ids.ts';
import type { Reception, ReceptionFormat, ReceptionType, Registry, Unit } from './organisations.ts';
import { receptionFormats, unitById } from './organisations.ts';

/** A kind of message this service can write, newest version first. */
export interface Adapter {
  readonly type: ReceptionType;
  readonly format: ReceptionFormat;
  readonly versions: readonly string[];
}

/**
 * What this service writes. EDIFACT and OIOXML (XDIS20, XDIS91) are not among them: a unit that receives only those is
 * rung until somebody adds an adapter here and what writes it.
 */
export const adapters: readonly Adapter[] = [
  { type: 'hospital-notification', format: 'fhir', versions: ['3.0'] },
  { type: 'care-communication', format: 'fhir', versions: ['5.0'] },
  { type: 'acknowledgement', format: 'fhir', versions: ['2.0'] },
];

/** How a message is given; `phone`: a person rings. */
export type MessageWay = ReceptionFormat | 'phone';

export type Way =
  | { readonly by: 'message'; readonly unit: Unit; readonly format: ReceptionFormat; readonly version: string }
  | { readonly by: 'phone'; readonly unit: Unit; readonly because: WhyPhone }
  /** Nobody of the registry: there is no number to ring either. */
  | { readonly by: 'nothing'; readonly because: 'unknown-unit' };

export type WhyPhone =
  /** The unit receives no such message on that date. */
  | 'receives-none'
  /** It does, but only in a format or version this service cannot write. */
  | 'no-adapter';

/** Who is to receive what, and when: the date in Denmark on which it is sent. */
export interface Delivery {
  readonly to: UnitId;
  readonly type: ReceptionType;
  readonly date: LocalDate;
}

/**
 * The best way to a unit. FHIR before the older formats, and of each the newest version both sides know; resolved
 * before each sending, because a unit may have changed since (MedCom: the receiver's entry in SOR decides).
 */
export function wayTo(registry: Registry, { to, type, date }: Delivery, ours: readonly Adapter[] = adapters): Way {
  const unit = unitById(registry, to);
  if (unit === undefined) return { by: 'nothing', because: 'unknown-unit' };
  const received = unit.receives.filter((reception) => reception.type === type && isInForce(reception, date));
  for (const format of receptionFormats) {
    const versions = ours.flatMap((adapter) =>
      adapter.type === type && adapter.format === format ? adapter.versions : [],
    );
    const version = versions.find((one) => received.some((it) => it.format === format && takes(it, one)));
    if (version !== undefined) return { by: 'message', unit, format, version };
  }
  return { by: 'phone', unit, because: received.length === 0 ? 'receives-none' : 'no-adapter' };
}

/** Whether a reception counts on a date; both ends are included. */
export const isInForce = ({ validFrom, validTo }: Pick<Reception, 'validFrom' | 'validTo'>, date: LocalDate): boolean =>
  validFrom <= date && (validTo === null || date <= validTo);

const major = (version: string): string => version.split('.')[0] ?? '';

/** A receiver of FHIR takes any minor version of its major one (CareCommunication 5: `|5.0`, any 5.x); others are exact. */
const takes = ({ format, version }: Reception, ours: string): boolean =>
  format === 'fhir' ? major(version) === major(ours) : version === ours;

/**
 * The unit that answers are to go to: often the one that wrote, but a ward may have its letters read elsewhere, and
 * the report of an admission goes to the unit that asks for it (medcom.md 3.5). Undefined for a unit nobody knows.
 */
export function answerAddress(registry: Registry, unit: UnitId): Unit | undefined {
  const sender = unitById(registry, unit);
  return sender?.answersTo === undefined ? sender : unitById(registry, sender.answersTo);
}
