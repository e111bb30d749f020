// What silence can do at each step: the effects that the step behind a clock carries out, and the answers it may stand for.
// A rule file that asks a step for anything else is refused at load, or silence would do nothing or pass for an answer.
import type { ClockName } from './clocks.ts';
import type { ClockRule } from './rule-form.ts';
import type { DefaultAnswer, PlainSilenceEffect, SilenceEffect, StatedSilence } from './silence.ts';
import type { TaskKindName } from './task-kinds.ts';

/** An effect in one word, as facts and labels have it. */
export type SilenceCode = PlainSilenceEffect | `answer-${DefaultAnswer}`;

/** The effect as one code. */
export const silenceCode = (effect: SilenceEffect): SilenceCode =>
  typeof effect === 'string' ? effect : `answer-${effect.answer}`;

/**
 * How the step behind a clock waits. `task`: somebody has a task, is reminded, and lateness climbs the ladder. `watch`:
 * nobody has a task yet, so nobody can be reminded; at the due time the effect of silence comes, and the task that it makes
 * has reminders and a ladder of its own. `reminds`: a watch whose unit is reminded before. `climbs`: a watch with rungs over
 * a task that is reminded by another clock. `window`: it says between which times something is to be; the question about it
 * has a clock of its own. `told`: no case asks for it; it only tells a deadline to whoever asks.
 */
export type StepWait = 'task' | 'watch' | 'reminds' | 'climbs' | 'window' | 'told';

interface Step {
  readonly waits: StepWait;
  /** What it does when nobody reacts. Never empty. */
  readonly effects: readonly [SilenceCode, ...SilenceCode[]];
}

/** The task stays open until somebody answers it, so every step that asks can do these. */
const open = ['block', 'escalate'] as const;
const asks = (...more: readonly SilenceCode[]): Step => ({ waits: 'task', effects: [...open, ...more] });
const watches = (...effects: Step['effects']): Step => ({ waits: 'watch', effects });
const gives: Step = { waits: 'window', effects: ['go-on'] };
const tells: Step = { waits: 'told', effects: ['go-on'] };

/**
 * Every clock, so that a new one cannot be forgotten.
 * Source: the steps in workflows/ (design.md 2); that each of these happens is shown in test/workflows/silence.test.ts.
 */
const steps: Readonly<Record<ClockName, Step>> = {
  receipt: watches('send-again', 'call'),
  'message-seen': watches('call'),
  'admission-report': asks('call', 'hand-to-ward'),
  'pause-services': asks('call', 'hand-to-ward'),
  'answer-services': asks('call', 'hand-to-ward'),
  'answer-changed-plan': asks('call', 'hand-to-ward'),
  'confirm-resume': asks('call'),
  'answer-conference': asks('hand-to-ward', 'answer-no'),
  'answer-question': asks('call'),
  'resume-opens': watches('go-on'),
  'capability-answer': { waits: 'task', effects: ['ask-next'] },
  'place-reservation': watches('release'),
  'hold-margin': watches('release'),
  'hold-warning': watches('go-on'),
  'acute-referral': asks(),
  'staff-training': asks(),
  'has-arrived': asks('call', 'hand-to-ward'),
  'acute-stay-reassessment': asks(),
  'closing-note': asks(),
  'medical-responsibility': watches('go-on'),
  'extended-responsibility-end': { waits: 'task', effects: ['go-on'] },
  'gp-follow-up-answer': asks('call', 'answer-hand-on'),
  'gp-follow-up-window': gives,
  'take-follow-up': { waits: 'task', effects: ['hand-to-ward'] },
  'ring-practice': asks('hand-to-ward'),
  'gp-letter': { waits: 'reminds', effects: ['hand-to-ward'] },
  'agree-follow-up': asks(),
  'book-follow-up': asks('hand-to-ward'),
  'follow-up-due-check': watches('go-on'),
  'follow-up-visit': gives,
  'next-contact': gives,
  'rehabilitation-offer': asks(),
  'reach-out': asks('hand-to-ward'),
  'shared-days-answer': asks('answer-no'),
  'finished-notice': watches('go-on'),
  'leaving-overdue': watches('go-on'),
  'stay-branch': watches('go-on'),
  'plan-same-day': watches('call'),
  'municipal-action-soon': watches('call'),
  'weekend-agreement': asks(),
  'friday-afternoon': asks(),
  // The question has its task; whether it was read is asked of the ladder of this clock.
  'correspondence-same-day': { waits: 'climbs', effects: ['call'] },
  'call-task': asks(),
  'ward-decision': asks(),
  'name-who-follows-up': asks(),
  'step-failed': asks('hand-to-ward'),
  'closing-task': asks(),
  'objection-task': asks(),
  'delay-cause-objection': asks('answer-money-fact'),
  'uth-report': asks(),
  'withdrawn-told': tells,
  'finished-step-up': tells,
  'network-meeting': tells,
  'letter-to-patient': tells,
  'transport-order': tells,
};

/** The effects that the step of this clock carries out. */
export const effectsOf = (clock: ClockName): Step['effects'] => steps[clock].effects;

/** How the step of this clock waits. */
export const waitOf = (clock: ClockName): StepWait => steps[clock].waits;

/** Whether the step of this clock does what the rule says. Where nobody is asked, silence answers nothing. */
export function canDo(clock: ClockName, stated: StatedSilence): boolean {
  const code = typeof stated === 'string' ? stated : `answer-${stated.answer}`;
  return effectsOf(clock).some((effect) => effect === code);
}

const later = 'Ingen har en opgave, før uret er gået; opgaven derefter har sin egen påmindelse og trappe';
const other = 'Opgaven har sit eget ur, som påminder';
const window = 'Uret giver et vindue; spørgsmålet om det har sit eget ur med påmindelse og trappe';
const nobody = 'Uret fortæller kun en frist; ingen i et forløb har en opgave efter det';

/** Why nobody is reminded by a clock, or told when it is late, in Danish; null when that is done. */
const notDone: Readonly<Record<StepWait, Readonly<Record<'remind' | 'ladder', string | null>>>> = {
  task: { remind: null, ladder: null },
  watch: { remind: later, ladder: later },
  reminds: { remind: null, ladder: later },
  climbs: { remind: other, ladder: null },
  window: { remind: window, ladder: window },
  told: { remind: nobody, ladder: nobody },
};

const whyNever = (clock: ClockName, what: 'remind' | 'ladder'): string | null => notDone[waitOf(clock)][what];

/** What a rule says of this clock that its step does not do, each with why in Danish. */
export function notDoneOf(
  clock: ClockName,
  rule: Pick<ClockRule, 'silence' | 'remind' | 'ladder'>,
): readonly { readonly what: 'silence' | 'remind' | 'ladder'; readonly why: string }[] {
  const can = `Trinnet kan ikke det ved tavshed; det kan ${effectsOf(clock).join(', ')}`;
  const silence = canDo(clock, rule.silence) ? [] : [{ what: 'silence' as const, why: can }];
  const never = (['remind', 'ladder'] as const).flatMap((what) => {
    const why = (rule[what] ?? []).length === 0 ? null : whyNever(clock, what);
    return why === null ? [] : [{ what, why: `Sker ikke: ${why}` }];
  });
  return [...silence, ...never];
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
