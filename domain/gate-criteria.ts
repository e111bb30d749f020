// The good discharge as a list of criteria (tjekliste): each with its words, who sees to it, and what meets it.
// Which of them count in a municipality is dated configuration (`gate` of the rule sets); sources: domain.md 1.6, 1.11, 5, 15 row 21.
import { bedSettled, takesPlace } from './bed.ts';
import type { CaseView } from './case-view.ts';
import type { ConsentAnswer } from './consent.ts';
import type { Criterion, Detail, StatedCriterion, Statement } from './gate-record.ts';
import { planPurposes, statedCriteria } from './gate-record.ts';
import { epoch } from './ids.ts';
import type { DocumentParty } from './own-standard.ts';
import { callOpen, getsHelp, weekendOpen } from './phone-first.ts';
import type { ServiceCode } from './plan.ts';

/** What of a case the criteria look at. */
export type GateView = Pick<CaseView, 'plan' | 'services' | 'calls' | 'bed' | 'followUpAgreed'> &
  Partial<Pick<CaseView, 'mark' | 'gpUnit' | 'leftAt' | 'gate'>>;

/** How a criterion stands before any override. */
export type Standing = 'met' | 'not-met' | 'not-needed';

interface Words {
  /** As a line of the list. */
  readonly name: string;
  /** What is missing, as a sentence. */
  readonly missing: string;
  /** What to do about it. */
  readonly todo: string;
  /** Who has it as a task when the patient has left without it. */
  readonly owner: 'ward' | 'municipality' | 'services';
}
interface FromSteps extends Words {
  readonly standing: (view: GateView) => Standing;
}
interface Stated extends Words {
  /** Who may state it: the units of these kinds on the case. */
  readonly by: readonly DocumentParty[];
  /** Where a rule set asks for it, it is needed when this holds. */
  readonly applies: (view: GateView) => boolean;
  /** Needed whatever the rule set says. */
  readonly follows?: (view: GateView) => boolean;
  /** Not needed whatever else is known. */
  readonly spared?: (view: GateView) => boolean;
  /** What a statement that it is met must say. */
  readonly detail?: Detail;
  /** Whether what was said is enough; left out: it is. */
  readonly enough?: (statement: Statement, view: GateView) => boolean;
  /** The patient has not been asked what it depends on: missing, whoever says that it is in order. */
  readonly unasked?: (view: GateView) => boolean;
  /** There may be several, each a line of its own. */
  readonly lines?: true;
}

const when = (needed: boolean, met: boolean): Standing => (!needed ? 'not-needed' : met ? 'met' : 'not-met');
const always = (): boolean => true;
const asksFor =
  (service: ServiceCode) =>
  ({ plan }: GateView): boolean =>
    plan?.services.includes(service) ?? false;
const helped = ({ plan }: GateView): boolean => plan !== null && getsHelp(plan);
/** The patient comes home to an empty house, as far as the plan says. */
const toOwnHome = (view: GateView): boolean => helped(view) && view.plan?.bed === null;

/** What holds of a criterion as a whole. */
const said = ({ gate }: GateView, code: StatedCriterion): Statement | undefined =>
  gate?.stated.find(({ criterion, line }) => criterion === code && line === 0);
const planDecided = (view: GateView): boolean => said(view, 'rehabilitation-decided')?.said === 'met';
const noPlanDecided = (view: GateView): boolean => said(view, 'rehabilitation-decided')?.said === 'not-needed';
/** What the patient said of each receiver of the rehabilitation plan; a patient without a known practice has one receiver. */
const planAnswers = ({ gpUnit = null, gate }: GateView): readonly (ConsentAnswer | null)[] =>
  planPurposes
    .filter((purpose) => purpose !== 'rehabilitation-plan-gp' || gpUnit !== null)
    .map((purpose) => gate?.consents?.find((one) => one.purpose === purpose)?.answer ?? null);
const nobodyMayHavePlan = (view: GateView): boolean =>
  planAnswers(view).every((answer) => answer === 'refused' || answer === 'withdrawn');

/** When the patient left, or leaves at the latest as planned, epoch ms; null while nobody knows. */
export function leavingOf({ leftAt = null, plan }: GateView): number | null {
  if (leftAt !== null || plan === null) return leftAt;
  const { date } = plan;
  return date.kind === 'unknown' ? null : epoch(date.kind === 'at' ? date.at : date.to);
}

/** The first pharmacy day after leaving is no later than the last day that the medicine is enough for. */
function reachesPharmacy({ leavesBefore }: Statement, view: GateView): boolean {
  const leaves = leavingOf(view);
  return leaves !== null && leavesBefore !== undefined && leaves < leavesBefore;
}

const home = (name: string, missing: string, todo: string): Stated => ({
  ...{ name, missing, todo, owner: 'services', by: ['hospital', 'municipality'], applies: toOwnHome },
});

