// The tables of consents, of named relatives and of the patient's view, typed for Kysely.
// Names and phone numbers of relatives stand in one of them only, so that they can be taken away.
import type { Generated } from 'kysely';
import type { Authority, ConsentAnswer, ConsentForm, ConsentPurpose, Relation } from '../domain/consent.ts';
import type { AddressProtection } from '../domain/patient-view.ts';
import type { Time, TimeOrNull } from './columns.ts';

export interface RelativesTable {
  id: string;
  case_id: string;
  relation: Relation;
  authority: Authority;
  /** Null once the relative has been taken off the case; so is the phone. */
  name: string | null;
  phone: string | null;
  by_person: string;
  by_org: string;
  at: Time;
  removed_at: TimeOrNull;
}

/** Append-only (a trigger forbids the rest). */
export interface ConsentsTable {
  number: Generated<string>;
  case_id: string;
  purpose: ConsentPurpose;
  relative: string | null;
  answer: ConsentAnswer;
  form: ConsentForm;
  /** The relative who decided in the patient's place; null: the patient. */
  said_by: string | null;
  said_at: Time;
  valid_from: Time;
  valid_until: TimeOrNull;
  by_person: string;
  by_org: string;
  at: Time;
}

/** Append-only; the newest holds. */
export interface AddressProtectionTable {
  number: Generated<string>;
  case_id: string;
  state: AddressProtection;
  by_person: string;
  by_org: string;
  at: Time;
}

export type LinkEnd = 'taken-back' | 'replaced' | 'locked';

export interface ViewLinksTable {
  id: string;
  case_id: string;
  relative: string | null;
  token_hash: Buffer;
  by_person: string;
  by_org: string;
  at: Time;
  wrong_tries: Generated<number>;
  ended_at: TimeOrNull;
  ended_why: LinkEnd | null;
}

/** A code that was asked for: the row is what is to be sent, the code itself stands nowhere. */
export interface ViewCodesTable {
  id: string;
  link_id: string;
  wanted_at: Time;
  minutes: number;
  attempts: Generated<number>;
  taken_at: TimeOrNull;
  salt: Buffer | null;
  hash: Buffer | null;
  ends_at: TimeOrNull;
  sent_at: TimeOrNull;
  used_at: TimeOrNull;
}

export interface ViewSessionsTable {
  token_hash: Buffer;
  link_id: string;
  at: Time;
  ends_at: Time;
  ended_at: TimeOrNull;
}

export interface ViewTables {
  relatives: RelativesTable;
  consents: ConsentsTable;
  address_protection: AddressProtectionTable;
  view_links: ViewLinksTable;
  view_codes: ViewCodesTable;
  view_sessions: ViewSessionsTable;
}
