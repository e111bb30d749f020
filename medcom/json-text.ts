// What a parsed value no longer tells of a JSON text, and what must be known before it is parsed at all: how many values
// and how deep, members stated twice, names and characters no FHIR message has. One pass, time and memory bounded.
// Rules: FHIR R4, JSON format and string; RFC 8259 leaves members stated twice to chance.

export type TextFault =
  /** More values than any message has: not parsed, since parsing is what costs memory. */
  | 'too-large'
  | 'too-deep'
  /** A member stated twice: one reader takes the first, another the last. */
  | 'stated-twice'
  /** A name that means something to the language and nothing in FHIR. */
  | 'unsafe-name'
  /** Control characters, or halves of a character. */
  | 'unusable-characters'
  /** An element that changes the meaning of others; FHIR forbids acting on what holds one that is not understood. */
  | 'modifier';

/** A message of a whole thread with a hundred segments has some ten thousand. */
const MOST_VALUES = 200_000;
/** MedCom's messages are 9 deep; extensions may add to that. */
const DEEPEST = 32;

const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);
const MODIFIERS = new Set(['modifierExtension', 'implicitRules']);
const UNUSABLE = /\p{Cs}|[^\P{Cc}\t\n\r\u007f-\u009f]/u;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OBJECT, OBJECT_END, LIST, LIST_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/** The faults of a text; the text need not be JSON. Never throws. */
export function textFaults(raw: string): ReadonlySet<TextFault> {
  const faults = new Set<TextFault>();
  if (!raw.isWellFormed()) faults.add('unusable-characters');
  /** Names of each open object; null for a list. */
  const open: (Set<string> | null)[] = [];
  let awaitsName = false;
  let values = 0;
  let backslash = raw.indexOf('\\');
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw.charCodeAt(at);
    if (character === QUOTE) {
      const end = endOfString(raw, at);
      if (backslash !== -1 && backslash < at) backslash = raw.indexOf('\\', at);
      const isEscaped = backslash !== -1 && backslash < end;
      const text = isEscaped ? unescaped(raw.slice(at, end + 1)) : '';
      if (isEscaped && UNUSABLE.test(text)) faults.add('unusable-characters');
      const names = open.at(-1);
      if (names != null && awaitsName) noteName(isEscaped ? text : raw.slice(at + 1, end), names, faults);
      at = end;
    } else if (character === OBJECT || character === LIST) {
      values += 1;
      open.push(character === OBJECT ? new Set() : null);
      awaitsName = character === OBJECT;
      if (open.length > DEEPEST) faults.add('too-deep');
    } else if (character === OBJECT_END || character === LIST_END) {
      open.pop();
      awaitsName = false;
    } else if (character === COMMA) {
      values += 1;
      awaitsName = open.at(-1) != null;
    } else if (character === COLON) awaitsName = false;
    if (values > MOST_VALUES) return faults.add('too-large');
  }
  return faults;
}

function noteName(name: string, names: Set<string>, faults: Set<TextFault>): void {
  if (names.has(name)) faults.add('stated-twice');
  if (UNSAFE.has(name)) faults.add('unsafe-name');
  if (MODIFIERS.has(name)) faults.add('modifier');
  names.add(name);
}

/** Place of the quote that ends the string beginning at `start`; the end of the text when none does. */
function endOfString(raw: string, start: number): number {
  for (let end = raw.indexOf('"', start + 1); end !== -1; end = raw.indexOf('"', end + 1)) {
    let before = end - 1;
    while (raw.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return raw.length;
}

function unescaped(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    // The text is no JSON then, which parsing it will tell.
    return token;
  }
}
