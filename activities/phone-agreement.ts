// What was agreed with the municipality by phone, as the one who rang wrote it down: read for the letter that documents it.
// The words are with the answer of the task in PostgreSQL; nothing of them enters Temporal.
import { callReasons } from '../domain/calls.ts';
import type { PersonId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import { localText } from '../domain/plan-content.ts';
import { agreeingTasks } from '../domain/task-kinds/agreeing.ts';
import type { Database } from '../store/database.ts';
import { submission } from '../store/submissions.ts';
import type { What } from './contract.ts';

const [agreed] = agreeingTasks['agree-by-phone'].answers;
const said = ['spokeWith', 'phone', 'agreed', 'situation', 'background', 'analysis', 'advice'] as const;

/** Who wrote it down, and the lines: why somebody rang, when, and what was said; null when nothing of it is there. */
export async function agreedByPhone(
  db: Database,
  { words, why }: Extract<What, { kind: 'phone-agreement' }>,
): Promise<{ readonly by: PersonId; readonly lines: readonly string[] } | null> {
  const kept = await submission(db, words);
  if (kept === null || typeof kept.content !== 'object' || kept.content === null) return null;
  const answer: Readonly<Record<string, unknown>> = { ...kept.content };
  const stated = said.flatMap((name) => {
    const text = answer[name];
    return typeof text === 'string' ? [`${agreed.fields[name].label}: ${text}`] : [];
  });
  if (stated.length === 0) return null;
  const { calledAt } = answer;
  const at = typeof calledAt === 'string' ? calledAt : instant(kept.receivedAt);
  const reasons = why.map((reason) => `${callReasons[reason]}.`);
  return { by: kept.actor.person, lines: [...reasons, '', `Ringet op: ${localText(at)}`, ...stated] };
}
