// Reads the dated rule files (rules/) once per process and checks all of them before any of them counts.
// A wrong file never replaces a good one: reloading keeps the rules in force and hands back every problem with its place.
import { dirname } from 'node:path';
import { z } from 'zod';
import type { AfterLeaving } from '../domain/after-leaving.ts';
import type { Agreement } from '../domain/agreements.ts';
import type { Calendar } from '../domain/calendar.ts';
import type { UnitSheet } from '../domain/capability-sheet.ts';
import type { Demands } from '../domain/demands.ts';
import type { ModeSwitch } from '../domain/modes.ts';
import type { Registry } from '../domain/organisations.ts';
import type { PaymentRules } from '../domain/payment-rules.ts';
import type { Contacts } from '../domain/responsibility-contacts.ts';
import type { RuleSet } from '../domain/rule-form.ts';
import { afterLeavingSchema, checkAfterLeaving } from './after-leaving-schema.ts';
import { checkAgreements } from './agreement-checks.ts';
import { agreementsSchema } from './agreement-schema.ts';
import type { RuleFileProblem } from './checks.ts';
import { checkCalendar, checkRegistry } from './checks.ts';
import { readLocated } from './located-json.ts';
import type { Part } from './many-files.ts';
import { placed, together } from './many-files.ts';
import { checkLog, checkModes, checkSwitches, modesSchema } from './mode-checks.ts';
import { checkPlaces } from './place-checks.ts';
import { checkRates } from './rate-checks.ts';
import { ratesSchema } from './rate-schema.ts';
import { municipalitySchema, registrySchema } from './registry-schema.ts';
import { replacedBy, ruleSetsIn } from './replaced.ts';
import { checkContacts, contactsSchema } from './responsibility-schema.ts';
import { checkPlacesOf, checkRuleSet, checkRuleSets } from './rule-set-checks.ts';
import type { RuleTexts } from './rule-texts.ts';
import { readRuleTexts, sameTexts } from './rule-texts.ts';
import { calendarSchema, ruleSetSchema } from './schemas.ts';
import { checkDemands, checkSheets } from './sheet-checks.ts';
import { demandsSchema, sheetsSchema } from './sheet-schema.ts';
import { checkCalendarSuccession, checkSuccession } from './succession.ts';

/** Everything the rule files say, checked. */
export interface RuleBook {
  readonly ruleSets: readonly RuleSet[];
  readonly switches: readonly ModeSwitch[];
  readonly calendar: Calendar;
  readonly registry: Registry;
  readonly sheets: readonly UnitSheet[];
  readonly demands: Demands;
  readonly agreements: readonly Agreement[];
  readonly afterLeaving: readonly AfterLeaving[];
  /** How the days of finished patients are counted and what they cost. */
  readonly payment: PaymentRules;
  readonly contacts: readonly Contacts[];
}

/** Adds the line to a problem that names file and path. */
type InLine = (problem: RuleFileProblem) => RuleFileProblem;

export type RuleBookResult =
  | {
      readonly ok: true;
      readonly book: RuleBook;
      /** The rule sets by their files. */
      readonly files: ReadonlyMap<string, RuleSet>;
      readonly inLine: InLine;
      readonly texts: RuleTexts;
    }
  | { readonly ok: false; readonly problems: readonly RuleFileProblem[] };

/** The rules of this process: `current` never changes under a running call, `reload` only ever to something checked. */
export interface RuleFiles {
  current(): RuleBook;
  /** Rule sets that were in use and stand in no file any more, for whoever explains a clock that still runs by one. */
  replaced(): readonly RuleSet[];
  /** What was wrong with the files when they were last read; empty while the newest are in use. */
  refused(): readonly RuleFileProblem[];
  reload(): Promise<RuleBookResult>;
}

/** The rule files of a starting process are wrong; the message lists every problem with file and path. */
export class RuleFilesError extends Error {
  readonly problems: readonly RuleFileProblem[];
  constructor(problems: readonly RuleFileProblem[]) {
    super(['Regelfilerne kan ikke bruges:', ...problems.map(problemLine)].join('\n'));
    this.name = 'RuleFilesError';
    this.problems = problems;
  }
}

const problemLine = ({ file, path, line, message }: RuleFileProblem): string =>
  `  ${file}${line === undefined ? '' : `:${line}`} ${path}: ${message}`;

const CALENDAR = 'holidays.json';
const REGISTRY = 'organisations.json';
const MUNICIPALITIES = 'municipalities';
const SHEETS = 'sheets';
const DEMANDS = 'demands.json';
const AGREEMENTS = 'agreements.json';
const AFTER_LEAVING = 'after-leaving.json';
const RATES = 'rates.json';
const CONTACTS = 'responsibility.json';
const MODES = 'modes.json';
const NAMED = [MODES, CALENDAR, REGISTRY, DEMANDS, AGREEMENTS, AFTER_LEAVING, RATES, CONTACTS];
const danish = z.locales.da().localeError;

/** The texts under examination, what was found wrong with them, and where in a file a path stands. */
interface Reading {
  readonly texts: RuleTexts;
  readonly problems: RuleFileProblem[];
  readonly lines: Map<string, (path: string) => number>;
}

