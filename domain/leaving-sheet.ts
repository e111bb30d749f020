// The patient's leaving sheet (udskrivningsark): what happens, when, who comes and which number to ring until when.
// Plain Danish, said to the patient; nothing of why the patient was in hospital, no CPR number and no address.
import type { PublicNumber } from './after-leaving.ts';
import { takesPlace } from './bed.ts';
import type { CaseView, ServiceState } from './case-view.ts';
import type { FollowUpItem } from './follow-up.ts';
import { isOver } from './follow-up.ts';
import { epoch } from './ids.ts';
import type { LeavingContacts } from './leaving-contacts.ts';
import { lastsWords, unitWords } from './leaving-contacts.ts';
import type { Registry } from './organisations.ts';
import { unitsOf } from './organisations.ts';
import type { ServiceCode } from './plan.ts';
import { serviceLabels } from './plan.ts';
import { followUpKinds } from './reasons.ts';
import type { Sheet, SheetEntry, SheetPart } from './sheet.ts';
import { asLine, dayWords, momentWords, periodWords, phoneWords, yearOf } from './sheet.ts';

type Seen = Pick<
  CaseView,
  | 'plan'
  | 'services'
  | 'bed'
  | 'followUps'
  | 'followUpAgreed'
  | 'resume'
  | 'municipality'
  | 'visitationUnit'
  | 'wardUnit'
  | 'leftAt'
>;

export interface LeavingFacts {
  readonly patient: { readonly name: string };
  readonly view: Seen;
  readonly contacts: LeavingContacts;
  readonly registry: Registry;
  /** Epoch ms by the shared clock. */
  readonly now: number;
}

/** The sheet that is put into the patient's hand. Pure. */
export const leavingSheet = (facts: LeavingFacts): Sheet => sheetOf(facts, leavingParts(facts));

/** A sheet of these parts, with its head and foot. */
export function sheetOf({ patient, view, registry, now }: LeavingFacts, parts: readonly SheetPart[]): Sheet {
  return {
    title: 'Når du skal hjem',
    about: [patient.name, leavingWords(view)],
    parts,
    foot: `Skrevet ud ${dayWords(now)} ${yearOf(now)} af ${unitWords(registry, view.wardUnit).name}. Ændrer noget sig, får du et nyt ark.`,
    pages: 'one',
  };
}

/** What the sheet says below its head, without the patient's name: whom to ring, where to be, who comes, appointments. */
export function leavingParts({ view, contacts, registry }: Omit<LeavingFacts, 'patient'>): readonly SheetPart[] {
  return [
    ringPart(contacts),
    ...bedPart(view, registry),
    ...helpPart(view, registry),
    ...appointmentPart(view, registry),
  ];
}

/** When the patient leaves or left, as far as it is known. */
export function leavingWords({ leftAt, plan }: Pick<Seen, 'leftAt' | 'plan'>): string {
  if (leftAt !== null) return `Du er udskrevet ${momentWords(leftAt)}.`;
  const date = plan?.date ?? { kind: 'unknown' };
  switch (date.kind) {
    case 'unknown':
      return 'Dagen, hvor du skal hjem, er ikke aftalt endnu.';
    case 'range':
      return `Du forventes hjem ${periodWords(epoch(date.from), epoch(date.to))}.`;
    case 'at':
      return `Du forventes hjem ${momentWords(epoch(date.at))}.`;
  }
}

/** First on the sheet and framed: it is what the sheet is looked for. */
export function ringPart({ first, ward, gp, outOfHours, emergency }: LeavingContacts): SheetPart {
  const number = ({ name, phone }: { readonly name: string; readonly phone: string }) =>
    phone === '' ? name : `${name}, telefon ${phoneWords(phone)}`;
  const atFirst: readonly SheetEntry[] =
    first === null
      ? [{ head: number(ward), details: [`Spørgsmål om dit ophold: telefonen bliver besvaret ${ward.hours}.`] }]
      : [
          {
            head: number(first),
            details: [
              `Du, og de der hjælper dig, kan ringe hertil ${lastsWords(first.lasts)}.`,
              'Derefter svarer nummeret ikke længere på spørgsmål om din behandling. Ring så til din egen læge.',
            ],
          },
        ];
  const own: SheetEntry =
    gp === null
      ? { head: 'Din egen læge', details: ['Spørg personalet, før du tager hjem: vi kender ikke din læge.'] }
      : { head: number(gp), details: [`Din egen læge. Telefonen bliver besvaret ${gp.hours}.`] };
  return {
    heading: 'Hvem ringer du til?',
    framed: true,
    entries: [
      ...atFirst,
      own,
      { head: number(outOfHours), details: ['Når din egen læge har lukket, og det ikke kan vente.'] },
      { head: number(emergency), details: [] },
    ],
  };
}

/** Where the patient is at first, when that is not the own home. */
export function bedPart({ bed, plan }: Seen, registry: Registry): readonly SheetPart[] {
  if (takesPlace(bed)) {
    const { name, phone } = unitWords(registry, bed.unit);
    const when =
      bed.state === 'in-use'
        ? [`Du er der til ${dayWords(bed.until)}, hvis ikke andet aftales.`]
        : bed.arrival === undefined
          ? []
          : [`Du er ventet ${momentWords(bed.arrival)}.`];
    const entry = { head: withPhone(name, phone), details: when };
    return [{ heading: 'Her skal du være den første tid', entries: [entry] }];
  }
  const open = plan?.bed != null && (bed.state === 'looking' || bed.state === 'asked' || bed.state === 'none');
  if (!open) return [];
  const entry = { head: 'Pladsen er ikke aftalt endnu', details: ['Spørg personalet, før du tager afsted.'] };
  return [{ heading: 'Her skal du være den første tid', entries: [entry] }];
}

