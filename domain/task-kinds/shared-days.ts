// Tasks of several treatments on one day (samlede dage): the patient's word, each unit's word on its time, and telling them.
// The ordinary answer comes first; silence stands for a no, so that every time stays.
import { declineReasons } from '../reasons.ts';
import { patientReasons } from '../shared-days.ts';
import type { TaskKind } from './kind.ts';
import { asker, done, exampleInstant, note } from './kind.ts';

const reason = { type: 'code', label: 'Årsag', of: declineReasons, optional: true } as const;

export const sharedDayTasks = {
  'patient-on-shared-days': {
    title: 'Spørg patienten: må aftalerne samles på færre dage?',
    roles: asker,
    answers: [
      { code: 'yes', label: 'Patienten siger ja', fields: { note }, example: {} },
      { code: 'too-much', label: 'For meget på én dag', fields: { note }, example: {} },
      {
        code: 'no',
        label: 'Patienten vil beholde tiderne',
        fields: { reason: { type: 'code', label: 'Hvorfor', of: patientReasons, optional: true }, note },
        example: { reason: 'suits-better' },
      },
    ],
  },
  'move-time': {
    title: 'Kan I give denne tid, så patientens aftaler samles?',
    roles: asker,
    answers: [
      { code: 'yes', label: 'Ja, vi holder tiden', fields: { note }, example: {} },
      {
        code: 'other-time',
        label: 'En anden tid',
        fields: { at: { type: 'instant', label: 'Tidspunkt' }, note },
        example: { at: exampleInstant },
      },
      { code: 'no', label: 'Nej, lad tiden være', fields: { reason, note }, example: { reason: 'no-capacity' } },
    ],
  },
  'keep-time': {
    title: 'Svar på samlede aftaler: ret jeres kalender',
    roles: asker,
    answers: [done('Rettet'), { code: 'gone', label: 'Den nye tid er væk', fields: { note }, example: {} }],
  },
  'tell-patient-days': {
    title: 'Fortæl patienten, hvad der blev af de samlede aftaler',
    roles: asker,
    answers: [done('Fortalt')],
  },
} as const satisfies Record<string, TaskKind>;