const steps: Readonly<Record<Exclude<Criterion, StatedCriterion>, FromSteps>> = {
  'plan-stated': {
    name: 'Plan',
    missing: 'Der er ingen plan',
    todo: 'Afdelingen skriver planen',
    owner: 'ward',
    standing: ({ plan }) => when(true, plan !== null),
  },
  'services-answered': {
    name: 'Svar på ydelser',
    missing: 'Kommunen har ikke svaret på alle ydelser',
    todo: 'Ring til kommunen, eller find en anden vej',
    owner: 'ward',
    standing: ({ plan, services }) => {
      const settled = (service: ServiceCode): boolean =>
        services[service]?.state === 'accepted' || services[service]?.state === 'other-way';
      return when((plan?.services ?? []).length > 0, (plan?.services ?? []).every(settled));
    },
  },
  'weekend-agreement': {
    name: 'Aftale om weekend',
    missing: 'Udskrivelse i weekend eller på helligdag er ikke aftalt med kommunen på telefon',
    todo: 'Ring til kommunen, og skriv aftalen ned',
    owner: 'ward',
    standing: ({ calls = [] }) =>
      when(
        calls.some(({ why }) => why.includes('weekend')),
        !weekendOpen({ calls }),
      ),
  },
  'call-recorded': {
    name: 'Opkald til kommunen',
    missing: 'Kommunen er ikke ringet op, eller sagde nej',
    todo: 'Ring til kommunen, og skriv svaret ned',
    owner: 'ward',
    standing: ({ calls = [] }) =>
      when(
        calls.some(({ why }) => why.some((reason) => reason !== 'weekend')),
        !callOpen({ calls }),
      ),
  },
  'bed-held': {
    name: 'Plads',
    missing: 'Der er ikke holdt en akutplads',
    todo: 'Find en plads eller en anden vej',
    owner: 'ward',
    standing: ({ plan, bed }) => when(plan?.bed != null, bedSettled(bed)),
  },
  'bed-covers-needs': {
    name: 'Pladsen kan det, der er brug for',
    missing: 'Pladsen kan ikke alt, og resten er ikke løst',
    todo: 'Find en anden vej for resten',
    owner: 'ward',
    standing: ({ bed }) => when(takesPlace(bed), takesPlace(bed) && (bed.open ?? []).length === 0),
  },
  'training-done': {
    name: 'Oplæring',
    missing: 'Personalet på pladsen mangler oplæring',
    todo: 'Enheden melder, når personalet er oplært',
    owner: 'ward',
    standing: ({ bed }) => when(takesPlace(bed), takesPlace(bed) && (bed.training ?? []).length === 0),
  },
  'letter-marked': {
    name: 'Epikrisen er markeret',
    missing: 'Epikrisen er ikke markeret med, om opfølgning anbefales',
    todo: 'En læge markerer epikrisen',
    owner: 'ward',
    standing: ({ mark = null, gpUnit = null, gate }) =>
      when(
        gpUnit !== null && (mark !== null || (gate?.asked?.requires ?? []).includes('letter-marked')),
        mark !== null,
      ),
  },
  'follow-up-agreed': {
    name: 'Opfølgning',
    missing: 'Opfølgning er hverken aftalt eller fravalgt',
    todo: 'Aftal opfølgning med patienten, eller skriv, at den er fravalgt',
    owner: 'ward',
    standing: ({ followUpAgreed }) =>
      followUpAgreed === 'not-needed' ? 'not-needed' : when(true, followUpAgreed !== 'open'),
  },
};

