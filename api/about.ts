// Says in Danish what a task is about: its codes, ids and times as lines for people.
// A code that is not known here is left out; programs read the codes themselves.
import type { StopReason } from '../domain/agreements.ts';
import { branches, callReasons } from '../domain/calls.ts';
import { capability, isCapabilityCode } from '../domain/capability-codes.ts';
import { messageKinds } from '../domain/case-view.ts';
import { consentAnswers, consentPurpose, isConsentPurpose } from '../domain/consent.ts';
import type { Code, Codes } from '../domain/fields.ts';
import { delayCauses, finishedCorrections, finishedWithdrawReasons } from '../domain/finished.ts';
import { followUpPlaces, notDoneReasons, reaches } from '../domain/follow-up.ts';
import { intensities, otherIntensityReasons } from '../domain/follow-up-risk.ts';
import { criteria, isCriterion } from '../domain/gate-criteria.ts';
import { overrideReasons, sayings, transportSteps } from '../domain/gate-record.ts';
import { instant } from '../domain/ids.ts';
import { isLegalBasis, legalBasisLabel } from '../domain/legal-basis.ts';
import type { ReasonCode } from '../domain/needs.ts';
import type { Registry, Unit } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import { isDocumentKind, ownStandards } from '../domain/own-standard.ts';
import { serviceLabels } from '../domain/plan.ts';
import { localText } from '../domain/plan-content.ts';
import {
  bedGoneReasons,
  declineReasons,
  followUpKinds,
  handBackReasons,
  notLongerReasons,
  stayEndings,
  urgencies,
} from '../domain/reasons.ts';
import { sharedDaysLabels } from '../domain/shared-days.ts';
import { stayEventLabels } from '../domain/stay.ts';
import { isTaskKind, taskKind } from '../domain/task-kinds.ts';
import { trackLabels } from '../domain/tracks.ts';
import { messageKindLabels, refusalReasons, serviceStateLabels } from './labels.ts';
import { rungLabels, silenceLabels } from './labels-of-silence.ts';

