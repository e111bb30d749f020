// What the dated rule proposes of follow-up for a case, with its reasons; and the check of a choice that is another one.
// Shown before anything is agreed: on the case, and on the task by which it is agreed.
import { afterLeavingOn } from '../domain/after-leaving.ts';
import { localDate } from '../domain/calendar.ts';
import type { CaseView, TaskView } from '../domain/case-view.ts';
import { age } from '../domain/cpr.ts';
import type { Codes } from '../domain/fields.ts';
import type { Intensity, RiskFacts, RiskProposal } from '../domain/follow-up-risk.ts';
import { intensities, intensityOf, isIntensity, proposalWords, proposeIntensity } from '../domain/follow-up-risk.ts';
import { instant } from '../domain/ids.ts';
import type { CaseRow } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import { patients } from '../store/patients.ts';
import { earlierStays } from '../store/risk-facts.ts';
import { fault } from './check.ts';
import { Problem } from './errors.ts';
import type { Service } from './service.ts';

type OfCase = Pick<CaseRow, 'id' | 'view'>;

/** The proposal for a case as it is now. `livesAlone`: what the person who asks knows of it. */
export async function proposalFor(
  service: Service,
  ofCase: OfCase,
  livesAlone: boolean | null = null,
): Promise<RiskProposal> {
  const [proposal] = (await proposalsFor(service, [ofCase], livesAlone)).values();
  if (proposal === undefined) throw new Error('A case has a proposal');
  return proposal;
}

/** The proposals for these cases, in three queries however many they are. */
export async function proposalsFor(
  { db, rules }: Pick<Service, 'db' | 'rules'>,
  cases: readonly OfCase[],
  livesAlone: boolean | null = null,
): Promise<ReadonlyMap<string, RiskProposal>> {
  if (cases.length === 0) return new Map();
  const now = instant(await clockNow(db));
  const { readmission, followUpRisk } = afterLeavingOn(rules.current().afterLeaving, localDate(now));
  const ids = cases.map(({ id }) => id);
  const [persons, stays] = await Promise.all([patients(db, ids), earlierStays(db, ids, readmission.days)]);
  return new Map(
    cases.map(({ id, view }) => {
      const cpr = persons.get(id)?.cpr;
      const { inAYear, back } = stays.get(id) ?? { inAYear: 0, back: false };
      const facts: RiskFacts = {
        age: cpr === undefined ? null : age(cpr, now),
        'back-within-30-days': yes(back),
        'stays-this-year': inAYear,
        'new-services': view?.plan?.services.length ?? null,
        'had-services': view?.plan == null ? null : yes(view.plan.hasRunningServices),
        'acute-bed': view?.plan == null ? null : yes(view.plan.bed !== null),
        'red-mark': yes(view?.mark?.urgency === 'red'),
        'lives-alone': livesAlone === null ? null : yes(livesAlone),
      };
      return [id, proposeIntensity(followUpRisk, facts)] as const;
    }),
  );
}

const yes = (is: boolean): number => (is ? 1 : 0);

/** The task by which follow-up is agreed, and so has the proposal as a line. */
export const isProposedOn = ({ kind, status }: Pick<TaskView, 'kind' | 'status'>): boolean =>
  kind === 'agree-follow-up' && status === 'open';

/** On the case, until it is over; `chosen`: what was agreed, on what was proposed then. */
export const showProposal = (proposal: RiskProposal, chosen: CaseView['followUpIntensity']) => ({
  intensity: proposal.intensity,
  label: intensities[proposal.intensity],
  points: proposal.points,
  text: proposalWords(proposal),
  changed: chosen !== undefined && chosen.proposed !== proposal.intensity,
});

/**
 * What goes with the answer to the case: what was chosen and what was proposed. Less than proposed, or stated to be another,
 * needs a reason, which stays with the answer.
 *
 * @throws {Problem} `bad-input`
 */
export async function chosenIntensity(
  service: Service,
  row: OfCase,
  body: Readonly<Record<string, unknown>> & { readonly answer?: unknown },
): Promise<Codes> {
  if (body.answer === 'declined') return {};
  const livesAlone = typeof body['livesAlone'] === 'boolean' ? body['livesAlone'] : null;
  const { intensity: proposed } = await proposalFor(service, row, livesAlone);
  const chosen = body.answer === 'agreed' ? chosenIn(body) : 'none';
  const differs =
    chosen !== proposed && (isIntensity(body['intensity']) || ORDER.indexOf(chosen) < ORDER.indexOf(proposed));
  if (differs && body['otherBecause'] === undefined) {
    throw new Problem('bad-input', {
      errors: [fault(['otherBecause'], 'En begrundelse mangler: der er valgt andet end foreslået')],
    });
  }
  return { intensity: chosen, proposed };
}

const ORDER: readonly Intensity[] = ['none', 'call', 'visit', 'several-contacts'];

function chosenIn(body: Readonly<Record<string, unknown>>): Intensity {
  if (isIntensity(body['intensity'])) return body['intensity'];
  const items: unknown = body['items'];
  if (!Array.isArray(items)) return 'none';
  return intensityOf(
    items.map((item: unknown) => {
      const { what = '', contacts = 1 }: { what?: unknown; contacts?: unknown } =
        typeof item === 'object' && item !== null ? item : {};
      return { what: String(what), contacts: typeof contacts === 'number' ? contacts : 1 };
    }),
  );
}
