// What other systems report of a discharge (hændelser): a letter or plan was sent, a card updated, a patient died.
// What happened is never refused; too late or contradicting, it becomes a task for a person to read.
import { z } from 'zod';
import type { Detail, Saying, StatedCriterion } from '../../domain/gate-record.ts';
import { details, planPurposes } from '../../domain/gate-record.ts';
import type { DocumentKind, ReportedDocument } from '../../domain/own-standard.ts';
import { episodeId, id, instant, name, text } from './common.ts';
import { consentBody } from './consent.ts';
import { documentKind, documentReference, documentStage, documentVersion } from './document.ts';
import { checkSaid, statementFields } from './gate.ts';
import { markFields, markingDoctor, wholeMark } from './mark.ts';

/** Types of event, with what they mean in Danish. */
export const eventTypes = {
  'letter-sent': 'Epikrise sendt',
  'follow-up-marked': 'Opfølgning markeret i epikrisen af en læge',
  death: 'Borgeren er død',
  'plan-sent': 'Plejeforløbsplan sendt',
  'finished-notice-sent': 'Melding om færdigbehandling sendt',
  'discharge-report-sent': 'Udskrivningsrapport sendt',
  'rehabilitation-plan-sent': 'Genoptræningsplan sendt',
  'medication-card-updated': 'Fælles Medicinkort ajourført',
  'device-delivered': 'Hjælpemiddel leveret',
  criterion: 'Et punkt på tjeklisten er i orden, nødvendigt, ikke nødvendigt eller trukket tilbage',
  consent: 'Patientens ja eller nej til, at genoptræningsplanen sendes til kommune eller egen læge',
  document: 'Et dokument med egen standard er sendt, modtaget eller set',
  other: 'Anden oplysning',
} as const;
export type EventType = keyof typeof eventTypes;

/** Types that say the same as `document` with stage `sent`. */
const sentTypes: Partial<Record<EventType, DocumentKind>> = {
  'letter-sent': 'gp-letter',
  'plan-sent': 'care-plan',
  'finished-notice-sent': 'finished-notice',
  'discharge-report-sent': 'discharge-report',
  'rehabilitation-plan-sent': 'rehabilitation-plan',
};

const isEventType = (type: string): type is EventType => Object.hasOwn(eventTypes, type);

/** The body of `POST /api/events`. */
export const eventBody = z
  .strictObject({
    type: z.enum(Object.keys(eventTypes).filter(isEventType)),
    dischargeId: id.optional(),
    episodeId: episodeId.optional(),
    happenedAt: instant,
    document: documentKind.optional(),
    version: documentVersion.optional(),
    stage: documentStage.optional(),
    reference: documentReference.optional(),
    seenBy: name
      .optional()
      .meta({ description: 'Navn på den, der har set dokumentet; skal med, når et system melder det' }),
    recommended: z.boolean().optional(),
    ...markFields,
    doctor: markingDoctor.optional(),
    ...z.object(statementFields).partial().shape,
    purpose: z.enum(planPurposes).optional().meta({ description: 'Til hvem genoptræningsplanen må sendes' }),
    answer: consentBody.shape.answer.optional(),
    form: consentBody.shape.form.optional(),
    note: text.optional(),
  })
  .superRefine((body, context) => {
    const { dischargeId, episodeId: episode, type, note, stage } = body;
    const misplaced = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    for (const path of ['document', 'version', 'stage'] as const) {
      if (type === 'document' && body[path] === undefined) misplaced(path, 'Mangler for et dokument');
    }
    for (const path of ['document', 'stage'] as const) {
      if (type !== 'document' && body[path] !== undefined) misplaced(path, 'Hører til typen document');
    }
    for (const path of ['version', 'reference'] as const) {
      const isOfDocument = type === 'document' || sentTypes[type] !== undefined;
      if (!isOfDocument && body[path] !== undefined) misplaced(path, 'Hører til et dokument');
    }
    for (const path of ['recommended', 'what', 'urgency', 'doctor'] as const) {
      if (type !== 'follow-up-marked' && body[path] !== undefined) misplaced(path, 'Hører til typen follow-up-marked');
    }
    if (type === 'follow-up-marked') {
      if (body.recommended === undefined) misplaced('recommended', 'Skriv om opfølgning anbefales');
      wholeMark(body, context);
    }
    for (const path of ['criterion', 'said'] as const) {
      if (type === 'criterion' && body[path] === undefined) misplaced(path, 'Mangler for et punkt på tjeklisten');
    }
    for (const path of ['criterion', 'said', 'line', ...details] as const) {
      if (type !== 'criterion' && body[path] !== undefined) misplaced(path, 'Hører til typen criterion');
    }
    if (type === 'criterion') checkSaid(body, misplaced);
    for (const path of ['purpose', 'answer', 'form'] as const) {
      if (type === 'consent' && body[path] === undefined) misplaced(path, 'Mangler for et samtykke');
      if (type !== 'consent' && body[path] !== undefined) misplaced(path, 'Hører til typen consent');
    }
    if (body.seenBy !== undefined && stage !== 'seen') misplaced('seenBy', 'Hører til et dokument, der er set');
    if ((dischargeId === undefined) === (episode === undefined)) {
      context.addIssue({ code: 'custom', path: ['dischargeId'], message: 'Angiv enten dischargeId eller episodeId' });
    }
    if (type === 'other' && note === undefined) {
      context.addIssue({ code: 'custom', path: ['note'], message: 'Skriv hvad oplysningen er' });
    }
  })
  .meta({ id: 'ReportedEvent' });

export type EventBody = z.output<typeof eventBody>;

/** What the event reports of a document with its own standard; undefined when it is about something else. */
export function documentIn({ type, document, version = 1, stage }: EventBody): ReportedDocument | undefined {
  const sent = sentTypes[type];
  if (sent !== undefined) return { kind: sent, version, stage: 'sent' };
  return document === undefined || stage === undefined ? undefined : { kind: document, version, stage };
}

type Said = { readonly criterion: StatedCriterion; readonly said: Saying } & Pick<EventBody, 'line' | Detail>;

/** What the event says of a criterion of the gate; undefined when it is about something else. */
export function saidIn({ type, criterion, said, ...rest }: EventBody): Said | undefined {
  if (type === 'medication-card-updated') return { criterion: type, said: 'met' };
  if (type === 'device-delivered') return { criterion: 'devices-there', said: 'met' };
  return criterion === undefined || said === undefined ? undefined : { ...rest, criterion, said };
}
