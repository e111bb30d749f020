// The official download of the Temporal CLI, from the service that the SDK's own test server asks (core: ephemeral_server).
// Where that service cannot be reached it gives up within seconds and says nothing: a build follows.
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { pinnedVersion } from './temporal-cache.ts';

const officialService = 'https://temporal.download/cli';
const answersWithinMs = 4_000;
const downloadsWithinMs = 5 * 60_000;
const downloadInfo = z.object({ archiveUrl: z.url(), fileToExtract: z.string() });
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const platforms: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/**
 * Downloads the pinned version into `folder`.
 *
 * @returns the unpacked program, or `undefined` when the service does not answer in time or has nothing for this machine.
 */
export async function download(
  folder: string,
  say: (line: string) => void,
  service = officialService,
): Promise<string | undefined> {
  const arch = architectures[process.arch];
  const platform = platforms[process.platform];
  if (!arch || !platform) return undefined;
  try {
    const query = new URLSearchParams({ arch, platform, format: 'tar.gz' });
    const answer = await fetch(`${service}/v${pinnedVersion()}?${query}`, {
      signal: AbortSignal.timeout(answersWithinMs),
    });
    if (!answer.ok) return undefined;
    const { archiveUrl, fileToExtract } = downloadInfo.parse(await answer.json());
    say(`Temporal server: downloading version ${pinnedVersion()} (about 50 MB, once)`);
    return await unpacked(archiveUrl, fileToExtract, folder);
  } catch {
    return undefined;
  }
}

async function unpacked(archiveUrl: string, fileToExtract: string, folder: string): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true });
  const archive = resolve(folder, `download.${process.pid}.tar.gz`);
  try {
    const answer = await fetch(archiveUrl, { signal: AbortSignal.timeout(downloadsWithinMs) });
    if (!answer.ok || !answer.body) return undefined;
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(archive));
    const { status } = spawnSync('tar', ['-xzf', archive, '-C', folder, fileToExtract], { stdio: 'ignore' });
    return status === 0 ? resolve(folder, fileToExtract) : undefined;
  } finally {
    rmSync(archive, { force: true });
  }
}
