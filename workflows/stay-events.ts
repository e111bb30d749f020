// What happens to the stay (sygehusophold): the hospital's notices and what the ward records both end up here.
// Where the patient is follows from all of them together (domain/stay.ts); what changed by it is done or undone here.
import type { ActionName } from '../domain/moves.ts';
import type { LeavingWay } from '../domain/reasons.ts';
import { endsStay } from '../domain/reasons.ts';
import type { Stay, StayNotice } from '../domain/stay.ts';
import { admissionPutRight, noticeCode, standingNotices, stayOf } from '../domain/stay.ts';
import type { Notice } from '../domain/stay-order.ts';
import { mayFollow, standingOf } from '../domain/stay-order.ts';
import { allowed } from './allowed.ts';
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { reportAsked } from './documents.ts';
import { endAndTell } from './endings.ts';
import { admittedAt } from './leaving-day.ts';
import { mustRead } from './read-letter.ts';
import { refuse } from './refuse.ts';
import { extendResponsibility } from './responsibility.ts';
import type { Told } from './stay-effects.ts';
import { diedAt, hasDied, hasLeft, livesAfterAll, stillHere } from './stay-effects.ts';
import { tellStay } from './tell-stay.ts';
import { restart, watch } from './track.ts';
import { admissionTold } from './ward-moves.ts';

/** The hospital's system tells. Its notices come in any order and more than once; nothing of that changes the outcome. */
export function stayNotice(c: Case, { body, actor, submission }: Decision<'stay-notice'>): void {
  if (c.notices.some(({ id }) => id === body.id)) return;
  const before = c.view.stay;
  c.fact('stay-told', { notice: noticeCode(body), message: body.id }, { actor, submission, happenedAt: body.at });
  if (body.asksReport === true) reportAsked(c, { actor, submission, happenedAt: body.at });
  happened(c, body, { actor, submission });
  if (body.stayEvent === 'STIN') admissionTold(c, { actor, submission });
  if (contradicts(c, body, before)) {
    const what = noticeCode(body);
    watch(c, 'read-late-fact', () => mustRead(c, { what, submission, from: [] }));
  }
}

/** The hospital takes back what a person at the ward recorded as well: a person decides which of them is right. */
function contradicts(c: Case, { stayEvent, change, chain }: StayNotice, before: Stay): boolean {
  if (change !== 'cancel' || before.state !== c.view.stay.state) return false;
  return standingNotices(c.notices).some((other) => other.stayEvent === stayEvent && other.chain !== chain);
}

/** A person at the ward records it; where this service sends the notices, the municipality is told. */
export function recorded(c: Case, notice: Notice, at: number, told: Told): void {
  const own = ownNotices(c);
  const toldAt = Math.max(c.now(), (own.at(-1)?.toldAt ?? 0) + 1);
  const chain = c.ownChain;
  const { stayEvent, change } = notice;
  const made: StayNotice = { id: `${chain}/${own.length + 1}`, chain, stayEvent, change, at, toldAt };
  happened(c, made, told);
  // What the standard has no notice for (a death after the stay has ended) is told by letter only.
  if (mayFollow(own, notice)) tellStay(c, made);
}

/** The ward says that the patient has left, when (epoch ms) and where to. */
export function leftFor(c: Case, at: number, how: LeavingWay, told: Told): void {
  if (endsStay(how)) recorded(c, { stayEvent: 'SLHJ', change: 'new' }, at, { ...told, how });
  else hasLeft(c, at, { ...told, how });
}

/** The stay never was: what the ward recorded is taken back, the newest first, since only that can be cancelled. */
export function takeAllBack(c: Case, told: Told): void {
  for (const { stayEvent } of standingOf(ownNotices(c)).toReversed()) {
    recorded(c, { stayEvent, change: 'cancel' }, c.now(), told);
  }
}

const ownNotices = (c: Case): StayNotice[] => c.notices.filter(({ chain }) => chain === c.ownChain);

function happened(c: Case, notice: StayNotice, told: Told): void {
  const before = c.view.stay;
  const began = admittedAt(c);
  c.notices.push(notice);
  const now = stayOf(c.notices);
  // How long the stay is decides what must be agreed by phone.
  if (admittedAt(c) !== began && c.leaving.rules !== null && c.view.leftAt === null) restart(c, ['municipality']);
  c.set({ stay: now });
  beganThen(c);
  if (now.state === 'deceased' && before.state !== 'deceased') hasDied(c, now.since ?? notice.at, told);
  if (now.state === 'deceased' && before.state === 'deceased' && now.since !== before.since)
    diedAt(c, now.since ?? notice.at, told);
  if (now.state !== 'deceased' && before.state === 'deceased') livesAfterAll(c, told);
  if (now.endedAt !== before.endedAt) {
    if (now.endedAt === null) stillHere(c, told);
    else hasLeft(c, now.endedAt, told);
  }
  if (now.state === 'cancelled' && before.state !== 'cancelled') neverAdmitted(c, told);
}

