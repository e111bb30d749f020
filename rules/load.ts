// Reads the dated rule files (rules/) once per process and checks all of them before any of them counts.
// A wrong file never replaces a good one: reloading keeps the rules in force and hands back every problem with its place.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { checkCalendar, checkRegistry, checkRuleSet, checkRuleSets, checkSuccession } from './checks.ts';
import type { Part } from './many-files.ts';
import { placed, together } from './many-files.ts';
import { checkLog, checkModes, checkSwitches, modesSchema } from './mode-checks.ts';
import { checkPlaces } from './place-checks.ts';
import { checkRates } from './rate-checks.ts';
import { ratesSchema } from './rate-schema.ts';
import { municipalitySchema, registrySchema } from './registry-schema.ts';
import { checkContacts, contactsSchema } from './responsibility-schema.ts';
import { calendarSchema, ruleSetSchema } from './schemas.ts';
import { checkDemands, checkSheets } from './sheet-checks.ts';
import { demandsSchema, sheetsSchema } from './sheet-schema.ts';

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

export type RuleBookResult =
  | { readonly ok: true; readonly book: RuleBook; readonly files: ReadonlyMap<string, RuleSet> }
  | { readonly ok: false; readonly problems: readonly RuleFileProblem[] };

/** The rules of this process: `current` never changes under a running call, `reload` only ever to something checked. */
export interface RuleFiles {
  current(): RuleBook;
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

const problemLine = ({ file, path, message }: RuleFileProblem): string => `  ${file} ${path}: ${message}`;

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

/** Reads one file into its type, or notes what is wrong with it. */
async function readAs<T>(
  dir: string,
  file: string,
  schema: z.ZodType<T>,
  problems: RuleFileProblem[],
): Promise<T | undefined> {
  let stated: unknown;
  try {
    stated = JSON.parse(await readFile(join(dir, file), 'utf8'));
  } catch (error) {
    const message = error instanceof SyntaxError ? `Er ikke gyldig JSON: ${error.message}` : 'Kan ikke læses';
    problems.push({ file, path: '', message });
    return undefined;
  }
  const parsed = schema.safeParse(stated, { error: danish });
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) problems.push({ file, path: path.join('.'), message });
  return undefined;
}

/** Reads every .json file of a folder inside the rules, in the order of their names; undefined when one is wrong. */
async function readAll<T>(
  dir: string,
  folder: string,
  schema: z.ZodType<T>,
  problems: RuleFileProblem[],
): Promise<readonly Part<T>[] | undefined> {
  const found = await readdir(join(dir, folder)).catch(() => undefined);
  if (found === undefined) {
    problems.push({ file: folder, path: '', message: 'Kan ikke læses' });
    return undefined;
  }
  const files = found.filter((name) => name.endsWith('.json')).sort();
  const parts: Part<T>[] = [];
  for (const name of files) {
    const file = `${folder}/${name}`;
    const stated = await readAs(dir, file, schema, problems);
    if (stated !== undefined) parts.push({ file, stated });
  }
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
 * Reads and checks all rule files of a folder: those that have a name here, and every other .json file as a rule set. Never throws for what the files say; the problems come back, all of them, with file and path.
 */
export async function readRuleFiles(dir: string): Promise<RuleBookResult> {
  const problems: RuleFileProblem[] = [];
  const found = await readdir(dir).catch((): string[] => []);
  const ruleSetFiles = found.filter((file) => file.endsWith('.json') && !NAMED.includes(file)).sort();
  const calendar = await readAs(dir, CALENDAR, calendarSchema, problems);
  const parties = await readAs(dir, REGISTRY, registrySchema, problems);
  const municipal = await readAll(dir, MUNICIPALITIES, municipalitySchema, problems);
  const registryParts = parties && municipal && [{ file: REGISTRY, stated: parties }, ...municipal];
  const registry = registryParts && wholeRegistry(registryParts);
  const sheetParts = await readAll(dir, SHEETS, sheetsSchema, problems);
  const sheets = sheetParts && together(sheetParts, (part) => part.sheets);
  const demands = await readAs(dir, DEMANDS, demandsSchema, problems);
  const agreements = (await readAs(dir, AGREEMENTS, agreementsSchema, problems))?.agreements;
  const afterLeaving = (await readAs(dir, AFTER_LEAVING, afterLeavingSchema, problems))?.versions;
  const payment = await readAs(dir, RATES, ratesSchema, problems);
  const contacts = (await readAs(dir, CONTACTS, contactsSchema, problems))?.contacts;
  const switches = (await readAs(dir, MODES, modesSchema, problems))?.switches;
  const ruleSets = new Map<string, RuleSet>();
  for (const file of ruleSetFiles) {
    const set = await readAs(dir, file, ruleSetSchema, problems);
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
  for (const [file, set] of ruleSets) note(file, [...checkRuleSet(set), ...checkModes(set)]);
  const allRead = ruleSets.size === ruleSetFiles.length;
  if (switches !== undefined && allRead) note(MODES, checkSwitches(switches, [...ruleSets.values()]));
  if (allRead) problems.push(...checkRuleSets(ruleSets));

  const whole = { switches, calendar, registry, sheets, demands, agreements, afterLeaving, payment, contacts };
  if (problems.length > 0 || !isWhole(whole)) return { ok: false, problems };
  return { ok: true, book: { ruleSets: [...ruleSets.values()], ...whole }, files: ruleSets };
}

type Read<T> = { readonly [K in keyof T]: T[K] | undefined };
type Files = Omit<RuleBook, 'ruleSets'>;

const isWhole = (files: Read<Files>): files is Files => Object.values(files).every((file) => file !== undefined);

/**
 * Opens the rule files for a process. Throws RuleFilesError when they are wrong at the start: there is nothing good to go on
 * with. Later, `reload` takes new files only when all of them are right.
 */
export async function openRuleFiles(dir: string): Promise<RuleFiles> {
  const first = await readRuleFiles(dir);
  if (!first.ok) throw new RuleFilesError(first.problems);
  let book = first.book;
  let refused: readonly RuleFileProblem[] = [];
  return {
    current: () => book,
    refused: () => refused,
    async reload() {
      const read = await readRuleFiles(dir);
      const broken = read.ok
        ? [...checkSuccession(book.ruleSets, read.files), ...checkLog(MODES, book.switches, read.book.switches)]
        : [];
      const next: RuleBookResult = broken.length > 0 ? { ok: false, problems: broken } : read;
      if (next.ok) book = next.book;
      refused = next.ok ? [] : next.problems;
      return next;
    },
  };
}
