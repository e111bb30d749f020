// What a unit says while a patient is on its acute bed, for tests about something else.
// The stay itself is tried in bed-stay.test.ts.
import type { Play } from './stage.ts';

/** The patient has come to the bed, stayed, and gone again; the unit sends its note from its own system. */
export async function stayed(play: Play): Promise<void> {
  await play.answer('has-arrived', 'arrived');
  await play.answer('reassess-stay', 'stop');
  await play.answer('closing-note', 'sent');
}
