// Shows whether the municipality is notified (varslet) of what it is to do after the stay, and the calls that it takes.
// Who was spoken with and what was agreed are words: they stand with the answer of the task.
import { branches, callReasons } from '../domain/calls.ts';
import { instant } from '../domain/ids.ts';
import { notifiedLabels, notifiedOf } from '../domain/phone-first.ts';
import type { WholeCase } from '../store/cases.ts';
import type { ShownCase } from './schemas/case.ts';
import type { Names } from './show-parts.ts';
import { personOf, unitOf } from './show-parts.ts';

/** Null for a request for a place, which has no leaving, and until the case has been shown for the first time. */
export function showNotified(names: Names, { view, messages }: WholeCase): ShownCase['notified'] {
  if (view === null || view.request !== undefined) return null;
  const state = notifiedOf(view, messages);
  const branch = view.branch ?? null;
  return {
    state,
    label: notifiedLabels[state],
    branch,
    branchLabel: branch === null ? null : branches[branch],
    calls: (view.calls ?? []).map((call) => ({
      why: call.why.map((code) => ({ code, label: callReasons[code] })),
      unit: unitOf(names, call.unit),
      leaving: instant(call.leaving),
      planVersion: call.planVersion,
      state: call.state,
      by: 'by' in call ? personOf(names, call.by) : null,
      at: 'at' in call ? instant(call.at) : null,
      task: 'task' in call ? call.task : null,
    })),
  };
}
