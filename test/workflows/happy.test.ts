// The ordinary discharge from start to close, and what people see after each answer.
// The other tests of this folder try each step late, silent, refused, twice and cancelled.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stayed } from './in-bed.ts';
import { DAY, doctor, ward } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Stage } from './stage.ts';
import { openStage, today } from './stage.ts';
import { windowOver } from './window.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('a discharge with an acute bed', () => {
  it('runs from start to close when everybody answers', async () => {
    const play = await stage.begin();
    await play.untilReady();
    expect((await play.view()).stage).toBe('ready');
    await play.put('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'yellow' }, doctor);
    const leftAt = await play.leaveAsPlanned('acute-bed');
    expect(await play.openKinds()).toEqual(['has-arrived']);
    await stayed(play);
    await play.put('send-letter', { sentAt: leftAt });
    await play.answer('gp-follow-up', 'accept');
    await play.answer('book-follow-up', 'declined');
    await windowOver(play);
    await play.handle.result();
    const { stage: end, closedAt, events } = await play.case();
    expect(end).toBe('closed');
    expect(closedAt).not.toBeNull();
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.fact).toBe('closed');
  });

  it('shows the next task to whoever answers, in one write', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null } });
    await play.receipt('plan');
    await play.receipt('heads-up');
    const agree = await play.openTask('agree-follow-up');
    const item = {
      what: 'wound-check',
      from: new Date(today() + 5 * DAY).toISOString(),
      until: new Date(today() + 6 * DAY).toISOString(),
      booker: 'mun-0791-homecare',
      bookBy: new Date(today() + 4 * DAY).toISOString(),
    };
    const before = await play.case();
    const { version } = await play.put('answer-task', {
      task: agree.id,
      version: agree.version,
      answer: 'agreed',
      codes: { items: [item] },
    });
    const after = await play.case();
    expect(after.version).toBeGreaterThanOrEqual(version);
    const booking = after.tasks.find((task) => task.kind === 'book-follow-up');
    expect(booking).toMatchObject({ status: 'open', unit: 'mun-0791-homecare' });
    // The answer and the task it led to are on the record under one publish: nothing came between them.
    const news = after.events.slice(before.events.length).map(({ fact }) => fact);
    expect(news).toEqual(['task-answered', 'follow-up-agreed', 'follow-up-planned', 'task-opened']);
    await play.put('withdraw', { reason: 'started-by-mistake' });
  });

  it('skips the bed when none is needed, and tells the municipality with no date known', async () => {
    const plan = { ...ordinaryPlan(today()), bed: null, date: { kind: 'unknown' as const } };
    const play = await stage.begin({ plan });
    await play.until(({ view }) => expect(view?.bed.state).toBe('not-needed'));
    expect((await play.sent('plan')).to).toBe('mun-0791-visitation');
    expect(await play.openKinds()).not.toContain('take-patient');
    await play.put('withdraw', { reason: 'started-by-mistake' });
  });

  it('asks the ward for a plan when a notice opened the case, while the stay itself already runs', async () => {
    const play = await stage.begin({ plan: null });
    expect((await play.view()).stage).toBe('opened');
    await play.until(async () =>
      expect(await play.openKinds()).toEqual(['admission-report', 'pause-services', 'state-plan']),
    );
    await play.put('change-plan', { base: 0, plan: ordinaryPlan(today()) }, ward);
    expect((await play.view()).stage).toBe('planning');
    expect(await play.openKinds()).not.toContain('state-plan');
    expect((await play.sent('plan')).planVersion).toBe(1);
    await play.put('withdraw', { reason: 'started-by-mistake' });
  });
});
