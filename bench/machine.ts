// What processes use of the machine, read from the kernel where it tells (Linux); undefined elsewhere.
// For PostgreSQL, whose every connection is a process, with all processes it has started.
import { readdirSync, readFileSync } from 'node:fs';

/** Kernel clock ticks a second; the same on every Linux that Node runs on. */
const TICKS = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

/** Processor time that a process and its children that are alive or were waited for have used, ms. */
export function cpuMs(pid: number): number | undefined {
  const all = stats();
  if (all === undefined) return undefined;
  const family = new Set([pid]);
  for (const { pid: child, parent } of all.toSorted((a, b) => a.pid - b.pid)) if (family.has(parent)) family.add(child);
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
    // utime, stime, cutime, cstime; the first field here is the third of the file.
    return { pid, parent: ticks(1), cpuMs: ((ticks(11) + ticks(12) + ticks(13) + ticks(14)) * 1000) / TICKS };
  } catch {
    return undefined;
  }
}
