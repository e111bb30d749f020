// Ask (spørg): a task for people, answered by a time; reminders, the ladder, and what silence means.
// The step that asks gets the answer or the silence as a value and never has to know about clocks.
import { isCancellation } from '@temporalio/workflow';
import { theService } from '../domain/actor.ts';
import type { Rung, TaskView } from '../domain/case-view.ts';
import type { ClockName } from '../domain/clocks.ts';
import type { Codes } from '../domain/fields.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { LegalBasis } from '../domain/legal-basis.ts';
import { mayShare } from '../domain/legal-basis.ts';
import type { Ruled, RuleFacts } from '../domain/ruled.ts';
import type { SilenceEffect } from '../domain/silence.ts';
import { silenceCode, standsFor } from '../domain/silence-steps.ts';
import type { TaskKindName } from '../domain/task-kinds.ts';
import type { Case, Mutable } from './case.ts';
import { OPERATORS } from './case.ts';
import { rule } from './rule.ts';

export interface Question {
  kind: TaskKindName;
  clock: ClockName;
  /** What the question is about: codes and ids only. */
  about?: Codes;
  /** What the rule counts from or towards, epoch ms. */
  anchor?: number | null;
  /** When people have agreed on a time (epoch ms): it goes before the rule's, with the rule's reminders and ladder. */
  due?: number;
  /** Not later than this (epoch ms), whatever the rule says. */
  latest?: number;
  /** What is asked about should have been done by then (epoch ms), which has passed: it is late from the start. */
  missed?: number;
  /** Codes the rule's cases ask for. */
  facts?: RuleFacts;
  /** Whose opening hours count, when not those of the unit that is asked: the practice a ward has to ring. */
  hoursOf?: UnitId;
  basis?: LegalBasis;
  /** Whose task it is from the start: who else of the unit answers must take it over. */
  holder?: PersonId;
  /** The question answers itself when this holds: the task is withdrawn. */
  unless?: () => boolean;
  /** Whether a unit that is closed on this date is asked all the same (the default) or the answer is `unit-closed`. */
  ifClosed?: 'ask' | 'tell-me';
  /** How somebody rings (the ward, or `by`) when the rule says that silence means a call; the question stays open meanwhile. */
  ring?: { kind: TaskKindName; clock: ClockName; by?: UnitId };
}

export type Answer =
  | { kind: 'answered'; code: string; codes: Codes; by: string; at: number; task: string }
  | { kind: 'silence'; effect: SilenceEffect }
  | { kind: 'settled' }
  /** The unit is closed on this date, so nothing was asked. Only told to who said that it wants to know. */
  | { kind: 'unit-closed' }
  /** The patient has objected to this sharing, and it was cleared up without it. */
  | { kind: 'stopped' };

/**
 * Asks a unit. Ends with its answer, with silence (the task lapsed, the effect is the rule's), or `settled` when `unless`
 * came true first. Silence of a rule that blocks never ends the question: it stays open and the case asks for attention.
 * An objection of the patient withdraws the task in the same step; it is asked again when consent is given.
 * Cancelling the surrounding scope withdraws the task in the same step.
 */
export async function ask(c: Case, unit: UnitId, question: Question): Promise<Answer> {
  const { kind, basis = 'health-act-41-2-1' } = question;
  const shares = unit !== c.view.wardUnit && unit !== OPERATORS;
  for (;;) {
    if (shares && !(await sharingAllowed(c, unit, kind, basis))) return { kind: 'stopped' };
    const objected = (): boolean => shares && !mayShare(basis, c.view.objections);
    const answer = await askOnce(c, unit, { ...question, basis }, objected);
    if (answer !== 'objected') return answer;
  }
}

async function askOnce(
  c: Case,
  unit: UnitId,
  question: Question & { basis: LegalBasis },
  objected: () => boolean,
): Promise<Answer | 'objected'> {
  const { kind, clock, about = {}, anchor = null, facts = {}, basis, unless = () => false } = question;
  const whose = question.hoursOf ?? unit;
  let ruled = await rule(c, { clock, unit: whose, anchor, facts });
  const { latest = ruled.due } = question;
  ruled = agreedOn(question.due ?? Math.min(ruled.due, latest), c.now(), ruled);
  if (unless()) return { kind: 'settled' };
  if (ruled.off === true) {
    c.fact('step-rests', { kind, unit, rule: ruled.rule });
    return { kind: 'settled' };
  }
  if (objected()) return 'objected';
  if (ruled.unitClosed && question.ifClosed === 'tell-me') return { kind: 'unit-closed' };
  const task = c.openTask({ kind, unit, basis, about }, ruled);
  task.claimedBy = question.holder ?? null;
  if (question.missed !== undefined) task.missed = question.missed;
  const over = (): boolean => task.status !== 'open' || unless() || objected();
  try {
    for (;;) {
      if (await untilSilent(c, task, ruled, over)) break;
      c.clocks.delete(task.id);
      silent(c, task, ruled);
      if (ruled.silence === 'call' && question.ring !== undefined) {
        const { by, ...call } = question.ring;
        await ring(
          c,
          { ...call, about: { ...about, why: 'no-answer', what: kind, unit, task: task.id }, unless: over },
          by,
        );
        if (over()) break;
        // The call is on record; the unit gets its time once more, from now.
        ruled = await rule(c, { clock, unit: whose, facts });
        task.due = ruled.due;
      } else if (staysOpen(ruled.silence)) {
        c.concern(task.id);
        await c.clock.wait(over, null);
        break;
      } else {
        c.closeTask(task, 'lapsed');
        const code = standsFor(kind, ruled.silence);
        if (code === null) return { kind: 'silence', effect: ruled.silence };
        return { kind: 'answered', code, codes: {}, by: theService.person, at: c.now(), task: task.id };
      }
    }
  } catch (failure) {
    if (isCancellation(failure)) c.closeTask(task, 'withdrawn');
    throw failure;
  } finally {
    c.clocks.delete(task.id);
    c.eased(task.id);
  }
  const { answer } = task;
  if (answer === null) {
    c.closeTask(task, 'withdrawn');
    return unless() ? { kind: 'settled' } : 'objected';
  }
  return { kind: 'answered', code: answer.code, codes: answer.codes, by: answer.by, at: answer.at, task: task.id };
}