export interface Line {
  readonly label: string;
  readonly text: string;
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T/;
const failures: Readonly<Record<string, string>> = {
  'no-receipt': 'Ingen kvittering',
  'fatal-error': 'Afvist af modtagerens system',
  'transient-error': 'Modtagerens system er midlertidigt ude af drift',
  unreachable: 'Meddelelsesnettet svarer ikke',
  'letter-failed': 'Epikrisen nåede ikke frem til praksis; send den igen',
  'no-way-in': 'Modtageren kan ikke få beskeden elektronisk',
  ...refusalReasons,
};

/** What was told that somebody has to read and decide on. */
const told: Readonly<Record<string, string>> = {
  'admission-cancelled': 'Sygehuset har annulleret indlæggelsen; er planen stadig rigtig?',
  'admitted-elsewhere':
    'Patienten er indlagt på et sygehus uden for regionen; afslut opholdet her, hvis det er rigtigt',
  'discharged-home': 'Patienten er udskrevet efter at planlægningen var trukket tilbage',
  death: 'Patienten er død',
  'late-gp-answer': 'Egen læge har svaret, da spørgsmålet om opfølgning var afsluttet',
  'recommendation-withdrawn': 'Sygehuset anbefaler ikke længere opfølgningen',
};

/** What a unit offers that does not just say yes to the place. */
const offered: Readonly<Record<string, string>> = {
  'bed-condition': 'Betingelse for pladsen',
  'bed-later': 'Pladsen kan fås senere',
  'bed-part': 'Pladsen kan ikke alt, hvad der er brug for',
};

const reasonsForNo: Readonly<Record<string, string>> = {
  ...notDoneReasons,
  ...declineReasons,
  ...handBackReasons,
  'no-answer': 'Intet svar',
  'not-reached': 'Ingen truffet på telefonen',
  'place-gone': 'Pladsen er i mellemtiden optaget af en anden',
};

const howAsked: Readonly<Record<string, string>> = { phone: 'På telefon', page: 'På siden' };
const howBroken: Readonly<Record<string, string>> = {
  'refused-though-free': 'Nej på grund af manglende plads, selv om pladsen stod som ledig',
  'hold-withdrawn': 'En holdt plads er trukket tilbage',
};

/** Who is rung at a unit, with the number; a unit that names nobody for it is rung at its own. */
function ringWords(rung: Code, unit: Unit | undefined): string | null {
  if (unit === undefined) return null;
  const of = `Enhedens nummer, ${unit.phone}`;
  if (rung === 'unit') return of;
  if (rung === 'team-leader') return unit.teamLeader === undefined ? of : `Teamleder, ${unit.teamLeader.phone}`;
  return unit.onCall === undefined ? of : `Vagthavende, ${unit.onCall.phone}`;
}

const agreementStops: Readonly<Record<StopReason, string>> = {
  ended: 'Aftalen er ophørt; kun ved enkeltaftale',
  'not-begun': 'Aftalen er ikke begyndt; kun ved enkeltaftale',
  'not-joined': 'Kommunen er ikke tilsluttet aftalen; kun ved enkeltaftale',
  left: 'Kommunen er udtrådt af aftalen; kun ved enkeltaftale',
  'no-rate': 'Aftalen har ingen takst for året; kun ved enkeltaftale',
  'no-payer': 'Aftalen nævner ingen betaler; kun ved enkeltaftale',
};

/** Why a recommended follow-up lies with the department. */
const withDepartment: Readonly<Record<string, string>> = {
  'no-gp': 'Patienten har ingen egen læge her',
  'practice-closed': 'Praksis er lukket',
  'unit-closed': 'Enheden er lukket',
  'sharing-stopped': 'Patienten har frabedt sig deling',
  stopped: 'Patienten har frabedt sig deling',
  'handed-back': 'Praksis har givet opfølgningen tilbage',
  'no-answer': 'Intet svar',
  declined: 'Den, der blev bedt om at tage den, sagde nej',
  'proposal-declined': 'Praksis kan først senere, end den må vente',
  'mark-changed': 'Anbefalingen er ændret',
};

const reasonsToRing: Readonly<Record<string, string>> = {
  'no-notice': 'Der findes intet advis om dette ophold: fortæl kommunen, at patienten er indlagt',
  'not-dead': 'Meddelelsen om dødsfald var en fejl: patienten lever',
  'left-unanswered': 'Patienten er udskrevet, og kommunen mangler at svare',
  'left-other-day': 'Patienten er udskrevet en anden dag, end der var aftalt: aftal, hvad der skal ske i dag',
  'left-unnamed-day': 'Patienten er udskrevet en dag, som ingen plan havde nævnt: aftal, hvad der skal ske i dag',
  'left-missing': 'Patienten er udskrevet, før alt var klar: sig, hvad der mangler',
};

/** The question that nobody answered, by the title of its task. */
const questionWords = (value: Code): string | null =>
  typeof value === 'string' && isTaskKind(value) ? taskKind(value).title : null;

/** A notice as the standard writes it, in words: `AN_SLHJ`. */
const noticeWords = (code: Code): string | null => {
  const [, prefix = '', event = ''] = /^(RE_|AN_)?([A-Z]{4})$/.exec(typeof code === 'string' ? code : '') ?? [];
  const words = wordsIn(stayEventLabels, event);
  if (words === null) return null;
  return prefix === '' ? words : `${prefix === 'RE_' ? 'Rettet' : 'Annulleret'}: ${words}`;
};

/** Words for a code in one of the tables. */
const wordsIn = (table: Readonly<Record<string, string | undefined>>, code: Code): string | null =>
  typeof code === 'string' && Object.hasOwn(table, code) ? (table[code] ?? null) : null;

const missingWords = (code: Code): string | null => (isCriterion(code) ? criteria[code].missing : null);

const messageWords = (code: Code): string | null => {
  const kind = messageKinds.find((known) => known === code);
  return kind === undefined ? null : messageKindLabels[kind];
};

const timeWords = (value: Code): string | null => {
  if (typeof value === 'number') return localText(instant(value));
  return typeof value === 'string' && RFC3339.test(value) ? localText(value) : null;
};

const listWords = (value: Code, words: (item: string) => string | null): string | null => {
  if (!Array.isArray(value)) return null;
  const all = value.flatMap((item) => (typeof item === 'string' ? (words(item) ?? []) : []));
  return all.length === 0 ? null : all.join(', ');
};

const capabilityWords = (value: Code): string | null =>
  listWords(value, (code) => (isCapabilityCode(code) ? capability(code).danish : null));

const unitOfAbout = ({ unit }: Codes, registry: Registry): Unit | undefined =>
  typeof unit === 'string' ? unitById(registry, unit) : undefined;

const whyNot: Readonly<Partial<Record<ReasonCode, string>>> = {
  'capability-missing': 'kan enheden ikke',
  'outside-hours': 'gøres ikke på det tidspunkt',
  'not-staffed': 'ingen oplært på vagt på det tidspunkt; oplæring eller flere vagter ville gøre det muligt',
  'not-trained': 'ingen med gyldig oplæring; oplæring ville gøre det muligt',
  'too-often': 'oftere end enheden kan',
  'too-many-at-once': 'enheden har ikke plads til flere med det behov',
  'equipment-missing': 'udstyret mangler',
  'delegation-ended': 'delegationen gælder ikke længere',
  'sheet-not-valid': 'kompetencearket gælder ikke den dag',
  'sheet-ends': 'kompetencearket ophører under opholdet',
  'no-places': 'enheden har ingen pladser',
  'asks-itself': 'spørger selv; der søges en plads et andet sted',
  'stay-too-long': 'opholdet er længere, end enheden tager imod til',
};

/** Why the nearest units do not fit, and from when they would. */
function missWords(value: Code, unitWords: (id: Code) => string | null): string | null {
  if (!Array.isArray(value)) return null;
  const all = value.flatMap((miss): string[] => {
    if (typeof miss === 'string') return [];
    const { unit = null, why = null, capability: code = null, fitsFrom = null } = miss;
    const what = typeof code === 'string' && isCapabilityCode(code) ? `${capability(code).danish}: ` : '';
    const from = timeWords(fitsFrom);
    const reason = wordsIn(whyNot, why) ?? 'passer ikke';
    return [`${unitWords(unit) ?? ''}: ${what}${reason}${from === null ? '' : ` (fra ${from})`}`];
  });
  return all.length === 0 ? null : all.join('; ');
}

/** The lines of one task or event. */
export function linesOf(about: Codes, registry: Registry): Line[] {
  const unitWords = (id: Code): string | null =>
    typeof id === 'string' ? (unitById(registry, id)?.name ?? null) : null;
  const addressWords = (id: Code): string | null => {
    const unit = typeof id === 'string' ? unitById(registry, id) : undefined;
    return unit === undefined ? null : `${unit.name}, lokationsnummer ${unit.gln}`;
  };
  const words: Readonly<Record<string, readonly [string, (value: Code) => string | null]>> = {
    what: [
      'Hvad',
      (value) =>
        wordsIn(followUpKinds, value) ??
        wordsIn(offered, value) ??
        messageWords(value) ??
        wordsIn(told, value) ??
        noticeWords(value) ??
        questionWords(value),
    ],
    urgency: ['Hast', (value) => wordsIn(urgencies, value)],
    noLaterThan: ['Senest', timeWords],
    kind: ['Hvad', messageWords],
    notice: ['Advis', noticeWords],
    why: [
      'Hvorfor',
      (value) =>
        wordsIn(reasonsToRing, value) ??
        wordsIn(withDepartment, value) ??
        wordsIn(bedGoneReasons, value) ??
        wordsIn(notLongerReasons, value) ??
        wordsIn(whyNot, value),
    ],
    reasons: ['Hvorfor', (value) => listWords(value, (code) => wordsIn(callReasons, code))],
    branch: ['Hvordan', (value) => wordsIn(branches, value)],
    leaves: ['Udskrives', timeWords],
    leftAt: ['Udskrevet', timeWords],
    agreedFor: ['Aftalt til', timeWords],
    ending: ['Hvortil', (value) => wordsIn(stayEndings, value)],
    service: ['Ydelse', (value) => wordsIn(serviceLabels, value)],
    services: ['Ydelser', (value) => listWords(value, (code) => wordsIn(serviceLabels, code))],
    capabilities: ['Skal kunne', capabilityWords],
    cannot: ['Kan ikke', capabilityWords],
    cause: ['Årsag til ventetid', (value) => wordsIn(delayCauses, value)],
    withdrawnBecause: ['Hvorfor', (value) => wordsIn(finishedWithdrawReasons, value)],
    corrected: ['Rettet', (value) => wordsIn(finishedCorrections, value)],
    decision: ['Færdigmelding nr.', (value) => (typeof value === 'number' ? String(value) : null)],
    criterion: ['Mangler', missingWords],
    criteria: ['Mangler', (value) => listWords(value, missingWords)],
    lacking: ['Mangler', (value) => listWords(value, missingWords)],
    point: ['Punkt', (value) => (isCriterion(value) ? criteria[value].name : null)],
    said: ['Svar', (value) => wordsIn(sayings, value) ?? wordsIn(serviceStateLabels, value)],
    lastsUntil: ['Rækker til og med', (value) => (typeof value === 'string' ? value : null)],
    purpose: [
      'Til hvad',
      (value) => (typeof value === 'string' && isConsentPurpose(value) ? consentPurpose(value).label : null),
    ],
    consent: ['Samtykke', (value) => wordsIn(consentAnswers, value)],
    step: ['Transport', (value) => wordsIn(transportSteps, value)],
    owner: ['Følges op af', unitWords],
    overrideReason: ['Begrundelse', (value) => wordsIn(overrideReasons, value)],
    intensity: ['Valgt', (value) => wordsIn(intensities, value)],
    proposed: ['Foreslået', (value) => wordsIn(intensities, value)],
    otherBecause: ['Fordi', (value) => wordsIn(otherIntensityReasons, value)],
    reach: ['Gruppe', (value) => wordsIn(reaches, value)],
    place: ['Hvor', (value) => wordsIn(followUpPlaces, value)],
    unit: ['Enhed', unitWords],
    placeUnit: ['Plads hos', unitWords],
    address: ['Sendes til', addressWords],
    misses: ['Passer ikke', (value) => missWords(value, unitWords)],
    agreementStop: ['Aftale', (value) => wordsIn(agreementStops, value)],
    rung: ['Ring til', (value) => ringWords(value, unitOfAbout(about, registry))],
    how: ['Hvordan', (value) => wordsIn(howAsked, value) ?? wordsIn(howBroken, value)],
    reason: ['Årsag', (value) => wordsIn(reasonsForNo, value)],
    to: ['Til', (value) => unitWords(value) ?? wordsIn(rungLabels, value)],
    after: ['Derefter', (value) => unitWords(value) ?? (value === null ? 'Lægevagten; egen læge kendes ikke' : null)],
    effect: ['Derfor', (value) => wordsIn(silenceLabels, value)],
    due: ['Frist', timeWords],
    asker: ['Spurgt af', unitWords],
    participants: ['Deltagere', (value) => listWords(value, unitWords)],
    from: ['Fra', timeWords],
    until: ['Til', timeWords],
    days: ['Døgn', (value) => (typeof value === 'number' ? String(value) : null)],
    at: ['Tidspunkt', timeWords],
    withdrawnAt: ['Trukket tilbage', timeWords],
    was: ['Tid nu', timeWords],
    outcome: ['Udfald', (value) => wordsIn(sharedDaysLabels, value)],
    times: ['Foreslåede tider', (value) => listWords(value, timeWords)],
    video: ['Video', (value) => (value === true ? 'Ja' : value === false ? 'Nej' : null)],
    letter: ['Svar', () => 'Modtaget som brev; afsnittet læser og registrerer det'],
    problem: ['Fejl', (value) => wordsIn(failures, value)],
    basis: ['Hjemmel', (value) => (typeof value === 'string' && isLegalBasis(value) ? legalBasisLabel(value) : null)],
    track: ['Trin', (value) => wordsIn(trackLabels, value)],
    document: ['Dokument', (value) => (isDocumentKind(value) ? ownStandards[value].label : null)],
    documentVersion: ['Udgave', (value) => (typeof value === 'number' && value > 1 ? `udgave ${value}` : null)],
    planVersion: ['Planens udgave', (value) => (typeof value === 'number' ? String(value) : null)],
  };
  // In the table's order: PostgreSQL keeps members in an order of its own.
  return Object.entries(words).flatMap(([name, [label, say]]) => {
    const value = about[name];
    const text = value === undefined ? null : say(value);
    return text === null ? [] : [{ label, text }];
  });
}
