// A version of the care pathway plan (plejeforløbsplan) with its words, as the ward states it and PostgreSQL keeps it.
// Fields follow XDIS21 (domain.md 1.6); what the ward has not stated is null and shown as "ikke angivet".
import { timeZone } from './calendar.ts';
import { capability } from './capability-codes.ts';
import type { Instant } from './ids.ts';
import { epoch } from './ids.ts';
import type { BedNeed, DischargeDate, Plan, PlanField, ServiceCode } from './plan.ts';
import { planFields, serviceLabels } from './plan.ts';

/** Fields of the plan that are one text. */
export const planTexts = [
  'cause',
  'course',
  'contagion',
  'diet',
  'function',
  'nursing',
  'medicine',
  'conference',
  'other',
] as const;
export type PlanText = (typeof planTexts)[number];

/** What the citizen wishes, in own words, and who was asked: the citizen or a relative. */
export interface Wishes {
  text: string;
  askedWho: string;
}

export interface PlanContent extends Readonly<Record<PlanText, string | null>> {
  readonly date: DischargeDate;
  readonly services: readonly ServiceCode[];
  /** A comment for a requested service. */
  readonly serviceNotes: Readonly<Partial<Record<ServiceCode, string>>>;
  readonly hasRunningServices: boolean;
  readonly bed: BedNeed | null;
  readonly wishes: Wishes | null;
}

/** How a field that the ward has not stated is shown. */
export const notStated = 'ikke angivet';

/** The part of a plan that may enter Temporal: codes and dates (design 7). */
export function planCodes(content: PlanContent, version: number, changed: readonly PlanField[]): Plan {
  const { date, services, hasRunningServices, bed } = content;
  return { version, date, services, hasRunningServices, bed, changed };
}

/** One field in words for people, or null when it is not stated. */
export function planText(content: PlanContent, field: PlanField): string | null {
  switch (field) {
    case 'date':
      return dateText(content.date);
    case 'services':
      return servicesText(content);
    case 'bed':
      return bedText(content.bed);
    case 'wishes':
      return content.wishes === null ? null : `${content.wishes.text} (spurgt: ${content.wishes.askedWho})`;
    default:
      return content[field];
  }
}

/** Every field of the plan in its fixed order, with its words. */
export const planLines = (content: PlanContent): readonly { field: PlanField; text: string | null }[] =>
  planFields.map((field) => ({ field, text: planText(content, field) }));

function servicesText({ services, serviceNotes, hasRunningServices }: PlanContent): string | null {
  const requested = services.map((service) => {
    const note = serviceNotes[service];
    return note === undefined ? serviceLabels[service] : `${serviceLabels[service]} (${note})`;
  });
  const running = hasRunningServices ? ['har løbende ydelser, som sættes på pause'] : [];
  const all = [...requested, ...running];
  return all.length === 0 ? null : all.join('; ');
}

function bedText(bed: BedNeed | null): string | null {
  if (bed === null) return null;
  const needs = bed.capabilities.map((code) => capability(code).danish).join(', ');
  return `Fra ${localText(bed.from)} i ${bed.days} døgn${needs === '' ? '' : `: ${needs}`}`;
}

function dateText(date: DischargeDate): string | null {
  switch (date.kind) {
    case 'unknown':
      return null;
    case 'range':
      return `Mellem ${localText(date.from)} og ${localText(date.to)}`;
    case 'at':
      return localText(date.at);
  }
}

const danish = new Intl.DateTimeFormat('da-DK', { timeZone, dateStyle: 'short', timeStyle: 'short' });

/** An instant as people in Denmark read it, such as `30.11.2026 10.00`. */
export const localText = (at: Instant): string => danish.format(epoch(at)).replace(',', '');
