// What must hold across the fields and files of the rules: names that exist, periods that do not collide, ladders that lead somewhere.
// What places belong to whom is checked in place-checks.ts.
import { isDeepStrictEqual } from 'node:util';
import type { Calendar, OpeningHours } from '../domain/calendar.ts';
import { anchorLabel, daytimeOf, isClockName } from '../domain/clocks.ts';
import type { DueRule } from '../domain/deadline.ts';
import { needsHours } from '../domain/deadline.ts';
import type { Registry, Unit } from '../domain/organisations.ts';
import type { ClockRule, GateRule, RuleSet } from '../domain/rule-form.ts';
import { notDoneOf } from '../domain/silence-steps.ts';

/** Something wrong in a rule file. `path` is dotted (`clocks.receipt.due.duration`), empty for the file as a whole. */
export interface RuleFileProblem {
  readonly file: string;
  readonly path: string;
  readonly message: string;
  /** Counts from 1; left out when the file could not be read, or is missing. */
  readonly line?: number;
}

export type Finding = Omit<RuleFileProblem, 'file' | 'line'>;

export const finding = (path: string, message: string): Finding => ({ path, message });

/** Values that stand more than once. */
export function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function checkHours(hours: OpeningHours, path: string): readonly Finding[] {
  return hours.flatMap((span, index) =>
    hours
      .slice(0, index)
      .some(
        (other) =>
          other.days.some((day) => span.days.includes(day)) && other.opens < span.closes && span.opens < other.closes,
      )
      ? [finding(`${path}.${index}`, 'Overlapper et andet tidsrum samme dag')]
      : [],
  );
}

/** Every due rule of a clock with the place it stands in. */
function dueRules(rule: ClockRule, path: string): readonly { due: DueRule; path: string }[] {
  return [
    { due: rule.due, path: `${path}.due` },
    ...(rule.cases ?? []).map(({ due }, index) => ({ due, path: `${path}.cases.${index}.due` })),
    ...(rule.withoutAnchor === undefined ? [] : [{ due: rule.withoutAnchor, path: `${path}.withoutAnchor` }]),
    ...(rule.notBefore === undefined ? [] : [{ due: rule.notBefore, path: `${path}.notBefore` }]),
  ];
}

/** Names that a rule may use: reading hours and shifts of its rule set. */
interface Names {
  readonly hours: readonly string[];
  readonly shifts: readonly string[];
}

/** What one due rule names must exist, and a time that is left out cannot have passed. */
function checkDue({ due, path }: { due: DueRule; path: string }, { hours, shifts }: Names): readonly Finding[] {
  const findings: Finding[] = [];
  if (needsHours(due) && !hours.includes(due.readingHours ?? '')) {
    findings.push(finding(`${path}.readingHours`, `Skal være en af ${hours.join(', ')}`));
  }
  if (due.kind === 'shift-end' && !shifts.includes(due.shifts ?? '')) {
    findings.push(finding(`${path}.shifts`, `Skal være en af ${shifts.join(', ')}`));
  }
  if (due.kind === 'at-time' && due.time === undefined && due.past === 'next-day') {
    findings.push(finding(`${path}.time`, 'Mangler: hvornår på dagen, når den kan være gået'));
  }
  return findings;
}

function checkRule(clock: string, rule: ClockRule, path: string, names: Names): readonly Finding[] {
  const findings = dueRules(rule, path).flatMap((stated) => checkDue(stated, names));
  const counts = [rule.due, ...(rule.cases ?? []).map((entry) => entry.due)].map((due) => due.countsFrom);
  const anchored = counts.includes('anchor');
  const named = anchored || counts.includes('later') || rule.needs?.includes('anchor') === true;
  if (named && isClockName(clock) && anchorLabel(clock) === null) {
    findings.push(finding(`${path}.due.countsFrom`, 'Dette ur har intet anker at regne fra'));
  }
  if (anchored && rule.withoutAnchor === undefined && rule.needs?.includes('anchor') !== true) {
    findings.push(finding(`${path}.withoutAnchor`, 'Mangler: hvad gælder, når tidspunktet ikke er kendt'));
  }
  if (rule.withoutAnchor?.countsFrom !== undefined && rule.withoutAnchor.countsFrom !== 'start') {
    findings.push(finding(`${path}.withoutAnchor.countsFrom`, 'Skal regnes fra start'));
  }
  if ((rule.resends !== undefined) !== (rule.silence === 'send-again')) {
    findings.push(finding(`${path}.resends`, 'Hører sammen med tavshed "send-again"'));
  }
  for (const { what, why } of isClockName(clock) ? notDoneOf(clock, rule) : []) {
    findings.push(finding(`${path}.${what}`, why));
  }
  if (rule.silence === 'escalate' && (rule.ladder ?? []).length === 0) {
    findings.push(finding(`${path}.ladder`, 'Mangler: hvem opgaven går videre til ved tavshed'));
  }
  if ((rule.hands !== undefined) !== (clock === 'medical-responsibility')) {
    findings.push(finding(`${path}.hands`, 'Hører til uret "medical-responsibility", og skal stå der'));
  }
  if ((rule.covers !== undefined) !== (clock === 'extended-responsibility-end')) {
    findings.push(finding(`${path}.covers`, 'Hører til uret "extended-responsibility-end", og skal stå der'));
  }
  if ((rule.asks !== undefined) !== (clock === 'reach-out')) {
    findings.push(finding(`${path}.asks`, 'Hører til uret "reach-out", og skal stå der'));
  }
  return [...findings, ...checkAsking(clock, rule, path), ...checkDaytime(clock, rule, path)];
}

