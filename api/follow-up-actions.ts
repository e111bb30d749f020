// What a person does to follow-up after it was agreed, from the checked body to the decision in codes.
// An item is changed and ended by the ward, the municipality's coordinators, and whoever has it in hand.
import { isOver } from '../domain/follow-up.ts';
import type { SubmissionId } from '../domain/ids.ts';
import { epoch } from '../domain/ids.ts';
import type { CaseRow } from '../store/cases.ts';
import type { Caller } from './auth.ts';
import { check, notAhead } from './check.ts';
import type { StoredUpdate } from './decide.ts';
import { Problem } from './errors.ts';
import { proposalFor } from './follow-up-proposal.ts';
import { followUpBodies } from './schemas/follow-up.ts';
import type { Service } from './service.ts';

interface PreparedFollowUp {
  readonly prepared: { readonly update: (submission: SubmissionId) => StoredUpdate };
  readonly content: unknown;
}

/** @throws {Problem} `bad-input`, `not-found` for an item the case has not, `not-allowed` for somebody else's. */
export async function prepareFollowUp(
  service: Service,
  caller: Caller,
  row: CaseRow,
  name: keyof ReturnType<typeof followUpBodies>,
  raw: unknown,
  now: number,
): Promise<PreparedFollowUp> {
  const bodies = followUpBodies(service);
  switch (name) {
    case 'plan-follow-up': {
      const body = check(bodies[name], raw);
      const { note: _note, replaces = null, ...item } = body;
      return plain(body, { decision: name, body: { item, replaces } });
    }
    case 'change-follow-up': {
      const body = check(bodies[name], raw);
      demandItem(caller, row, body.item);
      const { note: _note, item, from, until, bookBy, at, booker, owner, place } = body;
      const times = { from, until, bookBy, at };
      const stated = Object.entries({ ...mapped(times), booker, owner, place }).filter(([, is]) => is !== undefined);
      return plain(body, { decision: name, body: { item, to: Object.fromEntries(stated) } });
    }
    case 'end-follow-up': {
      const body = check(bodies[name], raw);
      demandItem(caller, row, body.item);
      const { item, how, at } = body;
      if (at !== undefined) notAhead('at', at, now);
      return plain(body, { decision: name, body: { item, how, at: at === undefined ? null : epoch(at) } });
    }
    case 'change-intensity': {
      const body = check(bodies[name], raw);
      const { intensity, otherBecause, livesAlone = null } = body;
      const { intensity: proposed } = await proposalFor(service, row, livesAlone);
      return plain(body, { decision: name, body: { intensity, proposed, otherBecause } });
    }
  }
}

const mapped = (times: Readonly<Record<string, string | undefined>>): Record<string, number | undefined> =>
  Object.fromEntries(Object.entries(times).map(([name, at]) => [name, at === undefined ? undefined : epoch(at)]));

function demandItem({ actor }: Caller, { view, wardUnit }: CaseRow, id: string): void {
  const item = view?.followUps.find((one) => one.id === id);
  if (view == null || item === undefined) throw new Problem('not-found');
  const theirs = [wardUnit, view.visitationUnit, item.owner, item.booker];
  if (!isOver(item) && !actor.units.some((unit) => theirs.includes(unit))) throw new Problem('not-allowed');
}

const plain = (content: unknown, update: StoredUpdate): PreparedFollowUp => ({
  prepared: { update: () => update },
  content,
});
