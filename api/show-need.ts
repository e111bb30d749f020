// What a unit sees that is only asked whether it can take a patient: need, period and age band (design 7).
// Everything else of the case, and the other units that are asked, is for the unit that is chosen.
import { documentStateLabels, gpLabels } from './labels.ts';
import type { CaseLine, ShownCase } from './schemas/case.ts';

const noLetter = { sentAt: null, arrivedAt: null, failedAt: null, seenAt: null, due: null, reminders: 0 } as const;
const noGp = {
  state: 'not-told',
  letterSentAt: null,
  letter: { state: 'not-sent', label: documentStateLabels['not-sent'], ...noLetter },
  owner: null,
  asked: null,
  top: [],
} satisfies Omit<ShownCase['gp'], 'label'>;

/** The line of a list without the person who leads the case. */
export const needInLine = (line: CaseLine): CaseLine => ({ ...line, coordinator: null });

/** The case as an asked unit may see it. `own`: the units that the caller acts for. */
export function onlyNeed(shown: ShownCase, own: readonly string[]): ShownCase {
  const { ward } = shown.units;
  const ownTasks = new Set<unknown>(shown.tasks.map(({ id }) => id));
  return {
    ...shown,
    coordinator: null,
    standIn: null,
    units: { ward, visitation: null, gp: null },
    parties: shown.parties.filter(({ id }) => id === ward.id || own.includes(id)),
    plan: null,
    planVersions: [],
    services: [],
    notified: null,
    resume: 'not-asked',
    bed: bedOf(shown.bed, own),
    extended: null,
    gp: { ...noGp, label: gpLabels['not-told'] },
    mark: null,
    followUpAgreed: 'open',
    followUps: [],
    objections: [],
    finishedAt: null,
    finished: null,
    readyAt: null,
    missing: [],
    leftReady: null,
    overrides: [],
    messages: shown.messages.filter(({ to }) => own.includes(to.id)),
    documents: [],
    received: [],
    threads: [],
    clocks: shown.clocks.filter(({ waitsFor }) => waitsFor !== null && own.includes(waitsFor.id)),
    timeline: shown.timeline.filter(
      ({ codes: { unit, task } }) => (typeof unit === 'string' && own.includes(unit)) || ownTasks.has(task),
    ),
    links: { ...shown.links, previous: null, next: null },
  };
}

/** Where else a place is asked for or held is no matter of this unit. */
function bedOf(bed: ShownCase['bed'], own: readonly string[]): ShownCase['bed'] {
  const asked = bed.asked.filter(({ unit }) => own.includes(unit.id));
  const [first] = asked;
  return {
    ...bed,
    unit: first?.unit ?? null,
    place: first?.place ?? null,
    asked,
    open: [],
    until: null,
    by: null,
    at: null,
    facts: null,
  };
}
