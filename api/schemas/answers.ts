// Makes the check and the JSON Schema of each answer to a task from the one description in domain/task-kinds.ts.
// What a list of fields cannot say (this needs that) stands in `together`.
import { z } from 'zod';
import type { Field, Fields } from '../../domain/fields.ts';
import type { Registry } from '../../domain/organisations.ts';
import type { AnswerKind, TaskKindName } from '../../domain/task-kinds.ts';
import { taskKind } from '../../domain/task-kinds.ts';
import { instant, name, person, phone, text, unit, version } from './common.ts';

function fieldSchema(field: Field, registry: Registry): z.ZodType {
  switch (field.type) {
    case 'text':
      return text;
    case 'name':
      return name;
    case 'phone':
      return phone;
    case 'instant':
      return instant;
    case 'boolean':
      return z.boolean();
    case 'unit':
      return unit({ registry });
    case 'person':
      return person;
    case 'integer':
      return z.int().min(field.min).max(field.max);
    case 'code':
      return z.enum(Object.keys(field.of)).meta({ 'x-labels': field.of });
    case 'instants':
      return z.array(instant).min(field.min).max(field.max);
    case 'list':
      return z
        .array(z.strictObject(shape(field.of, registry)))
        .min(field.min)
        .max(field.max);
  }
}

/** Members of an object with these fields, each with its Danish label as title. */
function shape(fields: Fields, registry: Registry): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const schema = fieldSchema(field, registry).meta({ title: field.label });
      return [key, field.optional === true ? schema.optional() : schema];
    }),
  );
}

/** The whole body of one answer: which answer, the task's version it was made from, and its fields. */
export function answerBody(kind: TaskKindName, answer: AnswerKind, registry: Registry) {
  const object = z.strictObject({
    answer: z.literal(answer.code),
    version,
    ...shape(answer.fields, registry),
  });
  return object.superRefine((body, context) => {
    for (const { path, message } of together(kind, answer.code, body)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });
}

/** The first look at a body: which answer it is. The rest is checked by that answer's schema. */
export const whichAnswer = (kind: TaskKindName) =>
  z.looseObject({ answer: z.enum(taskKind(kind).answers.map(({ code }) => code)) });

/** JSON Schema of the fields an answer needs beside `answer` and `version`; for forms and for programs. */
export function fieldsJsonSchema(answer: AnswerKind, registry: Registry): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(z.strictObject(shape(answer.fields, registry)), {
    io: 'input',
    unrepresentable: 'any',
  });
  return schema;
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Rules over several fields of one answer. */
function together(kind: TaskKindName, code: string, body: Readonly<Record<string, unknown>>): Fault[] {
  if (kind === 'answer-services' && code === 'per-service') return rows(body, 'services').flatMap(serviceFaults);
  if (kind === 'agree-follow-up' && code === 'agreed') return rows(body, 'items').flatMap(followUpFaults);
  return [];
}

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

function rows(body: Row, list: string): Row[] {
  const value: unknown = body[list];
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** A no has a reason and the date from which it can; another date has the date; a condition has its words. */
function serviceFaults(row: Row, index: number, all: readonly Row[]): Fault[] {
  const at = (field: string, message: string): Fault => ({ path: ['services', index, field], message });
  const lacks = (field: string): boolean => row[field] === undefined;
  const faults: Fault[] = [];
  if (row['answer'] === 'decline' && lacks('reason')) faults.push(at('reason', 'Et nej skal have en årsag'));
  if (row['answer'] === 'decline' && lacks('from')) faults.push(at('from', 'Et nej skal have en dato, det kan fra'));
  if (row['answer'] === 'accept-from' && lacks('from')) faults.push(at('from', 'Datoen mangler'));
  if (row['answer'] === 'accept-on-condition' && lacks('condition')) {
    faults.push(at('condition', 'Betingelsen mangler'));
  }
  if (all.findIndex(({ service }) => service === row['service']) < index) {
    faults.push(at('service', 'Ydelsen er besvaret to gange'));
  }
  return faults;
}

/** The window has an order, and booking comes before its end. */
function followUpFaults(row: Row, index: number): Fault[] {
  const { from, until, bookBy } = row;
  const faults: Fault[] = [];
  if (typeof from !== 'string' || typeof until !== 'string' || typeof bookBy !== 'string') return faults;
  if (from > until) faults.push({ path: ['items', index, 'until'], message: 'Slutter før den begynder' });
  if (bookBy > until) faults.push({ path: ['items', index, 'bookBy'], message: 'Skal bookes før vinduet slutter' });
  return faults;
}
