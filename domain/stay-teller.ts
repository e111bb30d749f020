// Who tells the municipality of a hospital stay (advis om sygehusophold): exactly one sender for each hospital and date.
// A second one would pause and resume home care twice, and no check for copies would catch it (domain.md 1.7).
import type { LocalDate } from './calendar.ts';
import type { Organisation } from './organisations.ts';
import { isInForce } from './ways.ts';

export const stayTellers = [
  /** The hospital's own system sends the notices; this service reads them and sends none. */
  'hospital',
  /** This service sends them. */
  'this-service',
  /** No notice exists for this patient (replacement number, no address in Denmark): the ward rings instead. */
  'nobody',
] as const;
export type StayTeller = (typeof stayTellers)[number];

/** Who sends for a stay that begins at this hospital on this date; a hospital that says nothing sends itself. */
export function stayTeller(hospital: Organisation | undefined, date: LocalDate): Exclude<StayTeller, 'nobody'> {
  const dated = hospital?.stayNotices?.find((period) => isInForce(period, date));
  return dated?.by ?? 'hospital';
}
