// Tells whom a late task has gone to (teamleder, vagthavende, afdeling) by mail: often a person of another unit, whose
// inbox does not show it. Each rung once for each missed due time; never a person, never what a task is about (design 7).
import type { Logger } from 'pino';
import type { UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { Registry } from '../domain/organisations.ts';
import { ladderTarget, unitById } from '../domain/organisations.ts';
import { localText } from '../domain/plan-content.ts';
import type { Database, Work } from '../store/database.ts';
import type { Escalation, ToldOf } from '../store/escalations.ts';
import { toldEscalations, untoldEscalations } from '../store/escalations.ts';
import type { Mail, Mailer } from './mail.ts';

/** What telling by mail needs. */
export interface Teller {
  readonly db: Database;
  readonly registry: () => Registry;
  readonly mailer: Mailer;
  readonly log: Logger;
  /** Where people reach the service, without a slash at the end. */
  readonly address: string;
}

/** Told of in one round; the rest comes in the next. */
const MOST = 500;

const titles: Record<ToldOf, string> = {
  'team-leader': 'Gået videre til jer som teamleder',
  'on-call': 'Gået videre til jer som vagthavende',
  ward: 'Gået videre til afdelingen',
  blocked: 'Ingen har svaret, og det, der afhænger af det, venter',
};

/** One round, in the notifier's turn. Gives how many mails were sent. */
export async function tellEscalations(parts: Teller, tx: Work, now: number): Promise<number> {
  const list = await untoldEscalations(tx, MOST);
  const byTarget = Map.groupBy(list, (one) => targetOf(parts.registry(), one));
  let mails = 0;
  for (const [target, some] of byTarget) mails += (await tell(parts, target, some, now)) ? 1 : 0;
  return mails;
}

/** The unit that is told; the task's own when it names nobody for this rung. */
export function targetOf(registry: Registry, { unit, ward, to }: Pick<Escalation, 'unit' | 'ward' | 'to'>): UnitId {
  if (to === 'ward' || to === 'blocked') return ward;
  const found = unitById(registry, unit);
  return (found === undefined ? undefined : ladderTarget(found, to))?.unit ?? unit;
}

async function tell(
  { db, registry, mailer, log, address }: Teller,
  target: UnitId,
  list: readonly Escalation[],
  now: number,
): Promise<boolean> {
  const to = unitById(registry(), target)?.mail;
  if (to === undefined) log.warn({ unit: target }, 'a unit that late tasks go to has no mail address');
  else {
    try {
      await mailer.send({ to, ...words(list, address) });
    } catch (error) {
      const code = error instanceof Error ? error.name : 'unknown';
      log.warn({ unit: target, code }, 'a mail was not taken; tried again later');
      return false;
    }
  }
  await toldEscalations(db, list, target, now);
  return to !== undefined;
}

/** Subject and text: numbers, due times and ids only. */
function words(list: readonly Escalation[], address: string): Pick<Mail, 'subject' | 'text'> {
  const sections = [...Map.groupBy(list, ({ to }) => to)].flatMap(([to, some]) => [
    '',
    `${titles[to]}:`,
    ...some.map(({ task, due }) => `- frist ${localText(instant(due))}  ${address}/api/tasks/${task}`),
  ]);
  return {
    subject: `Opgaver uden svar: ${list.length} er gået videre til jer`,
    text: [
      'Opgaver, som ingen har svaret på inden fristen, er gået videre til jeres enhed.',
      ...sections,
      '',
      `De står samlet på ${address}/api/escalations. Mailen indeholder ingen oplysninger om patienter.`,
    ].join('\n'),
  };
}
