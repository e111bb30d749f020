// Dated examples of the clocks: which deadline a question gets, asked there and then under the example rule set.
// Expected times are written by hand with their own offset; dates are chosen at weekends, holidays and clock changes.
import type { ClockName } from '../../domain/clocks.ts';
import type { Facts } from '../../domain/rule-form.ts';
import { utc } from './rule-book.ts';

export interface RuleExample {
  clock: ClockName;
  in: string;
  from: string;
  due: string;
  unit?: string;
  facts?: Facts;
}
const at = (
  clock: ClockName,
  municipality: string,
  from: string,
  due: string,
  more: Pick<RuleExample, 'unit' | 'facts'> = {},
): RuleExample => ({ clock, in: municipality, from, due, ...more });

/** The anchor of a clock: planned leaving, agreed arrival and so on. */
export const anchor = (time: string): Pick<RuleExample, 'facts'> => ({ facts: { anchor: utc(time) } });

export const ruleExamples: readonly RuleExample[] = [
  // Thirty minutes are thirty minutes, at any hour and over both clock changes.
  at('receipt', '0791', '2026-11-20T13:00+01:00', '2026-11-20T13:30+01:00'),
  at('receipt', '0615', '2026-12-31T23:45+01:00', '2027-01-01T00:15+01:00'),
  at('receipt', '0751', '2026-10-25T02:45+02:00', '2026-10-25T02:15+01:00'),
  at('receipt', '0751', '2026-03-29T01:45+01:00', '2026-03-29T03:15+02:00'),
  // Once per shift in a municipality; a practice and a ward only read when they are open.
  at('message-seen', '0791', '2026-11-20T22:00+01:00', '2026-11-21T07:00+01:00'),
  // Friday at 15 the practice has closed (Fridays at 14), so its eight hours are the whole of Monday.
  at('message-seen', '0791', '2026-11-20T15:00+01:00', '2026-11-23T16:00+01:00', {
    facts: { unitKind: 'practice' },
    unit: 'gp-041230',
  }),
  at('message-seen', '0791', '2026-11-21T14:00+01:00', '2026-11-22T14:00+01:00', {
    facts: { unitKind: 'ward' },
    unit: 'ward-m1',
  }),
  // A question is answered within a shift, or within hours in which a ward or a practice reads.
  at('answer-question', '0791', '2026-11-20T22:00+01:00', '2026-11-21T06:00+01:00'),
  at('answer-question', '0791', '2026-11-21T14:00+01:00', '2026-11-22T11:00+01:00', {
    facts: { unitKind: 'ward' },
    unit: 'ward-m1',
  }),
  at('answer-question', '0791', '2026-11-20T10:00+01:00', '2026-11-23T12:00+01:00', {
    facts: { unitKind: 'practice' },
    unit: 'gp-041230',
  }),
  // 24 hours after admission is elapsed time, weekends and summer time or not.
  at('admission-report', '0791', '2026-11-20T22:10+01:00', '2026-11-21T22:10+01:00'),
  at('admission-report', '0791', '2026-10-24T12:00+02:00', '2026-10-25T11:00+01:00'),
  at('admission-report', '0791', '2026-03-28T12:00+01:00', '2026-03-29T13:00+02:00'),
  at('admission-report', '0615', '2026-12-24T18:00+01:00', '2026-12-25T18:00+01:00'),
  at('pause-services', '0615', '2026-12-25T03:00+01:00', '2026-12-26T03:00+01:00'),
  // The same question on the same morning: Midt counts four open hours, Horsens says noon next working day, others a working day.
  at('answer-services', '0791', '2026-11-23T09:00+01:00', '2026-11-23T13:00+01:00'),
  at('answer-services', '0615', '2026-11-23T09:00+01:00', '2026-11-24T12:00+01:00'),
  at('answer-services', '0751', '2026-11-23T09:00+01:00', '2026-11-24T09:00+01:00'),
  at('answer-services', '0101', '2026-11-23T09:00+01:00', '2026-11-24T09:00+01:00'),
  at('answer-services', '0791', '2026-11-20T12:00+01:00', '2026-11-23T10:00+01:00', { unit: 'mun-0791-visitation' }),
  at('answer-services', '0791', '2026-11-19T14:00+01:00', '2026-11-20T09:00+01:00', { unit: 'mun-0791-visitation' }),
  at('answer-services', '0791', '2026-11-19T14:00+01:00', '2026-11-20T11:00+01:00'),
  at('answer-services', '0791', '2026-11-21T10:00+01:00', '2026-11-23T12:00+01:00'),
  at('answer-services', '0791', '2026-04-01T13:00+02:00', '2026-04-07T10:00+02:00'),
  at('answer-services', '0615', '2026-04-01T13:00+02:00', '2026-04-07T12:00+02:00'),
  at('answer-services', '0615', '2026-11-20T16:00+01:00', '2026-11-23T12:00+01:00'),
  at('answer-services', '0615', '2026-12-23T09:00+01:00', '2026-12-28T12:00+01:00'),
  at('answer-services', '0791', '2026-12-30T14:00+01:00', '2027-01-04T11:00+01:00'),
  at('answer-services', '0791', '2026-06-04T14:00+02:00', '2026-06-08T11:00+02:00'),
  at('answer-changed-plan', '0615', '2026-11-20T14:00+01:00', '2026-11-23T11:00+01:00', {
    unit: 'mun-0615-visitation',
  }),
  at('answer-conference', '0791', '2026-11-23T08:00+01:00', '2026-11-23T15:00+01:00'),
  // The day before at noon; last working day in Horsens; two working days for Samsø; never less than two hours.
  at('resume-opens', '0791', '2026-11-20T10:00+01:00', '2026-11-22T08:00+01:00', anchor('2026-11-22T12:00+01:00')),
  at('resume-opens', '0791', '2026-11-22T11:00+01:00', '2026-11-22T11:00+01:00', anchor('2026-11-22T12:00+01:00')),
  at('confirm-resume', '0791', '2026-11-20T10:00+01:00', '2026-11-22T12:00+01:00', anchor('2026-11-23T14:00+01:00')),
  at('confirm-resume', '0615', '2026-11-19T10:00+01:00', '2026-11-20T12:00+01:00', anchor('2026-11-23T14:00+01:00')),
  at('confirm-resume', '0741', '2026-11-16T10:00+01:00', '2026-11-19T12:00+01:00', anchor('2026-11-23T14:00+01:00')),
  at('confirm-resume', '0791', '2026-11-23T09:00+01:00', '2026-11-23T11:00+01:00', anchor('2026-11-23T14:00+01:00')),
  at('confirm-resume', '0791', '2026-11-20T10:00+01:00', '2026-11-21T10:00+01:00'),
  at('confirm-resume', '0791', '2026-11-20T10:00+01:00', '2026-11-22T12:00+01:00', { facts: { anchor: '2026-11-23' } }),
  // Minutes for an acute bed, fewer when it is for today.
  at('capability-answer', '0791', '2026-11-20T23:30+01:00', '2026-11-21T00:15+01:00'),
  at('capability-answer', '0615', '2026-11-20T23:30+01:00', '2026-11-21T01:30+01:00'),
  at('capability-answer', '0657', '2026-11-20T23:30+01:00', '2026-11-21T00:30+01:00'),
  at('capability-answer', '0791', '2026-11-20T10:00+01:00', '2026-11-20T10:20+01:00', { facts: { sameDay: true } }),
  at('capability-answer', '0791', '2026-11-20T10:00+01:00', '2026-11-20T10:45+01:00', { facts: { sameDay: false } }),
  at('place-reservation', '0791', '2026-11-20T10:00+01:00', '2026-11-20T10:55+01:00', anchor('2026-11-20T10:45+01:00')),
  at('place-reservation', '0791', '2026-11-20T10:00+01:00', '2026-11-20T10:55+01:00'),
  at('place-reservation', '0657', '2026-11-20T10:00+01:00', '2026-11-20T11:10+01:00'),
  at('hold-margin', '0791', '2026-11-20T10:00+01:00', '2026-11-23T15:00+01:00', anchor('2026-11-23T11:00+01:00')),
  at('hold-margin', '0615', '2026-11-20T10:00+01:00', '2026-11-23T13:00+01:00', anchor('2026-11-23T11:00+01:00')),
  at('hold-margin', '0615', '2026-11-23T12:30+01:00', '2026-11-23T13:30+01:00', anchor('2026-11-23T11:00+01:00')),
  // The plan must have been sent by 12:00 on the day of discharge; a passed cut-off stays passed.
  at('staff-training', '0791', '2026-11-20T10:00+01:00', '2026-11-23T14:00+01:00', anchor('2026-11-23T14:00+01:00')),
  at('staff-training', '0791', '2026-11-23T13:30+01:00', '2026-11-23T14:30+01:00', anchor('2026-11-23T14:00+01:00')),
  // Two hours before the patient comes, and not before an hour after the yes.
  at('acute-referral', '0791', '2026-11-20T10:00+01:00', '2026-11-23T12:00+01:00', anchor('2026-11-23T14:00+01:00')),
  at('acute-referral', '0615', '2026-11-23T13:30+01:00', '2026-11-23T14:30+01:00', anchor('2026-11-23T14:00+01:00')),
  at('acute-referral', '0751', '2026-12-31T20:00+01:00', '2026-12-31T23:00+01:00', anchor('2027-01-01T01:00+01:00')),
  // An hour before the hold ends, and a quarter of an hour from now when that has passed; over a clock change and New Year.
  at('hold-warning', '0791', '2026-11-20T10:00+01:00', '2026-11-23T14:00+01:00', anchor('2026-11-23T15:00+01:00')),
  at('hold-warning', '0615', '2026-11-23T12:30+01:00', '2026-11-23T12:45+01:00', anchor('2026-11-23T13:00+01:00')),
  at('hold-warning', '0791', '2026-12-31T12:00+01:00', '2026-12-31T23:30+01:00', anchor('2027-01-01T00:30+01:00')),
  at('has-arrived', '0791', '2026-11-23T10:00+01:00', '2026-11-23T13:00+01:00', anchor('2026-11-23T11:00+01:00')),
  at('has-arrived', '0791', '2026-11-23T14:00+01:00', '2026-11-23T15:00+01:00', anchor('2026-11-23T11:00+01:00')),
  // Five times 24 hours, over the end of summer time and over New Year.
  at(
    'acute-stay-reassessment',
    '0779',
    '2026-10-22T12:00+02:00',
    '2026-10-27T11:00+01:00',
    anchor('2026-10-22T12:00+02:00'),
  ),
  at(
    'acute-stay-reassessment',
    '0657',
    '2026-12-29T09:00+01:00',
    '2027-01-03T09:00+01:00',
    anchor('2026-12-29T09:00+01:00'),
  ),
  at('closing-note', '0791', '2026-11-27T12:00+01:00', '2026-11-28T12:00+01:00'),
  // 72 hours from the leaving, also when the patient came later.
  at(
    'medical-responsibility',
    '0791',
    '2026-11-23T15:00+01:00',
    '2026-11-26T11:00+01:00',
    anchor('2026-11-23T11:00+01:00'),
  ),
  at(
    'medical-responsibility',
    '0751',
    '2026-12-30T10:00+01:00',
    '2027-01-02T10:00+01:00',
    anchor('2026-12-30T10:00+01:00'),
  ),
  // The department's 72 hours are elapsed hours, over both clock changes and New Year.
  at(
    'extended-responsibility-end',
    '0791',
    '2026-11-20T11:05+01:00',
    '2026-11-23T11:00+01:00',
    anchor('2026-11-20T11:00+01:00'),
  ),
  at(
    'extended-responsibility-end',
    '0751',
    '2026-10-23T12:00+02:00',
    '2026-10-26T11:00+01:00',
    anchor('2026-10-23T12:00+02:00'),
  ),
  at(
    'extended-responsibility-end',
    '0615',
    '2027-03-26T12:00+01:00',
    '2027-03-29T13:00+02:00',
    anchor('2027-03-26T12:00+01:00'),
  ),
  at(
    'extended-responsibility-end',
    '0791',
    '2026-12-30T10:00+01:00',
    '2027-01-02T10:00+01:00',
    anchor('2026-12-30T10:00+01:00'),
  ),
  at('plan-same-day', '0791', '2026-11-20T08:00+01:00', '2026-11-20T12:00+01:00'),
  at('plan-same-day', '0791', '2026-11-20T13:00+01:00', '2026-11-20T12:00+01:00'),
  at('plan-same-day', '0791', '2026-11-20T13:00+01:00', '2026-11-24T12:00+01:00', anchor('2026-11-24T15:00+01:00')),
  at('plan-same-day', '0615', '2026-07-01T07:00+02:00', '2026-07-02T12:00+02:00', anchor('2026-07-02T09:00+02:00')),
  // A weekend or holiday is agreed about by noon on the last working day before it.
  at('weekend-agreement', '0791', '2026-11-17T09:00+01:00', '2026-11-20T12:00+01:00', anchor('2026-11-21T10:00+01:00')),
  at('weekend-agreement', '0791', '2026-12-21T09:00+01:00', '2026-12-23T12:00+01:00', anchor('2026-12-26T10:00+01:00')),
  at('weekend-agreement', '0791', '2026-11-21T09:00+01:00', '2026-11-21T10:00+01:00', anchor('2026-11-21T12:00+01:00')),
  // Before 14:30 is read today; wards read all days, clinics on weekdays.
  at('correspondence-same-day', '0791', '2026-11-20T14:30+01:00', '2026-11-20T14:30+01:00'),
  at('correspondence-same-day', '0791', '2026-11-20T14:31+01:00', '2026-11-21T14:30+01:00', { unit: 'ward-m1' }),
  at('correspondence-same-day', '0791', '2026-12-25T15:00+01:00', '2026-12-26T14:30+01:00', { unit: 'ward-m1' }),
  at('correspondence-same-day', '0791', '2026-11-20T14:31+01:00', '2026-11-23T14:30+01:00', {
    unit: 'mun-0615-visitation',
  }),
  at('correspondence-same-day', '0791', '2026-11-21T09:00+01:00', '2026-11-23T14:30+01:00', {
    unit: 'mun-0615-visitation',
  }),
  at('place-reservation', '0615', '2026-11-20T10:00+01:00', '2026-11-20T12:10+01:00'),
  // The practice answers in its own opening hours, sooner when the mark is red or yellow.
  at('gp-follow-up-answer', '0791', '2026-11-20T13:00+01:00', '2026-11-23T09:00+01:00', {
    unit: 'gp-041230',
    facts: { urgency: 'red' },
  }),
  at('gp-follow-up-answer', '0791', '2026-11-20T13:00+01:00', '2026-11-23T15:00+01:00', {
    unit: 'gp-041230',
    facts: { urgency: 'yellow' },
  }),
  at('gp-follow-up-answer', '0791', '2026-11-20T13:00+01:00', '2026-11-24T15:00+01:00', {
    unit: 'gp-041230',
    facts: { urgency: 'green' },
  }),
  // The window of the follow-up: working days from the leaving, or from the question when that came later.
  at('gp-follow-up-window', '0791', '2026-11-20T13:00+01:00', '2026-11-24T16:00+01:00', {
    unit: 'gp-041230',
    facts: { urgency: 'red', anchor: '2026-11-20T11:00+01:00' },
  }),
  at('gp-follow-up-window', '0791', '2026-11-25T16:30+01:00', '2026-12-04T16:00+01:00', {
    unit: 'gp-041230',
    facts: { urgency: 'yellow', anchor: '2026-11-20T11:00+01:00' },
  }),
  at('gp-follow-up-window', '0657', '2026-12-21T10:00+01:00', '2027-01-22T16:00+01:00', {
    unit: 'gp-041230',
    facts: { urgency: 'green' },
  }),
  at('take-follow-up', '0791', '2026-11-20T10:00+01:00', '2026-11-23T14:00+01:00'),
  at('take-follow-up', '0791', '2026-12-30T16:00+01:00', '2027-01-04T14:00+01:00'),
  at('ring-practice', '0791', '2026-11-20T17:00+01:00', '2026-11-23T10:00+01:00', { unit: 'gp-041230' }),
  at('ring-practice', '0791', '2026-12-23T15:00+01:00', '2026-12-28T09:00+01:00', { unit: 'gp-041230' }),
  // The letter: working days, not elapsed ones.
  at('gp-letter', '0657', '2026-11-20T14:00+01:00', '2026-11-25T16:00+01:00'),
  at('gp-letter', '0791', '2026-11-20T14:00+01:00', '2026-11-23T16:00+01:00'),
  at('gp-letter', '0657', '2026-11-20T14:00+01:00', '2026-11-23T10:00+01:00', { facts: { urgency: 'red' } }),
  at('gp-letter', '0657', '2026-12-30T14:00+01:00', '2027-01-06T16:00+01:00'),
  at('gp-letter', '0657', '2026-05-13T14:00+02:00', '2026-05-19T16:00+02:00'),
  // Follow-up: before leaving, by the booking date, and asked about a day after it was due.
  at('agree-follow-up', '0791', '2026-11-20T10:00+01:00', '2026-11-24T10:00+01:00', anchor('2026-11-24T12:00+01:00')),
  at('agree-follow-up', '0791', '2026-11-24T11:30+01:00', '2026-11-24T12:30+01:00', anchor('2026-11-24T12:00+01:00')),
  at('agree-follow-up', '0791', '2026-11-20T10:00+01:00', '2026-11-22T10:00+01:00'),
  at('book-follow-up', '0791', '2026-11-20T10:00+01:00', '2026-12-03T15:00+01:00', anchor('2026-12-03T15:00+01:00')),
  at('book-follow-up', '0791', '2026-11-20T10:00+01:00', '2026-11-24T15:00+01:00'),
  at(
    'follow-up-due-check',
    '0791',
    '2026-11-20T10:00+01:00',
    '2026-12-12T16:00+01:00',
    anchor('2026-12-11T16:00+01:00'),
  ),
  at(
    'follow-up-due-check',
    '0791',
    '2026-11-20T10:00+01:00',
    '2026-11-20T10:00+01:00',
    anchor('2026-11-11T16:00+01:00'),
  ),
  // The second working day at noon: over a weekend, and over Christmas.
  at('shared-days-answer', '0791', '2026-11-20T10:00+01:00', '2026-11-24T12:00+01:00'),
  at('shared-days-answer', '0791', '2026-12-23T10:00+01:00', '2026-12-29T12:00+01:00'),
  // Asked a day after the planned leaving, never sooner than a day from now; without a date every week.
  // The same day, also on a holiday; decided late at night, or recorded the day after: an hour.
  at('finished-notice', '0791', '2026-11-20T10:05+01:00', '2026-11-20T23:59+01:00', anchor('2026-11-20T10:00+01:00')),
  at('finished-notice', '0615', '2026-12-26T23:30+01:00', '2026-12-27T00:30+01:00', anchor('2026-12-26T23:20+01:00')),
  at('finished-notice', '0751', '2027-01-02T08:00+01:00', '2027-01-02T09:00+01:00', anchor('2027-01-01T16:00+01:00')),
  at('finished-notice', '0791', '2026-10-25T01:00+02:00', '2026-10-25T23:59+01:00', anchor('2026-10-25T00:30+02:00')),
  // Five working days to object, none of them on a weekend or a holiday.
  at('delay-cause-objection', '0791', '2026-11-20T10:00+01:00', '2026-11-27T15:00+01:00'),
  at('delay-cause-objection', '0615', '2026-12-22T23:30+01:00', '2027-01-04T15:00+01:00'),
  at('leaving-overdue', '0791', '2026-11-20T10:00+01:00', '2026-12-12T11:00+01:00', anchor('2026-12-11T11:00+01:00')),
  at('leaving-overdue', '0791', '2026-11-20T10:00+01:00', '2026-11-21T10:00+01:00', anchor('2026-11-11T11:00+01:00')),
  at('leaving-overdue', '0791', '2026-11-20T10:00+01:00', '2026-11-27T10:00+01:00'),
  // People's own tasks.
  at('call-task', '0791', '2026-11-21T02:00+01:00', '2026-11-21T02:30+01:00'),
  at('call-task', '0615', '2026-11-21T02:00+01:00', '2026-11-21T03:00+01:00'),
  // What the other three clusters have of their own.
  at('answer-changed-plan', '0751', '2026-11-20T10:00+01:00', '2026-11-20T13:00+01:00'),
  at('hold-margin', '0741', '2026-11-20T10:00+01:00', '2026-11-23T14:00+01:00', anchor('2026-11-23T11:00+01:00')),
  at('answer-conference', '0760', '2026-11-20T10:00+01:00', '2026-11-23T13:00+01:00'),
  at('hold-margin', '0657', '2026-11-20T10:00+01:00', '2026-11-23T17:00+01:00', anchor('2026-11-23T11:00+01:00')),
  at('answer-services', '0707', '2026-11-20T10:00+01:00', '2026-11-20T15:00+01:00'),
  at('call-task', '0730', '2026-11-21T02:00+01:00', '2026-11-21T02:45+01:00'),
  at('ward-decision', '0791', '2026-11-20T10:00+01:00', '2026-11-20T14:00+01:00'),
  at('name-who-follows-up', '0791', '2026-11-20T10:00+01:00', '2026-11-21T10:00+01:00'),
  at('step-failed', '0791', '2026-11-20T10:00+01:00', '2026-11-20T11:00+01:00'),
  at('closing-task', '0791', '2026-11-20T10:00+01:00', '2026-11-24T12:00+01:00'),
  at('closing-task', '0615', '2026-12-23T10:00+01:00', '2026-12-29T12:00+01:00'),
  at('objection-task', '0791', '2026-11-20T10:00+01:00', '2026-11-21T10:00+01:00'),
  at('stay-branch', '0791', '2026-10-24T12:00+02:00', '2026-10-25T11:00+01:00', anchor('2026-10-24T12:00+02:00')),
  at(
    'municipal-action-soon',
    '0791',
    '2026-11-20T10:00+01:00',
    '2026-11-22T09:00+01:00',
    anchor('2026-11-23T09:00+01:00'),
  ),
  at('friday-afternoon', '0791', '2026-11-20T15:30+01:00', '2026-11-20T17:30+01:00'),
  at('finished-step-up', '0791', '2026-12-31T10:00+01:00', '2027-01-02T00:00+01:00'),
  at('extended-responsibility-end', '0791', '2026-10-23T11:00+02:00', '2026-10-26T10:00+01:00'),
  at('follow-up-visit', '0791', '2026-12-24T11:00+01:00', '2027-01-01T16:00+01:00'),
  at('rehabilitation-offer', '0791', '2026-10-22T10:00+02:00', '2026-10-29T10:00+01:00'),
  at(
    'rehabilitation-offer',
    '0791',
    '2026-11-20T10:00+01:00',
    '2026-12-08T08:00+01:00',
    anchor('2026-12-01T08:00+01:00'),
  ),
  at('next-contact', '0791', '2026-12-01T10:00+01:00', '2026-12-29T16:00+01:00', anchor('2026-12-01T10:00+01:00')),
  at('reach-out', '0791', '2026-11-20T10:00+01:00', '2026-11-23T15:00+01:00'),
  at('reach-out', '0791', '2026-11-20T10:00+01:00', '2026-11-21T12:00+01:00', { facts: { reach: 'vulnerable' } }),
  at('reach-out', '0615', '2026-11-20T10:00+01:00', '2026-11-23T15:00+01:00', { facts: { reach: 'vulnerable' } }),
  at('reach-out', '0615', '2026-11-20T10:00+01:00', '2026-11-21T12:00+01:00', { facts: { reach: 'psychiatric' } }),
  at('network-meeting', '0791', '2026-12-22T10:00+01:00', '2027-01-04T16:00+01:00'),
  at('uth-report', '0791', '2026-03-22T02:30+01:00', '2026-03-29T03:00+02:00'),
  at('uth-report', '0791', '2026-10-25T02:30+01:00', '2026-11-01T03:00+01:00'),
  at('letter-to-patient', '0791', '2026-11-20T10:00+01:00', '2026-11-23T10:00+01:00'),
  at('transport-order', '0791', '2026-12-21T10:00+01:00', '2026-12-23T15:00+01:00', {
    facts: { anchor: utc('2026-12-28T09:00+01:00'), orderedBy: 'citizen' },
  }),
  at('withdrawn-told', '0791', '2026-11-20T23:00+01:00', '2026-11-21T01:00+01:00'),
];
