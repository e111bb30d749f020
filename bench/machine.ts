// What processes use of the machine, read from the kernel where it tells (Linux); undefined elsewhere.
// PostgreSQL has a process for every connection, so its whole family is counted; of others only the process itself.
import { readdirSync, readFileSync } from 'node:fs';

/** Kernel clock ticks a second; the same on every Linux that Node runs on. */
const TICKS = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

/** Processor time that a process has used so far, ms. */
export const cpuMs = (pid: number): number | undefined => stat(pid)?.cpuMs;

/** The same of a process and everything that descends from it, as long as they live. */
export function familyCpuMs(pid: number): number | undefined {
  const all = stats();
  if (all === undefined) return undefined;
  const family = new Set([pid]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const one of all) if (family.has(one.parent)) family.add(one.pid);
  }
  return all.filter((one) => family.has(one.pid)).reduce((sum, one) => sum + one.cpuMs, 0);
}

/** Resident memory of a process, MiB. */
export function residentMiB(pid: number): number | undefined {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}

function stats(): Stat[] | undefined {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.flatMap((pid) => stat(Number(pid)) ?? []);
  } catch {
    return undefined;
  }
}

/** See proc_pid_stat(5); the name in parentheses may hold anything. */
function stat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (index: number): number => Number(fields[index] ?? 0);
    // ppid, utime and stime; the first field here is the third of the file.
    return { pid, parent: ticks(1), cpuMs: ((ticks(11) + ticks(12)) * 1000) / TICKS };
  } catch {
    return undefined;
  }
}
