// A patient did not come: somebody looks for the patient (opsøgende indsats). Whom is said by a dated rule, by municipality
// and by who the patient is: the municipality's home care for the vulnerable, the ward else (rules/, clock reach-out).
import type { AskedParty } from '../domain/calls.ts';
import type { FollowUpItem } from '../domain/follow-up.ts';
import type { UnitId } from '../domain/ids.ts';
import { epoch } from '../domain/ids.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';
import * as items from './follow-up-items.ts';
import { rule } from './rule.ts';

/** Has the patient looked for; `not-found`: nobody has spoken with the patient, or nobody answered. */
export async function reachOut(c: Case, item: FollowUpItem): Promise<'settled' | 'not-found'> {
  const facts = { reach: c.view.reach ?? 'ordinary' };
  const { asks = 'ward' } = await rule(c, { clock: 'reach-out', unit: null, facts });
  const over = (): boolean => items.isRevised(c, item);
  if (over()) return 'settled';
  const answer = await ask(c, unitOf(c, asks), {
    kind: 'reach-out',
    clock: 'reach-out',
    facts,
    about: { item: item.id, what: item.what, reach: facts.reach },
    unless: over,
  });
  if (over()) return 'settled';
  if (answer.kind !== 'answered' || answer.code === 'not-found') return 'not-found';
  const { at } = answer.codes;
  if (answer.code === 'declined') items.declined(c, item);
  else if (answer.code === 'new-time' && typeof at === 'string') items.booked(c, item.id, epoch(at));
  else items.toBookAgain(c, item.id);
  return 'settled';
}

/** A patient without a known practice is the ward's. */
function unitOf(c: Case, party: AskedParty): UnitId {
  switch (party) {
    case 'ward':
      return c.view.wardUnit;
    case 'visitation':
      return c.view.visitationUnit;
    case 'services':
      return c.start.servicesUnit;
    case 'gp':
      return c.view.gpUnit ?? c.view.wardUnit;
  }
}
