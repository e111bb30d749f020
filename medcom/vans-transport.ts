// Hands messages to the VANS network as files: each in a VANSEnvelope in the outgoing folder, where the network's
// program takes them away. The envelope follows from the message, so sending the same again is the same file.
import { putFile } from './folder.ts';
import type { Letter } from './letter.ts';
import { letterOf } from './letter.ts';
import type { Transport } from './transport.ts';
import type { Envelope } from './vans-envelope.ts';
import { writeEnvelope } from './write-vans-envelope.ts';

/**
 * Version of each standard as the envelope names it (MedCom FHIRMessages_NetworkEnvelopes): what the standard
 * catalogue says for the version in force.
 */
export const CATALOGUE_VERSIONS: Readonly<Record<Letter['standard'], string>> = {
  'hospital-notification': '3.0.0',
  'care-communication': '5.0',
  acknowledgement: '2.0.0',
};

export interface VansSettings {
  /** Absolute path. It must be there: a folder made here would hide that the network's disk is missing. */
  readonly outgoing: string;
  readonly versions?: Readonly<Record<Letter['standard'], string>>;
}

/** File name of an envelope. */
export const fileOf = (envelopeId: string): string => `${envelopeId}.xml`;

export function vansTransport({ outgoing, versions = CATALOGUE_VERSIONS }: VansSettings): Transport {
  return {
    async send(raw) {
      const letter = letterOf(raw);
      if (letter === null) return { outcome: 'refused', problem: 'no-address-in-message' };
      const envelope = envelopeFor(letter, raw, versions);
      try {
        await putFile(outgoing, fileOf(envelope.envelopeId), writeEnvelope(envelope));
        return { outcome: 'delivered-to-network' };
      } catch {
        return { outcome: 'not-now', problem: 'network-unreachable' };
      }
    },
  };
}

const standardNames: Readonly<Record<Letter['standard'], string>> = {
  'hospital-notification': 'MCM:FDIS20',
  'care-communication': 'MCM:FDIS91',
  acknowledgement: 'MCM:FCTL',
};

/**
 * What MedCom lists for the events of a stay. No name is listed for a death, a correction or a cancellation: those go
 * by their activity code, as document 032 says of all.
 */
const stayNames: ReadonlyMap<string, string> = new Map([
  ['admit-emergency', 'AcuteAmbulant'],
  ['admit-inpatient', 'AdmissionInpatient'],
  ['start-leave-inpatient', 'OnLeave'],
  ['end-leave-inpatient', 'EndOfLeave'],
  ['discharge-emergency-home', 'EndHospitalStay'],
  ['discharge-inpatient-home', 'EndHospitalStay'],
]);

/** Name in the standard catalogue, such as `MCM:FDIS91#discharge` (FHIRMessages_NetworkEnvelopes). */
function nameOf({ standard, code }: Letter): string {
  return `${standardNames[standard]}#${stayNames.get(code) ?? code}`;
}

function envelopeFor(letter: Letter, raw: string, versions: Readonly<Record<Letter['standard'], string>>): Envelope {
  const data = Buffer.from(raw, 'utf8');
  return {
    sender: { kind: 'EAN', id: letter.senderGln },
    receiver: { kind: 'EAN', id: letter.receiverGln },
    // Bundle.id is the envelope's id in FHIR, new on every sending too; one id for both keeps their receipts together.
    envelopeId: letter.bundleId,
    sentAt: letter.sentAt,
    content: {
      kind: 'message',
      meta: {
        messageId: letter.headerId,
        format: 'HL7',
        name: nameOf(letter),
        version: versions[letter.standard],
        sizeInBytes: data.length,
        reliability: 'reliable',
        mime: 'application/fhir+json',
      },
      data,
    },
  };
}
