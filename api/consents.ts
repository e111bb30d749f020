// Consents per purpose, named relatives and the protection of an address over the API: noted by whoever asked, read by
// the parties who know the patient. A case is told of one thing only: to whom the rehabilitation plan may be sent.
import type { ConsentEntry, ConsentQuestion } from '../domain/consent.ts';
import {
  authorities,
  consentAnswers,
  consentAt,
  consentForms,
  consentPurpose,
  consentPurposes,
  consentStateLabels,
  relations,
} from '../domain/consent.ts';
import type { PlanPurpose } from '../domain/gate-record.ts';
import { isPlanPurpose } from '../domain/gate-record.ts';
import { epoch, instant } from '../domain/ids.ts';
import { protections } from '../domain/patient-view.ts';
import { audit } from '../store/audit.ts';
import type { CaseRow } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Noted, Relative } from '../store/consents.ts';
import {
  consentsOf,
  nameRelative,
  noteConsent,
  noteProtection,
  protectionOf,
  relativesOf,
  removeRelative,
} from '../store/consents.ts';
import { people } from '../store/people.ts';
import type { Caller } from './auth.ts';
import { check, fault, notAhead } from './check.ts';
import type { RequestIdentity } from './decide.ts';
import { Problem } from './errors.ts';
import type { Fact } from './facts.ts';
import { report } from './facts.ts';
import type { Right } from './rights.ts';
import { demandRight, sightOf } from './rights.ts';
import type { ShownConsents, ShownProtection, ShownRelatives } from './schemas/consent.ts';
import { consentBody, protectionBody, relativeBody } from './schemas/consent.ts';
import { caseInScope } from './scope.ts';
import type { Service } from './service.ts';
import { instantOrNull } from './show-parts.ts';

/**
 * The case, for a caller with this right who may know the patient.
 *
 * @throws {Problem} `not-found`, `not-allowed`
 */
export async function knownCase(service: Service, caller: Caller, id: unknown, right: Right): Promise<CaseRow> {
  const row = await caseInScope(service, caller, id);
  demandRight(caller, right);
  if (sightOf(caller, row, service.registry) !== 'whole') throw new Problem('not-allowed');
  return row;
}

export const notedBy = ({ actor }: Caller, at: number): Noted => ({ by: actor.person, org: actor.org, at });

const wrong = (path: string, detail: string): Problem => new Problem('bad-input', { errors: [fault([path], detail)] });

/** How each purpose stands, and all that was said of it. */
export async function readConsents(service: Service, caller: Caller, id: unknown): Promise<ShownConsents> {
  const row = await knownCase(service, caller, id, 'see-consents');
  const at = await clockNow(service.db);
  await audit(service.db, { actor: caller.actor, action: 'read-consents', caseId: row.id, at });
  return showConsents(service, row, at);
}

/** Notes what was said; nothing that was noted is ever changed. @throws {Problem} also `bad-input` */
export async function addConsent(
  service: Service,
  caller: Caller,
  id: unknown,
  raw: unknown,
  request: RequestIdentity,
): Promise<ShownConsents> {
  const { db } = service;
  const row = await knownCase(service, caller, id, 'note-consent');
  const body = check(consentBody, raw);
  const [now, relatives] = await Promise.all([clockNow(db), relativesOf(db, row.id)]);
  const { purpose, answer, form, saidBy } = body;
  const relative = body.relative ?? null;
  checkRelative({ purpose, relative }, answer, relatives);
  if (saidBy !== 'patient' && !named(relatives, saidBy.relative, 'decides')) {
    throw wrong('saidBy.relative', 'Er ikke en navngiven pårørende, der kan samtykke for patienten');
  }
  if (body.saidAt !== undefined) notAhead('saidAt', body.saidAt, now);
  const saidAt = body.saidAt === undefined ? now : epoch(body.saidAt);
  const from = body.from === undefined ? saidAt : epoch(body.from);
  const until = body.until == null ? null : epoch(body.until);
  if (answer !== 'given' && (body.from !== undefined || until !== null)) {
    throw wrong(until === null ? 'from' : 'until', 'Kun et ja har en periode');
  }
  if (until !== null && until <= from) throw wrong('until', 'Slutter, før det begynder');
  const noted = notedBy(caller, now);
  if (isPlanPurpose(purpose)) {
    if (row.kind !== 'discharge') throw wrong('purpose', 'Hører til en udskrivning');
    if (body.from !== undefined || until !== null) throw wrong(until === null ? 'from' : 'until', 'Har ingen periode');
    const fact = planConsentFact(row, { purpose, answer, form, saidBy, saidAt }, noted, body);
    await report(service, caller, row, fact, request);
    return showConsents(service, row, now);
  }
  await db.transaction().execute(async (work) => {
    const said = { purpose, relative, answer, form, saidBy, saidAt, from, until };
    await noteConsent(work, row.id, said, noted);
    const details = { purpose, answer, ...(relative === null ? {} : { relative }) };
    await audit(work, { actor: caller.actor, action: 'note-consent', caseId: row.id, details, at: now });
  });
  return showConsents(service, row, now);
}

