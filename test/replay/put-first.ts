// The workflows with one step put before all others: a change of order that breaks every case that is already running.
// The replay gate must find it (replay.test.ts).
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/contract.ts';
import type { CorrectionStart, DischargeStart } from '../../workflows/contract.ts';
import * as ours from '../../workflows/index.ts';

const { releasePlace } = proxyActivities<Pick<Activities, 'releasePlace'>>({ startToCloseTimeout: '10s' });

export async function discharge(start: DischargeStart): Promise<void> {
  await releasePlace(start.dischargeId, 'none');
  await ours.discharge(start);
}

export async function correction(start: CorrectionStart): Promise<void> {
  await releasePlace(start.dischargeId, 'none');
  await ours.correction(start);
}