/** The GP loop waits for opening hours: a silent practice is rung by the ward, never passed to whoever is on call. */
function checkDaytime(clock: string, rule: ClockRule, path: string): readonly Finding[] {
  if (!isClockName(clock) || daytimeOf(clock) === null) return [];
  const up = (rule.ladder ?? []).flatMap(({ to }, index) =>
    to === 'on-call' ? [finding(`${path}.ladder.${index}.to`, 'Opfølgning hos egen læge går aldrig til en vagt')] : [],
  );
  return [...up, ...dueRules(rule, path).flatMap((stated) => checkOpen(clock, stated))];
}

/** Where the practice is asked or rung, the time runs only while it is open. */
const checkOpen = (clock: string, { due, path }: { due: DueRule; path: string }): readonly Finding[] =>
  isClockName(clock) && daytimeOf(clock) === 'opening-hours' && due.kind !== 'open-time'
    ? [finding(`${path}.kind`, 'Skal være open-time: praksis spørges og ringes op, mens den har åbent')]
    : [];

/** How units are asked for a place: on the same day never without a call, also where an agreement has its own values. */
function checkAsking(clock: string, rule: ClockRule, path: string): readonly Finding[] {
  const rings = (rule.cases ?? []).filter(({ callFirst }) => callFirst === true);
  if (clock === 'capability-answer') {
    const sameDay = rings.some(({ when }) => Object.keys(when).length === 1 && when['sameDay'] === true);
    return sameDay ? [] : [finding(`${path}.cases`, 'Samme dag skal der ringes først: sameDay med callFirst')];
  }
  if (clock === 'municipal-action-soon') {
    const rung = rule.callWithin !== undefined && rings.length === 0 && rule.atOnce === undefined;
    return rung ? [] : [finding(`${path}.callWithin`, 'Skal stå: så tæt på ringes der altid')];
  }
  const stated = rings.length > 0 || rule.callWithin !== undefined || rule.atOnce !== undefined;
  return stated ? [finding(path, 'callFirst, callWithin og atOnce hører kun til "capability-answer"')] : [];
}

/** The hours that the gate looks at exist, and no criterion is asked for twice. */
function checkGate(gate: GateRule | undefined, path: string, { hours }: Names): readonly Finding[] {
  if (gate === undefined) return [];
  const unknown = (['pharmacy', 'dischargingDoctor'] as const).filter((name) => !hours.includes(gate[name]));
  return [
    ...unknown.map((name) => finding(`${path}.${name}`, `Skal være en af ${hours.join(', ')}`)),
    ...repeated(gate.requires).map((code) => finding(`${path}.requires`, `${code} står to gange`)),
  ];
}

