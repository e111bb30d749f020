// The 72 hours (udvidet behandlingsansvar): the discharging department answers for the treatment after a stay.
// Who is covered and how long is the rule of the clock `extended-responsibility-end`; runs in the workflow, so no calendar here.
import { takesPlace } from './bed.ts';
import type { CaseView } from './case-view.ts';
import { bedNeed } from './plan.ts';
import type { LeavingWay } from './reasons.ts';

/** What decides whether a stay is covered: how long it was, where the patient went, which services were asked for, and whether some go on. */
export interface Discharged {
  /** Epoch ms. */
  readonly admittedAt: number;
  readonly leftAt: number;
  readonly to: LeavingWay;
  readonly services: readonly string[];
  readonly running: boolean;
}

/** Ways of leaving after which other doctors than the GP treat the patient: a hospice is part of the hospital service (domain.md 3.1). */
const ELSEWHERE: readonly LeavingWay[] = ['hospice', 'other-hospital'];

/**
 * How long whoever sent the patient on answers, ms: nobody here learns when a stay elsewhere ends unless it becomes a case.
 * 30 days is our own choice, no source has one (decision 0032).
 */
export const ELSEWHERE_FOR = 30 * 24 * 3_600_000;

/** Whether a recorded way of leaving is to another hospital or a hospice. */
export const isElsewhere = (how: unknown): boolean => ELSEWHERE.some((way) => way === how);

/** Whether any rule could cover it: somebody outside a hospital takes the patient over. Without that nothing is asked. */
export const mayBeCovered = ({ to, services, running }: Pick<Discharged, 'to' | 'services' | 'running'>): boolean =>
  !isElsewhere(to) && (services.length > 0 || running || (to !== 'home' && to !== 'own-wish'));

/** The same as facts for the rule: codes and a number of hours. */
export const factsOfWindow = ({ admittedAt, leftAt, to, services, running }: Discharged) => ({
  to,
  running,
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

/**
 * Whether the municipality's services run and go on after the stay: as it said itself, else as the ward stated. The plan
 * that stands in for one that nobody has stated says nothing of them.
 */
export const hasRunning = ({ plan, running }: Pick<CaseView, 'plan' | 'running'>): boolean =>
  running ?? (plan !== null && plan.standsIn !== true && plan.hasRunningServices);
