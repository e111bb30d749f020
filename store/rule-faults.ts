// Tells the operators that rule files were refused: one item a day for one set of faults, however many processes found it.
// File and place only; the sentence on what is wrong is in GET /api/rules, because it may quote the file.
import { createHash } from 'node:crypto';
import { now as clockNow } from './clock.ts';
import type { Database } from './database.ts';
import { openItem } from './operator-items.ts';
import { keepRuleTexts } from './rule-texts.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Places named in one item; a file of another kind under a wrong name has hundreds. */
const MOST = 20;

interface Fault {
  readonly file: string;
  readonly path: string;
  readonly message: string;
}
type Reading =
  | { readonly ok: true; readonly texts: ReadonlyMap<string, string | null> }
  | { readonly ok: false; readonly problems: readonly Fault[] };

/** What is logged of a reading. */
interface Log {
  info(words: string): void;
  error(what: object, words: string): void;
}

/** For whoever follows the rule files: logs every reading, keeps what is in use now, and tells the operators of what was refused. */
export const ruleReader =
  (db: Database, log: Log) =>
  async (reading: Reading): Promise<void> => {
    if (reading.ok) {
      await keepRuleTexts(db, reading.texts, await clockNow(db));
      return log.info('rule files read, and in use');
    }
    log.error({ problems: reading.problems }, 'rule files are wrong; the old ones stay in force');
    await tellRuleFaults(db, reading.problems, await clockNow(db));
  };

/** `now`: epoch ms by the shared clock. */
export async function tellRuleFaults(db: Database, problems: readonly Fault[], now: number): Promise<void> {
  const said = JSON.stringify([Math.floor(now / DAY), problems]);
  const hash = createHash('sha256').update(said).digest('hex');
  const id = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  const places = problems.map(({ file, path }) => `${file} ${path}`.trim());
  await openItem(db, { id: id.join('-'), kind: 'rule-files-refused', about: { problems: places.slice(0, MOST) }, now });
}
