// The asking half of an acute bed (akutplads): fitting units are asked until a named person says yes and a place is held.
// One after the other, or several at once where the agreement says so; the first whose yes becomes a hold has the patient.
import { CancellationScope, CancelledFailure, isCancellation } from '@temporalio/workflow';
import type { Fitting, Found } from '../activities/contract.ts';
import type { CapabilityCode } from '../domain/capability-codes.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { BedNeed } from '../domain/plan.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { counted, outside } from './outside.ts';
import type { Asked } from './place-asked.ts';
import { giveUp, keepUntil, places, reserve, showAsked } from './place-asked.ts';
import { coverRest, trainFirst } from './place-rest.ts';
import { referralFollows } from './referral.ts';
import { byPhone } from './ring-unit.ts';
import { rule } from './rule.ts';
import { mayBeAsked } from './single-case.ts';
import { tell } from './tell.ts';
import { watch } from './track.ts';

const DAY = 24 * 60 * 60 * 1000;

type Answered = Extract<Answer, { kind: 'answered' }>;

/** One search for a place: the units still to be asked, and the lines along which they are asked at the same time. */
interface Search {
  readonly need: BedNeed;
  readonly queue: UnitId[];
  /** How the fitting ones are asked; one that the asker has chosen need not be among them. */
  readonly ways: ReadonlyMap<UnitId, Fitting>;
  readonly lines: { scope: CancellationScope; done: Promise<void> }[];
  outcome: 'looking' | 'held' | 'stopped';
  /** A yes is being turned into a hold: another one waits for what comes of it. */
  holding: boolean;
  fault: unknown;
}

/**
 * Asks the fitting units, `first` before all others, whom the asker has chosen; true when one holds a place for
 * this patient. The unit that the patient is to leave is not among them. Several lines ask at once when the rules say so; what the others have begun ends with the first hold.
 */
export async function find(c: Case, need: BedNeed, first: UnitId | null, leaving?: UnitId): Promise<boolean> {
  const found = await counted(c, () =>
    places.fittingUnits.executeWithOptions({ summary: 'Find enheder der kan opgaven' }, [
      c.view.municipality,
      need,
      c.place.asking(c.now()),
    ]),
  );
  const { fitting, misses } = withoutAsker(c, found);
  c.place.misses = misses.map((miss) => ({ ...miss }));
  if (!(await mayBeAsked(c, fitting[0]?.singleCase))) return false;
  const units = fitting.map(({ unit }) => unit).filter((unit) => unit !== leaving);
  const chosen = first === null || first === c.view.wardUnit ? [] : [first];
  const queue = [...chosen, ...units.filter((unit) => unit !== first)];
  const ways = new Map(fitting.map((one) => [one.unit, one]));
  const search: Search = { need, queue, ways, lines: [], outcome: 'looking', holding: false, fault: null };
  openLines(c, search, 1);
  for (let line = 0; line < search.lines.length; line += 1) await search.lines[line]?.done;
  if (search.outcome === 'held') return true;
  if (search.fault !== null) throw search.fault;
  endIfCancelled();
  return false;
}

/** Whoever asks for a place looks for one elsewhere: its own unit is left out, and that is put on record. */
function withoutAsker(c: Case, { fitting, misses }: Found): Found {
  const asker = c.view.wardUnit;
  const others = fitting.filter(({ unit }) => unit !== asker);
  if (others.length === fitting.length) return { fitting, misses };
  c.fact('bed-passed-over', { unit: asker, why: 'asks-itself' });
  return {
    fitting: others,
    misses: [...misses, { unit: asker, why: 'asks-itself', capability: null, fitsFrom: null }],
  };
}

/** Begins to ask along so many lines, while there are units to ask. */
function openLines(c: Case, search: Search, atOnce: number): void {
  while (search.lines.length < atOnce && search.queue.length > 0) {
    const scope = new CancellationScope();
    const line: Search['lines'][number] = { scope, done: Promise.resolve() };
    search.lines.push(line);
    line.done = scope.run(() => askInTurn(c, search)).catch((failure: unknown) => failed(search, failure));
  }
}

