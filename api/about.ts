// Says in Danish what a task is about: its codes, ids and times as lines for people.
// A code that is not known here is left out; programs read the codes themselves.
import { capability, isCapabilityCode } from '../domain/capability-codes.ts';
import { messageKinds } from '../domain/case-view.ts';
import type { Code, Codes } from '../domain/fields.ts';
import { criteria } from '../domain/gate.ts';
import { isLegalBasis, legalBasisLabel } from '../domain/legal-basis.ts';
import type { Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import { isDocumentKind, ownStandards } from '../domain/own-standard.ts';
import { serviceLabels } from '../domain/plan.ts';
import { localText } from '../domain/plan-content.ts';
import { followUpKinds } from '../domain/reasons.ts';
import { stayEventLabels } from '../domain/stay.ts';
import { trackLabels } from '../domain/tracks.ts';
import { messageKindLabels, refusalReasons, serviceStateLabels } from './labels.ts';

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
};

const reasonsToRing: Readonly<Record<string, string>> = {
  'no-notice': 'Der findes intet advis om dette ophold: fortæl kommunen, at patienten er indlagt',
  'not-dead': 'Meddelelsen om dødsfald var en fejl: patienten lever',
  'left-unanswered': 'Patienten er udskrevet, og kommunen mangler at svare',
};

/** A notice as the standard writes it, in words: `AN_SLHJ`. */
const noticeWords = (code: Code): string | null => {
  const [, prefix = '', event = ''] = /^(RE_|AN_)?([A-Z]{4})$/.exec(typeof code === 'string' ? code : '') ?? [];
  const words = wordsIn(stayEventLabels, event);
  if (words === null) return null;
  return prefix === '' ? words : `${prefix === 'RE_' ? 'Rettet' : 'Annulleret'}: ${words}`;
};

/** Words for a code in one of the tables. */
const wordsIn = (table: Readonly<Record<string, string>>, code: Code): string | null =>
  typeof code === 'string' && Object.hasOwn(table, code) ? (table[code] ?? null) : null;

const messageWords = (code: Code): string | null => {
  const kind = messageKinds.find((known) => known === code);
  return kind === undefined ? null : messageKindLabels[kind];
};

const timeWords = (value: Code): string | null => {
  if (typeof value === 'number') return localText(new Date(value).toISOString());
  return typeof value === 'string' && RFC3339.test(value) ? localText(value) : null;
};

const listWords = (value: Code, words: (item: string) => string | null): string | null => {
  if (!Array.isArray(value)) return null;
  const all = value.flatMap((item) => (typeof item === 'string' ? (words(item) ?? []) : []));
  return all.length === 0 ? null : all.join(', ');
};

/** The lines of one task or event. */
export function linesOf(about: Codes, registry: Registry): Line[] {
  const unitWords = (id: Code): string | null =>
    typeof id === 'string' ? (unitById(registry, id)?.name ?? null) : null;
  const words: Readonly<Record<string, readonly [string, (value: Code) => string | null]>> = {
    what: [
      'Hvad',
      (value) => wordsIn(followUpKinds, value) ?? messageWords(value) ?? wordsIn(told, value) ?? noticeWords(value),
    ],
    kind: ['Hvad', messageWords],
    notice: ['Advis', noticeWords],
    why: ['Hvorfor', (value) => wordsIn(reasonsToRing, value)],
    service: ['Ydelse', (value) => wordsIn(serviceLabels, value)],
    services: ['Ydelser', (value) => listWords(value, (code) => wordsIn(serviceLabels, code))],
    said: ['Svar', (value) => wordsIn(serviceStateLabels, value)],
    capabilities: [
      'Skal kunne',
      (value) => listWords(value, (code) => (isCapabilityCode(code) ? capability(code).danish : null)),
    ],
    criterion: ['Mangler', (value) => wordsIn(criteria, value)],
    unit: ['Enhed', unitWords],
    to: ['Til', unitWords],
    asker: ['Spurgt af', unitWords],
    participants: ['Deltagere', (value) => listWords(value, unitWords)],
    from: ['Fra', timeWords],
    until: ['Til', timeWords],
    days: ['Døgn', (value) => (typeof value === 'number' ? String(value) : null)],
    at: ['Tidspunkt', timeWords],
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
