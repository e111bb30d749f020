// The hospital stay (sygehusophold) as the notices of it tell: where the patient is, since when, and what was taken back.
// Computed anew from all notices each time, so their order of arrival and copies of them change nothing (domain.md 1.7).
import type { UnitId } from './ids.ts';
import type { Change, Notice, StayEvent } from './stay-order.ts';
import { cancelled } from './stay-order.ts';

/** One notice of the stay, from the hospital's system or recorded by a person; times in epoch ms. */
export interface StayNotice extends Notice {
  /** MessageHeader.id, or a name of its own for what a person recorded. */
  readonly id: string;
  /** The first notice of its chain: a correction or cancellation concerns its own chain only. */
  readonly chain: string;
  /** When it happened: the physical event, not the message. */
  readonly at: number;
  /** When it was told, by the sender's clock: the order of corrections within a chain. */
  readonly toldAt: number;
  /** The ward that the patient was admitted to, where it is one of ours. */
  readonly ward?: UnitId;
  /** It asks the municipality for its admission report (indlæggelsesrapport, XDIS16). */
  readonly asksReport?: true;
}

/** Where the patient is. `cancelled`: everything told of the stay was taken back; `unknown`: nothing was told yet. */
export const stayStates = ['unknown', 'ambulant', 'admitted', 'on-leave', 'ended', 'deceased', 'cancelled'] as const;
export type StayState = (typeof stayStates)[number];

export interface Stay {
  readonly state: StayState;
  /** When that began; null while nothing stands. */
  readonly since: number | null;
  /** When the stay ended by an end notice (SLHJ), also when the patient died after it; null when none stands. */
  readonly endedAt: number | null;
}

/** Danish words of each state. */
export const stayStateLabels: Readonly<Record<StayState, string>> = {
  unknown: 'Ikke oplyst',
  ambulant: 'Akut ambulant',
  admitted: 'Indlagt',
  'on-leave': 'På orlov',
  ended: 'Udskrevet til hjemmet eller primærsektoren',
  deceased: 'Død',
  cancelled: 'Annulleret',
};

/** Danish words of each event. */
export const stayEventLabels: Readonly<Record<StayEvent, string>> = {
  STAA: 'Akut ambulant kontakt begyndt',
  STIN: 'Indlagt',
  STOR: 'Orlov begyndt',
  SLOR: 'Orlov slut',
  SLHJ: 'Udskrevet til hjemmet eller primærsektoren',
  MORS: 'Død',
};

/** The event with its prefix, as the standard writes it: `STIN`, `RE_SLHJ`, `AN_STOR`. */
export const noticeCode = ({ stayEvent, change }: Notice): NoticeCode => `${PREFIX[change]}${stayEvent}`;
export type NoticeCode = `${'' | 'RE_' | 'AN_'}${StayEvent}`;
const PREFIX = { new: '', revise: 'RE_', cancel: 'AN_' } as const satisfies Record<Change, string>;

/** At one moment the later of these counts: who arrives dead is dead, who leaves on the minute of admission has left. */
const RANK: Readonly<Record<StayEvent, number>> = { STAA: 0, STIN: 1, STOR: 2, SLOR: 3, SLHJ: 4, MORS: 5 };

const STATE: Readonly<Record<StayEvent, StayState>> = {
  STAA: 'ambulant',
  STIN: 'admitted',
  STOR: 'on-leave',
  SLOR: 'admitted',
  SLHJ: 'ended',
  MORS: 'deceased',
};

/**
 * The stay after these notices, in whatever order and however often they came. Corrections and cancellations are worked
 * off in the order they were told; what then stands is ordered by when it happened (medcom.md 6.4): an admission that
 * arrives after the end belongs to the past.
 */
export function stayOf(notices: readonly StayNotice[]): Stay {
  const standing = [...standingNotices(notices)].sort(byTime);
  if (standing.length === 0) return notices.length === 0 ? UNTOLD : { ...UNTOLD, state: 'cancelled' };
  return standing.reduce(next, UNTOLD);
}

