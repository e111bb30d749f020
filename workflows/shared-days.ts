// Several treatments on one day (samlede dage): the patient is asked, then every unit whose time would change.
// Nothing is moved before each side has said yes; a no, another time or silence leaves every time as it was.
import { isCancellation } from '@temporalio/workflow';
import { theService } from '../domain/actor.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { SharedAnswer, SharedDays, SharedDaysStanding, SharedTime } from '../domain/shared-days.ts';
import { isSettled, PATIENT, standingOf, stillAs, wasRefused, withTime } from '../domain/shared-days.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { refuse } from './refuse.ts';
import { watch } from './track.ts';

export function mayPropose(c: Case, { body }: Decision<'propose-shared-days'>): void {
  const { stage, sharedDays = [] } = c.view;
  if (!c.planning) refuse('wrong-moment', { action: 'propose-shared-days', stage });
  if (sharedDays.some(({ standing }) => !isSettled(standing))) refuse('proposal-open');
  if (wasRefused(sharedDays, body.times)) refuse('refused-before');
  if (!stillAs(body, c.view)) refuse('stale-version');
}

export function proposeSharedDays(c: Case, { body, actor, submission }: Decision<'propose-shared-days'>): void {
  const { times, largest, unit } = body;
  const proposal: SharedDays = {
    ...{ id: submission ?? '', by: actor.person, unit, proposedAt: c.now() },
    ...{ times, largest, standing: { state: 'patient-asked' } },
  };
  c.set({ sharedDays: [...(c.view.sharedDays ?? []), proposal] });
  c.fact('shared-days-proposed', { unit, items: times.length }, { actor, submission });
  watch(c, 'shared-days', () => followed(c, proposal));
}

async function followed(c: Case, proposal: SharedDays): Promise<void> {
  const answers: SharedAnswer[] = [];
  try {
    await answered(c, proposal, answers);
  } catch (failure) {
    if (isCancellation(failure)) stands(c, proposal, { state: 'overtaken' });
    throw failure;
  }
  const said = standingOf(proposal, answers);
  const overtaken = !isSettled(said) || (said.state === 'agreed' && !stillAs(proposal, c.view));
  const standing: SharedDaysStanding = overtaken ? { state: 'overtaken' } : said;
  stands(c, proposal, standing);
  if (standing.state === 'agreed') giveTimes(c, proposal.times);
  const { by } = 'by' in standing ? standing : { by: PATIENT };
  const codes = { outcome: standing.state, ...(by === PATIENT ? {} : { unit: by }) };
  c.fact(standing.state === 'agreed' ? 'shared-days-agreed' : 'shared-days-not', codes);
  await told(c, proposal, standing, new Set(answers.flatMap(({ who, answer }) => (answer === 'yes' ? [who] : []))));
}

/** The patient first, so that no unit is troubled for a day nobody wants; then the units side by side. */
async function answered(c: Case, proposal: SharedDays, answers: SharedAnswer[]): Promise<void> {
  const { id, unit, times } = proposal;
  const before = Math.min(...times.flatMap(({ at, was }) => [at, was ?? at]));
  const over = (): boolean =>
    !c.planning || !stillAs(proposal, c.view) || answers.some(({ answer }) => answer !== 'yes');
  const about = { proposal: id, times: times.map(({ at }) => instant(at)) };
  const shared = { clock: 'shared-days-answer', latest: before, unless: over } as const;
  const patient = await ask(c, unit, { kind: 'patient-on-shared-days', about, ...shared });
  take(c, proposal, answers, PATIENT, patient);
  if (answers.length === 0 || over()) return;
  await Promise.all(
    times.map(async (time) => {
      const answer = await ask(c, time.unit, {
        kind: 'move-time',
        about: { proposal: id, ...timeCodes(time) },
        ...shared,
      });
      if (!over()) take(c, proposal, answers, time.item, answer);
    }),
  );
}

/** Silence is kept apart from a no: nobody has refused, so the same may be proposed again. */
function take(c: Case, proposal: SharedDays, answers: SharedAnswer[], who: string, answer: Answer): void {
  if (answer.kind === 'silence') answers.push({ who, answer: 'silence' });
  if (answer.kind !== 'answered') return;
  answers.push(answer.by === theService.person ? { who, answer: 'silence' } : saidIn(who, answer));
  stands(c, proposal, standingOf(proposal, answers));
}

function saidIn(who: string, { code, codes }: Extract<Answer, { kind: 'answered' }>): SharedAnswer {
  const { reason, at } = codes;
  if (code === 'yes' || code === 'too-much') return { who, answer: code };
  if (code === 'other-time' && typeof at === 'string') return { who, answer: 'other-time', at: epoch(at) };
  return { who, answer: 'no', reason: typeof reason === 'string' ? reason : null };
}

/** The new times are booked; follow-up goes on from them (an item that is revised is asked about anew). */
function giveTimes(c: Case, times: readonly SharedTime[]): void {
  for (const time of times) {
    retime(c, time.item, time.at);
    c.fact('follow-up-booked', timeCodes(time));
  }
}

function retime(c: Case, id: string, at: number | null): void {
  c.set({ followUps: c.view.followUps.map((item) => (item.id === id ? withTime(item, at) : item)) });
}

/** Who has said yes hears what came of it: the patient through who asked, a unit in its own calendar. */
async function told(
  c: Case,
  { id, unit, times }: SharedDays,
  { state }: SharedDaysStanding,
  yes: ReadonlySet<string>,
): Promise<void> {
  const about = { proposal: id, outcome: state };
  const patient = async (): Promise<void> => {
    await ask(c, unit, { kind: 'tell-patient-days', clock: 'closing-task', about });
  };
  const keep = async (time: SharedTime): Promise<void> => {
    const codes = { ...about, ...timeCodes(time) };
    const answer = await ask(c, time.unit, { kind: 'keep-time', clock: 'closing-task', about: codes });
    if (state === 'agreed' && answer.kind === 'answered' && answer.code === 'gone') lost(c, time);
  };
  if (!yes.has(PATIENT)) return;
  await Promise.all([patient(), ...times.filter(({ item }) => yes.has(item)).map(keep)]);
}

/** The unit could not keep the time it had said yes to: whoever books it is asked for another. */
function lost(c: Case, { item, unit, at, what }: SharedTime): void {
  const now = c.view.followUps.find((one) => one.id === item);
  if (now?.state !== 'booked' || now.bookedAt !== at) return;
  retime(c, item, null);
  c.fact('shared-days-lost', { item, unit, what, at: instant(at) });
}

function stands(c: Case, { id }: SharedDays, standing: SharedDaysStanding): void {
  c.set({ sharedDays: (c.view.sharedDays ?? []).map((one) => (one.id === id ? { ...one, standing } : one)) });
}

const timeCodes = ({ item, what, at, was }: SharedTime) => ({
  ...{ item, what, at: instant(at) },
  ...(was === null ? {} : { was: instant(was) }),
});
