// The tables of the service, typed for Kysely: what a row holds when it is read and what it takes when it is written.
// Times are timestamptz (Date here), documents jsonb: written as JSON text, because pg would make a list an SQL array.
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Actor } from '../domain/actor.ts';
import type {
  CaseView,
  ClockView,
  EndedClock,
  MessageKind,
  MessageState,
  MessageView,
  Stage,
  TaskStatus,
  TaskView,
} from '../domain/case-view.ts';
import type { FactKind } from '../domain/facts.ts';
import type { Codes } from '../domain/fields.ts';
import type { PlanContent } from '../domain/plan-content.ts';
import type { PlanChange } from '../domain/plan-diff.ts';
import type { StayNotice } from '../domain/stay.ts';
import type { WaitingChange } from '../domain/waiting.ts';
import type { Json, JsonOrNull, Kept, Time, TimeOrNull } from './columns.ts';
import type {
  HoldsTable,
  PlacesTable,
  StatedPlacesTable,
  UnitSheetsTable,
  UnitSheetVersionsTable,
} from './place-tables.ts';
import type { ViewTables } from './view-tables.ts';

/** The environment's one clock (design 4): a single row; now is real time plus the offset. */
export interface ClockTable {
  id: Kept<number>;
  offset_ms: ColumnType<string, never, never>;
}

export interface PeopleTable {
  id: string;
  name: string;
  phone: string | null;
  role: string;
  org: string;
  seen_at: Time;
}

/** Whatever is handed in, kept before it is decided (design 1, "one door in"). */
export interface SubmissionsTable {
  id: string;
  kind: string;
  case_id: string | null;
  workflow_id: string | null;
  actor: Json<Actor>;
  actor_person: string;
  idempotency_key: string | null;
  body_hash: string;
  content: Json<unknown>;
  update: JsonOrNull<unknown>;
  state: 'received' | 'accepted' | 'refused';
  outcome: JsonOrNull<unknown>;
  received_at: Time;
  decided_at: TimeOrNull;
  put_at: TimeOrNull;
  attempts: Generated<number>;
}

/** Which hospital stays of an episode of care (forløb) there are; `stay_number` counts from 1. */
export interface EpisodesTable {
  episode: string;
  sender: string;
  stay_number: number;
  case_id: string;
  /** As it was received; every later message of the stay gives it back so (domain.md 1.9). */
  system: string | null;
  value: string;
}

export interface PatientsTable {
  case_id: string;
  cpr: string;
  name: string;
  address: string | null;
  phone: string | null;
  created_at: Time;
}

/** A version of the plan with its words, kept before the case decides on it; a refused one is removed again. */
export interface PlansTable {
  case_id: string;
  version: number;
  submission: string;
  content: Json<PlanContent>;
  changes: Json<readonly PlanChange[]>;
  by_person: string;
  at: Time;
}

/** One case; `view` is as last published, null until then. `stamp_*` order the publishes (design 1). */
/** A discharge, or a request for a place without a stay. */
export type CaseKind = 'discharge' | 'place-request';

export interface CasesTable {
  id: string;
  kind: Generated<CaseKind>;
  workflow_id: string;
  stage: Stage;
  municipality: string;
  ward_unit: string;
  attention: boolean;
  version: number;
  stamp_time: TimeOrNull;
  stamp_number: number | null;
  view: JsonOrNull<CaseView>;
  parties: string[];
  previous: string | null;
  next: string | null;
  admitted_at: TimeOrNull;
  opened_at: Time;
  left_at: TimeOrNull;
  closed_at: TimeOrNull;
  next_due: TimeOrNull;
  in_flight: number;
  corrections: Generated<number>;
}

/** A short workflow that deals with a fact for a closed case; its publishes are ordered by stamps of its own. */
export interface CorrectionsTable {
  workflow_id: string;
  case_id: string;
  number: number;
  first_event: number;
  submission: string | null;
  opened_at: Time;
  closed_at: TimeOrNull;
  in_flight: number;
  stamp_time: TimeOrNull;
  stamp_number: number | null;
}

export interface TasksTable {
  id: string;
  case_id: string;
  workflow_id: string;
  kind: string;
  unit: string;
  status: TaskStatus;
  due: Time;
  version: number;
  claimed_by: string | null;
  escalated_to: string | null;
  opened_at: Time;
  closed_at: TimeOrNull;
  /** Number of the last event of the publish that closed it; how a closing that Temporal lost is told. */
  closed_event: number | null;
  /** The first due time that passed without an answer; the view says it (migrations/0019). */
  missed: ColumnType<Date | null, never, never>;
  view: Json<TaskView>;
}

