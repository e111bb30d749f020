// Asks the dated rules in force for due times, reminders, ladder and silence; the answers are recorded in history.
// Opening hours are those of the unit that must act; its kind is a fact that rules may ask for.
import { addDays, CalendarYearMissing, localDate, startOfDay } from '../domain/calendar.ts';
import type { Instant } from '../domain/ids.ts';
import { epoch, instant } from '../domain/ids.ts';
import { isClosedOn, unitById } from '../domain/organisations.ts';
import type { Ruling } from '../domain/rule-set.ts';
import { RuleError, rule } from '../domain/rule-set.ts';
import type { ClockQuery, Ruled } from '../domain/ruled.ts';
import { ruleQuery } from '../domain/ruled.ts';
import type { RuleBook, RuleFiles } from '../rules/load.ts';
import type { Activities } from './contract.ts';
import { permanently } from './failures.ts';

/**
 * The activity. Fails for good with type `rule-error` when the rules cannot answer: none in force, a fact missing,
 * a year without holidays, a unit that is never open.
 */
export function rulings(rules: RuleFiles): Activities['rulings'] {
  return async (queries) => {
    const book = rules.current();
    return queries.map((query) => answer(book, query));
  };
}

function answer(book: RuleBook, query: ClockQuery): Ruled {
  const unit = query.unit === null ? undefined : unitById(book.registry, query.unit);
  const from = instant(query.from);
  const closed = unit !== undefined && isClosedOn(unit, localDate(from));
  const anchor = query.anchor === null ? null : instant(query.anchor);
  try {
    const found = ruled(closed, rule(book, ruleQuery({ ...query, from, anchor }, unit)));
    return query.clock === 'plan-same-day' && anchor !== null ? { ...found, day: dayOf(anchor) } : found;
  } catch (error) {
    if (error instanceof RuleError || error instanceof CalendarYearMissing || error instanceof RangeError) {
      throw permanently('rule-error', `${query.clock}: ${error.message}`);
    }
    throw error;
  }
}

/** The workflow has no calendar: one day is told from another by what the activity says of it. */
function dayOf(anchor: Instant): NonNullable<Ruled['day']> {
  const date = localDate(anchor);
  return { date, over: epoch(startOfDay(addDays(date, 1))) };
}

const ruled = (unitClosed: boolean, ruling: Ruling): Ruled => ({
  clock: ruling.clock,
  due: epoch(ruling.due),
  rule: ruling.rule,
  remindAt: ruling.remindAt.map(epoch),
  ladder: ruling.ladder.map(({ to, at }) => ({ to, at: epoch(at) })),
  silence: ruling.silence,
  resends: ruling.resends ?? 0,
  unitClosed,
  ...(ruling.callFirst === undefined ? {} : { callFirst: ruling.callFirst }),
  ...(ruling.off === undefined ? {} : { off: ruling.off }),
  ...(ruling.atOnce === undefined ? {} : { atOnce: ruling.atOnce }),
  ...(ruling.hands === undefined ? {} : { hands: ruling.hands }),
  ...(ruling.covered === undefined ? {} : { covered: ruling.covered }),
  ...(ruling.applies === undefined ? {} : { applies: ruling.applies }),
  ...(ruling.notBefore === undefined ? {} : { opens: epoch(ruling.notBefore) }),
  ...(ruling.asks === undefined ? {} : { asks: ruling.asks }),
  ...(ruling.ring === undefined ? {} : { ring: ruling.ring }),
});
