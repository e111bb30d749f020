// What a task looks like to callers. It describes itself: its answers carry what they need, so a client need know no kind.
// Also the bodies by which people claim, assign and answer tasks.
import { z } from 'zod';
import { taskKinds } from '../../domain/task-kinds.ts';
import type { Surroundings } from './common.ts';
import { id, page, person, unit, version } from './common.ts';
import { runningHours, shownMark } from './gp.ts';

const code = z.string();
const time = z.iso.datetime();
const codes = z.record(z.string(), z.unknown()).meta({ description: 'Koder, id-er og tider' });

/** A line in words for people. */
export const line = z.object({ label: z.string(), text: z.string() });

const answerChoice = z.object({
  code,
  label: z.string(),
  schema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema for svarets felter' }),
  example: z.record(z.string(), z.unknown()),
});

export const shownTask = z
  .object({
    mark: shownMark.nullable().meta({ description: 'Det, lægen anbefaler; null for opgaver om andet' }),
    extended: runningHours,
    id,
    kind: code,
    title: z.string(),
    dischargeId: id,
    unit: code,
    unitName: z.string(),
    status: z.enum(['open', 'answered', 'withdrawn', 'lapsed']),
    version,
    openedAt: time,
    due: time,
    late: z.boolean(),
    rule: code,
    why: z
      .string()
      .nullable()
      .meta({ description: 'Fristen med reglens egne ord; null, når filerne ikke har reglen mere' }),
    basis: code,
    basisLabel: z.string(),
    reminders: z.int(),
    escalatedTo: code.nullable(),
    missed: time
      .nullable()
      .meta({ description: 'Den første frist, der gik uden svar, også før opgaven blev oprettet' }),
    silence: z
      .object({ effect: code, label: z.string(), at: time, rule: code })
      .nullable()
      .meta({ description: 'Hvad tavsheden har ført til, hvornår og efter hvilken regel' }),
    claimedBy: code.nullable(),
    claimedByName: z.string().nullable(),
    seenBy: code.nullable(),
    seenByName: z.string().nullable(),
    seenAt: time.nullable(),
    closedAt: time.nullable(),
    about: codes,
    lines: z.array(line),
    patient: z
      .object({ name: z.string().nullable(), cpr: z.string().nullable(), ageBand: z.string().nullable() })
      .nullable()
      .meta({ description: 'Kun aldersgruppe for en enhed, der er spurgt om en plads; null for driften' }),
    mayAnswer: z.boolean(),
    answers: z
      .array(answerChoice)
      .meta({ description: 'Tilladte svar, det sædvanlige først; tom når opgaven er afsluttet' }),
    answer: z
      .object({
        code,
        label: z.string(),
        by: code,
        byName: z.string().nullable(),
        at: time,
        fields: z.record(z.string(), z.unknown()),
      })
      .nullable(),
  })
  .meta({ id: 'Task' });
export type ShownTask = z.input<typeof shownTask>;

/** Query of the inbox. */
export function inboxQuery(surroundings: Pick<Surroundings, 'registry'>) {
  return z.strictObject({
    unit: unit(surroundings).optional().meta({ description: 'Én enhed; ellers alle ens egne' }),
    person: person
      .or(z.literal('me'))
      .optional()
      .meta({ description: 'Kun opgaver, som personen har taget; `me` er en selv' }),
    status: z.enum(['open', 'closed']).default('open'),
    kind: z.enum(Object.keys(taskKinds)).optional(),
    dischargeId: id.optional(),
    ...page,
  });
}

export const assignBody = z.strictObject({ to: person });
export const noBody = z.strictObject({});

/** Many tasks at once; each has an outcome of its own. */
export const bulkBody = z
  .strictObject({
    action: z.enum(['claim', 'release', 'assign', 'seen']),
    tasks: z
      .array(id)
      .min(1)
      .max(100)
      .refine((list) => new Set(list).size === list.length, 'Samme opgave står to gange'),
    to: person.optional(),
  })
  .refine(({ action, to }) => (action === 'assign') === (to !== undefined), {
    path: ['to'],
    error: 'Skal angives netop når opgaver tildeles',
  })
  .meta({ id: 'BulkTasks' });

export const bulkAnswer = z.object({
  items: z.array(
    z.object({
      task: id,
      outcome: z.enum(['accepted', 'refused', 'pending']),
      version: version.optional(),
      submission: id.optional(),
      problem: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
