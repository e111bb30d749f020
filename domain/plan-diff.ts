// What is new in a plan (NYT): which fields a version changed, as codes for the process and in words for people.
// A change of words alone counts as well: who carries out the plan must read what is new (domain.md 1.3 step 6).

import type { PlanField, ServiceCode } from './plan.ts';
import { planFields, serviceCodes } from './plan.ts';
import type { PlanContent } from './plan-content.ts';
import { planText } from './plan-content.ts';

/** One changed field: its words before and now; null where it was or is not stated. */
export interface PlanChange {
  readonly field: PlanField;
  readonly old: string | null;
  readonly new: string | null;
}

/** Changed fields in the plan's fixed order; empty when both say the same. The first version has no version before. */
export function planChanges(before: PlanContent | null, now: PlanContent): readonly PlanChange[] {
  if (before === null) return [];
  return planFields
    .filter((field) => !sameField(before, now, field))
    .map((field) => ({ field, old: planText(before, field), new: planText(now, field) }));
}

/** Services that one of the two asks for and the other does not, or with another comment; in the plan's fixed order. */
export function changedServices(before: PlanContent, now: PlanContent): readonly ServiceCode[] {
  const asked = ({ services, serviceNotes }: PlanContent, service: ServiceCode): string | null =>
    services.includes(service) ? (serviceNotes[service] ?? '') : null;
  return serviceCodes.filter((service) => asked(before, service) !== asked(now, service));
}

/** Codes and words are compared, not their rendering, so that no change is lost in how it is shown. */
function sameField(before: PlanContent, now: PlanContent, field: PlanField): boolean {
  return comparable(before, field) === comparable(now, field);
}

function comparable(content: PlanContent, field: PlanField): string {
  const { date, bed } = content;
  switch (field) {
    case 'date':
      if (date.kind === 'unknown') return date.kind;
      return date.kind === 'at' ? moment(date.at) : `${moment(date.from)} ${moment(date.to)}`;
    case 'services': {
      const notes = content.services.toSorted().map((service) => [service, content.serviceNotes[service] ?? null]);
      return JSON.stringify([notes, content.hasRunningServices]);
    }
    case 'bed':
      return bed === null ? '' : JSON.stringify([bed.capabilities.toSorted(), moment(bed.from), bed.days]);
    case 'wishes':
      return JSON.stringify(content.wishes === null ? null : [content.wishes.text, content.wishes.askedWho]);
    default:
      return JSON.stringify(content[field]);
  }
}

/** The same time written with another offset is no change. */
const moment = (at: string): string => String(Date.parse(at));