/** A line that was cancelled has come to its end; one that failed for good ends the others, and the step fails with it. */
function failed(search: Search, failure: unknown): void {
  if (isCancellation(failure)) return;
  search.fault ??= failure;
  for (const { scope } of search.lines) scope.cancel();
}

async function askInTurn(c: Case, search: Search): Promise<void> {
  for (;;) {
    const unit = search.outcome === 'looking' ? search.queue.shift() : undefined;
    if (unit === undefined) return;
    await askUnit(c, search, unit);
  }
}

async function askUnit(c: Case, search: Search, unit: UnitId): Promise<void> {
  const { need } = search;
  // A need whose time has come, or gone by, is as near as can be.
  const anchor = Math.max(epoch(need.from), c.now());
  const [lease, how] = await Promise.all([
    rule(c, { clock: 'place-reservation', unit }),
    rule(c, { clock: 'capability-answer', unit, anchor }),
  ]);
  // Nobody rings two units at once: the next one is rung when this one has said no.
  if (how.callFirst !== true) openLines(c, search, how.atOnce ?? 1);
  const reserved = await reserve(c, unit, need, lease.due);
  if (reserved === 'failed' || reserved.taken) return c.fact('no-place-free', { unit });
  const { confirmer: asks = unit, address = unit, training = [] } = search.ways.get(unit) ?? {};
  const asked: Asked = { unit, asks, address, training, place: reserved.place, need, offered: false };
  let held = false;
  try {
    endIfCancelled();
    showAsked(c, asked);
    c.fact('bed-asked', { unit, how: how.callFirst === true ? 'phone' : 'page' });
    const answer = how.callFirst === true ? await byPhone(c, asked) : await onPage(c, asked, anchor);
    held = await settle(c, search, asked, answer);
  } finally {
    if (!held) {
      letGo(c, asked);
      await giveUp(c, asked);
    }
  }
}

function endIfCancelled(): void {
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('The step has ended');
}

/**
 * Who offered a place and is not chosen is told at once: by letter where it knows for whom already, else by a task, since
 * only the chosen one may learn that.
 */
function letGo(c: Case, { unit, asks, offered, need }: Asked): void {
  if ([...c.messages.values()].some(({ to, mayHaveReached }) => to === unit && mayHaveReached)) {
    // What ends planning has a letter of its own.
    if (c.planning) watch(c, 'tell-bed-released', () => tell(c, unit, 'bed-released', 'health-act-41-2-1'));
    return;
  }
  if (!offered) return;
  watch(c, 'not-chosen', async () => {
    await ask(c, asks, {
      kind: 'not-chosen',
      clock: 'closing-task',
      about: { capabilities: need.capabilities, from: need.from, days: need.days },
      unless: () => c.view.leftAt !== null,
    });
  });
}

const onPage = (c: Case, { unit, asks, need }: Asked, anchor: number): Promise<Answer> =>
  ask(c, asks, {
    kind: 'take-patient',
    clock: 'capability-answer',
    anchor,
    about: {
      capabilities: need.capabilities,
      from: need.from,
      days: need.days,
      ...(asks === unit ? {} : { placeUnit: unit }),
    },
  });

/** What comes of an answer; true when the unit's place is held. */
async function settle(
  c: Case,
  search: Search,
  asked: Asked,
  answer: Answer | 'not-reached' | 'place-gone',
): Promise<boolean> {
  const { unit } = asked;
  if (typeof answer === 'string') {
    c.fact('bed-declined', { unit, reason: answer });
    return false;
  }
  // The patient wants no unit to know: no other is asked either.
  if (answer.kind === 'stopped') {
    search.outcome = 'stopped';
    return false;
  }
  if (answer.kind !== 'answered' || answer.code === 'decline') {
    const reason = answer.kind === 'answered' ? (answer.codes['reason'] ?? null) : 'no-answer';
    c.fact('bed-declined', { unit, reason });
    if (reason === 'no-capacity') c.fact('promise-broken', { unit, how: 'refused-though-free' });
    return false;
  }
  asked.offered = true;
  const open = openIn(answer, asked.need);
  const offer = offerIn(answer, asked.need, open);
  if (offer !== null && !(await considered(c, asked, offer, answer.task))) return false;
  if (!(await hold(c, search, asked, { by: answer.by, open }))) {
    c.fact('bed-declined', { unit, reason: 'place-gone' });
    return false;
  }
  return true;
}

