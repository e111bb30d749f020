// What valid JSON can hold and no part of this service can take: members twice, characters that PostgreSQL or a FHIR
// message cannot carry, nesting without end. Found in the text itself, because a parsed value no longer tells.
import { fault } from './check.ts';
import type { FieldFault } from './errors.ts';

/** Deeper than any body of ours by far; what walks a body by recursion stays safe. */
const DEEPEST = 32;
/** Enough to show what is wrong. */
const MOST_FAULTS = 20;

/**
 * Characters nobody can say: NUL and other control characters (FHIR R4, string: none below U+0020 but tab and line ends;
 * PostgreSQL: no NUL in text), and halves of a surrogate pair, which are no character at all.
 */
const UNSAYABLE = /\p{Cs}|[^\P{Cc}\t\n\r\u007f-\u009f]/u;

/** Whether every character of a text can be stored and sent. */
export const sayable = (text: string): boolean => !UNSAYABLE.test(text);

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/** An open object or array while the text is walked through. */
interface Level {
  readonly names: Set<string> | null;
  /** Member or index that is being read. */
  at: string | number;
  awaitsName: boolean;
}

/** The faults of a JSON text that parses, each with its field. `text` must be valid JSON. */
export function faultsInJson(text: string): readonly FieldFault[] {
  const levels: Level[] = [];
  const faults: FieldFault[] = [];
  const note = (detail: string): void => {
    if (faults.length < MOST_FAULTS)
      faults.push(
        fault(
          levels.map(({ at }) => at),
          detail,
        ),
      );
  };
  for (const [token] of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      if (levels.length === DEEPEST) return [...faults, fault([], 'Er indlejret for dybt')];
      levels.push({ names: token === '{' ? new Set() : null, at: token === '{' ? '' : 0, awaitsName: token === '{' });
    } else if (token === '}' || token === ']') {
      levels.pop();
    } else if (token === ',') {
      if (level?.names === null && typeof level.at === 'number') level.at += 1;
      else if (level !== undefined) level.awaitsName = true;
    } else if (token.startsWith('"')) {
      const said = String(JSON.parse(token));
      if (level?.names != null && level.awaitsName) {
        level.awaitsName = false;
        level.at = said;
        if (level.names.has(said)) note('Står to gange');
        level.names.add(said);
      }
      if (!sayable(said)) note('Indeholder tegn, der ikke kan bruges');
    }
  }
  return faults;
}