const statements: Readonly<Record<StatedCriterion, Stated>> = {
  'devices-there': {
    name: 'Hjælpemidler',
    missing: 'Hjælpemidlerne er ikke på plads',
    todo: 'Spørg, om hjælpemidlet står hos borgeren, og sig, hvornår det kommer',
    owner: 'municipality',
    by: ['hospital', 'municipality', 'acute-unit'],
    applies: asksFor('devices'),
    lines: true,
  },
  'medicine-sent-along': {
    name: 'Medicin med hjem',
    missing: 'Medicinen rækker ikke til næste apoteksdag, eller ingen har sagt hvor længe',
    todo: 'Giv medicin med til og med næste apoteksdag, eller få den ud til patienten',
    owner: 'ward',
    by: ['hospital'],
    applies: asksFor('medicine-administration'),
    detail: 'lastsUntil',
    enough: reachesPharmacy,
  },
  'prescription-sent': {
    name: 'Recept',
    missing: 'Recepten er ikke på serveren',
    todo: 'En læge sender recepten',
    owner: 'ward',
    by: ['hospital'],
    applies: asksFor('medicine-administration'),
  },
  'dose-dispensing-reordered': {
    name: 'Dosisdispensering',
    missing: 'Dosisdispensering er ikke genbestilt',
    todo: 'En læge genbestiller; apoteket starter ikke af sig selv',
    owner: 'ward',
    by: ['hospital'],
    applies: asksFor('medicine-administration'),
  },
  'medication-card-updated': {
    name: 'Fælles Medicinkort',
    missing: 'Fælles Medicinkort er ikke ajourført',
    todo: 'Den udskrivende læge ajourfører kortet',
    owner: 'ward',
    by: ['hospital'],
    applies: always,
    // The hospital updates it at every discharge (domain.md 5, S33): before that only rules ask, afterwards it must be known.
    follows: ({ leftAt = null, gate }) => leftAt !== null && gate?.asked != null,
  },
  'discharge-report-sent': {
    name: 'Udskrivningsrapport',
    missing: 'Udskrivningsrapporten er ikke sendt',
    todo: 'Send udskrivningsrapporten fra journalsystemet',
    owner: 'ward',
    by: ['hospital'],
    applies: helped,
  },
  'rehabilitation-decided': {
    name: 'Genoptræningsplan: besluttet',
    missing: 'Ingen har besluttet, om der skal være en genoptræningsplan',
    todo: 'En læge beslutter det; sig "ikke nødvendigt", hvis der ingen skal være',
    owner: 'ward',
    by: ['hospital'],
    applies: asksFor('rehabilitation'),
  },
  'rehabilitation-given': {
    name: 'Genoptræningsplan: givet til patienten',
    missing: 'Patienten har ikke fået genoptræningsplanen',
    todo: 'Giv patienten planen',
    owner: 'ward',
    by: ['hospital'],
    applies: asksFor('rehabilitation'),
    follows: planDecided,
    spared: noPlanDecided,
  },
  'rehabilitation-sent': {
    name: 'Genoptræningsplan: sendt',
    missing: 'Genoptræningsplanen er ikke sendt, eller patientens ja eller nej er ikke noteret',
    todo: 'Notér, om patienten vil have planen sendt til kommunen og til egen læge, og send den til dem, der må få den',
    owner: 'ward',
    by: ['hospital'],
    applies: asksFor('rehabilitation'),
    follows: planDecided,
    spared: (view) => noPlanDecided(view) || nobodyMayHavePlan(view),
    unasked: (view) => planAnswers(view).includes(null),
  },
  'relatives-told': {
    name: 'Pårørende',
    missing: 'De pårørende har ikke fået besked',
    todo: 'Giv besked, eller sig "ikke nødvendigt", hvis der ingen er, eller patienten ikke vil',
    owner: 'ward',
    by: ['hospital', 'municipality'],
    applies: always,
  },
  'transport-booked': {
    name: 'Transport',
    missing: 'Transporten er ikke bestilt',
    todo: 'Bestil transporten, eller sig "ikke nødvendigt", hvis patienten selv kommer hjem',
    owner: 'ward',
    by: ['hospital'],
    applies: always,
    detail: 'step',
  },
  'key-at-home': home('Nøgle', 'Ingen ved, om borgeren kan komme ind', 'Aftal, hvem der har nøglen'),
  'food-at-home': home('Mad', 'Ingen ved, om der er mad i hjemmet', 'Aftal, hvem der sørger for mad'),
  'heat-at-home': home('Varme', 'Ingen ved, om hjemmet er varmt', 'Aftal, hvem der tænder for varmen'),
  'pending-results-owned': {
    name: 'Ventende prøvesvar',
    missing: 'Et ventende prøvesvar har ingen, der følger det op',
    todo: 'Sig for hvert svar, hvilken enhed der følger det op; "ikke nødvendigt", hvis ingen svar mangler',
    owner: 'ward',
    by: ['hospital', 'gp'],
    applies: always,
    detail: 'owner',
    lines: true,
  },
};

/** Every criterion with its words, in the order of the list. */
export const criteria: Readonly<Record<Criterion, Words>> = { ...steps, ...statements };

/** Narrows a code. */
export const isCriterion = (code: unknown): code is Criterion =>
  typeof code === 'string' && Object.hasOwn(criteria, code);
export const isStated = (code: Criterion): code is StatedCriterion => statedCriteria.some((known) => known === code);

export const criterionCodes: readonly Criterion[] = Object.keys(criteria).filter(isCriterion);

/** What must be known of a criterion that people and systems state. */
export const statedCriterion = (code: StatedCriterion): Stated => statements[code];

/** How a criterion stands, before any override. Pure. */
export function standing(view: GateView, code: Criterion): Standing {
  if (!isStated(code)) return steps[code].standing(view);
  const { applies, follows, spared, enough, unasked } = statements[code];
  if (spared?.(view) === true) return 'not-needed';
  const known = (view.gate?.stated ?? []).filter(({ criterion }) => criterion === code);
  const lines = known.filter(({ line }) => line > 0);
  const counted = lines.length > 0 ? lines : known;
  if (counted.length === 0) {
    const asked = (view.gate?.asked?.requires ?? []).includes(code) && applies(view);
    return asked || follows?.(view) === true ? 'not-met' : 'not-needed';
  }
  const open = counted.filter((one) => one.said !== 'not-needed');
  return when(
    open.length > 0,
    unasked?.(view) !== true &&
      open.every((one) => one.said === 'met' && (one.task !== undefined || (enough?.(one, view) ?? true))),
  );
}
