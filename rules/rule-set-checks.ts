// What must hold of a rule set: what its clocks name exists, and each value says something that its step can do.
// What no rule set may take away is in guard-checks.ts; how one version follows another in succession.ts.
import { anchorLabel, daytimeOf, isClockName } from '../domain/clocks.ts';
import type { DueRule } from '../domain/deadline.ts';
import { needsHours } from '../domain/deadline.ts';
import type { Registry } from '../domain/organisations.ts';
import type { ClockRule, GateRule, RuleSet } from '../domain/rule-form.ts';
import { notDoneOf } from '../domain/silence-steps.ts';
import type { Finding, RuleFileProblem } from './checks.ts';
import { checkHours, checkPeriod, finding, repeated } from './checks.ts';
import { checkFacts } from './fact-checks.ts';
import { checkAsking } from './guard-checks.ts';

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
  if (needsHours(due) && due.atLeast !== undefined) {
    findings.push(finding(`${path}.atLeast`, 'Kan ikke stå her: fristen kunne falde, mens der er lukket'));
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
  if (isClockName(clock)) findings.push(...checkFacts(clock, rule, path));
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

/** Municipalities of clusters and exceptions are those of the registry: a misspelt code would get the region's values silently. */
export function checkPlacesOf(set: RuleSet, { organisations }: Registry): readonly Finding[] {
  const known = organisations.flatMap(({ municipality = [] }) => municipality);
  const stated = [
    ...Object.entries(set.clusters).flatMap(([id, { municipalities }]) =>
      municipalities.map((code, index) => ({ code, path: `clusters.${id}.municipalities.${index}` })),
    ),
    ...Object.keys(set.municipalities).map((code) => ({ code, path: `municipalities.${code}` })),
  ];
  return stated.flatMap(({ code, path }) => (known.includes(code) ? [] : [finding(path, `Ukendt kommune ${code}`)]));
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
