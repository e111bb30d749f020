// Which units can take a patient, best first, by the sheets as the units state them now.
// Whether one has a place free is found out by reserving it.
import { localDate } from '../domain/calendar.ts';
import { instant } from '../domain/ids.ts';
import { match } from '../domain/match.ts';
import type { Needs } from '../domain/needs.ts';
import { ruleSetOn } from '../domain/rule-set.ts';
import type { RuleFiles } from '../rules/load.ts';
import type { Database } from '../store/database.ts';
import { sheets } from '../store/sheets.ts';
import type { Activities } from './contract.ts';

export function fittingUnits(db: Database, rules: RuleFiles): Activities['fittingUnits'] {
  return async (municipality, need, now) => {
    const { demands, calendar, ruleSets } = rules.current();
    const at = instant(now);
    const working = { calendar, closedOn: ruleSetOn(ruleSets, localDate(at)).closedOn };
    const stated = (await sheets(db)).map(({ sheet }) => sheet).filter(({ kind }) => kind === (need.kind ?? 'acute'));
    const needs: Needs = { municipality, ...need };
    return match(stated, needs, { at, working, demands })
      .filter(({ fits }) => fits)
      .map(({ unit }) => ({ unit }));
  };
}
