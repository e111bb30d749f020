// The API process: opens what the app needs, listens, sweeps, and ends in order. As many as wanted may run.
// The environment is read here and nowhere else in this folder; everything else is handed what it needs.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../config/config.ts';
import { refuseProduction } from '../config/production.ts';
import { openTransport } from '../medcom/open-transport.ts';
import { followRuleFiles } from '../rules/follow.ts';
import { openRuleFiles } from '../rules/load.ts';
import { openDatabase } from '../store/database.ts';
import { ruleReader } from '../store/rule-faults.ts';
import { earlierRuleTexts, keptRuleTexts } from '../store/rule-texts.ts';
import { temporalClient } from '../temporal/connection.ts';
import { buildApp } from './app.ts';
import { authentication } from './auth.ts';
import { hearChanges } from './changes.ts';
import { nobody, readCitizens } from './citizens.ts';
import { createMetrics } from './metrics.ts';
import { partiesOf, readExampleParties } from './parties.ts';
import type { Service } from './service.ts';
import { startSweeper } from './sweeper.ts';
import { startVansDoor, vansFolders } from './vans-door.ts';

/** Connections to PostgreSQL; requests hold one for milliseconds. */
const CONNECTIONS = 20;
/** How often it looks for changed rule files, ms. */
const LOOK = 5_000;
/** How long requests under way may take when the process is told to end, ms. */
const GRACE = 10_000;

const config = readConfig();
refuseProduction(config);
const log = pino({ name: 'api', level: config.logLevel });
const production = config.nodeEnv === 'production';
const example = (name: string): string => resolve(config.projectRoot, 'examples', `${name}.json`);
const exampleBody = async (name: string): Promise<unknown> => JSON.parse(await readFile(example(name), 'utf8'));

const db = openDatabase(config.databaseUrl, { max: CONNECTIONS });
const rules = await openRuleFiles(config.rulesDir, {
  kept: () => keptRuleTexts(db),
  earlier: (except) => earlierRuleTexts(db, except),
  holds: production ? 'versions' : 'anything-right',
});
const { registry } = rules.current();
const following = await followRuleFiles(rules, { dir: config.rulesDir, everyMs: LOOK, told: ruleReader(db, log) });
process.on('SIGHUP', () => void following.readNow());
void following.readNow();
const temporal = temporalClient(config.temporal);
const changes = hearChanges(config.databaseUrl);
const service: Service = {
  db,
  temporal,
  taskQueue: config.taskQueue,
  registry,
  rules,
  parties: partiesOf(registry, production ? [] : await readExampleParties(example('example-parties'))),
  citizens: production ? nobody : await readCitizens(example('known-citizens')),
  changes,
  metrics: createMetrics(),
  log,
  production,
  devClock: config.devClock,
  partnerIdleUrl: config.partnerIdleUrl,
};
const app = buildApp(service, authentication(config.auth), {
  discharge: await exampleBody('discharge'),
  changePlan: await exampleBody('change-plan'),
  event: await exampleBody('event'),
  placeRequest: await exampleBody('place-request'),
});
const sweeper = startSweeper(service, { everyMs: 3_000, olderThanMs: 10_000 });
const folders = vansFolders(config);
const vans =
  folders === null
    ? undefined
    : startVansDoor(service, {
        ...folders,
        transport: openTransport({ url: config.medcomSendUrl }),
        everyMs: 1_000,
        // None is written yet: docs/own-standard.md.
        documents: [],
      });
const server = createServer(app.express);
server.on('error', (error) => {
  log.fatal({ code: 'code' in error ? error.code : error.name, port: config.port }, 'cannot listen');
  process.exit(1);
});
server.listen(config.port, config.host, () => log.info({ host: config.host, port: config.port }, 'API is listening'));

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  log.info('ending');
  app.close();
  const closed = new Promise<void>((done) => server.close(() => done()));
  const timer = setTimeout(() => server.closeAllConnections(), GRACE);
  server.closeIdleConnections();
  await Promise.all([closed, sweeper.stop(), vans?.stop(), following.stop()]);
  clearTimeout(timer);
  await changes.close();
  await Promise.allSettled([db.destroy(), temporal.connection.close()]);
}
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
