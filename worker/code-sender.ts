// Sends the one-time codes that were asked for at the patient's view, each at least once: what is to be sent lies in
// PostgreSQL, and a sending that was cut off is made again with a new code, which alone counts then.
import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import { now as clockNow } from '../store/clock.ts';
import type { Database } from '../store/database.ts';
import { codeSent, keepCode, takeCode } from '../store/view-codes.ts';
import type { Rounds } from './rounds.ts';
import { startRounds } from './rounds.ts';
import type { Texts } from './texts.ts';

export interface CodeSenderParts {
  readonly db: Database;
  readonly texts: Texts;
  readonly log: Logger;
}

/** Six digits, all equally likely. */
const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Sends all that wait. Gives how many the gateway took; one it did not take is tried again in a later round. */
export async function sendCodesOnce({ db, texts, log }: CodeSenderParts): Promise<number> {
  let sent = 0;
  for (;;) {
    const next = await takeCode(db, await clockNow(db));
    if (next === null) return sent;
    const code = newCode();
    // Kept before it leaves: a text that arrives is always of a code that is known.
    await keepCode(db, next, code, await clockNow(db));
    try {
      await texts.send({ id: `${next.id}-${next.attempt}`, to: next.phone, text: words(code, next.minutes) });
    } catch (error) {
      log.warn({ code: error instanceof Error ? error.name : 'unknown' }, 'a text was not taken; tried again later');
      continue;
    }
    await codeSent(db, next, await clockNow(db));
    sent += 1;
  }
}

/** Says nothing of hospital or plan: a text shows on a locked screen. */
const words = (code: string, minutes: number): string =>
  `${code} er koden til dit link. Den gælder i ${minutes} minutter. Giv den ikke til andre; vi ringer aldrig og beder om den.`;

/** Sends every `everyMs` of real time until stopped, since somebody waits for the code with the page open. */
export function startCodeSender(parts: CodeSenderParts, everyMs = 2_000): Rounds {
  const round = async (): Promise<void> => {
    await sendCodesOnce(parts);
  };
  const failed = (error: unknown): void => {
    parts.log.warn({ code: error instanceof Error ? error.name : 'unknown' }, 'could not look for codes to send');
  };
  return startRounds(round, failed, everyMs);
}
