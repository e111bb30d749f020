// What a patient has said yes or no to (samtykke), purpose by purpose: asked, noted, limited, withdrawn. Pure.
// Oral or written, always noted, a refusal too (sundhedsloven § 42); other purposes need it (§ 43): domain.md 9, source S47.
import type { PersonId } from './ids.ts';

interface Purpose {
  /** Danish wording, as it is asked. */
  readonly label: string;
  /** Whether the yes is to one named relative, or to nobody in particular. */
  readonly about: 'relative' | 'case';
  /** What asks for the consent; Danish. */
  readonly law: string;
}

const OTHER_PURPOSES = 'Sundhedsloven §§ 42 og 43: samtykke, mundtligt eller skriftligt, noteret';
const REHABILITATION = 'Genoptræningsplanen sendes med patientens samtykke';

const purposes = {
  'view-relative': { label: 'En navngiven pårørende må se planen', about: 'relative', law: OTHER_PURPOSES },
  'share-relative': {
    label: 'Personalet må tale med en navngiven pårørende om planen',
    about: 'relative',
    law: OTHER_PURPOSES,
  },
  'rehabilitation-plan-municipality': {
    label: 'Genoptræningsplanen må sendes til kommunen',
    about: 'case',
    law: REHABILITATION,
  },
  'rehabilitation-plan-gp': {
    label: 'Genoptræningsplanen må sendes til egen læge',
    about: 'case',
    law: REHABILITATION,
  },
  'view-protected': {
    label: 'Planen må vises på et link, selv om navn og adresse er beskyttet',
    about: 'case',
    law: OTHER_PURPOSES,
  },
} as const satisfies Record<string, Purpose>;

export type ConsentPurpose = keyof typeof purposes;
/** Narrows a stored or received code to a purpose. */
export const isConsentPurpose = (code: string): code is ConsentPurpose => Object.hasOwn(purposes, code);
export const consentPurposes: readonly ConsentPurpose[] = Object.keys(purposes).filter(isConsentPurpose);
export const consentPurpose = (code: ConsentPurpose): Purpose => purposes[code];

export const consentAnswers = { given: 'Ja', refused: 'Nej', withdrawn: 'Trukket tilbage' } as const;
export type ConsentAnswer = keyof typeof consentAnswers;
export const consentForms = { oral: 'Mundtligt', written: 'Skriftligt' } as const;
export type ConsentForm = keyof typeof consentForms;

/** How a relative (pårørende) is related to the patient; which of them may decide is said beside it. */
export const relations = {
  spouse: 'Ægtefælle eller samlever',
  child: 'Barn',
  parent: 'Forælder',
  sibling: 'Søskende',
  'other-family': 'Anden familie',
  friend: 'Ven eller nabo',
  guardian: 'Værge',
  attorney: 'Fremtidsfuldmægtig',
} as const;
export type Relation = keyof typeof relations;

/** Whether a relative may consent in the patient's place; who noted the relative answers for it. */
export const authorities = { none: 'Kan ikke samtykke for patienten', decides: 'Kan samtykke for patienten' } as const;
export type Authority = keyof typeof authorities;

/** Who said it: the patient, or the relative with this id, who has authority. */
export type SaidBy = 'patient' | { readonly relative: string };

/** One thing that was said, as it was noted; never changed afterwards. Times are epoch ms. */
export interface ConsentEntry {
  /** In the order they were noted. */
  readonly number: number;
  readonly purpose: ConsentPurpose;
  /** Whom the yes is to; null for a purpose that names nobody. */
  readonly relative: string | null;
  readonly answer: ConsentAnswer;
  readonly form: ConsentForm;
  readonly saidBy: SaidBy;
  readonly saidAt: number;
  /** From when and until when a yes holds; null: until it is withdrawn. */
  readonly from: number;
  readonly until: number | null;
  /** Who asked and noted it. */
  readonly by: PersonId;
  readonly org: string;
  readonly at: number;
}

export type ConsentState =
  | { readonly state: 'not-asked' }
  | { readonly state: 'given'; readonly from: number; readonly until: number | null }
  /** A yes that begins later. */
  | { readonly state: 'not-yet'; readonly from: number; readonly until: number | null }
  | { readonly state: 'ended'; readonly since: number }
  | { readonly state: 'refused' | 'withdrawn'; readonly since: number };

export const consentStateLabels: Readonly<Record<ConsentState['state'], string>> = {
  'not-asked': 'Ikke spurgt',
  given: 'Ja',
  'not-yet': 'Ja, men det gælder ikke endnu',
  ended: 'Udløbet',
  refused: 'Nej',
  withdrawn: 'Trukket tilbage',
};

/** What a consent is asked about. */
export interface ConsentQuestion {
  readonly purpose: ConsentPurpose;
  readonly relative: string | null;
}

/**
 * How it stands at a time, epoch ms: what was said last counts, by when it was said and not by when it was noted; of
 * two things said at once the one noted last.
 */
export function consentAt(
  entries: readonly ConsentEntry[],
  { purpose, relative }: ConsentQuestion,
  at: number,
): ConsentState {
  const last = entries
    .filter((one) => one.purpose === purpose && one.relative === relative && one.saidAt <= at)
    .reduce<ConsentEntry | null>((best, one) => (best === null || isAfter(one, best) ? one : best), null);
  if (last === null) return { state: 'not-asked' };
  const { answer, saidAt, from, until } = last;
  if (answer !== 'given') return { state: answer, since: saidAt };
  if (until !== null && until <= at) return { state: 'ended', since: until };
  return { state: from > at ? 'not-yet' : 'given', from, until };
}

const isAfter = (one: ConsentEntry, other: ConsentEntry): boolean =>
  one.saidAt === other.saidAt ? one.number > other.number : one.saidAt > other.saidAt;

/** Whether there is a yes at the time. Anything but a yes is none: not asked, not yet, ended, refused, withdrawn. */
export const hasConsent = (entries: readonly ConsentEntry[], question: ConsentQuestion, at: number): boolean =>
  consentAt(entries, question, at).state === 'given';
