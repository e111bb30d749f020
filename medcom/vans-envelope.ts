// The envelope that messages travel in on the VANS network: MedCom's VANSEnvelope 1.0.4, with one message or one receipt.
// The receipt of an envelope says that a server took it; that a system could read the message is another thing (Acknowledgement).

/** Who an envelope is from or to. A GLN is of the kind `EAN`. */
export interface EndPoint {
  readonly kind: 'EAN' | 'CVR' | 'VANS';
  /** 1 to 18 characters. */
  readonly id: string;
}

/** What an envelope says of its message (MetaInformation). */
export interface Meta {
  /** UUID of the message, the same on every sending of it. */
  readonly messageId: string;
  readonly format: 'XML' | 'EDIFACT' | 'HL7' | 'Binary' | 'Other';
  /** Name in MedCom's standard catalogue, such as `MCM:FDIS91#discharge`. */
  readonly name: string;
  readonly version: string | null;
  /** Of the message itself, not of its base64. */
  readonly sizeInBytes: number;
  /** `unreliable`: no receipt is wanted. Not stated is `reliable`. */
  readonly reliability: 'reliable' | 'unreliable';
  /** Format of a FHIR message (service tag `MCM:MIME`), such as `application/fhir+json`. */
  readonly mime: string | null;
}

export interface EnvelopeError {
  readonly code: number | null;
  /** 1 to 512 characters; free text of another system, so it may hold personal data and is never logged. */
  readonly description: string;
}

export type EnvelopeReceipt =
  | { readonly result: 'positive-message'; readonly originalEnvelope: string; readonly original: Meta }
  | {
      readonly result: 'negative-message';
      readonly originalEnvelope: string;
      readonly original: Meta;
      readonly error: EnvelopeError;
    }
  | {
      readonly result: 'negative-vans';
      readonly originalEnvelope: string;
      readonly original: Meta | null;
      readonly error: EnvelopeError;
    };

export type EnvelopeContent =
  | { readonly kind: 'message'; readonly meta: Meta; readonly data: Buffer }
  | { readonly kind: 'receipt'; readonly receipt: EnvelopeReceipt };

export interface Envelope {
  readonly sender: EndPoint;
  readonly receiver: EndPoint;
  /** UUID, new on every sending. */
  readonly envelopeId: string;
  /** RFC 3339 in UTC. */
  readonly sentAt: string;
  readonly content: EnvelopeContent;
}

/** Namespace of every element; attributes have none. */
export const ENVELOPE_NAMESPACE = 'urn:oio:medcom:vans-envelope:1.0.4';
