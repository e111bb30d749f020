// The report on competence over the API: where units cannot and why, and which training would open the most places.
// Codes and Danish words; no person is named, only until when somebody is trained.
import { localDate } from '../domain/calendar.ts';
import { capability } from '../domain/capability-codes.ts';
import { competenceGaps } from '../domain/competence-gaps.ts';
import { instant } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { now as clockNow } from '../store/clock.ts';
import { sheets } from '../store/sheets.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { demandRight } from './rights.ts';
import type { ShownCompetence } from './schemas/competence.ts';
import { competenceQuery } from './schemas/competence.ts';
import type { Service } from './service.ts';

/**
 * The gaps on a date, by the sheets as they stand now: today's, when no date is asked for; of all municipalities, when
 * none is.
 *
 * @throws {Problem} `not-allowed`, `bad-input`
 */
export async function reportCompetence(service: Service, caller: Caller, query: unknown): Promise<ShownCompetence> {
  demandRight(caller, 'see-competence');
  const { db, registry, rules } = service;
  const { on: asked, municipality } = check(competenceQuery, query);
  const on = asked ?? localDate(instant(await clockNow(db)));
  const stated = (await sheets(db))
    .map(({ sheet }) => sheet)
    .filter((sheet) => municipality === undefined || sheet.municipality === municipality);
  const { gaps, trainings } = competenceGaps(stated, rules.current().demands, on);
  const named = (id: string) => ({ id, name: unitById(registry, id)?.name ?? id });
  const placed = (code: string) => ({
    code,
    name: registry.organisations.find((one) => one.municipality === code)?.name ?? code,
  });
  return {
    on,
    gaps: gaps.map((one) => ({
      municipality: placed(one.municipality),
      capability: { code: one.capability, label: capability(one.capability).danish },
      units: one.units.map(({ unit, kind, places, capable, gaps: found }) => ({
        ...named(unit),
        kind,
        places,
        capable,
        gaps: [...found],
      })),
    })),
    trainings: trainings.map(({ competence, places, opens }) => ({
      competence: competence.code,
      holder: competence.holder,
      training: competence.training,
      places,
      opens: opens.map((one) => ({
        ...named(one.unit),
        municipality: placed(one.municipality),
        places: one.places,
        capabilities: one.capabilities.map((code) => ({ code, label: capability(code).danish })),
      })),
    })),
  };
}
