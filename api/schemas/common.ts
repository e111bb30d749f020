// The small parts that request bodies are made of, with their limits; every free text has one.
// What depends on the registry of units or on the environment is made by `parts`.
import { z } from 'zod';
import { isTestCpr, numberKind } from '../../domain/cpr.ts';
import type { Registry, UnitKind } from '../../domain/organisations.ts';
import { unitById } from '../../domain/organisations.ts';

/** Longest free text, characters. */
const LONGEST_TEXT = 4000;

/** Free text of 1 to 4000 characters; blanks around it do not count. */
export const text = z.string().trim().min(1).max(LONGEST_TEXT).meta({ pattern: '\\S' });

/** Name of a person or place. */
export const name = z.string().trim().min(1).max(200).meta({ pattern: '\\S' });

/** 8 digits, or a foreign number with country code. Blanks are left out. */
export const phone = z
  .string()
  .max(30)
  .transform((value) => value.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^(?:\d{8}|\+\d{8,15})$/, 'Skal være 8 cifre, eller + og landekode'))
  .meta({ example: '87001000' });

/** RFC 3339 time with offset; given back in UTC. Years 1900 to 2100: a time outside is a slip of the hand. */
export const instant = z.iso
  .datetime({ offset: true, abort: true, error: 'Skal være dato og tid med tidszone, som 2026-11-30T10:00:00+01:00' })
  .refine((value) => value >= '1900' && value < '2101', 'Året er ikke sandsynligt')
  .transform((value) => new Date(value).toISOString())
  .meta({ example: '2026-11-30T10:00:00+01:00' });

/** Id of an own row: a UUID. */
export const id = z.uuid();

/** Version a change was made from. */
export const version = z.int().min(0).max(1_000_000);

/** Episode-of-care id (forløbs-id): a UUID with or without hyphens and `urn:uuid:` (domain.md 1.9). */
export const episodeId = z
  .string()
  .trim()
  .regex(
    /^(?:urn:uuid:)?(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i,
    'Skal være en UUID, med eller uden bindestreger',
  )
  .meta({ example: '0f4f7f2c-6a3c-4d0e-9a52-0f0f3f0a7b11' });

/** Person who acts, as `sub` in a token. Never a CPR number. */
export const person = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]{0,99}$/, 'Skal være et person-id, aldrig et CPR-nummer')
  .meta({ example: 'person-coordinator' });

/** Yes or no in a query. */
export const yesNo = z.enum(['true', 'false']).transform((said) => said === 'true');

/** Pages of a list. */
export const page = {
  cursor: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'Fra `next` i den forrige side', pattern: '^[A-Za-z0-9_-]+$' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** What the schemas need to know of their surroundings. */
export interface Surroundings {
  readonly registry: Registry;
  /** Test persons are refused in production (domain.md 8.2). */
  readonly production: boolean;
}

/** Id of a unit in the registry, of one of these kinds when any are named. */
export function unit({ registry }: Pick<Surroundings, 'registry'>, ...kinds: readonly UnitKind[]) {
  return z
    .string()
    .max(100)
    .refine((value) => {
      const found = unitById(registry, value);
      return found !== undefined && (kinds.length === 0 || kinds.includes(found.kind));
    }, 'Ukendt enhed, eller en enhed af en anden slags')
    .meta({ description: 'Id på en enhed, se `/api/units`', example: 'mun-0791-visitation' });
}

/**
 * CPR number: ten digits with a date of birth, a hyphen after the date is allowed, or a replacement number. Never
 * modulus 11 (domain.md 8.1).
 */
export function cpr({ production }: Pick<Surroundings, 'production'>) {
  return z
    .string()
    .max(11)
    .transform((value) => value.toUpperCase().replace(/^(\d{6})-(\d[\dA-Z]{2}\d)$/, '$1$2'))
    .pipe(
      z
        .string()
        .refine((value) => numberKind(value) !== null, 'Skal være 10 cifre, der begynder med en dato')
        .refine((value) => !(production && isTestCpr(value)), 'Testpersoner kan ikke bruges her'),
    )
    .meta({ example: '2509479989' });
}
