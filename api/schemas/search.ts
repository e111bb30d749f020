// What a search asks: exactly one of CPR number, name and case id. By body, so that none of it stands in an address or a log.
// The answer shows lines of cases, as the list of discharges does.
import { z } from 'zod';
import { cpr, id, name } from './common.ts';

const given = (...values: readonly unknown[]): number => values.filter((value) => value !== undefined).length;

export const searchBody = z
  .strictObject({
    // Searching for a test person finds nothing in production; it is no fault to try.
    cpr: cpr({ production: false }).optional(),
    name: name.min(2).optional(),
    id: id.optional(),
  })
  .refine((body) => given(body.cpr, body.name, body.id) === 1, 'Angiv præcis én af cpr, name og id')
  .meta({ id: 'Search' });
