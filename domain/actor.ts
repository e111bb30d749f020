// Who acts: person, role and organisation, as ids and codes that may enter Temporal.
// Names and phone numbers stay in PostgreSQL and are looked up by the person id.
import type { PersonId, UnitId } from './ids.ts';

/** Roles a person can act in (mission.md, "Who uses it"); `system` is a partner's machine or this service itself. */
export const roles = [
  'ward-staff',
  'doctor',
  'coordinator',
  'team-leader',
  'acute-nurse',
  'gp',
  'operator',
  'agreement-manager',
  'system',
] as const;
export type Role = (typeof roles)[number];

/** The actor of a decision, without personal data beyond the person's own id. */
export interface Actor {
  person: PersonId;
  role: Role;
  org: string;
  units: readonly UnitId[];
}

/** What the service itself did because a clock ran out or a step followed from another. */
export const theService: Actor = { person: 'service', role: 'system', org: 'service', units: [] };
