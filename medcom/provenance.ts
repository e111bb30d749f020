// The Provenance of a message: what was done, by whom, when, and which message it follows on.
// Rules: MedCom messaging, Provenance page; HospitalNotification and CareCommunication governance.
import { idIn } from './bundle.ts';
import { isKnownActivity, SYSTEM } from './codes.ts';
import type { Instant } from './formats.ts';
import { isFhirId, toInstant } from './formats.ts';
import type { JsonObject } from './json.ts';
import { objectOf, objectsOf, textOf } from './json.ts';
import type { Row } from './narrative.ts';
import { narrative } from './narrative.ts';
import { hasOrdinaryShape } from './provenance-shape.ts';

/** An earlier message or a message segment that a Provenance refers to. */
export type ProvenanceEntity =
  | { readonly role: 'revision' | 'removal'; readonly headerId: string }
  | { readonly role: 'source'; readonly segmentId: string };

/** MessageHeader.id that the Provenance describes, or null. */
export function targetOf(provenance: JsonObject): string | null {
  const id = idIn(textOf(objectsOf(provenance, 'target')[0], 'reference') ?? '', 'MessageHeader');
  return id !== undefined && isFhirId(id) ? id : null;
}

/** Its activity code when it comes from MedCom's list of systems, or null. */
export function activityOf(provenance: JsonObject): string | null {
  const coding = objectsOf(objectOf(provenance, 'activity'), 'coding')[0];
  return coding?.['system'] === SYSTEM.activityCodes ? (textOf(coding, 'code') ?? null) : null;
}

/** When the message was sent, or null. */
export function sentAtOf(provenance: JsonObject): Instant | null {
  return toInstant(textOf(provenance, 'recorded')) ?? toInstant(textOf(provenance, 'occurredDateTime'));
}

/** MessageHeader.id of the message it follows on, or null. */
export function previousOf(provenance: JsonObject): string | null {
  for (const entity of objectsOf(provenance, 'entity')) {
    if (entity['role'] === 'source') continue;
    const id = idIn(textOf(objectOf(entity, 'what'), 'reference') ?? '', 'MessageHeader');
    if (id !== undefined && isFhirId(id)) return id;
  }
  return null;
}

/** Identifiers of the segments that its message added (CareCommunication). */
export function segmentIdsOf(provenance: JsonObject): readonly string[] {
  return objectsOf(provenance, 'entity').flatMap((entity) => {
    const value =
      entity['role'] === 'source' ? textOf(objectOf(objectOf(entity, 'what'), 'identifier'), 'value') : undefined;
    return value === undefined ? [] : [value];
  });
}

/** Ids of the Organizations that did it. */
export function agentIdsOf(provenance: JsonObject): readonly string[] {
  return objectsOf(provenance, 'agent').map(
    (agent) => idIn(textOf(objectOf(agent, 'who'), 'reference') ?? '', 'Organization') ?? '',
  );
}

/**
 * Can this Provenance travel on unchanged in a message of ours without making that message invalid?
 * `parties`: ids of the Organizations that will be there.
 */
export function canTravelOn(provenance: JsonObject, headerId: string, parties: readonly string[]): boolean {
  const agents = agentIdsOf(provenance);
  return (
    hasOrdinaryShape(provenance) &&
    isFhirId(textOf(provenance, 'id') ?? '') &&
    targetOf(provenance) === headerId &&
    objectsOf(provenance, 'target').length === 1 &&
    toInstant(textOf(provenance, 'recorded')) !== null &&
    toInstant(textOf(provenance, 'occurredDateTime')) !== null &&
    objectsOf(objectOf(provenance, 'activity'), 'coding').length === 1 &&
    isKnownActivity(activityOf(provenance) ?? '') &&
    agents.length > 0 &&
    agents.every((id) => parties.includes(id)) &&
    objectsOf(provenance, 'entity').every(isEntity)
  );
}

