// What is decided about a place that is held or asked for: renewed by the asker, withdrawn by its unit, matched again.
// A place that no longer fits is the asker's to keep or to give up; nothing is taken from a patient by a changed sheet.
import type { CapabilityCode } from '../domain/capability-codes.ts';
import type { AskedUnit, BedState } from '../domain/case-view.ts';
import type { UnitId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import { bedNeed } from '../domain/plan.ts';
import { allowed } from './allowed.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { order } from './held-bed.ts';
import { outside } from './outside.ts';
import { places } from './place-asked.ts';
import { refuse } from './refuse.ts';
import { restart, watch } from './track.ts';

/** The one who asks has the place held longer, before the patient has left. */
export function mayRenew(c: Case, { actor }: Decision<'renew-hold'>): void {
  allowed(c, 'renew-hold');
  const { bed, leftAt, stage, wardUnit } = c.view;
  if (bed.state === 'held' && leftAt === null && actor.units.includes(wardUnit)) return;
  refuse('wrong-moment', { action: 'renew-hold', stage });
}

export function renewHold(c: Case, { body, actor, submission }: Decision<'renew-hold'>): void {
  order(c, { order: 'renew', arrival: body.arrival, by: { actor, submission } });
}

/** Its own unit, until the patient has come. */
export function mayWithdrawHold(c: Case, { actor }: Decision<'withdraw-hold'>): void {
  allowed(c, 'withdraw-hold');
  const { bed, stage } = c.view;
  const promised = promiseIn(bed);
  if (promised !== null && actor.units.includes(promised)) return;
  refuse('wrong-moment', { action: 'withdraw-hold', stage });
}

/** The unit that has promised a place to a patient who has not come to it yet. */
const promiseIn = (bed: BedState): UnitId | null =>
  bed.state === 'held' ? bed.unit : bed.state === 'in-use' ? (bed.next?.unit ?? null) : null;

/** A named yes is taken back: it is counted for the unit, and the search goes on as after a lapse. */
export function withdrawHold(c: Case, { body, actor, submission }: Decision<'withdraw-hold'>): void {
  const unit = promiseIn(c.view.bed);
  if (unit === null) return;
  c.fact('bed-withdrawn', { unit, reason: body.reason }, { actor, submission });
  c.fact('promise-broken', { unit, how: 'hold-withdrawn' });
  order(c, { order: 'give-up', why: 'withdrawn' });
}

/** What a unit can do has changed: when its place is held or asked for here, it is matched again. */
export function recheckBed(c: Case, { body }: Decision<'recheck-bed'>): void {
  if (openPlaces(c).some(({ unit }) => unit === body.unit)) recheck(c);
}

/** Whether the units still fit what the patient needs, by the sheets in force now. */
export function recheck(c: Case): void {
  for (const open of openPlaces(c)) watch(c, 'recheck-bed', () => matchAgain(c, open));
}

interface OpenPlace extends AskedUnit {
  /** Of a held place, when another one than the plan's was agreed; epoch ms. */
  arrival?: number;
  /** What another was found for, when the unit said yes to the rest. */
  open?: readonly CapabilityCode[];
}

/** The places, held or asked for, of a patient who has not come yet. */
function openPlaces({ view: { bed } }: Case): readonly OpenPlace[] {
  if (bed.state === 'asked') return bed.asked;
  return bed.state === 'held' ? [bed] : [];
}

const isOpen = (c: Case, place: string): boolean => openPlaces(c).some((one) => one.place === place);

async function matchAgain(c: Case, { unit, place, arrival, open = [] }: OpenPlace): Promise<void> {
  const need = c.view.plan === null ? null : bedNeed(c.view.plan);
  if (need === null) return;
  const summary = `Passer ${unit} stadig?`;
  const capabilities = need.capabilities.filter((code) => !open.includes(code));
  const wanted = { ...need, capabilities, from: arrival === undefined ? need.from : instant(arrival) };
  const found = await outside(c, () =>
    places.fittingUnits.executeWithOptions({ summary }, [c.view.municipality, wanted, c.place.asking(c.now())]),
  );
  if (found === 'failed' || !isOpen(c, place)) return;
  const told = c.place.misfits.has(place);
  const fits = found.fitting.some((one) => one.unit === unit);
  if (fits) c.place.misfits.delete(place);
  else c.place.misfits.add(place);
  c.touch();
  if (told || fits) return;
  c.fact('bed-no-longer-fits', { unit });
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'bed-no-longer-fits',
    clock: 'ward-decision',
    about: { unit, capabilities },
    unless: () => !c.place.misfits.has(place) || !isOpen(c, place),
  });
  if (answer.kind === 'answered' && answer.code === 'keep') return;
  c.place.misfits.delete(place);
  if (answer.kind !== 'answered') return;
  if (c.view.bed.state === 'held') order(c, { order: 'give-up', why: 'no-longer-fits' });
  else restart(c, ['acute-bed']);
}
