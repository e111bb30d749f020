// Lead times of steps that begin with a clock, from facts and tables: who was in time before anybody had to ask counts too.
// Each case tells its facts in turn, in minutes; its tasks are those that a passed limit opened.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventView, TaskView } from '../../domain/case-view.ts';
import type { FactKind } from '../../domain/facts.ts';
import type { Codes } from '../../domain/fields.ts';
import type { Database } from '../../store/database.ts';
import type { LeadTime } from '../../store/lead-times.ts';
import { leadTimes } from '../../store/lead-times.ts';
import { writePublication } from '../../store/publish.ts';
import { stepsEnded } from '../../store/step-times.ts';
import { aCase, answered, aTask, caseView, DAY, MINUTE, publication, T0, testDatabase } from './fixtures.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});
afterAll(() => db?.destroy());
let period = { from: 0, until: 0 };
let start = T0;
beforeEach(() => {
  // A day of its own for each test: the record is final and cannot be emptied.
  start += 40 * DAY;
  period = { from: start, until: start + 30 * DAY };
});

/** A fact, with the minute in which it happened and, when it was learnt later, that one. */
type Told = readonly [fact: FactKind, happened: number, learnt?: number, codes?: Codes];
const minute = (n: number): number => start + n * MINUTE;
const notice = { document: 'finished-notice', documentVersion: 1 };

async function told(
  facts: readonly Told[],
  tasks: readonly TaskView[] = [],
  { wardUnit = 'ward-m1', closed = null }: { wardUnit?: string; closed?: number | null } = {},
): Promise<void> {
  const events = facts.map(([fact, happened, learnt = happened, codes = {}], index): EventView => {
    const by = { actor: 'person-ward', org: 'hosp-midt', submission: null };
    return { number: index + 1, fact, ...by, happenedAt: minute(happened), learntAt: minute(learnt), codes };
  });
  const id = await aCase(db);
  const view = caseView({ wardUnit, closedAt: closed === null ? null : minute(closed) });
  await writePublication(db, publication(id, [0, 1], { events, tasks, view, confirmedEvents: 0 }));
}

/** A task that a limit opened when it passed, done at `done`; still open without. */
function opened(kind: TaskView['kind'], limit: number, done: number | null, code = 'done'): TaskView {
  const task = aTask({
    kind,
    unit: 'ward-m1',
    openedAt: minute(limit),
    due: minute(limit + 120),
    missed: minute(limit),
  });
  return done === null ? task : { ...answered(task, code, 'person-ward'), closedAt: minute(done) };
}

const by = (step: string): Promise<readonly LeadTime[]> => leadTimes(db, { ...period, by: ['step', 'unit'], step });
const figures = async (step: string) =>
  (await by(step)).map(({ unit, answered: done, lapsed, inTime, median }) => [unit, done, lapsed, inTime, median]);

describe('the letter', () => {
  it('counts from the leaving until it was sent, in time by its limit, whoever was asked about it', async () => {
    await told([
      ['left', 0],
      ['letter-sent', 60],
    ]);
    // The limit passed and the ward, asked, answered within ten minutes: late all the same.
    await told(
      [
        ['left', 0],
        ['letter-sent', 1010],
      ],
      [opened('send-letter', 1000, 1010)],
    );
    // Sent in time and reported after the limit.
    await told(
      [
        ['left', 0],
        ['letter-sent', 90, 1200],
      ],
      [{ ...opened('send-letter', 1000, 1200), status: 'withdrawn', answer: null }],
    );
    expect(await figures('letter-sent')).toEqual([['ward-m1', 3, 0, 2, 90]]);
    // The task of a limit says nothing of its own, and in the sum of all steps a letter counts once.
    expect(await by('send-letter')).toEqual([]);
    const sum = await leadTimes(db, { ...period, by: [] });
    expect(sum).toMatchObject([{ answered: 6, inTime: 5 }]);
  });

  it('sent again because it did not arrive is a task like others', async () => {
    const again = aTask({ kind: 'send-letter', unit: 'ward-m1', openedAt: minute(0), due: minute(60) });
    await told([], [{ ...answered(again, 'done'), closedAt: minute(30) }]);
    expect(await figures('send-letter')).toEqual([['ward-m1', 1, 0, 1, 30]]);
  });

  it('sent before the patient left took no time, and counts when the patient has left', async () => {
    await told([
      ['letter-sent', -60 * 24 * 10],
      ['left', 0],
    ]);
    await told([['letter-sent', 10]]);
    expect(await figures('letter-sent')).toEqual([['ward-m1', 1, 0, 1, 0]]);
  });

  it('is counted from the leaving as it was put right, and by the ward that had the patient then', async () => {
    await told(
      [
        ['left', 0],
        ['left-moved', 100, 200],
        ['letter-sent', 220],
        ['transferred', 300, 300, { from: 'ward-h1', to: 'ward-m1' }],
      ],
      [],
    );
    expect(await figures('letter-sent')).toEqual([['ward-h1', 1, 0, 1, 120]]);
  });

  it('about a stay that went on is none of the next leaving', async () => {
    await told([
      ['left', 0],
      ['letter-sent', 30],
      ['not-left', 60],
      ['left', 1000],
    ]);
    await told([
      ['left', 0],
      ['not-left', 60],
      ['letter-sent', 70],
      ['left', 1000],
    ]);
    // The first letter was one when it was sent.
    expect(await figures('letter-sent')).toEqual([['ward-m1', 2, 0, 2, 15]]);
  });
});

