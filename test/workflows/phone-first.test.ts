// Ring first: which stays and versions of the plan need a call before the patient leaves, and what the call changes.
// The written version goes out at once; ready waits for a named yes.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../domain/plan.ts';
import type { DischargeStart } from '../../workflows/contract.ts';
import { asSent, handIn } from './correspondence.ts';
import { at, ordinaryDate } from './days.ts';
import { HOUR, vans } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const planFor = (leaving: number, change: Partial<Plan> = {}): Plan => ({
  ...ordinaryPlan(today()),
  date: { kind: 'at', at: new Date(leaving).toISOString() },
  services: ['home-nursing'],
  hasRunningServices: false,
  bed: null,
  ...change,
});
const begin = (leaving: number, start: Partial<DischargeStart> = {}, change: Partial<Plan> = {}) =>
  stage.begin({ plan: planFor(leaving, change), gpUnit: null, ...start });
const version = (play: Play, base: number, changed: Plan['changed'], change: Partial<Plan> = {}) =>
  play.put('change-plan', {
    base,
    plan: { ...(play.start.plan ?? ordinaryPlan(today())), version: base + 1, changed, ...change },
  });
const kinds = async (play: Play) => (await play.case()).messages.map(({ kind }) => kind);
const calls = async (play: Play) => (await play.view()).calls ?? [];
const lacking = async (play: Play) => (await play.refused('ready', {})).details['missing'];
const withdraw = (play: Play) => play.put('withdraw', { reason: 'other' });

/** Admitted in the morning of an ordinary day, out the same afternoon. */
async function shortStay(): Promise<{ play: Play; admittedAt: number }> {
  const day = ordinaryDate();
  const admittedAt = at(day, '09:00');
  return { play: await begin(at(day, '16:00'), { admittedAt }), admittedAt };
}

describe('a stay under the limit', () => {
  it('gets a correspondence at once and a call, no plan; the call is documented in writing', async () => {
    const { play } = await shortStay();
    expect(await play.sent('short-stay')).toMatchObject({ to: 'mun-0791-visitation' });
    expect((await play.openTask('agree-by-phone')).about).toMatchObject({
      unit: 'mun-0791-visitation',
      reasons: ['short-stay'],
      rung: 'unit',
    });
    await play.answer('answer-services', 'accept');
    expect(await lacking(play)).toEqual(['call-recorded', 'follow-up-agreed']);
    const { id: task, version } = await play.openTask('agree-by-phone');
    const said = {
      answer: 'agreed',
      spokeWith: 'Vera Visitator',
      phone: '87000291',
      agreed: 'Sygeplejen kommer kl. 20',
    };
    await handIn(play, 'answer-task', () => ({ task, version, answer: 'agreed', codes: {} }), said);
    expect(await lacking(play)).toEqual(['follow-up-agreed']);
    const letter = await play.sent('phone-agreement');
    expect(letter.to).toBe('mun-0791-visitation');
    const text = JSON.stringify((await asSent(play, letter)).segments);
    for (const part of ['Kort ophold', 'Ringet op: ', 'Talt med: Vera Visitator', 'Nummer: 87000291', 'kommer kl. 20'])
      expect(text).toContain(part);
    expect(await calls(play)).toMatchObject([{ state: 'agreed', by: 'person-ward' }]);
    expect(await kinds(play)).not.toContain('plan');
    await withdraw(play);
  });

  it('gets its plan when the stay passes the limit, and needs the call no longer', async () => {
    const { play, admittedAt } = await shortStay();
    await play.sent('short-stay');
    await play.openTask('agree-by-phone');
    const limit = await play.due('stay-branch');
    expect(limit).toBe(admittedAt + 24 * HOUR);
    await play.clockTo(limit);
    expect(await play.sent('plan')).toMatchObject({ planVersion: 1 });
    await play.until(async () => expect(await calls(play)).toEqual([]));
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    expect((await play.view()).branch).toBe('long');
    await withdraw(play);
  });

  it('gets its plan when it is planned to be longer', async () => {
    const { play } = await shortStay();
    await play.sent('short-stay');
    const date = { kind: 'at', at: new Date(at(ordinaryDate(), '16:00') + 7 * 24 * HOUR).toISOString() } as const;
    await version(play, 1, ['date'], { date });
    await play.sent('plan');
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    await withdraw(play);
  });

  it('needs a call also when a plan had gone out before; the news of it go out as a changed plan', async () => {
    const day = ordinaryDate();
    const play = await begin(at(day, '16:00') + 24 * HOUR, { admittedAt: at(day, '09:00') });
    await play.sent('plan');
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    await version(play, 1, ['date'], { date: planFor(at(day, '16:00')).date });
    await play.openTask('agree-by-phone');
    await play.sent('changed-plan');
    expect(await kinds(play)).not.toContain('short-stay');
    await withdraw(play);
  });
});

