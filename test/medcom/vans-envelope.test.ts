// The VANS envelope: what is written can be read again, and what strangers write does nothing but be read or refused.
// No file is opened, no entity expanded, no time or memory spent on what a hostile envelope asks for.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../medcom/read-vans-envelope.ts';
import type { Envelope, EnvelopeContent, Meta } from '../../medcom/vans-envelope.ts';
import { writeEnvelope } from '../../medcom/write-vans-envelope.ts';
import { uuid } from './fixtures.ts';

const meta: Meta = {
  messageId: uuid('vans-message'),
  format: 'HL7',
  name: 'MCM:FDIS91#discharge',
  version: '5.0',
  sizeInBytes: 5,
  reliability: 'reliable',
  mime: 'application/fhir+json',
};
const message: EnvelopeContent = { kind: 'message', meta, data: Buffer.from('{"a"}') };
const ordinary: Envelope = {
  sender: { kind: 'EAN', id: '5790009900016' },
  receiver: { kind: 'EAN', id: '5790009900023' },
  envelopeId: uuid('vans-envelope'),
  sentAt: '2026-11-21T09:00:00.000Z',
  content: message,
};
const xml = writeEnvelope(ordinary);
const read = (text: string | Buffer) => readEnvelope(Buffer.from(text));
const problemOf = (text: string | Buffer): string => {
  const result = read(text);
  return result.kind === 'unusable' ? result.problem : 'read';
};