describe('the notice of finished treatment', () => {
  it('counts from the decision, late when the limit has passed, by phone as silence, and once', async () => {
    await told([
      ['finished', 0],
      ['document-sent', 20, 20, notice],
      ['document-sent', 500, 500, { ...notice, documentVersion: 2 }],
    ]);
    await told(
      [
        ['finished', 0],
        ['document-sent', 700, 700, notice],
      ],
      [opened('send-finished-notice', 600, 700, 'sent')],
    );
    await told([['finished', 0]], [opened('send-finished-notice', 600, 610, 'by-phone')]);
    await told([
      ['finished', 0],
      ['document-sent', 30, 30, { document: 'care-plan', documentVersion: 1 }],
    ]);
    expect(await figures('finished-notice-sent')).toEqual([['ward-m1', 2, 1, 1, 360]]);
    expect(await by('send-finished-notice')).toEqual([]);
  });

  it('of a decision anew is the one sent after the end of the first, also when it was reported before the decision', async () => {
    await told([
      ['finished', 0],
      ['document-sent', 20, 20, notice],
      ['finished-withdrawn', 100],
      ['document-sent', 2010, 2010, notice],
      ['finished', 2000, 2020],
    ]);
    expect(await figures('finished-notice-sent')).toEqual([['ward-m1', 2, 0, 2, 15]]);
  });
});

describe('the leaving', () => {
  it('counts until it was recorded, in time when nobody had to ask', async () => {
    await told([['left', 0, 5]]);
    const asked = opened('still-here', 1000, 1500, 'left');
    await told([['left', 900, 1500]], [asked]);
    // Asked once and still here; recorded by itself later.
    await told([['left', 3000, 3015]], [opened('still-here', 1000, 1500, 'still-here')]);
    await told([
      ['left', 0],
      ['not-left', 10],
    ]);
    // Told weeks after the case had closed: nobody waited for it.
    await told([['left', 3000, 9000]], [], { closed: 4000 });
    expect(await figures('leaving-recorded')).toEqual([['ward-m1', 3, 0, 2, 15]]);
    // The question is one of its own.
    expect((await by('still-here')).map((one) => one.answered)).toEqual([2]);
  });
});

it('reads what ended in the period and little of each case', async () => {
  await told([
    ['left', 0],
    ['letter-sent', 60],
  ]);
  await sql`analyze events`.execute(db);
  await db.transaction().execute(async (work) => {
    await sql`set local enable_seqscan = off`.execute(work);
    const { rows } = await sql<Record<string, string>>`explain ${stepsEnded(period.from, period.until)}`.execute(work);
    const plan = rows.flatMap((row) => Object.values(row)).join('\n');
    expect(plan).toMatch(/events_finished_ended/);
    expect(plan).toMatch(/events_of_steps/);
    expect(plan).not.toMatch(/Seq Scan on events/);
  });
});