describe('an acute contact without admission', () => {
  async function ambulant(leaving: number): Promise<Play> {
    const play = await stage.begin({ plan: null, gpUnit: null });
    const id = randomUUID();
    const told = { id, chain: id, stayEvent: 'STAA', change: 'new', at: today() - HOUR, toldAt: today() } as const;
    await play.put('stay-notice', told, vans);
    await play.put('change-plan', { base: 0, plan: planFor(leaving) });
    await play.sent('short-stay');
    return play;
  }

  it('is always rung about when the municipality is to act within the limit, plan in time or not', async () => {
    const play = await ambulant(today() + 20 * HOUR);
    expect((await play.openTask('agree-by-phone')).about['reasons']).toContain('acute');
    await withdraw(play);
  });

  it('needs no call for what the municipality does later, and gets a plan once it is an admission', async () => {
    const play = await ambulant(at(ordinaryDate(), '10:00'));
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    const id = randomUUID();
    const told = { id, chain: id, stayEvent: 'STIN', change: 'new', at: today(), toldAt: today() } as const;
    await play.put('stay-notice', told, vans);
    await play.sent('plan');
    await withdraw(play);
  });
});

describe('a plan for the same day', () => {
  it('needs no call when this version was sent by noon, and one when it was sent later', async () => {
    const day = ordinaryDate();
    const play = await begin(at(day, '15:00'), { admittedAt: today() - 48 * HOUR });
    await play.sent('plan');
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    await play.clockTo(at(day, '11:30'));
    await version(play, 1, ['course']);
    await play.until(({ messages }) =>
      expect(messages.some(({ planVersion, sentAt }) => planVersion === 2 && sentAt !== null)).toBe(true),
    );
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    await play.clockTo(at(day, '12:10'));
    expect(await play.openKinds()).not.toContain('agree-by-phone');
    await version(play, 2, ['wishes']);
    expect((await play.openTask('agree-by-phone')).about).toMatchObject({ reasons: ['same-day'], planVersion: 3 });
    await play.until(({ messages }) =>
      expect(messages.some(({ planVersion, sentAt }) => planVersion === 3 && sentAt !== null)).toBe(true),
    );
    expect(await lacking(play)).toContain('call-recorded');
    await play.answer('agree-by-phone', 'agreed');
    expect(await lacking(play)).not.toContain('call-recorded');
    await version(play, 3, []);
    expect(await lacking(play)).not.toContain('call-recorded');
    await withdraw(play);
  });

  it('needs a call when noon passes before it could be sent', async () => {
    const day = ordinaryDate();
    stage.partner = 'refuses';
    const play = await begin(at(day, '15:00'), { admittedAt: today() - 48 * HOUR });
    await play.openTask('ring-party');
    await play.clockTo(at(day, '12:01'));
    expect((await play.openTask('agree-by-phone')).about['reasons']).toEqual(['same-day']);
    stage.partner = 'takes';
    await withdraw(play);
  });
});

describe('a patient for whom the municipality does nothing', () => {
  it('has no plan sent and no call made', async () => {
    const play = await begin(at(ordinaryDate(), '15:00'), {}, { services: [] });
    await play.openTask('admission-report');
    expect([await kinds(play), await calls(play)]).toEqual([[], []]);
    await version(play, 1, ['services'], { services: ['meals'] });
    await play.sent('plan');
    await withdraw(play);
  });
});

describe('leaving', () => {
  it('is recorded without the call, which is then made at once and noted as missing', async () => {
    const { play } = await shortStay();
    await play.answer('answer-services', 'accept');
    await play.openTask('agree-by-phone');
    await play.put('leave', { happenedAt: today(), how: 'home' });
    const missing = (await play.case()).tasks.filter(({ kind }) => kind === 'missing-at-departure');
    expect(missing.map(({ about }) => about['criterion'])).toContain('call-recorded');
    await play.answer('agree-by-phone', 'agreed');
    await play.until(({ tasks }) =>
      expect(tasks.some(({ about, status }) => status === 'open' && about['criterion'] === 'call-recorded')).toBe(
        false,
      ),
    );
    await play.put('report-death', { happenedAt: today() });
  });
});
