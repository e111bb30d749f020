// What people put right of a case that has closed: what was right then is right now, so it is recorded, and nobody gets a task.
// Checked as an open case checks it, but by what its facts tell, since the case itself decides nothing any more.
import type { Gone, LateFact } from '../domain/closed-case.ts';
import { goneOf, ownNotices } from '../domain/closed-case.ts';
import { correctionFault, inOrder } from '../domain/finished.ts';
import { decisionsIn, neverWas } from '../domain/finished-record.ts';
import { instant } from '../domain/ids.ts';
import type { ActionName } from '../domain/moves.ts';
import type { StayEvent } from '../domain/stay-order.ts';
import type { CaseRow, WholeCase } from '../store/cases.ts';
import { wholeCase } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Caller } from './auth.ts';
import type { Outcome, RequestIdentity, StoredUpdate } from './decide.ts';
import { Problem } from './errors.ts';
import { report } from './facts.ts';
import { movesOf } from './refusals.ts';
import type { Service } from './service.ts';

const daysOnly = [
  'mark-finished',
  'withdraw-finished',
  'correct-finished',
  'state-delay-cause',
  'change-residence',
] as const satisfies readonly ActionName[];
const accounts = [
  ...daysOnly,
  'leave',
  'report-death',
  'correct-stay',
  'cancel-stay',
] as const satisfies readonly ActionName[];
type Account = (typeof accounts)[number];

/** What days and responsibility follow from, which can be put right at any time. */
export const isAccount = (name: ActionName): name is Account => accounts.some((account) => account === name);

interface Told {
  readonly name: Account;
  readonly update: StoredUpdate;
  readonly content: unknown;
}

/**
 * Records it.
 *
 * @throws {Problem} `wrong-moment`, `wrong-times` as an open case would refuse it; `case-closed` for what has no stay
 */
export async function recordLate(
  service: Service,
  caller: Caller,
  row: CaseRow,
  { name, update, content }: Told,
  request: RequestIdentity,
): Promise<Outcome> {
  const [whole, now] = await Promise.all([wholeCase(service.db, row.id), clockNow(service.db)]);
  if (whole === null) throw new Problem('not-found');
  const allowed = movesOf(caller, whole);
  if (allowed.length === 0) throw new Problem('case-closed', { allowed, stage: row.stage });
  const fault = allowed.includes(name) ? faultOf(update, whole) : 'wrong-moment';
  const [first, ...follows] = factsOf(update, whole, now);
  if (first === undefined) throw new Problem('case-closed', { allowed, stage: row.stage });
  // Only the first time: what is handed in again under its key was recorded then, and may stand in its own way now.
  const also = async (): Promise<void> => {
    if (fault !== null) throw new Problem(fault, { allowed, stage: row.stage });
  };
  const { happenedAt } = first;
  return report(service, caller, row, { what: name, happenedAt, recorded: first, follows, content, also }, request);
}

type Fault = 'wrong-moment' | 'wrong-times';

function faultOf(update: StoredUpdate, whole: WholeCase): Fault | null {
  const { view, events } = whole;
  const admittedAt = earliestBegin(whole);
  if (!('decision' in update) || view === null) return 'wrong-moment';
  if (ofDays(update.decision) && events.some(neverWas)) return 'wrong-moment';
  switch (update.decision) {
    case 'mark-finished':
      return inOrder(admittedAt, update.body.finishedAt)?.code ?? null;
    case 'withdraw-finished':
      return inOrder(view.finishedAt, update.body.withdrawnAt)?.code ?? null;
    case 'correct-finished': {
      const begins = update.body.what === 'finished-at' ? inOrder(admittedAt, update.body.at) : null;
      return (correctionFault(decisionsIn(events), update.body) ?? begins)?.code ?? null;
    }
    case 'state-delay-cause':
      return inOrder(update.body.from, update.body.until)?.code ?? null;
    case 'leave':
    case 'report-death':
      return inOrder(admittedAt, update.body.happenedAt)?.code ?? null;
    case 'correct-stay': {
      const { stayEvent, happenedAt } = update.body;
      if (!isTheWards(stayEvent, { view, events })) return 'wrong-moment';
      return inOrder(admittedAt, happenedAt)?.code ?? null;
    }
    case 'cancel-stay':
      return isTheWards(update.body.stayEvent, { view, events }) ? null : 'wrong-moment';
    default:
      return null;
  }
}

