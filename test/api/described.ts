// Holds every answer that a test gets to the API's own description: its status is described there, and its body fits.
// So whatever a test tries also tries the description.
import { z } from 'zod';

/** Says what of an answer the description does not know; null when it fits. */
export type Describes = (method: string, path: string, status: number, type: string, body: unknown) => string | null;

const operation = z.looseObject({
  responses: z.record(
    z.string(),
    z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional() }),
  ),
});
const documentShape = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

/** The description's own pages, which it leaves out. */
const OWN = /^\/(?:openapi\.json|docs.*)$/;

/** What any request may be answered with: it has no place, no such method, no token, or is no HTTP of ours. */
const ANYWHERE = [401, 404, 405];

let kept: { readonly text: string; readonly describes: Describes } | undefined;

/** The check by a description, as `/openapi.json` gives it; made once for all test files of a process. */
export function describedBy(text: string): Describes {
  if (kept?.text !== text) kept = { text, describes: checkBy(text) };
  return kept.describes;
}

function checkBy(text: string): Describes {
  // As a schema of its own names them, for which they are definitions.
  const { paths, components } = documentShape.parse(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
  const places = Object.entries(paths).map(([path, methods]) => ({
    // A name comes before a place for any name.
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    open: path.split('{').length,
    path,
    methods,
  }));
  places.sort((a, b) => a.open - b.open);
  const schemas = new Map<string, z.ZodType>();
  const schemaFor = (key: string, schema: unknown): z.ZodType => {
    const known = schemas.get(key);
    if (known !== undefined) return known;
    const made = z.fromJSONSchema({ $defs: components.schemas, ...Object(schema) });
    schemas.set(key, made);
    return made;
  };
  return (method, address, status, type, body) => {
    const [path = ''] = address.split('?');
    if (OWN.test(path)) return null;
    const place = places.find(({ pattern }) => pattern.test(path));
    const found = place?.methods[method.toLowerCase()];
    if (place === undefined || found === undefined) return ANYWHERE.includes(status) ? null : `${status} of no place`;
    const answer = found.responses[String(status)];
    if (answer === undefined) return `status ${status} is not described`;
    const kind = type.split(';')[0] ?? '';
    const content = answer.content?.[kind];
    if (content === undefined) return answer.content === undefined ? null : `content ${kind} is not described`;
    if (!/json$/.test(kind)) return null;
    const read = schemaFor(`${method} ${place.path} ${status}`, content.schema).safeParse(body);
    return read.success ? null : z.prettifyError(read.error);
  };
}
