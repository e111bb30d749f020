// Files exchanged through a folder: each appears whole or not at all, also when the writer is killed on the way.
// Both sides write under a hidden name and rename; readers take only what ends in .xml.
import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FINISHED = '.xml';
const UNFINISHED = '.part';

/**
 * Puts a file into the folder, on disk before this returns. The same name again replaces the file by the same.
 *
 * @throws as the file system does: folder missing, disk full, no right.
 */
export async function putFile(folder: string, name: string, text: string): Promise<void> {
  // A name of its own for each attempt: two that write the same file at once do not write into each other.
  const unfinished = join(folder, `.${name}.${randomUUID()}${UNFINISHED}`);
  try {
    const file = await open(unfinished, 'wx', 0o640);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, name));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Names of the finished files, in the order of their names. Delivery has no order, so none is asked for. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names.filter((name) => !name.startsWith('.') && name.toLowerCase().endsWith(FINISHED)).sort();
}

export type FileRead =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  /** Somebody else has taken it away, or it is no file. */
  | { readonly kind: 'gone' };

/** Reads a file of at most `largest` bytes. Throws when the disk cannot be read. */
export async function readFileOf(folder: string, name: string, largest: number): Promise<FileRead> {
  try {
    const file = await open(join(folder, name), 'r');
    try {
      const about = await file.stat();
      if (!about.isFile()) return { kind: 'gone' };
      if (about.size > largest) return { kind: 'too-large' };
      return { kind: 'read', bytes: await file.readFile() };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isGone(error)) return { kind: 'gone' };
    throw error;
  }
}

/** Takes a file away; one that is gone already is no fault. After a power cut it may be back, and is read once more. */
export async function removeFile(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true });
}

/** Moves a file on the same disk, such as to those that nobody can read. One that is gone already is no fault. */
export async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
  await syncFolder(dirname(to));
}

/** Removes what writers killed on the way left behind: health data that nobody will ever take away. */
export async function clearUnfinished(folder: string, olderThanMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.') || !name.endsWith(UNFINISHED)) continue;
    const about = await stat(join(folder, name)).catch(() => null);
    if (about !== null && Date.now() - about.mtimeMs > olderThanMs) await rm(join(folder, name), { force: true });
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');

/** A rename is only lasting when its folder is on disk too; some systems cannot do this, and need not. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
