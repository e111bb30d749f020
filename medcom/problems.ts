// What can be wrong with a received message, and how that is said to its sender in a negative Acknowledgement.
// A problem names an element and a kind of fault, never a value: values are people's data.
import type { MedComErrorCode } from './codes.ts';
import type { TextFault } from './json-text.ts';

export type ProblemCode =
  | 'not-json'
  | 'not-a-message'
  | TextFault
  | 'wrong-type'
  | 'unsupported-version'
  | 'unsupported-event'
  | 'missing'
  | 'invalid'
  | 'unknown-code'
  | 'unknown-system'
  | 'not-in-message'
  | 'too-many'
  | 'contradiction';

/** `path`: FHIR path of the element, written by us. */
export type Problem = { readonly code: ProblemCode; readonly path: string };

/** One issue of an OperationOutcome that we send. `text` is Danish and holds no personal data. */
export type Issue = {
  readonly severity: 'error' | 'fatal';
  /** HL7 issue-type. */
  readonly code: string;
  readonly detail?: MedComErrorCode;
  readonly text: string;
};

/** Gathers problems while a message is read, so that its sender hears of all of them at once. */
export class Problems {
  readonly #found: Problem[] = [];

  /** Notes a problem once. */
  add(code: ProblemCode, path: string): void {
    if (!this.#found.some((problem) => problem.code === code && problem.path === path))
      this.#found.push({ code, path });
  }

  /** The problems found, or null when there are none. */
  found(): readonly [Problem, ...Problem[]] | null {
    const [first, ...rest] = this.#found;
    return first === undefined ? null : [first, ...rest];
  }
}

const KINDS: Record<ProblemCode, { readonly code: string; readonly detail?: MedComErrorCode; readonly text: string }> =
  {
    'not-json': {
      code: 'structure',
      detail: 'MSG_Damaged_durin_transport',
      text: 'Meddelelsen kan ikke læses som JSON',
    },
    'not-a-message': { code: 'structure', text: 'Indholdet er ikke en FHIR-meddelelse' },
    'too-large': {
      code: 'too-long',
      detail: 'MSG_Element_To_Long',
      text: 'Meddelelsen har flere felter, end der kan modtages',
    },
    'too-deep': { code: 'structure', text: 'Meddelelsen er indlejret for dybt' },
    'stated-twice': { code: 'structure', text: 'Et felt står to gange' },
    'unsafe-name': { code: 'structure', text: 'Et felt har et navn, som FHIR ikke kender' },
    'unusable-characters': { code: 'value', text: 'Indeholder tegn, der ikke kan bruges' },
    modifier: {
      code: 'not-supported',
      text: 'Et felt, der ændrer betydningen af andre (modifierExtension, implicitRules), forstås ikke her',
    },
    'wrong-type': { code: 'structure', detail: 'MSG_Datatype_Wrong', text: 'Forkert datatype' },
    'unsupported-version': {
      code: 'not-supported',
      detail: 'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE',
      text: 'Standarden eller dens version kan ikke modtages',
    },
    'unsupported-event': {
      code: 'not-supported',
      detail: 'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE',
      text: 'Meddelelsestypen kan ikke modtages',
    },
    missing: { code: 'required', text: 'Mangler' },
    invalid: { code: 'value', text: 'Ugyldig værdi' },
    'unknown-code': { code: 'code-invalid', detail: 'MSG_VALUESET_VALUE_UNKNOWN', text: 'Ukendt kode' },
    'unknown-system': {
      code: 'code-invalid',
      detail: 'MSG_CodeSystem_VALUE_UNKNOWN',
      text: 'Ukendt kodesystem',
    },
    'not-in-message': { code: 'not-found', text: 'Henvisningen findes ikke i meddelelsen' },
    'too-many': { code: 'structure', text: 'Findes flere gange end tilladt' },
    contradiction: { code: 'invariant', text: 'Oplysningerne modsiger hinanden' },
  };

/** The problem as an issue of a negative Acknowledgement. */
export function issueOf(problem: Problem): Issue {
  const { code, text } = KINDS[problem.code];
  // The receiver's identifiers have a code of their own, whatever is missing of them.
  const isReceiver = problem.code === 'missing' && problem.path.startsWith('MessageHeader.destination.receiver');
  const detail = isReceiver ? 'MSG_Receiver_Identifier_MISSING' : KINDS[problem.code].detail;
  return { severity: 'error', code, ...(detail === undefined ? {} : { detail }), text: `${text}: ${problem.path}` };
}

/** Issues for faults that only the receiving service can see, ready to send. */
export const ISSUES = {
  receiverUnknown: {
    severity: 'error',
    code: 'not-found',
    detail: 'MSG_Receiver_Identifier_UNKNOWN',
    text: 'Modtageren er ukendt her',
  },
  /** Bundle.id was used before by another message (MedCom reliable messaging, the fourth case). */
  bundleIdReused: { severity: 'error', code: 'duplicate', text: 'Bundle.id er brugt før til en anden meddelelse' },
  /** The receiver exists here and does not take messages of this kind (GLN table of the addresses). */
  typeNotTaken: {
    severity: 'error',
    code: 'not-supported',
    detail: 'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE',
    text: 'Modtageren kan ikke modtage denne meddelelsestype',
  },
  outOfOperation: {
    severity: 'error',
    code: 'transient',
    detail: 'MSG_Mailbox_Out_Of_Operation',
    text: 'Meddelelsen kunne ikke behandles på grund af en teknisk fejl hos modtageren',
  },
} as const satisfies Record<string, Issue>;
