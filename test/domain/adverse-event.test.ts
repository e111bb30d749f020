// The draft of an adverse event: what did not go as planned is found in the case, and nobody is named in it.
// What is not in the case is left for the reporter.
import { expect, it } from 'vitest';
import { adverseEventDraft, draftFields } from '../../domain/adverse-event.ts';
import { afterLeavingOn } from '../../domain/after-leaving.ts';
import type { EventView, MessageView, TaskView } from '../../domain/case-view.ts';
import { at, view } from './papers.ts';
import { ruleBook } from './rule-book.ts';

const rules = afterLeavingOn((await ruleBook()).afterLeaving, '2026-11-30');
const now = at('2026-12-02T09:00:00+01:00');
const task = (more: Partial<TaskView>): TaskView => ({
  ...{ id: 't', kind: 'answer-services', unit: 'mun-0791-visitation', status: 'open', version: 1 },
  ...{ openedAt: 0, due: now - 3_600_000, rule: 'r', basis: 'health-act-41-2-1', reminders: 0, escalatedTo: null },
  ...{ claimedBy: 'person-x', seenBy: null, seenAt: null, answer: null, closedAt: null, about: {} },
  ...more,
});
const event = (fact: EventView['fact'], happenedAt: number): EventView => ({
  ...{ number: 1, fact, actor: 'person-y', org: 'hosp-midt', happenedAt, learntAt: happenedAt },
  ...{ codes: { unit: 'ward-m1' }, submission: null },
});
const message = (state: MessageView['state']): MessageView => ({
  ...{
    id: 'm',
    kind: 'plan',
    to: 'gp-041230',
    basis: 'health-act-41-2-1',
    state,
    sendings: 3,
    queuedAt: now - 7_200_000,
  },
  ...{ sentAt: null, arrivedAt: null, failure: null, way: null, seenBy: null, seenAt: null, answeredAt: null },
  ...{ answeredBy: null, planVersion: 1, notice: null },
});
const draft = (more: Partial<Parameters<typeof adverseEventDraft>[0]> = {}) =>
  adverseEventDraft({ view: view({ parties: ['ward-m1'] }), tasks: [], messages: [], events: [], ...more }, rules, now);

it('says by when to report, and what only the reporter knows; no field asks who', () => {
  const { reportBy, toFill, units } = draft();
  expect(new Date(reportBy).toISOString()).toBe('2026-12-09T08:00:00.000Z');
  expect(toFill).toEqual(Object.keys(draftFields));
  expect(Object.values(draftFields).join(' ')).not.toMatch(/hvem|skyld|ansvarlig/i);
  expect(units).toEqual(['ward-m1']);
});

it('finds what was late, not delivered, or too early, in order of time', () => {
  const left = view({ leftAt: now - 1_800_000, readyAt: null });
  const found = draft({ view: left, tasks: [task({})], messages: [message('failed'), message('arrived')] });
  expect(found.deviations.map(({ text, unit }) => [text, unit])).toEqual([
    ['Meddelelse blev ikke leveret', 'gp-041230'],
    [expect.stringMatching(/^Svar var for sent: /), 'mun-0791-visitation'],
    ['Patienten gik, før der var meldt klar', 'ward-m1'],
  ]);
});

it('calls nothing late that was answered in time, or is not due', () => {
  const inTime = task({ status: 'answered', closedAt: now - 4_000_000 });
  expect(draft({ tasks: [inTime, task({ due: now + 1 })] }).deviations).toEqual([]);
});

it('has the timeline in words, and no person anywhere', () => {
  const found = draft({ tasks: [task({})], events: [event('left', now), event('opened', now - 1)] });
  expect(found.timeline.map(({ text }) => text)).toEqual(['Forløb oprettet', 'Patienten er udskrevet']);
  expect(JSON.stringify(found)).not.toMatch(/person-/);
});
