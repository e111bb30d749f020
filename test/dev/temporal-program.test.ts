// Which Temporal program is used: what is there already first, a build last, and one build for all who ask at once.
// Programs are played by two-line scripts, so nothing is downloaded or compiled here.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { build, GoMissing } from '../../dev/temporal-build.ts';
import { cacheFolder, canServe } from '../../dev/temporal-cache.ts';
import type { Sources } from '../../dev/temporal-program.ts';
import { temporalProgram } from '../../dev/temporal-program.ts';
import { eventually } from '../harness/eventually.ts';

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(resolve(inject('folder'), 'program-'));
  said = [];
});

function program(inFolder: string, version: string, name = 'temporal'): string {
  mkdirSync(inFolder, { recursive: true });
  const path = resolve(inFolder, name);
  const script = version === 'broken' ? 'exit 3' : `echo "temporal version ${version} (Server 1.31.2, UI 2.50.1)"`;
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

function sources(given: Partial<Sources>): Sources {
  return {
    searchPath: resolve(folder, 'path'),
    cache: resolve(folder, 'cache'),
    download: () => Promise.reject(new Error('nothing may be downloaded here')),
    build: () => Promise.reject(new Error('nothing may be built here')),
    ...given,
  };
}

const find = (given: Partial<Sources> = {}) => temporalProgram((line) => said.push(line), sources(given));

describe.skipIf(process.platform === 'win32')('the order of choosing', () => {
  it('takes the one on the PATH, and touches nothing else', async () => {
    const path = program(resolve(folder, 'path'), '1.7.0');
    program(resolve(folder, 'cache'), '1.8.2');
    expect(await find()).toEqual({ path, from: 'path', version: '1.7.0' });
  });

  it.each([
    ['broken', /does not run/],
    ['1.4.1', /too old/],
  ])('passes over one on the PATH that is %s, says so, and takes the cached one', async (version, words) => {
    program(resolve(folder, 'path'), version);
    const path = program(resolve(folder, 'cache'), '1.8.2');
    expect(await find()).toEqual({ path, from: 'cache', version: '1.8.2' });
    expect(said.join()).toMatch(words);
  });

  it('downloads next and keeps it for the next time', async () => {
    const download: Sources['download'] = async (into) => program(into, '1.8.2', 'downloaded');
    const path = resolve(folder, 'cache', 'temporal');
    expect(await find({ download })).toEqual({ path, from: 'download', version: '1.8.2' });
    expect(await find()).toEqual({ path, from: 'cache', version: '1.8.2' });
  });

  it('builds when there is no download, or when what came does not run here', async () => {
    const made: Sources['build'] = async (into) => program(into, '1.8.2', 'made');
    expect((await find({ download: async () => undefined, build: made })).from).toBe('build');
    folder = mkdtempSync(resolve(inject('folder'), 'program-'));
    const download: Sources['download'] = async (into) => program(into, 'broken', 'downloaded');
    expect((await find({ download, build: made })).from).toBe('build');
  });

  it('leaves nothing half made behind when a build fails, and can be asked again', async () => {
    const failing: Partial<Sources> = {
      download: async () => undefined,
      build: () => Promise.reject(new Error('no space')),
    };
    await expect(find(failing)).rejects.toThrow('no space');
    expect(existsSync(resolve(folder, 'cache', 'temporal'))).toBe(false);
    const again: Partial<Sources> = { ...failing, build: async (into) => program(into, '1.8.2', 'made') };
    expect((await find(again)).from).toBe('build');
  });
});

describe.skipIf(process.platform === 'win32')('two who ask at the same time', () => {
  const ask = (takes: number) =>
    spawn(
      process.execPath,
      [
        resolve(import.meta.dirname, 'stand-ins/ask.ts'),
        resolve(folder, 'c'),
        resolve(folder, 'builds'),
        String(takes),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
  const builds = () => readFileSync(resolve(folder, 'builds'), 'utf8').trim().split('\n').length;

  it('get one build', async () => {
    const answers = await Promise.all([ask(700), ask(700)].map(async (child) => JSON.parse(await text(child.stdout))));
    expect(answers.map(({ from }) => from).sort()).toEqual(['build', 'cache']);
    expect(answers[0].path).toBe(answers[1].path);
    expect(builds()).toBe(1);
  });

  it('are not kept waiting by a builder that was killed', async () => {
    const killed = ask(600_000);
    await eventually(() => expect(builds()).toBe(1));
    killed.kill('SIGKILL');
    const answer = JSON.parse(await text(ask(0).stdout));
    expect(answer.from).toBe('build');
    expect(builds()).toBe(2);
  });
});

describe('around it', () => {
  it('keeps the program outside the checkout, by version and platform', () => {
    const kept = cacheFolder({ XDG_CACHE_HOME: '/somewhere' });
    expect(kept).toMatch(/^\/somewhere\/den-gode-udskrivelse\/temporal-\d+\.\d+\.\d+-\w+-\w+$/);
  });

  it.each([
    ['1.5.0', true],
    ['1.4.9', false],
    ['0.13.2', false],
    ['2.0.0', true],
    ['1.6.0-rc1', true],
    ['0.0.0-DEV', true],
  ])('version %s can serve: %s', (version, expected) => expect(canServe(version)).toBe(expected));

  it('names the ways out when Go is missing', async () => {
    const path = process.env.PATH;
    process.env.PATH = folder;
    try {
      await expect(build(folder, () => {})).rejects.toThrow(GoMissing);
      await expect(build(folder, () => {})).rejects.toThrow(/install Go.*Temporal CLI.*TEMPORAL_ADDRESS/s);
    } finally {
      process.env.PATH = path;
    }
  });

  it('gives up a download within seconds when the service is silent, without a word', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((listening) => silent.once('listening', listening));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { download } = await import('../../dev/temporal-download.ts');
    const started = Date.now();
    expect(await download(folder, (line) => said.push(line), `http://127.0.0.1:${port}`)).toBeUndefined();
    expect(Date.now() - started).toBeLessThan(8_000);
    expect(said).toEqual([]);
    silent.close();
  });
});
