// Agreements (samarbejdsaftaler, opgaveoverdragelse): who has agreed which task, joined when, at what rate, paid by whom.
// A task under an agreement that is not settled here and now is stopped with its reason; the single case goes by phone.
import { Temporal } from 'temporal-polyfill';
import type { LocalDate } from './calendar.ts';
import type { CapabilityCode } from './capability-codes.ts';
import type { Confidence } from './confidence.ts';
import type { UnitId } from './ids.ts';
import type { PlaceKind, Registry, Unit, UnitKind } from './organisations.ts';
import { unitById, unitsOf } from './organisations.ts';

/** Who pays: an organisation by id, or the municipality that asks. */
export type PayerRule = { readonly organisation: string } | 'own-municipality';

/** What an amount is for, with the words people see. */
export const rateUnits = {
  treatment: 'pr. behandling',
  visit: 'pr. besøg',
  day: 'pr. døgn',
  month: 'pr. måned',
} as const;
export type RateUnit = keyof typeof rateUnits;

/** What is paid in one calendar year (takstblad). */
export interface RateSheet {
  readonly year: number;
  /** `amount` in øre, 0 or more. */
  readonly lines: readonly { readonly what: string; readonly amount: number; readonly per: RateUnit }[];
  /** What the amounts do not cover, such as medicine, and who pays that. */
  readonly excluded: readonly { readonly what: string; readonly payer: PayerRule }[];
  readonly source: string;
  readonly confidence: Confidence;
}

/** That a municipality uses the agreement (tilslutning), by decision of its own council. */
export interface Joining {
  /** Municipality code, 4 digits. */
  readonly municipality: string;
  readonly from: LocalDate;
  /** When it has left (udtrædelse): the day it gave notice, and the first day on which the agreement no longer holds. */
  readonly left?: { readonly notice: LocalDate; readonly from: LocalDate };
}

