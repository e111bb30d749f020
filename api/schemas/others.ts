// Answers that are neither a case nor a task: problems, submissions, units, and what operators look at.
// They are for the API's description; requests are checked by the schemas beside this file.
import { z } from 'zod';
import { errorCodes, problemType } from '../errors.ts';
import { id } from './common.ts';

const time = z.iso.datetime();

export const problemSchema = z
  .looseObject({
    type: z.enum(errorCodes.map(problemType)),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'Hvad det betyder for forløbet' }),
    contact: z.string().meta({ description: 'Hvem man henvender sig til' }),
    errors: z.array(z.object({ path: z.string(), pointer: z.string(), detail: z.string() })).optional(),
    allowed: z.array(z.string()).optional().meta({ description: 'Hvad der er muligt i stedet' }),
    missing: z.array(z.object({ code: z.string(), label: z.string() })).optional(),
    answeredBy: z.string().optional(),
    answeredAt: z.string().optional(),
    claimedBy: z.string().optional(),
    version: z.int().optional(),
  })
  .meta({ id: 'Problem' });

export const submissionLater = z
  .object({ submission: id, state: z.literal('received'), dischargeId: id.nullable(), location: z.string() })
  .meta({ id: 'Later' });

export const shownSubmission = z
  .object({
    id,
    kind: z.string(),
    state: z.enum(['received', 'accepted', 'refused']),
    receivedAt: time,
    decidedAt: time.nullable(),
    dischargeId: id.nullable(),
    discharge: z.string().nullable(),
    problem: problemSchema.nullable(),
  })
  .meta({ id: 'Submission' });

export const shownUnit = z
  .object({
    id: z.string(),
    org: z.string(),
    kind: z.string(),
    name: z.string(),
    phone: z.string(),
    municipality: z.string().nullable(),
    openingHours: z.array(z.object({ days: z.array(z.string()), opens: z.string(), closes: z.string() })),
  })
  .meta({ id: 'Unit' });

export const shownItem = z
  .object({
    id,
    kind: z.string(),
    about: z.record(z.string(), z.unknown()),
    openedAt: time,
    handledAt: time.nullable(),
    handledBy: z.string().nullable(),
  })
  .meta({ id: 'OperatorItem' });
