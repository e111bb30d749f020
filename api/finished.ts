// What people do about a finished patient (færdigbehandlet), from the checked body to the decision in codes.
// Accounts of days are put right after the case has closed too: then they are recorded on it by a correction.
import type { Codes } from '../domain/fields.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { ActionName } from '../domain/moves.ts';
import type { CaseRow } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Caller } from './auth.ts';
import { check, fault, notAhead } from './check.ts';
import type { Outcome, RequestIdentity, StoredUpdate } from './decide.ts';
import { Problem } from './errors.ts';
import type { Fact } from './facts.ts';
import { report } from './facts.ts';
import { movesOf } from './refusals.ts';
import { finishedBodies } from './schemas/finished.ts';
import type { Service } from './service.ts';

type Account = 'correct-finished' | 'state-delay-cause' | 'change-residence';
type FinishedAction = Account | 'mark-finished' | 'withdraw-finished';

/** What the days are counted from and can be put right at any time. */
export const isAccount = (name: ActionName): name is Account =>
  name === 'correct-finished' || name === 'state-delay-cause' || name === 'change-residence';

interface Prepared {
  readonly prepared: { readonly update: () => StoredUpdate };
  readonly content: unknown;
}

/**
 * The decision of an action. A ward nurse who records a doctor's decision names the doctor.
 *
 * @throws {Problem} `bad-input`
 */
export function prepareFinished(
  service: Service,
  caller: Caller,
  name: FinishedAction,
  raw: unknown,
  now: number,
): Prepared {
  const bodies = finishedBodies(service);
  switch (name) {
    case 'mark-finished': {
      const body = check(bodies[name], raw);
      notAhead('finishedAt', body.finishedAt, now);
      const doctor = body.doctor ?? (caller.actor.role === 'doctor' ? caller.name : undefined);
      if (doctor === undefined) {
        throw new Problem('bad-input', { errors: [fault(['doctor'], 'Skriv, hvilken læge der har besluttet det')] });
      }
      return plain({ ...body, doctor }, { decision: name, body: { finishedAt: epoch(body.finishedAt) } });
    }
    case 'withdraw-finished': {
      const body = check(bodies[name], raw);
      const { withdrawnAt, reason } = body;
      notAhead('withdrawnAt', withdrawnAt, now);
      return plain(body, { decision: name, body: { withdrawnAt: epoch(withdrawnAt), reason } });
    }
    case 'correct-finished': {
      const body = check(bodies[name], raw);
      const { what, at } = body;
      if (at !== undefined) notAhead('at', at, now);
      return plain(body, { decision: name, body: { what, at: at === undefined ? now : epoch(at) } });
    }
    case 'state-delay-cause': {
      const body = check(bodies[name], raw);
      const { cause, from, until } = body;
      return plain(body, {
        decision: name,
        body: { cause, from: epoch(from), until: until == null ? null : epoch(until) },
      });
    }
    case 'change-residence': {
      const body = check(bodies[name], raw);
      const { municipality, from } = body;
      return plain(body, { decision: name, body: { municipality, from } });
    }
  }
}

const plain = (content: unknown, update: StoredUpdate): Prepared => ({ prepared: { update: () => update }, content });

/**
 * The same for a case that has closed: what was right then is right now, so it is recorded, and nobody gets a task.
 *
 * @throws {Problem} `bad-input`; `wrong-times` before the admission; `wrong-moment` when nothing of the case is counted
 */
export async function correctClosed(
  service: Service,
  caller: Caller,
  row: CaseRow,
  name: Account,
  raw: unknown,
  request: RequestIdentity,
): Promise<Outcome> {
  const now = await clockNow(service.db);
  const { prepared, content } = prepareFinished(service, caller, name, raw, now);
  const moves = movesOf(caller, row);
  if (!moves.includes(name)) throw new Problem('case-closed', { allowed: moves, stage: row.stage });
  if (isBeforeAdmission(prepared.update(), row)) throw new Problem('wrong-times', { allowed: moves });
  return report(service, caller, row, { ...recordedBy(prepared.update(), now), what: name, content }, request);
}

/** Nobody is finished before the stay: a mistyped year would be days of a year that this patient was not here. */
const isBeforeAdmission = (update: StoredUpdate, { admittedAt }: CaseRow): boolean =>
  'decision' in update &&
  update.decision === 'correct-finished' &&
  update.body.what === 'finished-at' &&
  update.body.at < (admittedAt ?? 0);

/** As its case would have recorded it (workflows/finished.ts). */
function recordedBy(update: StoredUpdate, now: number): Required<Pick<Fact, 'recorded' | 'happenedAt'>> {
  const of = (fact: Required<Fact>['recorded']['fact'], codes: Codes, happenedAt: number) => ({
    recorded: { fact, codes },
    happenedAt,
  });
  if (!('decision' in update)) throw new TypeError('No decision');
  switch (update.decision) {
    case 'correct-finished':
      return of('finished-corrected', { corrected: update.body.what }, update.body.at);
    case 'state-delay-cause': {
      const { cause, from, until } = update.body;
      return of('delay-cause-stated', { cause, until: until === null ? null : instant(until) }, from);
    }
    case 'change-residence': {
      const { municipality, from } = update.body;
      return of('residence-changed', { municipality, from }, now);
    }
    default:
      throw new TypeError(`${update.decision} is no account of days`);
  }
}
