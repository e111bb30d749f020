// Finished treatment as a scenario: decided, disputed, withdrawn, put right and noticed late; and a patient who leaves on a
// day that no plan named. Beside the other scenarios (scenarios.ts); both end with the discharge withdrawn.
import type { WorkflowHandle } from '@temporalio/client';
import { handIn } from '../workflows/correspondence.ts';
import { DAY, doctor, HOUR, ward } from '../workflows/persons.ts';
import { ordinaryPlan } from '../workflows/plans.ts';
import type { Stage } from '../workflows/stage.ts';
import { today } from '../workflows/stage.ts';
import { allArrived } from './stay-scenario.ts';

const bare = () => ({ ...ordinaryPlan(today()), bed: null, hasRunningServices: false });

export async function finishedWithdrawnAndCorrected(stage: Stage): Promise<WorkflowHandle> {
  const admittedAt = today() - 2 * DAY;
  const play = await stage.begin({ plan: { ...bare(), services: [] }, gpUnit: null, admittedAt });
  await play.answer('admission-report', 'done');
  const from = today() - HOUR;
  await play.put('mark-finished', { finishedAt: from }, doctor);
  await play.put('state-delay-cause', { cause: 'municipality', from, until: null }, ward);
  await play.answer('agree-delay-cause', 'disputed', { cause: 'hospital' });
  await play.answer('agree-delay-cause', 'undisputed');
  await play.put('withdraw-finished', { withdrawnAt: today(), reason: 'ill-again' });
  await play.put('correct-finished', { what: 'withdrawn-at', at: from + HOUR / 2 });
  await play.put('correct-finished', { what: 'no-withdrawal', at: today() });
  await play.put('correct-finished', { what: 'finished-at', at: from - HOUR });
  await play.put('state-delay-cause', { cause: 'citizen', from, until: null }, ward);
  await play.put('change-residence', { municipality: '0615', from: '2026-12-01' });
  await play.clockTo(await play.due('finished-notice'));
  await play.answer('send-finished-notice', 'sent', { at: new Date(today()).toISOString() }, ward);
  await play.put('withdraw', { reason: 'other' });
  return allArrived(play);
}

export async function leavesOnADayNobodyPlanned(stage: Stage): Promise<WorkflowHandle> {
  const at = new Date(today() + 9 * DAY).toISOString();
  const plan = { ...bare(), services: ['meals'], date: { kind: 'at', at } } as const;
  const play = await stage.begin({ plan, gpUnit: null, admittedAt: today() - 2 * DAY });
  await play.toldAndSeen();
  await play.answer('answer-services', 'accept');
  await play.answer('agree-follow-up', 'not-needed');
  // The planned day may need a call of its own; today is rung about whatever day it is.
  await play.refused('ready', { leavesToday: true });
  const { id: task, version } = await play.openTask('agree-by-phone');
  const said = { answer: 'agreed', spokeWith: 'Vera', phone: '87000291', agreed: 'Maden kommer i aften' };
  await handIn(play, 'answer-task', () => ({ task, version, answer: 'agreed', codes: {} }), said);
  await play.sent('phone-agreement');
  await play.put('withdraw', { reason: 'other' });
  return allArrived(play);
}
