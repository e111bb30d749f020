// What scenarios wait for where the world takes its own time: which of some tasks is open, and that a place is held.
// Beside the scenarios (scenarios.ts).
import type { TaskKindName } from '../../domain/task-kinds.ts';
import type { Play } from '../workflows/stage.ts';

/** Which of these is open first; what the world does before takes its own time. */
export const either = (play: Play, ...kinds: readonly TaskKindName[]): Promise<TaskKindName> =>
  play.until(({ tasks }) => {
    const open = tasks.find(({ status, kind }) => status === 'open' && kinds.includes(kind));
    if (open === undefined) throw new Error(`None open of ${kinds.join(', ')}`);
    return open.kind;
  });

/** A place is held. */
export const held = (play: Play): Promise<void> =>
  play.until(({ view }) => {
    if (view?.bed.state !== 'held') throw new Error('Not held');
  });
