// Notify the GP (egen læge): a heads-up during the stay, and a task that opens with the marked letter at discharge.
// Silence: the ward rings in opening hours. No GP, practice closed or handed back: the ward names who follows up.
import type { UnitId } from '../domain/ids.ts';
import type { RuleFacts } from '../domain/ruled.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { rule } from './rule.ts';
import { tell } from './tell.ts';
import { watch } from './track.ts';

/** The whole track, from the heads-up until somebody has the follow-up or none is needed (domain.md 1.10). */
export async function gp(c: Case): Promise<void> {
  const { gpUnit } = c.view;
  if (gpUnit !== null && c.view.gp === 'not-told' && c.view.leftAt === null) {
    c.set({ gp: 'told' });
    watch(c, 'tell-heads-up', () => headsUp(c, gpUnit));
  }
  await c.clock.wait(() => c.view.leftAt !== null, null);
  await letterSent(c);
  if (c.view.mark?.recommended !== true) return c.set({ gp: 'not-needed' });
  if (gpUnit === null) return nameWhoFollowsUp(c, 'no-gp');
  await askPractice(c, gpUnit);
}

async function headsUp(c: Case, gpUnit: UnitId): Promise<void> {
  const outcome = await tell(c, gpUnit, 'heads-up', 'health-act-41-2-1');
  if (outcome === 'stopped' && c.view.gp === 'told') c.set({ gp: 'not-told' });
}

/** The letter (epikrise) must have gone out by its limit; until then the ward is reminded of it. */
async function letterSent(c: Case): Promise<void> {
  const sent = (): boolean => c.view.letterSentAt !== null;
  if (sent()) return;
  const ruled = await rule(c, {
    clock: 'gp-letter',
    unit: c.view.wardUnit,
    anchor: c.view.leftAt,
    facts: urgencyOf(c),
  });
  c.clocks.set('gp-letter', {
    id: 'gp-letter',
    name: 'gp-letter',
    due: ruled.due,
    rule: ruled.rule,
    waitsFor: c.view.wardUnit,
    from: c.now(),
  });
  try {
    if (await c.clock.wait(sent, ruled.due, 'gp-letter')) return;
  } finally {
    c.clocks.delete('gp-letter');
    c.touch();
  }
  const answer = await ask(c, c.view.wardUnit, { kind: 'send-letter', clock: 'ward-decision', unless: sent });
  if (answer.kind !== 'answered') return;
  c.set({ letterSentAt: answer.at });
  c.fact('letter-sent', { task: answer.task });
}

/** At most two questions with a call between them; after that the ward names who follows up. Silence is never a yes. */
async function askPractice(c: Case, gpUnit: string): Promise<void> {
  for (let round = 1; round <= 2; round++) {
    c.set({ gp: 'asked' });
    const answer = await ask(c, gpUnit, {
      kind: 'gp-follow-up',
      clock: 'gp-follow-up-answer',
      basis: 'health-act-41-2-2',
      facts: urgencyOf(c),
      ifClosed: 'tell-me',
      about: { urgency: c.view.mark?.urgency ?? null, round },
    });
    if (answer.kind === 'unit-closed') return nameWhoFollowsUp(c, 'practice-closed');
    if (answer.kind === 'stopped') return nameWhoFollowsUp(c, 'sharing-stopped');
    if (answer.kind === 'answered' && answer.code === 'hand-back') {
      c.set({ gp: 'handed-back' });
      return nameWhoFollowsUp(c, 'handed-back');
    }
    // The practice need not follow the recommendation, and then says why (guidance 10036, domain.md 1.10): no yes.
    if (answer.kind === 'answered' && answer.code === 'not-followed') return c.set({ gp: 'not-needed' });
    if (answer.kind === 'answered') return c.set({ gp: 'accepted' });
    const call = await ask(c, c.view.wardUnit, {
      kind: 'ring-practice',
      clock: 'ring-practice',
      hoursOf: gpUnit,
      about: { unit: gpUnit },
    });
    if (call.kind !== 'answered' || call.codes['result'] !== 'reached') break;
  }
  return nameWhoFollowsUp(c, 'no-answer');
}

async function nameWhoFollowsUp(c: Case, why: string): Promise<void> {
  await ask(c, c.view.wardUnit, { kind: 'name-who-follows-up', clock: 'name-who-follows-up', about: { why } });
  c.set({ gp: 'other-way' });
}

/** The mark's urgency as a fact for the rules; unmarked letters have none. */
const urgencyOf = (c: Case): RuleFacts => {
  const urgency = c.view.mark?.urgency ?? null;
  return urgency === null ? {} : { urgency };
};
