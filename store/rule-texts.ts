// Keeps the texts of the rule files that are in use, for a process that later starts with wrong ones: the newest go on counting.
// Every process keeps what it has taken into use; the same texts again are kept once.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { at } from './times.ts';

/** Texts by file name inside the folder of the rules; null of a file that cannot be read, which is never kept. */
type Texts = ReadonlyMap<string, string | null>;

/** Keeps the texts, unless they are the newest already. `now`: epoch ms. */
export async function keepRuleTexts(db: Database, texts: Texts, now: number): Promise<void> {
  const said = JSON.stringify(Object.fromEntries(texts));
  const hash = createHash('sha256').update(said).digest('hex');
  await sql`
    insert into rule_texts (hash, texts, kept_at)
    select ${hash}, ${said}::jsonb, ${at(now)}
    where ${hash} is distinct from (select hash from rule_texts order by number desc limit 1)
  `.execute(db);
}

/** The texts that were in use last; null when no process has had any in use. */
export async function keptRuleTexts(db: Database): Promise<Texts | null> {
  const { rows } = await sql<{ texts: Readonly<Record<string, string>> }>`
    select texts from rule_texts order by number desc limit 1
  `.execute(db);
  const [newest] = rows;
  return newest === undefined ? null : new Map(Object.entries(newest.texts));
}

/**
 * Every text that a file beside the folders of the rules ever had, except of the files named; each once, the newest last. For
 * rule sets that no file has any more, while clocks run by them.
 */
export async function earlierRuleTexts(db: Database, except: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ said: string }>`
    select value as said from rule_texts, jsonb_each_text(texts)
    where key not like '%/%' and key <> all(${[...except]}::text[])
    group by key, value order by max(number)
  `.execute(db);
  return rows.map(({ said }) => said);
}
