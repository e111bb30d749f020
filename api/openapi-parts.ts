// The pieces that the API's description is put together from: answers, problems by status, and a decision with its key.
// The paths themselves are in openapi.ts.
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import type { ErrorCode } from './errors.ts';
import { errorKind } from './errors.ts';
import { id } from './schemas/common.ts';
import { problemSchema, submissionLater } from './schemas/others.ts';

export const json = (schema: z.ZodType, example?: unknown) => ({
  'application/json': example === undefined ? { schema } : { schema, example },
});
export const ok = (schema: z.ZodType, description = 'Udført') => ({ description, content: json(schema) });
export const list = (item: z.ZodType) => z.object({ items: z.array(item), next: z.string().nullable() });
const later = {
  description: 'Modtaget; udfaldet findes på `Location`, når Temporal svarer igen',
  content: json(submissionLater),
};
const idempotency = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .meta({ description: 'Samme nøgle fra samme person giver det første udfald; med et andet indhold 422' }),
});
export const ids = (...names: readonly string[]) => z.object(Object.fromEntries(names.map((name) => [name, id])));

const problemContent = { 'application/problem+json': { schema: problemSchema } };
export const notFound = { description: errorKind('not-found').title, content: problemContent };

/** The problems an operation can answer with, one entry for each status. */
export function problems(...codes: readonly ErrorCode[]): Record<`4${string}` | `5${string}`, object> {
  const all: readonly ErrorCode[] = [...codes, 'not-signed-in', 'database-away'];
  const responses: Record<`4${string}` | `5${string}`, object> = {};
  for (const code of all) {
    const { status } = errorKind(code);
    const same = all.filter((other) => errorKind(other).status === status);
    responses[`${status >= 500 ? '5' : '4'}${String(status).slice(1)}`] = {
      description: same.map((other) => `${errorKind(other).title} (\`${other}\`)`).join('; '),
      content: problemContent,
    };
  }
  return responses;
}

/** What is wrong with a body, whatever it is for. */
export const bodyProblems: readonly ErrorCode[] = ['bad-json', 'bad-input', 'too-large', 'unsupported-media-type'];

const decisionProblems: readonly ErrorCode[] = [
  ...bodyProblems,
  'not-allowed',
  'not-found',
  'case-closed',
  'wrong-moment',
  'key-reused',
];

/** A POST that changes something. */
export function decision(
  summary: string,
  tag: string,
  body: z.ZodType | null,
  answer: z.ZodType,
  more: { example?: unknown; path?: z.ZodObject; codes?: readonly ErrorCode[] } = {},
): ZodOpenApiOperationObject {
  return {
    summary,
    tags: [tag],
    requestParams: { header: idempotency, ...(more.path === undefined ? {} : { path: more.path }) },
    ...(body === null ? {} : { requestBody: { required: true, content: json(body, more.example) } }),
    responses: { 200: ok(answer), 202: later, ...problems(...decisionProblems, ...(more.codes ?? [])) },
  };
}
