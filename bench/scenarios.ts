// The discharges whose cost is counted, from start to close. Read them beside `npm run demo`: it is the same process.
// A scenario says what people and partners do; everything else the service does by itself.
import { DAY, Discharge, doctor } from './discharge.ts';
import type { Stage } from './stage.ts';

export type Scenario = (stage: Stage) => Promise<Discharge>;

/** Everybody answers in time, the first unit has a bed, and one follow-up is booked and done. */
const happyPath: Scenario = async (stage) => {
  const discharge = await Discharge.begin(stage);
  await discharge.receipt('plan');
  await othersAnswer(discharge);
  await bedTaken(discharge);
  return untilClosed(discharge);
};

/** The plan is sent three times and no receipt comes; the ward rings. All else as in the happy path. */
const silentReceipt: Scenario = async (stage) => {
  const discharge = await Discharge.begin(stage);
  await othersAnswer(discharge);
  await bedTaken(discharge);
  for (let sendings = 1; sendings <= 3; sendings += 1) await discharge.pass('receipt');
  await discharge.answer('ring-party', 'called', { result: 'reached' });
  return untilClosed(discharge);
};

/** The first unit asked says no, the next one yes. */
const declinedBed: Scenario = async (stage) => {
  const discharge = await Discharge.begin(stage);
  await discharge.receipt('plan');
  await othersAnswer(discharge);
  const from = new Date(discharge.now() + DAY).toISOString();
  await discharge.answer('take-patient', 'decline', { reason: 'no-capacity', from });
  await bedTaken(discharge);
  return untilClosed(discharge);
};

/** Withdrawn while the bed is asked for: all ends in one step, and the parties that knew are told. */
const withdrawn: Scenario = async (stage) => {
  const discharge = await Discharge.begin(stage);
  await discharge.receipt('plan');
  await discharge.receipt('heads-up');
  await discharge.put('withdraw', { reason: 'stays-in-hospital' });
  // The municipality and the practice; the unit that was only asked knows of no patient.
  for (let told = 1; told <= 2; told += 1) await discharge.receipt('withdrawal');
  await discharge.closed();
  return discharge;
};

async function othersAnswer(discharge: Discharge): Promise<void> {
  await discharge.receipt('heads-up');
  await discharge.answer('pause-services', 'done');
  await discharge.answer('admission-report', 'done');
  await discharge.answer('answer-services', 'accept');
  const now = discharge.now();
  const iso = (ms: number): string => new Date(ms).toISOString();
  const item = {
    what: 'gp-visit',
    from: iso(now + 9 * DAY),
    until: iso(now + 10 * DAY),
    booker: 'gp-041230',
    bookBy: iso(now + 5 * DAY),
  };
  await discharge.answer('agree-follow-up', 'agreed', { items: [item] });
  await discharge.answer('book-follow-up', 'booked', { at: iso(now + 9 * DAY) });
}

/** The unit says yes, and the ward has sent the referral. */
async function bedTaken(discharge: Discharge): Promise<void> {
  await discharge.answer('take-patient', 'accept');
  await discharge.bedHeld();
  await discharge.answer('send-referral', 'sent');
}

/** From a bed that is held: services confirmed the day before, ready, left, letter, follow-up done. */
async function untilClosed(discharge: Discharge): Promise<Discharge> {
  await discharge.put('mark-follow-up', { recommended: true, what: 'gp-visit', urgency: 'yellow' }, doctor);
  await discharge.pass('resume-opens');
  await discharge.answer('confirm-resume', 'confirm');
  await discharge.put('ready', {});
  discharge.leavingComes();
  await discharge.put('leave', { happenedAt: discharge.now(), how: 'acute-bed' });
  await discharge.answer('has-arrived', 'arrived');
  await discharge.put('send-letter', { sentAt: discharge.now() });
  await discharge.answer('gp-follow-up', 'accept');
  await discharge.answer('reassess-stay', 'stop');
  await discharge.answer('closing-note', 'sent');
  await discharge.pass('follow-up-due-check');
  await discharge.receipt('responsibility-passed');
  await discharge.answer('follow-up-done', 'done');
  await discharge.closed();
  return discharge;
}

/** By the names of the budgets (bench/budgets.ts). */
export const scenarios = {
  'happy path': happyPath,
  'silent receipt': silentReceipt,
  'declined bed': declinedBed,
  withdrawn,
} as const satisfies Readonly<Record<string, Scenario>>;
export type ScenarioName = keyof typeof scenarios;
export const scenarioNames: readonly ScenarioName[] = ['happy path', 'silent receipt', 'declined bed', 'withdrawn'];