/** A unit with the number to ring. */
export const withPhone = (name: string, phone: string): string =>
  phone === '' ? name : `${name}, telefon ${phoneWords(phone)}`;

/** Who comes: what the municipality has said yes to, and what is still open, in the order of the plan. */
function helpPart(view: Seen, registry: Registry): readonly SheetPart[] {
  const { name } = homeCareOf(view, registry);
  return helpOf(
    view,
    registry,
    servicesOn(view).map(({ service, state }) => serviceEntry(service, state, name)),
  );
}

/** The services of the sheet and how each stands; a place is said where the patient is. */
export const servicesOn = ({ plan, services, bed }: Seen): readonly { service: ServiceCode; state: ServiceState }[] =>
  (plan?.services ?? [])
    .filter((service) => service !== 'temporary-place' || !takesPlace(bed))
    .map((service) => ({ service, state: services[service] ?? { state: 'asked' } }));

/** Who answers about the help at home. */
export function homeCareOf({ municipality, visitationUnit }: Seen, registry: Registry): PublicNumber {
  const [home] = unitsOf(registry, municipality, 'home-care');
  return unitWords(registry, home?.id ?? visitationUnit);
}

/** The part of the help at home: what is new, what the patient had before, and whom to ring about it. */
export function helpOf(view: Seen, registry: Registry, entries: readonly SheetEntry[]): readonly SheetPart[] {
  const before = view.plan?.hasRunningServices === true ? [runningEntry(view.resume)] : [];
  if (entries.length + before.length === 0) return [];
  const { name, phone } = homeCareOf(view, registry);
  const who: SheetEntry = { head: withPhone(name, phone), details: ['Ring hertil om hjælpen i dit hjem.'] };
  return [{ heading: 'Hjælp og hvem der kommer', entries: [...entries, ...before, who] }];
}

function serviceEntry(service: ServiceCode, state: ServiceState, unit: string): SheetEntry {
  const head = serviceLabels[service];
  switch (state.state) {
    case 'accepted':
      return { head, details: [`Aftalt med ${unit}${startWords(state.from)}.`] };
    case 'other-way':
      return { head, details: ['Er løst på en anden måde. Spørg personalet hvordan.'] };
    default:
      return { head, details: ['Ikke aftalt endnu. Spørg personalet, før du tager hjem.'] };
  }
}

/** From when on help comes, if that is known. */
export const startWords = (from: string | null): string =>
  from === null || from === '' ? '' : `, første gang ${dayWords(epoch(from))}`;

const runningEntry = (resume: CaseView['resume']): SheetEntry => ({
  head: 'Den hjælp, du havde før',
  details: [resume === 'confirmed' ? 'Starter igen, når du er hjemme.' : 'Er ikke bekræftet endnu. Spørg personalet.'],
});

/** What is still to come, the first first. */
export const appointmentsAhead = ({ followUps }: Pick<Seen, 'followUps'>): readonly FollowUpItem[] =>
  followUps.filter((item) => !isOver(item)).sort((a, b) => (a.bookedAt ?? a.from) - (b.bookedAt ?? b.from));

export const APPOINTMENTS = 'Dine aftaler';

function appointmentPart(view: Seen, registry: Registry): readonly SheetPart[] {
  const entries = appointmentsAhead(view).map((item) => appointmentEntry(item, registry));
  if (entries.length > 0) return [{ heading: APPOINTMENTS, entries }];
  if (view.followUpAgreed !== 'open') return [];
  const open = { head: 'Ikke aftalt endnu', details: ['Spørg personalet, før du tager hjem.'] };
  return [{ heading: APPOINTMENTS, entries: [open] }];
}

/** What a kind of follow-up is called on paper; a code that is not known is shown as it is. */
export const followUpWords = (what: string): string =>
  Object.entries(followUpKinds).find(([code]) => code === what)?.[1] ?? what;

function appointmentEntry(item: FollowUpItem, registry: Registry): SheetEntry {
  const { what, from, until, booker, bookBy } = item;
  const { name, phone } = unitWords(registry, booker);
  const kind = followUpWords(what);
  const where = whereWords(item, registry);
  if (item.state === 'booked') {
    const head = `${asLine(momentWords(item.bookedAt))}: ${kind}`;
    return { head, details: [`${where} Passer tiden ikke, så ring til ${withPhone(name, phone)}.`] };
  }
  return {
    head: `${kind}, ${periodWords(from, until)}`,
    details: [
      `${where} Tiden er ikke bestilt endnu. ${withPhone(name, phone)} bestiller den senest ${dayWords(bookBy)}. Hører du ikke noget, så ring.`,
    ],
  };
}

/** Where to go, or who comes or rings. */
export function whereWords({ place, owner }: FollowUpItem, registry: Registry): string {
  const { name } = unitWords(registry, owner);
  switch (place) {
    case 'home':
      return `${name} kommer hjem til dig.`;
    case 'phone':
      return `${name} ringer til dig.`;
    case 'private-supplier':
      return 'Hos en privat leverandør.';
    case 'with-owner':
      return `Hos ${name}.`;
  }
}
