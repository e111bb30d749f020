// Which acute units can take a patient, best first, by the sheets as the units state them now.
// Whether one has a place free is found out by reserving it.
import type { Needs } from '../domain/capability.ts';
import { match } from '../domain/capability.ts';
import { instant } from '../domain/ids.ts';
import type { Database } from '../store/database.ts';
import { sheets } from '../store/sheets.ts';
import type { Activities } from './contract.ts';

export function fittingUnits(db: Database): Activities['fittingUnits'] {
  return async (municipality, { capabilities, from, days }, now) => {
    const stated = (await sheets(db)).map(({ sheet }) => sheet).filter(({ kind }) => kind === 'acute');
    const needs: Needs = { municipality, capabilities, from, days };
    return match(stated, needs, instant(now))
      .filter(({ fits }) => fits)
      .map(({ unit }) => ({ unit }));
  };
}
