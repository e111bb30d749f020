// Tracks: the parallel parts of one discharge. Each runs again when a change of plan touches it, and ends with planning.
// A step that fails for good becomes a task for the operators; the case goes on.
import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { Track } from '../domain/tracks.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { OPERATORS } from './case.ts';

type Run = (c: Case) => Promise<unknown>;

/**
 * Runs one track until the case has ended. Its work is done when `run` returns; a restart (changed plan, resumed after
 * a pause) runs it again. All but the stay itself wait for a plan. Everything it waits for, its open tasks and its holds end when its scope is cancelled.
 */
export async function track(c: Case, name: Track, run: Run): Promise<void> {
  c.tracks.set(name, 'waiting');
  // An end may be taken back (a death that was none), so only a closed case is over.
  const closed = (): boolean => c.view.stage === 'closed';
  const mayRun = (): boolean => (name === 'stay' ? true : c.planning && c.view.plan !== null);
  for (;;) {
    await c.clock.wait(() => closed() || (!c.ended && mayRun() && c.tracks.get(name) === 'waiting'), null);
    if (closed()) return;
    c.tracks.set(name, 'running');
    c.rerun.delete(name);
    const cancelled = await within(c, name, () => attempt(c, name, run));
    c.tracks.set(name, cancelled || c.rerun.has(name) ? 'waiting' : 'done');
    c.touch();
  }
}

/**
 * Follows something that outlives the step that began it (a message on its way, a conference). It ends only with the
 * case, and the case does not close before it.
 */
export function watch(c: Case, name: string, run: Run): void {
  seeThrough(c, name, () => within(c, `${name}-${c.nextNumber()}`, () => attempt(c, name, run)));
}

/** Follows something to its own end, whatever ends planning; the case does not close before it. */
export function seeThrough(c: Case, name: string, run: Run): void {
  c.watches += 1;
  void CancellationScope.nonCancellable(async () => {
    await attempt(c, name, run);
    c.watches -= 1;
    c.touch();
  });
}

/** Has these tracks begin again with the plan as it now is; a running one is cancelled in the same step. */
export function restart(c: Case, names: readonly Track[]): void {
  for (const name of names) {
    const scope = c.scopes.get(name);
    if (scope === undefined) c.tracks.set(name, 'waiting');
    else {
      c.rerun.add(name);
      scope.cancel();
    }
  }
  c.touch();
}

/** Runs in a scope that the case can end by name; true when it was ended before it had finished. */
async function within(c: Case, name: string, run: () => Promise<unknown>): Promise<boolean> {
  const scope = new CancellationScope();
  c.scopes.set(name, scope);
  try {
    await scope.run(run);
    return false;
  } catch (failure) {
    if (isCancellation(failure)) return true;
    throw failure;
  } finally {
    c.scopes.delete(name);
  }
}

/** Runs the step; what fails for good goes to the operators, who retry it, hand it over or close it by hand. */
async function attempt(c: Case, name: string, run: Run): Promise<unknown> {
  for (;;) {
    const scope = new CancellationScope();
    try {
      return await scope.run(() => run(c));
    } catch (failure) {
      if (isCancellation(failure)) throw failure;
      // What else the step had begun ends with it: trying again begins all of it anew.
      scope.cancel();
      c.concern(name);
      c.fact('step-failed', { step: name });
    }
    const answer = await ask(c, OPERATORS, { kind: 'step-failed', clock: 'step-failed', about: { step: name } });
    const how = answer.kind === 'answered' ? answer.code : 'hand-over';
    c.eased(name);
    c.fact('step-repaired', { step: name, how });
    if (how === 'retry') continue;
    if (how === 'hand-over') {
      await ask(c, c.view.wardUnit, { kind: 'take-over-step', clock: 'ward-decision', about: { step: name } });
    }
    return;
  }
}
