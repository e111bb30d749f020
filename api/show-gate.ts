// The gate (tjeklisten) as people see it: each criterion with what it rests on, who has it, and what to do about it.
// Read from what the case has published, so it is shown while Temporal is away.
import { CalendarYearMissing, localDate } from '../domain/calendar.ts';
import type { CaseView } from '../domain/case-view.ts';
import { consentPurpose, consentStateLabels } from '../domain/consent.ts';
import { criterionStates, gateOf, missing, overrideOf } from '../domain/gate.ts';
import { criteria, leavingOf } from '../domain/gate-criteria.ts';
import { evidenceOf } from '../domain/gate-evidence.ts';
import { gateHoursOn, medicationRoute, nextPharmacyDay } from '../domain/gate-medicine.ts';
import type { Criterion } from '../domain/gate-record.ts';
import { noGate, overrideReasons, planPurposes, sayings } from '../domain/gate-record.ts';
import { instant } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { RuleError } from '../domain/rule-set.ts';
import { audit } from '../store/audit.ts';
import type { WholeCase } from '../store/cases.ts';
import { wholeCase } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { people } from '../store/people.ts';
import type { Submission } from '../store/submissions.ts';
import { submissions } from '../store/submissions.ts';
import type { Caller } from './auth.ts';
import { Problem } from './errors.ts';
import { sightOf } from './rights.ts';
import type { ShownGate, ShownOverride } from './schemas/gate.ts';
import { caseInScope } from './scope.ts';
import type { Service } from './service.ts';
import type { Names } from './show-parts.ts';
import { instantOrNull, personOf, showEvent, unitOf } from './show-parts.ts';

type Shown = ShownGate['criteria'][number];

/**
 * The whole list of a discharge, each criterion with what it rests on.
 *
 * @throws {Problem} `not-found`; `not-allowed` for a unit that is only asked for a place; `wrong-moment` before anything is shown
 */
export async function showGate(service: Service, caller: Caller, id: unknown): Promise<ShownGate> {
  const { db, registry } = service;
  const row = await caseInScope(service, caller, id);
  if (row.kind !== 'discharge') throw new Problem('not-found');
  const sight = sightOf(caller, row, registry);
  if (sight === 'need') throw new Problem('not-allowed');
  const whole = await wholeCase(db, row.id);
  if (whole === null || whole.view === null) throw new Problem('wrong-moment');
  const { view } = whole;
  const overrides = view.gate?.overrides ?? [];
  const by = [...whole.events.map(({ actor }) => actor), ...whole.tasks.flatMap(({ answer }) => answer?.by ?? [])];
  const [persons, words, now] = await Promise.all([
    people(db, [...by, ...overrides.map((one) => one.by)]),
    submissions(
      db,
      overrides.flatMap(({ submission }) => submission ?? []),
    ),
    clockNow(db),
  ]);
  await audit(db, { actor: caller.actor, action: 'read-gate', caseId: row.id, at: now });
  const names: Names = { registry, person: (one) => (sight === 'codes' ? null : (persons.get(one)?.name ?? null)) };
  const kept = new Map(sight === 'codes' ? [] : words.map((one) => [one.id, one] as const));
  return {
    dischargeId: row.id,
    readyAt: instantOrNull(view.readyAt),
    leftAt: instantOrNull(view.leftAt),
    leftReady: leftReady(view),
    missing: missing(view).map((code) => ({ code, label: criteria[code].missing })),
    rule: view.gate?.asked?.rule ?? null,
    criteria: gateOf(view).map(({ code, state }) => ({
      code,
      name: criteria[code].name,
      state,
      stateLabel: criterionStates[state],
      label: state === 'not-met' ? criteria[code].missing : null,
      todo: state === 'not-met' ? criteria[code].todo : null,
      owner: unitOf(names, ownerOf(service, view, code)),
      evidence: evidence(names, whole, code),
      lines: lines(names, view, code),
      consents: code === 'rehabilitation-sent' ? planConsents(view) : [],
      medicine: code === 'medicine-sent-along' ? medicine(service, view) : null,
      route: code === 'medication-card-updated' && state === 'not-met' ? routeOf(service, view, now) : null,
    })),
    overrides: showOverrides(names, view, kept),
  };
}

/** Whether the patient left with ready said; null before that. */
export const leftReady = ({ gate, leftAt, readyAt }: CaseView): boolean | null =>
  leftAt === null ? null : (gate?.atLeaving?.ready ?? readyAt !== null);

