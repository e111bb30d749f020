// Reads an Acknowledgement (kvittering): which message it answers, how, and what was wrong.
// Rules: MedCom Acknowledgement 2.0. The published negative examples name another letter in their Provenance;
// `response.identifier` alone decides.
import type { Entries } from './bundle.ts';
import { idIn } from './bundle.ts';
import type { ResponseCode } from './codes.ts';
import { isFhirId } from './formats.ts';
import type { JsonObject } from './json.ts';
import { objectOf, objectsOf, textOf } from './json.ts';
import type { Acknowledgement, AcknowledgementIssueRead, MessageHead } from './message.ts';
import type { Problems } from './problems.ts';

/** The acknowledgement, or null with its problems noted. */
export function readAcknowledgement(
  head: MessageHead,
  header: JsonObject,
  entries: Entries,
  problems: Problems,
): Acknowledgement | null {
  if (head.activity !== 'acknowledgement') problems.add('contradiction', 'Provenance.activity');
  const response = objectOf(header, 'response');
  const of = readOf(response, problems);
  const code = readCode(response, problems);
  const issues = entries.ofType('OperationOutcome').flatMap((outcome) => objectsOf(outcome, 'issue').map(readIssue));
  if (of === null || code === null) return null;
  return { ...head, acknowledgeable: null, event: 'acknowledgement-message', of, code, issues };
}

function readOf(response: JsonObject | undefined, problems: Problems): string | null {
  const text = textOf(response, 'identifier');
  const id = text === undefined ? undefined : (idIn(text, 'MessageHeader') ?? text);
  if (id !== undefined && isFhirId(id)) return id;
  problems.add(id === undefined ? 'missing' : 'invalid', 'MessageHeader.response.identifier');
  return null;
}

function readCode(response: JsonObject | undefined, problems: Problems): ResponseCode | null {
  const code = response?.['code'];
  switch (code) {
    case 'ok':
    case 'fatal-error':
    case 'transient-error':
      return code;
    default:
      problems.add(code === undefined ? 'missing' : 'unknown-code', 'MessageHeader.response.code');
      return null;
  }
}

function readIssue(issue: JsonObject): AcknowledgementIssueRead {
  const details = objectOf(issue, 'details');
  return {
    severity: textOf(issue, 'severity') ?? null,
    code: textOf(issue, 'code') ?? null,
    detailCodes: objectsOf(details, 'coding').flatMap((coding) => textOf(coding, 'code') ?? []),
    text: textOf(details, 'text') ?? textOf(issue, 'diagnostics') ?? null,
  };
}