export interface Agreement {
  readonly id: string;
  /** What is agreed on: agreements that follow one another on the same task share it, and one of them has to hold. */
  readonly task: string;
  readonly name: string;
  /** An empty list is no limit; both given, both must hold. */
  readonly covers: { readonly capabilities: readonly CapabilityCode[]; readonly kinds: readonly PlaceKind[] };
  /** Ids of organisations that have approved the text. */
  readonly parties: readonly string[];
  readonly joined: readonly Joining[];
  readonly rates: readonly RateSheet[];
  /** Who pays the amounts, from day to day; on a day nobody is named for, nothing may be done under the agreement. */
  readonly payers: readonly {
    readonly payer: PayerRule;
    readonly validFrom: LocalDate;
    readonly validTo: LocalDate | null;
  }[];
  /** How it is settled (afregning) and whom to ask. */
  readonly settlement: { readonly how: string; readonly phone: string; readonly mail: string };
  /** Codes of competences that it demands (rules/demands.json). */
  readonly competences: readonly string[];
  readonly validFrom: LocalDate;
  readonly reviewBy: LocalDate;
  /** Last day it holds; null while no end is agreed. */
  readonly validTo: LocalDate | null;
  readonly exitNoticeMonths: number;
  /** Without it: the unit of this kind in the citizen's municipality is rung, or the other one where there is none. */
  readonly singleCase: { readonly ring: UnitKind; readonly otherwise: UnitId; readonly writeDown: readonly string[] };
  readonly note: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/** What somebody wants done for a citizen. For what has begun `date` comes from `factsDate` (place-facts.ts). */
export interface AgreementQuery {
  readonly municipality: string;
  readonly capabilities: readonly CapabilityCode[];
  readonly kind: PlaceKind;
  readonly date: LocalDate;
}

/** The payer by name: an organisation's id, or the municipality with this code. */
export type Payer =
  | { readonly kind: 'organisation'; readonly id: string }
  | { readonly kind: 'municipality'; readonly municipality: string };

export interface InForce {
  readonly kind: 'in-force';
  readonly agreement: Agreement;
  readonly rate: RateSheet;
  readonly payer: Payer;
}

/** Nearest to being in force last: of several agreements on one task the last is told. */
export const stopReasons = ['ended', 'not-begun', 'not-joined', 'left', 'no-rate', 'no-payer'] as const;
export type StopReason = (typeof stopReasons)[number];

export interface Stopped {
  readonly kind: 'stopped';
  readonly reason: StopReason;
  readonly agreement: Agreement;
  /** Plain Danish: the agreement, the reason, the date or year. */
  readonly text: string;
  readonly singleCase: SingleCase;
}

/** What to do instead (enkeltaftale): whom to ring, and what must be written down of what was agreed. */
export interface SingleCase {
  readonly ring: UnitKind;
  readonly municipality: string;
  readonly otherwise: UnitId;
  readonly writeDown: readonly string[];
}

export type AgreementAnswer = { readonly kind: 'none-needed' } | InForce | Stopped;

/**
 * Whether what is wanted may be done under the agreements on that date: `none-needed` when no agreement covers any of it;
 * else the first task, by its code, that is stopped; else the first one in force. Sources: domain.md 3.3, 3.4; 15 row 14.
 */
export function agreementFor(agreements: readonly Agreement[], query: AgreementQuery): AgreementAnswer {
  const answers = agreementsFor(agreements, query);
  return answers.find(({ kind }) => kind === 'stopped') ?? answers[0] ?? { kind: 'none-needed' };
}

/** The answer for every task that is covered, in the order of their codes; all of them must be in force. */
export function agreementsFor(agreements: readonly Agreement[], query: AgreementQuery): readonly (InForce | Stopped)[] {
  const covering = agreements.filter((agreement) => covers(agreement, query));
  const tasks = [...new Set(covering.map(({ task }) => task))].sort();
  return tasks.flatMap((task) => {
    const answers = covering.filter((agreement) => agreement.task === task).map((agreement) => judge(agreement, query));
    return answers.sort(byNearness).slice(0, 1);
  });
}

function covers({ covers: { capabilities, kinds } }: Agreement, query: AgreementQuery): boolean {
  return (
    (kinds.length === 0 || kinds.includes(query.kind)) &&
    (capabilities.length === 0 || capabilities.some((code) => query.capabilities.includes(code)))
  );
}

/** In force first, then nearest to it; of equals the one that begins last, then by id, so that order never matters. */
function byNearness(a: InForce | Stopped, b: InForce | Stopped): number {
  const rank = (answer: InForce | Stopped): number =>
    answer.kind === 'in-force' ? stopReasons.length : stopReasons.indexOf(answer.reason);
  if (rank(a) !== rank(b)) return rank(b) - rank(a);
  const [one, other] = [a.agreement, b.agreement];
  if (one.validFrom !== other.validFrom) return one.validFrom < other.validFrom ? 1 : -1;
  return one.id < other.id ? -1 : 1;
}

/** One agreement for one municipality on one date. */
function judge(agreement: Agreement, query: AgreementQuery): InForce | Stopped {
  const { municipality, date } = query;
  const { name, singleCase } = agreement;
  const stopped = (reason: StopReason, text: string): Stopped => ({
    kind: 'stopped',
    reason,
    agreement,
    text,
    singleCase: { ...singleCase, municipality },
  });
  if (date < agreement.validFrom) {
    return stopped('not-begun', `Aftalen "${name}" begynder først ${danishDate(agreement.validFrom)}`);
  }
  if (agreement.validTo !== null && agreement.validTo < date) {
    return stopped('ended', `Aftalen "${name}" sluttede ${danishDate(agreement.validTo)}`);
  }
  const own = agreement.joined.filter((joining) => joining.municipality === municipality);
  if (!own.some((joining) => holds(joining, date))) return notJoined(agreement, own, query, stopped);
  const year = Number(date.slice(0, 4));
  const rate = agreement.rates.find((sheet) => sheet.year === year);
  if (rate === undefined) return stopped('no-rate', `Aftalen "${name}" har ingen takst for ${year}`);
  const payer = agreement.payers.find(
    ({ validFrom, validTo }) => validFrom <= date && (validTo === null || date <= validTo),
  )?.payer;
  if (payer === undefined) {
    return stopped('no-payer', `Aftalen "${name}" siger ikke, hvem der betaler den ${danishDate(date)}`);
  }
  return { kind: 'in-force', agreement, rate, payer: payerOf(payer, municipality) };
}

const holds = ({ from, left }: Joining, date: LocalDate): boolean =>
  from <= date && (left === undefined || date < left.from);

/** Why a municipality is outside on a date: it left, it joins later, or it never has. */
function notJoined(
  { name }: Agreement,
  own: readonly Joining[],
  { municipality, date }: AgreementQuery,
  stopped: (reason: StopReason, text: string) => Stopped,
): Stopped {
  const lefts = own.flatMap(({ left }) => (left === undefined || left.from > date ? [] : left.from)).sort();
  const last = lefts.at(-1);
  if (last !== undefined) {
    return stopped('left', `Kommune ${municipality} er udtrådt af aftalen "${name}" fra ${danishDate(last)}`);
  }
  const [first] = own.map(({ from }) => from).sort();
  return stopped(
    'not-joined',
    first === undefined
      ? `Kommune ${municipality} har ikke tilsluttet sig aftalen "${name}"`
      : `Kommune ${municipality} tilslutter sig først aftalen "${name}" ${danishDate(first)}`,
  );
}

/** The payer a rule names for a municipality. */
export const payerOf = (rule: PayerRule, municipality: string): Payer =>
  rule === 'own-municipality'
    ? { kind: 'municipality', municipality }
    : { kind: 'organisation', id: rule.organisation };

/** The unit to ring for a single-case agreement, or undefined when the registry has neither. */
export const singleCaseUnit = (registry: Registry, { ring, municipality, otherwise }: SingleCase): Unit | undefined =>
  unitsOf(registry, municipality, ring)[0] ?? unitById(registry, otherwise);

/** The first day a municipality can be out of an agreement when it gives notice on this day: so many months after. */
export const earliestExit = (notice: LocalDate, months: number): LocalDate =>
  Temporal.PlainDate.from(notice).add({ months }).toString();

const months = 'januar februar marts april maj juni juli august september oktober november december'.split(' ');

/** `1. januar 2027` */
function danishDate(date: LocalDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day}. ${months[(month ?? 1) - 1]} ${year}`;
}
