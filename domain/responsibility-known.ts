// A case as it was known at a past moment (hvad man vidste): who was held responsible then, before something was learnt late.
// The answer that counts follows all facts known now; this one is told beside it, so that nobody is judged by what came later.
import type { BedState, CaseView } from './case-view.ts';
import type { UnitId } from './ids.ts';
import { epoch } from './ids.ts';
import type { KnownCase, NextStay } from './responsibility-course.ts';
import type { Recorded, Spell } from './responsibility-history.ts';
import { leaves, placeStays } from './responsibility-history.ts';
import { movesIn, openingWard } from './wards.ts';

/** The case as it was known at a time (epoch ms): facts that were learnt later are left out. Pure. */
export function knownAt(known: KnownCase, at: number): KnownCase {
  const record = known.record.filter(({ learntAt }) => learntAt <= at);
  const { view } = known;
  const ward = movesIn(record).at(-1)?.to ?? openingWard(known.record);
  const admittedAt = record.some(putsRight) ? known.admittedAt : (known.firstTold ?? known.admittedAt);
  const { leftAt, diedAt, extended } = ends(record, view.extended?.rule ?? '');
  const lies = placeStays(record).at(-1);
  return {
    ...known,
    record,
    admittedAt: known.openedAt <= at ? admittedAt : null,
    next: record.some(({ fact }) => fact === 'readmitted') ? nextAt(known.next, at) : null,
    view: {
      ...view,
      wardUnit: ward ?? view.wardUnit,
      leftAt,
      extended,
      stage: leftAt === null && view.stage !== 'withdrawn' ? 'planning' : view.stage,
      bed: lies === undefined ? { state: 'looking' } : placeOf(lies),
      responsibility: lies !== undefined && isOf(view.bed, lies.unit) ? view.responsibility : null,
      stay: stayAt(view, record, { leftAt, diedAt }),
    },
  };
}

/** Notices that put the beginning of the stay right. */
const putsRight = ({ codes: { notice } }: Recorded): boolean => notice === 'RE_STIN' || notice === 'RE_STAA';

const nextAt = (next: NextStay | null, at: number): NextStay | null =>
  next === null ? null : { ...next, known: next.known === null ? null : knownAt(next.known, at) };

function ends(record: readonly Recorded[], rule: string) {
  let leftAt: number | null = null;
  let diedAt: number | null = null;
  let extended: CaseView['extended'] = null;
  for (const told of record) {
    const { fact, codes, happenedAt } = told;
    if (fact === 'left' || fact === 'left-moved') leftAt = happenedAt;
    if (fact === 'not-left') leftAt = null;
    if (fact === 'deceased' || fact === 'death-moved') diedAt = happenedAt;
    if (fact === 'not-dead') diedAt = null;
    // The window begins anew with a leaving or an admission that was put right, and is none when the leaving is taken back.
    if (fact === 'left-moved' || fact === 'not-left' || putsRight(told)) extended = null;
    const { unit, until } = codes;
    if (fact === 'extended-begun' && typeof unit === 'string' && typeof until === 'string')
      extended = { unit, from: happenedAt, until: epoch(until), rule };
  }
  return { leftAt, diedAt, extended };
}

/** Nobody knew then when the stay on the place would end, unless it had. */
function placeOf({ unit, from, until }: Spell & { readonly unit: UnitId }): BedState {
  const taken = { unit, place: '', by: '', at: from, arrivedAt: from };
  return until === null ? { state: 'in-use', until: from, ...taken } : { state: 'ended', endedAt: until, ...taken };
}

const isOf = (bed: BedState, unit: UnitId): boolean => 'unit' in bed && bed.unit === unit;

function stayAt(
  { stay }: CaseView,
  record: readonly Recorded[],
  { leftAt, diedAt }: { readonly leftAt: number | null; readonly diedAt: number | null },
): CaseView['stay'] {
  if (diedAt !== null) return { state: 'deceased', since: diedAt, endedAt: leftAt };
  const takenBack = record.some(({ codes }) => codes['notice'] === 'AN_STIN' || codes['notice'] === 'AN_STAA');
  if (stay.state === 'cancelled' && takenBack) return stay;
  const away = leaves(record).findLast(({ until }) => until === null);
  if (away !== undefined) return { state: 'on-leave', since: away.from, endedAt: leftAt };
  return { state: 'admitted', since: null, endedAt: leftAt };
}
