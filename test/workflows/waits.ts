// What a case under test waits for by its clocks, open or ended, as the API would tell it of what PostgreSQL has, and
// how the steps are counted that begin with one.
import type { Waiting } from '../../domain/waiting.ts';
import { waitings } from '../../domain/waiting.ts';
import { leadTimes } from '../../store/lead-times.ts';
import type { ClockStep } from '../../store/step-times.ts';
import { endedClocks } from '../../store/waiting.ts';
import type { Play } from './stage.ts';
import { today } from './stage.ts';

/** The waits of a clock by its name, open ones first. */
export async function waitsFor(play: Play, name: string): Promise<readonly Waiting[]> {
  const whole = await play.case();
  const ended = await endedClocks(play.parts.db, play.start.dischargeId);
  return waitings({ ...whole, ended }).filter(({ what }) => what.of === 'clock' && what.name === name);
}

/** How many of these steps ended from `from` (epoch ms) until now, whichever the case, and how many of them in time. */
export async function stepsDone(play: Play, step: ClockStep, from: number): Promise<readonly [number, number]> {
  const [counted] = await leadTimes(play.parts.db, { from, until: today() + 1, by: ['step'], step });
  return [counted?.answered ?? 0, counted?.inTime ?? 0];
}
