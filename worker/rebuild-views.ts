// Publishes every open case again, whole: after a database was restored or rebuilt (docs/operating.md).
// Run with `npm run rebuild-views` while a worker runs; may be run again at any time.
import { pino } from 'pino';
import { readConfig } from '../config/config.ts';
import { refuseProduction } from '../config/production.ts';
import { openDatabase } from '../store/database.ts';
import { temporalClient } from '../temporal/connection.ts';
import { refreshAll } from './refresh-all.ts';

const config = readConfig();
refuseProduction(config);
const log = pino({ name: 'rebuild-views', level: config.logLevel });
const db = openDatabase(config.databaseUrl, { max: 2 });
const client = temporalClient(config.temporal);
try {
  const { refreshed, failed } = await refreshAll({ db, client, log });
  log.info({ refreshed, failed }, 'views rebuilt');
  if (failed > 0) process.exitCode = 1;
} finally {
  await client.connection.close();
  await db.destroy();
}
