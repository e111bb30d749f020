// The worker process: hosts workflows and activities, and tells units by mail of tasks that are due.
// As many as wanted may run; each ends in order on SIGTERM. Changed rule files are read within seconds, on SIGHUP at once.
import { resolve } from 'node:path';
import { Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { readConfig } from '../config/config.ts';
import { refuseProduction } from '../config/production.ts';
import { openTransport } from '../medcom/open-transport.ts';
import { followRuleFiles } from '../rules/follow.ts';
import { openRuleFiles } from '../rules/load.ts';
import { openDatabase } from '../store/database.ts';
import { ruleReader } from '../store/rule-faults.ts';
import { keptRuleTexts } from '../store/rule-texts.ts';
import { startCodeSender } from './code-sender.ts';
import { openHost } from './host.ts';
import { openMailer } from './mail.ts';
import { startNotifier } from './notifier.ts';
import { prepareDatabase } from './prepare.ts';
import { sdkLogger } from './sdk-logger.ts';
import { textGateway } from './texts.ts';

/** Connections to PostgreSQL: publishes of many cases at once are short, so a few serve many. */
const CONNECTIONS = 20;
/** How often it looks for changed rule files, ms. */
const LOOK = 5_000;

const config = readConfig();
refuseProduction(config);
const log = pino({ name: 'worker', level: config.logLevel });
Runtime.install({ logger: sdkLogger(log), telemetryOptions: { logging: { forward: {}, filter: 'WARN' } } });

const db = openDatabase(config.databaseUrl, { max: CONNECTIONS });
const rules = await openRuleFiles(config.rulesDir, {
  kept: () => keptRuleTexts(db),
  holds: config.nodeEnv === 'production' ? 'versions' : 'anything-right',
});
const following = await followRuleFiles(rules, { dir: config.rulesDir, everyMs: LOOK, told: ruleReader(db, log) });
process.on('SIGHUP', () => void following.readNow());

const { databaseUrl, temporal, taskQueue, maxCachedWorkflows } = config;
const transport = openTransport({ url: config.medcomSendUrl, token: config.medcomSendToken });
await prepareDatabase({ db, databaseUrl, sheets: rules.current().sheets, log });
await following.readNow();
const bundleFolder = resolve(config.dataDir, 'bundles');
const host = await openHost({ db, rules, transport, log, temporal, taskQueue, maxCachedWorkflows, bundleFolder });
const mailer = openMailer(config.mailUrl);
const notifier = startNotifier({
  db,
  registry: () => rules.current().registry,
  mailer,
  log,
  address: `http://${config.host}:${config.port}`,
});
const codes = startCodeSender({ db, texts: textGateway({ url: config.textUrl, token: config.textToken }), log });
log.info({ taskQueue, namespace: temporal.namespace }, 'worker is ready');
try {
  await host.run();
  log.info('worker has ended in order');
} finally {
  await Promise.all([notifier.stop(), codes.stop()]);
  await following.stop();
  mailer.close();
  await db.destroy();
}
