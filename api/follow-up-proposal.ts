// What the dated rule proposes of follow-up for a case, with its reasons; and the check of a choice that is another one.
// Shown before anything is agreed: on the case, and on the task by which it is agreed.
import { afterLeavingOn } from '../domain/after-leaving.ts';
import { localDate } from '../domain/calendar.ts';
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
import type { ShownTask } from './schemas/task.ts';
import type { Service } from './service.ts';

/** The proposal for a case as it is now. `livesAlone`: what the person who asks knows of it. */
export async function proposalFor(
  { db, rules }: Service,
  { id, view }: Pick<CaseRow, 'id' | 'view'>,
  livesAlone: boolean | null = null,
): Promise<RiskProposal> {
  const now = instant(await clockNow(db));
  const [ofCase, stays] = await Promise.all([patients(db, [id]), earlierStays(db, id)]);
  const cpr = ofCase.get(id)?.cpr;
  const facts: RiskFacts = {
    age: cpr === undefined ? null : age(cpr, now),
    'back-within-30-days': yes(stays.daysSince !== null && stays.daysSince <= 30),
    'stays-this-year': stays.inAYear,
    'new-services': view?.plan?.services.length ?? null,
    'had-services': view?.plan == null ? null : yes(view.plan.hasRunningServices),
    'acute-bed': view?.plan == null ? null : yes(view.plan.bed !== null),
    'red-mark': yes(view?.mark?.urgency === 'red'),
    'lives-alone': livesAlone === null ? null : yes(livesAlone),
  };
  return proposeIntensity(afterLeavingOn(rules.current().afterLeaving, localDate(now)).followUpRisk, facts);
}

const yes = (is: boolean): number => (is ? 1 : 0);

/** Puts the proposal as a line on the task by which follow-up is agreed. */
export const withProposal = (task: ShownTask, proposal: RiskProposal): ShownTask =>
  task.kind !== 'agree-follow-up' || task.status !== 'open'
    ? task
    : { ...task, lines: [...task.lines, { label: 'Forslag', text: proposalWords(proposal) }] };

export const showProposal = (proposal: RiskProposal) => ({
  intensity: proposal.intensity,
  label: intensities[proposal.intensity],
  points: proposal.points,
  text: proposalWords(proposal),
});

/**
 * What goes with the answer to the case: what was chosen and what was proposed. Less than proposed, or stated to be another,
 * needs a reason, which stays with the answer.
 *
 * @throws {Problem} `bad-input`
 */
export async function chosenIntensity(
  service: Service,
  row: Pick<CaseRow, 'id' | 'view'>,
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