/** A corrected admission changes how long the stay was, and with that whether the department answers after it. */
function beganThen(c: Case): void {
  const admittedAt = admissionPutRight(c.notices);
  if (admittedAt === (c.view.admittedAt ?? null)) return;
  c.set({ admittedAt });
  if (c.view.stage === 'left') extendResponsibility(c);
}

/** All that was told of the stay was taken back: with nothing planned it never was; a plan is a person's to withdraw. */
function neverAdmitted(c: Case, { actor, submission }: Told): void {
  if (c.ended) return;
  if (c.view.stage !== 'opened') {
    watch(c, 'read-late-fact', () => mustRead(c, { what: 'admission-cancelled', submission, from: [] }));
    return;
  }
  c.enter('withdrawn');
  c.fact('withdrawn', { reason: 'started-by-mistake' }, { actor, submission });
  endAndTell(c, 'withdrawal');
}

export const mayGoOnLeave = (c: Case, _: Decision<'go-on-leave'>): void => mayRecord(c, 'go-on-leave', 'STOR');
export const mayComeBack = (c: Case, _: Decision<'back-from-leave'>): void => mayRecord(c, 'back-from-leave', 'SLOR');

/** Leave is recorded by hand only where no hospital system tells of it. */
function mayRecord(c: Case, action: ActionName, stayEvent: 'STOR' | 'SLOR'): void {
  allowed(c, action);
  if (c.tellsStay === 'hospital') refuse('told-by-hospital', { action });
  mustFollow(c, action, { stayEvent, change: 'new' });
}

export function mayCorrectStay(c: Case, { body }: Decision<'correct-stay'>): void {
  allowed(c, 'correct-stay');
  if (body.stayEvent === 'SLHJ' && leftWithoutEnd(c)) return;
  mustFollow(c, 'correct-stay', { stayEvent: body.stayEvent, change: 'revise' });
}

export function mayCancelStay(c: Case, { body }: Decision<'cancel-stay'>): void {
  allowed(c, 'cancel-stay');
  mustFollow(c, 'cancel-stay', { stayEvent: body.stayEvent, change: 'cancel' });
}

/** Only the newest thing the ward recorded can be put right, and only by the ward (governance of the notices). */
function mustFollow(c: Case, action: ActionName, notice: Notice): void {
  if (!mayFollow(ownNotices(c), notice))
    refuse('wrong-moment', { action, stage: c.view.stage, stay: c.view.stay.state });
}

export function goOnLeave(c: Case, { body, actor, submission }: Decision<'go-on-leave'>): void {
  noteOwn(c, { stayEvent: 'STOR', change: 'new' }, body.happenedAt, { actor, submission });
}

export function comeBack(c: Case, { body, actor, submission }: Decision<'back-from-leave'>): void {
  noteOwn(c, { stayEvent: 'SLOR', change: 'new' }, body.happenedAt, { actor, submission });
}

/** The ward recorded a leaving that no notice tells of (hospice, another hospital), so there is no notice to put right. */
const leftWithoutEnd = ({ view }: Case): boolean => view.leftAt !== null && view.stay.endedAt === null;

export function correctStay(c: Case, { body, actor, submission }: Decision<'correct-stay'>): void {
  if (body.stayEvent === 'SLHJ' && leftWithoutEnd(c)) hasLeft(c, body.happenedAt, { actor, submission });
  else noteOwn(c, { stayEvent: body.stayEvent, change: 'revise' }, body.happenedAt, { actor, submission });
}

export function cancelStay(c: Case, { body, actor, submission }: Decision<'cancel-stay'>): void {
  const { stayEvent } = body;
  const at = ownNotices(c).findLast((notice) => notice.stayEvent === stayEvent)?.at ?? c.now();
  noteOwn(c, { stayEvent, change: 'cancel' }, at, { actor, submission });
}

function noteOwn(c: Case, notice: Notice, at: number, told: Told): void {
  c.fact('stay-told', { notice: noticeCode(notice) }, { ...told, happenedAt: at });
  recorded(c, notice, at, told);
}
