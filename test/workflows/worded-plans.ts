// Plans with their words in PostgreSQL, as the API keeps them before the workflow decides, and what a letter says of them.
// For tests of what a receiver reads; elsewhere the codes of a plan are enough.
import { randomUUID } from 'node:crypto';
import type { PlanContent, PlanText } from '../../domain/plan-content.ts';
import { planCodes } from '../../domain/plan-content.ts';
import { changedServices, planChanges } from '../../domain/plan-diff.ts';
import { readMessage } from '../../medcom/read.ts';
import { sendings } from '../../store/messages.ts';
import { planVersion, proposePlan } from '../../store/plans.ts';
import { ward } from './persons.ts';
import type { Play, Stage } from './stage.ts';
import { today } from './stage.ts';

export type Words = Readonly<Partial<Record<PlanText, string>>>;

const unsaid = { cause: null, course: null, contagion: null, diet: null, function: null } as const;
const unsaidToo = { nursing: null, medicine: null, conference: null, other: null, wishes: null } as const;

/** Keeps version 1 of the plan that the case was begun with, with these words. */
export function keepFirst(play: Play, words: Words = {}): Promise<void> {
  const { plan } = play.start;
  if (plan === null) throw new Error('The case began without a plan');
  const { date, services, hasRunningServices, bed } = plan;
  const codes = { date, services, hasRunningServices, bed, serviceNotes: {} };
  return keep(play, 1, { ...codes, ...unsaid, ...unsaidToo, ...words }, null);
}

/** The ward states the next version: the one before with these words. */
export async function changeWords(play: Play, base: number, words: Words): Promise<void> {
  const found = await planVersion(play.parts.db, play.start.dischargeId, base);
  if (found.kind !== 'found') throw new Error(`No version ${base}`);
  const before = found.plan.content;
  const content = { ...before, ...words };
  await keep(play, base + 1, content, before);
  const changed = planChanges(before, content).map(({ field }) => field);
  const plan = { ...planCodes(content, base + 1, changed), changedServices: changedServices(before, content) };
  await play.put('change-plan', { base, plan });
}

async function keep({ parts, start }: Play, version: number, content: PlanContent, before: PlanContent | null) {
  const changes = planChanges(before, content);
  const by = ward.person;
  await proposePlan(parts.db, start.dischargeId, {
    version,
    submission: randomUUID(),
    content,
    changes,
    by,
    at: today(),
  });
}

/** What the letter of a message marks as new, as its receiver reads it. */
export async function newIn({ db }: Stage, message: string): Promise<string[]> {
  const [sending] = await sendings(db, message);
  const read = readMessage(sending?.raw ?? '');
  if (read.kind !== 'care-communication') throw new Error(`sent as ${read.kind}`);
  const text = read.message.segments.map((segment) => (segment.kind === 'text' ? segment.text : '')).join('\n');
  const [, section = ''] = text.split(/^NYT .*\n/m);
  return section.split('\n\n')[0]?.split('\n') ?? [];
}
