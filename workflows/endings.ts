// How planning ends: the patient leaves, the discharge is withdrawn, the patient dies or is admitted again.
// Withdrawn and dead end every clock, task and hold in the same step, except the watch over the messages that tell of it.
import type { MessageKind } from '../domain/case-view.ts';
import { criteria, missing } from '../domain/gate.ts';
import type { UnitId } from '../domain/ids.ts';
import { release } from './acute-bed.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import { clearUp } from './objection.ts';
import { tell } from './tell.ts';
import { watch } from './track.ts';

/** Everything that was still missing when the patient left becomes a task at once; what happened is never refused. */
export function departed(c: Case): void {
  for (const criterion of missing(c.view)) {
    watch(c, 'missing-at-departure', async () => {
      await ask(c, c.view.wardUnit, {
        kind: 'missing-at-departure',
        clock: 'closing-task',
        about: { criterion, label: criteria[criterion] },
      });
    });
  }
  if (missing(c.view).includes('services-answered')) {
    watch(c, 'ring-municipality', async () => {
      await ask(c, c.view.wardUnit, {
        kind: 'ring-municipality',
        clock: 'call-task',
        about: { why: 'left-unanswered' },
      });
    });
  }
}

/** Ends planning in this step and tells each party that knew of the plan, by message or else by phone. */
export function endAndTell(c: Case, kind: Extract<MessageKind, 'withdrawal' | 'death'>): void {
  const knew = whoKnew(c);
  endPlanning(c);
  // What the ward found out before was about planning; this is about a message, so it is asked once more.
  if (knew.length > 0 && c.view.objections.includes(BASIS)) clearUp(c, BASIS);
  for (const unit of knew) watch(c, `tell-${kind}`, () => tell(c, unit, kind, BASIS));
}

const BASIS = 'health-act-41-2-1';

/** Ends every wait, task and hold in this step; also the place of a patient who has left for it, which nobody watches. */
export function endPlanning(c: Case): void {
  const { bed } = c.view;
  const lainIn = bed.state === 'held' && c.tracks.get('acute-bed') === 'done';
  c.endAll();
  if (lainIn) watch(c, 'release-bed', () => release(c, bed.unit, bed.place));
}

/** After a death: the municipality closes its services, the ward ties up what is left (domain.md 15, row 9). */
export function afterDeath(c: Case): void {
  const municipalityKnew = whoKnew(c).includes(c.view.visitationUnit);
  endAndTell(c, 'death');
  if (municipalityKnew) {
    watch(c, 'close-services', async () => {
      await ask(c, c.start.servicesUnit, {
        kind: 'close-services',
        clock: 'closing-task',
        basis: 'legal-security-act-12-c',
      });
    });
  }
  watch(c, 'after-death', async () => {
    await ask(c, c.view.wardUnit, { kind: 'after-death', clock: 'closing-task' });
  });
}

/**
 * Units that may know of the plan: every one a message was meant for, since even one that failed or was under way may
 * have reached its receiver, and acute units that have been asked and had not been silent.
 */
export function whoKnew(c: Case): UnitId[] {
  const told = [...c.messages.values()].filter(
    ({ mayHaveReached, state }) => mayHaveReached || state === 'told-by-phone',
  );
  const asked = [...c.tasks.values()].filter((task) => task.kind === 'take-patient' && task.status !== 'lapsed');
  return [...new Set([...[...c.messages.values()].map((message) => message.to), ...asked.map((task) => task.unit)])];
}
