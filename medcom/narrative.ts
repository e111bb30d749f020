// The readable part (text.div) that every resource of a MedCom message carries: Danish labels with the English
// beside them, in a table. Rule: MedCom's general governance for FHIR standards, section on narratives.
import type { JsonObject } from './json.ts';

/** One line of a narrative: its label (our own words) and its value (anybody's words, escaped here). */
export type Row = readonly [label: string, value: string];

/** Longest run of letters without a break: validators take a longer one for embedded file content. */
const LONGEST_RUN = 200;
const RUN = /\S+/gu;
const TOO_LONG = /\S{200}/gu;

/** Characters XML 1.0 cannot hold, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Most values are ids, codes, times and short names: nothing to clean, escape or break in them. */
const PLAIN = /^[A-Za-z0-9ÆØÅæøå/:.#+-][A-Za-z0-9ÆØÅæøå/:.,#+()= -]{0,150}[A-Za-z0-9ÆØÅæøå/:.#+)-]$/;
const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '<br/>',
};

/** Text as XML content: escaped, well formed, line breaks as `<br/>`, overlong runs made breakable. */
export function escapeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return breakable(cleanText(text)).replace(/[&<>"\n]/g, (character) => MARKUP[character] ?? character);
}

/** Looking for long runs at every letter costs more than all the rest of a message: run by run it does not. */
function breakable(text: string): string {
  if (text.length < LONGEST_RUN) return text;
  return text.replace(RUN, (run) =>
    run.length < LONGEST_RUN ? run : run.replace(TOO_LONG, (part) => `${part}\u200b`),
  );
}

/** Text as it may stand in a message: no halves of characters, nothing XML forbids, line breaks as `\n`, trimmed. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(NOT_XML, '\ufffd').trim();
}

/** The narrative of one resource. `status` is `extensions` when a row shows the content of an extension. */
export function narrative(rows: readonly Row[], status: 'generated' | 'extensions' = 'generated'): JsonObject {
  const cells = rows.map(([label, value]) => `<tr><td>${escapeText(label)}</td><td>${escapeText(value)}</td></tr>`);
  return { status, div: `<div xmlns="http://www.w3.org/1999/xhtml"><table>${cells.join('')}</table></div>` };
}
