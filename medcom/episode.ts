// The episode-of-care identifier (forløbs-id) that binds the messages of one hospital stay together.
// Rule: MedCom HospitalNotification 3.0, Encounter page; see also LPR3 identifiers there.

/**
 * The form two episode identifiers are compared in: without `urn:uuid:`, without hyphens, lower case. OIOXML and
 * EDIFACT write the identifier without hyphens, FHIR with them, and MedCom's own examples with and without the prefix.
 */
export function normaliseEpisodeId(value: string): string {
  return value
    .trim()
    .toLowerCase()
    .replace(/^urn:uuid:/, '')
    .replaceAll('-', '');
}

/** Do two identifiers name the same episode? */
export function sameEpisode(one: string, other: string): boolean {
  return normaliseEpisodeId(one) === normaliseEpisodeId(other);
}