describe('what is written', () => {
  it('has the elements of the schema in their order and in its namespace', () => {
    expect(xml).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <VANSEnvelope xmlns="urn:oio:medcom:vans-envelope:1.0.4"><SenderID EndPointType="EAN">5790009900016</SenderID><ReceiverID EndPointType="EAN">5790009900023</ReceiverID><EnvelopeIdentifier>c1edc641-ac69-4ebe-8d27-eeb4b9f84b68</EnvelopeIdentifier><SentDateTime>2026-11-21T09:00:00.000Z</SentDateTime><Message><MetaInformation><Identifier>d7214b29-22dd-417e-b89a-fbf7cbdf4788</Identifier><Document><Format>HL7</Format><Name>MCM:FDIS91#discharge</Name><Version>5.0</Version><SizeInBytes>5</SizeInBytes></Document><Transport><Type>reliable</Type><TransformMessage>false</TransformMessage><ServiceTag name="MCM:MIME">application/fhir+json</ServiceTag></Transport></MetaInformation><Data>eyJhIn0=</Data></Message></VANSEnvelope>
      "
    `);
  });

  const error = { code: 7, description: 'Ukendt modtager <GLN> & "mere"' };
  const originalEnvelope = uuid('vans-original');
  it.each<[string, EnvelopeContent]>([
    ['a message', message],
    ['a message that wants no receipt', { ...message, meta: { ...meta, reliability: 'unreliable', mime: null } }],
    ['a receipt', { kind: 'receipt', receipt: { result: 'positive-message', originalEnvelope, original: meta } }],
    [
      'a refusal by the receiver',
      { kind: 'receipt', receipt: { result: 'negative-message', originalEnvelope, original: meta, error } },
    ],
    [
      'a refusal by the network',
      {
        kind: 'receipt',
        receipt: { result: 'negative-vans', originalEnvelope, original: null, error: { ...error, code: null } },
      },
    ],
  ])('%s is read as it was meant', (_, content) => {
    const envelope = { ...ordinary, content };
    expect(read(writeEnvelope(envelope))).toEqual({ kind: 'envelope', envelope });
  });

  it('carries any bytes and any words', () => {
    const words = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).map((text) => text.trim());
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), words.filter(sayableInXml), (bytes, name) => {
        const data = Buffer.from(bytes);
        const content = { kind: 'message', meta: { ...meta, name, sizeInBytes: data.length }, data } as const;
        const envelope = { ...ordinary, content };
        expect(read(writeEnvelope(envelope))).toEqual({ kind: 'envelope', envelope });
      }),
    );
  });
});

/** XML has no control characters at all, and no ends of line but one. */
const sayableInXml = (text: string): boolean =>
  text !== '' && text.isWellFormed() && !/[\p{Cc}\p{Cn}\u2028]/u.test(text);

describe('what strangers write', () => {
  it('may have its own prefix, spaces, comments and line ends in the base64', () => {
    const other = xml
      .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1v:')
      .replace('xmlns=', 'xmlns:v=')
      .replace('</v:Data>', '\r\n </v:Data><!-- sendt -->');
    expect(read(`\ufeff${other}`)).toEqual({ kind: 'envelope', envelope: ordinary });
  });

  it.each([
    ['nothing', '', 'not-xml'],
    ['JSON', '{"resourceType":"Bundle"}', 'not-xml'],
    ['half an envelope', xml.slice(0, xml.length / 2), 'not-xml'],
    ['two envelopes', `${xml}${xml.replace(/^<\?.*\?>\n/, '')}`, 'not-xml'],
    ['an element of another kind', '<VANSEnvelope xmlns="urn:other"/>', 'not-an-envelope'],
    ['an attribute twice', xml.replace('EndPointType="EAN"', 'EndPointType="EAN" EndPointType="CVR"'), 'not-xml'],
    ['an entity nobody declared', xml.replace('MCM:FDIS91', '&hemmelig;'), 'not-xml'],
    ['bytes that are no UTF-8', Buffer.from(xml.replace('discharge', 'udskrivning på'), 'latin1'), 'not-utf-8'],
    ['no sender', xml.replace(/<SenderID.*?<\/SenderID>/, ''), 'invalid'],
    ['two senders', xml.replace(/(<SenderID.*?<\/SenderID>)/, '$1$1'), 'invalid'],
    ['an id that is no UUID', xml.replace(ordinary.envelopeId, '../../outgoing/x'), 'invalid'],
    ['a date nobody has', xml.replace('2026-11-21', '2026-02-31'), 'invalid'],
    ['no content', xml.replace(/<Message>.*<\/Message>/, ''), 'invalid'],
    ['letters that are no base64', xml.replace(/<Data>.*?<\/Data>/, '<Data>æøå=</Data>'), 'damaged'],
    ['fewer bytes than it says', xml.replace('>5</SizeInBytes>', '>6</SizeInBytes>'), 'damaged'],
  ])('with %s is refused', (_, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  const withType = (type: string, name: string): string =>
    xml.replace('?>\n', `?>\n${type}\n`).replace('MCM:FDIS91#discharge', name);

  it('cannot have a file read, nor an address asked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'xxe-'));
    await writeFile(join(folder, 'secret'), 'hemmeligt');
    for (const target of [`file://${folder}/secret`, 'http://127.0.0.1:1/']) {
      for (const type of [
        `<!DOCTYPE VANSEnvelope [<!ENTITY x SYSTEM "${target}">]>`,
        `<!DOCTYPE VANSEnvelope SYSTEM "${target}">`,
        `<!DOCTYPE VANSEnvelope [<!ENTITY % p SYSTEM "${target}"> %p;]>`,
      ]) {
        const result = read(withType(type, '&x;'));
        expect(result).toEqual({ kind: 'unusable', problem: 'doctype', path: '' });
      }
    }
    await rm(folder, { recursive: true });
  });

  it('cannot blow up a small text into a large one', () => {
    const laughs = Array.from({ length: 20 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const began = performance.now();
    expect(problemOf(withType(`<!DOCTYPE lolz [<!ENTITY l0 "ha">${laughs}]>`, '&l20;'))).toBe('doctype');
    expect(problemOf(withType('<!doctype lolz>', 'x'))).toBe('doctype');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('cannot have another program run, nor another document drawn in', () => {
    const included = xml.replace('<Data>', '<Data><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="x"/>');
    expect(read(included)).toEqual({ kind: 'envelope', envelope: ordinary });
    const styled = xml.replace('?>\n', '?>\n<?xml-stylesheet href="http://127.0.0.1:1/" type="text/xsl"?>\n');
    expect(read(styled)).toEqual({ kind: 'envelope', envelope: ordinary });
  });

  it('is done with soon, however deep or wide it is', () => {
    const deep = xml.replace('<Message>', `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}<Message>`);
    const wide = xml.replace('<Message>', `${'<a b="c"/>'.repeat(200_000)}<Message>`);
    const began = performance.now();
    const many = xml.replace(
      '<Message>',
      `<Message ${Array.from({ length: 200_000 }, (_, n) => `a${n}=""`).join(' ')}>`,
    );
    const references = xml.replace('discharge', '&amp;'.repeat(200_000));
    for (const text of [deep, wide, many, references]) expect(problemOf(text)).toBe('not-an-envelope');
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('is read or refused whatever is changed in it, and never half', () => {
    const bytes = Buffer.from(xml);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (hits) => {
        const spoilt = Buffer.from(bytes);
        for (const [at, value] of hits) spoilt[at] = value;
        const result = readEnvelope(spoilt);
        if (result.kind === 'unusable') return;
        const { content } = result.envelope;
        expect(content.kind === 'message' && content.data.length).toBe(5);
      }),
      { numRuns: 2_000 },
    );
  });
});