/**
 * What the patient said of sending the rehabilitation plan, by a person or a system: noted as every consent, and in the
 * same transaction handed to the case, whose gate reads it. Nothing but this writes either (decision 29).
 */
export const planConsentFact = (
  { id }: Pick<CaseRow, 'id'>,
  {
    purpose,
    answer,
    form,
    saidBy,
    saidAt,
  }: Pick<ConsentEntry, 'answer' | 'form' | 'saidBy' | 'saidAt'> & {
    readonly purpose: PlanPurpose;
  },
  noted: Noted,
  content: unknown,
): Fact => ({
  what: 'note-consent',
  happenedAt: saidAt,
  content,
  step: { decision: 'note-consent', body: { purpose, answer, saidAt } },
  recorded: { fact: 'consent-noted', codes: { purpose, consent: answer } },
  also: (work) =>
    noteConsent(work, id, { purpose, relative: null, answer, form, saidBy, saidAt, from: saidAt, until: null }, noted),
});

/** A yes is to somebody on the case; a no or a withdrawal may come after the relative was taken off. */
function checkRelative(
  { purpose, relative }: ConsentQuestion,
  answer: ConsentEntry['answer'],
  relatives: readonly Relative[],
): void {
  if (consentPurpose(purpose).about === 'case') {
    if (relative !== null) throw wrong('relative', 'Formålet nævner ingen pårørende');
    return;
  }
  const known = relatives.find((one) => one.id === relative);
  if (known === undefined || (answer === 'given' && known.removedAt !== null)) {
    throw wrong('relative', 'Navngiv først den pårørende på forløbet');
  }
}

const named = (relatives: readonly Relative[], id: string, authority: Relative['authority']): boolean =>
  relatives.some((one) => one.id === id && one.authority === authority && one.removedAt === null);

async function showConsents({ db }: Service, { id }: CaseRow, now: number): Promise<ShownConsents> {
  const [entries, relatives] = await Promise.all([consentsOf(db, id), relativesOf(db, id)]);
  const persons = await people(
    db,
    entries.map(({ by }) => by),
  );
  const nameOf = (relative: string): string | null => relatives.find((one) => one.id === relative)?.name ?? null;
  const questions = consentPurposes.flatMap((purpose): readonly ConsentQuestion[] =>
    consentPurpose(purpose).about === 'case'
      ? [{ purpose, relative: null }]
      : relatives.map((one) => ({ purpose, relative: one.id })),
  );
  const items = questions.map(({ purpose, relative }) => {
    const state = consentAt(entries, { purpose, relative }, now);
    const { label, law } = consentPurpose(purpose);
    return {
      purpose: { code: purpose, label, law },
      relative: relative === null ? null : { id: relative, name: nameOf(relative) },
      state: { code: state.state, label: consentStateLabels[state.state] },
      from: 'from' in state ? instant(state.from) : null,
      until: 'until' in state ? instantOrNull(state.until) : null,
      entries: entries
        .filter((one) => one.purpose === purpose && one.relative === relative)
        .map(({ answer, form, saidBy, saidAt, from, until, by, org, at }) => ({
          answer: { code: answer, label: consentAnswers[answer] },
          form: { code: form, label: consentForms[form] },
          saidBy:
            saidBy === 'patient'
              ? { kind: 'patient' as const, name: null }
              : { kind: 'relative' as const, name: nameOf(saidBy.relative) },
          ...{ saidAt: instant(saidAt), from: instant(from), until: instantOrNull(until) },
          noted: { id: by, name: persons.get(by)?.name ?? null, org, at: instant(at) },
        })),
    };
  });
  return { items, next: null };
}

