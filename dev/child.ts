// Starts the processes of a development environment so that none outlives the process that started it.
// Our own programs watch the channel to the parent; others stand behind dev/guard.ts, which watches it for them.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const here = import.meta.dirname;
const largeLogBytes = 10 * 1024 * 1024;
const killAfterMs = 20_000;

export const guardedProgram = z.object({
  command: z.string(),
  args: z.array(z.string()),
  /** The signal on which the program ends in good order. */
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
  /** Unprivileged user to run as, when this process is root and the program refuses that. */
  user: z.object({ uid: z.number(), gid: z.number() }).optional(),
});

/** A program that is not ours, to be started behind the guard. */
export type GuardedProgram = z.infer<typeof guardedProgram>;

/** A running process. */
export interface Running {
  readonly name: string;
  readonly logFile: string;
  /** Process id of the program itself, not of its guard. */
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason, with words for people. */
  readonly ended: Promise<string>;
  /** Ends it in good order; after 20 s without mercy. Resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it as a crash would (SIGKILL); for fault tests. */
  kill(): Promise<void>;
}

interface Start {
  readonly name: string;
  readonly logFile: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Starts one of our own TypeScript entries on the Node that runs this. */
export async function startNode(start: Start & { entry: string }): Promise<Running> {
  const preload = pathToFileURL(resolve(here, 'die-with-parent.ts')).href;
  const child = launch(start, ['--import', preload, start.entry]);
  await spawned(child, start.name);
  return running(start, child, child.pid ?? 0, () => child.kill('SIGTERM'));
}

/** Starts a program that is not ours. */
export async function startGuarded(start: Start & { program: GuardedProgram }): Promise<Running> {
  const child = launch(start, [resolve(here, 'guard.ts'), JSON.stringify(start.program)]);
  const pid = await new Promise<number>((done, fail) => {
    child.once('message', (message) => done(z.object({ pid: z.number() }).parse(message).pid));
    child.once('exit', () => fail(new Error(`${start.name} did not start: ${lastLines(start.logFile)}`)));
  });
  // A guard that was killed leaves its program behind.
  child.once('exit', (_code, signal) => signal !== null && killQuietly(pid));
  return running(start, child, pid, () => child.connected && child.send('stop'));
}

/** The end of a log file, for error messages. Empty when there is none. */
export function lastLines(logFile: string, count = 8): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}

function launch(start: Start, args: readonly string[]): ChildProcess {
  mkdirSync(dirname(start.logFile), { recursive: true });
  if ((statSync(start.logFile, { throwIfNoEntry: false })?.size ?? 0) > largeLogBytes) {
    renameSync(start.logFile, `${start.logFile}.1`);
  }
  const log = openSync(start.logFile, 'a');
  try {
    // A process group of its own: Ctrl-C reaches only the parent, which then ends everything in order.
    return spawn(process.execPath, [...args], {
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...start.env },
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

function spawned(child: ChildProcess, name: string): Promise<void> {
  return new Promise((done, fail) => {
    child.once('spawn', () => done());
    child.once('error', (error) => fail(new Error(`${name} did not start: ${error.message}`)));
  });
}

function running(start: Start, child: ChildProcess, pid: number, askToEnd: () => unknown): Running {
  let alive = true;
  const ended = new Promise<string>((done) => {
    child.once('exit', (code, signal) => {
      alive = false;
      done(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  });
  return {
    name: start.name,
    logFile: start.logFile,
    pid,
    ended,
    async stop() {
      if (!alive) return;
      askToEnd();
      const timer = setTimeout(() => {
        killQuietly(pid);
        child.kill('SIGKILL');
      }, killAfterMs);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      if (alive) killQuietly(pid);
      await ended;
    },
  };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