/** What one rule set must hold in itself. */
export function checkRuleSet(set: RuleSet): readonly Finding[] {
  const names: Names = { hours: Object.keys(set.readingHours), shifts: Object.keys(set.shifts) };
  const checkRules = (clocks: Readonly<Partial<Record<string, ClockRule>>>, path: string): readonly Finding[] =>
    Object.entries(clocks).flatMap(([clock, rule]) =>
      rule === undefined ? [] : checkRule(clock, rule, `${path}.${clock}`, names),
    );
  const findings = [
    ...Object.entries(set.readingHours).flatMap(([name, hours]) => checkHours(hours, `readingHours.${name}`)),
    ...Object.entries(set.shifts)
      .filter(([, begins]) => begins.some((time, index) => index > 0 && time <= (begins[index - 1] ?? '')))
      .map(([name]) => finding(`shifts.${name}`, 'Vagterne skal stå i rækkefølge')),
    ...checkRules(set.clocks, 'clocks'),
    ...checkGate(set.gate, 'gate', names),
  ];
  for (const [mode, { clocks }] of Object.entries(set.modes ?? {})) {
    for (const [clock, stated] of Object.entries(clocks)) {
      if (stated.effect !== 'deadline') continue;
      const { due } = stated;
      const path = `modes.${mode}.clocks.${clock}.due`;
      findings.push(...checkDue({ due, path }, names), ...checkOpen(clock, { due, path }));
      const anchored = due.countsFrom !== undefined && due.countsFrom !== 'start';
      if (anchored && isClockName(clock) && anchorLabel(clock) === null) {
        findings.push(finding(`${path}.countsFrom`, 'Dette ur har intet anker at regne fra'));
      }
    }
  }
  findings.push(...checkPeriod(set, ''));
  const municipalities = Object.values(set.clusters).flatMap((cluster) => cluster.municipalities);
  for (const code of repeated(municipalities)) {
    findings.push(finding('clusters', `Kommune ${code} står i flere klynger`));
  }
  for (const [id, cluster] of Object.entries(set.clusters)) {
    findings.push(...checkRules(cluster.clocks, `clusters.${id}.clocks`));
    findings.push(...checkGate(cluster.gate, `clusters.${id}.gate`, names));
  }
  for (const [code, exception] of Object.entries(set.municipalities)) {
    findings.push(...checkRules(exception.clocks, `municipalities.${code}.clocks`));
    findings.push(...checkGate(exception.gate, `municipalities.${code}.gate`, names));
  }
  return findings;
}

/** Two files may not be the same version of a rule set, nor begin on the same day with the same version number. */
export function checkRuleSets(files: ReadonlyMap<string, RuleSet>): readonly RuleFileProblem[] {
  const entries = [...files.entries()];
  if (entries.length === 0) return [{ file: '', path: '', message: 'Der er intet regelsæt' }];
  return entries.flatMap(([file, set], index) =>
    entries
      .slice(0, index)
      .filter(
        ([, other]) => other.version === set.version && (other.id === set.id || other.validFrom === set.validFrom),
      )
      .map(([otherFile]) => ({ file, path: 'version', message: `Kan ikke skelnes fra ${otherFile}` })),
  );
}

/**
 * What rule sets read later must keep of those in use: a change is a new version with its own from-date and author, and no
 * day that had rules is left without any.
 */
export function checkSuccession(
  taken: readonly RuleSet[],
  next: ReadonlyMap<string, RuleSet>,
): readonly RuleFileProblem[] {
  const problems: RuleFileProblem[] = [];
  for (const [file, set] of next) {
    const before = taken.filter(({ id }) => id === set.id);
    const same = before.find(({ version }) => version === set.version);
    const newest = Math.max(0, ...before.map(({ version }) => version));
    if (same !== undefined && !isDeepStrictEqual(same, set)) {
      const message = `Version ${set.version} er i brug og kan ikke ændres; en ændring er en ny version`;
      problems.push({ file, path: 'version', message });
    }
    if (same === undefined && set.version < newest) {
      problems.push({ file, path: 'version', message: `Er lavere end version ${newest}, som er i brug` });
    }
  }
  const first = (sets: readonly RuleSet[]): string => sets.map(({ validFrom }) => validFrom).sort()[0] ?? '';
  const [from, newFrom] = [first(taken), first([...next.values()])];
  if (newFrom > from) {
    const [file = ''] = [...next].find(([, { validFrom }]) => validFrom === newFrom) ?? [];
    const message = `Dagene fra ${from} har så intet regelsæt; lad den gamle fil stå, og læg den nye ved siden af`;
    problems.push({ file, path: 'validFrom', message });
  }
  return problems;
}

/** Every date of the calendar stands under its own year. */
export function checkCalendar(calendar: Calendar): readonly Finding[] {
  return Object.entries(calendar.years).flatMap(([year, { holidays, flagged }]) =>
    [
      ...Object.keys(holidays).map((date) => ({ date, path: `years.${year}.holidays.${date}` })),
      ...Object.entries(flagged).map(([flag, date]) => ({ date, path: `years.${year}.flagged.${flag}` })),
    ]
      .filter(({ date }) => !date.startsWith(`${year}-`))
      .map(({ path }) => finding(path, `Datoen ligger ikke i ${year}`)),
  );
}