export async function readRelatives(service: Service, caller: Caller, id: unknown): Promise<ShownRelatives> {
  const row = await knownCase(service, caller, id, 'see-consents');
  const at = await clockNow(service.db);
  await audit(service.db, { actor: caller.actor, action: 'read-relatives', caseId: row.id, at });
  return showRelatives(service, row);
}

/** Names a relative on the case. It gives no access to anything: consent and a link do. @throws {Problem} also `bad-input` */
export async function addRelative(
  service: Service,
  caller: Caller,
  id: unknown,
  raw: unknown,
): Promise<ShownRelatives> {
  const { db } = service;
  const row = await knownCase(service, caller, id, 'note-consent');
  const body = check(relativeBody, raw);
  const now = await clockNow(db);
  await db.transaction().execute(async (work) => {
    const relative = await nameRelative(work, row.id, body, notedBy(caller, now));
    const details = { relative, relation: body.relation, authority: body.authority };
    await audit(work, { actor: caller.actor, action: 'name-relative', caseId: row.id, details, at: now });
  });
  return showRelatives(service, row);
}

/** Takes a relative off the case: name and phone are gone, and so is what the relative could see. */
export async function takeOffRelative(
  service: Service,
  caller: Caller,
  id: unknown,
  relative: string,
): Promise<ShownRelatives> {
  const { db } = service;
  const row = await knownCase(service, caller, id, 'note-consent');
  const known = (await relativesOf(db, row.id)).some((one) => one.id === relative);
  if (!known) throw new Problem('not-found');
  const now = await clockNow(db);
  await db.transaction().execute(async (work) => {
    if (!(await removeRelative(work, row.id, relative, now))) return;
    await audit(work, {
      actor: caller.actor,
      action: 'remove-relative',
      caseId: row.id,
      details: { relative },
      at: now,
    });
  });
  return showRelatives(service, row);
}

async function showRelatives({ db }: Service, { id }: CaseRow): Promise<ShownRelatives> {
  const items = (await relativesOf(db, id)).map((one) => ({
    ...{ id: one.id, name: one.name, phone: one.phone },
    relation: { code: one.relation, label: relations[one.relation] },
    authority: { code: one.authority, label: authorities[one.authority] },
    namedAt: instant(one.namedAt),
    removedAt: instantOrNull(one.removedAt),
  }));
  return { items, next: null };
}

/** Notes whether the patient's name and address are protected, as the caller's own record says. @throws {Problem} also `bad-input` */
export async function setProtection(
  service: Service,
  caller: Caller,
  id: unknown,
  raw: unknown,
): Promise<ShownProtection> {
  const { db } = service;
  const row = await knownCase(service, caller, id, 'note-consent');
  const { state } = check(protectionBody, raw);
  const now = await clockNow(db);
  await db.transaction().execute(async (work) => {
    await noteProtection(work, row.id, state, notedBy(caller, now));
    await audit(work, { actor: caller.actor, action: 'note-protection', caseId: row.id, details: { state }, at: now });
  });
  return showProtection(service, row);
}

export async function showProtection({ db }: Service, { id }: CaseRow): Promise<ShownProtection> {
  const noted = await protectionOf(db, id);
  if (noted === null) return null;
  const { state, by, org, at } = noted;
  const name = (await people(db, [by])).get(by)?.name ?? null;
  return { state: { code: state, label: protections[state] }, noted: { id: by, name, org, at: instant(at) } };
}