/** Reads one file into its type, or notes what is wrong with it. */
function readAs<T>({ texts, problems, lines }: Reading, file: string, schema: z.ZodType<T>): T | undefined {
  const text = texts.get(file) ?? null;
  if (text === null) {
    problems.push({ file, path: '', message: 'Kan ikke læses' });
    return undefined;
  }
  const read = readLocated(text);
  if (!read.ok) {
    problems.push(...read.faults.map((found) => ({ file, ...found })));
    return undefined;
  }
  lines.set(file, read.lineOf);
  const parsed = schema.safeParse(read.stated, { error: danish });
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) problems.push({ file, path: path.join('.'), message });
  return undefined;
}

/** Reads every file of a folder inside the rules, in the order of their names; undefined when one is wrong. */
function readAll<T>(reading: Reading, folder: string, schema: z.ZodType<T>): readonly Part<T>[] | undefined {
  const files = [...reading.texts.keys()].filter((name) => dirname(name) === folder).sort();
  if (files.length === 0) {
    reading.problems.push({ file: folder, path: '', message: 'Kan ikke læses' });
    return undefined;
  }
  const parts = files.flatMap((file): readonly Part<T>[] => {
    const stated = readAs(reading, file, schema);
    return stated === undefined ? [] : [{ file, stated }];
  });
  return parts.length === files.length ? parts : undefined;
}

/** A municipality's file has its one organisation under a name of its own. */
const asWritten = (problem: RuleFileProblem): RuleFileProblem =>
  problem.file === REGISTRY ? problem : { ...problem, path: problem.path.replace(/^organisations\.0/, 'organisation') };

/** One registry out of its files. */
const wholeRegistry = (parts: readonly Part<Registry>[]): Registry => ({
  organisations: together(parts, ({ organisations }) => organisations),
  units: together(parts, ({ units }) => units),
  placeFacts: together(parts, ({ placeFacts }) => placeFacts),
  placeTerms: together(parts, ({ placeTerms }) => placeTerms),
});

/**
 * Checks all rule files: those that have a name here, and every other .json file beside them as a rule set. Never throws for
 * what the files say; the problems come back, all of them, with file, path and line.
 */
export function checkRuleTexts(texts: RuleTexts): RuleBookResult {
  const problems: RuleFileProblem[] = [];
  const lines: Reading['lines'] = new Map();
  const reading: Reading = { texts, problems, lines };
  const inLine: InLine = (problem) => {
    const line = problem.line ?? lines.get(problem.file)?.(problem.path);
    return line === undefined ? problem : { ...problem, line };
  };
  const ruleSetFiles = [...texts.keys()].filter((file) => dirname(file) === '.' && !NAMED.includes(file)).sort();
  const calendar = readAs(reading, CALENDAR, calendarSchema);
  const parties = readAs(reading, REGISTRY, registrySchema);
  const municipal = readAll(reading, MUNICIPALITIES, municipalitySchema);
  const registryParts = parties && municipal && [{ file: REGISTRY, stated: parties }, ...municipal];
  const registry = registryParts && wholeRegistry(registryParts);
  const sheetParts = readAll(reading, SHEETS, sheetsSchema);
  const sheets = sheetParts && together(sheetParts, (part) => part.sheets);
  const demands = readAs(reading, DEMANDS, demandsSchema);
  const agreements = readAs(reading, AGREEMENTS, agreementsSchema)?.agreements;
  const afterLeaving = readAs(reading, AFTER_LEAVING, afterLeavingSchema)?.versions;
  const payment = readAs(reading, RATES, ratesSchema);
  const contacts = readAs(reading, CONTACTS, contactsSchema)?.contacts;
  const switches = readAs(reading, MODES, modesSchema)?.switches;
  const ruleSets = new Map<string, RuleSet>();
  for (const file of ruleSetFiles) {
    const set = readAs(reading, file, ruleSetSchema);
    if (set !== undefined) ruleSets.set(file, set);
  }

  const note = (file: string, findings: readonly Omit<RuleFileProblem, 'file'>[]): void => {
    problems.push(...findings.map((finding) => ({ file, ...finding })));
  };
  if (calendar !== undefined) note(CALENDAR, checkCalendar(calendar));
  if (registry !== undefined) {
    const found = [...checkRegistry(registry), ...checkPlaces(registry)];
    problems.push(...found.map((one) => asWritten(placed(registryParts ?? [], (part) => ({ ...part }), one))));
  }
  if (demands !== undefined) note(DEMANDS, checkDemands(demands));
  if (registry !== undefined && sheets !== undefined && demands !== undefined) {
    const found = checkSheets(sheets, registry, demands);
    problems.push(...found.map((one) => placed(sheetParts ?? [], (part) => part, one)));
  }
  if (registry !== undefined && demands !== undefined && agreements !== undefined) {
    note(AGREEMENTS, checkAgreements(agreements, registry, demands));
  }
  if (afterLeaving !== undefined) note(AFTER_LEAVING, checkAfterLeaving(afterLeaving));
  if (payment !== undefined) note(RATES, checkRates(payment));
  if (contacts !== undefined) note(CONTACTS, checkContacts(contacts));
  for (const [file, set] of ruleSets) {
    note(file, [
      ...checkRuleSet(set),
      ...checkModes(set),
      ...(registry === undefined ? [] : checkPlacesOf(set, registry)),
    ]);
  }
  const allRead = ruleSets.size === ruleSetFiles.length;
  if (switches !== undefined && allRead) note(MODES, checkSwitches(switches, [...ruleSets.values()]));
  if (allRead) problems.push(...checkRuleSets(ruleSets));

  const whole = { switches, calendar, registry, sheets, demands, agreements, afterLeaving, payment, contacts };
  if (problems.length > 0 || !isWhole(whole)) return { ok: false, problems: problems.map(inLine) };
  return { ok: true, book: { ruleSets: [...ruleSets.values()], ...whole }, files: ruleSets, inLine, texts };
}

