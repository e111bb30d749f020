// What `npm start` tells its processes by environment: everything config.ts reads, spelled out, so that all agree.
// Only the simulator is given the token of the message network.
import type { Config } from '../config/config.ts';

/**
 * The environment of each of our processes, by name.
 *
 * An embedded Temporal server goes by TEMPORAL_PORT: with TEMPORAL_ADDRESS the processes would read the user's
 * Temporal profile, which belongs to another server.
 */
export function childEnvironment(config: Config, medcomToken: string) {
  const common: Record<string, string | undefined> = {
    ...process.env,
    NODE_ENV: config.nodeEnv,
    HOST: config.host,
    PORT: String(config.port),
    TEMPORAL_PORT: String(config.temporalPort),
    TEMPORAL_UI_PORT: String(config.temporalUiPort),
    POSTGRES_PORT: String(config.postgresPort),
    SIMULATOR_PORT: String(config.simulatorPort),
    DATA_DIR: config.dataDir,
    DATABASE_URL: config.databaseUrl,
    TEMPORAL_NAMESPACE: config.temporal.namespace,
    TASK_QUEUE: config.taskQueue,
    RULES_DIR: config.rulesDir,
    AUTH_JWKS: config.auth.jwks,
    AUTH_ISSUER: config.auth.issuer,
    AUTH_AUDIENCE: config.auth.audience,
    MEDCOM_SEND_URL: config.medcomSendUrl,
    DEV_CLOCK: config.devClock ? 'on' : 'off',
    MAIL_URL: config.mailUrl,
    TEXT_URL: config.textUrl,
    PARTNER_IDLE_URL: config.partnerIdleUrl,
  };
  return (name: string): Record<string, string | undefined> =>
    name === 'simulator'
      ? { ...common, MEDCOM_TOKEN: medcomToken, API_URL: `http://127.0.0.1:${config.port}` }
      : common;
}
