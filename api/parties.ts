// Which of our units a message's sender or receiver is, by GLN or SOR number; in development MedCom's example parties too.
// Example parties stand for units of the example organisations, so that MedCom's own messages can be tried.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Registry, Unit } from '../domain/organisations.ts';
import { unitByGln, unitById, unitBySor } from '../domain/organisations.ts';
import type { Party } from '../medcom/message.ts';

/** Finds units by their addresses. */
export interface Parties {
  unitOf(party: Pick<Party, 'sor' | 'gln'>): Unit | undefined;
  unitBySor(sor: string | null): Unit | undefined;
}

const exampleParties = z.object({ parties: z.array(z.object({ sor: z.string(), gln: z.string(), unit: z.string() })) });
export type ExampleParties = z.output<typeof exampleParties>['parties'];

/** The example parties of a file; none when it is not there. */
export async function readExampleParties(file: string): Promise<ExampleParties> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? [] : exampleParties.parse(JSON.parse(text)).parties;
}

/** Parties by the registry, and by `examples` where the registry knows nobody. */
export function partiesOf(registry: Registry, examples: ExampleParties): Parties {
  const example = (found: ExampleParties[number] | undefined): Unit | undefined =>
    found === undefined ? undefined : unitById(registry, found.unit);
  const bySor = (sor: string): Unit | undefined =>
    unitBySor(registry, sor) ?? example(examples.find((one) => one.sor === sor));
  return {
    unitOf: ({ sor, gln }) =>
      unitByGln(registry, gln) ?? bySor(sor) ?? example(examples.find((one) => one.gln === gln)),
    unitBySor: (sor) => (sor === null ? undefined : bySor(sor)),
  };
}
