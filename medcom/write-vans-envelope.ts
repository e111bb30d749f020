// Writes a VANSEnvelope as XML, elements in the order of the schema (MedCom VANSEnvelope 1.0.4, document 032).
// The same input gives the same text, so that an envelope written again after a crash is no second one.
import type { Element } from '@xmldom/xmldom';
import { DOMImplementation, XMLSerializer } from '@xmldom/xmldom';
import type { EndPoint, Envelope, EnvelopeError, EnvelopeReceipt, Meta } from './vans-envelope.ts';
import { ENVELOPE_NAMESPACE } from './vans-envelope.ts';

/** A child element: its name, what is in it, its attributes. */
type Node = readonly [name: string, content: string | readonly Node[], attributes?: Readonly<Record<string, string>>];

/**
 * The envelope as XML text in UTF-8.
 *
 * @throws when a text holds a character that XML cannot carry (a control character in a name or a description).
 */
export function writeEnvelope({ sender, receiver, envelopeId, sentAt, content }: Envelope): string {
  const body: Node =
    content.kind === 'message'
      ? [
          'Message',
          [
            ['MetaInformation', metaNodes(content.meta)],
            ['Data', content.data.toString('base64')],
          ],
        ]
      : ['Receipt', [receiptNode(content.receipt)]];
  const document = new DOMImplementation().createDocument(ENVELOPE_NAMESPACE, 'VANSEnvelope', null);
  const { documentElement } = document;
  if (documentElement === null) throw new Error('no root element');
  append(documentElement, [
    endPoint('SenderID', sender),
    endPoint('ReceiverID', receiver),
    ['EnvelopeIdentifier', envelopeId],
    ['SentDateTime', sentAt],
    body,
  ]);
  const xml = new XMLSerializer().serializeToString(document, { requireWellFormed: true });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;
}

function append(to: Element, nodes: readonly Node[]): void {
  for (const [name, content, attributes = {}] of nodes) {
    const element = to.ownerDocument?.createElementNS(ENVELOPE_NAMESPACE, name);
    if (element === undefined) throw new Error('no document');
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (typeof content === 'string') element.textContent = content;
    else append(element, content);
    to.appendChild(element);
  }
}

const endPoint = (name: string, { id, kind }: EndPoint): Node => [name, id, { EndPointType: kind }];

function metaNodes({ messageId, format, name, version, sizeInBytes, reliability, mime }: Meta): readonly Node[] {
  return [
    ['Identifier', messageId],
    [
      'Document',
      [
        ['Format', format],
        ['Name', name],
        ...(version === null ? [] : [['Version', version] satisfies Node]),
        ['SizeInBytes', String(sizeInBytes)],
      ],
    ],
    [
      'Transport',
      [
        ['Type', reliability],
        ['TransformMessage', 'false'],
        ...(mime === null ? [] : [['ServiceTag', mime, { name: 'MCM:MIME' }] satisfies Node]),
      ],
    ],
  ];
}

const errorNode = ({ code, description }: EnvelopeError): Node => [
  'Error',
  [...(code === null ? [] : [['Code', String(code)] satisfies Node]), ['Description', description.slice(0, 512)]],
];

function receiptNode(receipt: EnvelopeReceipt): Node {
  const original: Node = ['OriginalEnvelopeIdentifier', receipt.originalEnvelope];
  const message: readonly Node[] = receipt.original === null ? [] : [['OriginalMessage', metaNodes(receipt.original)]];
  switch (receipt.result) {
    case 'positive-message':
      return ['PositiveMessage', [original, ...message]];
    case 'negative-message':
      return ['NegativeMessage', [errorNode(receipt.error), original, ...message]];
    case 'negative-vans':
      return ['NegativeVans', [errorNode(receipt.error), original, ...message]];
  }
}
