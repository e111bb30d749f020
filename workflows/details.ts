// What an operator reads on the case's page in the Temporal UI: what waits for whom until when, in markdown.
// Codes and ids only; kept in memory and read by the UI's own query, so it costs no event.
import type { Case } from './case.ts';

/** At most this many lines of each kind, to stay far below the server's limit of 20,000 bytes. */
const MOST = 20;

/** The narrative of a case as markdown. */
export function currentDetails(c: Case): string {
  const { view } = c;
  const tasks = c.openTasks().sort((a, b) => a.due - b.due);
  const messages = [...c.messages.values()].filter((message) => message.state === 'sent' || message.state === 'failed');
  const heading = `**${view.stage}**${view.attention ? ' · **needs attention**' : ''} · plan ${view.plan?.version ?? 'none'} · bed ${view.bed.state} · gp ${view.gp}`;
  return [
    heading,
    '',
    tasks.length === 0 ? 'No open tasks.' : '| waits for | task | due | rule |\n|---|---|---|---|',
    ...tasks.slice(0, MOST).map((task) => `| ${task.unit} | ${task.kind} | ${iso(task.due)} | ${task.rule} |`),
    more(tasks.length),
    '',
    ...messages
      .slice(0, MOST)
      .map((message) => `- message ${message.kind} to ${message.to}: ${message.state}, sent ${message.sendings}×`),
    more(messages.length),
  ].join('\n');
}

const more = (count: number): string => (count > MOST ? `… and ${count - MOST} more` : '');
const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