/** What was last checked here: most readings of a process find the same texts again, and checking costs 100 ms and more. */
let last: { readonly texts: RuleTexts; readonly result: RuleBookResult } | undefined;

/** Reads and checks all rule files of a folder. */
export async function readRuleFiles(dir: string): Promise<RuleBookResult> {
  const texts = await readRuleTexts(dir);
  if (last === undefined || !sameTexts(last.texts, texts)) last = { texts, result: checkRuleTexts(texts) };
  return last.result;
}

type Read<T> = { readonly [K in keyof T]: T[K] | undefined };
type Files = Omit<RuleBook, 'ruleSets'>;

const isWhole = (files: Read<Files>): files is Files => Object.values(files).every((file) => file !== undefined);

/** What a starting process has besides its folder. */
export interface Opening {
  /** The files that were last in use by any process; null when none have been. Asked for only when they are needed. */
  readonly kept: () => Promise<RuleTexts | null>;
  /** Every text that a file of these rules ever had in use, except of the files named, the newest last; left out: none is asked for. */
  readonly earlier?: (except: readonly string[]) => Promise<readonly string[]>;
  /** `versions`: files whose values changed without a new version are wrong at the start too, as they are while a process runs. */
  readonly holds: 'versions' | 'anything-right';
}

/**
 * Opens the rule files for a process. When those of the folder are wrong at the start, it goes on with the kept ones and
 * says what is wrong in `refused`. Later, `reload` takes new files only when all of them are right.
 *
 * @throws {RuleFilesError} the files are wrong, and there is nothing good to go on with
 */
export async function openRuleFiles(dir: string, opening?: Opening): Promise<RuleFiles> {
  const first = await readRuleFiles(dir);
  const kept =
    opening === undefined || (first.ok && opening.holds !== 'versions') ? null : await lastGood(opening, first);
  const stated = first.ok && kept !== null ? following(kept, first) : first;
  const begun = stated.ok ? stated : kept;
  if (begun === null) throw new RuleFilesError(stated.ok ? [] : stated.problems);
  let book = begun.book;
  let had = await earlierSets(opening);
  let replaced = replacedBy(had ?? [], book.ruleSets);
  let refused: readonly RuleFileProblem[] = stated.ok ? [] : stated.problems;
  return {
    current: () => book,
    replaced: () => replaced,
    refused: () => refused,
    async reload() {
      const read = await readRuleFiles(dir);
      const next = read.ok ? following({ book }, read) : read;
      // Asked again after a start without an answer: an explanation may come late, a process may not.
      had ??= await earlierSets(opening);
      const before = [...(had ?? []), ...replaced, ...book.ruleSets];
      if (next.ok) book = next.book;
      replaced = replacedBy(before, book.ruleSets);
      refused = next.ok ? [] : next.problems;
      return next;
    },
  };
}

type Right = Extract<RuleBookResult, { readonly ok: true }>;

/** The rule sets that any process has had in use; null when nobody can say. */
const earlierSets = async (opening: Opening | undefined): Promise<readonly RuleSet[] | null> =>
  opening?.earlier === undefined ? [] : opening.earlier(NAMED).then(ruleSetsIn, () => null);

/** The kept files as this version of the program reads them; null when it cannot. Without an answer wrong files end the start. */
async function lastGood({ kept }: Opening, first: RuleBookResult): Promise<Right | null> {
  const texts = await kept().catch((): null => {
    if (first.ok) return null;
    throw new RuleFilesError(first.problems);
  });
  const read = texts === null ? null : checkRuleTexts(texts);
  return read?.ok === true ? read : null;
}

/** New files after those in use: refused when a version that is in use, or a line of the log, has changed, or a day is left bare. */
function following({ book }: Pick<Right, 'book'>, next: Right): RuleBookResult {
  const broken = [
    ...checkSuccession(book.ruleSets, next.files),
    ...checkCalendarSuccession(CALENDAR, book.calendar, next.book.calendar),
    ...checkLog(MODES, book.switches, next.book.switches),
  ];
  return broken.length > 0 ? { ok: false, problems: broken.map(next.inLine) } : next;
}
