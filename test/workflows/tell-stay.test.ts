// Stay notices that the service sends itself: one chain for a stay, in order, to one receiver, and none where the
// hospital's system sends. What goes out is read back as the municipality would, and judged by the validator.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticeCode } from '../../domain/stay.ts';
import { sentNotices } from '../../medcom/stay-chain.ts';
import { sendings } from '../../store/messages.ts';
import type { DischargeStart } from '../../workflows/contract.ts';
import { loadValidator } from '../medcom/official.ts';
import { HOUR, vans } from './persons.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

const validate = await loadValidator();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const begin = (change: Partial<DischargeStart> = {}): Promise<Play> =>
  stage.begin({ gpUnit: null, tellsStay: 'this-service', ...change });

const noticesOf = async (play: Play) => (await play.case()).messages.filter(({ kind }) => kind === 'stay-notice');

/** The notices that went out, in order, once each of these codes is on its way. */
async function chainOf(play: Play, ...codes: string[]) {
  const messages = await play.until(({ messages: all }) => {
    const notices = all.filter(({ kind }) => kind === 'stay-notice');
    expect(notices.map(({ notice }) => notice)).toEqual(codes);
    for (const { sendings: times } of notices) expect(times).toBeGreaterThan(0);
    return notices;
  });
  const raws: string[] = [];
  for (const { id } of messages) raws.push((await sendings(stage.db, id)).at(-1)?.raw ?? '');
  for (const raw of raws) expect(validate?.(raw) ?? []).toEqual([]);
  return sentNotices(raws);
}

async function arrived(play: Play): Promise<void> {
  for (const { id, state } of await noticesOf(play)) {
    if (state === 'sent') await play.put('receipt', { message: id, code: 'ok', problem: null }, vans);
  }
}

