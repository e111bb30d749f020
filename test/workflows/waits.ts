// What a case under test waits for, open or ended, as the API would tell it of what PostgreSQL has.
// Only waits of clocks: those of tasks and messages are told of by the tasks and messages themselves.
import type { Waiting } from '../../domain/waiting.ts';
import { waitings } from '../../domain/waiting.ts';
import { endedClocks } from '../../store/waiting.ts';
import type { Play } from './stage.ts';

/** The waits of a clock by its name, open ones first. */
export async function waitsFor(play: Play, name: string): Promise<readonly Waiting[]> {
  const whole = await play.case();
  const ended = await endedClocks(play.parts.db, play.start.dischargeId);
  return waitings({ ...whole, ended }).filter(({ what }) => what.of === 'clock' && what.name === name);
}
