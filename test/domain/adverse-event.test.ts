// The draft of an adverse event: what did not go as planned is found in the case, and nobody is named in it.
// What is not in the case is left for the reporter.
import { describe, expect, it } from 'vitest';
import { adverseEventDraft, draftFields, isReporters, tellsReporter } from '../../domain/adverse-event.ts';
import type { EventView, MessageView, TaskView } from '../../domain/case-view.ts';
import { at, view } from './papers.ts';

const reportBy = at('2026-12-09T09:00:00+01:00');
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
  adverseEventDraft(
    { view: view({ parties: ['ward-m1'] }), tasks: [], messages: [], events: [], ...more },
    reportBy,
    now,
  );

it('says by when to report, and what only the reporter knows; no field asks who', () => {
  const { toFill, units, ...more } = draft();
  expect(more.reportBy).toBe(reportBy);
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

describe('who reports', () => {
  const reminder = task({ kind: 'report-adverse-event', unit: 'ward-m1' });
  const noted = { ...event('adverse-event-noted', now), codes: { unit: 'ward-m1' } };
  const opened = { ...event('task-opened', now), codes: { task: 't', unit: 'ward-m1' } };

  it('is for the own unit to know, and for no other party', () => {
    for (const [units, hidden] of [
      [['ward-m1'], false],
      [['gp-041230', 'ward-m1'], false],
      [['gp-041230'], true],
      [[], true],
    ] as const) {
      expect(isReporters(reminder, units), units.join()).toBe(hidden);
      const ids = new Set(hidden ? ['t'] : []);
      expect([noted, opened].map((one) => tellsReporter(one, ids, units))).toEqual([hidden, hidden]);
      expect(tellsReporter(event('left', now), ids, units)).toBe(false);
    }
  });

  it('is no part of the draft, nor that the report is late', () => {
    const found = draft({ tasks: [reminder], events: [noted, opened, event('left', now)] });
    expect(found.deviations).toEqual([]);
    expect(found.timeline.map(({ text }) => text)).toEqual(['Patienten er udskrevet']);
  });
});
