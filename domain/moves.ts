// Which actions (handlinger) a person can take at each stage of a discharge; the rest is refused with this list.
// Recording that the patient left, or died, is possible whenever the case is alive: what happened is never refused.
import type { CaseView, Stage } from './case-view.ts';

export const actionNames = [
  'change-plan',
  'mark-finished',
  'withdraw-finished',
  'correct-finished',
  'state-delay-cause',
  'change-residence',
  'mark-follow-up',
  'send-letter',
  'propose-conference',
  'record-objection',
  'set-coordinator',
  'pause',
  'resume',
  'ready',
  'state-criterion',
  'leave',
  'withdraw',
  'renew-hold',
  'withdraw-hold',
  'report-death',
  'go-on-leave',
  'back-from-leave',
  'correct-stay',
  'cancel-stay',
  'report-document',
  'note-adverse-event',
  'write-letter',
  'reply',
  'forward',
  'ask-about-plan',
  'ask-department',
  'plan-follow-up',
  'change-follow-up',
  'end-follow-up',
  'change-intensity',
  'repair',
] as const;
export type ActionName = (typeof actionNames)[number];

/** What days are counted from (færdigbehandlet) is put right whenever that is found, after the case has closed too. */
const accounts: readonly ActionName[] = ['correct-finished', 'state-delay-cause', 'change-residence'];
/** A decision, or its end, that is recorded only when the patient is gone: it moves the days, and asks nobody for anything. */
const lateAccounts: readonly ActionName[] = ['mark-finished', 'withdraw-finished'];
/** What went wrong is often seen when the course is over. */
const REPORT = 'note-adverse-event';
const everywhere: readonly ActionName[] = ['set-coordinator', 'report-document', REPORT, 'repair'];
const always: readonly ActionName[] = [...everywhere, ...accounts];
/** Putting right what was recorded of the stay, also after it has ended. */
const amends: readonly ActionName[] = ['correct-stay', 'cancel-stay'];
/** When the patient left or died is put right whenever that is found, since days and responsibility follow from it. */
const whereabouts: readonly ActionName[] = ['leave', 'report-death', ...amends];
/** About a place that is held; whose it is to say is asked where the bed is known. */
const holding: readonly ActionName[] = ['renew-hold', 'withdraw-hold'];
/** Correspondence goes on for as long as anything is planned or followed up. */
const letters: readonly ActionName[] = ['write-letter', 'reply', 'forward', 'ask-about-plan'];
/** Something more to be done after leaving, or something else: until everything is over. */
const followUps: readonly ActionName[] = ['plan-follow-up', 'change-follow-up', 'end-follow-up', 'change-intensity'];
/** What can happen for as long as the patient is in hospital, also while planning pauses. */
const anyTime: readonly ActionName[] = [
  'state-criterion',
  'record-objection',
  'leave',
  'withdraw',
  'report-death',
  'go-on-leave',
  'back-from-leave',
  'withdraw-finished',
  ...letters,
  ...amends,
];
const alive: readonly ActionName[] = [
  ...always,
  'change-plan',
  'mark-finished',
  'mark-follow-up',
  'send-letter',
  'propose-conference',
  ...followUps,
  ...anyTime,
];

/** Actions allowed at a stage, in the order the pages show them. */
const allowedActions: Readonly<Record<Stage, readonly ActionName[]>> = {
  opened: alive,
  planning: ['ready', ...alive, 'pause', ...holding],
  paused: ['resume', ...anyTime, ...always],
  ready: [...alive, 'pause', ...holding],
  left: [
    ...always,
    'state-criterion',
    'withdraw-hold',
    ...lateAccounts,
    'mark-follow-up',
    'send-letter',
    'record-objection',
    'report-death',
    ...letters,
    'ask-department',
    ...followUps,
    ...amends,
  ],
  withdrawn: ['leave', 'correct-stay', ...always, ...lateAccounts],
  deceased: [...amends, ...always, ...lateAccounts],
  readmitted: ['correct-stay', ...always, ...lateAccounts],
  closed: [...whereabouts, ...accounts, ...lateAccounts, REPORT],
};

/** What can be done to a request for a place while it is looked for, held or on its way. */
const requested: readonly ActionName[] = [
  'change-plan',
  'renew-hold',
  'withdraw-hold',
  'write-letter',
  'reply',
  'forward',
  'withdraw',
  'report-death',
  'record-objection',
  ...everywhere,
];

/** Everything that can ever be done to a request for a place. */
export const placeRequestActionNames: readonly ActionName[] = requested;

const requestActions: Readonly<Record<Stage, readonly ActionName[]>> = {
  opened: requested,
  planning: requested,
  paused: everywhere,
  ready: requested,
  left: ['write-letter', 'reply', 'forward', 'report-death', 'record-objection', ...everywhere],
  withdrawn: everywhere,
  deceased: everywhere,
  readmitted: everywhere,
  closed: [],
};

type Standing = Pick<CaseView, 'stage' | 'request' | 'finishedAt' | 'finished' | 'leftAt'> & {
  readonly stay: Pick<CaseView['stay'], 'state'>;
};

/** Actions allowed to a case as it stands: a request for a place has no stay, so it has other ones. */
export const movesIn = (view: Standing): readonly ActionName[] =>
  (view.request === undefined ? allowedActions : requestActions)[view.stage].filter((action) =>
    isInPlace(action, view),
  );

/** A decision is made while none holds, withdrawn while one does, and there must have been one to account for its days. */
function isInPlace(action: ActionName, { stage, finishedAt, finished, leftAt, stay }: Standing): boolean {
  if (action === 'mark-finished') return finishedAt === null;
  if (action === 'withdraw-finished') return finishedAt !== null;
  const isDead = stay.state === 'deceased';
  const neverWas = stay.state === 'cancelled';
  if (stage === 'withdrawn' && action === 'leave') return leftAt === null && !neverWas;
  if ((stage === 'withdrawn' || stage === 'readmitted') && action === 'correct-stay') return leftAt !== null;
  if (stage === 'closed' && action === 'leave') return leftAt === null && !isDead && !neverWas;
  if (stage === 'closed' && action === 'report-death') return !isDead && !neverWas;
  if (stage === 'closed' && amends.includes(action)) return leftAt !== null || isDead;
  if (!accounts.includes(action)) return true;
  return finished != null || (action === 'change-residence' && stage !== 'closed');
}
