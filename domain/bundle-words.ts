// A proposal to share days, told in plain Danish (begrundelse): what it saves, and what stands against it.
// Said to the patient and to those who ask; numbers are rounded to what people say.
import type { BundleProblem, DayOut, Proposal, Treatment } from './bundle.ts';
import { clockWords, dayWords } from './sheet.ts';

const MINUTE = 60_000;
/** So long between two treatments is a wait that somebody will ask about, minutes. */
const LONG_WAIT = 60;

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
const visitsText = (n: number): string => count(n, 'tur hjemmefra', 'ture hjemmefra');

/** Hours and minutes as people say them: `5 timer og 30 minutter`. */
function longText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
  const parts = [
    ...(hours > 0 ? [count(hours, 'time', 'timer')] : []),
    ...(rest > 0 || hours === 0 ? [count(rest, 'minut', 'minutter')] : []),
  ];
  return parts.join(' og ');
}

/** One sentence on what is saved. Pure. */
export function savingText(proposal: Proposal): string {
  const { before } = proposal;
  if (proposal.kind === 'nothing-gained') {
    return before.visits < 2
      ? 'Der er ikke flere aftaler at samle.'
      : `Aftalerne kan ikke samles på færre dage inden for reglerne; det bliver ved ${visitsText(before.visits)}.`;
  }
  const { after } = proposal;
  const saved = Math.round(before.kilometres - after.kilometres);
  const way = saved > 0 ? ` og sparer cirka ${saved} km` : '';
  return `${visitsText(before.visits)} bliver til ${after.visits}${way}.`;
}

/** What stands against it, a sentence each; empty when nothing does. `what`: words for a treatment by its id. Pure. */
export function againstText(
  { days, alone }: Extract<Proposal, { kind: 'bundle' }>,
  { treatments, transport, kilometres }: BundleProblem,
  what: (id: string) => string,
): readonly string[] {
  const byId = new Map(treatments.map((one) => [one.id, one]));
  const placed = days.flatMap((day) => day.treatments);
  const moved = placed.filter(({ how }) => how === 'moved').map(({ id }) => what(id));
  const unknown = placed.some(({ id }) => kilometres(null, byId.get(id)?.place ?? null) === null);
  return [
    ...(moved.length > 0
      ? [`Disse bookede tider skal flyttes: ${moved.join(', ')}. Det kræver et ja fra hvert sted.`]
      : []),
    ...days.flatMap((day) => againstDay(day, byId, what)),
    ...(transport === 'ordered' && days.length > 0 ? ['Transporten skal bestilles til alle ture samme dag.'] : []),
    ...(alone.length > 0 ? [`Disse kan ikke samles med de andre: ${alone.map(what).join(', ')}.`] : []),
    ...(unknown ? ['Afstanden hjemmefra er ikke kendt for alle steder og tæller ikke med.'] : []),
  ];
}

function againstDay(
  { treatments, leaves, home }: DayOut,
  byId: ReadonlyMap<string, Treatment>,
  what: (id: string) => string,
): readonly string[] {
  const day = dayWords(leaves);
  if (treatments.length < 2 || treatments.every(({ how }) => how === 'kept')) return [];
  const fasted = treatments.filter(({ id }) => byId.get(id)?.fasting === true).at(-1);
  const waits = treatments.flatMap((one, index) => {
    const next = treatments[index + 1];
    if (next === undefined) return [];
    const minutes = (next.start - one.end) / MINUTE;
    return minutes > LONG_WAIT ? [`Der går ${longText(minutes)} mellem ${what(one.id)} og ${what(next.id)}.`] : [];
  });
  return [
    `${day.charAt(0).toUpperCase()}${day.slice(1)} er du ude i ${longText((home - leaves) / MINUTE)}, fra ${clockWords(leaves)} til ${clockWords(home)}.`,
    ...waits,
    ...(fasted === undefined ? [] : [`Du skal være fastende til ${clockWords(fasted.end)}.`]),
  ];
}
