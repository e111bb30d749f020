// The parts of a case in words: services, bed, messages, follow-ups, clocks and the timeline.
// Each is a pure function of what was published and of the names joined to it.
import { capability } from '../domain/capability-codes.ts';
import type {
  BedState,
  CaseView,
  ClockView,
  EventView,
  MessageView,
  NextPlace,
  ServiceState,
} from '../domain/case-view.ts';
import { factLabels } from '../domain/facts.ts';
import type { FollowUpItem } from '../domain/follow-up.ts';
import { followUpPlaces, notDoneReasons } from '../domain/follow-up.ts';
import { instant } from '../domain/ids.ts';
import { isLegalBasis, legalBasisLabel } from '../domain/legal-basis.ts';
import type { Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import type { ServiceCode } from '../domain/plan.ts';
import { serviceCodes, serviceLabels } from '../domain/plan.ts';
import { localText } from '../domain/plan-content.ts';
import { declineReasons, followUpKinds } from '../domain/reasons.ts';
import type { ExtendedResponsibility, Responsibility } from '../domain/responsibility.ts';
import { responsibleAt } from '../domain/responsibility.ts';
import { isTaskKind, taskKind } from '../domain/task-kinds.ts';
import type { SendingRow } from '../store/messages.ts';
import { linesOf } from './about.ts';
import {
  bedLabels,
  followUpLabels,
  messageLabel,
  messageStateLabels,
  messageWayLabels,
  serviceStateLabels,
} from './labels.ts';
import type { ShownCase } from './schemas/case.ts';

/** Names of units and persons as the caller may know them. */
export interface Names {
  readonly registry: Registry;
  person(id: string): string | null;
}

export const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at));

/** A unit with the number to ring. */
export function unitOf({ registry }: Names, id: string) {
  const unit = unitById(registry, id);
  return { id, name: unit?.name ?? id, phone: unit?.phone ?? '' };
}

export const personOf = (names: Names, id: string) => ({ id, name: names.person(id) });

const labelIn = (table: Readonly<Record<string, string>>, code: string): string => table[code] ?? code;

const isService = (code: string): code is ServiceCode => serviceCodes.some((known) => known === code);

/** Each requested service and how it stands; one not yet asked about waits for its answer too. */
export function showServices(
  names: Names,
  { plan, services }: Pick<CaseView, 'plan' | 'services'>,
): ShownCase['services'] {
  return (plan?.services ?? []).filter(isService).map((service) => {
    const state: ServiceState = services[service] ?? { state: 'asked' };
    const reason = 'reason' in state ? state.reason : null;
    return {
      service,
      label: serviceLabels[service],
      state: state.state,
      stateLabel: serviceStateLabels[state.state],
      from: 'from' in state && state.from !== null && state.from !== '' ? state.from : null,
      reason,
      reasonLabel: reason === null ? null : labelIn(declineReasons, reason),
      by: 'by' in state ? personOf(names, state.by) : null,
      at: 'at' in state ? instant(state.at) : null,
    };
  });
}

export function showBed(names: Names, bed: BedState, facts: ShownCase['bed']['facts']): ShownCase['bed'] {
  const asked = bed.state === 'asked' ? bed.asked : [];
  const shown = 'unit' in bed ? bed : asked[0];
  return {
    state: bed.state,
    label: bedLabels[bed.state],
    unit: shown === undefined ? null : unitOf(names, shown.unit),
    place: shown?.place ?? null,
    asked: asked.map(({ unit, place }) => ({ unit: unitOf(names, unit), place })),
    open: ('unit' in bed ? (bed.open ?? []) : []).map((code) => ({ code, label: capability(code).danish })),
    until: 'until' in bed ? instant(bed.until) : null,
    by: 'by' in bed ? personOf(names, bed.by) : null,
    at: 'at' in bed ? instant(bed.at) : null,
    arrival: 'arrival' in bed ? instantOrNull(bed.arrival ?? null) : null,
    arrivedAt: 'arrivedAt' in bed ? instant(bed.arrivedAt) : null,
    endedAt: 'endedAt' in bed ? instant(bed.endedAt) : null,
    facts,
    next: bed.state === 'in-use' && bed.next !== undefined ? showNext(names, bed.next) : null,
  };
}

const showNext = (names: Names, { unit, place, arrival }: NextPlace) => ({
  unit: unitOf(names, unit),
  place,
  arrival: instant(arrival),
});

/** Who is medically responsible now, with the phone to ring. */
export function showResponsibility(
  names: Names,
  responsibility: Responsibility | null,
  now: number,
): ShownCase['responsibility'] {
  if (responsibility === null) return null;
  const { who, until, after } = responsibleAt(responsibility, now);
  return {
    who: who === null ? null : unitOf(names, who),
    until: instantOrNull(until),
    after: after === null ? null : unitOf(names, after),
    rule: responsibility.rule,
  };
}

