// Which citizens have services of their municipality: only of them may a stay notice be kept (domain.md 1.7).
// In development from a file of test persons; a municipality's own system will be asked here.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isCpr } from '../domain/cpr.ts';

export interface Citizens {
  /** Whether the citizen has services of the municipality (code of 4 digits). */
  haveServices(cpr: string, municipality: string): Promise<boolean>;
}

const file = z.object({
  citizens: z.array(z.object({ cpr: z.string().refine(isCpr), municipality: z.string().regex(/^\d{4}$/) })),
});

/** Nobody is known: every notice of a stay no ward has started is forgotten but for its metadata. */
export const nobody: Citizens = { haveServices: async () => false };

/** Citizens of a file; nobody when it is not there. */
export async function readCitizens(path: string): Promise<Citizens> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return nobody;
  const known = new Set(file.parse(JSON.parse(text)).citizens.map(({ cpr, municipality }) => `${cpr} ${municipality}`));
  return { haveServices: async (cpr, municipality) => known.has(`${cpr} ${municipality}`) };
}
