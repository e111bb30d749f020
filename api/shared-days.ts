// Several treatments on one day for a case: proposals made of its own follow-ups, kept so that each side can answer.
// What is proposed is worked out here (bundles.ts); who must say yes and what follows is the case's (workflows/shared-days.ts).
import { afterLeavingOn } from '../domain/after-leaving.ts';
import { MOST_TREATMENTS, proposeBundles } from '../domain/bundle-propose.ts';
import { localDate } from '../domain/calendar.ts';
import type { CaseView } from '../domain/case-view.ts';
import { instant } from '../domain/ids.ts';
import { followUpWords } from '../domain/leaving-sheet.ts';
import { unitById } from '../domain/organisations.ts';
import { declineReasons } from '../domain/reasons.ts';
import type { SharedDays, SharedTime } from '../domain/shared-days.ts';
import { mostBorne, offeredTime, outings, PATIENT, patientReasons, sharedDaysLabels } from '../domain/shared-days.ts';
import { audit } from '../store/audit.ts';
import type { CaseRow } from '../store/cases.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { submissions } from '../store/submissions.ts';
import type { Caller } from './auth.ts';
import { problemOf, shown } from './bundles.ts';
import { check, fault } from './check.ts';
import type { Outcome, RequestIdentity } from './decide.ts';
import { decide } from './decide.ts';
import { Problem } from './errors.ts';
import { demandRight, sightOf } from './rights.ts';
import type { BundlesBody, ShownBundles } from './schemas/bundles.ts';
import { bundlesBody, LONGEST_WINDOW } from './schemas/bundles.ts';
import type { CaseBundlesBody, ShownSharedDays } from './schemas/shared-days.ts';
import { caseBundlesBody, keptProposal } from './schemas/shared-days.ts';
import { caseInScope } from './scope.ts';
import type { Service } from './service.ts';

const MINUTE = 60_000;

/** The case for who may see all of it. @throws {Problem} `not-found`, `not-allowed`, `wrong-moment` before it is published */
async function caseOf(service: Service, caller: Caller, id: unknown): Promise<{ row: CaseRow; view: CaseView }> {
  const row = await caseInScope(service, caller, id);
  demandRight(caller, 'share-days');
  if (sightOf(caller, row, service.registry) !== 'whole') throw new Problem('not-allowed');
  if (row.view === null) throw new Problem('wrong-moment');
  return { row, view: row.view };
}

/** Every proposal of a case, the newest first, with what was said to it. @throws {Problem} as `caseOf` */
export async function listSharedDays(service: Service, caller: Caller, id: unknown): Promise<ShownSharedDays> {
  const { db } = service;
  const { row } = await caseOf(service, caller, id);
  await audit(db, { actor: caller.actor, action: 'read-bundles', caseId: row.id, at: await clockNow(db) });
  return sharedDaysOf(service, row.id);
}

/** The proposals as PostgreSQL has them now. */
export async function sharedDaysOf({ db, registry }: Service, id: string): Promise<ShownSharedDays> {
  const all = (await caseFor(db, id))?.view?.sharedDays ?? [];
  const kept = await submissions(
    db,
    all.map((one) => one.id),
  );
  const proposalOf = (one: SharedDays): ShownBundles | null => {
    const found = keptProposal.safeParse(kept.find(({ id: submission }) => submission === one.id)?.content);
    return found.success ? found.data.proposal : null;
  };
  const named = (unit: string) => ({ id: unit, name: unitById(registry, unit)?.name ?? unit });
  const items = all.map((one) => ({
    id: one.id,
    proposedAt: instant(one.proposedAt),
    unit: named(one.unit),
    state: one.standing.state,
    label: sharedDaysLabels[one.standing.state],
    ...whyOf(one, named),
    times: one.times.map(({ item, what, unit, at, was }) => ({
      ...{ item, what: followUpWords(what), unit: named(unit), at: instant(at) },
      ...{ was: was === null ? null : instant(was), yes: hasSaidYes(one, item) },
    })),
    proposal: proposalOf(one),
  }));
  return { dischargeId: id, items: items.reverse() };
}

const hasSaidYes = ({ standing }: SharedDays, item: string): boolean =>
  standing.state === 'agreed' || (standing.state === 'units-asked' && standing.yes.includes(item));

/** Who said no or nothing, why, and what is possible instead. */
function whyOf({ standing }: SharedDays, named: (unit: string) => { id: string; name: string }) {
  const by = 'by' in standing && standing.by !== PATIENT ? named(standing.by) : null;
  return {
    by: 'by' in standing || standing.state === 'too-much' ? (by ?? { id: PATIENT, name: 'Patienten' }) : null,
    reason: standing.state === 'declined' ? reasonWords(standing.reason) : null,
    mostInOneDay: standing.state === 'too-much' ? (standing.mostInOneDay ?? 1) : null,
    offered: standing.state === 'other-time' ? { item: standing.item, at: instant(standing.at) } : null,
  };
}

