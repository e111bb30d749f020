// Reads the registry of organisations and units (rules/organisations.json) for the API: names, phones, who belongs where.
// The worker checks the rule files in every detail; here only the shape counts, so that a half file never serves.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { roles } from '../domain/actor.ts';
import { weekdays } from '../domain/calendar.ts';
import type { Registry } from '../domain/organisations.ts';
import { organisationKinds, placeFactNames, placeKinds, unitKinds } from '../domain/organisations.ts';

const target = z.object({ unit: z.string(), role: z.enum(roles), phone: z.string() });
const span = z.object({ days: z.array(z.enum([...weekdays, 'holiday'])), opens: z.string(), closes: z.string() });

const registry: z.ZodType<Registry> = z.object({
  organisations: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(organisationKinds),
      name: z.string(),
      municipality: z.string().exactOptional(),
    }),
  ),
  units: z.array(
    z.object({
      id: z.string(),
      org: z.string(),
      kind: z.enum(unitKinds),
      name: z.string(),
      sor: z.string(),
      gln: z.string(),
      phone: z.string(),
      mail: z.string(),
      municipality: z.string().exactOptional(),
      ydernummer: z.string().exactOptional(),
      openingHours: z.array(span),
      closed: z.array(z.object({ from: z.string(), to: z.string() })).exactOptional(),
      teamLeader: target.exactOptional(),
      onCall: target.exactOptional(),
    }),
  ),
  placeFacts: z.array(
    z.object({
      municipality: z.string(),
      kind: z.enum(placeKinds),
      fact: z.enum(placeFactNames),
      is: z.string(),
      validFrom: z.string(),
      validTo: z.string().nullable(),
    }),
  ),
});

/** The registry of a rules folder. Throws when the file cannot be read or is no registry. */
export async function readRegistry(rulesDir: string): Promise<Registry> {
  return registry.parse(JSON.parse(await readFile(join(rulesDir, 'organisations.json'), 'utf8')));
}