/** Role and exactly one of reference (to a FHIR message) and identifier (of a segment, or an older format's letter). */
function isEntity(entity: JsonObject): boolean {
  const what = objectOf(entity, 'what');
  const role = textOf(entity, 'role') ?? '';
  const reference = textOf(what, 'reference');
  const identifier = textOf(objectOf(what, 'identifier'), 'value');
  const isToMessage = isFhirId(idIn(reference ?? '', 'MessageHeader') ?? '');
  return (
    ['revision', 'source', 'removal'].includes(role) &&
    (reference === undefined ? identifier !== undefined : isToMessage)
  );
}

/** Narrative as every resource must have it, and nothing else beside it? */
function hasNarrative(resource: JsonObject): boolean {
  const text = objectOf(resource, 'text');
  const isStatus = text?.['status'] === 'generated' || text?.['status'] === 'extensions';
  const div = textOf(text, 'div')?.trim() ?? '';
  return isStatus && Object.keys(text ?? {}).length === 2 && div.startsWith('<div ') && div.endsWith('</div>');
}

/**
 * A received Provenance as it stands in a message of ours: unchanged but for the profile it claims (another standard's
 * is unknown in ours) and a narrative where it lacks one. Ask `canTravelOn` first.
 */
export function travelling(provenance: JsonObject, profile: string): JsonObject {
  const meta = { profile: [profile] };
  if (hasNarrative(provenance)) return { ...provenance, meta };
  return {
    ...provenance,
    meta,
    text: narrative([
      ['Id', textOf(provenance, 'id') ?? ''],
      ['Meddelelse / Target', `MessageHeader/${targetOf(provenance)}`],
      ['Aktivitet / Activity', activityOf(provenance) ?? ''],
      ...agentIdsOf(provenance).map((id) => ['Aktør / Agent', `Organization/${id}`] as const),
    ]),
  };
}

/**
 * The message that a chain of Provenances begins with, by MessageHeader.id: the one that follows on none, else the one
 * sent first; null when none of them can be told.
 */
export function firstOfChain(provenances: readonly JsonObject[]): string | null {
  const first = provenances.find((provenance) => objectsOf(provenance, 'entity').length === 0);
  const bySending = [...provenances].sort((one, other) => ((sentAtOf(one) ?? '') < (sentAtOf(other) ?? '') ? -1 : 1));
  const found = first ?? bySending[0];
  return found === undefined ? null : targetOf(found);
}

/** A Provenance of our own making. `id`: of the resource; `at`: when the message it describes is sent. */
export function buildProvenance(made: {
  readonly id: string;
  readonly profile: string;
  readonly headerId: string;
  readonly at: Instant;
  readonly activity: string;
  readonly agent: { readonly id: string; readonly name?: string };
  readonly entities?: readonly ProvenanceEntity[];
  readonly remark?: string;
}): JsonObject {
  const entities = made.entities ?? [];
  const agent = `Organization/${made.agent.id}`;
  const rows: readonly Row[] = [
    ['Id', made.id],
    ['Meddelelse / Target', `MessageHeader/${made.headerId}`],
    ['Tidspunkt / Occurred', made.at],
    ['Aktivitet / Activity', made.activity],
    ['Aktør / Agent', made.agent.name === undefined ? agent : `${made.agent.name} (${agent})`],
    ...entities.map((entity): Row => ['Relation', `${entity.role}: ${whatText(entity)}`]),
    ...(made.remark === undefined ? [] : [['Bemærkning / Remark', made.remark] as const]),
  ];
  return {
    resourceType: 'Provenance',
    id: made.id,
    meta: { profile: [made.profile] },
    text: narrative(rows),
    target: [{ reference: `MessageHeader/${made.headerId}` }],
    occurredDateTime: made.at,
    recorded: made.at,
    activity: { coding: [{ system: SYSTEM.activityCodes, code: made.activity }] },
    agent: [{ who: { reference: agent } }],
    ...(entities.length === 0
      ? {}
      : {
          entity: entities.map((entity) => ({
            role: entity.role,
            what:
              entity.role === 'source' ? { identifier: { value: entity.segmentId } } : { reference: whatText(entity) },
          })),
        }),
  };
}

function whatText(entity: ProvenanceEntity): string {
  return entity.role === 'source' ? entity.segmentId : `MessageHeader/${entity.headerId}`;
}
