// Ready to leave (udskrivningsklar): what is still missing, as codes with Danish words.
// A first list of criteria; "leave" itself is always recorded, ready or not (domain.md 15, row 21).
import { bedSettled, takesPlace } from './bed.ts';
import type { CaseView } from './case-view.ts';
import type { FactKind } from './facts.ts';
import { callOpen, weekendOpen } from './phone-first.ts';

/** Criteria of the gate with the words people see. */
export const criteria = {
  'plan-stated': 'Der er ingen plan',
  'services-answered': 'Kommunen har ikke svaret på alle ydelser',
  'weekend-agreement': 'Udskrivelse i weekend eller på helligdag er ikke aftalt med kommunen på telefon',
  'call-recorded': 'Kommunen er ikke ringet op, eller sagde nej',
  'bed-held': 'Der er ikke holdt en akutplads',
  'bed-covers-needs': 'Pladsen kan ikke alt, og resten er ikke løst',
  'training-done': 'Personalet på pladsen mangler oplæring',
  'follow-up-agreed': 'Opfølgning er hverken aftalt eller fravalgt',
} as const;
export type Criterion = keyof typeof criteria;

/** The criteria not met, in a fixed order; empty means ready. Pure. */
export function missing(view: Pick<CaseView, 'plan' | 'services' | 'calls' | 'bed' | 'followUpAgreed'>): Criterion[] {
  const lacking: Criterion[] = [];
  if (view.plan === null) lacking.push('plan-stated');
  const asked = view.plan?.services ?? [];
  const settled = (service: string): boolean => {
    const state = view.services[service]?.state;
    return state === 'accepted' || state === 'other-way';
  };
  if (!asked.every(settled)) lacking.push('services-answered');
  if (weekendOpen(view)) lacking.push('weekend-agreement');
  if (callOpen(view)) lacking.push('call-recorded');
  if (view.plan?.bed != null && !bedSettled(view.bed)) lacking.push('bed-held');
  if (takesPlace(view.bed) && (view.bed.open ?? []).length > 0) lacking.push('bed-covers-needs');
  if (takesPlace(view.bed) && (view.bed.training ?? []).length > 0) lacking.push('training-done');
  if (view.followUpAgreed === 'open') lacking.push('follow-up-agreed');
  return lacking;
}

/** Facts after which a case takes no more planning decisions. */
export const endings: readonly FactKind[] = ['withdrawn', 'deceased', 'readmitted', 'closed'];
