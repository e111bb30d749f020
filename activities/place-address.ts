// Where what is written to a place goes (meddelelsesadresse): one of its five facts, which may be another unit than the place's own.
// By the facts of the day, with the in-flight rule for what has begun: configuration alone moves it.
import { instant } from '../domain/ids.ts';
import { placeKindOf, unitById } from '../domain/organisations.ts';
import { factsDateBy, placeFact } from '../domain/place-facts.ts';
import type { RuleBook } from '../rules/load.ts';
import type { SendingHead } from './contract.ts';

/** The unit whose system receives a message to `to` at a time (epoch ms): that of the place's address, else `to` itself. */
export function addressOf(
  { registry, ruleSets }: Pick<RuleBook, 'registry' | 'ruleSets'>,
  { to, place }: Pick<SendingHead, 'to' | 'place'>,
  at: number,
): string {
  const unit = unitById(registry, to);
  if (place === undefined || unit?.municipality === undefined || placeKindOf(unit.kind) === undefined) return to;
  const { what, placedAt, from, kind } = place;
  const begun = { what, placedAt: instant(placedAt), from, at: instant(at) };
  const { date } = factsDateBy(ruleSets, place.municipality, begun);
  return placeFact(registry, { municipality: unit.municipality, kind, unit: to }, 'address', date) ?? to;
}
