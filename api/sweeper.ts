// Takes up what has no outcome: its process died, or Temporal did not answer. Runs in every API process; each takes others.
// In development it also tells cases of a moved clock that have come due since (design 4).

import { theService } from '../domain/actor.ts';
import { now as clockNow, offset } from '../store/clock.ts';
import { dueWorkflows } from '../store/due.ts';
import type { Submission } from '../store/submissions.ts';
import { undecided } from '../store/submissions.ts';
import type { Outcome } from './decide.ts';
import { putSubmission, settle } from './decide.ts';
import { tellable } from './error-handler.ts';
import { continueCorrection, continueFact } from './facts.ts';
import { continueAnswer } from './late-answer.ts';
import { continueAdmission } from './medcom-notices.ts';
import { sweepReadmissions } from './open-stay.ts';
import { continueRequest } from './place-requests.ts';
import { putDecision } from './put.ts';
import type { Service } from './service.ts';
import { continueStart } from './start.ts';
import { sweepNotices } from './stay-notices.ts';

export interface SweeperOptions {
  /** Between two rounds, ms. */
  readonly everyMs: number;
  /** How long the first try has before it is taken up, ms; more than a caller waits (put.ts). */
  readonly olderThanMs: number;
}

export interface Sweeper {
  /** Ends after the round under way. */
  stop(): Promise<void>;
}

/** Submissions of one round, and how many are put at the same time. */
const ROUND = 40;
const AT_ONCE = 8;

/** Starts sweeping. Nothing that goes wrong in a round ends it. */
export function startSweeper(service: Service, options: SweeperOptions): Sweeper {
  const ticks = new Ticks();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    try {
      await sweep(service, options.olderThanMs);
      await sweepNotices(service);
      await sweepReadmissions(service);
      if (service.devClock) await ticks.tell(service);
    } catch (error) {
      service.log.warn(tellable(error), 'a round of the sweeper failed');
    }
    if (!stopped) timer = setTimeout(begin, options.everyMs);
  };
  let running = Promise.resolve();
  const begin = (): void => {
    running = round();
  };
  begin();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** One round: puts again what nobody has put for so long. */
export async function sweep(service: Service, olderThanMs: number): Promise<void> {
  const { db } = service;
  const found = await undecided(db, { olderThanMs, limit: ROUND, now: await clockNow(db) });
  if (found.length > 0) service.metrics.swept(found.length);
  for (let at = 0; at < found.length; at += AT_ONCE) {
    await Promise.all(found.slice(at, at + AT_ONCE).map((one) => takeUp(service, one)));
  }
}

async function takeUp(service: Service, submission: Submission): Promise<void> {
  try {
    const outcome = await goOn(service, submission);
    if (outcome?.kind !== 'refused' || submission.workflowId === null) return;
    // What another system reported has happened all the same.
    await continueFact(service, submission, outcome);
    await continueAnswer(service, submission, outcome);
    // The first try may have been shown by a task that Temporal lost: have the case show what it knows (design 1).
    const clock = await offset(service.db);
    const decision = { submission: null, actor: theService, offset: clock, body: { whole: false } };
    await putDecision(service, submission.workflowId, 'refresh', decision, undefined);
  } catch (error) {
    service.log.warn({ submission: submission.id, kind: submission.kind, ...tellable(error) }, 'could not be taken up');
  }
}

async function goOn(service: Service, submission: Submission): Promise<Outcome | null> {
  const { kind, update } = submission;
  // Without an update it had not come so far that anything could be put.
  if (kind === 'start' && update === null) {
    await continueStart(service, submission);
    return null;
  }
  if (kind === 'place-request' && update === null) {
    await continueRequest(service, submission);
    return null;
  }
  if (kind === 'admission' && update === null) {
    await continueAdmission(service, submission.id);
    return null;
  }
  if (kind === 'late-fact') return continueCorrection(service, submission.id);
  return settle(service, submission, await putSubmission(service, submission));
}

/** Tells each workflow once for each place the clock was moved to; then its own timer keeps the right time. */
class Ticks {
  #offset = 0;
  readonly #told = new Set<string>();

  async tell(service: Service): Promise<void> {
    const clock = await offset(service.db);
    if (clock === 0) return;
    if (clock !== this.#offset) this.#told.clear();
    this.#offset = clock;
    const due = await dueWorkflows(service.db, Date.now() + clock);
    for (const { workflowId } of due.filter((one) => !this.#told.has(one.workflowId)).slice(0, ROUND)) {
      const decision = { submission: null, actor: theService, offset: clock, body: {} };
      const put = await putDecision(service, workflowId, 'tick', decision, undefined);
      if (put.kind !== 'unknown') this.#told.add(workflowId);
    }
  }
}
