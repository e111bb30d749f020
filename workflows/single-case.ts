// A task whose agreement is not in force for this municipality on this day (enkeltaftale): stopped, until somebody has agreed
// on the single case by phone and written it down. Nobody is asked for a place before that.
import type { Fitting } from '../activities/contract.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';

/** Whether units may be asked: the agreement holds, none is needed, or the single case has been agreed on. */
export async function mayBeAsked(c: Case, stop: Fitting['singleCase']): Promise<boolean> {
  if (stop === undefined || c.place.singleCase === stop.agreement) return true;
  const { agreement, reason, ring } = stop;
  c.fact('agreement-stopped', { agreement, reason });
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'single-case',
    clock: 'ward-decision',
    about: { agreement, agreementStop: reason, ...(ring === null ? {} : { unit: ring }) },
  });
  if (answer.kind !== 'answered' || answer.code !== 'agreed') return false;
  c.place.singleCase = agreement;
  c.fact('single-case-agreed', { agreement });
  return true;
}
