// The patient's view as staff handle it: see whether it is open, give a link to the patient or a named relative, end one.
// The link is in the answer once and is kept nowhere: it is handed over, and the code goes to the registered phone.
import type { ViewRules } from '../domain/after-leaving.ts';
import { afterLeavingOn } from '../domain/after-leaving.ts';
import { localDate } from '../domain/calendar.ts';
import type { ConsentEntry } from '../domain/consent.ts';
import { instant } from '../domain/ids.ts';
import type { Viewer, ViewState } from '../domain/patient-view.ts';
import { viewClosedReasons, viewState } from '../domain/patient-view.ts';
import { audit } from '../store/audit.ts';
import type { CaseRow } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Relative } from '../store/consents.ts';
import { consentsOf, protectionOf, relativesOf } from '../store/consents.ts';
import { patient } from '../store/patients.ts';
import { people } from '../store/people.ts';
import type { ViewLink } from '../store/view-links.ts';
import { addLink, endLink, linksOf } from '../store/view-links.ts';
import type { LinkEnd } from '../store/view-tables.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { knownCase, notedBy, showProtection } from './consents.ts';
import { Problem } from './errors.ts';
import type { ShownInvitation, ShownViewState } from './schemas/patient-view.ts';
import { inviteBody } from './schemas/patient-view.ts';
import type { Service } from './service.ts';
import { instantOrNull } from './show-parts.ts';
import { newToken, readToken } from './view-token.ts';

/** The limits in force at a time, epoch ms. */
export const viewRules = ({ rules }: Service, now: number): ViewRules =>
  afterLeavingOn(rules.current().afterLeaving, localDate(instant(now))).patientView;

/** What of a case decides whether it may be seen, read once for all of its readers. */
interface Known {
  readonly row: CaseRow;
  readonly hasPhone: boolean;
  readonly consents: readonly ConsentEntry[];
  readonly relatives: readonly Relative[];
  readonly protection: Awaited<ReturnType<typeof protectionOf>>;
}

export async function known({ db }: Service, row: CaseRow): Promise<Known> {
  const [who, consents, relatives, protection] = await Promise.all([
    patient(db, row.id),
    consentsOf(db, row.id),
    relativesOf(db, row.id),
    protectionOf(db, row.id),
  ]);
  return { row, hasPhone: who !== null && who.phone !== null, consents, relatives, protection };
}

/** Whether the plan is open to a relative, or to the patient (null), by a link given at `invitedAt`. */
export function stateFor(
  { row, hasPhone, consents, relatives, protection }: Known,
  relative: string | null,
  { invitedAt, now, rules }: { readonly invitedAt: number; readonly now: number; readonly rules: ViewRules },
): ViewState {
  const viewer: Viewer =
    relative === null
      ? { kind: 'patient', hasPhone }
      : { kind: 'relative', relative, named: relatives.some((one) => one.id === relative && one.removedAt === null) };
  const facts = { view: row.view, followed: row.next !== null, protection: protection?.state ?? null };
  return viewState({ ...facts, consents, viewer, invitedAt }, rules, now);
}

/** Gives a link; one that the reader had before ends. @throws {Problem} `not-found`, `not-allowed`, `bad-input`, `view-off` */
export async function invite(service: Service, caller: Caller, id: unknown, raw: unknown): Promise<ShownInvitation> {
  const { db } = service;
  const row = await knownCase(service, caller, id, 'invite-to-view');
  const { to } = check(inviteBody, raw);
  const relative = to === 'patient' ? null : to.relative;
  const [facts, now] = await Promise.all([known(service, row), clockNow(db)]);
  const state = stateFor(facts, relative, { invitedAt: now, now, rules: viewRules(service, now) });
  if (state.state === 'closed') {
    throw new Problem('view-off', { missing: [{ code: state.why, label: viewClosedReasons[state.why] }] });
  }
  const written = newToken();
  const token = readToken(written);
  if (token === null) throw new Problem('unexpected');
  const link = await addLink(db, { caseId: row.id, relative, token }, notedBy(caller, now));
  const details = { link: link.id, ...(relative === null ? {} : { relative }) };
  await audit(db, { actor: caller.actor, action: 'invite-to-view', caseId: row.id, details, at: now });
  return { id: link.id, to: viewerOf(facts.relatives, relative), path: `/p/${written}`, until: instant(state.until) };
}

