// Adverse events over the API: a draft with the facts of one case, for who may see all of it, and that somebody will report.
// The draft keeps nothing but that it was read; units are named, persons never.
import { adverseEventDraft, draftFields, reminderOf } from '../domain/adverse-event.ts';
import type { CaseView, TaskView } from '../domain/case-view.ts';
import { epoch, instant } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { rule } from '../domain/rule-set.ts';
import { audit } from '../store/audit.ts';
import type { CaseRow } from '../store/cases.ts';
import { wholeCase } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Caller } from './auth.ts';
import { check, notAhead } from './check.ts';
import type { Outcome, RequestIdentity } from './decide.ts';
import { Problem } from './errors.ts';
import { report } from './facts.ts';
import { stageLabels } from './labels.ts';
import { movesOf } from './refusals.ts';
import { demandRight, sightOf } from './rights.ts';
import { actionBodies } from './schemas/actions.ts';
import type { ShownAdverseEvent } from './schemas/adverse-event.ts';
import { caseInScope } from './scope.ts';
import type { Service } from './service.ts';

/** @throws {Problem} `not-found`; `not-allowed` for who may not see all of it; `wrong-moment` before anything is published */
export async function draftAdverseEvent(service: Service, caller: Caller, id: unknown): Promise<ShownAdverseEvent> {
  const { db, registry } = service;
  const row = await caseInScope(service, caller, id);
  demandRight(caller, 'print');
  if (sightOf(caller, row, registry) !== 'whole') throw new Problem('not-allowed');
  const [whole, now] = await Promise.all([wholeCase(db, row.id), clockNow(db)]);
  if (whole === null) throw new Problem('not-found');
  const { view, tasks, messages, events } = whole;
  if (view === null) throw new Problem('wrong-moment');
  await audit(db, { actor: caller.actor, action: 'draft-adverse-event', caseId: row.id, at: now });
  const reportBy = reportByOf(service, caller, { view, tasks }, now);
  const draft = adverseEventDraft({ view, tasks, messages, events }, reportBy, now);
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

/** As the caller's own reminder says; else counted from now, for it is then that the reporter knows. */
function reportByOf(
  { rules }: Service,
  { actor }: Caller,
  { view, tasks }: { readonly view: CaseView; readonly tasks: readonly TaskView[] },
  now: number,
): number {
  const reminder = reminderOf(tasks, actor.person);
  if (reminder !== undefined) return reminder.due;
  const query = { clock: 'uth-report', from: instant(now), municipality: view.municipality, facts: {} } as const;
  return epoch(rule(rules.current(), query).due);
}

/**
 * The caller will report: a reminder of the caller's own, in an open case or a closed one.
 *
 * @throws {Problem} `bad-input`; `wrong-moment` where nothing is recorded any more
 */
export async function noteAdverseEvent(
  service: Service,
  caller: Caller,
  row: CaseRow,
  raw: unknown,
  request: RequestIdentity,
): Promise<Outcome> {
  const content = check(actionBodies(service)['note-adverse-event'], raw);
  const now = await clockNow(service.db);
  if (content.learntAt !== undefined) notAhead('learntAt', content.learntAt, now);
  const unit = row.parties.find((party) => caller.actor.units.includes(party));
  const moves = movesOf(caller, row);
  if (unit === undefined || !moves.includes('note-adverse-event'))
    throw new Problem('wrong-moment', { allowed: moves, stage: row.stage });
  const happenedAt = content.learntAt === undefined ? now : epoch(content.learntAt);
  const body = { unit, learntAt: happenedAt };
  const step = { decision: 'note-adverse-event', body } as const;
  const fact = { what: 'note-adverse-event', happenedAt, content, step, adverseEvent: body };
  return report(service, caller, row, fact, request);
}
