// The department's 72 hours pass, for tests about something else: the clock moves past them and the GP's letter arrives.
// The window itself is tried in responsibility.test.ts.
import type { Play } from './stage.ts';

/** Waits for the window to have begun, and lets it run out. */
export async function windowOver(play: Play): Promise<void> {
  const until = await play.due('extended-responsibility-end');
  await play.clockTo(until);
  if (play.start.gpUnit !== null) await play.receipt('responsibility-passed');
}