/** Needs that the unit cannot meet, of those it was asked about. */
function openIn({ code, codes }: Answered, { capabilities }: BedNeed): readonly CapabilityCode[] {
  const { cannot } = codes;
  if (code !== 'accept-part' || !Array.isArray(cannot)) return [];
  return capabilities.filter((capability) => cannot.some((one) => one === capability));
}

/** What the asker must take or refuse before the place is held. */
interface Offer {
  what: 'bed-condition' | 'bed-later' | 'bed-part';
  /** From the later time, where one was offered. */
  need: BedNeed;
  cannot?: readonly CapabilityCode[];
}

/** What a unit offers that does not just say yes; a part that leaves nothing open is a yes, a time that is not later too. */
function offerIn({ code, codes }: Answered, need: BedNeed, open: readonly CapabilityCode[]): Offer | null {
  const { from } = codes;
  if (code === 'accept-on-condition') return { what: 'bed-condition', need };
  if (open.length > 0) return { what: 'bed-part', need, cannot: open };
  if (code !== 'offer-later' || typeof from !== 'string' || epoch(from) <= epoch(need.from)) return null;
  return { what: 'bed-later', need: { ...need, from } };
}

/** The asker takes or refuses what the unit offers; the place stays reserved for as long as that may take. */
async function considered(c: Case, asked: Asked, offer: Offer, task: string): Promise<boolean> {
  const { unit } = asked;
  const { what, need, cannot } = offer;
  const decision = await rule(c, { clock: 'ward-decision', unit: c.view.wardUnit });
  asked.need = need;
  if (!(await keepUntil(c, asked, decision.ladder.at(-1)?.at ?? decision.due))) {
    c.fact('bed-declined', { unit, reason: 'place-gone' });
    return false;
  }
  const later = what === 'bed-later' ? { from: need.from } : {};
  const part = cannot === undefined ? {} : { cannot };
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'consider-condition',
    clock: 'ward-decision',
    about: { what, unit, task, ...later, ...part },
  });
  return answer.kind === 'answered' && answer.code === 'take';
}

/**
 * A named person's yes turns the reservation into a hold until the agreed arrival and a margin; the asker
 * sends the written referral, and all others are let go in the same step. Two yeses at once: the second waits for what comes of the first.
 */
async function hold(
  c: Case,
  search: Search,
  asked: Asked,
  { by, open }: { by: string; open: readonly CapabilityCode[] },
): Promise<boolean> {
  const { unit, place, address, need, training } = asked;
  while (search.holding) await c.clock.wait(() => !search.holding, null);
  search.holding = true;
  try {
    const margin = await rule(c, { clock: 'hold-margin', unit, anchor: epoch(need.from) });
    const outcome = await outside(c, () =>
      places.holdPlace.executeWithOptions({ summary: `Hold pladsen hos ${unit}` }, [c.id, place, margin.due]),
    );
    if (outcome === 'failed' || !outcome.held) return false;
    const rest = { ...(open.length === 0 ? {} : { open }), ...(training.length === 0 ? {} : { training }) };
    const arrival = epoch(need.from);
    const agreed = { arrival, leaves: arrival + need.days * DAY };
    const taken = { unit, place, until: margin.due, by, at: c.now(), ...agreed, ...rest };
    const { bed } = c.view;
    c.set({ bed: bed.state === 'in-use' ? { ...bed, next: taken } : { state: 'held', ...taken } });
    c.fact('bed-held', { unit, place, from: need.from, until: instant(margin.due) });
    c.addParty(unit);
    search.outcome = 'held';
  } finally {
    search.holding = false;
    c.touch();
  }
  // A referral to the place that the patient leaves is none to this one.
  const moves = c.view.bed.state === 'in-use';
  const own = CancellationScope.current();
  for (const { scope } of search.lines) if (scope !== own) scope.cancel();
  watch(c, 'referral', () =>
    referralFollows(c, { unit, place, address, arrival: epoch(need.from), since: moves ? c.now() : 0 }),
  );
  if (open.length > 0) coverRest(c, unit, place, open);
  if (training.length > 0) trainFirst(c, asked);
  return true;
}
