// Reads a VANSEnvelope that somebody else wrote (MedCom VANSEnvelope 1.0.4, document 032). Never throws.
// A document type is refused before anything is parsed, so no entity is ever declared, fetched or blown up.
import type { Element } from '@xmldom/xmldom';
import { DOMParser, ParseError } from '@xmldom/xmldom';
import { isUuid, toInstant } from './formats.ts';
import type { EndPoint, Envelope, EnvelopeContent, EnvelopeError, EnvelopeReceipt, Meta } from './vans-envelope.ts';
import { ENVELOPE_NAMESPACE } from './vans-envelope.ts';

export type EnvelopeProblem =
  | 'not-utf-8'
  | 'doctype'
  | 'not-xml'
  | 'not-an-envelope'
  /** An element is missing or has a value it cannot have. */
  | 'invalid'
  /** The message in it is not what the envelope says: base64 or size. */
  | 'damaged';

export type EnvelopeRead =
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  | { readonly kind: 'unusable'; readonly problem: EnvelopeProblem; readonly path: string };

/** Ends the reading of an envelope; caught in this file. */
class Unusable extends Error {
  readonly problem: EnvelopeProblem;
  readonly path: string;
  constructor(problem: EnvelopeProblem, path: string) {
    super(problem);
    this.problem = problem;
    this.path = path;
  }
}

/** Reads an envelope from its bytes. `path`: names of elements, written by us; never a value of the message. */
export function readEnvelope(bytes: Buffer): EnvelopeRead {
  try {
    return { kind: 'envelope', envelope: envelopeOf(rootOf(textOf(bytes))) };
  } catch (error) {
    if (error instanceof Unusable) return { kind: 'unusable', problem: error.problem, path: error.path };
    throw error;
  }
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unusable('not-utf-8', '');
  }
}

function rootOf(xml: string): Element {
  // Also inside a comment: nobody needs one that looks like this.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new Unusable('doctype', '');
  if (isOvergrown(xml)) throw new Unusable('not-an-envelope', '');
  const root = parsed(xml);
  if (root === null || root.namespaceURI !== ENVELOPE_NAMESPACE || root.localName !== 'VANSEnvelope') {
    throw new Unusable('not-an-envelope', 'VANSEnvelope');
  }
  return root;
}

/** Many times what an envelope needs; base64 has none of these but two at its end. Parsing millions would take minutes. */
const MARKS = 2_000;

/** Whether there are more elements, attributes or references than any envelope has. */
function isOvergrown(xml: string): boolean {
  const mark = /[<&=]/g;
  for (let seen = 0; seen <= MARKS; seen += 1) if (!mark.test(xml)) return false;
  return true;
}

function parsed(xml: string): Element | null {
  try {
    const strict = new DOMParser({
      locator: false,
      // The parser's own words hold parts of the message; they end here.
      onError: () => {
        throw new ParseError('not well-formed');
      },
    });
    return strict.parseFromString(xml, 'text/xml').documentElement;
  } catch {
    throw new Unusable('not-xml', '');
  }
}

function envelopeOf(root: Element): Envelope {
  const [message, receipt] = [optional(root, 'Message'), optional(root, 'Receipt')];
  if ((message === null) === (receipt === null)) throw new Unusable('invalid', 'Message, Receipt');
  const head = {
    sender: endPointOf(root, 'SenderID'),
    receiver: endPointOf(root, 'ReceiverID'),
    envelopeId: uuidOf(root, 'EnvelopeIdentifier'),
    sentAt: momentOf(root, 'SentDateTime'),
  };
  const content = message !== null ? messageOf(message) : receiptContent(receipt ?? root);
  return { ...head, content };
}

function messageOf(message: Element): EnvelopeContent {
  const meta = metaOf(one(message, 'MetaInformation'));
  const base64 = (one(message, 'Data').textContent ?? '').replace(/[\t\n\r ]+/g, '');
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new Unusable('damaged', 'Message.Data');
  const data = Buffer.from(base64, 'base64');
  if (data.length !== meta.sizeInBytes) throw new Unusable('damaged', 'Message.MetaInformation.Document.SizeInBytes');
  return { kind: 'message', meta, data };
}

const formats = ['XML', 'EDIFACT', 'HL7', 'Binary', 'Other'] as const;

