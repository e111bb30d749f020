// What is wrong with an item of follow-up as people state it, before it is planned: its window, who it lies with, where.
// Specialised rehabilitation is the hospital's, the general kind the municipality's (domain.md 1.11).
import { timeOf } from './ids.ts';
import type { UnitKind } from './organisations.ts';

/** What people state of an item; times are RFC 3339 with any offset. */
export interface StatedFollowUp {
  readonly what?: unknown;
  readonly from?: unknown;
  readonly until?: unknown;
  readonly bookBy?: unknown;
  readonly booker?: unknown;
  readonly owner?: unknown;
  readonly start?: unknown;
  readonly contacts?: unknown;
  readonly place?: unknown;
}

export interface FollowUpFault {
  readonly member: keyof StatedFollowUp;
  readonly message: string;
}

const MUNICIPAL: readonly (UnitKind | undefined)[] = ['visitation', 'home-care'];

/** Every fault, in the order of the form; empty when it can be planned. Pure. */
export function followUpFaults(
  { what, from, until, bookBy, booker, owner, start, contacts, place }: StatedFollowUp,
  kindOf: (unit: string) => UnitKind | undefined,
): readonly FollowUpFault[] {
  const faults: FollowUpFault[] = [];
  const say = (member: FollowUpFault['member'], message: string) => faults.push({ member, message });
  const [begins, ends, books] = [timeOf(from), timeOf(until), timeOf(bookBy)];
  if (begins !== null && ends !== null && begins > ends) say('until', 'Slutter før den begynder');
  if (books !== null && ends !== null && books > ends) say('bookBy', 'Skal bookes før vinduet slutter');
  if ((begins === null) !== (ends === null)) say(begins === null ? 'from' : 'until', 'Vinduet skal have begge ender');
  const lieWith = [booker, owner].filter((unit): unit is string => typeof unit === 'string');
  if (what === 'specialised-rehabilitation' && lieWith.some((unit) => kindOf(unit) !== 'ward'))
    say('booker', 'Specialiseret genoptræning ligger hos sygehuset');
  if (what === 'rehabilitation' && typeof booker === 'string' && !MUNICIPAL.includes(kindOf(booker)))
    say('booker', 'Genoptræning tilbydes af kommunen');
  if (start !== undefined && what !== 'rehabilitation') say('start', 'Hører kun til genoptræning');
  if (contacts !== undefined && what !== 'follow-up-home-visit')
    say('contacts', 'Hører kun til opfølgende hjemmebesøg');
  if (place === 'private-supplier') say('place', 'Vælges først, når fristen for genoptræning er brudt');
  return faults;
}
