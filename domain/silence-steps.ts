// What silence can do at each step: the effects that the step behind a clock carries out, and the answers it may stand for.
// A rule file that asks a step for anything else is refused at load, or silence would do nothing or pass for an answer.
import type { ClockName } from './clocks.ts';
import type { DefaultAnswer, PlainSilenceEffect, SilenceEffect, StatedSilence } from './silence.ts';
import type { TaskKindName } from './task-kinds.ts';

/** An effect in one word, as facts and labels have it. */
export type SilenceCode = PlainSilenceEffect | `answer-${DefaultAnswer}`;

/** The effect as one code. */
export const silenceCode = (effect: SilenceEffect): SilenceCode =>
  typeof effect === 'string' ? effect : `answer-${effect.answer}`;

/** The task stays open until somebody answers it, so every step that asks can do these. */
const open = ['block', 'escalate'] as const;
const goOn = ['go-on'] as const;

/**
 * What each step does when nobody reacts. A clock that is not named here belongs to no question of a case.
 * Source: the steps in workflows/ (design.md 2); that each of these happens is shown in test/workflows/silence.test.ts.
 */
const carriedOut: Readonly<Partial<Record<ClockName, readonly SilenceCode[]>>> = {
  receipt: ['send-again', 'call'],
  'message-seen': ['call'],
  'admission-report': [...open, 'call', 'hand-to-ward'],
  'pause-services': [...open, 'call', 'hand-to-ward'],
  'answer-services': [...open, 'call', 'hand-to-ward'],
  'answer-changed-plan': [...open, 'call', 'hand-to-ward'],
  'confirm-resume': [...open, 'call'],
  'answer-conference': [...open, 'hand-to-ward', 'answer-no'],
  'answer-question': [...open, 'call'],
  'resume-opens': goOn,
  'capability-answer': ['ask-next'],
  'place-reservation': ['release'],
  'hold-margin': ['release'],
  'hold-warning': goOn,
  'staff-training': open,
  'has-arrived': [...open, 'call', 'hand-to-ward'],
  'acute-stay-reassessment': open,
  'closing-note': open,
  'medical-responsibility': goOn,
  'gp-follow-up-answer': [...open, 'call', 'answer-hand-on'],
  'gp-follow-up-window': goOn,
  'take-follow-up': ['hand-to-ward'],
  'ring-practice': [...open, 'hand-to-ward'],
  'gp-letter': ['hand-to-ward'],
  'agree-follow-up': open,
  'book-follow-up': [...open, 'hand-to-ward'],
  'follow-up-due-check': goOn,
  'rehabilitation-offer': open,
  'reach-out': [...open, 'hand-to-ward'],
  'shared-days-answer': [...open, 'answer-no'],
  'leaving-overdue': goOn,
  'stay-branch': goOn,
  'weekend-agreement': open,
  'friday-afternoon': open,
  'correspondence-same-day': ['call'],
  'call-task': open,
  'ward-decision': open,
  'name-who-follows-up': open,
  'step-failed': [...open, 'hand-to-ward'],
  'closing-task': open,
  'objection-task': open,
  'delay-cause-objection': [...open, 'answer-money-fact'],
  'uth-report': open,
};

/** The effects that the step of this clock carries out; null when the clock belongs to no question. */
export const effectsOf = (clock: ClockName): readonly SilenceCode[] | null => carriedOut[clock] ?? null;

/** Whether the step of this clock does what the rule says. Where nobody is asked, silence answers nothing. */
export function canDo(clock: ClockName, stated: StatedSilence): boolean {
  const code = typeof stated === 'string' ? stated : `answer-${stated.answer}`;
  const effects = effectsOf(clock);
  return effects === null ? typeof stated === 'string' : effects.some((effect) => effect === code);
}

/** The answers that a default may stand for, by kind of task: a no, handing on, or what moves money alone. Never a yes. */
const defaults: Readonly<Partial<Record<TaskKindName, Readonly<Partial<Record<DefaultAnswer, string>>>>>> = {
  'answer-conference': { no: 'decline' },
  'gp-follow-up': { 'hand-on': 'hand-back' },
  'agree-delay-cause': { 'money-fact': 'undisputed' },
  'patient-on-shared-days': { no: 'no' },
  'move-time': { no: 'no' },
};

/** The answer that silence stands for at a task of this kind; null when it stands for none. */
export const standsFor = (kind: TaskKindName, effect: SilenceEffect): string | null =>
  typeof effect === 'string' ? null : (defaults[kind]?.[effect.answer] ?? null);