/** As the case was opened, or as early as anything told of the stay: the bound that an open case has (workflows/finished.ts). */
function earliestBegin({ admittedAt, events }: WholeCase): number | null {
  const told = events.filter(({ fact }) => fact === 'stay-told').map(({ happenedAt }) => happenedAt);
  return admittedAt === null ? null : Math.min(admittedAt, ...told);
}

/** Of a case that never was about the patient no day is ever counted. */
const ofDays = (decision: string): boolean => daysOnly.some((account) => account === decision);

/** A leaving or death that the ward itself recorded: what the hospital's notices tell, they put right themselves. */
function isTheWards(stayEvent: StayEvent, { view, events }: Pick<WholeCase, 'view' | 'events'>): boolean {
  if (view === null) return false;
  if (stayEvent === 'SLHJ' && leftWithoutEnd(view)) return true;
  return isKnown(stayEvent, goneOf(view)) && ownNotices(events).some((own) => own.stayEvent === stayEvent);
}

/** To a hospice or another hospital: no notice tells of that. */
const leftWithoutEnd = ({ leftAt, stay }: NonNullable<WholeCase['view']>): boolean =>
  leftAt !== null && stay.endedAt === null;

const isKnown = (stayEvent: StayEvent, { leftAt, diedAt }: Gone): boolean =>
  stayEvent === 'SLHJ' ? leftAt !== null : stayEvent === 'MORS' && diedAt !== null;

/** As its case would have recorded it (workflows/finished.ts, stay-events.ts). `now`: epoch ms. */
function factsOf(update: StoredUpdate, { view }: WholeCase, now: number): readonly LateFact[] {
  if (!('decision' in update)) return [];
  switch (update.decision) {
    case 'mark-finished':
      return [{ fact: 'finished', codes: { ownTasksDone: true }, happenedAt: update.body.finishedAt }];
    case 'withdraw-finished': {
      const { withdrawnAt: happenedAt, reason: withdrawnBecause } = update.body;
      return [{ fact: 'finished-withdrawn', codes: { withdrawnBecause }, happenedAt }];
    }
    case 'correct-finished': {
      const { what: corrected, at: happenedAt, decision } = update.body;
      const codes = { corrected, ...(decision === undefined ? {} : { decision }) };
      return [{ fact: 'finished-corrected', codes, happenedAt }];
    }
    case 'state-delay-cause': {
      const { cause, from: happenedAt, until } = update.body;
      const codes = { cause, until: until === null ? null : instant(until) };
      return [{ fact: 'delay-cause-stated', codes, happenedAt }];
    }
    case 'change-residence':
      return [{ fact: 'residence-changed', codes: { ...update.body }, happenedAt: now }];
    case 'leave':
      return [{ fact: 'left', codes: { how: update.body.how }, happenedAt: update.body.happenedAt }];
    case 'report-death':
      return [{ fact: 'deceased', codes: {}, happenedAt: update.body.happenedAt }];
    case 'correct-stay': {
      const { stayEvent, happenedAt } = update.body;
      const moved = { fact: stayEvent === 'MORS' ? 'death-moved' : 'left-moved', codes: {}, happenedAt } as const;
      if (stayEvent === 'SLHJ' && view !== null && leftWithoutEnd(view)) return [moved];
      return [{ fact: 'stay-told', codes: { notice: `RE_${stayEvent}` }, happenedAt }, moved];
    }
    case 'cancel-stay': {
      const { stayEvent } = update.body;
      const undone = { fact: stayEvent === 'MORS' ? 'not-dead' : 'not-left', codes: {}, happenedAt: now } as const;
      return [{ fact: 'stay-told', codes: { notice: `AN_${stayEvent}` }, happenedAt: now }, undone];
    }
    default:
      return [];
  }
}
