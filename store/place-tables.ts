// The tables of capability sheets (kompetenceark), places and who has them when; typed as the others (tables.ts).
// Changed only with a migration.
import type { Generated } from 'kysely';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import type { PlaceKind } from '../domain/organisations.ts';
import type { Json, Kept, Time, TimeOrNull } from './columns.ts';

export interface UnitSheetsTable {
  unit: string;
  /** From the sheet. */
  kind: Kept<PlaceKind>;
  valid_from: string;
  sheet: Json<UnitSheet>;
  version: number;
  changed_by: string;
  changed_at: Time;
}

export interface PlacesTable {
  id: string;
  unit: string;
  kind: PlaceKind;
  /** Among the unit's places of the kind, from 1. */
  number: number;
  active: boolean;
}

/** A place taken for a case: reserved while its unit is asked, held after a named yes. */
export interface HoldsTable {
  id: Generated<string>;
  place: string;
  unit: string;
  case_id: string;
  state: 'reserved' | 'held' | 'in-use' | 'released' | 'expired';
  active: boolean;
  period: Kept<string>;
  needed_from: Time;
  needed_until: Time;
  expires_at: Time;
  made_at: Time;
  ended_at: TimeOrNull;
}

/** Append-only: written by a trigger with every change of `unit_sheets`. */
export interface UnitSheetVersionsTable {
  unit: string;
  /** From the sheet. */
  kind: Kept<PlaceKind>;
  valid_from: string;
  version: number;
  sheet: Json<UnitSheet>;
  changed_by: string;
  changed_at: Time;
}

/** How many places of a kind a unit last said are free. */
export interface StatedPlacesTable {
  unit: string;
  kind: PlaceKind;
  free: number;
  stated_by: string;
  stated_at: Time;
}
