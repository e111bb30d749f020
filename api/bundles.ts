// Proposals to share days over the API: units and their opening hours become places, the dated rules the limits.
// A question without a patient: nothing is kept, booked or moved by it.
import { afterLeavingOn } from '../domain/after-leaving.ts';
import type { BundleProblem, Proposal, Treatment } from '../domain/bundle.ts';
import { askedFor } from '../domain/bundle.ts';
import { proposeBundles } from '../domain/bundle-propose.ts';
import { againstText, savingText } from '../domain/bundle-words.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';
import { CalendarYearMissing, localDate, openSpans } from '../domain/calendar.ts';
import { kilometres } from '../domain/distance.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { Unit } from '../domain/organisations.ts';
import { isClosedOn, unitById } from '../domain/organisations.ts';
import { ruleSetOn } from '../domain/rule-set.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Caller } from './auth.ts';
import { check, fault } from './check.ts';
import { Problem } from './errors.ts';
import { demandRight } from './rights.ts';
import type { BundlesBody, ShownBundles } from './schemas/bundles.ts';
import { bundlesBody } from './schemas/bundles.ts';
import type { Service } from './service.ts';

const MINUTE = 60_000;

/** @throws {Problem} `not-allowed`, `bad-input` (also for a year whose holidays are not filled in) */
export async function bundlesFor(service: Service, caller: Caller, raw: unknown): Promise<ShownBundles> {
  demandRight(caller, 'match');
  const body = check(bundlesBody(service), raw);
  const problem = problemOf(service, body, await clockNow(service.db));
  return shown(service, body, problem, proposeBundles(problem));
}

/** The question as the search takes it. */
export function problemOf({ registry, rules }: Service, body: BundlesBody, now: number): BundleProblem {
  const { calendar, ruleSets, afterLeaving } = rules.current();
  const today = localDate(instant(now));
  const working: WorkingCalendar = { calendar, closedOn: ruleSetOn(ruleSets, today).closedOn };
  const municipalityOf = (place: string | null): string | undefined =>
    place === null ? body.municipality : unitById(registry, place)?.municipality;
  return {
    treatments: body.treatments.map((one, index): Treatment => {
      const { id, place, minutes, mayMove, fasting, rest, follows, notWith } = one;
      const unit = unitById(registry, place);
      const booked = one.booked === null ? null : Math.floor(epoch(one.booked) / MINUTE) * MINUTE;
      const open = unit === undefined ? [] : openIn(working, unit, one, now, index);
      return { id, place, minutes, booked, mayMove, fasting, rest, follows, notWith, open };
    }),
    transport: body.transport,
    mostInOneDay: body.mostInOneDay,
    kilometres(from, to) {
      const [one, other] = [municipalityOf(from), municipalityOf(to)];
      return one === undefined || other === undefined ? null : kilometres(registry, one, other);
    },
    rules: afterLeavingOn(afterLeaving, today).bundling,
  };
}

/** When the unit is open within the window, from now on; none on days on which it is shut. */
function openIn(
  working: WorkingCalendar,
  unit: Unit,
  { from, until }: Pick<BundlesBody['treatments'][number], 'from' | 'until'>,
  now: number,
  index: number,
): Treatment['open'] {
  const begins = Math.max(epoch(from), now);
  if (begins >= epoch(until)) return [];
  try {
    return openSpans(working, unit.openingHours, begins, epoch(until)).filter(
      ([opens]) => !isClosedOn(unit, localDate(instant(opens))),
    );
  } catch (error) {
    if (!(error instanceof CalendarYearMissing)) throw error;
    throw new Problem('bad-input', { errors: [fault(['treatments', index, 'until'], error.message)] });
  }
}

/** The proposal as the API gives it. */
export function shown(
  { registry }: Service,
  body: BundlesBody,
  problem: BundleProblem,
  proposal: Proposal,
): ShownBundles {
  const what = (id: string): string => body.treatments.find((one) => one.id === id)?.what ?? id;
  const named = (id: string) => ({ id, name: unitById(registry, id)?.name ?? id });
  const saving = savingText(proposal);
  const { kind, before } = proposal;
  if (proposal.kind === 'nothing-gained') {
    const alone = body.treatments.filter(({ booked }) => booked === null).map(({ id }) => id);
    return { kind, saving, before, after: before, against: [], days: [], alone, asked: [] };
  }
  return {
    ...{ kind, saving, before, after: proposal.after, alone: [...proposal.alone] },
    against: [...againstText(proposal, problem, what)],
    days: proposal.days.map(({ leaves, home, kilometres: way, treatments }) => ({
      leaves: instant(leaves),
      home: instant(home),
      kilometres: way,
      treatments: treatments.map(({ id, start, end, how }) => ({
        ...{ id, what: what(id), start: instant(start), end: instant(end), how },
        place: named(body.treatments.find((one) => one.id === id)?.place ?? ''),
      })),
    })),
    asked: askedFor(proposal, problem.treatments).map(({ who, treatments }) => ({
      who: who === 'patient' ? ('patient' as const) : ('place' as const),
      place: who === 'patient' ? null : named(who.place),
      treatments: [...treatments],
    })),
  };
}
