// A fact for a closed case: one task, asked until it is answered, on the closed case's page; of a document only its report.
// The closed view stays as it is; only the task and the events are added, with numbers after the last recorded one.
import { CancellationScope } from '@temporalio/workflow';
import type { Codes } from '../domain/fields.ts';
import { untilReported } from './adverse-event.ts';
import { ask } from './ask.ts';
import { Case } from './case.ts';
import type { CorrectionStart } from './contract.ts';
import { takeDecisions } from './decisions.ts';
import { noteDocument } from './documents.ts';
import { whileShown } from './publish.ts';
import { watch } from './track.ts';

/** The workflow of one correction; ends with the answer, or without one when the operators cancel it. */
export async function correction(start: CorrectionStart): Promise<void> {
  const { dischargeId, openedBy, submission, offset, municipality, unit, number, firstEvent } = start;
  const { document, recorded, follows = [], adverseEvent, mustRead = false } = start;
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
      tellsStay: 'hospital',
    },
    { firstEvent },
  );
  takeDecisions(c);
  if (document !== undefined)
    noteDocument(c, document, { actor: openedBy, submission, happenedAt: document.happenedAt });
  for (const { fact, codes, happenedAt } of recorded === undefined ? [] : [recorded, ...follows])
    c.fact(fact, codes, { actor: openedBy, submission, happenedAt });
  if (adverseEvent !== undefined) {
    const { unit: by, learntAt } = adverseEvent;
    c.fact('adverse-event-noted', { unit: by }, { actor: openedBy, submission, happenedAt: learntAt });
    watch(c, 'report-adverse-event', () => untilReported(c, adverseEvent, openedBy.person));
  }
  CancellationScope.current().cancelRequested.catch(() => c.endAll());
  const read = mustRead || (recorded === undefined && adverseEvent === undefined && document?.mustRead !== false);
  const about = read ? { submission, correction: number } : null;
  await CancellationScope.nonCancellable(() => whileShown(c, () => untilRead(c, about)));
}

/** `about` null: nobody has to read it. */
async function untilRead(c: Case, about: Codes | null): Promise<void> {
  if (about !== null) {
    watch(c, 'read-late-fact', async () => {
      await ask(c, c.view.wardUnit, { kind: 'read-late-fact', clock: 'closing-task', about });
    });
  }
  await c.clock.wait(() => c.watches === 0, null);
  c.set({ closedAt: c.now() });
}
