// The main scenarios of a discharge, from start to close, whose histories every later version must be able to replay.
// Each gives the handle of the workflow that ran it.
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { getsHelp } from '../../domain/phone-first.ts';
import type { Plan, PlanField } from '../../domain/plan.ts';
import { threadIdOf } from '../../medcom/care-communication.ts';
import type { DischargeStart } from '../../workflows/contract.ts';
import { closedCase, correct, read } from '../workflows/correct.ts';
import { answerTo, coordinator, handIn, newLetter, words } from '../workflows/correspondence.ts';
import { stayed } from '../workflows/in-bed.ts';
import { DAY, doctor, HOUR, operator, somebodyOf } from '../workflows/persons.ts';
import { ordinaryPlan } from '../workflows/plans.ts';
import type { Play, Stage } from '../workflows/stage.ts';
import { today } from '../workflows/stage.ts';
import { askedOfTwoAtOnce, movedToAnother, rungForAndPartTaken } from './bed-scenarios.ts';
import { finishedWithdrawnAndCorrected, leavesOnADayNobodyPlanned } from './finished-scenario.ts';
import { stayTakenBack } from './stay-scenario.ts';
import { either, held } from './waits.ts';

type Scenario = (stage: Stage) => Promise<WorkflowHandle>;

const iso = (ms: number): string => new Date(today() + ms).toISOString();
/** Without a bed, a GP and services, so that a scenario shows one thing. */
const plain = (change: Partial<Plan> = {}): Partial<DischargeStart> => ({
  plan: { ...ordinaryPlan(today()), bed: null, services: [], hasRunningServices: false, ...change },
  gpUnit: null,
});
const changed = (play: Play, version: number, fields: PlanField[], change: Partial<Plan> = {}): Plan => ({
  ...(play.start.plan ?? ordinaryPlan(today())),
  version,
  changed: fields,
  ...change,
});

/** Everybody who must be told has given a receipt: the case closes. */
async function closing(play: Play): Promise<WorkflowHandle> {
  const over = play.handle.result().then(() => 'over' as const);
  for (;;) {
    const { messages, closedAt } = await play.case();
    if (closedAt !== null) break;
    const waiting = messages.find(({ state, kind }) => state === 'sent' && (kind === 'withdrawal' || kind === 'death'));
    if (waiting !== undefined) await play.receipt(waiting.kind === 'death' ? 'death' : 'withdrawal');
    else if ((await Promise.race([over, play.until(({ version }) => version)])) === 'over') break;
  }
  return play.handle;
}

async function withdrawn(play: Play): Promise<WorkflowHandle> {
  await play.put('withdraw', { reason: 'stays-in-hospital' });
  return closing(play);
}

/** The way home, days before the plan said, of a patient who has nothing left to be asked about. */
async function home(play: Play): Promise<WorkflowHandle> {
  const { plan } = await play.view();
  await play.put('leave', { happenedAt: today(), how: 'home' });
  if (plan !== null && getsHelp(plan)) await play.answer('ring-municipality', 'called', { result: 'reached' });
  await play.put('send-letter', { sentAt: today() });
  return play.handle;
}

