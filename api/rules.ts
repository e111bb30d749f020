// The dated rules over the API: what a deadline would be and why, and which rules are in force with their sources.
// Nothing here concerns a patient; whoever takes part may ask.
import type { OpeningHours } from '../domain/calendar.ts';
import { CalendarYearMissing, localDate, startOfDay } from '../domain/calendar.ts';
import { anchorLabel, clockLabel, clockNames } from '../domain/clocks.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { ModeSwitch } from '../domain/modes.ts';
import { modeNames, touches } from '../domain/modes.ts';
import { unitById } from '../domain/organisations.ts';
import { factKind, factNames, factsOf } from '../domain/rule-facts.ts';
import type { ClockRule, Facts, RuleSet } from '../domain/rule-form.ts';
import { RuleError, rule, ruleSetOn } from '../domain/rule-set.ts';
import { ruleQuery } from '../domain/ruled.ts';
import type { SilenceEffect } from '../domain/silence.ts';
import { silenceText } from '../domain/silence.ts';
import { rulesOf } from '../domain/stated-rules.ts';
import { groundOf, mayRest } from '../domain/step-grounds.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Caller } from './auth.ts';
import { check, fault } from './check.ts';
import { Problem } from './errors.ts';
import { demandRight } from './rights.ts';
import { instant as instantBody } from './schemas/common.ts';
import type { ShownPreview, ShownRules } from './schemas/rules.ts';
import { previewBody, rulesQuery } from './schemas/rules.ts';
import type { Service } from './service.ts';

const showSilence = (effect: SilenceEffect) => ({
  effect: typeof effect === 'string' ? effect : `answer:${effect.answer}`,
  text: silenceText(effect),
});

/**
 * What the deadline of a clock would be if it started at `from`.
 *
 * @throws {Problem} `not-allowed`, `bad-input` (a fact missing, unknown or unreadable), `no-rule-for-date` (no rule set, or
 * the holidays of a year are not filled in; the year is named)
 */
export function previewRule(service: Service, caller: Caller, raw: unknown): ShownPreview {
  demandRight(caller, 'see-rules');
  const { clock, from, municipality, facts = {} } = check(previewBody, raw);
  const book = service.rules.current();
  const { anchor: stated, unit: unitId, ...rest } = facts;
  refuseUnknown(rest);
  const unit = unitOf(service, unitId);
  try {
    const anchor = stated === undefined ? null : timeOf(stated, 'anchor');
    const told = rest['leaving'] === undefined ? rest : { ...rest, leaving: timeOf(rest['leaving'], 'leaving') };
    const ruling = rule(book, ruleQuery({ clock, from, municipality, anchor, facts: told }, unit));
    const isKnown = factsOf(clock, true).every((name) => rest[name] !== undefined);
    const { due, rule: id, why, source, confidence, remindAt, ladder, silence, callFirst = false } = ruling;
    return {
      ...{ clock, label: clockLabel(clock), municipality, from, due, rule: id, why, source, confidence, callFirst },
      off: ruling.off ?? false,
      // A rule that is not for all says no where it was not told enough; nothing is guessed here.
      applies: (ruling.applies ?? true) || (isKnown && anchor !== null ? false : null),
      covered: ruling.covered === false && !isKnown ? null : (ruling.covered ?? null),
      ring: ruling.ring ?? null,
      asks: ruling.asks ?? null,
      notBefore: ruling.notBefore ?? null,
      remindAt: [...remindAt],
      ladder: [...ladder],
      silence: showSilence(silence),
    };
  } catch (error) {
    throw problemOfRules(error, clock);
  }
}

/** A stated time as an instant; a date is the start of that day. */
function timeOf(stated: Facts[string], name: 'anchor' | 'leaving'): string {
  const date = typeof stated === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(stated) && !Number.isNaN(Date.parse(stated));
  const read = date ? startOfDay(stated) : instantBody.safeParse(stated).data;
  if (read === undefined) throw new RuleError('fact-unreadable', name);
  return read;
}

function unitOf({ rules }: Service, id: Facts[string] | undefined) {
  if (id === undefined) return undefined;
  const unit = unitById(rules.current().registry, String(id));
  if (unit === undefined) throw new Problem('bad-input', { errors: [fault(['facts', 'unit'], 'Ukendt enhed')] });
  return unit;
}

/** Facts that no clock knows, and values that a known one cannot have: with either the answer would be another case's. */
function refuseUnknown(facts: Facts): void {
  const errors = Object.entries(facts).flatMap(([name, value]) => {
    const words = wrongFact(name, value);
    return words === null ? [] : [fault(['facts', name], words)];
  });
  if (errors.length > 0) throw new Problem('bad-input', { errors });
}

function wrongFact(name: string, value: Facts[string]): string | null {
  const is = factKind(name);
  const known = `Ukendt felt; reglerne spørger om anchor, unit, ${factNames.join(', ')}`;
  switch (is?.kind) {
    case undefined:
      return known;
    case 'code':
      return is.of.some((code) => code === value) ? null : `Skal være en af ${is.of.join(', ')}`;
    case 'codes': {
      const right = typeof value === 'string' && value.split(' ').every((code) => code === '' || is.of.includes(code));
      return right ? null : `Skal være koder med mellemrum imellem, af ${is.of.join(', ')}`;
    }
    case 'yes-no':
      return typeof value === 'boolean' ? null : 'Skal være true eller false';
    case 'hours':
      return typeof value === 'number' && value >= 0 ? null : 'Skal være et antal timer';
    case 'time':
      return null;
  }
}

