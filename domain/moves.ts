// Which actions (handlinger) a person can take at each stage of a discharge; the rest is refused with this list.
// Recording that the patient left, or died, is possible whenever the case is alive: what happened is never refused.
import type { CaseView, Stage } from './case-view.ts';

export const actionNames = [
  'change-plan',
  'mark-finished',
  'mark-follow-up',
  'send-letter',
  'propose-conference',
  'record-objection',
  'set-coordinator',
  'pause',
  'resume',
  'ready',
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
  'write-letter',
  'reply',
  'forward',
  'ask-about-plan',
  'repair',
] as const;
export type ActionName = (typeof actionNames)[number];

const always: readonly ActionName[] = ['set-coordinator', 'report-document', 'repair'];
/** Putting right what was recorded of the stay, also after it has ended. */
const amends: readonly ActionName[] = ['correct-stay', 'cancel-stay'];
/** About a place that is held; whose it is to say is asked where the bed is known. */
const holding: readonly ActionName[] = ['renew-hold', 'withdraw-hold'];
/** Correspondence goes on for as long as anything is planned or followed up. */
const letters: readonly ActionName[] = ['write-letter', 'reply', 'forward', 'ask-about-plan'];
/** What can happen for as long as the patient is in hospital, also while planning pauses. */
const anyTime: readonly ActionName[] = [
  'record-objection',
  'leave',
  'withdraw',
  'report-death',
  'go-on-leave',
  'back-from-leave',
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
    'withdraw-hold',
    'mark-follow-up',
    'send-letter',
    'record-objection',
    'report-death',
    ...letters,
    ...amends,
  ],
  withdrawn: always,
  deceased: [...amends, ...always],
  readmitted: always,
  closed: [],
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
  ...always,
];

/** Everything that can ever be done to a request for a place. */
export const placeRequestActionNames: readonly ActionName[] = requested;

const requestActions: Readonly<Record<Stage, readonly ActionName[]>> = {
  opened: requested,
  planning: requested,
  paused: always,
  ready: requested,
  left: ['write-letter', 'reply', 'forward', 'report-death', 'record-objection', ...always],
  withdrawn: always,
  deceased: always,
  readmitted: always,
  closed: [],
};

/** Actions allowed to a case as it stands: a request for a place has no stay, so it has other ones. */
export const movesIn = ({ stage, request }: Pick<CaseView, 'stage' | 'request'>): readonly ActionName[] =>
  (request === undefined ? allowedActions : requestActions)[stage];
