// The 72 hours (udvidet behandlingsansvar): the discharging department answers for the treatment after a stay.
// Who is covered and how long is the rule of the clock `extended-responsibility-end`; runs in the workflow, so no calendar here.
import { takesPlace } from './bed.ts';
import type { CaseView } from './case-view.ts';
import { bedNeed } from './plan.ts';
import type { LeavingWay } from './reasons.ts';

/** What decides whether a stay is covered: how long it was, where the patient went, and which services were asked for. */
export interface Discharged {
  /** Epoch ms. */
  readonly admittedAt: number;
  readonly leftAt: number;
  readonly to: LeavingWay;
  readonly services: readonly string[];
}

const NOT_OURS: readonly LeavingWay[] = ['hospice', 'other-hospital'];

/** Whether any rule could cover it: somebody outside a hospital takes the patient over. Without that nothing is asked. */
export const mayBeCovered = ({ to, services }: Pick<Discharged, 'to' | 'services'>): boolean =>
  !NOT_OURS.includes(to) && (services.length > 0 || (to !== 'home' && to !== 'own-wish'));

/** The same as facts for the rule: codes and a number of hours. */
export const factsOfWindow = ({ admittedAt, leftAt, to, services }: Discharged) => ({
  to,
  services: services.join(' '),
  stayed: (leftAt - admittedAt) / 3_600_000,
});

/** Where the patient is to go, as far as the plan says. */
export function plannedWay({ bed, plan }: Pick<CaseView, 'bed' | 'plan'>): LeavingWay {
  if (takesPlace(bed) || (plan !== null && bedNeed(plan) !== null && bed.state !== 'not-needed')) return 'acute-bed';
  return plan?.services.includes('temporary-place') === true ? 'temporary-place' : 'home';
}

/** Services that the municipality gives: those solved in another way are not among them. */
export const servicesOf = ({ plan, services }: Pick<CaseView, 'plan' | 'services'>): readonly string[] =>
  (plan?.services ?? []).filter((service) => services[service]?.state !== 'other-way');