function metaOf(element: Element): Meta {
  const document = one(element, 'Document');
  const transport = optional(element, 'Transport');
  const format = formats.find((known) => known === text(one(document, 'Format')));
  if (format === undefined) throw new Unusable('invalid', 'Document.Format');
  const version = optional(document, 'Version');
  const size = text(one(document, 'SizeInBytes'));
  if (!/^\d{1,12}$/.test(size)) throw new Unusable('invalid', 'Document.SizeInBytes');
  const type = transport === null ? null : optional(transport, 'Type');
  const tags = transport === null ? [] : children(transport, 'ServiceTag');
  const mime = tags.find((tag) => tag.getAttribute('name') === 'MCM:MIME');
  return {
    messageId: uuidOf(element, 'Identifier'),
    format,
    name: bounded(one(document, 'Name'), 255),
    version: version === null ? null : bounded(version, 255),
    sizeInBytes: Number(size),
    reliability: type !== null && text(type) === 'unreliable' ? 'unreliable' : 'reliable',
    mime: mime === undefined ? null : bounded(mime, 70),
  };
}

function receiptContent(receipt: Element): EnvelopeContent {
  return { kind: 'receipt', receipt: receiptOf(receipt) };
}

function receiptOf(receipt: Element): EnvelopeReceipt {
  const original = (element: Element) => uuidOf(element, 'OriginalEnvelopeIdentifier');
  const meta = (element: Element) => metaOf(one(element, 'OriginalMessage'));
  const positive = optional(receipt, 'PositiveMessage');
  if (positive !== null) {
    return { result: 'positive-message', originalEnvelope: original(positive), original: meta(positive) };
  }
  const negative = optional(receipt, 'NegativeMessage');
  if (negative !== null) {
    const error = errorOf(one(negative, 'Error'));
    return { result: 'negative-message', originalEnvelope: original(negative), original: meta(negative), error };
  }
  const network = one(receipt, 'NegativeVans');
  return {
    result: 'negative-vans',
    originalEnvelope: original(network),
    original: optional(network, 'OriginalMessage') === null ? null : meta(network),
    error: errorOf(one(network, 'Error')),
  };
}

function errorOf(element: Element): EnvelopeError {
  const code = optional(element, 'Code');
  if (code !== null && !/^[1-9]\d{0,8}$/.test(text(code))) throw new Unusable('invalid', 'Error.Code');
  return {
    code: code === null ? null : Number(text(code)),
    description: bounded(one(element, 'Description'), 512),
  };
}

const endPointKinds = ['EAN', 'CVR', 'VANS'] as const;

function endPointOf(root: Element, name: string): EndPoint {
  const element = one(root, name);
  const kind = endPointKinds.find((known) => known === element.getAttribute('EndPointType'));
  if (kind === undefined) throw new Unusable('invalid', `${name}.EndPointType`);
  return { kind, id: bounded(element, 18) };
}

function uuidOf(parent: Element, name: string): string {
  const value = text(one(parent, name)).toLowerCase();
  if (!isUuid(value)) throw new Unusable('invalid', name);
  return value;
}

/** xs:dateTime; one without a zone is taken as UTC, since nothing is decided by it. */
function momentOf(parent: Element, name: string): string {
  const value = text(one(parent, name));
  const moment = toInstant(value) ?? toInstant(`${value}Z`);
  if (moment === null) throw new Unusable('invalid', name);
  return moment;
}

function children(parent: Element, name: string): readonly Element[] {
  return Array.from(parent.childNodes).filter(
    (node): node is Element =>
      node.nodeType === node.ELEMENT_NODE && node.namespaceURI === ENVELOPE_NAMESPACE && node.localName === name,
  );
}

function optional(parent: Element, name: string): Element | null {
  const [found, second] = children(parent, name);
  if (second !== undefined) throw new Unusable('invalid', name);
  return found ?? null;
}

function one(parent: Element, name: string): Element {
  const found = optional(parent, name);
  if (found === null) throw new Unusable('invalid', name);
  return found;
}

const text = (element: Element): string => (element.textContent ?? '').trim();

function bounded(element: Element, atMost: number): string {
  const value = text(element);
  if (value === '' || value.length > atMost) throw new Unusable('invalid', element.localName ?? '');
  return value;
}