/** Has the ward (or `by`) ring until somebody was reached or would not talk, or there is nothing to ring about any more. */
export async function ring(c: Case, call: Question, by?: UnitId): Promise<Answer> {
  for (;;) {
    const answer = await ask(c, by ?? c.view.wardUnit, call);
    if (answer.kind !== 'answered') return answer;
    const { result } = answer.codes;
    if (result !== 'not-reached' && result !== 'call-back') return answer;
  }
}

/** Goes through the stations of a task; true when it was over before the last one, false when nobody answered. */
async function untilSilent(c: Case, task: Mutable<TaskView>, ruled: Ruled, over: () => boolean): Promise<boolean> {
  for (const stop of stops(ruled)) {
    // The clock that people see goes on to the next station; the due time of the task stays what it was.
    c.clocks.set(task.id, { id: task.id, name: ruled.clock, due: stop.at, rule: ruled.rule, waitsFor: task.unit });
    c.touch();
    if (await c.clock.wait(over, stop.at, `${task.kind} · ${task.unit} · ${stop.what}`)) return true;
    act(c, task, stop);
  }
  return false;
}

/**
 * Whether a unit may be told or asked on this basis. While an objection is being cleared up, waits for what the ward
 * finds out (sundhedsloven § 41 (3), domain.md 9): a consent given then lifts it. See objection.ts for the task.
 */
export async function sharingAllowed(c: Case, unit: UnitId, what: string, basis: LegalBasis): Promise<boolean> {
  if (mayShare(basis, c.view.objections)) return true;
  c.fact('sharing-stopped', { unit, what, basis });
  await c.clock.wait(() => !c.clearing.has(basis), null);
  return mayShare(basis, c.view.objections);
}

type Stop = { what: 'reminder'; at: number } | { what: 'rung'; at: number; to: Rung } | { what: 'due'; at: number };

/** The stations of a task in time: reminders, due and the rungs of the ladder; silence takes effect after the last. */
function stops(ruled: Ruled): Stop[] {
  const list: Stop[] = [
    ...ruled.remindAt.map((at): Stop => ({ what: 'reminder', at })),
    { what: 'due', at: ruled.due },
    ...ruled.ladder.map(({ to, at }): Stop => ({ what: 'rung', at, to })),
  ];
  return list.sort((a, b) => a.at - b.at);
}

function act(c: Case, task: Mutable<TaskView>, stop: Stop): void {
  if (stop.what === 'reminder') {
    task.reminders += 1;
    c.fact('task-reminded', { task: task.id, kind: task.kind, unit: task.unit, times: task.reminders });
  } else if (stop.what === 'rung') {
    climb(c, task, stop.to, task);
  } else {
    task.missed ??= stop.at;
    c.touch();
  }
}

/** A rung of a ladder is reached: whoever it names is told of the task, with the due time that was missed and its rule. */
export function climb(c: Case, task: Mutable<TaskView>, to: Rung, missed: Pick<Ruled, 'due' | 'rule'>): void {
  task.escalatedTo = to;
  const why = { due: instant(missed.due), rule: missed.rule };
  c.fact('task-escalated', { task: task.id, kind: task.kind, unit: task.unit, to, ...why });
}

/** Puts on record what silence does now, and by which rule: on the task for the inbox, and as a fact of the case. */
function silent(c: Case, task: Mutable<TaskView>, ruled: Ruled): void {
  task.silence = { effect: ruled.silence, at: c.now(), rule: ruled.rule };
  const effect = silenceCode(ruled.silence);
  const why = { clock: ruled.clock, due: instant(ruled.due), rule: ruled.rule };
  c.fact('not-in-time', { task: task.id, kind: task.kind, unit: task.unit, effect, ...why });
}

const staysOpen = (effect: SilenceEffect): boolean => effect === 'block' || effect === 'escalate';

/** The rule's clock around the time people have agreed on; reminders that would lie before now are left out. */
function agreedOn(due: number, now: number, ruled: Ruled): Ruled {
  if (due === ruled.due) return ruled;
  const later = due - ruled.due;
  return {
    ...ruled,
    due,
    remindAt: ruled.remindAt.map((at) => at + later).filter((at) => at > now),
    ladder: ruled.ladder.map(({ to, at }) => ({ to, at: at + later })),
  };
}
