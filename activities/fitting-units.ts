// Which units can take a patient, best first, by the sheets as the units state them now; who confirms there, and whether
// the task may be done under its agreement. Whether a unit has a place free is found out by reserving it.
import { agreementFor, singleCaseUnit } from '../domain/agreements.ts';
import type { LocalDate } from '../domain/calendar.ts';
import { localDate } from '../domain/calendar.ts';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import { kilometres } from '../domain/distance.ts';
import { instant } from '../domain/ids.ts';
import type { UnitMatch } from '../domain/match.ts';
import { isNote, match } from '../domain/match.ts';
import type { Needs } from '../domain/needs.ts';
import type { PlaceKind } from '../domain/organisations.ts';
import { factsDateBy, mayChoose, placeFact } from '../domain/place-facts.ts';
import type { BedNeed } from '../domain/plan.ts';
import { ruleSetOn } from '../domain/rule-set.ts';
import type { RuleBook, RuleFiles } from '../rules/load.ts';
import type { Database } from '../store/database.ts';
import { sheets } from '../store/sheets.ts';
import type { Activities, Asking, Fitting, Miss } from './contract.ts';

/** When none fits, of how many units the asker is told why, and at most how many reasons of each. */
const NEAREST = 3;
const MOST_MISSES = 3;

export function fittingUnits(db: Database, rules: RuleFiles): Activities['fittingUnits'] {
  return async (municipality, need, asking) => {
    const book = rules.current();
    const { demands, calendar, ruleSets, registry } = book;
    const at = instant(asking.now);
    const working = { calendar, closedOn: ruleSetOn(ruleSets, localDate(at)).closedOn };
    const kind = need.kind ?? 'acute';
    const stated = (await sheets(db)).map(({ sheet }) => sheet).filter((sheet) => sheet.kind === kind);
    const needs: Needs = { municipality, ...need };
    const distance = (one: string, other: string) => kilometres(registry, one, other);
    const date = factsDayOf(book, municipality, need, asking);
    const choice = (of: PlaceKind) => mayChoose(registry, { municipality, kind: of }, date);
    const judged = match(stated, needs, { at, working, demands, distance, mayChoose: choice });
    const fitting = judged.filter(({ fits }) => fits);
    if (fitting.length === 0) return { fitting: [], misses: judged.slice(0, NEAREST).flatMap(missesOf) };
    const around = aroundOf(book, municipality, need, date);
    return { fitting: fitting.map(({ sheet }) => around(sheet)), misses: [] };
  };
}

const missesOf = ({ unit, reasons }: UnitMatch): Miss[] =>
  reasons
    .filter((reason) => !isNote(reason))
    .slice(0, MOST_MISSES)
    .map(({ code: why, capability = null, fitsFrom }) => ({ unit, why, capability, fitsFrom }));

/** The day whose facts hold for this request, by the in-flight rule. */
function factsDayOf(
  { ruleSets }: RuleBook,
  municipality: string,
  { from }: BedNeed,
  { placedAt, now }: Asking,
): LocalDate {
  const begun = { what: 'request', placedAt: instant(placedAt), from, at: instant(now) } as const;
  return factsDateBy(ruleSets, municipality, begun).date;
}

/** What goes with asking any of the units for this patient. */
function aroundOf(
  { registry, agreements }: RuleBook,
  municipality: string,
  need: BedNeed,
  date: LocalDate,
): (sheet: UnitSheet) => Fitting {
  const kind = need.kind ?? 'acute';
  const answer = agreementFor(agreements, { municipality, capabilities: need.capabilities, kind, date });
  const stopped =
    answer.kind === 'stopped'
      ? {
          singleCase: {
            agreement: answer.agreement.id,
            reason: answer.reason,
            ring: singleCaseUnit(registry, answer.singleCase)?.id ?? null,
          },
        }
      : {};
  return (sheet) => {
    const { unit } = sheet;
    const place = { municipality: sheet.municipality, kind, unit };
    const confirmer = placeFact(registry, place, 'confirmer', date);
    const address = placeFact(registry, place, 'address', date);
    const training = need.capabilities.filter((code) => {
      const ability = sheet.capabilities[code];
      return typeof ability === 'object' && ability.onCondition === 'training-first';
    });
    return {
      unit,
      ...(confirmer === undefined || confirmer === unit ? {} : { confirmer }),
      ...(address === undefined || address === unit ? {} : { address }),
      ...(training.length === 0 ? {} : { training }),
      ...stopped,
    };
  };
}
