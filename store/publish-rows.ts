// A publication as rows of the tables, in JSON: one parameter for each table, however many rows it has.
// Columns repeat what is searched and sorted by; the view beside them is what is shown.
import type { ClockView, EventView, MessageView, Publication, TaskView } from '../domain/case-view.ts';
import { instant } from '../domain/ids.ts';

export interface PublicationRows {
  readonly tasks: string;
  readonly messages: string;
  readonly clocks: string;
  readonly events: string;
  readonly span: EventSpan;
}

/** Which events a publication is about, by number. */
export interface EventSpan {
  /** The last one that an earlier publish confirmed. */
  readonly confirmed: number;
  /** The first one in the publication; past every number when there is none. */
  readonly first: number;
  /** The last one the workflow has. */
  readonly last: number;
}

/** The largest `integer` of PostgreSQL. */
const PAST_ALL = 2_147_483_647;

export function rowsOf(p: Publication, confirmed: number): PublicationRows {
  return {
    tasks: JSON.stringify(p.tasks.map(taskRow)),
    messages: JSON.stringify(p.messages.map(messageRow)),
    clocks: JSON.stringify(p.clocks.map(clockRow)),
    events: JSON.stringify(p.events.map(eventRow)),
    span: { confirmed, first: p.events.at(0)?.number ?? PAST_ALL, last: p.events.at(-1)?.number ?? confirmed },
  };
}

const instantOrNull = (ms: number | null) => (ms === null ? null : instant(ms));

const taskRow = (view: TaskView) => ({
  id: view.id,
  kind: view.kind,
  unit: view.unit,
  status: view.status,
  due: instant(view.due),
  version: view.version,
  claimed_by: view.claimedBy,
  escalated_to: view.escalatedTo,
  opened_at: instant(view.openedAt),
  closed_at: instantOrNull(view.closedAt),
  view,
});

const messageRow = (view: MessageView) => ({
  id: view.id,
  kind: view.kind,
  to_unit: view.to,
  state: view.state,
  view,
});

const clockRow = (view: ClockView) => ({
  id: view.id,
  name: view.name,
  due: instant(view.due),
  rule: view.rule,
  waits_for: view.waitsFor,
  view,
});

const eventRow = (view: EventView) => ({
  number: view.number,
  fact: view.fact,
  actor: view.actor,
  org: view.org,
  happened_at: instant(view.happenedAt),
  learnt_at: instant(view.learntAt),
  codes: view.codes,
  submission: view.submission,
});
