// What other systems report of a discharge (hændelser): a letter or plan was sent, a card updated, a patient died.
// What happened is never refused; too late or contradicting, it becomes a task for a person to read.
import { z } from 'zod';
import { episodeId, id, instant, text } from './common.ts';

/** Types of event, with what they mean in Danish. */
export const eventTypes = {
  'letter-sent': 'Epikrise sendt',
  death: 'Borgeren er død',
  'plan-sent': 'Plejeforløbsplan sendt',
  'finished-notice-sent': 'Melding om færdigbehandling sendt',
  'discharge-report-sent': 'Udskrivningsrapport sendt',
  'rehabilitation-plan-sent': 'Genoptræningsplan sendt',
  'medication-card-updated': 'Fælles Medicinkort ajourført',
  'device-delivered': 'Hjælpemiddel leveret',
  other: 'Anden oplysning',
} as const;
export type EventType = keyof typeof eventTypes;

const isEventType = (type: string): type is EventType => Object.hasOwn(eventTypes, type);

/** The body of `POST /api/events`. */
export const eventBody = z
  .strictObject({
    type: z.enum(Object.keys(eventTypes).filter(isEventType)),
    dischargeId: id.optional(),
    episodeId: episodeId.optional(),
    happenedAt: instant,
    note: text.optional(),
  })
  .superRefine(({ dischargeId, episodeId: episode, type, note }, context) => {
    if ((dischargeId === undefined) === (episode === undefined)) {
      context.addIssue({ code: 'custom', path: ['dischargeId'], message: 'Angiv enten dischargeId eller episodeId' });
    }
    if (type === 'other' && note === undefined) {
      context.addIssue({ code: 'custom', path: ['note'], message: 'Skriv hvad oplysningen er' });
    }
  })
  .meta({ id: 'ReportedEvent' });

export type EventBody = z.output<typeof eventBody>;
