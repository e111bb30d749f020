// Breaks messages in every way that the network and other people's systems know, the same way for the same seed.
// Each broken text comes with what its reader must make of it at least.

/**
 * `refused`: must not be understood. `same`: not understood, or understood as the whole message was.
 * `whole`: not understood, or understood with nothing missing that the standard demands.
 */
export type Expected = 'refused' | 'same' | 'whole';
export type Broken = { readonly kind: string; readonly raw: string; readonly expected: Expected };

type Tree = Record<string, unknown>;
const MARK = '@@mark@@';

/** A stream of numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Breaks `raw`, a message of our making, in the way of this turn. */
export function broken(raw: string, turn: number, next: () => number): Broken {
  const below = (count: number) => Math.floor(next() * count);
  const pick = <T>(items: readonly T[], otherwise: T): T => items[below(items.length)] ?? otherwise;
  const tree: Tree = JSON.parse(raw);
  const objects = objectsIn(tree);
  const anywhere = () => pick(objects, tree);
  const text = () => JSON.stringify(tree);
  /** The text with one more member somewhere, written as it is given. */
  const withMember = (object: Tree, member: string) => {
    object[MARK] = 0;
    return text().replace(`"${MARK}":0`, () => member);
  };
  switch (turn % 12) {
    case 0:
      return { kind: 'cut off', raw: raw.slice(0, below(raw.length - 1)), expected: 'refused' };
    case 1: {
      const object = anywhere();
      const name = pick(Object.keys(object), 'id');
      object[name] = ofAnotherType(object[name], below(5));
      return { kind: 'wrong type', raw: text(), expected: 'same' };
    }
    case 2: {
      const depth = 40 + below(turn % 600 === 2 ? 100_000 : 400);
      const [left, right] = pick([['[', ']'] as const, ['{"a":', '}'] as const], ['[', ']'] as const);
      const deep = `${left.repeat(depth)}1${right.repeat(depth)}`;
      return { kind: 'deep', raw: withMember(anywhere(), `"deep":${deep}`), expected: 'refused' };
    }
    case 3:
      return huge(tree, below, turn);
    case 4: {
      const entries = entriesOf(tree);
      const header = entries.find(({ resource }) => resource['resourceType'] === 'MessageHeader')?.resource['id'];
      const needed = entries.filter(({ resource }) => isNeeded(resource, header));
      const gone = needed[below(needed.length)];
      tree['entry'] = entries.filter((entry) => entry !== gone);
      return { kind: 'missing entry', raw: text(), expected: 'refused' };
    }
    case 5: {
      const places = objects.filter((object) => typeof object['profile'] === 'object').slice(0, 2);
      const alien = ['http://example.org/fhir/StructureDefinition/other', 'http://medcomfhir.dk/ig/other/x|9.0'];
      pick(places, tree)['profile'] = [pick(alien, '')];
      return { kind: 'alien profile', raw: text(), expected: 'refused' };
    }
    case 6: {
      const object = anywhere();
      const name = pick(Object.keys(object), 'id');
      const value = JSON.stringify(pick<unknown>([object[name], 'x', null, [], 7], 'x'));
      return { kind: 'stated twice', raw: withMember(object, `${JSON.stringify(name)}:${value}`), expected: 'refused' };
    }
    case 7: {
      const member = pick(
        ['"__proto__":{"polluted":true}', '"constructor":{"prototype":{"polluted":true}}', '"\\u005f_proto__":[]'],
        '"__proto__":{}',
      );
      return { kind: 'prototype', raw: withMember(anywhere(), member), expected: 'refused' };
    }
    case 8: {
      const member = pick(['"x":"a\\u0000b"', '"x":"\\ud800"', '"note\\u0007":1', '"x":"\\u0001"'], '"x":"\\u0000"');
      return { kind: 'unusable characters', raw: withMember(anywhere(), member), expected: 'refused' };
    }
    case 9: {
      const member = pick(
        ['"modifierExtension":[{"url":"http://a.dk/not","valueBoolean":true}]', '"implicitRules":"http://a.dk"'],
        '',
      );
      return { kind: 'modifier', raw: withMember(anywhere(), member), expected: 'refused' };
    }
    case 10: {
      const object = anywhere();
      delete object[pick(Object.keys(object), 'id')];
      return { kind: 'dropped', raw: text(), expected: 'whole' };
    }
    default: {
      const at = below(raw.length);
      const other = String.fromCharCode(32 + below(95));
      return { kind: 'one character', raw: raw.slice(0, at) + other + raw.slice(at + 1), expected: 'whole' };
    }
  }
}

/** Files of some megabytes, lists without end, one endless text; rarely, since they cost time to make. */
function huge(tree: Tree, below: (count: number) => number, turn: number): Broken {
  const size = turn % 1200 === 3 ? 4_000_000 : 20_000;
  const entries = entriesOf(tree);
  switch (below(4)) {
    case 0: {
      const data = 'QUJD'.repeat(size / 4);
      for (const file of objectsIn(tree)) if ('contentType' in file) file['data'] = data;
      return { kind: 'huge attachment', raw: JSON.stringify(tree), expected: 'whole' };
    }
    case 1:
      tree['entry'] = [...entries, ...Array.from({ length: size / 400 }, () => entries.at(-1))];
      return { kind: 'endless entries', raw: JSON.stringify(tree), expected: 'refused' };
    case 2:
      tree['signature'] = 'x\\"'.repeat(size / 3);
      return { kind: 'endless text', raw: JSON.stringify(tree), expected: 'same' };
    default:
      return {
        kind: 'endless list',
        raw: `${JSON.stringify(tree).slice(0, -1)},"x":[${'0,'.repeat(size)}0]`,
        expected: 'refused',
      };
  }
}

function ofAnotherType(value: unknown, turn: number): unknown {
  const others = [7, true, null, [value], { value }, 'tekst'].filter(
    (other) => typeof other !== typeof value || Array.isArray(other) !== Array.isArray(value) || other === null,
  );
  return others[turn % others.length];
}

/** An entry without which the message says less than it did; earlier Provenances and details of a receipt are more. */
function isNeeded(resource: Tree, header: unknown): boolean {
  const type = resource['resourceType'];
  if (type === 'Provenance') return JSON.stringify(resource['target']).includes(String(header));
  return type !== 'OperationOutcome';
}

function entriesOf(tree: Tree): readonly { readonly resource: Tree }[] {
  return Array.isArray(tree['entry']) ? tree['entry'] : [];
}

function objectsIn(value: unknown): readonly Tree[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (!isTree(value)) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}