/** The 72 hours after the stay: whose they are, with the phone to ring. */
export const showExtended = (names: Names, extended: ExtendedResponsibility | null): ShownCase['extended'] =>
  extended === null
    ? null
    : {
        unit: unitOf(names, extended.unit),
        from: instant(extended.from),
        until: instant(extended.until),
        rule: extended.rule,
      };

export function showFollowUp(names: Names, item: FollowUpItem): ShownCase['followUps'][number] {
  const { id, what, from, until, owner, booker, bookBy, place, state, bookedAt } = item;
  return {
    id,
    what,
    label: labelIn(followUpKinds, what),
    from: instant(from),
    until: instant(until),
    owner: { id: owner, name: unitOf(names, owner).name },
    booker: { id: booker, name: unitOf(names, booker).name },
    bookBy: instant(bookBy),
    place: { code: place, label: followUpPlaces[place] },
    state,
    stateLabel: followUpLabels[state],
    reason: item.state === 'not-done' ? { code: item.reason, label: notDoneReasons[item.reason] } : null,
    bookedAt: instantOrNull(bookedAt),
    doneAt: item.state === 'done' ? instant(item.doneAt) : null,
  };
}

/** A message and its way; its text is in the sending and not shown here. */
export function showMessage(
  names: Names,
  message: MessageView,
  trail: readonly Pick<SendingRow, 'sending' | 'bundleId' | 'at'>[],
): ShownCase['messages'][number] {
  const { id, kind, to, basis, state, planVersion, sendings, queuedAt, sentAt, arrivedAt, failure } = message;
  return {
    id,
    kind,
    label: messageLabel(message),
    notice: message.notice,
    to: unitOf(names, to),
    basis,
    basisLabel: legalBasisLabel(basis),
    state,
    stateLabel: messageStateLabels[state],
    planVersion,
    sendings,
    queuedAt: instant(queuedAt),
    sentAt: instantOrNull(sentAt),
    arrivedAt: instantOrNull(arrivedAt),
    failure,
    ...showWay(message),
    seenBy: message.seenBy === null ? null : personOf(names, message.seenBy),
    seenAt: instantOrNull(message.seenAt),
    answeredAt: instantOrNull(message.answeredAt),
    answeredBy: message.answeredBy === null ? null : personOf(names, message.answeredBy),
    trail: trail.map(({ sending, bundleId, at }) => ({ sending, bundleId, at: instant(at) })),
  };
}

/** How it was given; messages from before this was recorded have none. */
export const showWay = ({ way }: Pick<MessageView, 'way'>) =>
  way == null ? { way: null, wayLabel: null } : { way, wayLabel: messageWayLabels[way] };

export function showClock(names: Names, clock: ClockView, now: number): ShownCase['clocks'][number] {
  const { id, name, due, rule, waitsFor, reminders = 0 } = clock;
  const waits = waitsFor === null ? null : { id: waitsFor, name: unitOf(names, waitsFor).name };
  return { id, name, due: instant(due), rule, waitsFor: waits, late: due < now, reminders };
}

/** One line of the timeline. `note`: words handed in with it, for those who may read them. */
export function showEvent(names: Names, event: EventView, note: string | null): ShownCase['timeline'][number] {
  const { number, fact, happenedAt, learntAt, actor, org, codes, submission } = event;
  return {
    number,
    fact,
    label: factLabels[fact],
    text: eventText(names, event),
    happenedAt: instant(happenedAt),
    learntAt: instant(learntAt),
    by: actor === 'service' ? { id: actor, name: 'Tjenesten selv' } : personOf(names, actor),
    org,
    codes,
    note,
    submission,
  };
}

/** The fact, what it is about, and when it happened if that was learnt late. */
function eventText(names: Names, { fact, codes, happenedAt, learntAt }: EventView): string {
  const { kind, basis } = codes;
  const title = typeof kind === 'string' && isTaskKind(kind) ? [taskKind(kind).title] : [];
  const lines = linesOf(codes, names.registry)
    .filter(({ label }) => label !== 'Hjemmel' || fact === 'objection-recorded' || fact === 'sharing-stopped')
    .map(({ text }) => text);
  const known = typeof basis === 'string' && !isLegalBasis(basis) ? [basis] : [];
  const late = learntAt - happenedAt > 60_000 ? [`skete ${localText(instant(happenedAt))}`] : [];
  const about = [...title, ...lines, ...known, ...late];
  return about.length === 0 ? factLabels[fact] : `${factLabels[fact]}: ${about.join(', ')}`;
}
