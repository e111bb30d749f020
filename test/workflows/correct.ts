// Has somebody act on a fact for a closed case, as the API does it: a correction is taken and its workflow started.
// For tests of corrections and the recorded scenario of one.
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { takeCorrection } from '../../store/corrections.ts';
import type { CorrectionStart } from '../../workflows/contract.ts';
import { CORRECTION, updateOf } from '../../workflows/contract.ts';
import { somebodyOf, ward } from './persons.ts';
import type { Play, Stage } from './stage.ts';
import { today } from './stage.ts';

/** A case that is closed: nobody had been told of it when it was withdrawn. */
export async function closedCase(stage: Stage): Promise<Play> {
  const play = await stage.begin({ plan: null, gpUnit: null });
  await play.put('withdraw', { reason: 'started-by-mistake' });
  await play.handle.result();
  return play;
}

/** Starts a correction of a closed case. */
export async function correct(
  stage: Stage,
  play: Play,
  about: Pick<CorrectionStart, 'document'> = {},
): Promise<WorkflowHandle> {
  const { dischargeId, municipality, wardUnit: unit, offset } = play.start;
  const submission = randomUUID();
  const taken = await takeCorrection(stage.db, { caseId: dischargeId, submission, now: today() });
  const { workflowId, number, firstEvent } = taken;
  const start: CorrectionStart = {
    dischargeId,
    number,
    submission,
    openedBy: ward,
    offset,
    municipality,
    unit,
    firstEvent,
    ...about,
  };
  const { taskQueue } = play.parts;
  return stage.client.workflow.start(CORRECTION, { workflowId, taskQueue, args: [start] });
}

/** The ward has read the late fact. */
export async function read(play: Play, correction: WorkflowHandle): Promise<WorkflowHandle> {
  const task = await play.openTask('read-late-fact');
  const submission = randomUUID();
  const body = { task: task.id, version: task.version, answer: 'done', codes: {} };
  const decision = { submission, actor: somebodyOf(task.unit), offset: play.start.offset, body };
  await correction.executeUpdate(updateOf('answer-task'), { updateId: submission, args: [decision] });
  return correction;
}
