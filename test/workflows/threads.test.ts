// Letters that a person writes on a case: sent and followed like every message, in their thread, with an answer awaited in the
// reader's hours. What is acute is rung about first, and a letter that comes never answers a question by itself.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageView } from '../../domain/case-view.ts';
import { threadIdOf } from '../../medcom/care-communication.ts';
import { inboundMessage } from '../../store/inbound.ts';
import { answerTo, asSent, coordinator, firstLetter, handIn, newLetter, words } from './correspondence.ts';
import { HOUR, somebodyOf, vans } from './persons.ts';
import { ordinaryPlan } from './plans.ts';
import type { Play, Stage } from './stage.ts';
import { openStage, today } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const begin = () => stage.begin({ plan: { ...ordinaryPlan(today()), bed: null, services: [] }, gpUnit: null });
const end = (play: Play) => play.put('withdraw', { reason: 'other' });
const lettersOf = async (play: Play): Promise<readonly MessageView[]> =>
  (await play.case()).messages.filter(({ kind }) => kind === 'letter');
const taskOf = async (play: Play, id: string) => (await play.case()).tasks.find((task) => task.id === id);

describe('a letter of the ward', () => {
  it('goes out signed by its writer, and opens the case to nobody', async () => {
    const play = await begin();
    const body = newLetter({ to: 'mun-0791-acute' });
    const submission = await handIn(play, 'write-letter', body, words);
    const sent = await asSent(play, await play.sent('letter'));
    expect(sent).toMatchObject({
      activity: 'new-message',
      threadId: threadIdOf(submission),
      category: 'carecoordination',
      topic: 'Nøgle til hjemmet',
      receiver: { gln: '5790009900047' },
      segments: [
        { text: 'Har I en nøgle?', author: { name: 'Vera Vagthavende', role: 'Sygeplejerske', phone: '87000199' } },
      ],
    });
    expect((await play.view()).parties).not.toContain('mun-0791-acute');
    await end(play);
  });

  it('is sent again until its receipt comes, and in the end a person rings', async () => {
    const play = await begin();
    await play.receipt('plan');
    const submission = await handIn(play, 'write-letter', newLetter(), words);
    const { id } = await play.sent('letter');
    for (const sending of [2, 3]) {
      await play.clockTo(await play.due('receipt'));
      expect((await play.sent('letter', sending)).id).toBe(id);
    }
    expect(await asSent(play, { id })).toMatchObject({ headerId: id, threadId: threadIdOf(submission) });
    await play.clockTo(await play.due('receipt'));
    expect((await play.openTask('ring-party')).about).toMatchObject({ message: id, what: 'letter' });
    await play.answer('ring-party', 'called', { result: 'reached' });
    expect(await lettersOf(play)).toMatchObject([{ state: 'told-by-phone' }]);
    await end(play);
  });

  it('that was refused is written anew in the same thread', async () => {
    const play = await begin();
    const submission = await handIn(play, 'write-letter', newLetter(), words);
    const first = await play.receipt('letter', 'fatal-error');
    await play.openTask('ring-party');
    await play.put('repair', { repair: 'send-again', target: first.id });
    const again = await play.sent('letter');
    expect(again.id).not.toBe(first.id);
    expect((await asSent(play, again)).threadId).toBe(threadIdOf(submission));
    await end(play);
  });

  it('is refused when the patient has objected, and when the discharge has been withdrawn', async () => {
    const play = await begin();
    const letter = newLetter()('3f0f7f2c-6a3c-4d0e-9a52-0f0f3f0a7b11');
    await play.put('record-objection', { basis: 'health-act-41-2-1' });
    expect((await play.refused('write-letter', letter)).code).toBe('sharing-objected');
    await end(play);
    expect((await play.refused('write-letter', letter)).code).toBe('wrong-moment');
  });
});

