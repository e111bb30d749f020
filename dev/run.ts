// The life of `npm start`: prepare, say where to look, end in order on Ctrl-C or when npm is gone.
// Apart from start.ts so that tests can live it with processes of their own.
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/config.ts';
import { refuseProduction } from '../config/production.ts';
import type { Entry } from './environment.ts';
import { environment, forget } from './environment.ts';

const say = (line: string) => console.log(`  ${line}`);

/**
 * Runs an environment until it is told to stop, and ends this process. Arguments: `--fresh` forgets earlier data.
 * Everything that goes wrong is printed in words for people, with exit code 1.
 */
export async function runUntilStopped(entries: readonly Entry[]): Promise<void> {
  try {
    const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
    const config = readConfig();
    refuseProduction(config);
    await run(config, entries, values.fresh);
  } catch (error) {
    fail(error);
  }
}

async function run(config: Config, entries: readonly Entry[], fresh: boolean): Promise<void> {
  console.log('Den gode udskrivelse: getting ready. Ctrl-C stops everything.\n');
  if (fresh) {
    forget(config);
    say(`Data: forgot what was in ${config.dataDir}`);
  }
  const whole = environment({ config, entries, say });
  let stopAsked = 0;
  const stop = async (): Promise<void> => {
    // npm passes on a Ctrl-C that the terminal has sent already; a later one means that somebody lost patience.
    if (stopAsked > 0) return Date.now() - stopAsked > 1_000 ? process.exit(130) : undefined;
    stopAsked = Date.now();
    console.log('\nStopping.');
    await whole.stop();
    console.log('Stopped. The data is kept; `npm start -- --fresh` forgets it.');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  stopWithNpm(stop);
  process.stdout.on('error', () => {}); // The terminal may be gone; ending in order must go on.
  try {
    await whole.start();
    if (stopAsked === 0) console.log(addresses(config));
  } catch (error) {
    if (stopAsked > 0) return;
    await whole.stop();
    fail(error);
  }
}

/** When npm dies without passing a signal on (SIGKILL), nobody could end us any more: then we end by ourselves. */
function stopWithNpm(stop: () => Promise<void>): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch); // Asked twice, it would end at once and not in order.
    void stop();
  }, 1_000).unref();
}

function addresses(config: Config): string {
  const api = `http://localhost:${config.port}`;
  const ui = config.embedded.temporal
    ? `http://localhost:${config.temporalUiPort}/namespaces/${config.temporal.namespace}/workflows`
    : `of the cluster at ${config.temporal.address}`;
  const folder = process.env.DATA_DIR ? `DATA_DIR='${config.dataDir}' ` : '';
  return `
Ready.

  API            ${api}
  Documentation  ${api}/docs
  Temporal UI    ${ui}
  Logs           ${config.dataDir}/logs

Start a discharge (in another terminal, in this folder):

  curl -s ${api}/api/discharges -H 'Content-Type: application/json' \\
    -H "Authorization: Bearer $(${folder}npm run --silent token -- ward)" -d @examples/discharge.json
`;
}

function fail(error: unknown): never {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
