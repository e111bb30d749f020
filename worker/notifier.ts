// Tells a unit by mail of tasks that are late or due the same day: how many, when, and where to find them.
// Then whom late tasks have gone to. Never a person, never what a task is about (design 7). Each task once for each reason, whichever worker tells.
import { addDays, atLocal, localDate } from '../domain/calendar.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch, instant } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import { localText } from '../domain/plan-content.ts';
import { sureNow } from '../store/clock.ts';
import type { Untold } from '../store/notices.ts';
import { oneAtATime, told, untold } from '../store/notices.ts';
import type { Teller } from './escalations.ts';
import { tellEscalations } from './escalations.ts';
import type { Mail } from './mail.ts';
import type { Rounds } from './rounds.ts';
import { startRounds } from './rounds.ts';

export type NotifierParts = Teller;

/** Tasks told of in one round; the rest comes in the next. */
const MOST = 500;

/** One round. Gives how many mails were sent; 0 when another process is at it. */
export async function notifyOnce(parts: NotifierParts): Promise<number> {
  const sent = await oneAtATime(parts.db, async (tx) => {
    const time = await sureNow(tx);
    const list = await untold(tx, { now: time, endOfDay: endOfDay(time), limit: MOST });
    const byUnit = Map.groupBy(list, ({ unit }) => unit);
    let mails = 0;
    for (const [unit, tasks] of byUnit) mails += (await tell(parts, unit, tasks, time)) ? 1 : 0;
    return mails + (await tellEscalations(parts, tx, time));
  });
  return sent === 'busy' ? 0 : sent;
}

/** Midnight in Denmark after `time`, epoch ms. */
const endOfDay = (time: number): number => epoch(atLocal(addDays(localDate(instant(time)), 1), '00:00'));

/** Noted at once after its mail, not at the end: what stops this round then repeats at most one mail. */
async function tell(parts: NotifierParts, unit: UnitId, tasks: readonly Untold[], time: number): Promise<boolean> {
  const { db, registry, mailer, log, address } = parts;
  const to = unitById(registry(), unit)?.mail;
  if (to === undefined) {
    log.warn({ unit }, 'a unit with tasks that are due has no mail address');
    await told(db, tasks, time);
    return false;
  }
  try {
    await mailer.send({ to, ...words(tasks, address) });
  } catch (error) {
    log.warn(
      { unit, code: error instanceof Error ? error.name : 'unknown' },
      'a mail was not taken; tried again later',
    );
    return false;
  }
  await told(db, tasks, time);
  return true;
}

/** Subject and text: numbers, due times and ids only. */
export function words(tasks: readonly Untold[], address: string): Pick<Mail, 'subject' | 'text'> {
  const late = tasks.filter(({ reason }) => reason === 'late');
  const sameDay = tasks.filter(({ reason }) => reason === 'same-day');
  const counts = [
    ...(late.length === 0 ? [] : [`${late.length} over fristen`]),
    ...(sameDay.length === 0 ? [] : [`${sameDay.length} med frist i dag`]),
  ].join(', ');
  return {
    subject: `Opgaver: ${counts}`,
    text: [
      `Jeres enhed har opgaver, der venter: ${counts}.`,
      ...section('Over fristen', late, address),
      ...section('Frist i dag', sameDay, address),
      '',
      'Mailen indeholder ingen oplysninger om patienter. Log ind for at se opgaverne.',
    ].join('\n'),
  };
}

const section = (title: string, tasks: readonly Untold[], address: string): readonly string[] =>
  tasks.length === 0
    ? []
    : ['', `${title}:`, ...tasks.map(({ task, due }) => `- ${localText(instant(due))}  ${address}/api/tasks/${task}`)];

/** Tells every `everyMs` of real time until stopped. A round that fails is logged and the next one comes. */
export function startNotifier(parts: NotifierParts, everyMs = 15_000): Rounds {
  const round = async (): Promise<void> => {
    const mails = await notifyOnce(parts);
    if (mails > 0) parts.log.info({ mails }, 'told units of tasks that are due');
  };
  const failed = (error: unknown): void => {
    parts.log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'could not tell units of tasks');
  };
  return startRounds(round, failed, everyMs);
}
