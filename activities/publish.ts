// Writes what people see of a case; locally at most twice, then regular (workflows/publish.ts).
// Writing the same again, or after a later one, does no harm.
import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import { PublicationRefused } from '../store/errors.ts';
import { writePublication } from '../store/publish.ts';
import type { Activities } from './contract.ts';
import { permanently } from './failures.ts';

export function publish(db: Database, log: Logger): Activities['publish'] {
  return async (publication) => {
    try {
      const written = await writePublication(db, publication);
      if (written === 'stale')
        log.warn({ workflow: publication.workflowId }, 'an earlier publish came after a later one');
    } catch (error) {
      if (!(error instanceof PublicationRefused)) throw error;
      log.error(
        { workflow: publication.workflowId, fault: error.fault },
        'PostgreSQL refused a publish for its content',
      );
      throw permanently('publication-refused', error.message);
    }
  };
}