describe('an answer that is wanted', () => {
  const asked = async (play: Play, change = {}) => {
    const submission = await handIn(play, 'write-letter', newLetter({ wanted: true, ...change }), words);
    await play.receipt('letter');
    return { submission, task: await play.openTask('answer-question', 'mun-0791-visitation') };
  };

  it('is awaited from the letter’s arrival, within a shift; after a reminder the ward rings, and it is awaited anew', async () => {
    const play = await begin();
    const { submission, task } = await asked(play);
    expect(task.about).toMatchObject({ submission, thread: threadIdOf(submission), asker: 'ward-m1' });
    // A shift, counted from when the rules were asked: just before the task was there.
    expect(Math.round((task.due - task.openedAt) / 60_000)).toBe(8 * 60);
    await play.clockTo(task.due - HOUR);
    expect(await taskOf(play, task.id)).toMatchObject({ reminders: 1 });
    await play.clockTo(task.due);
    const call = await play.openTask('ring-unanswered', 'ward-m1');
    expect(call.about).toMatchObject({ unit: 'mun-0791-visitation', task: task.id });
    await play.answer('ring-unanswered', 'called', { result: 'reached' });
    const later = await taskOf(play, task.id);
    expect(later?.due).toBeGreaterThan(task.due);
    await play.answer('answer-question', 'answer', {}, coordinator);
    expect(await play.openKinds()).not.toContain('answer-question');
    expect(await lettersOf(play)).toMatchObject([{ state: 'arrived', answeredBy: coordinator.person }]);
    await end(play);
  });

  it('is not awaited when the other side has written before our receipt came', async () => {
    const play = await begin();
    await handIn(play, 'write-letter', newLetter({ wanted: true }), words);
    await answerTo(play, await play.sent('letter'), false);
    await play.openTask('read-late-fact', 'ward-m1');
    await play.receipt('letter');
    expect(await play.openKinds()).not.toContain('answer-question');
    await end(play);
  });

  it('that comes as a letter is one when a person at the ward has read it so', async () => {
    const play = await begin();
    const { task } = await asked(play);
    const [question] = await lettersOf(play);
    await answerTo(play, question ?? expect.unreachable(), false);
    const read = await play.openTask('read-reply', 'ward-m1');
    expect(await taskOf(play, task.id)).toMatchObject({ status: 'open', about: { letter: read.about['submission'] } });
    await play.answer('read-reply', 'no-answer');
    expect((await taskOf(play, task.id))?.about).not.toHaveProperty('letter');
    await answerTo(play, question ?? expect.unreachable(), false);
    const first = await play.openTask('read-reply', 'ward-m1');
    await answerTo(play, question ?? expect.unreachable(), false);
    await play.put(
      'answer-task',
      { task: first.id, version: first.version, answer: 'no-answer', codes: {} },
      somebodyOf('ward-m1'),
    );
    const next = await play.openTask('read-reply', 'ward-m1');
    expect((await taskOf(play, task.id))?.about).toMatchObject({ letter: next.about['submission'] });
    await play.answer('read-reply', 'answer');
    expect(await taskOf(play, task.id)).toMatchObject({
      status: 'answered',
      answer: { code: 'answer', by: 'person-ward-m1', submission: next.about['submission'] },
    });
    await end(play);
  });
});

describe('what is acute', () => {
  it('is rung about first; the letter goes after the call and awaits nothing', async () => {
    const play = await begin();
    await handIn(play, 'write-letter', newLetter({ acute: true, wanted: true }), words);
    const call = await play.openTask('ring-first', 'ward-m1');
    expect(call.about).toMatchObject({ unit: 'mun-0791-visitation' });
    await play.answer('ring-first', 'called', { result: 'not-reached' });
    expect(await lettersOf(play)).toEqual([]);
    await play.answer('ring-first', 'called', { result: 'reached' });
    await play.receipt('letter');
    await play.until(({ messages }) => expect(messages.find(({ kind }) => kind === 'letter')?.state).toBe('arrived'));
    expect(await play.openKinds()).not.toContain('answer-question');
    await end(play);
  });

  it('is also what must be answered before the reader is expected to', async () => {
    const play = await begin();
    const soon = today() + 2 * HOUR;
    await handIn(play, 'write-letter', newLetter({ wanted: true, answerBy: soon }), words);
    await play.openTask('ring-first', 'ward-m1');
    expect(await lettersOf(play)).toEqual([]);
    await end(play);
  });

  it('is not what can wait for an ordinary answer: it has until the time that was asked for', async () => {
    const play = await begin();
    const due = today() + 30 * HOUR;
    await handIn(play, 'write-letter', newLetter({ wanted: true, answerBy: due }), words);
    await play.receipt('letter');
    expect((await play.openTask('answer-question')).due).toBe(due);
    expect(await play.openKinds()).not.toContain('ring-first');
    await end(play);
  });

  it('is rung about by the municipality when it asks and needs the answer soon', async () => {
    const play = await begin();
    const thread = threadIdOf((await play.receipt('plan')).id);
    const body = { thread, acute: false, answerBy: today() + HOUR };
    await handIn(play, 'ask-about-plan', () => body, { text: 'Inden kl. 12?' }, coordinator);
    await play.openTask('ring-first', 'mun-0791-visitation');
    expect(await play.openKinds()).not.toContain('answer-question');
    await end(play);
  });

  it('is rung about by the municipality when it says so, and then settled', async () => {
    const play = await begin();
    const thread = threadIdOf((await play.receipt('plan')).id);
    const body = { thread, acute: true, answerBy: null };
    await handIn(play, 'ask-about-plan', () => body, { text: 'Haster' }, coordinator);
    const call = await play.openTask('ring-first', 'mun-0791-visitation');
    expect(call.about).toMatchObject({ unit: 'ward-m1' });
    await play.answer('ring-first', 'called', { result: 'reached' });
    expect(await play.openKinds()).not.toContain('answer-question');
    await end(play);
  });
});

