// A fact for a closed case: one task, on the closed case's page, with event numbers of its own; nothing is left over.
// Also when the operators cancel it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedCase, correct, read } from './correct.ts';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const corrections = () => stage.db.selectFrom('corrections').selectAll().execute();

describe('a correction', () => {
  it('ends with the answer of the ward, leaves the closed case as it was, and is over in PostgreSQL too', async () => {
    const play = await closedCase(stage);
    const before = await play.case();
    const handle = await correct(stage, play);
    await read(play, handle);
    await handle.result();
    const { view, events, tasks } = await play.case();
    expect(view).toEqual(before.view);
    expect(events.slice(before.events.length).map(({ fact }) => fact)).toEqual(['task-opened', 'task-answered']);
    expect(tasks.map(({ status }) => status)).not.toContain('open');
    const kept = (await corrections()).find(({ workflow_id: id }) => id === handle.workflowId);
    expect(kept?.closed_at).not.toBeNull();
  });

  it('of a report of a document records it and is over, with no task for anybody', async () => {
    const play = await closedCase(stage);
    const before = await play.case();
    const report = { kind: 'gp-letter', stage: 'seen', version: 1, happenedAt: play.start.admittedAt } as const;
    await (await correct(stage, play, { document: { ...report, mustRead: false } })).result();
    const { view, events, tasks } = await play.case();
    expect([view, tasks]).toEqual([before.view, before.tasks]);
    expect(events.slice(before.events.length)).toMatchObject([
      { fact: 'document-seen', happenedAt: report.happenedAt, codes: { document: 'gp-letter', documentVersion: 1 } },
    ]);
  });

  it('leaves no open task behind when the operators cancel it', async () => {
    const play = await closedCase(stage);
    const handle = await correct(stage, play);
    await play.openTask('read-late-fact');
    await handle.cancel();
    await handle.result();
    const task = (await play.case()).tasks.find(({ kind }) => kind === 'read-late-fact');
    expect(task?.status).toBe('withdrawn');
  });
});