describe('stay notices of ours', () => {
  it('tell of admission, leave and end in one chain, each on the one before', async () => {
    const play = await begin();
    await chainOf(play, 'STIN');
    await play.put('go-on-leave', { happenedAt: today() });
    expect((await play.refused('go-on-leave', { happenedAt: today() })).code).toBe('wrong-moment');
    await play.put('back-from-leave', { happenedAt: today() + 1 });
    await play.put('leave', { happenedAt: today() + 2, how: 'home' });
    const chain = await chainOf(play, 'STIN', 'STOR', 'SLOR', 'SLHJ');
    expect(chain[0].reportOfAdmissionTo?.gln).toBeDefined();
    // What the notice asks for is then expected of the municipality, asked for once.
    const asked = (await play.case()).events.filter(({ fact }) => fact === 'document-asked');
    expect(asked.map(({ codes }) => codes)).toEqual([{ document: 'admission-report' }]);
    expect(new Set(chain.map(({ receiver }) => receiver.gln)).size).toBe(1);
    chain.forEach((notice, place) => {
      expect(notice.previousHeaderId).toBe(chain[place - 1]?.headerId ?? null);
      expect(notice.provenances).toHaveLength(place + 1);
    });
    await arrived(play);
    expect((await noticesOf(play)).map(({ state }) => state)).toEqual(['arrived', 'arrived', 'arrived', 'arrived']);
    await play.put('report-death', { happenedAt: today() + 3 });
    await chainOf(play, 'STIN', 'STOR', 'SLOR', 'SLHJ');
  });

  it('correct and take back the newest, to whoever got the wrong one', async () => {
    const play = await begin();
    await play.put('leave', { happenedAt: today(), how: 'home' });
    await play.put('correct-stay', { stayEvent: 'SLHJ', happenedAt: today() - HOUR / 2 });
    expect(await play.view()).toMatchObject({ stage: 'left' });
    expect((await play.refused('correct-stay', { stayEvent: 'STIN', happenedAt: today() })).code).toBe('wrong-moment');
    await play.put('cancel-stay', { stayEvent: 'SLHJ' });
    expect(await play.view()).toMatchObject({ stage: 'planning', leftAt: null });
    await chainOf(play, 'STIN', 'SLHJ', 'RE_SLHJ', 'AN_SLHJ');
    await play.put('withdraw', { reason: 'started-by-mistake' });
    await chainOf(play, 'STIN', 'SLHJ', 'RE_SLHJ', 'AN_SLHJ', 'AN_STIN');
    expect(await play.view()).toMatchObject({ stay: { state: 'cancelled' } });
    await arrived(play);
  });

  it('tell of a death although it ends everything else, and after it of nothing', async () => {
    stage.partner = 'away';
    const play = await begin();
    await play.put('report-death', { happenedAt: today() });
    stage.partner = 'takes';
    const chain = await chainOf(play, 'STIN', 'MORS');
    expect(chain[1]?.patient.deceased).toBe(true);
    await arrived(play);
  });

  it('are sent again when no receipt comes, and then rung about', async () => {
    const play = await begin();
    const [{ id } = { id: '' }] = await noticesOf(play);
    await play.sent('stay-notice');
    for (let times = 2; times <= 3; times++) {
      await play.clockTo(await play.due('receipt'));
      await play.sent('stay-notice', times);
    }
    await play.clockTo(await play.due('receipt'));
    const task = await play.until(({ tasks }) => {
      const found = tasks.find(
        ({ kind, about, status }) => kind === 'ring-party' && status === 'open' && about['message'] === id,
      );
      if (found === undefined) throw new Error('nobody rings');
      return found;
    });
    expect(task.about).toMatchObject({ what: 'stay-notice', problem: 'no-receipt' });
    const sent = await sendings(stage.db, id);
    expect(new Set(sent.map(({ bundleId }) => bundleId)).size).toBe(3);
    await play.put('withdraw', { reason: 'other' });
  });

  it('begin a chain of its own at another hospital, with the same episode and no report of admission', async () => {
    const play = await begin();
    await chainOf(play, 'STIN');
    await play.put('transfer', { wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'this-service' });
    const messages = await play.until(({ messages: all }) => {
      const notices = all.filter(({ kind, sendings: times }) => kind === 'stay-notice' && times > 0);
      expect(notices.map(({ notice }) => notice)).toEqual(['STIN', 'STIN']);
      return notices;
    });
    const raws: string[] = [];
    for (const { id } of messages) raws.push((await sendings(stage.db, id)).at(-1)?.raw ?? '');
    const [first, second] = raws.map((raw) => sentNotices([raw])[0]);
    expect(second?.previousHeaderId).toBeNull();
    expect(second?.reportOfAdmissionTo).toBeNull();
    expect(second?.encounter.episodeIds).toEqual(first?.encounter.episodeIds);
    for (const raw of raws) expect(validate?.(raw) ?? []).toEqual([]);
    await play.put('withdraw', { reason: 'other' });
    await arrived(play);
  });

  it('are all taken back, the newest first, when the stay never was', async () => {
    const play = await begin();
    await play.put('go-on-leave', { happenedAt: today() - HOUR / 2 });
    await play.put('withdraw', { reason: 'wrong-person' });
    expect((await play.view()).stay.state).toBe('cancelled');
    await play.until(({ messages }) => {
      const sent = messages.flatMap(({ notice, sendings: times }) => (notice !== null && times > 0 ? [notice] : []));
      expect(sent.sort()).toEqual(['AN_STIN', 'AN_STOR', 'STIN', 'STOR']);
    });
    // In the order they left, each follows on the one before.
    const { dischargeId } = play.start;
    const left = await stage.db
      .selectFrom('sendings')
      .selectAll()
      .where('case_id', '=', dischargeId)
      .orderBy('at')
      .execute();
    const raws = left.map(({ raw }) => raw).filter((raw) => raw.includes('"hospital-notification-message"'));
    const told = sentNotices(raws).map(({ stayEvent, change }) => noticeCode({ stayEvent, change }));
    expect(told).toEqual(['STIN', 'STOR', 'AN_STOR', 'AN_STIN']);
    await arrived(play);
  });

  it('follow on each other however fast they come, and on those that only the telephone told', async () => {
    stage.partner = 'away';
    const play = await begin();
    await play.put('go-on-leave', { happenedAt: today() });
    await play.put('back-from-leave', { happenedAt: today() });
    await play.put('leave', { happenedAt: today(), how: 'home' });
    stage.partner = 'takes';
    await chainOf(play, 'STIN', 'STOR', 'SLOR', 'SLHJ');
    await arrived(play);
    await play.put('report-death', { happenedAt: today() });
  });

  it('are not given up while the patient stays: planning pauses instead', async () => {
    const play = await begin();
    expect((await play.refused('withdraw', { reason: 'stays-in-hospital' })).code).toBe('stay-goes-on');
    await play.put('pause', { reason: 'ill-again' });
    await play.put('withdraw', { reason: 'other' });
  });

  it('are none where the hospital tells, and the ward rings where no notice can exist', async () => {
    const read = await begin({ tellsStay: 'hospital' });
    await read.put('leave', { happenedAt: today(), how: 'home' });
    expect(await noticesOf(read)).toEqual([]);
    await read.put('report-death', { happenedAt: today() });

    const nobody = await begin({ tellsStay: 'nobody' });
    expect((await nobody.openTask('ring-municipality')).about).toMatchObject({ why: 'no-notice' });
    expect(await noticesOf(nobody)).toEqual([]);
    await nobody.put('withdraw', { reason: 'other' });
  });
});
