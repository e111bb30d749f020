// The hospital's own system: which stays it has told of, what it told, and what it may tell next of each.
// A stay is known by its episode-of-care id (forløbs-id).
import { randomUUID } from 'node:crypto';
import type { Resource } from './fhir.ts';
import type { Letter } from './partner-mail.ts';
import type { Organisation } from './write.ts';
import type { Change, Citizen, Moment, StayEvent } from './write-notice.ts';
import { noticeOf, STAY_EVENTS } from './write-notice.ts';

export type Admission = {
  readonly citizen: Citizen;
  readonly episodeId: string;
  readonly sender: Organisation;
  readonly receiver: Organisation;
  readonly reportOfAdmission: boolean;
  /** STIN, STAA, or MORS when the patient was dead on arrival. */
  readonly event: StayEvent;
  readonly at: string;
  readonly headerId: string;
};

type Told = { readonly code: string; readonly at: string | null; readonly headerId: string; provenance: Resource };
type Stay = {
  readonly citizen: Citizen;
  readonly sender: Organisation;
  readonly receiver: Organisation;
  standing: readonly Moment[];
  readonly told: Told[];
};

/** What is asked to be told of a stay: `STOR`, `RE_STOR`, `AN_STOR`. */
export type NoticeRequest = { readonly code: string; readonly at: string; readonly headerId: string };

export class Stays {
  readonly #byEpisode = new Map<string, Stay>();

  /** Begins a stay, or begins its chain anew: a transfer within the region keeps the episode id. */
  begin(admission: Admission): Letter {
    const { episodeId, event, at, citizen, sender, receiver, headerId } = admission;
    const stay: Stay = { citizen, sender, receiver, standing: [{ event, at }], told: [] };
    this.#byEpisode.set(episodeId, stay);
    const asks = admission.reportOfAdmission && event !== 'MORS';
    return tell(stay, episodeId, { code: event, change: 'new', event, at, headerId, taken: null, asks });
  }

  /** The next notice of a stay; a text says why there can be none. */
  next(episodeId: string, { code, at, headerId }: NoticeRequest): Letter | string {
    const stay = this.#byEpisode.get(episodeId);
    if (stay === undefined) return 'no stay has been told of under this episode id';
    const change: Change = code.startsWith('RE_') ? 'revise' : code.startsWith('AN_') ? 'cancel' : 'new';
    const event = STAY_EVENTS.find((known) => known === (change === 'new' ? code : code.slice(3)));
    if (event === undefined) return `event must be one of ${STAY_EVENTS.join(', ')}, or one of them after RE_ or AN_`;
    const top = stay.standing.at(-1);
    if (change !== 'new' && top?.event !== event) return `${top?.event ?? 'nothing'} is the newest that stands`;
    if (change === 'new' && top === undefined) return 'nothing of this stay stands: admit the patient again';
    const below = stay.standing.slice(0, -1);
    if (change === 'new') stay.standing = [...stay.standing, { event, at }];
    else stay.standing = change === 'revise' ? [...below, { event, at }] : takenBack(event, below);
    const taken = change === 'cancel' ? (top ?? null) : null;
    return tell(stay, episodeId, { code, change, event, at, headerId, taken, asks: false });
  }

  /** What has been told of a stay, the first first. */
  told(episodeId: string): readonly Omit<Told, 'provenance'>[] | undefined {
    return this.#byEpisode.get(episodeId)?.told.map(({ code, at, headerId }) => ({ code, at, headerId }));
  }
}

/** A cancelled end always says that the patient is there, so a leave that it cut off is gone with it. */
function takenBack(event: StayEvent, below: readonly Moment[]): readonly Moment[] {
  return event === 'SLHJ' && below.at(-1)?.event === 'STOR' ? below.slice(0, -1) : below;
}

type Telling = {
  readonly code: string;
  readonly change: Change;
  readonly event: StayEvent;
  readonly at: string;
  readonly headerId: string;
  readonly taken: Moment | null;
  readonly asks: boolean;
};

function tell(stay: Stay, episodeId: string, { code, change, event, at, headerId, taken, asks }: Telling): Letter {
  const { citizen, sender, receiver, standing } = stay;
  const earlier = [...stay.told];
  const about = { citizen, sender, receiver, episodeId, headerId, change, event, standing, taken };
  let told: Told | undefined;
  return {
    headerId,
    sender,
    receiver,
    write: (bundleId, now) => {
      const chain = earlier.map(({ provenance }) => provenance);
      const previous = earlier.at(-1)?.headerId ?? null;
      const written = noticeOf({ ...about, reportOfAdmission: asks, chain, previous }, bundleId, now);
      // Later notices carry the Provenance of the last sending.
      if (told === undefined) {
        told = { code, at: change === 'cancel' ? null : at, headerId, provenance: written.provenance };
        stay.told.push(told);
      }
      told.provenance = written.provenance;
      return written.raw;
    },
  };
}

/** The next notice that a request body asks for; a text says what is wrong with it. `now`: epoch milliseconds. */
export function noticeFrom(body: unknown, now: number): NoticeRequest | string {
  if (typeof body !== 'object' || body === null) return 'a JSON object is expected';
  const code: unknown = Reflect.get(body, 'event');
  const at: unknown = Reflect.get(body, 'at') ?? new Date(now).toISOString();
  const headerId: unknown = Reflect.get(body, 'headerId') ?? randomUUID();
  if (typeof code !== 'string') return 'event is missing';
  if (typeof at !== 'string' || !Number.isFinite(Date.parse(at))) return 'at must be a date with time and zone';
  return typeof headerId === 'string' ? { code, at, headerId } : 'headerId must be a text';
}
