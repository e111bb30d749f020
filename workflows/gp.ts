// The GP loop (egen læge): a heads-up during the stay, and a task that opens with the marked letter at discharge.
// Silence: the ward rings in opening hours. Until somebody has said yes, what is recommended is the department's.
import type { Codes } from '../domain/fields.ts';
import type { Window } from '../domain/gp-follow-up.ts';
import { effectOfMark, isWithDepartment, saidBy } from '../domain/gp-follow-up.ts';
import type { UnitId } from '../domain/ids.ts';
import { instant, timeOf } from '../domain/ids.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { callOff } from './follow-up-decisions.ts';
import { endTaken, taken } from './follow-up-taken.ts';
import { letterSent, urgencyOf } from './gp-letter.ts';
import { rule } from './rule.ts';
import { tell } from './tell.ts';
import { restart, watch } from './track.ts';

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
  // The mark was changed while the department had it, or somebody it had asked: what was said was about another one.
  if (isWithDepartment(c.view.gp)) return withDepartment(c, { why: 'mark-changed' });
  if (gpUnit === null) return withDepartment(c, { why: 'no-gp' });
  await askPractice(c, gpUnit);
}

async function headsUp(c: Case, gpUnit: UnitId): Promise<void> {
  const outcome = await tell(c, gpUnit, 'heads-up', 'health-act-41-2-1');
  if (outcome === 'stopped' && c.view.gp === 'told') c.set({ gp: 'not-told' });
}

/** At most two silences with a call after each; then the department finds somebody. Silence is never a yes. */
async function askPractice(c: Case, gpUnit: UnitId): Promise<void> {
  c.set({ gp: 'asked', takenUp: null });
  const window = await windowOf(c, gpUnit);
  for (let round = 1, silences = 0; ; round++) {
    c.set({ gp: 'asked' });
    const answer = await ask(c, gpUnit, {
      kind: 'gp-follow-up',
      clock: 'gp-follow-up-answer',
      basis: 'health-act-41-2-2',
      facts: urgencyOf(c),
      ifClosed: 'tell-me',
      about: { ...aboutMark(c), noLaterThan: instant(window.until), round },
    });
    if (answer.kind === 'unit-closed') return withDepartment(c, { why: 'practice-closed' });
    if (answer.kind === 'stopped') return withDepartment(c, { why: 'sharing-stopped' });
    if (answer.kind === 'answered') {
      if (await takeUp(c, gpUnit, window, answer)) return;
      continue;
    }
    silences += 1;
    const call = await ask(c, c.view.wardUnit, {
      kind: 'ring-practice',
      clock: 'ring-practice',
      hoursOf: gpUnit,
      about: { unit: gpUnit, ...aboutMark(c) },
    });
    if (call.kind === 'answered' && call.code === 'answered') {
      const { said } = call.codes;
      if (await takeUp(c, gpUnit, window, { code: `${said}`, codes: call.codes })) return;
      continue;
    }
    if (call.kind !== 'answered' || call.codes['result'] !== 'reached' || silences === 2) break;
  }
  return withDepartment(c, { why: 'no-answer' });
}

async function windowOf(c: Case, unit: UnitId): Promise<Window> {
  const question = { clock: 'gp-follow-up-window', unit, anchor: c.view.leftAt, facts: urgencyOf(c) } as const;
  const ruled = await rule(c, question);
  return { until: ruled.due, rule: ruled.rule };
}

/** Does what the practice's answer means; false when the practice has to be asked once more. */
async function takeUp(
  c: Case,
  gpUnit: UnitId,
  window: Window,
  { code, codes }: { code: string; codes: Codes },
): Promise<boolean> {
  const said = saidBy(code, codes, window);
  switch (said.is) {
    case 'taken':
      taken(c, { unit: gpUnit, at: said.at }, window, said.at === null ? {} : { rule: window.rule });
      return true;
    // The practice need not follow the recommendation, and then says why (guidance 10036, domain.md 1.10): no yes.
    case 'not-followed':
      c.set({ gp: 'not-followed' });
      return true;
    case 'handed-back':
      c.set({ gp: 'handed-back' });
      await withDepartment(c, { why: 'handed-back', reason: codes['reason'] ?? null });
      return true;
    case 'later':
      return proposed(c, gpUnit, window, said.at);
  }
}

/** A time after the window needs a yes of the department that asked; nobody's silence is one. */
async function proposed(c: Case, gpUnit: UnitId, window: Window, at: number): Promise<boolean> {
  c.set({ gp: 'proposed' });
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'answer-proposal',
    clock: 'ward-decision',
    about: { ...aboutMark(c), unit: gpUnit, at: instant(at), noLaterThan: instant(window.until) },
  });
  if (answer.kind === 'answered' && answer.code === 'accept') {
    taken(c, { unit: gpUnit, at }, window);
    return true;
  }
  if (answer.kind === 'answered' && answer.code === 'decline') return false;
  await withDepartment(c, { why: 'proposal-declined' });
  return true;
}

