// Makes the check and the JSON Schema of each answer to a task from the one description in domain/task-kinds.ts.
// What a list of fields cannot say (this needs that) stands in `together`.
import { z } from 'zod';
import { capability, capabilityCodes } from '../../domain/capability-codes.ts';
import type { Field, Fields } from '../../domain/fields.ts';
import { followUpFaults } from '../../domain/follow-up-checks.ts';
import type { Registry } from '../../domain/organisations.ts';
import { unitById } from '../../domain/organisations.ts';
import type { AnswerKind } from '../../domain/task-kinds/kind.ts';
import type { TaskKindName } from '../../domain/task-kinds.ts';
import { taskKind } from '../../domain/task-kinds.ts';
import { instant, name, person, phone, text, unit, version } from './common.ts';

const capabilities = z.enum(capabilityCodes).meta({
  'x-labels': Object.fromEntries(capabilityCodes.map((code) => [code, capability(code).danish])),
});

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
    case 'capabilities':
      return z.array(capabilities).min(field.min).max(field.max);
    case 'instants':
      return z.array(instant).min(field.min).max(field.max);
    case 'list':
      return z
        .array(z.strictObject(shape(field.of, registry)).meta(demands(field)))
        .min(field.min)
        .max(field.max);
  }
}

/** What an item needs for what it says, as JSON Schema, so that a form can ask for it at once. */
const demands = ({ requires }: Extract<Field, { type: 'list' }>): Record<string, unknown> =>
  requires === undefined
    ? {}
    : {
        allOf: Object.entries(requires.members).map(([said, members]) => ({
          if: { properties: { [requires.by]: { const: said } } },
          // biome-ignore lint/suspicious/noThenProperty: `then` is the keyword of JSON Schema; nobody awaits this object
          then: { required: [...members] },
        })),
      };

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
    for (const { path, message } of together(kind, answer, body, registry)) {
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

/** Rules over several fields of one answer: what a list demands of its items, and what this kind of answer adds. */
function together(kind: TaskKindName, answer: AnswerKind, body: Row, registry: Registry): Fault[] {
  const demanded = Object.entries(answer.fields).flatMap(([name, field]) =>
    field.type === 'list' ? rows(body, name).flatMap((row, index) => demandedOf(field, row, [name, index])) : [],
  );
  return [...demanded, ...ofKind(kind, answer.code, body, registry)];
}

function ofKind(kind: TaskKindName, code: string, body: Row, registry: Registry): Fault[] {
  if (code === 'per-service') return rows(body, 'services').flatMap(twice);
  if (kind === 'agree-follow-up' && code === 'agreed') {
    const kindOf = (unit: string) => unitById(registry, unit)?.kind;
    return rows(body, 'items').flatMap((row, index) =>
      followUpFaults(row, kindOf).map(({ member, message }) => ({ path: ['items', index, member], message })),
    );
  }
  return [];
}

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

function rows(body: Row, list: string): Row[] {
  const value: unknown = body[list];
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** Members an item lacks for what it says: a no needs its reason and the date from which it can. */
function demandedOf({ requires, of }: Extract<Field, { type: 'list' }>, row: Row, path: Fault['path']): Fault[] {
  const said = requires === undefined ? undefined : row[requires.by];
  const members = typeof said === 'string' ? (requires?.members[said] ?? []) : [];
  return members
    .filter((member) => row[member] === undefined)
    .map((member) => ({ path: [...path, member], message: `${of[member]?.label ?? member} mangler til dette svar` }));
}

const twice = (row: Row, index: number, all: readonly Row[]): Fault[] =>
  all.findIndex(({ service }) => service === row['service']) < index
    ? [{ path: ['services', index, 'service'], message: 'Ydelsen er besvaret to gange' }]
    : [];
