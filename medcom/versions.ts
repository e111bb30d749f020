// Does a message claim to be of a standard and version that we read? Several versions of a standard are read alike;
// a profile or definition of something else is not taken for one of ours. Rule: medcom.md 1 and 4 (MessageDefinition).
import type { MessageEvent } from './codes.ts';
import type { JsonObject } from './json.ts';
import { objectOf, textOf, textsOf } from './json.ts';
import type { Problems } from './problems.ts';

/** Last part of the profiles' addresses; the part before it has changed between versions. */
const PROFILES: Readonly<Record<MessageEvent, { readonly bundle: string; readonly header: string }>> = {
  'hospital-notification-message': {
    bundle: 'medcom-hospitalnotification-message',
    header: 'medcom-hospitalnotification-messageheader',
  },
  'care-communication-message': {
    bundle: 'medcom-carecommunication-message',
    header: 'medcom-carecommunication-messageheader',
  },
  'acknowledgement-message': {
    bundle: 'medcom-messaging-acknowledgement',
    header: 'medcom-messaging-acknowledgementheader',
  },
};

/** Version 5.x states its definition; version 4 had none, or its own. Half an address passed in 5.0.2 (medcom.md 7.3). */
const DEFINITION = /\/MedComCareCommunicationMessageDefinition(?:\|[45](?:\.\d{1,2}){0,2})?$/;

/** Notes claims that are not ours. No claim at all is none: the event code says what a message is. */
export function checkVersion(bundle: JsonObject, header: JsonObject, event: MessageEvent, problems: Problems): void {
  const expected = PROFILES[event];
  if (!claims(bundle, expected.bundle)) problems.add('unsupported-version', 'Bundle.meta.profile');
  if (!claims(header, expected.header)) problems.add('unsupported-version', 'MessageHeader.meta.profile');
  const definition = textOf(header, 'definition');
  if (event === 'care-communication-message' && definition !== undefined && !DEFINITION.test(definition)) {
    problems.add('unsupported-version', 'MessageHeader.definition');
  }
}

/** Other claims beside the expected one are of no concern. */
function claims(resource: JsonObject, expected: string): boolean {
  const profiles = textsOf(objectOf(resource, 'meta'), 'profile');
  return (
    profiles.length === 0 ||
    profiles.some((profile) => {
      const [address = ''] = profile.split('|');
      return /^https?:\/\/medcomfhir\.dk\//.test(address) && address.toLowerCase().endsWith(`/${expected}`);
    })
  );
}
