// All activities of a worker, made from what its process opened. Their names are those of the contract.
// One file for each kind of thing they touch.
import type { Logger } from 'pino';
import type { Transport } from '../medcom/transport.ts';
import type { RuleFiles } from '../rules/load.ts';
import type { Database } from '../store/database.ts';
import type { Activities } from './contract.ts';
import { fittingUnits } from './fitting-units.ts';
import { places } from './places.ts';
import { publish } from './publish.ts';
import { rulings } from './rulings.ts';
import { sendMessage } from './send-message.ts';

/** What activities need of their process. */
export interface Surroundings {
  readonly db: Database;
  readonly rules: RuleFiles;
  /** The way outgoing MedCom messages leave. */
  readonly transport: Transport;
  readonly log: Logger;
}

export function createActivities({ db, rules, transport, log }: Surroundings): Activities {
  return {
    rulings: rulings(rules),
    publish: publish(db, log),
    fittingUnits: fittingUnits(db, rules),
    ...places(db),
    sendMessage: sendMessage({ db, rules, transport, log }),
  };
}
