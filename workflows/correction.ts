// A fact for a closed case that somebody must act on: one task, asked until it is answered, on the closed case's page.
// The closed view stays as it is; only the task and its events are added, with numbers after the last recorded one.
import { ask } from './ask.ts';
import { Case } from './case.ts';
import type { CorrectionStart } from './contract.ts';
import { takeDecisions } from './decisions.ts';
import { whileShown } from './publish.ts';

/** The workflow of one correction; ends with the answer. */
export async function correction(start: CorrectionStart): Promise<void> {
  const { dischargeId, openedBy, submission, offset, municipality, unit, number, firstEvent } = start;
  const c = new Case(
    {
      dischargeId,
      openedBy,
      submission,
      offset,
      municipality,
      admittedAt: 0,
      wardUnit: unit,
      visitationUnit: unit,
      servicesUnit: unit,
      gpUnit: null,
      coordinator: openedBy.person,
      plan: null,
      previous: null,
    },
    { firstEvent },
  );
  takeDecisions(c);
  c.set({ stage: 'closed' });
  await whileShown(c, async () => {
    await ask(c, unit, { kind: 'read-late-fact', clock: 'closing-task', about: { submission, correction: number } });
  });
}
