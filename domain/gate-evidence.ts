// What a criterion of the gate rests on: which event of the case, by whom, and when it happened and was learnt.
// The newest event about a criterion is its evidence, also when that event took it back.
import type { EventView } from './case-view.ts';
import type { FactKind } from './facts.ts';
import { isStated } from './gate-criteria.ts';
import type { Criterion, StatedCriterion } from './gate-record.ts';
import type { DocumentKind } from './own-standard.ts';

/** Documents whose sending meets a criterion; other systems send and report them. */
export const documentOf: Readonly<Partial<Record<StatedCriterion, DocumentKind>>> = {
  'discharge-report-sent': 'discharge-report',
  'rehabilitation-sent': 'rehabilitation-plan',
};

const facts: Readonly<Record<Exclude<Criterion, StatedCriterion>, readonly FactKind[]>> = {
  'plan-stated': ['plan-stated', 'plan-changed'],
  'services-answered': ['services-answered', 'answer-recorded'],
  'weekend-agreement': ['call-needed', 'call-agreed', 'call-declined'],
  'call-recorded': ['call-needed', 'call-agreed', 'call-declined'],
  'bed-held': ['bed-held', 'bed-lapsed', 'bed-released', 'bed-withdrawn', 'bed-none', 'bed-not-needed', 'arrived'],
  'bed-covers-needs': ['bed-held', 'bed-part-open', 'bed-no-longer-fits'],
  'training-done': ['bed-held', 'training-needed'],
  'letter-marked': ['follow-up-marked'],
  'follow-up-agreed': ['follow-up-agreed', 'follow-up-declined'],
};

/** The newest event that an override or a statement of this criterion is, or a step that decides it; undefined: none yet. */
export const evidenceOf = (code: Criterion, events: readonly EventView[]): EventView | undefined =>
  events.findLast((event) => isAbout(code, event));

function isAbout(code: Criterion, { fact, codes }: EventView): boolean {
  if (fact === 'criterion-stated' || fact === 'criterion-overridden') return codes['point'] === code;
  if (fact === 'consent-noted') return code === 'rehabilitation-sent';
  if (!isStated(code)) return facts[code].includes(fact) && isOfCall(code, codes);
  const document = documentOf[code];
  return document !== undefined && codes['document'] === document && /^document-(sent|arrived|seen)$/.test(fact);
}

/** A call is for a weekend, or for something else. */
function isOfCall(code: Criterion, { reasons }: EventView['codes']): boolean {
  if (code !== 'weekend-agreement' && code !== 'call-recorded') return true;
  if (!Array.isArray(reasons)) return false;
  return reasons.some((reason) => (reason === 'weekend') === (code === 'weekend-agreement'));
}
