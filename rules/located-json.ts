// Reads a rule file as strict JSON and remembers the line of everything in it, so that every fault can be told with its place.
// A member that stands twice is a fault: the last one would win silently.
import type { Node, ParseError } from 'jsonc-parser';
import { parseTree, printParseErrorCode } from 'jsonc-parser';

/** A fault of the text itself; `path` is dotted, empty for the file as a whole; `line` counts from 1. */
export interface TextFault {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export type LocatedJson =
  /** `lineOf`: the line of a dotted path, or of the deepest part of it that the file has. */
  | { readonly ok: true; readonly stated: unknown; readonly lineOf: (path: string) => number }
  | { readonly ok: false; readonly faults: readonly TextFault[] };

/** One missing brace makes faults of everything after it; the first few say what is wrong. */
const MOST_FAULTS = 5;

const words: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: 'et ord, JSON ikke har',
  InvalidNumberFormat: 'et tal, der ikke kan læses',
  PropertyNameExpected: 'her skal stå et navn i anførselstegn',
  ValueExpected: 'her skal stå en værdi',
  ColonExpected: 'her mangler et kolon',
  CommaExpected: 'her mangler et komma',
  CloseBraceExpected: 'her mangler }',
  CloseBracketExpected: 'her mangler ]',
  EndOfFileExpected: 'der står noget efter slutningen',
  InvalidCommentToken: 'kommentarer kan ikke bruges',
  UnexpectedEndOfString: 'teksten slutter ikke',
};

/** Reads the text; never throws. */
export function readLocated(text: string): LocatedJson {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  if (root === undefined || errors.length > 0) {
    const faults = errors.slice(0, MOST_FAULTS).map(({ error, offset }): TextFault => {
      const code = printParseErrorCode(error);
      return { path: '', line: lineAt(offset), message: `Er ikke gyldig JSON: ${words[code] ?? code}` };
    });
    return { ok: false, faults };
  }
  const twice = statedTwice(root, []).map(({ path, first, again }): TextFault => {
    const line = lineAt(again.offset);
    return { path, line, message: `Står to gange, også i linje ${lineAt(first.offset)}` };
  });
  if (twice.length > 0) return { ok: false, faults: twice };
  const stated: unknown = JSON.parse(text);
  return { ok: true, stated, lineOf: (path) => lineAt(deepest(root, path).offset) };
}

interface Twice {
  readonly path: string;
  readonly first: Node;
  readonly again: Node;
}

/** Name and value of each member of an object; none of anything else. */
const membersOf = ({ type, children = [] }: Node): readonly { name: string; member: Node; value: Node }[] =>
  type !== 'object'
    ? []
    : children.flatMap((member) => {
        const [name, value] = member.children ?? [];
        return name === undefined || value === undefined ? [] : [{ name: String(name.value), member, value }];
      });

function statedTwice(node: Node, at: readonly (string | number)[]): readonly Twice[] {
  if (node.type === 'array') return (node.children ?? []).flatMap((child, index) => statedTwice(child, [...at, index]));
  const seen = new Map<string, Node>();
  return membersOf(node).flatMap(({ name, member, value }) => {
    const path = [...at, name];
    const first = seen.get(name);
    seen.set(name, first ?? member);
    const here = first === undefined ? [] : [{ path: path.join('.'), first, again: member }];
    return [...here, ...statedTwice(value, path)];
  });
}

function deepest(root: Node, path: string): Node {
  let found = root;
  let inside = root;
  for (const part of path.split('.')) {
    const member = membersOf(inside).find(({ name }) => name === part);
    const child = member?.value ?? (inside.type === 'array' ? inside.children?.[Number(part)] : undefined);
    if (child === undefined) return found;
    found = member?.member ?? child;
    inside = child;
  }
  return found;
}
