// What a case waits for, from what was published: several at a time, open and ended, each with whom and since when.
// A clock that only says when the next step begins is no wait, and a second due time takes no lateness back.
import { describe, expect, it } from 'vitest';
import type { Published } from '../../domain/waiting.ts';
import { corrected, lateBy, waitings } from '../../domain/waiting.ts';
import { aClock, aMessage, anEvent, answered, aTask, DAY, HOUR, MINUTE, T0 } from '../store/fixtures.ts';

const nothing: Published = { tasks: [], messages: [], clocks: [], ended: [], events: [] };
const of = (published: Partial<Published>) => waitings({ ...nothing, ...published });

describe('what a case waits for', () => {
  it('is nothing when nothing is open and nothing was', () => {
    expect(of({ clocks: [aClock('hold-p1', T0 + HOUR), { ...aClock('resume-opens', T0), waitsFor: null }] })).toEqual(
      [],
    );
  });

  it('is every open task, by the first due time that passed', () => {
    const task = aTask({ due: T0 + 9 * HOUR, missed: T0 + 4 * HOUR });
    const [wait, ...others] = of({ tasks: [task], clocks: [aClock(task.id, T0 + 9 * HOUR)] });
    expect(wait).toMatchObject({ id: task.id, unit: task.unit, from: T0, until: null, due: T0 + 4 * HOUR });
    expect(others).toEqual([]);
    const what = { of: 'task', kind: task.kind } as const;
    expect(lateBy({ what, until: null, due: T0 + 4 * HOUR }, T0 + 5 * HOUR)).toBe(HOUR);
    expect(lateBy({ what, until: T0 + HOUR, due: T0 + 4 * HOUR }, T0 + 90 * HOUR)).toBe(0);
    expect(lateBy({ what, until: T0 + HOUR, due: null }, T0 + 90 * HOUR)).toBeNull();
  });

  it('is that a message arrives, and then that a person sees it', () => {
    const sent = aMessage({ state: 'sent' });
    const due = T0 + 30 * MINUTE;
    const watched = (id: string) => ({ ...aClock(id, due), name: 'receipt' });
    expect(of({ messages: [sent], clocks: [watched(`receipt-${sent.id}`)] })).toMatchObject([
      { what: { of: 'arrival', kind: 'plan' }, until: null, due },
    ]);
    const arrived = { ...sent, state: 'arrived' as const, arrivedAt: T0 + MINUTE };
    expect(of({ messages: [arrived], clocks: [watched(`seen-${sent.id}`)] })).toMatchObject([
      { what: { of: 'seen' }, from: T0 + MINUTE, until: null, due },
      { what: { of: 'arrival' }, from: T0, until: T0 + MINUTE },
    ]);
    const answeredFirst = { ...arrived, seenAt: T0 + 3 * MINUTE, answeredAt: T0 + 2 * MINUTE };
    expect(of({ messages: [answeredFirst] })[0]).toMatchObject({ what: { of: 'seen' }, until: T0 + 2 * MINUTE });
  });

  it('ends for a message with the phone call or when it is taken back, and nobody there has to see it then', () => {
    const messages = [aMessage({ state: 'told-by-phone' }), aMessage({ state: 'withdrawn' })];
    const events = [
      anEvent(1, { fact: 'message-told-by-phone', codes: { message: messages[0]?.id ?? '' }, happenedAt: T0 + HOUR }),
      anEvent(2, { fact: 'message-withdrawn', codes: { message: messages[1]?.id ?? '' }, happenedAt: T0 + MINUTE }),
    ];
    expect(of({ messages, events }).map(({ until, what }) => [what.of, until])).toEqual([
      ['arrival', T0 + HOUR],
      ['arrival', T0 + MINUTE],
    ]);
  });

  it('says of a message that came late how late it was, by the first due time that passed, and of another that it was in time', () => {
    const [late, soon] = [aMessage({ state: 'arrived', arrivedAt: T0 + 2 * HOUR }), aMessage({ state: 'sent' })];
    const missed = (number: number, message: string, clock: string, due: number) =>
      anEvent(number, { fact: 'not-in-time', codes: { message, clock, due: new Date(due).toISOString() } });
    const events = [
      missed(1, late.id, 'receipt', T0 + 30 * MINUTE),
      missed(2, late.id, 'receipt', T0 + 60 * MINUTE),
      missed(3, late.id, 'message-seen', T0 + 6 * HOUR),
    ];
    const messages = [
      { ...late, seenAt: T0 + 7 * HOUR },
      { ...soon, arrivedAt: T0 + MINUTE },
    ];
    const lateness = (published: Partial<Published>) =>
      of(published).map((one) => [one.id, one.due, lateBy(one, T0 + DAY)]);
    expect(lateness({ messages, events })).toEqual([
      [`seen-${late.id}`, T0 + 6 * HOUR, HOUR],
      [`arrives-${late.id}`, T0 + 30 * MINUTE, 90 * MINUTE],
      [`arrives-${soon.id}`, null, 0],
    ]);
    // Sent again: the new due time takes no lateness back.
    const clocks = [{ ...aClock(`receipt-${soon.id}`, T0 + 2 * HOUR), name: 'receipt' }];
    expect(lateness({ messages: [soon], clocks, events: [missed(1, soon.id, 'receipt', T0 + HOUR)] })).toEqual([
      [`arrives-${soon.id}`, T0 + HOUR, 23 * HOUR],
    ]);
  });

  it('goes on for a message that nobody has seen in time while somebody rings, and ends when somebody was reached', () => {
    const message = aMessage({ state: 'arrived', arrivedAt: T0 + MINUTE });
    const about = { message: message.id };
    const due = T0 + 6 * HOUR;
    const codes = { message: message.id, clock: 'message-seen', due: new Date(due).toISOString() };
    const events = [anEvent(1, { fact: 'not-in-time', codes })];
    const ring = aTask({ kind: 'ring-unread', about, openedAt: due });
    const seen = (published: Partial<Published>) =>
      of({ messages: [message], events, ...published }).filter(({ what }) => what.of === 'seen');
    const notReached = { ...answered(ring), closedAt: due + MINUTE };
    expect(seen({ tasks: [notReached, aTask({ kind: 'ring-unread', about })] })).toMatchObject([{ until: null, due }]);
    const reached = { ...answered(ring), closedAt: due + HOUR };
    expect(seen({ tasks: [notReached, reached] })).toMatchObject([{ until: due + HOUR, due }]);
    expect(seen({ messages: [{ ...message, seenAt: due + DAY }], tasks: [reached] })).toMatchObject([
      { until: due + HOUR, due },
    ]);
  });

  it('is what a clock of its own waits for, since it began, and stays when the clock has ended', () => {
    const clock = { ...aClock('gp-letter', T0 + 72 * HOUR), name: 'gp-letter', waitsFor: 'ward-m1', from: T0 };
    expect(of({ clocks: [clock] })).toMatchObject([
      { what: { of: 'clock', name: 'gp-letter' }, unit: 'ward-m1', from: T0, until: null },
    ]);
    const ended = [{ ...clock, until: T0 + DAY }];
    expect(of({ ended })).toMatchObject([{ id: 'gp-letter', from: T0, until: T0 + DAY, due: clock.due }]);
    // Its end was shown and then lost with the step.
    expect(of({ clocks: [clock], ended })).toMatchObject([{ id: 'gp-letter', until: null }]);
  });

  it('shows open ones first, the longest first, then what ended last', () => {
    const early = aTask({ openedAt: T0 - HOUR });
    const late = aTask({ openedAt: T0 });
    const done = answered(aTask());
    const before = { ...answered(aTask()), closedAt: T0 };
    const order = of({ tasks: [before, late, done, early] }).map(({ id }) => id);
    expect(order).toEqual([early.id, late.id, done.id, before.id]);
  });
});

describe('a correction', () => {
  const causeOf = (unit: string) => (unit === 'ward-m1' ? 'hospital' : 'municipality');
  const [wait] = of({ tasks: [aTask()] });
  if (wait === undefined) throw new Error('There is a task');

  it('changes what it says and leaves the rest as the clocks have it', () => {
    expect(corrected(wait, {}, causeOf)).toEqual({ ...wait, cause: 'municipality', counts: true });
    expect(corrected(wait, { cause: 'citizen' }, causeOf)).toMatchObject({ cause: 'citizen', unit: wait.unit });
    expect(corrected(wait, { unit: 'ward-m1', until: T0 + HOUR }, causeOf)).toMatchObject({
      cause: 'hospital',
      from: T0,
      until: T0 + HOUR,
    });
    expect(corrected(wait, { counts: false }, causeOf).counts).toBe(false);
  });
});
