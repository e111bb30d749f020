// What people do about a finished patient (færdigbehandlet), from the checked body to the decision in codes.
// They are put right after the case has closed too: then they are recorded on it (late-accounts.ts).
import { epoch } from '../domain/ids.ts';
import type { Caller } from './auth.ts';
import { check, fault, notAhead } from './check.ts';
import type { StoredUpdate } from './decide.ts';
import { Problem } from './errors.ts';
import { finishedBodies } from './schemas/finished.ts';
import type { Service } from './service.ts';

type FinishedAction =
  | 'mark-finished'
  | 'withdraw-finished'
  | 'correct-finished'
  | 'state-delay-cause'
  | 'change-residence';

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
      const { what, at, decision } = body;
      if (at !== undefined) notAhead('at', at, now);
      const which = decision === undefined ? {} : { decision };
      return plain(body, { decision: name, body: { what, at: at === undefined ? now : epoch(at), ...which } });
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
