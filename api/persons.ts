// Who can be named in a case: a person of an organisation that takes part in it. Somebody not met yet is taken at the
// caller's word, because a person is known here from the first request on.
import type { Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import { people } from '../store/people.ts';
import { fault } from './check.ts';
import { Problem } from './errors.ts';
import type { Service } from './service.ts';

/** The organisations of these units. */
export const organisationsOf = (registry: Registry, units: readonly string[]): string[] =>
  units.flatMap((id) => unitById(registry, id)?.org ?? []);

/**
 * Refuses persons of other organisations. `named`: the field and the person named in it.
 *
 * @throws {Problem} `bad-input` naming each field
 */
export async function demandPersonsOf(
  { db }: Pick<Service, 'db'>,
  orgs: readonly string[],
  named: Readonly<Record<string, string | null | undefined>>,
): Promise<void> {
  const known = await people(
    db,
    Object.values(named).flatMap((id) => id ?? []),
  );
  const errors = Object.entries(named).flatMap(([field, id]) => {
    const person = id == null ? undefined : known.get(id);
    return person === undefined || orgs.includes(person.org)
      ? []
      : [fault([field], 'Personen hører til en anden organisation')];
  });
  if (errors.length > 0) throw new Problem('bad-input', { errors });
}