const viewerOf = (relatives: readonly Relative[], relative: string | null): ShownInvitation['to'] =>
  relative === null
    ? { kind: 'patient', relative, name: null }
    : { kind: 'relative', relative, name: relatives.find(({ id }) => id === relative)?.name ?? null };

/** Ends a link, and whatever was open by it. @throws {Problem} `not-found`, `not-allowed` */
export async function takeBackLink(
  service: Service,
  caller: Caller,
  id: unknown,
  link: string,
): Promise<ShownViewState> {
  const { db } = service;
  const row = await knownCase(service, caller, id, 'invite-to-view');
  if (!(await linksOf(db, row.id)).some((one) => one.id === link)) throw new Problem('not-found');
  const now = await clockNow(db);
  if (await endLink(db, { caseId: row.id, id: link }, 'taken-back', now)) {
    await audit(db, { actor: caller.actor, action: 'take-back-link', caseId: row.id, details: { link }, at: now });
  }
  return showState(service, row, now);
}

/** Whether the view is open to each, why not, and all links. @throws {Problem} `not-found`, `not-allowed` */
export async function readViewState(service: Service, caller: Caller, id: unknown): Promise<ShownViewState> {
  const row = await knownCase(service, caller, id, 'see-view-links');
  const at = await clockNow(service.db);
  await audit(service.db, { actor: caller.actor, action: 'read-view-links', caseId: row.id, at });
  return showState(service, row, at);
}

async function showState(service: Service, row: CaseRow, now: number): Promise<ShownViewState> {
  const { db } = service;
  const [facts, links, protection] = await Promise.all([
    known(service, row),
    linksOf(db, row.id),
    showProtection(service, row),
  ]);
  const persons = await people(
    db,
    links.map(({ invitedBy }) => invitedBy),
  );
  const rules = viewRules(service, now);
  const viewers = [null, ...facts.relatives.filter(({ removedAt }) => removedAt === null).map((one) => one.id)];
  return {
    protection,
    viewers: viewers.map((relative) => {
      const state = stateFor(facts, relative, { invitedAt: now, now, rules });
      return {
        viewer: viewerOf(facts.relatives, relative),
        open: state.state === 'open',
        why: state.state === 'open' ? null : { code: state.why, label: viewClosedReasons[state.why] },
      };
    }),
    links: links.map((link) => ({
      ...{ id: link.id, to: viewerOf(facts.relatives, link.relative) },
      ...linkState(link, stateFor(facts, link.relative, { invitedAt: link.invitedAt, now, rules })),
      invited: {
        ...{ id: link.invitedBy, name: persons.get(link.invitedBy)?.name ?? null },
        at: instant(link.invitedAt),
      },
      openedAt: instantOrNull(link.openedAt),
    })),
  };
}

const endLabels: Readonly<Record<LinkEnd, string>> = {
  'taken-back': 'Taget tilbage',
  replaced: 'Afløst af et nyt link',
  locked: 'Låst efter for mange forkerte koder; giv et nyt link',
};

function linkState(
  { endedWhy }: ViewLink,
  state: ViewState,
): { state: ShownViewState['links'][number]['state']; until: string | null } {
  if (endedWhy !== null) return { state: { code: endedWhy, label: endLabels[endedWhy] }, until: null };
  if (state.state === 'closed') return { state: { code: state.why, label: viewClosedReasons[state.why] }, until: null };
  return { state: { code: 'open', label: 'Kan bruges' }, until: instant(state.until) };
}