/** A finding for each entry whose value an earlier one has; an entry without one is left alone. */
function again(
  values: readonly (string | undefined)[],
  found: (index: number, value: string) => Finding,
): readonly Finding[] {
  return values.flatMap((value, index) =>
    value !== undefined && values.indexOf(value) < index ? [found(index, value)] : [],
  );
}

/** Organisations and units that are named exist, addresses are used once, and dated statements do not overlap. */
export function checkRegistry({ organisations, units }: Registry): readonly Finding[] {
  const findings: Finding[] = [];
  const orgIds = organisations.map(({ id }) => id);
  const unitIds = units.map(({ id }) => id);
  findings.push(
    ...again(orgIds, (index, id) => finding(`organisations.${index}.id`, `${id} står flere gange`)),
    ...again(unitIds, (index, id) => finding(`units.${index}.id`, `${id} står flere gange`)),
    ...again(
      units.map(({ gln }) => gln),
      (index, gln) => finding(`units.${index}.gln`, `GLN ${gln} bruges flere gange`),
    ),
    ...again(
      units.map(({ sor }) => sor),
      (index, sor) => finding(`units.${index}.sor`, `SOR ${sor} bruges flere gange`),
    ),
    ...again(
      units.map(({ ydernummer }) => ydernummer),
      (index, number) => finding(`units.${index}.ydernummer`, `Ydernummer ${number} bruges flere gange`),
    ),
  );
  units.forEach((unit, index) => {
    findings.push(
      ...checkReceives(unit, `units.${index}.receives`),
      ...checkAnswers(unit, units, `units.${index}.answersTo`),
    );
    if (!orgIds.includes(unit.org)) findings.push(finding(`units.${index}.org`, `Ukendt organisation ${unit.org}`));
    findings.push(...checkHours(unit.openingHours, `units.${index}.openingHours`));
    for (const rung of ['teamLeader', 'onCall'] as const) {
      const target = unit[rung];
      if (target !== undefined && !unitIds.includes(target.unit)) {
        findings.push(finding(`units.${index}.${rung}.unit`, `Ukendt enhed ${target.unit}`));
      }
    }
  });
  organisations.forEach(({ stayNotices = [] }, index) => {
    stayNotices.forEach((period, place) => {
      const path = `organisations.${index}.stayNotices.${place}`;
      findings.push(...checkPeriod(period, `${path}.`));
      // Two senders on one day would pause and resume home care twice.
      const collides = stayNotices.slice(0, place).some((other) => periodsMeet(other, period));
      if (collides) findings.push(finding(path, 'Perioden overlapper en tidligere: højst én afsender ad gangen'));
    });
  });
  return findings;
}

/** One kind of message in one form is received or not: two periods of it that meet say it twice. */
function checkReceives({ receives }: Unit, path: string): readonly Finding[] {
  return receives.flatMap((reception, index) => {
    const place = `${path}.${index}`;
    const reversed = checkPeriod(reception, `${place}.`);
    if (reversed.length > 0) return reversed;
    const meets = receives
      .slice(0, index)
      .some(
        (other) =>
          other.type === reception.type &&
          other.format === reception.format &&
          other.version === reception.version &&
          periodsMeet(other, reception),
      );
    return meets ? [finding(place, 'Perioden overlapper en tidligere')] : [];
  });
}

/** Answers go to another unit that takes them itself: one that sends them on is an address nobody reads. */
function checkAnswers({ id, answersTo }: Unit, units: readonly Unit[], path: string): readonly Finding[] {
  if (answersTo === undefined) return [];
  const target = units.find((unit) => unit.id === answersTo);
  if (target === undefined) return [finding(path, `Ukendt enhed ${answersTo}`)];
  return answersTo === id || target.answersTo !== undefined
    ? [finding(path, `${answersTo} tager ikke selv imod svar`)]
    : [];
}

export interface Period {
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** A finding when a period ends before it begins. `path` is what stands before its names. */
export const checkPeriod = ({ validFrom, validTo }: Period, path: string): readonly Finding[] =>
  validTo !== null && validTo < validFrom ? [finding(`${path}validTo`, 'Ligger før validFrom')] : [];

/** Whether two periods have a day in common. */
export const periodsMeet = (a: Period, b: Period): boolean =>
  (b.validTo === null || a.validFrom <= b.validTo) && (a.validTo === null || b.validFrom <= a.validTo);
