// Which stay notice may follow on which: the order that a stay has, whoever sends or reads it. Pure values.
// Rule: MedCom HospitalNotification 3.0, business rules (medcom.md 3.3). Nothing here knows of FHIR.

/** What happened to the stay: begun ambulant or admitted, leave begun and ended, ended, death. */
export const stayEvents = ['STAA', 'STIN', 'STOR', 'SLOR', 'SLHJ', 'MORS'] as const;
export type StayEvent = (typeof stayEvents)[number];

/** A first report, a correction (RE_) or a cancellation (AN_). */
export type Change = 'new' | 'revise' | 'cancel';
/** One notice as far as the order is concerned. */
export type Notice = { readonly stayEvent: StayEvent; readonly change: Change };

/**
 * What may be reported next while an event stands. Ambulant and admitted may change without an end between them; who is
 * not back from leave (orlov) may be discharged (SLHJ) without SLOR; after SLHJ and MORS nothing new happens to a stay.
 */
const NEXT: Readonly<Record<StayEvent, readonly StayEvent[]>> = {
  STAA: ['STIN', 'SLHJ', 'MORS'],
  STIN: ['STAA', 'STOR', 'SLHJ', 'MORS'],
  STOR: ['SLOR', 'SLHJ', 'MORS'],
  SLOR: ['STAA', 'STOR', 'SLHJ', 'MORS'],
  SLHJ: [],
  MORS: [],
};

/** A stay begins by admission or ambulant start; a patient dead on arrival begins and ends it in one. */
const FIRST: readonly StayEvent[] = ['STAA', 'STIN', 'MORS'];

/**
 * May `notice` be sent when `sent` have been, in that order? Only the newest standing event is corrected or cancelled,
 * and nothing is corrected right after a cancellation (never AN before RE). A stay with nothing standing is over: what
 * happens then is a new stay with a new chain.
 */
export function mayFollow<N extends Notice>(sent: readonly N[], notice: Notice): boolean {
  const standing = standingOf(sent);
  const newest = standing.at(-1);
  switch (notice.change) {
    case 'new':
      return newest === undefined
        ? sent.length === 0 && FIRST.includes(notice.stayEvent)
        : NEXT[newest.stayEvent].includes(notice.stayEvent);
    case 'revise':
      return newest?.stayEvent === notice.stayEvent && sent.at(-1)?.change !== 'cancel';
    case 'cancel':
      return newest?.stayEvent === notice.stayEvent;
  }
}

/** The notices that stand after `sent`, oldest first: a correction takes the place of what it corrects. */
export function standingOf<N extends Notice>(sent: readonly N[]): readonly N[] {
  let standing: readonly N[] = [];
  for (const notice of sent) {
    if (notice.change === 'new') standing = [...standing, notice];
    else standing = notice.change === 'revise' ? [...standing.slice(0, -1), notice] : cancelled(standing);
  }
  return standing;
}

/**
 * What stands when the newest of `standing` is taken back. A cancelled end (AN_SLHJ) always says in-progress, so a leave
 * that the end cut off is gone with it.
 */
export function cancelled<N extends Notice>(standing: readonly N[]): readonly N[] {
  const left = standing.slice(0, -1);
  const isBackFromLeave = standing.at(-1)?.stayEvent === 'SLHJ' && left.at(-1)?.stayEvent === 'STOR';
  return isBackFromLeave ? left.slice(0, -1) : left;
}