/** Every override that was ever given; `kept`: the words that the caller may read. */
export const showOverrides = (
  names: Names,
  view: CaseView,
  kept: ReadonlyMap<string, Pick<Submission, 'content'>>,
): ShownOverride[] =>
  (view.gate?.overrides ?? []).map((one) => ({
    code: one.criterion,
    label: criteria[one.criterion].missing,
    reason: one.reason,
    reasonLabel: overrideReasons[one.reason],
    note: noteIn(one.submission === null ? null : kept.get(one.submission)?.content),
    by: personOf(names, one.by),
    org: one.org,
    at: instant(one.at),
    holds: overrideOf(view, one.criterion)?.at === one.at,
  }));

function noteIn(content: unknown): string | null {
  const note: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, 'note') : null;
  return typeof note === 'string' ? note : null;
}

function ownerOf({ registry }: Service, view: CaseView, code: Criterion): string {
  const { owner } = criteria[code];
  if (owner === 'ward') return view.wardUnit;
  if (owner === 'municipality') return view.visitationUnit;
  const care = registry.units.find(
    ({ kind, municipality }) => kind === 'home-care' && municipality === view.municipality,
  );
  return care?.id ?? view.visitationUnit;
}

function evidence(names: Names, { events, tasks }: WholeCase, code: Criterion): Shown['evidence'] {
  const event = evidenceOf(code, events);
  if (event === undefined) return null;
  const { task } = event.codes;
  const answered = tasks.find(({ id }) => id === task)?.answer ?? null;
  const shown = showEvent(names, event, null);
  return {
    ...{ event: event.number, text: shown.text, org: event.org },
    by: answered === null ? shown.by : personOf(names, answered.by),
    ...{ happenedAt: shown.happenedAt, learntAt: shown.learntAt },
    task: typeof task === 'string' ? task : null,
  };
}

const lines = (names: Names, { gate = noGate }: CaseView, code: Criterion): Shown['lines'] =>
  gate.stated
    .filter(({ criterion, line }) => criterion === code && line > 0)
    .sort((a, b) => a.line - b.line)
    .map(({ line, said, owner }) => ({
      ...{ line, said, label: sayings[said] },
      owner: owner === undefined ? null : unitOf(names, owner),
    }));

/** What the patient said of each receiver of the rehabilitation plan; the words of the consents themselves. */
const planConsents = ({ gate = noGate }: CaseView): Shown['consents'] =>
  planPurposes.map((purpose) => {
    const said = gate.consents?.find((one) => one.purpose === purpose);
    const answer = said?.answer ?? 'not-asked';
    const label = consentPurpose(purpose).label;
    return { purpose, label, answer, answerLabel: consentStateLabels[answer], since: instantOrNull(said?.at ?? null) };
  });

function medicine({ rules }: Service, view: CaseView): Shown['medicine'] {
  const lastsUntil = view.gate?.stated.find(({ criterion }) => criterion === 'medicine-sent-along')?.lastsUntil;
  if (lastsUntil === undefined) return null;
  const leaves = leavingOf(view);
  if (leaves === null) return { lastsUntil, days: null, nextPharmacyDay: null };
  const day = localDate(instant(leaves));
  const days = Math.round((Date.parse(lastsUntil) - Date.parse(day)) / 86_400_000);
  const next = known(() => nextPharmacyDay(gateHoursOn(rules.current(), view.municipality, day).pharmacy, day));
  return { lastsUntil, days, nextPharmacyDay: next };
}

/** What the rules say, or null for a day without rules or without its holidays. */
function known<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof CalendarYearMissing || error instanceof RuleError) return null;
    throw error;
  }
}

/** Who answers now about a medication card that was not updated; null when no rules or holidays are known for the day. */
export function routeOf(
  { rules, registry }: Service,
  { municipality, wardUnit }: Pick<CaseView, 'municipality' | 'wardUnit'>,
  now: number,
): Shown['route'] {
  const book = rules.current();
  return known(() => {
    const { dischargingDoctor } = gateHoursOn(book, municipality, localDate(instant(now)));
    const ward = unitById(registry, wardUnit);
    const { name, phone, until } = medicationRoute(dischargingDoctor, book.contacts, ward, now);
    return { name, phone, until: instant(until) };
  });
}
