// Finds MedCom's official examples and a validator, which lie beside the project and are never copied into it.
// Where they are not, or cannot be made to run, the tests that need them are skipped.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const shared = fileURLToPath(new URL('../../../shared/medcom/', import.meta.url));

/** Official example messages by file name; empty where they are not there. */
export const officialExamples: ReadonlyMap<string, string> = new Map(
  (existsSync(join(shared, 'examples')) ? readdirSync(join(shared, 'examples')) : [])
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, readFileSync(join(shared, 'examples', name), 'utf8')]),
);

export type Finding = {
  readonly severity: string;
  readonly path: string;
  readonly rule: string;
  readonly message: string;
};
/** Findings of severity error or warning in a message. */
export type Validate = (raw: string) => readonly Finding[];

/** The validator at its strictest level, or null where it is not there or cannot be installed. */
export async function loadValidator(): Promise<Validate | null> {
  if (!existsSync(join(shared, 'validate', 'package.json'))) return null;
  const folder = prepared();
  if (folder === null) return null;
  const { check } = await import(pathToFileURL(join(folder, 'lib', 'check.mjs')).href);
  const { useProfiles } = await import(pathToFileURL(join(folder, 'lib', 'load.mjs')).href);
  useProfiles(join(shared, 'profiles'));
  return (raw) => check(raw, { level: 'all' }).issues.filter((issue: Finding) => issue.severity !== 'information');
}

/** A folder with the validator and its one dependency: where it lies, else a copy kept between runs. */
function prepared(): string | null {
  const source = join(shared, 'validate');
  if (existsSync(join(source, 'node_modules', 'fhirpath'))) return source;
  const kept = join(tmpdir(), 'den-gode-udskrivelse-medcom-validate');
  if (existsSync(join(kept, 'node_modules', 'fhirpath'))) {
    // Its rules may have been mended since; the dependency is what costs time.
    cpSync(join(source, 'lib'), join(kept, 'lib'), { recursive: true });
    return kept;
  }
  const made = mkdtempSync(`${kept}-`);
  try {
    cpSync(source, made, { recursive: true });
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: made,
      stdio: 'ignore',
      timeout: 120_000,
    });
    renameSync(made, kept);
    return kept;
  } catch {
    // Another test file may have finished first; without either, the tests are skipped.
    rmSync(made, { recursive: true, force: true });
    return existsSync(join(kept, 'node_modules', 'fhirpath')) ? kept : null;
  }
}
