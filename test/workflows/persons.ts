// Who acts in workflow tests: somebody of each kind, as a token would name them.
// Made up; no person of a test is anybody.
import type { Actor } from '../../domain/actor.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const ward: Actor = { person: 'person-ward', role: 'ward-staff', org: 'hosp-midt', units: ['ward-m1'] };
export const doctor: Actor = { person: 'person-doctor', role: 'doctor', org: 'hosp-midt', units: ['ward-m1'] };
export const vans: Actor = { person: 'person-vans', role: 'system', org: 'vans', units: [] };
export const operator: Actor = {
  person: 'person-operator',
  role: 'operator',
  org: 'region-ops',
  units: ['region-ops'],
};

/** Somebody of a unit, who can answer its tasks. */
export const somebodyOf = (unit: string): Actor => ({
  person: `person-${unit}`,
  role: 'coordinator',
  org: unit,
  units: [unit],
});
