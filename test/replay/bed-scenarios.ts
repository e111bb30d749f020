// Acute beds as scenarios: rung for on the same day until a part is taken, asked of two units at once, moved between two.
// Beside the other scenarios (scenarios.ts); each ends when everybody has been told of the end.
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { ordinaryDay } from '../../dev/ordinary-day.ts';
import { DAY, HOUR, somebodyOf } from '../workflows/persons.ts';
import { ordinaryPlan } from '../workflows/plans.ts';
import type { Play, Stage } from '../workflows/stage.ts';
import { today } from '../workflows/stage.ts';
import { allArrived } from './stay-scenario.ts';

const plain = () => ({ ...ordinaryPlan(today()), services: [], hasRunningServices: false });

export async function rungForAndPartTaken(stage: Stage): Promise<WorkflowHandle> {
  const at = new Date(today() + 3 * HOUR).toISOString();
  const bed = { capabilities: ['CAP-14', 'CAP-15'], from: at, days: 2 } as const;
  const play = await stage.begin({ plan: { ...plain(), date: { kind: 'at', at }, bed }, gpUnit: null });
  await play.receipt('short-stay');
  await play.answer('ring-unit', 'not-reached');
  await play.answer('ring-unit', 'call-back', { at: new Date(today() + HOUR).toISOString() });
  await play.answer('ring-unit', 'accept-part', { cannot: ['CAP-15'] });
  await play.answer('consider-condition', 'take');
  await play.answer('send-referral', 'sent');
  await play.answer('cover-rest', 'other-way');
  return withdrawn(play, 2);
}

/** In a municipality whose agreement lets two be asked at once. */
export async function askedOfTwoAtOnce(stage: Stage): Promise<WorkflowHandle> {
  const play = await stage.begin({ municipality: '0615', plan: plain(), gpUnit: null });
  await play.receipt('plan');
  const from = new Date(today() + 100 * HOUR).toISOString();
  const first = await play.openTask('take-patient', 'mun-0615-acute');
  const second = await play.openTask('take-patient', 'mun-0791-acute');
  const later = { task: first.id, version: first.version, answer: 'offer-later', codes: { from } };
  await play.put('answer-task', later, somebodyOf(first.unit));
  await play.openTask('consider-condition');
  const yes = { task: second.id, version: second.version, answer: 'accept', codes: {} };
  await play.put('answer-task', yes, somebodyOf(second.unit));
  await play.answer('not-chosen', 'done');
  await play.answer('send-referral', 'sent');
  return withdrawn(play, 2);
}

/** `knew`: how many units know of the patient. */
async function withdrawn(play: Play, knew: number): Promise<WorkflowHandle> {
  await play.put('withdraw', { reason: 'stays-in-hospital' });
  const parties = play.until(({ messages }) => {
    const told = messages.filter(({ kind, state }) => kind === 'withdrawal' && state === 'sent').map(({ to }) => to);
    if (told.length < knew) throw new Error(`Told so far: ${told.join()}`);
    return told;
  });
  for (const _ of await parties) await play.receipt('withdrawal');
  return play.handle;
}

/** On its bed, the patient is to go on to another one, and does. */
export async function movedToAnother(stage: Stage): Promise<WorkflowHandle> {
  const at = ordinaryDay(today() + 2 * DAY);
  const from = new Date(at).toISOString();
  const bed = { capabilities: ['CAP-14'], from, days: 5 } as const;
  const play = await stage.begin({ plan: { ...plain(), date: { kind: 'at', at: from }, bed }, gpUnit: null });
  await play.receipt('plan');
  await play.answer('take-patient', 'accept');
  await play.answer('send-referral', 'sent');
  await play.clockTo(at - HOUR);
  await play.put('leave', { happenedAt: today(), how: 'acute-bed' });
  await play.answer('has-arrived', 'arrived');
  const leavesAt = new Date(today() + 2 * DAY).toISOString();
  await play.answer('reassess-stay', 'move', { to: 'other-acute-bed', leavesAt });
  await play.answer('take-patient', 'accept');
  await play.answer('send-referral', 'sent');
  await play.answer('has-arrived', 'arrived');
  await play.answer('closing-note', 'sent');
  await play.answer('reassess-stay', 'stop');
  await play.put('readmit', { next: randomUUID() });
  return allArrived(play);
}
