// The clocks (frister) a discharge can start: their names, what people call them and what a yes to them would promise.
// How long each one runs is never said here but in a dated rule set (rules/), see domain/rule-set.ts.

/** What an answer to the question behind a clock would promise; silence may never give any of these. */
export type Promised = 'bed' | 'service' | 'competence' | 'weekend-agreement' | 'medical-responsibility';

interface ClockKind {
  /** Danish wording, as it stands in the inbox and in `why`. */
  label: string;
  /** What a yes would promise, or null when the clock waits for a fact, a receipt or a cut-off. */
  promises: Promised | null;
  /** Danish words for the time of the case that the deadline may count from (`facts.anchor` of a query). */
  anchor?: string;
  /**
   * Of the GP loop, where nothing is acute: `no-on-call`, no ladder leads to whoever is on call; `opening-hours`, the time
   * runs only while the practice is open besides, so that nobody is asked or rung outside it.
   */
  daytime?: 'no-on-call' | 'opening-hours';
}

/**
 * Every clock by name. Those with a published value are the timers of domain.md 1.12 (steps of 1.3, 1.4, 1.9);
 * the others follow from the tracks of a discharge and have values of our own in the rule files.
 */
const clockKinds = {
  receipt: { label: 'Teknisk kvittering', promises: null },
  'message-seen': { label: 'Meddelelsen er set af en person', promises: null },
  'admission-report': { label: 'Indlæggelsesrapport', promises: null, anchor: 'indlæggelsen' },
  'answer-services': { label: 'Svar på ydelser', promises: 'service' },
  'answer-changed-plan': { label: 'Svar på ændret plan', promises: 'service' },
  'answer-conference': { label: 'Svar på udskrivningskonference', promises: null },
  'pause-services': { label: 'Løbende ydelser sat på pause', promises: null },
  'resume-opens': { label: 'Spørg om genoptagelse', promises: null, anchor: 'fristen for at bekræfte genoptagelse' },
  'confirm-resume': { label: 'Bekræft genoptagelse af ydelser', promises: 'service', anchor: 'ydelserne genoptages' },
  'capability-answer': { label: 'Svar fra akutplads', promises: 'bed' },
  'place-reservation': {
    label: 'Reservation af plads, mens der spørges',
    promises: 'bed',
    anchor: 'pladsen skal have svaret',
  },
  'hold-margin': { label: 'Plads holdes efter aftalt ankomst', promises: 'bed', anchor: 'aftalt ankomst' },
  'acute-referral': { label: 'Skriftlig henvisning til akutplads', promises: null, anchor: 'aftalt ankomst' },
  'staff-training': {
    label: 'Personalet oplært, før patienten kommer',
    promises: 'competence',
    anchor: 'aftalt ankomst',
  },
  'hold-warning': { label: 'Varsel, før pladsen ikke holdes længere', promises: null, anchor: 'pladsen holdes til' },
  'has-arrived': { label: 'Er patienten kommet til akutpladsen', promises: null, anchor: 'aftalt ankomst' },
  'acute-stay-reassessment': {
    label: 'Revurdering af ophold på akutplads',
    promises: 'bed',
    anchor: 'ankomsten eller den seneste revurdering',
  },
  'closing-note': { label: 'Afslutningsnotat fra akutplads', promises: null },
  'medical-responsibility': {
    label: 'Behandlingsansvar på akutplads',
    promises: 'medical-responsibility',
    anchor: 'udskrivningen',
  },
  'weekend-agreement': {
    label: 'Aftale på telefon om udskrivelse i weekend eller på helligdag',
    promises: 'weekend-agreement',
    anchor: 'planlagt udskrivning',
  },
  'extended-responsibility-end': {
    label: 'Afdelingens udvidede behandlingsansvar slutter',
    promises: 'medical-responsibility',
    anchor: 'udskrivningen',
  },
  'plan-same-day': { label: 'Plan sendt i tide til samme dag', promises: null, anchor: 'planlagt udskrivning' },
  'correspondence-same-day': { label: 'Korrespondance læst samme dag', promises: null },
  'answer-question': { label: 'Svar på spørgsmål', promises: null },
  'gp-follow-up-answer': {
    label: 'Egen læges svar på opfølgning',
    promises: 'medical-responsibility',
    daytime: 'opening-hours',
  },
  'gp-follow-up-window': { label: 'Opfølgning hos egen læge senest', promises: null, anchor: 'udskrivningen' },
  'ring-practice': { label: 'Ring til egen læge', promises: null, daytime: 'opening-hours' },
  'gp-letter': { label: 'Epikrise til egen læge', promises: null, daytime: 'no-on-call' },
  'agree-follow-up': {
    label: 'Opfølgning aftalt før udskrivning',
    promises: 'service',
    anchor: 'planlagt udskrivning',
  },
  'book-follow-up': { label: 'Opfølgning booket', promises: 'service', anchor: 'bookes senest' },
  'follow-up-due-check': { label: 'Er opfølgningen gennemført', promises: null, anchor: 'opfølgningen er senest' },
  'shared-days-answer': { label: 'Svar på samlede aftaler', promises: null },
  'finished-notice': { label: 'Melding om færdigbehandling sendt', promises: null, anchor: 'færdigmeldingen' },
  'delay-cause-objection': { label: 'Indsigelse mod årsagen til ventetid', promises: null },
  'leaving-overdue': { label: 'Er patienten her stadig', promises: null, anchor: 'planlagt udskrivning' },
  'call-task': { label: 'Ring op', promises: null },
  'ward-decision': { label: 'Afdelingens stillingtagen til betingelse eller tilbud', promises: 'service' },
  'name-who-follows-up': {
    label: 'Angiv hvem der følger op',
    promises: 'medical-responsibility',
    daytime: 'no-on-call',
  },
  'take-follow-up': {
    label: 'Svar på at overtage opfølgning',
    promises: 'medical-responsibility',
    daytime: 'no-on-call',
  },
  'step-failed': { label: 'Drift ser på trin, der mislykkedes', promises: null },
  'closing-task': { label: 'Afsluttende opgave', promises: null },
  'objection-task': { label: 'Afklar frabedt deling', promises: null },
  'withdrawn-told': { label: 'Parterne ved, at forløbet er trukket tilbage', promises: null },
  'stay-branch': { label: 'Opholdet passerer 24 timer', promises: null, anchor: 'indlæggelsen' },
  'municipal-action-soon': {
    label: 'Kommunal indsats inden for et døgn: der ringes altid',
    promises: null,
    anchor: 'den kommunale indsats',
  },
  'friday-afternoon': {
    label: 'Indlagt fredag eftermiddag, hjem før mandag middag',
    promises: 'weekend-agreement',
    anchor: 'indlæggelsen',
  },
  'finished-step-up': {
    label: 'Betaling for færdigbehandlet stiger',
    promises: null,
    anchor: 'færdigbehandlingen',
  },
  'follow-up-visit': {
    label: 'Første opfølgende hjemmebesøg',
    promises: 'service',
    anchor: 'udskrivningen',
  },
  'rehabilitation-offer': {
    label: 'Tilbud om start på genoptræning',
    promises: 'service',
    anchor: 'den senere lægefaglige startdato',
  },
  'next-contact': {
    label: 'Næste opfølgende kontakt',
    promises: 'service',
    anchor: 'den forrige kontakt',
  },
  'reach-out': { label: 'Patienten kom ikke: opsøgende kontakt', promises: 'service' },
  'network-meeting': { label: 'Netværksmøde i psykiatrien', promises: null },
  'uth-report': { label: 'Rapport om utilsigtet hændelse', promises: null, anchor: 'at hændelsen blev kendt' },
  'letter-to-patient': {
    label: 'Patienten kan læse epikrisen',
    promises: null,
    anchor: 'udskrivningen',
  },
  'transport-order': { label: 'Transport bestilt', promises: null, anchor: 'transporten' },
} as const satisfies Record<string, ClockKind>;

export type ClockName = keyof typeof clockKinds;

const kindOf = (name: ClockName): ClockKind => clockKinds[name];

/** Narrows a string from outside to the name of a clock. */
export const isClockName = (name: string): name is ClockName => Object.hasOwn(clockKinds, name);

/** Names of all clocks, in the order of a discharge. */
export const clockNames: readonly ClockName[] = Object.keys(clockKinds).filter(isClockName);

/** Danish wording of a clock. */
export const clockLabel = (name: ClockName): string => kindOf(name).label;

/** What a yes to this clock's question would promise (mission.md: silence is never a yes). */
export const promisedBy = (name: ClockName): Promised | null => kindOf(name).promises;

/** What the anchor of this clock is, in Danish, or null when it only counts from its start. */
export const anchorLabel = (name: ClockName): string | null => kindOf(name).anchor ?? null;

/** What this clock of the GP loop must spare those who are not at work; null for every other clock. */
export const daytimeOf = (name: ClockName): 'no-on-call' | 'opening-hours' | null => kindOf(name).daytime ?? null;
