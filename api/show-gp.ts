// The GP loop in words: what the doctor recommends, whose it is now, how the letter stands, and what belongs on its top.
// The same lines stand first in the task of the practice, on the case, and for the hospital's system that writes the letter.
import type { CaseView, Mark, TaskView } from '../domain/case-view.ts';
import { isFollowUpKind } from '../domain/follow-up.ts';
import { ownerOf } from '../domain/gp-follow-up.ts';
import { instant } from '../domain/ids.ts';
import { documentRows } from '../domain/own-standard.ts';
import { localText } from '../domain/plan-content.ts';
import { followUpKinds, urgencies } from '../domain/reasons.ts';
import type { ExtendedResponsibility } from '../domain/responsibility.ts';
import type { WholeCase } from '../store/cases.ts';
import type { Submission } from '../store/submissions.ts';
import { documentStateLabels, gpLabels } from './labels.ts';
import type { ShownGp, ShownMark } from './schemas/gp.ts';
import type { Names } from './show-parts.ts';
import { instantOrNull, personOf, unitOf } from './show-parts.ts';

type Kept = ReadonlyMap<string, Submission>;

/** The mark with the doctor who set it: whoever a system names, else the person who acted. Words only where `kept` has them. */
export function showMark(names: Names, mark: Mark | null, kept: Kept): ShownMark | null {
  if (mark === null) return null;
  const { recommended, what, urgency, by, at, submission } = mark;
  const words = submission === null ? undefined : kept.get(submission)?.content;
  const stated = wordsOf(words, 'doctor');
  const person = personOf(names, by);
  return {
    recommended,
    what,
    whatLabel: labelIn(followUpKinds, what),
    urgency,
    urgencyLabel: labelIn(urgencies, urgency),
    note: textIn(words, 'note'),
    doctor: { name: textIn(stated, 'name') ?? person.name, authorisation: textIn(stated, 'authorisation') },
    by: person,
    at: instant(at),
  };
}

/** The mark that a task is about, from its codes; null for every other task. */
export function markOfTask({ about }: Pick<TaskView, 'about'>): Mark | null {
  const { what = null, urgency = null, markedBy, markedAt, marking = null } = about;
  if (typeof markedBy !== 'string' || typeof markedAt !== 'string') return null;
  const code = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const at = Date.parse(markedAt);
  return {
    recommended: true,
    what: isFollowUpKind(what) ? what : null,
    urgency: code(urgency),
    by: markedBy,
    at,
    submission: code(marking),
  };
}

/** The 72 hours while they run, with the number to ring; null when the discharge is not covered, and after their end. */
export function runningHours(
  names: Names,
  extended: ExtendedResponsibility | null | undefined,
  now: number,
): { unit: ReturnType<typeof unitOf>; until: string } | null {
  if (extended == null || extended.until <= now) return null;
  return { unit: unitOf(names, extended.unit), until: instant(extended.until) };
}

/** How the loop stands. `kept`: the words the caller may see. `now`: epoch ms. */
export function showGp(names: Names, { view, events, clocks }: WholeCase, kept: Kept, now: number): ShownGp {
  const mark = showMark(names, view?.mark ?? null, kept);
  const limit = clocks.find(({ name }) => name === 'gp-letter');
  const [letter] = view === null ? [] : documentRows(events, view).filter(({ kind }) => kind === 'gp-letter');
  const state = view?.gp ?? 'not-told';
  const row = letter ?? { state: 'not-sent' as const, sent: null, arrived: null, failed: null, seen: null };
  return {
    state,
    label: gpLabels[state],
    letterSentAt: instantOrNull(view?.letterSentAt ?? null),
    letter: {
      state: row.state,
      label: documentStateLabels[row.state],
      sentAt: instantOrNull(row.sent?.at ?? null),
      arrivedAt: instantOrNull(row.arrived?.at ?? null),
      failedAt: instantOrNull(row.failed?.at ?? null),
      seenAt: instantOrNull(row.seen?.at ?? null),
      due: instantOrNull(limit?.due ?? null),
      reminders: limit?.reminders ?? 0,
    },
    owner: view === null ? null : showOwner(names, view),
    asked: view?.takenUp?.state === 'asked' ? unitOf(names, view.takenUp.unit) : null,
    top: topLines(mark, runningHours(names, view?.extended, now)),
  };
}

function showOwner(names: Names, view: CaseView): ShownGp['owner'] {
  const owner = ownerOf(view);
  if (owner.is === 'nobody') return null;
  if (owner.is === 'department') return { unit: unitOf(names, owner.unit), saidYesAt: null };
  return { unit: owner.unit === null ? null : unitOf(names, owner.unit), saidYesAt: instant(owner.since) };
}

/** What stands on top of the letter: the recommendation first, then who answers for the treatment until when, if anybody does. */
function topLines(mark: ShownMark | null, hours: ReturnType<typeof runningHours>): ShownGp['top'] {
  if (mark === null) return [];
  const { recommended, whatLabel, urgencyLabel, doctor, note } = mark;
  const lines = [
    { label: 'Opfølgning hos egen læge', text: recommended ? (whatLabel ?? 'Anbefales') : 'Anbefales ikke' },
    ...(urgencyLabel === null ? [] : [{ label: 'Hast', text: urgencyLabel }]),
    ...(note === null ? [] : [{ label: 'Anbefaling', text: note }]),
    ...(doctor.name === null ? [] : [{ label: 'Markeret af', text: doctor.name }]),
  ];
  return [...lines, ...hoursLines(hours)];
}

/** Nothing when the discharge is not covered: then nobody may be told of 72 hours. */
export const hoursLines = (hours: ReturnType<typeof runningHours>): ShownGp['top'] =>
  hours === null
    ? []
    : [
        {
          label: 'Behandlingsansvar',
          text: `${hours.unit.name} til ${localText(hours.until)}, telefon ${hours.unit.phone}`,
        },
      ];

const labelIn = (table: Readonly<Record<string, string>>, code: string | null): string | null =>
  code === null ? null : (table[code] ?? code);

const wordsOf = (content: unknown, name: string): unknown =>
  typeof content === 'object' && content !== null ? Reflect.get(content, name) : undefined;

function textIn(content: unknown, name: string): string | null {
  const text = wordsOf(content, name);
  return typeof text === 'string' ? text : null;
}
