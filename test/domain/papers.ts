// A case to print: what the tests of the sheets and of the calendar file have in common.
// With everything agreed, the patient on the way to an acute bed; each test changes what it is about.
import type { CaseView } from '../../domain/case-view.ts';
import type { FollowUpItem, FollowUpPlan, FollowUpStanding } from '../../domain/follow-up.ts';
import { epoch } from '../../domain/ids.ts';

export const at = (withOffset: string): number => epoch(new Date(withOffset).toISOString());

/** As it is planned, or with another standing. */
export const followUp = (id: string, more: Partial<FollowUpPlan> & (FollowUpStanding | object)): FollowUpItem => ({
  id,
  what: 'gp-visit',
  from: at('2026-12-07T08:00:00+01:00'),
  until: at('2026-12-11T16:00:00+01:00'),
  owner: more.booker ?? 'gp-041230',
  booker: 'gp-041230',
  bookBy: at('2026-12-03T15:00:00+01:00'),
  place: 'with-owner',
  window: 'agreed',
  revision: 1,
  state: 'planned',
  bookedAt: null,
  ...more,
});

export const view = (more: Partial<CaseView> = {}): CaseView => ({
  stage: 'ready',
  stay: { state: 'admitted', since: null, endedAt: null },
  attention: false,
  municipality: '0791',
  wardUnit: 'ward-m1',
  visitationUnit: 'mun-0791-visitation',
  gpUnit: 'gp-041230',
  coordinator: 'person-coordinator',
  standIn: null,
  plan: {
    version: 1,
    date: { kind: 'at', at: '2026-11-30T10:00:00.000Z' },
    services: ['home-nursing', 'personal-care', 'devices'],
    hasRunningServices: true,
    bed: { capabilities: ['CAP-14'], from: '2026-11-30T12:00:00.000Z', days: 7 },
    changed: [],
  },
  services: {
    'home-nursing': { state: 'accepted', from: '2026-12-07T07:00:00.000Z', by: 'person-coordinator', at: 0 },
    'personal-care': { state: 'accepted', from: null, by: 'person-coordinator', at: 0 },
  },
  bed: {
    state: 'held',
    unit: 'mun-0791-acute',
    place: 'mun-0791-acute-1',
    until: at('2026-12-07T12:00:00+01:00'),
    by: 'person-acute-nurse',
    at: 0,
    arrival: at('2026-11-30T13:00:00+01:00'),
  },
  responsibility: null,
  resume: 'confirmed',
  gp: 'told',
  mark: null,
  letterSentAt: null,
  followUpAgreed: 'agreed',
  followUps: [
    followUp('f1', {}),
    followUp('f2', {
      what: 'wound-check',
      booker: 'mun-0791-homecare',
      state: 'booked',
      bookedAt: at('2026-12-04T09:30:00+01:00'),
    }),
  ],
  objections: [],
  finishedAt: null,
  readyAt: null,
  leftAt: null,
  closedAt: null,
  parties: [],
  inFlight: 0,
  ...more,
});
