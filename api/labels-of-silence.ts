// Danish words for what happens when nobody reacts in time: the effect of silence, and whom a late task has gone to.
// Every code has words, or it does not compile.
import type { Rung } from '../domain/case-view.ts';
import type { SilenceCode } from '../domain/silence-steps.ts';

export const silenceLabels: Record<SilenceCode, string> = {
  block: 'Det, der afhænger af svaret, venter, og den, der spurgte, får besked',
  escalate: 'Opgaven er stadig åben og går videre op',
  'ask-next': 'Den næste enhed spørges',
  'hand-to-ward': 'Afdelingen får en opgave i stedet',
  call: 'Der skal ringes',
  'send-again': 'Den samme meddelelse sendes igen',
  release: 'Det, der var reserveret eller holdt, er givet fri',
  'go-on': 'Næste trin begynder',
  'answer-no': 'Gælder som et nej',
  'answer-hand-on': 'Gives videre',
  'answer-money-fact': 'Det oplyste om betalingen står ved magt',
};

export const rungLabels: Record<Rung, string> = {
  'team-leader': 'Teamleder',
  'on-call': 'Vagthavende',
  ward: 'Afdelingen',
};
