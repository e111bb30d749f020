// Builds the Acknowledgement (kvittering) of a received message. Rules: MedCom Acknowledgement 2.0, governance 1.2-1.3.
// Sender and receiver change places; exactly two Provenances travel: our own and the acknowledged message's newest.
import type { ResponseCode } from './codes.ts';
import { PROFILE, SYSTEM } from './codes.ts';
import { derivedUuid } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Acknowledgeable } from './message.ts';
import { narrative } from './narrative.ts';
import { demand, demandIds, demandInstant, envelope, header, organization } from './parts.ts';
import type { Issue } from './problems.ts';
import { buildProvenance, travelling } from './provenance.ts';

/** How a message is answered. A negative answer says why. */
export type Answer =
  | { readonly code: 'ok' }
  | { readonly code: Exclude<ResponseCode, 'ok'>; readonly issues: readonly [Issue, ...Issue[]] };

/**
 * MessageHeader.id of the Acknowledgement: follows from the acknowledged letter and the answer, so that a duplicate
 * gets the same letter again (MedCom 043: same content), and `ok` after `transient-error` is another one.
 */
export function acknowledgementHeaderId(of: Acknowledgeable, answer: Answer): string {
  const issues = answer.code === 'ok' ? [] : answer.issues.flatMap((issue) => [issue.code, issue.text]);
  return derivedUuid('acknowledgement', of.sender.gln, of.headerId, answer.code, ...issues);
}

/**
 * The Acknowledgement as JSON text. `bundleId`: new on every sending; `at`: when it is sent. The same message and
 * answer give the same content apart from these two. Throws MessageInputError when an id or time is invalid.
 */
export function buildAcknowledgement(input: {
  readonly of: Acknowledgeable;
  readonly answer: Answer;
  readonly bundleId: string;
  readonly at: string;
}): string {
  const { of, answer, bundleId } = input;
  const headerId = acknowledgementHeaderId(of, answer);
  demandIds(bundleId, headerId);
  const at = demandInstant(input.at, 'at');
  const id = (part: string) => derivedUuid(headerId, part);
  const [sender, receiver] = [of.receiver, of.sender];
  const outcome = answer.code === 'ok' ? undefined : operationOutcome(id('operation-outcome'), answer.issues);

  const head = header({
    id: headerId,
    profile: PROFILE.acknowledgementHeader,
    event: 'acknowledgement-message',
    sender,
    receiver,
    rows: [
      ['Svar / Response', `${answer.code} på / to MessageHeader/${of.headerId}`],
      ...(outcome === undefined
        ? []
        : [['Detaljer / Details', `OperationOutcome/${id('operation-outcome')}`] as const]),
    ],
    rest: {
      response: {
        identifier: of.headerId,
        code: answer.code,
        ...(outcome === undefined ? {} : { details: { reference: `OperationOutcome/${id('operation-outcome')}` } }),
      },
    },
  });
  const own = buildProvenance({
    id: id('provenance'),
    profile: PROFILE.provenance,
    headerId,
    at,
    activity: 'acknowledgement',
    agent: sender,
    entities: [{ role: 'revision', headerId: of.headerId }],
  });
  return envelope({
    id: bundleId,
    profile: PROFILE.acknowledgement,
    guide: 'acknowledgement',
    at,
    resources: [
      head,
      organization(sender),
      organization(receiver),
      own,
      acknowledgedProvenance(of, id('acknowledged-provenance'), at),
      ...(outcome === undefined ? [] : [outcome]),
    ],
  });
}

/**
 * The newest Provenance of the acknowledged message. It claims the profile of this standard (a CareCommunication's
 * own one is unknown here) and gets a narrative where it lacks one; the rest is unchanged. When there is none that can
 * travel (a reason to refuse the message), one is put together from what is known, and says so: the profile demands
 * two, and an invalid Acknowledgement would leave the sender without any answer.
 */
function acknowledgedProvenance(of: Acknowledgeable, id: string, at: string): JsonObject {
  const { provenance } = of;
  if (provenance === null) {
    return buildProvenance({
      id,
      profile: PROFILE.provenance,
      headerId: of.headerId,
      at,
      activity: 'new-message',
      agent: of.sender,
      remark: 'Sat sammen af modtageren: meddelelsen havde ingen brugbar Provenance',
    });
  }
  return travelling(provenance, PROFILE.provenance);
}

function operationOutcome(id: string, issues: readonly Issue[]): JsonObject {
  demand(issues.length > 0, 'answer.issues');
  return {
    resourceType: 'OperationOutcome',
    id,
    meta: { profile: [PROFILE.operationOutcome] },
    text: narrative([
      ['Id', id],
      ...issues.flatMap((issue) => [
        ['Alvor / Severity', issue.severity] as const,
        ['Kode / Code', issue.code] as const,
        ['Detaljer / Details', issue.detail === undefined ? issue.text : `${issue.detail}: ${issue.text}`] as const,
      ]),
    ]),
    issue: issues.map((issue) => ({
      severity: issue.severity,
      code: issue.code,
      details: {
        ...(issue.detail === undefined ? {} : { coding: [{ system: SYSTEM.errorCodes, code: issue.detail }] }),
        text: issue.text,
      },
    })),
  };
}
