// The report on readmissions over the API: per ward, of the stays that the caller's units took part in.
// Those who look after agreements see all wards. Acute and planned stays are counted alike.
import { afterLeavingOn } from '../domain/after-leaving.ts';
import { addDays, atLocal } from '../domain/calendar.ts';
import { epoch } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { now as clockNow } from '../store/clock.ts';
import { readmissions } from '../store/readmissions.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { demandRight } from './rights.ts';
import type { ShownReadmissions } from './schemas/readmissions.ts';
import { readmissionsQuery } from './schemas/readmissions.ts';
import type { Service } from './service.ts';

/** Days are those of Denmark, both included; the rule is that of the first. @throws {Problem} `not-allowed`, `bad-input` */
export async function reportReadmissions(service: Service, caller: Caller, query: unknown): Promise<ShownReadmissions> {
  demandRight(caller, 'see-competence');
  const { db, registry, rules } = service;
  const { from, to } = check(readmissionsQuery, query);
  const { days, source } = afterLeavingOn(rules.current().afterLeaving, from).readmission;
  const scope = caller.actor.role === 'agreement-manager' ? 'all' : caller.actor.units;
  const period = { from: epoch(atLocal(from, '00:00')), until: epoch(atLocal(addDays(to, 1), '00:00')) };
  const found = await readmissions(db, scope, { ...period, days, now: await clockNow(db) });
  return {
    ...{ from, to, days, source },
    units: found.map(({ unit, left, readmitted, pending }) => ({
      ...{ id: unit, name: unitById(registry, unit)?.name ?? unit, left, readmitted, pending },
      share: left === 0 ? null : Math.round((readmitted / left) * 1000) / 1000,
    })),
  };
}