const UNTOLD: Stay = { state: 'unknown', since: null, endedAt: null };

/** After an end only a death is still of this stay: an admission after it begins the next one. */
function next(stay: Stay, { stayEvent, at }: StayNotice): Stay {
  if (stay.state === 'deceased' || (stay.state === 'ended' && stayEvent !== 'MORS')) return stay;
  return { state: STATE[stayEvent], since: at, endedAt: stayEvent === 'SLHJ' ? at : stay.endedAt };
}

/**
 * When the patient was admitted (epoch ms), as the notices that stand tell it; null while none does. What the hospital's
 * system tells goes before what was recorded by hand in chains that are `ours`.
 */
export function admittedAt(notices: readonly StayNotice[], ours: (chain: string) => boolean): number | null {
  const admissions = standingNotices(notices).filter(({ stayEvent }) => stayEvent === 'STIN');
  const told = admissions.filter(({ chain }) => !ours(chain));
  const times = (told.length > 0 ? told : admissions).map(({ at }) => at);
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * When the stay began, where a notice put that right (epoch ms): the first beginning that stands, without what another
 * sender told of the same time before that. Null: nothing was put right, so it is as it was first told.
 */
export function admissionPutRight(notices: readonly StayNotice[]): number | null {
  const told = notices.filter(({ stayEvent }) => stayEvent === 'STIN' || stayEvent === 'STAA');
  const chains = new Set(told.filter(({ change }) => change === 'revise').map(({ chain }) => chain));
  if (chains.size === 0) return null;
  const over = new Set(told.filter(({ chain }) => chains.has(chain)).map(({ at }) => at));
  const began = standingNotices(told).filter(({ chain, at }) => chains.has(chain) || !over.has(at));
  return began.length === 0 ? null : Math.min(...began.map(({ at }) => at));
}

/** The notices that stand, each chain for itself; a corrected one with the corrected time. */
export function standingNotices(notices: readonly StayNotice[]): readonly StayNotice[] {
  const chains = new Map<string, StayNotice[]>();
  for (const notice of new Map(notices.map((one) => [one.id, one])).values()) {
    chains.set(notice.chain, [...(chains.get(notice.chain) ?? []), notice]);
  }
  return [...chains.values()].flatMap((chain) => standingOfChain(chain.sort(byTelling)));
}

/**
 * Tolerant where the sender's order (stay-order.ts) is strict, since a notice may still be on its way: a correction of
 * what never came tells of it, a cancellation of what never came does nothing.
 */
function standingOfChain(told: readonly StayNotice[]): readonly StayNotice[] {
  let standing: readonly StayNotice[] = [];
  for (const notice of told) {
    const newest = standing.findLastIndex(({ stayEvent }) => stayEvent === notice.stayEvent);
    // A corrected death looks like a death.
    const repeats = notice.change === 'revise' || (notice.change === 'new' && notice.stayEvent === 'MORS');
    if (notice.change === 'cancel') standing = newest < 0 ? standing : without(standing, newest);
    else if (repeats && newest >= 0) standing = standing.with(newest, notice);
    else standing = [...standing, notice];
  }
  return standing;
}

function without(standing: readonly StayNotice[], place: number): readonly StayNotice[] {
  return [...cancelled(standing.slice(0, place + 1)), ...standing.slice(place + 1)];
}

const byTelling = (one: StayNotice, other: StayNotice): number =>
  one.toldAt - other.toldAt || CHANGE_RANK[one.change] - CHANGE_RANK[other.change] || compare(one.id, other.id);
const CHANGE_RANK: Readonly<Record<Change, number>> = { new: 0, revise: 1, cancel: 2 };

const byTime = (one: StayNotice, other: StayNotice): number =>
  one.at - other.at || RANK[one.stayEvent] - RANK[other.stayEvent] || one.toldAt - other.toldAt;

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
