// What people do with tasks: claim, release, assign, see and answer, one at a time or many at once.
// The answer's words stay with the submission; only its codes go to the case.
import type { Codes } from '../domain/fields.ts';
import { codesOf } from '../domain/fields.ts';
import type { TaskKindName } from '../domain/task-kinds.ts';
import { answerKind } from '../domain/task-kinds.ts';
import type { DecisionName } from '../workflows/contract.ts';
import type { Caller } from './auth.ts';
import { check, fault } from './check.ts';
import type { Outcome, RequestIdentity, StoredUpdate } from './decide.ts';
import { decide } from './decide.ts';
import { Problem } from './errors.ts';
import { chosenIntensity } from './follow-up-proposal.ts';
import { passedOn } from './late-answer.ts';
import { demandPersonsOf } from './persons.ts';
import { demandRight, mayAnswer } from './rights.ts';
import { answerBody, whichAnswer } from './schemas/answers.ts';
import type { FoundTask } from './scope.ts';
import type { Service } from './service.ts';

/** What can be done to a task beside answering it. */
export type Handling = 'claim' | 'release' | 'assign' | 'seen';

const decisions = {
  claim: 'claim-task',
  release: 'release-task',
  assign: 'assign-task',
  seen: 'see-task',
} as const satisfies Record<Handling, DecisionName>;

/**
 * Claims, releases, assigns or sees a task. `to`: the person it is assigned to.
 *
 * @throws {Problem} `not-allowed`, `bad-input`, `key-reused`
 */
export async function handle(
  service: Service,
  caller: Caller,
  found: FoundTask,
  handling: Handling,
  to: string | null,
  request: RequestIdentity,
): Promise<Outcome> {
  const { task } = found.row;
  await demandHandling(service, caller, found, handling, to);
  const update: StoredUpdate =
    handling === 'assign'
      ? { decision: 'assign-task', body: { task: task.id, to: to ?? '' } }
      : { decision: decisions[handling], body: { task: task.id } };
  return decide(service, {
    caller,
    kind: decisions[handling],
    ...target(found),
    update: () => update,
    content: { task: task.id, to },
    request,
  });
}

/** Whoever may answer may claim; a unit's people may free, hand on and see what is the unit's. */
async function demandHandling(
  { db }: Service,
  caller: Caller,
  { row: { task } }: FoundTask,
  handling: Handling,
  to: string | null,
): Promise<void> {
  const { actor } = caller;
  if (!actor.units.includes(task.unit)) throw new Problem('not-allowed');
  if (handling === 'claim' && !mayAnswer(caller, task)) throw new Problem('not-allowed');
  if (handling === 'release' && !mayAnswer(caller, task) && actor.role !== 'team-leader') {
    throw new Problem('not-allowed');
  }
  if (handling !== 'assign') return;
  demandRight(caller, 'assign-task');
  await demandPersonsOf({ db }, [actor.org], { to });
}

/**
 * Answers a task with the raw body of a request.
 *
 * @throws {Problem} `not-allowed`, `bad-input`, `key-reused`, `answered-too-late`
 */
export async function answer(
  service: Service,
  caller: Caller,
  found: FoundTask,
  raw: unknown,
  request: RequestIdentity,
): Promise<Outcome> {
  const { task } = found.row;
  if (!mayAnswer(caller, task)) throw new Problem('not-allowed');
  const { body, update } = answerUpdate(service, task, raw);
  const chosen = task.kind === 'agree-follow-up' ? await chosenIntensity(service, found.case, body) : {};
  const outcome = await decide(service, {
    caller,
    kind: 'answer-task',
    ...target(found),
    update: () => withCodes(update, chosen),
    content: body,
    request,
  });
  if (await passedOn(service, caller, found.row, body, request, outcome)) throw new Problem('answered-too-late');
  return outcome;
}

function answerUpdate(
  { registry }: Service,
  {
    id,
    kind,
    about,
  }: { readonly id: string; readonly kind: TaskKindName; readonly about: FoundTask['row']['task']['about'] },
  raw: unknown,
): { body: Record<string, unknown>; update: StoredUpdate } {
  const chosen = answerKind(kind, check(whichAnswer(kind), raw).answer);
  if (chosen === undefined) throw new Problem('unknown-answer');
  const body: Record<string, unknown> & { version: number } = check(answerBody(kind, chosen, registry), raw);
  const { version } = body;
  demandAskedServices(about['services'], body['services']);
  return {
    body,
    update: {
      decision: 'answer-task',
      body: { task: id, version, answer: chosen.code, codes: codesOf(chosen.fields, body) },
    },
  };
}

/** What was found out beside what the person stated. */
const withCodes = (update: StoredUpdate, more: Codes): StoredUpdate =>
  'decision' in update && update.decision === 'answer-task'
    ? { ...update, body: { ...update.body, codes: { ...update.body.codes, ...more } } }
    : update;

/** Only services of this question get an answer; one that is left out stays open and is asked again. */
function demandAskedServices(asked: unknown, stated: unknown): void {
  if (!Array.isArray(asked) || !Array.isArray(stated)) return;
  const errors = stated.flatMap((row: unknown, index) => {
    const service = typeof row === 'object' && row !== null && 'service' in row ? row.service : null;
    return asked.includes(service) ? [] : [fault(['services', index, 'service'], 'Ydelsen er ikke en del af opgaven')];
  });
  if (errors.length > 0) throw new Problem('bad-input', { errors });
}

const target = ({ row }: FoundTask) => ({
  caseId: row.dischargeId,
  workflowId: row.workflowId,
  about: { task: row.task.id },
});
