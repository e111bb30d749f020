// What happens when a clock runs out and nobody has answered (tavshed). Never a yes.
// Exactly one effect per clock, stated in the rule set. It comes at the deadline, or when the ladder has a last rung, with that.
import type { ClockName, Promised } from './clocks.ts';
import { promisedBy } from './clocks.ts';

/** Effects that need no more words than their name. */
export const plainSilenceEffects = [
  /** What depends on the answer stays blocked, and the asker is told. */
  'block',
  /** The task stays open and only climbs its ladder. */
  'escalate',
  /** The next fitting unit is asked; the silent one counts as not available now. */
  'ask-next',
  /** The ward gets a task that replaces the question. */
  'hand-to-ward',
  /** A person must ring: a call task with the phone number. */
  'call',
  /** The same message goes out again, at most `resends` times; then `call`. */
  'send-again',
  /** What was reserved or held is given back. */
  'release',
  /** Nothing was asked: the clock only says when, and its end starts the next step. */
  'go-on',
] as const;
export type PlainSilenceEffect = (typeof plainSilenceEffects)[number];

/** Answers silence may stand for: a no, handing on to somebody who is there, or a fact that moves money alone (payers, days). */
export const defaultAnswers = ['no', 'hand-on', 'money-fact'] as const;
export type DefaultAnswer = (typeof defaultAnswers)[number];

export type SilenceEffect = PlainSilenceEffect | { readonly answer: DefaultAnswer };

/** A silence effect as it stands in a rule file, before it is known to be harmless. */
export type StatedSilence = PlainSilenceEffect | { readonly answer: string };

/**
 * Whether this effect can stand in a rule file: no default answer but a no, a hand-on or a fact about money.
 * An allow-list, so that a new word for yes ('accept', 'ja', 'ok') is refused without being known here.
 * Source: design.md 2 ("what silence means ... never a yes"), domain.md 15 row 6.
 */
export function isNeverAYes(stated: StatedSilence): stated is SilenceEffect {
  return typeof stated === 'string' || defaultAnswers.some((answer) => answer === stated.answer);
}

const effectWords: Record<PlainSilenceEffect, string> = {
  block: 'Det, der afhænger af svaret, står stille, og den, der spurgte, får det at vide',
  escalate: 'Opgaven bliver stående og går videre op ad trappen',
  'ask-next': 'Den næste enhed, der passer, spørges',
  'hand-to-ward': 'Afdelingen får en opgave i stedet for spørgsmålet',
  call: 'Der ringes',
  'send-again': 'Den samme meddelelse sendes igen; derefter ringes der',
  release: 'Det, der var reserveret eller holdt, gives fri',
  'go-on': 'Ingen er spurgt; tiden siger kun, hvornår det næste trin begynder',
};

const answerWords: Record<DefaultAnswer, string> = {
  no: 'Det regnes som et nej',
  'hand-on': 'Det gives videre til en, der er der',
  'money-fact': 'Det, der er oplyst om betalingen, står ved magt',
};

/** What silence means, in Danish. */
export const silenceText = (effect: SilenceEffect): string =>
  typeof effect === 'string' ? effectWords[effect] : answerWords[effect.answer];

const promisedWords: Record<Promised, string> = {
  bed: 'en plads',
  service: 'en ydelse',
  competence: 'en kompetence',
  'weekend-agreement': 'en weekendaftale',
  'medical-responsibility': 'lægeligt ansvar',
};

/** Danish sentence for the one who wrote a rule that `isNeverAYes` refuses. */
export function whyRefused(clock: ClockName, answer: string): string {
  const promised = promisedBy(clock);
  const what = promised === null ? 'et ja' : `et ja til ${promisedWords[promised]}`;
  return `Tavshed må aldrig være et ja: svaret "${answer}" på uret "${clock}" ville være ${what}. Tilladt er ${defaultAnswers.join(', ')}.`;
}
