// The way in for a patient or relative: a link, a code to the registered phone, a short session, and the plan. Nobody
// learns here whether a link exists: every wrong thing has the same answer after the same work.
import { randomBytes } from 'node:crypto';
import { instant } from '../domain/ids.ts';
import { patientSheet } from '../domain/patient-view.ts';
import { audit } from '../store/audit.ts';
import type { CaseRow } from '../store/cases.ts';
import { caseFor } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { isCode } from '../store/view-codes.ts';
import type { ViewLink } from '../store/view-links.ts';
import {
  countTry,
  endLink,
  endSession,
  linkOf,
  linkOfSession,
  openSession,
  useCode,
  wantCode,
} from '../store/view-links.ts';
import { Problem } from './errors.ts';
import { contactsOf } from './papers.ts';
import { known, stateFor, viewRules } from './patient-view.ts';
import type { ShownPatientSheet } from './schemas/patient-view.ts';
import type { Service } from './service.ts';
import { readToken } from './view-token.ts';

/** A link that may be used at this moment, its case, and until when. */
interface Usable {
  readonly link: ViewLink;
  readonly row: CaseRow;
  readonly until: number;
}

async function usable(service: Service, link: ViewLink | null, now: number): Promise<Usable | null> {
  if (link === null || link.endedAt !== null) return null;
  const row = await caseFor(service.db, link.caseId);
  if (row === null) return null;
  const given = { invitedAt: link.invitedAt, now, rules: viewRules(service, now) };
  const state = stateFor(await known(service, row), link.relative, given);
  return state.state === 'open' ? { link, row, until: state.until } : null;
}

const tell = ({ db }: Service, link: ViewLink, action: string, at: number, more: Record<string, string> = {}) =>
  audit(db, {
    actor: {
      person: link.relative ?? 'patient',
      role: link.relative === null ? 'patient' : 'relative',
      org: 'patient-view',
    },
    action,
    caseId: link.caseId,
    details: { link: link.id, ...more },
    at,
  });

async function findLink({ db }: Service, typed: string): Promise<ViewLink | null> {
  const token = readToken(typed);
  return token === null ? null : linkOf(db, token);
}

/** Has a code sent to the registered phone, within the limits of the link. Says nothing of whether it did. */
export async function askForCode(service: Service, typed: string): Promise<void> {
  const now = await clockNow(service.db);
  const found = await usable(service, await findLink(service, typed), now);
  if (found === null) return;
  const outcome = await wantCode(service.db, found.link.id, viewRules(service, now), now);
  await tell(service, found.link, 'ask-view-code', now, { outcome });
}

/** The secret of a session, for the cookie, and when it ends, epoch ms. */
export interface Opened {
  readonly secret: string;
  readonly now: number;
  readonly endsAt: number;
}

/**
 * Opens the view by a code. This is where it is proven who is there: a national log-in will be a second function beside
 * this one, which finds the link of the person who has logged in and ends in `open` too.
 *
 * Gives the problem `wrong-code`, whatever was wrong.
 */
export async function openByCode(service: Service, typed: string, digits: string): Promise<Opened | Problem> {
  const { db } = service;
  const now = await clockNow(db);
  const found = await usable(service, await findLink(service, typed), now);
  const tried = found === null ? 'locked' : await countTry(db, found.link.id, viewRules(service, now).codeTries, now);
  const code = tried === 'locked' ? null : tried.code;
  const right = await isCode(digits.replaceAll(/\s/g, ''), code);
  if (found !== null && code !== null && right && (await useCode(db, found.link.id, code.id, now))) {
    return open(service, found, now);
  }
  if (found !== null) await refuse(service, found.link, tried === 'locked' || tried.last, now);
  return new Problem('wrong-code');
}

async function refuse(service: Service, link: ViewLink, last: boolean, now: number): Promise<void> {
  await tell(service, link, 'wrong-view-code', now);
  if (last && (await endLink(service.db, link, 'locked', now))) await tell(service, link, 'lock-view-link', now);
}

async function open(service: Service, { link, until }: Usable, now: number): Promise<Opened> {
  const secret = randomBytes(32).toString('base64url');
  const endsAt = Math.min(until, now + viewRules(service, now).sessionMinutes * 60_000);
  await openSession(service.db, { link: link.id, secret, endsAt }, now);
  await tell(service, link, 'open-view', now);
  return { secret, now, endsAt };
}

/** The plan, for a session that is still open, seen at `now`. Every look is on record. @throws {Problem} `view-ended` */
export async function seePlan(
  service: Service,
  secret: string | null,
): Promise<{ readonly sheet: ShownPatientSheet; readonly now: number }> {
  const { db, registry } = service;
  const now = await clockNow(db);
  const session = secret === null ? null : await linkOfSession(db, secret, now);
  const found = await usable(service, session, now);
  const view = found?.row.view ?? null;
  if (session === null || found === null || view === null) throw new Problem('view-ended');
  const facts = { view, contacts: await contactsOf(service, found.row.id, now), registry, now };
  const kind = found.link.relative === null ? 'patient' : 'relative';
  const { title, about, parts, foot } = patientSheet(facts, kind, view.stage, found.until);
  await tell(service, found.link, 'see-plan', now);
  const sheet = {
    ...{ title, about: [...about], foot: [...foot] },
    parts: parts.map(({ heading, framed, entries }) => ({
      ...{ heading, framed: framed === true },
      entries: entries.map(({ head, details }) => ({ head, details: [...details] })),
    })),
    until: instant(Math.min(found.until, session.sessionEndsAt)),
  };
  return { sheet, now };
}

/** Ends a session; one that is not there has ended already. */
export async function closeView(service: Service, secret: string | null): Promise<void> {
  if (secret !== null) await endSession(service.db, secret, await clockNow(service.db));
}
