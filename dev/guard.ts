// Stands between `npm start` and a program that is not ours (PostgreSQL, Temporal): starts it, ends it in its own way
// when asked or when the parent is gone. Run by dev/child.ts with an IPC channel; its argument is a GuardedProgram.
import { spawn } from 'node:child_process';
import type { GuardedProgram } from './child.ts';
import { guardedProgram } from './child.ts';

const killAfterMs = 15_000;
const program: GuardedProgram = guardedProgram.parse(JSON.parse(process.argv[2] ?? ''));
const child = spawn(program.command, program.args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  ...(program.user ? { uid: program.user.uid, gid: program.user.gid, cwd: '/' } : {}),
});

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  child.kill(program.stopSignal);
  setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
}

child.on('spawn', () => process.send?.({ pid: child.pid }));
child.on('error', (error) => {
  process.stderr.write(`${program.command} did not start: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
process.on('message', stop);
process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
