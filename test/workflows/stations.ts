// The stations of an unanswered question about services: reminded, up the ladder, and then what silence does.
// Each comes once and in its order, whatever happened to the clock meanwhile.
import { expect } from 'vitest';
import type { Play } from './stage.ts';

/** Expects that every station of the task is on the record once; waits until its end, the call, has been opened. */
export async function expectEveryStationOnce(play: Play, task: string): Promise<void> {
  await play.openTask('ring-municipality');
  const { events } = await play.case();
  const stations = events
    .filter(({ fact, codes }) => codes['task'] === task && fact !== 'task-opened')
    .map(({ fact, codes }) => [fact, codes['to'] ?? codes['effect'] ?? codes['times']]);
  expect(stations).toEqual([
    ['task-reminded', 1],
    ['task-escalated', 'team-leader'],
    ['task-escalated', 'on-call'],
    ['task-escalated', 'ward'],
    ['not-in-time', 'call'],
  ]);
}
