// A draft of an adverse event over the API: the facts of one case as they stand, for who may see all of it.
// Nothing is kept but that it was read; units are named, persons never.
import { adverseEventDraft, draftFields } from '../domain/adverse-event.ts';
import { afterLeavingOn } from '../domain/after-leaving.ts';
import { localDate } from '../domain/calendar.ts';
import { instant } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { audit } from '../store/audit.ts';
import { wholeCase } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Caller } from './auth.ts';
import { Problem } from './errors.ts';
import { stageLabels } from './labels.ts';
import { demandRight, sightOf } from './rights.ts';
import type { ShownAdverseEvent } from './schemas/adverse-event.ts';
import { caseInScope } from './scope.ts';
import type { Service } from './service.ts';

/** @throws {Problem} `not-found`; `not-allowed` for who may not see all of it; `wrong-moment` before anything is published */
export async function draftAdverseEvent(service: Service, caller: Caller, id: unknown): Promise<ShownAdverseEvent> {
  const { db, registry, rules } = service;
  const row = await caseInScope(service, caller, id);
  demandRight(caller, 'print');
  if (sightOf(caller, row, registry) !== 'whole') throw new Problem('not-allowed');
  const [whole, now] = await Promise.all([wholeCase(db, row.id), clockNow(db)]);
  if (whole === null) throw new Problem('not-found');
  const { view, tasks, messages, events } = whole;
  if (view === null) throw new Problem('wrong-moment');
  await audit(db, { actor: caller.actor, action: 'draft-adverse-event', caseId: row.id, at: now });
  const inForce = afterLeavingOn(rules.current().afterLeaving, localDate(instant(now)));
  const draft = adverseEventDraft({ view, tasks, messages, events }, inForce, now);
  const named = (unit: string) => ({ id: unit, name: unitById(registry, unit)?.name ?? unit });
  const fact = ({ at, text, unit }: (typeof draft.timeline)[number]) => ({
    ...{ at: instant(at), text },
    unit: unit === null ? null : named(unit),
  });
  return {
    dischargeId: row.id,
    reportBy: instant(draft.reportBy),
    stage: stageLabels[draft.stage],
    leftAt: draft.leftAt === null ? null : instant(draft.leftAt),
    units: draft.units.map(named),
    deviations: draft.deviations.map(fact),
    timeline: draft.timeline.map(fact),
    toFill: draft.toFill.map((code) => ({ code, label: draftFields[code] })),
  };
}
