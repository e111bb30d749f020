// On which legal basis (hjemmel) something is told or asked, and whether the patient's objection (frabedelse) stops it.
// Every tell and ask carries one of these codes (domain.md 9, source S47: sundhedsloven §§ 41-43; S8: retssikkerhedsloven § 12 c).

interface Basis {
  /** Danish wording, as it stands on a message and on the timeline. */
  label: string;
  /** Whether the patient can stop sharing on this basis: by objecting, or by refusing or taking back consent. */
  canBeStopped: boolean;
}

const bases = {
  'health-act-41-2-1': {
    label: 'Sundhedsloven § 41, stk. 2, nr. 1: nødvendigt for aktuel behandling',
    canBeStopped: true,
  },
  'health-act-41-2-2': {
    label: 'Sundhedsloven § 41, stk. 2, nr. 2: udskrivningsbrev til egen læge',
    canBeStopped: true,
  },
  'legal-security-act-12-c': {
    label: 'Retssikkerhedsloven § 12 c: besked om sygehusophold',
    canBeStopped: false,
  },
  /** Staff report; nothing of it goes to another unit of the case, so there is nothing to object to (sundhedsloven § 198, GK). */
  'health-act-198': { label: 'Sundhedsloven § 198: rapport om utilsigtet hændelse', canBeStopped: false },
  consent: { label: 'Samtykke', canBeStopped: true },
} as const satisfies Record<string, Basis>;

export type LegalBasis = keyof typeof bases;

/** Narrows a stored or received code to a legal basis. */
export const isLegalBasis = (code: string): code is LegalBasis => Object.hasOwn(bases, code);

/** Codes of all legal bases. */
export const legalBases: readonly LegalBasis[] = Object.keys(bases).filter(isLegalBasis);

/** Danish wording of a legal basis. */
export const legalBasisLabel = (basis: LegalBasis): string => bases[basis].label;

/**
 * Whether the patient can stop sharing on this basis. The stay notice (§ 12 c) is sent without consent and cannot be
 * objected to; sharing under § 41 (2) 1 and 2 can (§ 41 (3)); consent can be refused and taken back (§ 42). domain.md 9.
 */
export const canBeObjectedTo = (basis: LegalBasis): boolean => bases[basis].canBeStopped;

/**
 * Whether something may be shared on this basis, given the bases the patient has objected to in this case.
 * `consent` stands for a consent that has been recorded; its refusal or withdrawal is an objection to `consent`.
 * An objection recorded against a basis that cannot be objected to has no effect.
 */
export const mayShare = (basis: LegalBasis, objections: readonly string[]): boolean =>
  !(canBeObjectedTo(basis) && objections.includes(basis));
