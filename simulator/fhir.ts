// The partners' own reading of MedCom messages (writing: write.ts). Shares no code with the product on purpose: a fault made
// twice in the same code would cancel out and nobody would see it.

/** Any FHIR resource with an id. */
export type Resource = { readonly resourceType: string; readonly id: string; readonly [key: string]: unknown };

/** A message that came in, as far as a partner looks at it. */
export type Incoming = {
  readonly headerId: string;
  readonly bundleId: string;
  readonly event: string;
  readonly senderGln: string;
  readonly receiverGln: string;
  readonly category: string | null;
  /** The letter that an Acknowledgement answers. */
  readonly answers: string | null;
  readonly responseCode: string | null;
  readonly texts: readonly string[];
  /** What is wrong with it, in words of FHIR; null when a partner can use it. */
  readonly fault: string | null;
  /** Sender, receiver and newest Provenance as received, for the answer. */
  readonly sender: Resource;
  readonly receiver: Resource;
  readonly provenance: Resource;
};

const GLN = /^https?:\/\/www\.gs1\.org\/gln$/;

/** Reads a message, or says why no partner could even be found for it. Never throws. */
export function readIncoming(raw: string): Incoming | { readonly unusable: string } {
  let bundle: unknown;
  try {
    bundle = JSON.parse(raw);
  } catch {
    return { unusable: 'not JSON' };
  }
  if (at(bundle, 'resourceType') !== 'Bundle' || at(bundle, 'type') !== 'message') return { unusable: 'not a message' };
  const resources = list(at(bundle, 'entry')).map((entry) => at(entry, 'resource'));
  const ofType = (type: string): readonly Resource[] =>
    resources.filter(isResource).filter((r) => r.resourceType === type);
  const referred = (reference: unknown, type: string): Resource | undefined =>
    ofType(type).find((resource) => String(at(reference, 'reference')).endsWith(`${type}/${resource.id}`));

  const [header] = ofType('MessageHeader');
  const bundleId = at(bundle, 'id');
  if (header === undefined || typeof bundleId !== 'string') return { unusable: 'no MessageHeader or no Bundle.id' };
  const event = at(header, 'eventCoding', 'code');
  const sender = referred(header['sender'], 'Organization');
  const receiver = referred(at(list(header['destination'])[0], 'receiver'), 'Organization');
  const provenance = ofType('Provenance').find((p) =>
    String(at(list(p['target'])[0], 'reference')).endsWith(`/${header.id}`),
  );
  const senderGln = sender === undefined ? undefined : identifier(sender, GLN);
  const receiverGln = receiver === undefined ? undefined : identifier(receiver, GLN);
  if (typeof event !== 'string' || sender === undefined || receiver === undefined)
    return { unusable: 'no event, sender or receiver' };
  if (senderGln === undefined || receiverGln === undefined) return { unusable: 'sender or receiver has no GLN' };
  if (provenance === undefined) return { unusable: 'no Provenance of this message' };

  const [communication] = ofType('Communication');
  const category = at(list(at(list(communication?.['category'])[0], 'coding'))[0], 'code');
  const answers = at(header, 'response', 'identifier');
  const responseCode = at(header, 'response', 'code');
  const texts = list(communication?.['payload']).flatMap((payload) => {
    const text = at(payload, 'contentString');
    return typeof text === 'string' ? [text] : [];
  });
  const isComplete = ofType('Patient').length === 1 && communication !== undefined && texts.length > 0;
  return {
    headerId: header.id,
    bundleId,
    event,
    senderGln,
    receiverGln,
    category: typeof category === 'string' ? category : null,
    answers: typeof answers === 'string' ? answers : null,
    responseCode: typeof responseCode === 'string' ? responseCode : null,
    texts,
    fault: event === 'care-communication-message' && !isComplete ? 'Patient or message text is missing' : null,
    sender,
    receiver,
    provenance,
  };
}

/** All resources of a message that can be read, in their order. */
export const resourcesOf = (raw: string): readonly Resource[] =>
  list(at(JSON.parse(raw), 'entry'))
    .map((entry) => at(entry, 'resource'))
    .filter(isResource);

/** Numbers and name of an Organization. */
export function organisationIn(resource: Resource): { sor: string; gln: string; name: string } {
  const name = resource['name'];
  const numbers = { sor: identifier(resource, /\.1\.1$/) ?? '', gln: identifier(resource, GLN) ?? '' };
  return { ...numbers, name: typeof name === 'string' ? name : '' };
}

/** The value of the first identifier whose system fits. */
export function identifier(organisation: Resource, system: RegExp): string | undefined {
  const found = list(organisation['identifier']).find((candidate) => system.test(String(at(candidate, 'system'))));
  const value = at(found, 'value');
  return typeof value === 'string' ? value : undefined;
}

/** The value at a path of keys, or undefined where the path ends early. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) here = typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined;
  return here;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isResource(value: unknown): value is Resource {
  return typeof at(value, 'resourceType') === 'string' && typeof at(value, 'id') === 'string';
}
