// Reads the patient and the episode identifiers of a message. Rules: MedCom core Patient and Encounter pages.
// A CPR number is judged by its date and digits only; a replacement number is kept as what it is.
import type { Entries } from './bundle.ts';
import { SYSTEM } from './codes.ts';
import { isCpr } from './formats.ts';
import type { JsonObject } from './json.ts';
import { booleanOf, objectOf, objectsOf, textOf, textsOf } from './json.ts';
import type { EpisodeId, Patient, PatientIdentifier } from './message.ts';
import type { Problems } from './problems.ts';

/** The one patient of the message, or null with the problem noted. */
export function readPatient(entries: Entries, problems: Problems): Patient | null {
  const patients = entries.ofType('Patient');
  const [patient] = patients;
  if (patient === undefined || patients.length !== 1) {
    // Two patients in one message is the mix-up that matters most: nobody's data may land on another's case.
    problems.add(patient === undefined ? 'missing' : 'too-many', 'Patient');
    return null;
  }
  const identifiers = objectsOf(patient, 'identifier').flatMap((identifier) => {
    const system = textOf(identifier, 'system');
    const value = textOf(identifier, 'value');
    return system === undefined || value === undefined ? [] : [{ kind: kindOf(system), system, value }];
  });
  checkIdentifiers(identifiers, problems);
  const name = objectsOf(patient, 'name').filter((candidate) => candidate['use'] === 'official');
  const family = textOf(name[0], 'family');
  if (name.length > 1) problems.add('too-many', 'Patient.name:official');
  if (family === undefined) problems.add('missing', 'Patient.name:official.family');
  if (identifiers.length === 0 || family === undefined) return null;
  const deceased =
    booleanOf(patient, 'deceasedBoolean') ?? (textOf(patient, 'deceasedDateTime') === undefined ? null : true);
  return { identifiers, family, given: textsOf(name[0], 'given'), deceased };
}

/** The episode identifiers of an Encounter, in its order; values that are blank are left out. */
export function readEpisodeIds(encounter: JsonObject): readonly EpisodeId[] {
  return objectsOf(encounter, 'episodeOfCare').flatMap((episode) => {
    const identifier = objectOf(episode, 'identifier');
    const value = textOf(identifier, 'value');
    const system = textOf(identifier, 'system') ?? null;
    return value === undefined ? [] : [{ system, value, kind: system === SYSTEM.lpr3 ? 'lpr3' : 'local' } as const];
  });
}

function kindOf(system: string): PatientIdentifier['kind'] {
  if (system === SYSTEM.cpr) return 'cpr';
  if (system === SYSTEM.xEcpr) return 'x-ecpr';
  return system === SYSTEM.dEcpr || system.startsWith(`${SYSTEM.dEcpr}.`) ? 'd-ecpr' : 'other';
}

function checkIdentifiers(identifiers: readonly PatientIdentifier[], problems: Problems): void {
  if (identifiers.length === 0) problems.add('missing', 'Patient.identifier');
  const cprs = identifiers.filter((identifier) => identifier.kind === 'cpr');
  if (new Set(cprs.map((identifier) => identifier.value)).size > 1) problems.add('too-many', 'Patient.identifier:cpr');
  if (cprs.some((identifier) => !isCpr(identifier.value))) problems.add('invalid', 'Patient.identifier:cpr');
}
