// What is still missing before this service may handle real persons; production mode refuses to start until then.
// Each entry is removed by the change that builds the thing it names.
import type { Config } from './config.ts';

const missing: readonly string[] = [
  'identity provider: only the development issuer with published test users exists',
  'text messages: codes for the patient’s view go to the simulated gateway, no real one is written',
  'rights table: roles are checked, but which role may do what is not yet dated configuration',
];

/**
 * Reasons why this process must not run, one line each; empty when it may. Anything but production may run.
 */
export function productionRefusals(config: Pick<Config, 'nodeEnv' | 'devClock'>): readonly string[] {
  if (config.nodeEnv !== 'production') return [];
  return config.devClock ? [...missing, 'development clock: DEV_CLOCK=on is never allowed in production'] : missing;
}

/** This process was asked to run in production, which the service cannot do yet. */
export class ProductionRefused extends Error {
  override readonly name = 'ProductionRefused';
}

/**
 * To be called first by every process entry.
 *
 * @throws {ProductionRefused} with the list of reasons, when NODE_ENV is production and something is missing.
 */
export function refuseProduction(config: Pick<Config, 'nodeEnv' | 'devClock'>): void {
  const reasons = productionRefusals(config);
  if (reasons.length === 0) return;
  const list = reasons.map((reason) => `  - ${reason}`).join('\n');
  throw new ProductionRefused(`NODE_ENV=production is refused, because this is missing:\n${list}`);
}
