// The report on the gate over the API: per ward and week, who left before ready, what was overridden and why, what was met.
// Counts alone; the same criteria for everybody, whatever is asked for where.
import { addDays, atLocal } from '../domain/calendar.ts';
import { criteria, criterionCodes } from '../domain/gate-criteria.ts';
import { overrideReasons } from '../domain/gate-record.ts';
import { epoch } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { gateCounts } from '../store/gate.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { demandRight } from './rights.ts';
import type { ShownGateReport } from './schemas/gate.ts';
import { gateReportQuery } from './schemas/gate.ts';
import type { Service } from './service.ts';

/** Days are those of Denmark, both included. @throws {Problem} `not-allowed`, `bad-input` */
export async function reportGate(service: Service, caller: Caller, query: unknown): Promise<ShownGateReport> {
  demandRight(caller, 'see-competence');
  const { db, registry } = service;
  const { from, to } = check(gateReportQuery, query);
  const scope = caller.actor.role === 'agreement-manager' ? 'all' : caller.actor.units;
  const period = { from: epoch(atLocal(from, '00:00')), until: epoch(atLocal(addDays(to, 1), '00:00')) };
  const found = await gateCounts(db, scope, period);
  return {
    ...{ from, to },
    items: found.map((one) => ({
      unit: { id: one.unit, name: unitById(registry, one.unit)?.name ?? one.unit },
      ...{ week: one.week, left: one.left, notReady: one.notReady, withOverride: one.withOverride },
      overrides: one.overrides.map(({ code, reason, count }) => ({
        ...{ code, label: criteria[code].missing, reason, reasonLabel: overrideReasons[reason], count },
      })),
      criteria: criterionCodes.map((code) => {
        const { met = 0, missing = 0, overridden = 0 } = one.criteria.find((counted) => counted.code === code) ?? {};
        return { code, name: criteria[code].name, met, missing, overridden };
      }),
    })),
  };
}
