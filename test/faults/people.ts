// The people of fifty discharges: a ward that starts, makes ready and lets go, a doctor who marks, and everybody with an
// inbox, who gives each task its ordinary answer without knowing any kind of task.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Caller } from './caller.ts';

const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

const task = z.looseObject({
  id: z.string(),
  kind: z.string(),
  dischargeId: z.string(),
  version: z.number(),
  mayAnswer: z.boolean(),
  answers: z.array(z.looseObject({ code: z.string(), example: z.record(z.string(), z.unknown()) })),
});
const inbox = z.looseObject({ items: z.array(task), next: z.string().nullable() });
const line = z.looseObject({ id: z.string(), stage: z.string() });
const lines = z.looseObject({ items: z.array(line) });
const clock = z.looseObject({ now: z.string() });
const opened = z.looseObject({ id: z.string() });

type Task = z.infer<typeof task>;
type InboxTask = Task & { readonly user: string };
type Line = z.infer<typeof line>;

/** What everybody sees at one moment. */
interface Seen {
  readonly tasks: readonly InboxTask[];
  /** Discharges that are not closed. */
  readonly open: readonly Line[];
}

/** Test users with an inbox; the acute unit of the neighbour is asked when the own one is full. */
const INBOXES = ['ward', 'coordinator', 'acute-nurse', 'acute-nurse-2', 'gp', 'operator'] as const;
/** Requests under way at once, as from a few busy units. */
const AT_ONCE = 10;

/**
 * The CPR number of nobody: born in 2036. For as many patients as a test needs, since the published test persons are
 * few and a second stay of the same person would end the planning of the first.
 */
export const futureCpr = (number: number): string => `010136${4000 + number}`;

/** An answer that the API said was taken. */
export interface Taken {
  readonly dischargeId: string;
  readonly task: string;
  readonly answer: string;
}

export class People {
  readonly ids: string[] = [];
  readonly taken: Taken[] = [];
  readonly #caller: Caller;
  readonly #run = randomUUID();
  readonly #lettersSent = new Set<string>();
  readonly #leftAt = new Map<string, string>();
  /** Who leaves for the acute bed. */
  readonly #toBed = new Set<string>();

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * The ward starts `count` discharges of patients numbered from `first`, and the doctor marks each for follow-up.
   * The patient leaves in three hours, so that all questions are put at once. One in five needs an acute bed; not all of
   * these get one, and every second goes home in the end.
   */
  async start(count: number, first = 0): Promise<void> {
    const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
    const now = await this.now();
    const leaving = iso(now + 3 * HOUR);
    await inParallel([...Array(count).keys()], async (number) => {
      const { plan } = example;
      const body = {
        ...example,
        patient: { ...example.patient, cpr: futureCpr(first + number) },
        stay: { ...example.stay, episodeId: randomUUID(), admittedAt: iso(now - HOUR) },
        plan: {
          ...plan,
          date: { kind: 'at', at: leaving },
          bed: number % 5 === 0 ? { ...plan.bed, from: leaving } : null,
        },
      };
      const { id } = opened.parse(await this.#done('ward', '/api/discharges', body, `start-${number}`));
      this.ids.push(id);
      if (number % 10 === 0) this.#toBed.add(id);
      const mark = { recommended: true, what: 'gp-visit', urgency: 'yellow' };
      await this.#done('doctor', `/api/discharges/${id}/actions/mark-follow-up`, mark, `mark-${id}`);
    });
  }

  /** Everybody works until all discharges are closed; what is due later comes by moving the clock. */
  async untilClosed(withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const seen = await this.#look();
      if (seen?.open.length === 0) return;
      if (Date.now() > deadline) throw new Error(`Still open after ${withinMs} ms: ${wordsFor(seen)}`);
      if (seen !== null) await this.#work(seen);
      await sleep(400);
    }
  }