describe('the municipality’s question on the plan', () => {
  it('is the ward’s to answer within its reading hours; when it does not, the municipality rings', async () => {
    const play = await begin();
    const thread = threadIdOf((await play.receipt('plan')).id);
    const body = { thread, acute: false, answerBy: null };
    const submission = await handIn(play, 'ask-about-plan', () => body, { text: 'Hvornår?' }, coordinator);
    const task = await play.openTask('answer-question', 'ward-m1');
    expect(task.about).toMatchObject({ thread, submission, asker: 'mun-0791-visitation' });
    expect(task.rule).toContain('answer-question');
    const hour = Number(
      new Intl.DateTimeFormat('en', { hour: 'numeric', hour12: false, timeZone: 'Europe/Copenhagen' }).format(task.due),
    );
    expect(hour).toBeGreaterThanOrEqual(8);
    expect(hour).toBeLessThanOrEqual(15);
    await play.clockTo(task.due);
    const call = await play.openTask('ring-unanswered', 'mun-0791-visitation');
    expect(call.about).toMatchObject({ unit: 'ward-m1', task: task.id });
    await play.answer('answer-question', 'answer');
    expect(await play.openKinds()).not.toContain('ring-unanswered');
    expect(await lettersOf(play)).toEqual([]);
    await end(play);
  });

  it('is refused before a plan has been told', async () => {
    const play = await stage.begin({ plan: null });
    const body = { thread: threadIdOf('3f0f7f2c-6a3c-4d0e-9a52-0f0f3f0a7b11'), acute: false, answerBy: null };
    expect((await play.refused('ask-about-plan', body, coordinator)).code).toBe('wrong-moment');
    await end(play);
  });

  it('that comes as a letter is read like every letter, and awaits the ward until a reply goes out', async () => {
    const play = await begin();
    const plan = await play.receipt('plan');
    const letter = await answerTo(play, plan, true);
    await play.openTask('read-late-fact', 'ward-m1');
    const task = await play.openTask('answer-question', 'ward-m1');
    await play.answer('read-late-fact', 'done');
    expect(await taskOf(play, task.id)).toMatchObject({ status: 'open' });
    const reply = newLetter({ activity: 'reply', thread: threadIdOf(plan.id), of: letter });
    await handIn(play, 'write-letter', reply, { text: 'Ja, sengen skal være der.' });
    expect(await taskOf(play, task.id)).toMatchObject({ status: 'withdrawn' });
    expect(await asSent(play, await play.sent('letter'))).toMatchObject({
      activity: 'reply-message',
      threadId: threadIdOf(plan.id),
      segments: [{ text: 'Ja, sengen skal være der.', isNew: true }, { isNew: false }, { isNew: false }],
    });
    await end(play);
  });

  it('answered as a task goes out as a reply, to the newest letter of the thread', async () => {
    const play = await begin();
    const plan = await play.receipt('plan');
    await play.clockTo(today() + 600_000);
    const newest = await answerTo(play, plan, true, today());
    // Parallel: it follows the plan too, was written before, and comes after.
    await answerTo(play, plan, false, today() - 300_000);
    const task = await play.openTask('answer-question', 'ward-m1');
    const { version } = task;
    const body = { task: task.id, version, answer: 'answer', codes: {} };
    await handIn(play, 'answer-task', () => body, { answer: 'answer', version, text: 'Ja.' });
    const sent = await asSent(play, await play.sent('letter'));
    expect(sent).toMatchObject({
      activity: 'reply-message',
      threadId: threadIdOf(plan.id),
      receiver: { gln: '5790009900023' },
    });
    expect(sent.previousHeaderId).toBe((await inboundMessage(stage.db, newest))?.headerId);
    await end(play);
  });

  it('is none when a person reads an answer to the services out of it', async () => {
    const play = await stage.begin({ plan: { ...ordinaryPlan(today()), bed: null }, gpUnit: null });
    const plan = await play.receipt('plan');
    await answerTo(play, plan, true);
    await play.openTask('answer-question', 'ward-m1');
    await play.answer('read-letter', 'accept');
    expect(await play.openKinds()).not.toContain('answer-question');
    await end(play);
  });

  it('is not seen in a letter that asks nothing', async () => {
    const play = await begin();
    await play.receipt('plan');
    await firstLetter(play, false);
    await play.openTask('read-late-fact', 'ward-m1');
    expect(await play.openKinds()).not.toContain('answer-question');
    await end(play);
  });
});

describe('a letter sent on', () => {
  it('goes to the other unit in a thread of its own, with what was received', async () => {
    const play = await begin();
    const letter = await firstLetter(play, false);
    const body = (submission: string) => ({
      ...newLetter({ activity: 'forward', of: letter, to: 'mun-0791-homecare' })(submission),
    });
    const submission = await handIn(play, 'write-letter', body, {});
    const message = await play.sent('letter');
    expect(await asSent(play, message)).toMatchObject({
      activity: 'forward-message',
      threadId: threadIdOf(submission),
      segments: [{ text: 'Sendt videre til orientering.', isNew: true }, { isNew: false }],
    });
    await play.put('receipt', { message: message.id, code: 'ok', problem: null }, vans);
    await end(play);
  });

  it('of a letter that is not kept is rung about', async () => {
    const play = await begin();
    const of = '3f0f7f2c-6a3c-4d0e-9a52-0f0f3f0a7b11';
    await handIn(play, 'write-letter', newLetter({ activity: 'forward', of, to: 'mun-0791-homecare' }), {});
    expect((await play.openTask('ring-party')).about).toMatchObject({ problem: 'answered-not-kept' });
    await end(play);
  });
});