/** What to answer when the rules cannot; any other error goes on as it is. */
function problemOfRules(error: unknown, clock: (typeof clockNames)[number]): unknown {
  if (error instanceof CalendarYearMissing) return notCovered(`${error.message}; helligdagene er ikke udfyldt`);
  if (!(error instanceof RuleError)) return error;
  if (error.code === 'no-rule-set') return notCovered(`Intet regelsæt gælder ${error.detail}`);
  const names: Readonly<Record<string, string>> = {
    anchor: anchorLabel(clock) ?? 'tidspunktet',
    leaving: 'planlagt udskrivning',
  };
  const what = names[error.detail] ?? error.detail;
  const words = error.code === 'fact-missing' ? `Mangler: ${what}` : `Kan ikke læses: ${what}`;
  return new Problem('bad-input', { errors: [fault(['facts', error.detail], words)] });
}

const notCovered = (words: string): Problem => new Problem('no-rule-for-date', { errors: [fault(['from'], words)] });

/**
 * The rules of a day, today's when none is asked for: versions, clusters, every clock's values with their sources, and
 * what was wrong with files that were refused.
 *
 * @throws {Problem} `not-allowed`, `bad-input`
 */
export async function showRules(service: Service, caller: Caller, query: unknown): Promise<ShownRules> {
  demandRight(caller, 'see-rules');
  const { on: asked } = check(rulesQuery, query);
  const on = asked ?? localDate(instant(await clockNow(service.db)));
  const { ruleSets, calendar, switches } = service.rules.current();
  const set = setOn(ruleSets, on);
  const oldestFirst = [...ruleSets].sort(byAge);
  return {
    on,
    inForce: set === null ? null : showVersion(set),
    versions: oldestFirst.map(showVersion),
    replaced: [...service.rules.replaced()].sort(byAge).map(showVersion),
    modes: { effects: set === null ? [] : effectsOf(set), log: switches.map((line) => showSwitch(line, on)) },
    clusters: Object.entries(set?.clusters ?? {}).map(([id, { name, municipalities }]) => ({
      ...{ id, name },
      municipalities: [...municipalities],
    })),
    clocks: set === null ? [] : clockNames.map((clock) => showClock(set, clock)),
    readingHours: Object.fromEntries(
      Object.entries(set?.readingHours ?? {}).map(([name, hours]) => [name, showHours(hours)]),
    ),
    shifts: Object.fromEntries(Object.entries(set?.shifts ?? {}).map(([name, begins]) => [name, [...begins]])),
    calendar: {
      version: calendar.version,
      source: calendar.source,
      years: Object.keys(calendar.years),
      closedOn: [...(set?.closedOn ?? [])],
    },
    refused: service.rules.refused().map(({ file, path, line = null, message }) => ({ file, path, line, message })),
  };
}

const order = ({ validFrom, version }: RuleSet): string => `${validFrom} ${String(version).padStart(6, '0')}`;

const byAge = (a: RuleSet, b: RuleSet): number => order(a).localeCompare(order(b));

function setOn(ruleSets: readonly RuleSet[], on: string): RuleSet | null {
  try {
    return ruleSetOn(ruleSets, on);
  } catch (error) {
    if (error instanceof RuleError) return null;
    throw error;
  }
}

const showVersion = ({ id, version, validFrom, validTo, author, note }: RuleSet) => ({
  ...{ id, version, validFrom, validTo, author, note },
});

const effectsOf = ({ modes = {} }: RuleSet) =>
  modeNames.flatMap((mode) =>
    clockNames.flatMap((clock) => {
      const found = modes[mode]?.clocks[clock];
      return found === undefined
        ? []
        : [
            {
              mode,
              clock,
              effect: found.effect,
              due: found.effect === 'off' ? null : { ...found.due },
              why: found.why,
            },
          ];
    }),
  );

const showSwitch = (line: ModeSwitch, on: string) => ({
  ...{ mode: line.mode, by: line.by, why: line.why, onThisDay: touches(line, on) },
  from: instant(epoch(line.from)),
  until: line.until === null ? null : instant(epoch(line.until)),
  where: line.where === undefined ? null : [...line.where],
  decidedAt: instant(epoch(line.decidedAt)),
});

const showClock = (set: RuleSet, clock: (typeof clockNames)[number]) => ({
  clock,
  label: clockLabel(clock),
  mayBeOff: mayRest(clock),
  ground: groundOf(clock),
  anchor: anchorLabel(clock),
  rules: rulesOf(set, clock).map(({ id, scope, rule: found }) => ({ rule: id, scope, ...showRule(found) })),
});

const showRule = ({ why, source, confidence, silence, ...values }: ClockRule) => ({
  ...{ why, source, confidence },
  silence: showSilence(silence),
  values: showValues(values),
});

/** What a rule says, as its file has it: whoever looks after an agreement compares it with the agreement. */
function showValues(values: Omit<ClockRule, 'why' | 'source' | 'confidence' | 'silence'>) {
  const { due, cases = [], withoutAnchor, notBefore, remind = [], ladder = [], ...more } = values;
  return {
    due: { ...due },
    cases: cases.map((found) => ({ ...found, when: { ...found.when }, due: { ...found.due } })),
    withoutAnchor: withoutAnchor === undefined ? null : { ...withoutAnchor },
    notBefore: notBefore === undefined ? null : { ...notBefore },
    remind: [...remind],
    ladder: ladder.map(({ to, after }) => ({ to, after })),
    more: { ...more },
  };
}

const showHours = (hours: OpeningHours) => hours.map(({ days, ...span }) => ({ ...span, days: [...days] }));