  /** One look into every inbox and the list of discharges; null when some of it could not be seen. */
  async #look(): Promise<Seen | null> {
    const inboxes = await Promise.all(
      INBOXES.map(async (user) => (await this.#inbox(user))?.map((one) => ({ ...one, user }))),
    );
    const page = await this.#caller.read('ward', '/api/discharges?open=true&limit=200', lines);
    if (page === null || inboxes.includes(undefined)) return null;
    const mine = new Set(this.ids);
    return { tasks: inboxes.flatMap((all) => all ?? []), open: page.items.filter(({ id }) => mine.has(id)) };
  }

  /** Each task is answered, each discharge goes a step on; the clock moves when nobody has anything to do. */
  async #work({ tasks, open }: Seen): Promise<void> {
    const busy = new Set(tasks.map(({ dischargeId }) => dischargeId));
    if (busy.size === 0 && open.every(({ id }) => this.#lettersSent.has(id))) {
      const body = { toNextDeadline: true };
      await this.#caller.send(null, 'POST', '/dev/clock/advance', { body, within: 90_000 });
      return;
    }
    await inParallel(
      [
        ...tasks.filter(({ mayAnswer }) => mayAnswer).map((one) => () => this.#answer(one)),
        ...open.filter(({ id }) => !busy.has(id)).map((one) => () => this.#step(one)),
      ],
      (work) => work(),
    );
  }

  async #inbox(user: string): Promise<Task[] | null> {
    const found: Task[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: z.infer<typeof inbox> | null = await this.#caller.read(user, `/api/tasks?limit=200${from}`, inbox);
      if (page === null) return null;
      found.push(...page.items);
      cursor = page.next;
    }
    return found;
  }

  /** The ordinary answer, with its example. Somebody else may have been first, or the task may have ended meanwhile. */
  async #answer({ user, id, dischargeId, version, answers }: InboxTask): Promise<void> {
    const [ordinary] = answers;
    if (ordinary === undefined) throw new Error(`Task ${id} has no answers`);
    const body = { ...ordinary.example, answer: ordinary.code, version };
    const outcome = await this.#caller.hand(user, `/api/tasks/${id}/answer`, body, `${this.#run}-${id}-${version}`);
    if (outcome.kind === 'done') this.taken.push({ dischargeId, task: id, answer: ordinary.code });
    else if (!['/problems/task-closed', '/problems/stale-version', '/problems/not-found'].includes(outcome.type)) {
      throw new Error(`An answer was refused: ${JSON.stringify(outcome.body)}`);
    }
  }

  /** Ready, gone, letter sent, by the ward. */
  async #step({ id, stage }: Line): Promise<void> {
    const actions = `/api/discharges/${id}/actions`;
    if (stage === 'planning') {
      // Not ready yet is an ordinary answer; then it is asked again later, as something new.
      await this.#caller.hand('ward', `${actions}/ready`, {}, `${this.#run}-ready-${id}-${randomUUID()}`);
    } else if (stage === 'ready') {
      // The same time on every try: the same request.
      const happenedAt = this.#leftAt.get(id) ?? iso(await this.now());
      this.#leftAt.set(id, happenedAt);
      // The hospital's own system tells of the medication card, as of every discharge.
      const card = { type: 'medication-card-updated', dischargeId: id, happenedAt };
      await this.#done('ward', '/api/events', card, `card-${id}`);
      const how = this.#toBed.has(id) ? 'acute-bed' : 'home';
      await this.#done('ward', `${actions}/leave`, { happenedAt, how }, `leave-${id}`);
    } else if (stage === 'left' && !this.#lettersSent.has(id)) {
      const sent = { type: 'letter-sent', dischargeId: id, happenedAt: iso(await this.now()) };
      await this.#done('ward', '/api/events', sent, `letter-${id}`);
      this.#lettersSent.add(id);
    }
  }

  /** Now by the environment's clock, epoch ms. */
  async now(): Promise<number> {
    for (;;) {
      const { status, body } = await this.#caller.get(null, '/dev/clock');
      if (status === 200) return Date.parse(clock.parse(body).now);
      await sleep(100);
    }
  }

  async #done(user: string, path: string, body: unknown, key: string): Promise<unknown> {
    const outcome = await this.#caller.hand(user, path, body, `${this.#run}-${key}`);
    if (outcome.kind === 'refused') throw new Error(`${path} was refused: ${JSON.stringify(outcome.body)}`);
    return outcome.body;
  }
}

const wordsFor = (seen: Seen | null): string =>
  seen === null
    ? 'nothing can be seen'
    : `${seen.open.map(({ id, stage }) => `${id} ${stage}`).join(', ')}; tasks: ${seen.tasks.map(({ kind }) => kind).join(', ')}`;

/** Runs the work for all items, a few at a time. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const one = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
