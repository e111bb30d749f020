// Shared days of a case (samlede dage): a proposal of new times for its follow-ups, who must say yes to it, what came of it.
// Silence is never a yes, and a no of any side leaves every time as it was.
import type { FollowUpItem, FollowUpPlan } from './follow-up.ts';
import { isOver, planOf } from './follow-up.ts';
import type { PersonId, SubmissionId, UnitId } from './ids.ts';

/** A follow-up with the time it would get; times are epoch ms. `was`: its booked time, null when it has none. */
export interface SharedTime {
  readonly item: string;
  /** Code of what it is. */
  readonly what: string;
  /** Whose yes it needs: who carries it out. */
  readonly unit: UnitId;
  readonly at: number;
  readonly was: number | null;
}

/** What was answered, by the patient or about the time of one item; `silence`: nobody answered in time. */
export type SharedAnswer =
  | { readonly who: string; readonly answer: 'yes' | 'too-much' | 'silence' }
  | { readonly who: string; readonly answer: 'no'; readonly reason: string | null }
  /** The unit offers this time instead, epoch ms. */
  | { readonly who: string; readonly answer: 'other-time'; readonly at: number };

/** Why a patient keeps the single times, when the patient says why. */
export const patientReasons = {
  'suits-better': 'De enkelte tider passer bedre',
  transport: 'Transporten passer ikke',
  companion: 'Kan ikke have en pårørende med den dag',
  other: 'Andet (se note)',
} as const;

/** How a proposal stands, in words. */
export const sharedDaysLabels: Readonly<Record<SharedDaysStanding['state'], string>> = {
  'patient-asked': 'Patienten spørges',
  'units-asked': 'Patienten har sagt ja; stederne spørges',
  agreed: 'Alle har sagt ja; tiderne er ændret',
  declined: 'Nej; alle tider er, som de var',
  'too-much': 'For meget på én dag; alle tider er, som de var',
  'other-time': 'Et sted foreslår en anden tid; alle tider er, som de var',
  unanswered: 'Intet svar; alle tider er, som de var',
  overtaken: 'En tid er ændret imens; forslaget gælder ikke længere',
};

/** `who` of an answer that is the patient's; every other is an item's id. */
export const PATIENT = 'patient';

/** How a proposal stands. `by`: `patient`, or the unit. */
export type SharedDaysStanding =
  | { readonly state: 'patient-asked' }
  /** The patient has said yes; `yes`: items whose unit has, too. */
  | { readonly state: 'units-asked'; readonly yes: readonly string[] }
  /** Each side has said yes: the times are changed. */
  | { readonly state: 'agreed' }
  | { readonly state: 'declined'; readonly by: string; readonly reason: string | null }
  /** Fewer in one day may be proposed; null when one at a time is what is left. */
  | { readonly state: 'too-much'; readonly mostInOneDay: number | null }
  | { readonly state: 'other-time'; readonly by: string; readonly item: string; readonly at: number }
  | { readonly state: 'unanswered'; readonly by: string }
  /** A time was changed, or planning ended, before all had answered. */
  | { readonly state: 'overtaken' };

export interface SharedDays {
  /** The submission that the proposal, with its reasons in words, is kept in. */
  readonly id: SubmissionId;
  readonly by: PersonId;
  /** The unit that proposes, and talks with the patient. */
  readonly unit: UnitId;
  /** Epoch ms. */
  readonly proposedAt: number;
  /** Only those that change. */
  readonly times: readonly SharedTime[];
  /** Most treatments on one of its days. */
  readonly largest: number;
  readonly standing: SharedDaysStanding;
}

/** What has become of a proposal by these answers; the first that is no yes decides. Pure. */
export function standingOf(
  { times, largest }: Pick<SharedDays, 'times' | 'largest'>,
  answers: readonly SharedAnswer[],
): SharedDaysStanding {
  const not = answers.find(({ answer }) => answer !== 'yes');
  if (not !== undefined) return fallen(not, times, largest);
  const said = new Set(answers.map(({ who }) => who));
  if (!said.has(PATIENT)) return { state: 'patient-asked' };
  const yes = times.filter(({ item }) => said.has(item)).map(({ item }) => item);
  return yes.length === times.length ? { state: 'agreed' } : { state: 'units-asked', yes };
}

function fallen(answer: SharedAnswer, times: readonly SharedTime[], largest: number): SharedDaysStanding {
  const { who } = answer;
  const by = times.find(({ item }) => item === who)?.unit ?? PATIENT;
  switch (answer.answer) {
    case 'too-much':
      return { state: 'too-much', mostInOneDay: largest > 2 ? largest - 1 : null };
    case 'no':
      return { state: 'declined', by, reason: answer.reason };
    case 'other-time':
      return { state: 'other-time', by, item: who, at: answer.at };
    default:
      return { state: 'unanswered', by };
  }
}

/** Nobody is asked about it any more. */
export const isSettled = ({ state }: SharedDaysStanding): boolean =>
  state !== 'patient-asked' && state !== 'units-asked';

const isRefusal = ({ state }: SharedDaysStanding): boolean =>
  state === 'declined' || state === 'too-much' || state === 'other-time';

/** Somebody has said no to exactly this before. One that nobody answered may be proposed again. */
export const wasRefused = (earlier: readonly SharedDays[], times: readonly SharedTime[]): boolean =>
  earlier.some((one) => isRefusal(one.standing) && keyOf(one.times) === keyOf(times));

const keyOf = (times: readonly SharedTime[]): string =>
  times
    .map(({ item, at, was }) => `${item} ${at} ${was}`)
    .sort()
    .join();

/** What the patient has said can be borne in one day; null while the patient has not called it too much. */
export function mostBorne(all: readonly SharedDays[]): number | null {
  const said = all.flatMap(({ standing }) => (standing.state === 'too-much' ? (standing.mostInOneDay ?? 1) : []));
  return said.length === 0 ? null : Math.min(...said);
}

/** The time a unit offered last for an item, epoch ms: the next proposal has it there or leaves it alone. */
export const offeredTime = (all: readonly SharedDays[], item: string): number | null =>
  all.reduce<number | null>(
    (last, { standing }) => (standing.state === 'other-time' && standing.item === item ? standing.at : last),
    null,
  );

interface Followed {
  readonly followUps: readonly FollowUpItem[];
}

/** Nothing of what the proposal was made from has changed. */
export const stillAs = ({ times }: Pick<SharedDays, 'times'>, { followUps }: Followed): boolean =>
  times.every(({ item, was }) => followUps.some((one) => one.id === item && !isOver(one) && timeOf(one) === was));

/** The time that stands; one that was missed has none. */
const timeOf = ({ state, bookedAt }: FollowUpItem): number | null => (state === 'booked' ? bookedAt : null);

/** What the patient is to come out for after `now` (epoch ms), soonest first; nobody goes out for what is done at home. */
export const outings = ({ followUps }: Followed, now: number): readonly FollowUpItem[] =>
  followUps
    .filter((item) => !isOver(item) && isOutside(item) && (timeOf(item) ?? item.until) > now)
    .sort((a, b) => (timeOf(a) ?? a.from) - (timeOf(b) ?? b.from));

const isOutside = ({ place }: FollowUpPlan): boolean => place !== 'home' && place !== 'phone';

/** The item with another time, epoch ms, or none: what was asked about the one before is asked anew. */
export const withTime = (item: FollowUpItem, at: number | null): FollowUpItem => ({
  ...planOf(item),
  revision: item.revision + 1,
  ...(at === null ? { state: 'planned', bookedAt: null } : { state: 'booked', bookedAt: at }),
});
