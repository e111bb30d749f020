// The one publisher: writes what people see once per activation, when every track that was woken waits again.
// Locally at most twice, then as a regular activity without limit, so that a database outage harms no other case.
import {
  ActivityFailure,
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';
import type { MessageView, Publication } from '../domain/case-view.ts';
import { dischargeStage, hospitalUnit, needsAttention } from '../temporal/search-attributes.ts';
import type { Case } from './case.ts';
import { currentDetails } from './details.ts';
import { answeringRules } from './rule.ts';

const local = proxyLocalActivities<Pick<Activities, 'publish'>>({
  startToCloseTimeout: '2s',
  // Counted tries: the SDK keeps trying a local activity past its schedule-to-close time (seen), and each that waits keeps
  // one of the worker's 40 places for workflow tasks.
  retry: { initialInterval: '200ms', maximumAttempts: 2 },
  summary: 'Vis forløbet',
});
const regular = proxyActivities<Pick<Activities, 'publish'>>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '20s' },
  summary: 'Vis forløbet (databasen svarede ikke straks)',
});

/** Runs a case with its clock and its publisher beside it, and ends when all it did and answered has been written. */
export async function whileShown(c: Case, work: () => Promise<void>): Promise<void> {
  const working = work();
  const background = new CancellationScope();
  background
    .run(() => Promise.all([answeringRules(c), publishing(c), c.clock.run()]))
    .catch((failure: unknown) => {
      if (!isCancellation(failure)) throw failure;
    });
  await working;
  await shown(c);
  await condition(allHandlersFinished);
  background.cancel();
}

async function publishing(c: Case): Promise<never> {
  const stamps = new Stamps();
  for (;;) {
    await c.clock.atRest(() => c.version > c.published);
    const publication = publicationOf(c, stamps.next());
    showOperators(c);
    const outcome = await write(c, publication);
    if (outcome === 'refused') c.concern('publish');
    else c.eased('publish');
    confirmed(c, publication, outcome);
  }
}

/**
 * Waits until everything that the last change woke has come to rest and is written; answers the version that shows it.
 * What a moved clock or an answer sets going belongs to that version, so who answers sees the next task too.
 */
export async function shown(c: Case): Promise<number> {
  await c.clock.atRest();
  const { version } = c;
  await condition(() => c.published >= version);
  return version;
}

/** Orders publishes of this case across lost workflow tasks: see design 1 and docs/decisions. */
class Stamps {
  #time = 0;
  #number = 0;
  next(): Publication['stamp'] {
    const time = Date.now();
    this.#number = time === this.#time ? this.#number + 1 : 1;
    this.#time = time;
    return { time, number: this.#number };
  }
}

async function write(c: Case, publication: Publication): Promise<'written' | 'refused'> {
  c.writing = true;
  try {
    await local.publish(publication);
    return 'written';
  } catch (failure) {
    if (isRefusal(failure)) return 'refused';
  } finally {
    c.writing = false;
  }
  try {
    await regular.publish(publication);
    return 'written';
  } catch (failure) {
    if (isRefusal(failure)) return 'refused';
    throw failure;
  }
}

const isRefusal = (failure: unknown): boolean =>
  failure instanceof ActivityFailure &&
  failure.cause instanceof ApplicationFailure &&
  failure.cause.type === 'publication-refused';

function publicationOf(c: Case, stamp: Publication['stamp']): Publication {
  const ended = c.clocks.untold;
  return {
    dischargeId: c.id,
    workflowId: workflowInfo().workflowId,
    part: c.part,
    stamp,
    version: c.version,
    confirmedEvents: c.confirmedEvents,
    view: { ...c.view },
    tasks: [...c.tasks.values()]
      .filter((task) => task.status === 'open' || c.closedTasks.has(task.id))
      .map((task) => ({ ...task })),
    messages: [...c.messages.values()].map(
      ({
        receipts: _receipts,
        again: _again,
        refused: _refused,
        chain: _chain,
        firstSentAt: _first,
        ...message
      }): MessageView => message,
    ),
    clocks: [...c.clocks.values()],
    ...(ended.length === 0 ? {} : { ended }),
    events: c.events.slice(c.confirmedEvents),
  };
}

function confirmed(c: Case, publication: Publication, outcome: 'written' | 'refused'): void {
  c.published = publication.version;
  if (outcome === 'refused') return;
  // Not when all were asked for again meanwhile (`refresh`).
  if (c.confirmedEvents === publication.confirmedEvents) c.confirmedEvents += publication.events.length;
  for (const task of publication.tasks) if (task.status !== 'open') c.closedTasks.delete(task.id);
  c.clocks.told(publication.ended ?? []);
}

/** What the Temporal UI shows: attributes only when they changed, the narrative at no cost in events. */
function showOperators(c: Case): void {
  const { stage, attention, wardUnit } = c.view;
  if (stage !== c.shownStage || attention !== c.shownAttention || wardUnit !== c.shownWard) {
    upsertSearchAttributes([
      { key: dischargeStage, value: stage },
      { key: needsAttention, value: attention },
      ...(wardUnit === c.shownWard ? [] : [{ key: hospitalUnit, value: wardUnit }]),
    ]);
    c.shownStage = stage;
    c.shownAttention = attention;
    c.shownWard = wardUnit;
  }
  setCurrentDetails(currentDetails(c));
}