/** The plan is told and seen where the municipality does anything, the report is there, no follow-up is needed. */
async function arrangedPlainly(play: Play): Promise<void> {
  const { plan } = await play.view();
  if (plan !== null && getsHelp(plan)) await play.toldAndSeen();
  await play.answer('admission-report', 'done');
  await play.answer('agree-follow-up', 'not-needed');
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  async 'happy-with-bed-gp-and-follow-up'(stage) {
    const play = await stage.begin();
    await play.toldAndSeen();
    await play.receipt('heads-up');
    await play.answer('pause-services', 'done');
    await play.answer('admission-report', 'done');
    await play.answer('answer-services', 'accept');
    await play.answer('take-patient', 'accept');
    await play.answer('send-referral', 'sent');
    const item = { what: 'wound-check', from: iso(5 * DAY), until: iso(6 * DAY), booker: 'mun-0791-homecare' };
    await play.answer('agree-follow-up', 'agreed', { items: [{ ...item, bookBy: iso(4 * DAY) }] });
    await play.answer('book-follow-up', 'booked', { at: item.from });
    await play.clockTo(await play.due('resume-opens'));
    await play.answer('confirm-resume', 'confirm');
    await play.put('mark-finished', { finishedAt: today() });
    await play.put('ready', {});
    await play.put('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'yellow' }, doctor);
    await play.leaveAsPlanned('acute-bed');
    await stayed(play);
    await play.put('send-letter', { sentAt: today() });
    await play.answer('gp-follow-up', 'accept', { at: iso(3 * DAY) });
    for (const _ of ['gp-visit', 'wound-check']) {
      await play.clockTo(await play.due('follow-up-due-check'));
      await play.answer('follow-up-done', 'done');
    }
    return play.receipt('responsibility-passed').then(() => play.handle);
  },

  async 'silent-receipt-to-phone-call'(stage) {
    const play = await stage.begin(plain({ services: ['meals'] }));
    for (const sending of [1, 2, 3]) {
      await play.sent('plan', sending);
      await play.clockTo(await play.due('receipt'));
    }
    await play.answer('ring-party', 'called', { result: 'not-reached' });
    await play.answer('ring-party', 'called', { result: 'reached' });
    await play.answer('answer-services', 'accept');
    await play.answer('admission-report', 'done');
    await play.answer('agree-follow-up', 'not-needed');
    return home(play);
  },

  async 'refused-receipt-sent-again-and-unread'(stage) {
    const play = await stage.begin(plain({ services: ['meals'] }));
    const { id } = await play.receipt('plan', 'fatal-error');
    await play.openTask('ring-party');
    await play.put('repair', { repair: 'send-again', target: id }, operator);
    await play.receipt('plan');
    await play.clockTo(await play.due('message-seen'));
    await play.answer('ring-unread', 'called', { result: 'reached' });
    await play.answer('answer-services', 'accept');
    await play.answer('admission-report', 'done');
    await play.answer('agree-follow-up', 'not-needed');
    return home(play);
  },

  async 'bed-declined-then-on-condition'(stage) {
    const plan = ordinaryPlan(today());
    const play = await stage.begin({ ...plain({ bed: plan.bed }) });
    await play.receipt('plan');
    await play.answer('take-patient', 'decline', { reason: 'no-capacity', from: iso(DAY) });
    if ((await either(play, 'take-patient', 'no-bed-found')) === 'no-bed-found') {
      await play.answer('no-bed-found', 'ask-again');
    }
    await play.answer('take-patient', 'accept-on-condition');
    await play.answer('consider-condition', 'take');
    await held(play);
    return withdrawn(play);
  },

  'bed-rung-for-and-part-taken': rungForAndPartTaken,
  'bed-asked-of-two-at-once': askedOfTwoAtOnce,
  'bed-moved-to-another': movedToAnother,
  'finished-withdrawn-and-corrected': finishedWithdrawnAndCorrected,
  'leaves-on-a-day-nobody-planned': leavesOnADayNobodyPlanned,

  async 'bed-found-by-nobody-and-lapsed'(stage) {
    const plan = ordinaryPlan(today());
    const play = await stage.begin({ ...plain({ bed: plan.bed }) });
    await play.receipt('plan');
    await play.clockTo((await play.openTask('take-patient')).due);
    while ((await either(play, 'take-patient', 'no-bed-found')) === 'take-patient') {
      await play.answer('take-patient', 'decline', { reason: 'no-capacity', from: iso(DAY) });
    }
    await play.answer('no-bed-found', 'ask-again');
    await play.answer('take-patient', 'accept');
    await play.clockTo(await play.due('hold-margin'));
    await play.answer('bed-lapsed', 'not-needed');
    return withdrawn(play);
  },

  async 'municipality-no-other-date-and-condition'(stage) {
    const services = ['home-nursing', 'devices', 'meals'] as const;
    const play = await stage.begin(plain({ services }));
    await play.answer('answer-services', 'per-service', {
      services: [
        { service: 'home-nursing', answer: 'decline', reason: 'no-capacity', from: iso(5 * DAY) },
        { service: 'devices', answer: 'accept-from', from: iso(6 * DAY) },
        { service: 'meals', answer: 'accept-on-condition' },
      ],
    });
    await play.answer('find-other-way', 'other-way');
    await play.answer('find-other-way', 'take-date');
    await play.answer('consider-condition', 'refuse');
    await play.answer('answer-services', 'accept');
    await arrangedPlainly(play);
    await play.put('ready', {});
    return home(play);
  },

  async 'municipality-silent'(stage) {
    const play = await stage.begin(plain({ services: ['meals'] }));
    await play.toldAndSeen();
    await play.answer('admission-report', 'done');
    for (let moves = 0; moves < 60 && !(await play.openKinds()).includes('ring-municipality'); moves++) {
      await play.toNextDeadline();
    }
    await play.answer('ring-municipality', 'called', { result: 'reached' });
    await play.answer('answer-services', 'accept');
    await play.answer('agree-follow-up', 'declined');
    return home(play);
  },

  async withdrawn(stage) {
    const play = await stage.begin();
    await play.receipt('plan');
    await play.receipt('heads-up');
    await play.answer('take-patient', 'accept');
    await held(play);
    return withdrawn(play);
  },

  async death(stage) {
    const play = await stage.begin();
    await play.receipt('plan');
    await play.put('report-death', { happenedAt: today() });
    await play.answer('close-services', 'done');
    await play.answer('after-death', 'done');
    return closing(play);
  },

  async 'cancelled-by-operators'(stage) {
    const play = await stage.begin(plain({ services: ['meals'] }));
    await play.receipt('plan');
    await play.handle.cancel();
    return closing(play);
  },

  async 'paused-and-resumed'(stage) {
    const play = await stage.begin(plain({ services: ['meals'], bed: ordinaryPlan(today()).bed }));
    await play.toldAndSeen();
    await play.answer('answer-services', 'accept');
    await play.openTask('take-patient');
    await play.put('pause', { reason: 'ill-again' });
    const pause = await play.receipt('pause');
    await play.put('see-message', { message: pause.id }, somebodyOf(pause.to));
    await play.put('resume', {});
    await play.openTask('take-patient');
    return withdrawn(play);
  },

  async 'changed-plan'(stage) {
    const play = await stage.begin({ gpUnit: null });
    await play.toldAndSeen();
    await play.answer('answer-services', 'accept');
    await play.answer('take-patient', 'accept');
    await held(play);
    await play.put('change-plan', { base: 1, plan: changed(play, 2, ['wishes']) });
    const later = { kind: 'at', at: iso(5 * DAY) } as const;
    await play.put('change-plan', { base: 2, plan: changed(play, 3, ['date', 'bed'], { date: later, bed: null }) });
    await play.answer('answer-services', 'accept');
    return withdrawn(play);
  },

  async conference(stage) {
    const play = await stage.begin(plain());
    const times = [iso(2 * HOUR), iso(4 * HOUR)];
    const participants = ['mun-0791-visitation'];
    await play.put('propose-conference', { conference: randomUUID(), times, video: true, participants });
    await play.answer('answer-conference', 'propose', { times: [iso(6 * HOUR)] });
    await play.answer('choose-conference-time', 'accept', { at: iso(6 * HOUR) });
    await play.clockTo(today() + 6 * HOUR);
    await play.answer('conference-decisions', 'decided', {
      decisions: [{ unit: 'mun-0791-visitation', due: iso(DAY) }],
    });
    await play.answer('carry-out-decision', 'done');
    await arrangedPlainly(play);
    return home(play);
  },

  async 'objection-and-consent'(stage) {
    const play = await stage.begin(plain({ services: ['meals'] }));
    await play.toldAndSeen();
    await play.openTask('answer-services');
    await play.put('record-objection', { basis: 'health-act-41-2-1' });
    await play.answer('handle-objection', 'consent-given');
    await play.openTask('answer-services');
    await play.put('record-objection', { basis: 'health-act-41-2-1' });
    await play.answer('handle-objection', 'handled');
    await play.answer('admission-report', 'done');
    await play.answer('agree-follow-up', 'not-needed');
    return home(play);
  },

  async 'opened-by-notice'(stage) {
    const play = await stage.begin({ plan: null, gpUnit: null });
    await play.answer('pause-services', 'done');
    await play.put('change-plan', {
      base: 0,
      plan: { ...ordinaryPlan(today()), bed: null, hasRunningServices: false },
    });
    await play.answer('answer-services', 'accept');
    await arrangedPlainly(play);
    return home(play);
  },

  async 'left-with-things-missing'(stage) {
    const play = await stage.begin({ gpUnit: 'gp-061259' });
    await play.toldAndSeen();
    await play.receipt('heads-up');
    await play.put('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'red' }, doctor);
    await play.put('leave', { happenedAt: today() - HOUR, how: 'own-wish' });
    await play.put('report-death', { happenedAt: today() });
    await play.answer('close-services', 'done');
    await play.answer('after-death', 'done');
    return closing(play);
  },

  async 'gp-silent'(stage) {
    const play = await stage.begin({ ...plain(), gpUnit: 'gp-041230' });
    await play.receipt('heads-up');
    await arrangedPlainly(play);
    await play.put('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'red' }, doctor);
    await home(play);
    for (let moves = 0; moves < 20 && !(await play.openKinds()).includes('ring-practice'); moves++) {
      await play.toNextDeadline();
    }
    await play.answer('ring-practice', 'called', { result: 'not-reached' });
    await play.answer('name-who-follows-up', 'own');
    await play.answer('book-follow-up', 'declined');
    return play.handle;
  },

  async 'question-silent-and-letters'(stage) {
    const play = await stage.begin(plain({ services: ['meals'] }));
    await play.answer('answer-services', 'accept');
    await arrangedPlainly(play);
    const plan = (await play.case()).messages.find(({ kind }) => kind === 'plan');
    const thread = threadIdOf(plan?.id ?? '');
    await handIn(play, 'ask-about-plan', () => ({ thread, acute: false, answerBy: null }), { text: '?' }, coordinator);
    await play.clockTo((await play.openTask('answer-question', 'ward-m1')).due);
    await play.answer('ring-unanswered', 'called', { result: 'reached' });
    await play.answer('answer-question', 'answer');
    await handIn(play, 'write-letter', newLetter({ wanted: true }), words);
    const letter = await play.receipt('letter');
    await play.openTask('answer-question', 'mun-0791-visitation');
    const reply = await answerTo(play, letter, false);
    await play.answer('read-reply', 'answer');
    const body = { activity: 'reply', thread: threadIdOf(letter.letter?.submission ?? ''), of: reply } as const;
    await handIn(play, 'write-letter', newLetter({ ...body, acute: true }), words);
    await play.answer('ring-first', 'called', { result: 'reached' });
    await play.receipt('letter');
    return home(play);
  },

  'stay-told-and-taken-back': stayTakenBack,

  async readmitted(stage) {
    const play = await stage.begin({ gpUnit: null });
    await play.put('transfer', { wardUnit: 'ward-h1', anotherHospital: true, tellsStay: 'hospital' });
    await play.put('readmit', { next: randomUUID() });
    return play.handle;
  },

  async correction(stage) {
    const play = await closedCase(stage);
    return read(play, await correct(stage, play));
  },
};
