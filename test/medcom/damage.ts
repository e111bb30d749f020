// Damages a message at random: one value somewhere in it is replaced, dropped or doubled.
// Seeded by the property test that calls it, so that a find can be repeated.
import fc from 'fast-check';

export type Damage = {
  /** Where the path starts: the Provenances decide what an Acknowledgement copies, so they get their share. */
  readonly within: 'message' | 'Provenance';
  /** Which key to follow at each level, taken round the keys there are. */
  readonly path: readonly number[];
  readonly value: unknown;
  readonly kind: 'replace' | 'drop' | 'double';
};

export const anyDamage: fc.Arbitrary<Damage> = fc.record({
  within: fc.constantFrom('message', 'Provenance'),
  path: fc.array(fc.nat(40), { minLength: 1, maxLength: 10 }),
  value: fc.oneof(fc.jsonValue(), fc.constantFrom('', 'x', '2026-13-01', 'Organization/none', 'urn:uuid:x')),
  kind: fc.constantFrom('replace', 'drop', 'double'),
});

/** The message with the damage done. */
export function damaged(raw: string, { within, path, value, kind }: Damage): string {
  const root = JSON.parse(raw);
  let at =
    within === 'message'
      ? root
      : root.entry.map((entry: { resource: unknown }) => entry.resource).filter(isProvenance)[0];
  for (const [level, step] of path.entries()) {
    const keys = Object.keys(at);
    const key = keys[step % Math.max(keys.length, 1)];
    if (key === undefined) break;
    const inner = at[key];
    if (level === path.length - 1 || typeof inner !== 'object' || inner === null) {
      if (kind === 'drop') delete at[key];
      else if (kind === 'double' && Array.isArray(at)) at.push(inner);
      else at[key] = value;
      break;
    }
    at = inner;
  }
  return JSON.stringify(root);
}

function isProvenance(resource: unknown): boolean {
  return typeof resource === 'object' && resource !== null && Reflect.get(resource, 'resourceType') === 'Provenance';
}
