// Follow-up (opfølgning) item by item: what is planned, who sees to it, in which window and where, and how it stands.
// Planned is not done: an item is over only when it was done, the patient declined it, or a person said why it falls away.
import type { UnitId } from './ids.ts';
import type { FollowUpKind } from './reasons.ts';
import { followUpKinds } from './reasons.ts';

/** Where it takes place: at home, on the phone, with the unit that carries it out, or with a private supplier. */
export const followUpPlaces = {
  home: 'I hjemmet',
  phone: 'På telefon',
  'with-owner': 'Hos den, der udfører',
  'private-supplier': 'Hos privat leverandør',
} as const;
export type FollowUpPlace = keyof typeof followUpPlaces;

/** Who is to be looked for with more than a letter when they do not come (domain.md 6): a group, never a diagnosis. */
export const reaches = {
  vulnerable: 'Særligt sårbar',
  psychiatric: 'Psykiatrisk forløb',
} as const;
export type Reach = keyof typeof reaches;
export const isReach = (code: unknown): code is Reach => typeof code === 'string' && Object.hasOwn(reaches, code);

/** Why it did not take place, while it is still chased. */
export const missedReasons = {
  'patient-did-not-come': 'Patienten kom ikke',
  'cancelled-by-provider': 'Aflyst af udfører',
  'no-longer-relevant': 'Ikke længere relevant',
  'not-booked': 'Ikke booket',
  other: 'Andet (se note)',
} as const;
export type MissedReason = keyof typeof missedReasons;

/** Why it never will: said by a person, or following from what happened to the patient. */
export const fallsAwayReasons = {
  'not-needed': 'Ikke længere nødvendig',
  replaced: 'Erstattet af en ny',
  readmitted: 'Patienten er indlagt igen',
  deceased: 'Patienten er død',
  withdrawn: 'Forløbet er trukket tilbage',
} as const;
export type FallsAwayReason = keyof typeof fallsAwayReasons;

/** Why rehabilitation starts later than the rule says; reported (domain.md 1.11). `citizen-asked` breaks no rule. */
export const lateReasons = {
  'no-capacity': 'Ingen ledig tid',
  'citizen-asked': 'Borgeren har selv bedt om en senere tid',
  'citizen-ill': 'Borgeren er for syg til at begynde',
  other: 'Andet (se note)',
} as const;

/** Words for every reason that an item is not done. */
export const notDoneReasons = { ...missedReasons, ...fallsAwayReasons } as const;
export type NotDoneReason = keyof typeof notDoneReasons;

/** What is agreed of an item, however it stands. Times are epoch ms. */
export interface FollowUpPlan {
  readonly id: string;
  readonly what: FollowUpKind;
  /** The window it is to be done in. */
  readonly from: number;
  readonly until: number;
  /** Who carries it out, and is asked whether it was done. */
  readonly owner: UnitId;
  /** Who books it, and by when. */
  readonly booker: UnitId;
  readonly bookBy: number;
  readonly place: FollowUpPlace;
  /** `by-rule`: the dated rules say when, counted from the leaving; `agreed`: people do. */
  readonly window: 'agreed' | 'by-rule';
  /** Not before this for medical reasons (lægefaglig startdato), epoch ms; of rehabilitation. */
  readonly start?: number;
  /** Of several contacts: which one of how many, after which item. */
  readonly contact?: { readonly number: number; readonly of: number; readonly after: string | null };
  /** Counts changes by people; what was asked about an earlier one is asked anew. */
  readonly revision: number;
  /** The item whose place it takes (a new rehabilitation plan for the old one). */
  readonly replaces?: string;
}

/** How it stands. `bookedAt`: the time it was booked for, epoch ms. */
export type FollowUpStanding =
  | { readonly state: 'planned'; readonly bookedAt: null }
  | { readonly state: 'booked'; readonly bookedAt: number }
  | { readonly state: 'done'; readonly bookedAt: number | null; readonly doneAt: number }
  | {
      readonly state: 'not-done';
      readonly bookedAt: number | null;
      readonly reason: NotDoneReason;
    }
  | { readonly state: 'declined'; readonly bookedAt: number | null };

export type FollowUpItem = FollowUpPlan & FollowUpStanding;
export type FollowUpState = FollowUpStanding['state'];

export const isFollowUpKind = (code: unknown): code is FollowUpKind =>
  typeof code === 'string' && Object.hasOwn(followUpKinds, code);
export const isFollowUpPlace = (code: unknown): code is FollowUpPlace =>
  typeof code === 'string' && Object.hasOwn(followUpPlaces, code);
export const isMissedReason = (code: unknown): code is MissedReason =>
  typeof code === 'string' && Object.hasOwn(missedReasons, code);
const fallsAway = (reason: NotDoneReason): reason is FallsAwayReason => Object.hasOwn(fallsAwayReasons, reason);

/** Nobody is asked about it any more. */
export const isOver = (item: FollowUpItem): boolean =>
  item.state === 'done' || item.state === 'declined' || (item.state === 'not-done' && fallsAway(item.reason));

/** The agreed part alone, to be given another standing. */
export function planOf(item: FollowUpItem): FollowUpPlan {
  const { id, what, from, until, owner, booker, bookBy, place, window, revision, start, contact, replaces } = item;
  return {
    ...{ id, what, from, until, owner, booker, bookBy, place, window, revision },
    ...(start === undefined ? {} : { start }),
    ...(contact === undefined ? {} : { contact }),
    ...(replaces === undefined ? {} : { replaces }),
  };
}

/** The same item with another standing; nothing of how it stood is carried along by accident. */
export const standing = (item: FollowUpItem, now: FollowUpStanding): FollowUpItem => ({ ...planOf(item), ...now });

/** Where this kind takes place when nobody says otherwise. */
export function usualPlace(what: FollowUpKind): FollowUpPlace {
  switch (what) {
    case 'follow-up-home-visit':
    case 'wound-check':
    case 'medicine-check':
      return 'home';
    case 'ward-call':
      return 'phone';
    default:
      return 'with-owner';
  }
}

/** What stays when something that ended it turns out to be wrong: booked times were called off, so they are booked anew. */
export const revived = (items: readonly FollowUpItem[]): readonly FollowUpItem[] =>
  items.map((item) =>
    isOver(item)
      ? item
      : { ...planOf(item), revision: item.revision + 1, ...({ state: 'planned', bookedAt: null } as const) },
  );

/** Kinds whose window the dated rules say when people do not. */
export const hasRule = (what: FollowUpKind): boolean => what === 'rehabilitation' || what === 'follow-up-home-visit';

/** Whatever the old ward had in hand is the new ward's (overflytning). */
export const wardMoved = (items: readonly FollowUpItem[], from: UnitId, to: UnitId): readonly FollowUpItem[] =>
  items.map((item) => ({
    ...item,
    booker: item.booker === from ? to : item.booker,
    owner: item.owner === from ? to : item.owner,
  }));