const reasons: Readonly<Record<string, string>> = { ...declineReasons, ...patientReasons };
const reasonWords = (code: string | null): string | null => (code === null ? null : (reasons[code] ?? code));

export type Proposed =
  | { readonly kind: 'nothing-gained'; readonly shown: ShownBundles }
  | { readonly kind: 'put'; readonly row: CaseRow; readonly outcome: Outcome };

/**
 * Proposes to share days, from the follow-ups as they stand; nothing is kept when nothing is gained.
 *
 * @throws {Problem} as `caseOf`; `bad-input` also for an item that is none of the case's outings
 */
export async function proposeSharedDays(
  service: Service,
  caller: Caller,
  id: unknown,
  raw: unknown,
  request: RequestIdentity,
): Promise<Proposed> {
  const { row, view } = await caseOf(service, caller, id);
  const asked = check(caseBundlesBody, raw);
  const now = await clockNow(service.db);
  const unit = row.parties.find((party) => caller.actor.units.includes(party));
  if (unit === undefined) throw new Problem('not-allowed');
  const body = check(bundlesBody(service), bodyOf(service, view, asked, now));
  const problem = problemOf(service, body, now);
  const proposal = proposeBundles(problem);
  const later = outings(view, now).length - body.treatments.length;
  const proposed = withLater(shown(service, body, problem, proposal), later);
  if (proposal.kind === 'nothing-gained') return { kind: 'nothing-gained', shown: proposed };
  const items = new Map(outings(view, now).map((item) => [item.id, item]));
  const times = proposal.days
    .flatMap((day) => day.treatments)
    .flatMap(({ id: item, start, how }): readonly SharedTime[] => {
      const found = items.get(item);
      if (found === undefined || how === 'kept') return [];
      const was = found.state === 'booked' ? found.bookedAt : null;
      return [{ item, what: found.what, unit: found.owner, at: start, was }];
    });
  const largest = Math.max(...proposal.days.map(({ treatments }) => treatments.length));
  const outcome = await decide(service, {
    caller,
    kind: 'propose-shared-days',
    caseId: row.id,
    workflowId: row.workflowId,
    update: () => ({ decision: 'propose-shared-days', body: { times, largest, unit } }),
    content: { ...asked, proposal: proposed },
    request,
    closed: row.closedAt !== null,
  });
  return { kind: 'put', row, outcome };
}

/** The search takes so many at once: the soonest. */
const considered = (view: CaseView, now: number) => outings(view, now).slice(0, MOST_TREATMENTS);

/** What stands against it also says how many later appointments it knows nothing of. */
function withLater(proposed: ShownBundles, later: number): ShownBundles {
  if (later <= 0) return proposed;
  const words = later === 1 ? '1 senere aftale er' : `${later} senere aftaler er`;
  return { ...proposed, against: [...proposed.against, `${words} ikke taget med.`] };
}

/** The question of bundles.ts: what the case says, with what the caller adds to single items. */
function bodyOf({ rules }: Service, view: CaseView, asked: CaseBundlesBody, now: number): unknown {
  const { lengths, usualLength } = afterLeavingOn(rules.current().afterLeaving, localDate(instant(now))).bundling;
  const all = view.sharedDays ?? [];
  const items = considered(view, now);
  const unknown = asked.treatments.findIndex(({ id }) => !items.some((item) => item.id === id));
  if (unknown >= 0) {
    const errors = [fault(['treatments', unknown, 'id'], 'Er ingen aftale, patienten skal ud til')];
    throw new Problem('bad-input', { errors });
  }
  if (items.length === 0) throw new Problem('bad-input', { errors: [fault(['treatments'], 'Der er ingen aftaler')] });
  const treatments = items.map((item): Partial<BundlesBody['treatments'][number]> => {
    const said = asked.treatments.find(({ id }) => id === item.id);
    const minutes = said?.minutes ?? lengths[item.what] ?? usualLength;
    const booked = item.state === 'booked' ? item.bookedAt : null;
    const offered = offeredTime(all, item.id);
    const from = offered !== null && offered > now ? offered : item.from;
    const until = offered !== null && offered > now ? offered + minutes * MINUTE : item.until;
    return {
      ...said,
      ...{ id: item.id, what: followUpWords(item.what), place: item.owner, minutes },
      ...{ from: instant(from), until: instant(Math.min(until, from + LONGEST_WINDOW)) },
      booked: booked === null ? null : instant(booked),
    };
  });
  const borne = [asked.mostInOneDay, mostBorne(all)].filter((most) => most !== null);
  return {
    municipality: view.municipality,
    transport: asked.transport,
    mostInOneDay: borne.length === 0 ? null : Math.min(...borne),
    treatments,
  };
}
