// Have the elements that we read the JSON types they must have? What is there in a wrong type is not taken as absent:
// a `deceasedBoolean` of "true" must not read as a patient of whom nothing was said. Unknown elements are let pass.
import { isObject } from './json.ts';
import type { Problems } from './problems.ts';

/** What an element must be, if it is there: a text that is not blank, a truth value, an object, or a list of such. */
type Form = 'text' | 'boolean' | 'object' | { readonly [element: string]: Form } | readonly [Form];

const REFERENCE = { reference: 'text' } as const;
const CODING = { system: 'text', code: 'text' } as const;
const CONCEPT = { coding: [CODING], text: 'text' } as const;
const IDENTIFIER = { system: 'text', value: 'text', assigner: REFERENCE } as const;
const PERIOD = { start: 'text', end: 'text' } as const;
const NAME = { use: 'text', family: 'text', given: ['text'], text: 'text' } as const;
const EXTENSION = {
  url: 'text',
  valueBoolean: 'boolean',
  valueCoding: CODING,
  valueReference: REFERENCE,
  valuePeriod: PERIOD,
  valueDateTime: 'text',
  valueIdentifier: IDENTIFIER,
  valueContactPoint: { system: 'text', value: 'text' },
} as const;
const RESOURCE = { resourceType: 'text', id: 'text', meta: { profile: ['text'] }, extension: [EXTENSION] } as const;

const BUNDLE: Form = {
  ...RESOURCE,
  type: 'text',
  timestamp: 'text',
  entry: [{ fullUrl: 'text', resource: 'object' }],
};

const RESOURCES: Readonly<Record<string, Form>> = {
  MessageHeader: {
    ...RESOURCE,
    eventCoding: CODING,
    destination: [{ extension: [EXTENSION], endpoint: 'text', receiver: REFERENCE }],
    sender: REFERENCE,
    source: { endpoint: 'text' },
    focus: [REFERENCE],
    response: { identifier: 'text', code: 'text', details: REFERENCE },
    definition: 'text',
  },
  Organization: { ...RESOURCE, identifier: [IDENTIFIER], name: 'text' },
  Provenance: {
    ...RESOURCE,
    target: [REFERENCE],
    occurredDateTime: 'text',
    recorded: 'text',
    activity: CONCEPT,
    agent: [{ who: REFERENCE }],
    entity: [{ role: 'text', what: { reference: 'text', identifier: IDENTIFIER } }],
  },
  Patient: {
    ...RESOURCE,
    identifier: [IDENTIFIER],
    name: [NAME],
    deceasedBoolean: 'boolean',
    deceasedDateTime: 'text',
  },
  Encounter: {
    ...RESOURCE,
    status: 'text',
    class: CODING,
    subject: REFERENCE,
    episodeOfCare: [{ identifier: IDENTIFIER }],
    period: PERIOD,
    serviceProvider: REFERENCE,
  },
  Communication: {
    ...RESOURCE,
    identifier: [IDENTIFIER],
    status: 'text',
    category: [CONCEPT],
    priority: 'text',
    subject: REFERENCE,
    topic: CONCEPT,
    encounter: REFERENCE,
    payload: [
      {
        extension: [EXTENSION],
        contentString: 'text',
        contentAttachment: { contentType: 'text', data: 'text', url: 'text', title: 'text', creation: 'text' },
      },
    ],
  },
  PractitionerRole: { ...RESOURCE, practitioner: REFERENCE, organization: REFERENCE, code: [CONCEPT] },
  Practitioner: { ...RESOURCE, name: [NAME] },
  OperationOutcome: {
    ...RESOURCE,
    issue: [{ severity: 'text', code: 'text', diagnostics: 'text', details: CONCEPT }],
  },
};

/** Notes every element of a Bundle, or of a resource in it, that has another type than it must have. */
export function checkForms(bundle: unknown, problems: Problems): void {
  check(bundle, BUNDLE, 'Bundle', problems);
  const entries = isObject(bundle) && Array.isArray(bundle['entry']) ? bundle['entry'] : [];
  for (const entry of entries) {
    const resource: unknown = isObject(entry) ? entry['resource'] : undefined;
    const type = isObject(resource) ? resource['resourceType'] : undefined;
    if (typeof type !== 'string') problems.add('missing', 'Bundle.entry.resource');
    else if (Object.hasOwn(RESOURCES, type)) check(resource, RESOURCES[type] ?? 'object', type, problems);
  }
}

function check(value: unknown, form: Form, path: string, problems: Problems): void {
  if (!hasForm(value, form)) {
    problems.add('wrong-type', path);
    return;
  }
  if (isList(form)) {
    if (Array.isArray(value)) for (const item of value) check(item, form[0], path, problems);
  } else if (typeof form === 'object' && isObject(value)) {
    for (const [element, inner] of Object.entries(form)) {
      if (Object.hasOwn(value, element)) check(value[element], inner, `${path}.${element}`, problems);
    }
  }
}

function hasForm(value: unknown, form: Form): boolean {
  if (form === 'text') return typeof value === 'string' && value.trim() !== '';
  if (form === 'boolean') return typeof value === 'boolean';
  return isList(form) ? Array.isArray(value) && value.length > 0 : isObject(value);
}

function isList(form: Form): form is readonly [Form] {
  return Array.isArray(form);
}