/** The department owns the item until a named person has said yes; naming a unit asks it, and a no or silence comes back. */
async function withDepartment(c: Case, because: { why: string; reason?: Codes[string] }): Promise<void> {
  const state = c.view.gp === 'handed-back' ? 'handed-back' : 'with-ward';
  for (let about: Codes = because; ; ) {
    c.set({ gp: state, takenUp: null });
    const answer = await ask(c, c.view.wardUnit, {
      kind: 'name-who-follows-up',
      clock: 'name-who-follows-up',
      about: { ...about, ...aboutMark(c) },
    });
    const code = answer.kind === 'answered' ? answer.code : null;
    if (answer.kind !== 'answered' || code === 'not-needed') return c.set({ gp: 'not-needed' });
    const { unit } = answer.codes;
    const own = code === 'own' || unit === c.view.wardUnit;
    if (own || code === 'agreed') {
      const window = await windowOf(c, c.view.wardUnit);
      return own
        ? taken(c, { unit: c.view.wardUnit, at: null }, window)
        : taken(c, { unit: null, at: null }, window, { how: 'phone' });
    }
    if (typeof unit !== 'string') continue;
    const refusal = await askOther(c, unit);
    if (refusal === null) return;
    about = refusal;
  }
}

/** Asks a unit that the department has named; null when it has said yes, else why the item is the department's still. */
async function askOther(c: Case, unit: UnitId): Promise<Codes | null> {
  c.set({ gp: 'asked-other', takenUp: { state: 'asked', unit } });
  const answer = await ask(c, unit, {
    kind: 'take-follow-up',
    clock: 'take-follow-up',
    ifClosed: 'tell-me',
    about: { ...aboutMark(c), asker: c.view.wardUnit },
  });
  if (answer.kind !== 'answered') return { why: answer.kind === 'silence' ? 'no-answer' : answer.kind, unit };
  if (answer.code !== 'accept') return { why: 'declined', unit, reason: answer.codes['reason'] ?? null };
  taken(c, { unit, at: timeOf(answer.codes['at']) }, await windowOf(c, unit));
  return null;
}

/** The mark is the hospital doctor's, and may be changed at any time; after the leaving it has its effect at once. */
export function markFollowUp(c: Case, { body, actor, submission }: Decision<'mark-follow-up'>): void {
  const { recommended, urgency, what } = body;
  const before = c.view.mark;
  const mark = { recommended, what, urgency, by: actor.person, at: c.now(), submission };
  c.set({ mark, gp: c.view.gp === 'told' ? 'marked' : c.view.gp });
  c.fact('follow-up-marked', { recommended, urgency, what }, { actor, submission });
  if (c.view.leftAt === null) return;
  const effect = effectOfMark(before, mark, c.view.gp);
  if (effect === 'tell-taker') {
    endTaken(c, 'not-needed', { actor, submission });
    tellTaker(c);
  }
  if (effect === 'begin-again') {
    const item = endTaken(c, 'replaced', { actor, submission });
    // The practice is asked anew; another unit that has a time would not know.
    if (item !== null) callOff(c, item, [c.view.gpUnit ?? '']);
    // The practice's yes was to another recommendation: it is asked about this one.
    if (c.view.gp === 'accepted') c.set({ gp: 'marked', takenUp: null });
    restart(c, ['gp']);
  }
}

/** What was taken is not recommended any more: who took it hears of it and says that it was seen. */
function tellTaker(c: Case): void {
  const taker = c.view.takenUp?.state === 'taken' ? c.view.takenUp.unit : null;
  c.set({ gp: 'not-needed', takenUp: null });
  const about = { withdrawnAt: instant(c.now()) };
  if (taker === null || taker === c.view.wardUnit) return;
  watch(c, 'recommendation-withdrawn', () => withdrawn(c, taker, about));
}

async function withdrawn(c: Case, unit: UnitId, about: Codes): Promise<void> {
  const kind = 'recommendation-withdrawn';
  const answer = await ask(c, unit, { kind, clock: 'gp-follow-up-answer', basis: 'health-act-41-2-2', about });
  if (answer.kind === 'answered') return;
  await ask(c, c.view.wardUnit, {
    kind: 'ring-practice',
    clock: 'ring-practice',
    hoursOf: unit,
    about: { unit, what: kind, ...about },
  });
}

/** What the doctor recommends, as every task about it says it first: codes, who and when; the words are with the submission. */
function aboutMark(c: Case): Codes {
  const { mark } = c.view;
  if (mark === null) return {};
  const { what, urgency, by, at, submission } = mark;
  return { what, urgency, markedBy: by, markedAt: instant(at), marking: submission };
}
