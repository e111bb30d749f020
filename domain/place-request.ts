// A request for a place without a hospital stay (anmodning om plads): for a citizen at home, by a practice, a team or a ward.
// The same asking and holding as for a discharge; no finished-treatment days, no 72 hours: who gave the order is responsible.
import type { UnitId } from './ids.ts';

/** What the place is for (domain.md 2, 5): a bed, hospital treatment at home, or a team that comes to the home. */
export const requestPurposes = {
  place: 'Plads',
  'treatment-at-home': 'Hospitalsbehandling i eget hjem',
  'outgoing-team': 'Udgående team',
} as const;
export type RequestPurpose = keyof typeof requestPurposes;

export interface PlaceRequest {
  readonly purpose: RequestPurpose;
  /** The unit whose doctor gave the order and answers for the treatment (ordinerende læge). */
  readonly orderGiver: UnitId;
}
