// A closed case as its facts tell it: what came late about the leaving, the death and the decisions is a fact of its own.
// The view stays as it was published at the closing; whoever shows the case reads it through here.
import type { CaseView, EventView } from './case-view.ts';
import type { FactKind } from './facts.ts';
import type { Codes } from './fields.ts';
import { decisionsIn, finishedFacts } from './finished-record.ts';
import { endsStay } from './reasons.ts';
import type { Stay, StayNotice } from './stay.ts';

/** A fact of the case in the order of its record; times in epoch ms. */
type Told = Pick<EventView, 'fact' | 'codes' | 'happenedAt' | 'learntAt'> & Partial<Pick<EventView, 'submission'>>;

/** A fact that is to be recorded; `happenedAt` in epoch ms. */
export interface LateFact {
  readonly fact: FactKind;
  readonly codes: Codes;
  readonly happenedAt: number;
}

/** When the patient left and died, as far as it is known; epoch ms. */
export interface Gone {
  readonly leftAt: number | null;
  readonly diedAt: number | null;
}

/** The view with what its case learnt after it had closed; `facts` all of them, or those that move responsibility. Pure. */
export function asRecorded(view: CaseView, facts: readonly Told[]): CaseView {
  const { closedAt } = view;
  if (closedAt === null) return view;
  const late = facts.filter(({ learntAt }) => learntAt >= closedAt);
  return late.length === 0 ? view : decidedLate(goneLate(view, late), facts, late);
}

function goneLate(view: CaseView, late: readonly Told[]): CaseView {
  const before = goneOf(view);
  const { leftAt, diedAt } = late.reduce(gone, before);
  if (leftAt === before.leftAt && diedAt === before.diedAt) return view;
  const first = late.findLast(({ fact }) => fact === 'left');
  const ended = first === undefined ? view.leftAt === null || view.stay.endedAt !== null : endsStay(first.codes['how']);
  const endedAt = ended ? leftAt : null;
  const { extended } = view;
  // The 72 hours count from the leaving, so they move with it.
  const window =
    extended == null || leftAt === null || before.leftAt === null
      ? null
      : { ...extended, from: leftAt, until: extended.until + leftAt - before.leftAt };
  return {
    ...view,
    leftAt,
    stay: stayOf(view.stay, endedAt, diedAt),
    ...(extended == null ? {} : { extended: window }),
  };
}

/** When the patient left and died, as the view says. */
export const goneOf = ({ leftAt, stay }: Pick<CaseView, 'leftAt' | 'stay'>): Gone => ({
  leftAt,
  diedAt: stay.state === 'deceased' ? stay.since : null,
});

/** What is known of it after one more fact. */
export function gone(known: Gone, { fact, happenedAt }: Pick<Told, 'fact' | 'happenedAt'>): Gone {
  switch (fact) {
    case 'left':
    case 'left-moved':
      return { ...known, leftAt: happenedAt };
    case 'not-left':
      return { ...known, leftAt: null };
    case 'deceased':
    case 'death-moved':
      return { ...known, diedAt: happenedAt };
    case 'not-dead':
      return { ...known, diedAt: null };
    default:
      return known;
  }
}

function stayOf({ state, since }: Stay, endedAt: number | null, diedAt: number | null): Stay {
  if (diedAt !== null) return { state: 'deceased', since: diedAt, endedAt };
  if (endedAt !== null) return { state: 'ended', since: endedAt, endedAt };
  return state === 'ended' || state === 'deceased'
    ? { state: 'admitted', since: null, endedAt }
    : { state, since, endedAt };
}

const OF_DECISIONS: readonly FactKind[] = finishedFacts.filter((fact) => fact.startsWith('finished'));

function decidedLate(view: CaseView, facts: readonly Told[], late: readonly Told[]): CaseView {
  if (!late.some(({ fact }) => OF_DECISIONS.includes(fact))) return view;
  const finished = decisionsIn(facts).at(-1) ?? null;
  return { ...view, finished, finishedAt: finished?.withdrawnAt === null ? finished.at : null };
}

/** What a person at the ward recorded of the leaving and the death, as notices of a chain of their own; the newest of each. */
export function ownNotices(facts: readonly Told[]): readonly StayNotice[] {
  const fromNotice = new Set(
    facts.flatMap(({ fact, codes, submission }) =>
      fact === 'stay-told' && typeof codes['message'] === 'string' && submission != null ? [submission] : [],
    ),
  );
  let end: StayNotice | null = null;
  let death: StayNotice | null = null;
  for (const { fact, codes, happenedAt: at, learntAt: toldAt, submission } of facts) {
    if (submission != null && fromNotice.has(submission)) continue;
    const own = { chain: 'own', change: 'new', at, toldAt } as const;
    if (fact === 'left') end = endsStay(codes['how']) ? { id: 'own/end', stayEvent: 'SLHJ', ...own } : null;
    if (fact === 'left-moved' && end !== null) end = { ...end, at };
    if (fact === 'deceased') death = { id: 'own/death', stayEvent: 'MORS', ...own };
    if (fact === 'death-moved' && death !== null) death = { ...death, at };
    if (fact === 'not-left') end = null;
    if (fact === 'not-dead') death = null;
  }
  return [end, death].filter((notice) => notice !== null);
}

/**
 * What a notice that came after the closing tells of the leaving and the death: `before` and `after` are the stay without
 * and with it, `known` is what is recorded. A leaving or death taken back is known to be so from `now` on (epoch ms).
 */
export function factsOfStay(before: Stay, after: Stay, known: Gone, now: number): readonly LateFact[] {
  const found: LateFact[] = [];
  const diedAt = after.state === 'deceased' ? after.since : null;
  if (diedAt !== (before.state === 'deceased' ? before.since : null)) {
    if (diedAt !== null) {
      if (diedAt !== known.diedAt)
        found.push({ fact: known.diedAt === null ? 'deceased' : 'death-moved', codes: {}, happenedAt: diedAt });
    } else if (known.diedAt !== null) found.push({ fact: 'not-dead', codes: {}, happenedAt: now });
  }
  const { endedAt: leftAt } = after;
  if (leftAt === before.endedAt) return found;
  if (leftAt === null)
    return known.leftAt === null ? found : [...found, { fact: 'not-left', codes: {}, happenedAt: now }];
  if (leftAt === known.leftAt) return found;
  return [...found, { fact: known.leftAt === null ? 'left' : 'left-moved', codes: {}, happenedAt: leftAt }];
}
