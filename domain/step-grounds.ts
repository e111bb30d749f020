// What each step of a clock rests on: the law, the patient's safety, or an agreement alone. Quiet and crisis (domain/modes.ts)
// may switch off what rests on an agreement alone; of all others only the deadline changes. A new clock must be put here.
import type { ClockName } from './clocks.ts';

export type StepGround = 'law' | 'safety' | 'agreement';

/** Danish words, as they stand in a refused rule file. */
export const stepGroundWords: Readonly<Record<StepGround, string>> = {
  law: 'er lov',
  safety: 'er sikkerhed',
  agreement: 'følger kun af en aftale',
};

/**
 * Sources: the list (receipt watch, phone first, every named yes, death, objection) and domain.md 1.3, 1.10, 1.12;
 * what no source says is our own reading and stays protected, since a step that is left out may be the one that mattered.
 */
const grounds: Readonly<Record<ClockName, StepGround>> = {
  // The watch over messages: somebody has it, or somebody rings.
  receipt: 'safety',
  'message-seen': 'safety',
  'withdrawn-told': 'safety',
  // Named yes to a service, a bed, a competence, a weekend or a responsibility, and what a yes depends on.
  'answer-services': 'safety',
  'answer-changed-plan': 'safety',
  'confirm-resume': 'safety',
  'resume-opens': 'safety',
  'capability-answer': 'safety',
  'place-reservation': 'safety',
  'hold-margin': 'safety',
  'hold-warning': 'safety',
  'staff-training': 'safety',
  'ward-decision': 'safety',
  'acute-stay-reassessment': 'safety',
  'gp-follow-up-answer': 'safety',
  'gp-follow-up-window': 'safety',
  'take-follow-up': 'safety',
  'agree-follow-up': 'safety',
  'book-follow-up': 'safety',
  'follow-up-due-check': 'safety',
  'shared-days-answer': 'safety',
  // What was planned for a patient is looked after; a mode may move its window, never drop it.
  'follow-up-visit': 'safety',
  'next-contact': 'safety',
  'reach-out': 'safety',
  'name-who-follows-up': 'safety',
  'medical-responsibility': 'safety',
  'extended-responsibility-end': 'law',
  // Phone first, and when it is wanted.
  'call-task': 'safety',
  'ring-practice': 'safety',
  'weekend-agreement': 'safety',
  'friday-afternoon': 'safety',
  'plan-same-day': 'safety',
  'municipal-action-soon': 'safety',
  'stay-branch': 'safety',
  'correspondence-same-day': 'safety',
  'answer-question': 'safety',
  // Where the patient is, and who has the papers.
  'has-arrived': 'safety',
  'leaving-overdue': 'safety',
  'acute-referral': 'safety',
  'transport-order': 'safety',
  // Nobody comes in vain to a home where the citizen is not; medicine at home is stopped with it.
  'pause-services': 'safety',
  // Death and what is left after a leaving; a failed step.
  'closing-task': 'safety',
  'step-failed': 'safety',
  // Sundhedsloven, epikrise guidance, payment, adverse events.
  'objection-task': 'law',
  'gp-letter': 'law',
  'finished-notice': 'law',
  'finished-step-up': 'law',
  'rehabilitation-offer': 'law',
  'uth-report': 'law',
  // Agreed between the parties, and each can be done without for a time: by phone, later, or not at all. The objection moves
  // only money: without it the cause stands as it was stated last.
  'admission-report': 'agreement',
  'answer-conference': 'agreement',
  'closing-note': 'agreement',
  'delay-cause-objection': 'agreement',
  'network-meeting': 'agreement',
  'letter-to-patient': 'agreement',
};

export const groundOf = (clock: ClockName): StepGround => grounds[clock];

/** Whether a mode may switch the step of this clock off. */
export const mayRest = (clock: ClockName): boolean => grounds[clock] === 'agreement';

/** Clocks that are no time somebody has to keep but a limit by which it is decided that somebody rings (phone-first.ts). */
const limits: readonly ClockName[] = ['municipal-action-soon', 'plan-same-day', 'stay-branch'];

/** Whether a mode may not even move this clock: another limit would take the call away. */
export const isLimit = (clock: ClockName): boolean => limits.includes(clock);