export interface MessagesTable {
  id: string;
  case_id: string;
  workflow_id: string;
  kind: MessageKind;
  to_unit: string;
  state: MessageState;
  view: Json<MessageView>;
}

/** Every sending of a message: its Bundle is kept before it leaves, so that a retried attempt sends the same. */
export interface SendingsTable {
  bundle_id: string;
  message_id: string;
  case_id: string;
  sending: number;
  at: Time;
  raw: string;
}

/** Every message received, raw, before anything else is done with it (domain.md 1.9). */
export interface InboundTable {
  id: string;
  bundle_id: string | null;
  header_id: string | null;
  sender: string | null;
  event: string | null;
  raw: string | null;
  bytes: Buffer | null;
  raw_hash: string;
  state: 'received' | 'decided' | 'unreadable' | 'duplicate';
  case_id: string | null;
  submission: string | null;
  acknowledgement: string | null;
  received_at: Time;
  decided_at: TimeOrNull;
}

/** A stay notice in codes, under each episode id it names. */
export interface StayNoticesTable {
  inbound: string;
  sender: string;
  episode: string;
  notice: JSONColumnType<StayNotice>;
  started_at: Time;
  told_at: Time;
  handed_at: TimeOrNull;
}

/** An envelope that a message came in over VANS; `id` is that of the message. */
export interface EnvelopesTable {
  id: string;
  /** In the order they came. */
  number: Generated<string>;
  sender: string;
  envelope: string;
  message: string;
  received_at: Time;
}

/** What the network said of an envelope of ours: not the receipt of the message in it. */
export interface EnvelopeReceiptsTable {
  sender: string;
  envelope: string;
  original: string;
  result: 'positive-message' | 'negative-message' | 'negative-vans';
  error_code: number | null;
  error_text: string | null;
  received_at: Time;
}

export interface ClocksTable {
  case_id: string;
  workflow_id: string;
  id: string;
  name: string;
  due: Time;
  rule: string;
  waits_for: string | null;
  view: Json<ClockView>;
}

/** Clocks by which somebody was waited for until they ended. */
export interface EndedClocksTable {
  case_id: string;
  id: string;
  view: Json<EndedClock>;
}

/** The record: final once confirmed (a trigger forbids the rest). */
export interface EventsTable {
  case_id: string;
  number: number;
  workflow_id: string;
  fact: FactKind;
  actor: string;
  org: string;
  happened_at: Time;
  learnt_at: Time;
  codes: Json<Codes>;
  submission: string | null;
  stamp_time: Time;
  stamp_number: number;
  confirmed: boolean;
}

/** Append-only (a trigger forbids the rest); codes and ids only, never what was searched for. */
export interface AuditLogTable {
  id: Generated<string>;
  at: Time;
  person: string;
  role: string;
  org: string;
  action: string;
  case_id: string | null;
  details: Json<Codes>;
}

export interface NoticesTable {
  task_id: string;
  reason: string;
  unit: string;
  at: Time;
}

/** What operators must look at and that belongs to no case. */
export interface OperatorItemsTable {
  id: string;
  kind: string;
  about: Json<Codes>;
  state: 'open' | 'done';
  opened_at: Time;
  done_at: TimeOrNull;
  done_by: string | null;
}

/** What people say of a wait that the clocks tell otherwise; append-only, the newest holds (store/waiting.ts). */
export interface WaitingCorrectionsTable {
  case_id: string;
  waiting: string;
  number: number;
  change: Json<WaitingChange>;
  reason: string;
  by_person: string;
  by_org: string;
  at: Time;
}

export interface Tables extends ViewTables {
  clock: ClockTable;
  people: PeopleTable;
  submissions: SubmissionsTable;
  episodes: EpisodesTable;
  patients: PatientsTable;
  plans: PlansTable;
  cases: CasesTable;
  corrections: CorrectionsTable;
  tasks: TasksTable;
  messages: MessagesTable;
  sendings: SendingsTable;
  inbound: InboundTable;
  stay_notices: StayNoticesTable;
  envelopes: EnvelopesTable;
  envelope_receipts: EnvelopeReceiptsTable;
  clocks: ClocksTable;
  ended_clocks: EndedClocksTable;
  events: EventsTable;
  unit_sheets: UnitSheetsTable;
  unit_sheet_versions: UnitSheetVersionsTable;
  stated_places: StatedPlacesTable;
  places: PlacesTable;
  holds: HoldsTable;
  audit_log: AuditLogTable;
  notices: NoticesTable;
  operator_items: OperatorItemsTable;
  waiting_corrections: WaitingCorrectionsTable;
}
