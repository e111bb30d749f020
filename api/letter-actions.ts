// What a person writes on a case, from the checked body to the decision in codes: which thread, which letter, to whom.
// The words stay with the submission; the workflow gets ids, codes and times only.
import type { SubmissionId } from '../domain/ids.ts';
import { epoch } from '../domain/ids.ts';
import { isPlanLetter } from '../domain/letters.ts';
import { unitById } from '../domain/organisations.ts';
import { answerAddress } from '../domain/ways.ts';
import { threadIdOf } from '../medcom/care-communication.ts';
import type { CaseRow, WholeCase } from '../store/cases.ts';
import { wholeCase } from '../store/cases.ts';
import { sendingsOfCase } from '../store/messages.ts';
import type { Caller } from './auth.ts';
import { check, fault } from './check.ts';
import type { StoredUpdate } from './decide.ts';
import { Problem } from './errors.ts';
import { lettersReceived } from './received.ts';
import { letterBodies } from './schemas/letters.ts';
import type { Service } from './service.ts';
import type { CaseLetter } from './threads.ts';
import { caseThreads } from './threads.ts';

interface PreparedLetter {
  readonly prepared: { readonly update: (submission: SubmissionId) => StoredUpdate };
  readonly content: unknown;
}

/** @throws {Problem} `bad-input`, and `wrong-moment` when the municipality has been sent no plan to ask on. */
export async function prepareLetter(
  service: Service,
  caller: Caller,
  row: CaseRow,
  name: keyof ReturnType<typeof letterBodies>,
  raw: unknown,
): Promise<PreparedLetter> {
  const bodies = letterBodies(service);
  switch (name) {
    case 'write-letter': {
      const body = check(bodies[name], raw);
      const to = otherThanWard(row, body.to);
      return written(body, (submission) => ({ activity: 'new', thread: threadIdOf(submission), of: null, to }));
    }
    case 'reply': {
      const body = check(bodies[name], raw);
      const { of, to, thread } = await toAnswer(service, row, body.letter);
      return written(body, () => ({ activity: 'reply', thread, of, to }));
    }
    case 'forward': {
      const body = check(bodies[name], raw);
      const { letter } = await letterOf(service, row, body.letter);
      const to = otherThanWard(row, body.to);
      return written(body, (submission) => ({
        activity: 'forward',
        thread: threadIdOf(submission),
        of: letter.id,
        to,
      }));
    }
    case 'ask-department': {
      const body = check(bodies[name], raw);
      const update = (submission: SubmissionId): StoredUpdate => ({
        decision: name,
        body: { thread: threadIdOf(submission), ...hurryOf(body) },
      });
      return { prepared: { update }, content: body };
    }
    case 'ask-about-plan': {
      const body = check(bodies[name], raw);
      const thread = planThread(await whole(service, row), caller, service);
      return { prepared: { update: () => ({ decision: name, body: { thread, ...hurryOf(body) } }) }, content: body };
    }
  }
}

type Ends = Pick<Extract<StoredUpdate, { decision: 'write-letter' }>['body'], 'activity' | 'thread' | 'of' | 'to'>;

interface Hurrying {
  readonly acute: boolean;
  readonly answerBy?: string | undefined;
}

const hurryOf = ({ acute, answerBy }: Hurrying) => ({
  acute,
  answerBy: answerBy === undefined ? null : epoch(answerBy),
});

/** An answer that has a time is wanted, whatever else is said. */
function written(
  body: Hurrying & { readonly wanted: boolean },
  ends: (submission: SubmissionId) => Ends,
): PreparedLetter {
  const wanted = body.wanted || body.answerBy !== undefined;
  return {
    prepared: {
      update: (submission) => ({
        decision: 'write-letter',
        body: { ...ends(submission), ...hurryOf(body), wanted },
      }),
    },
    content: body,
  };
}

function otherThanWard({ wardUnit }: CaseRow, to: string): string {
  if (to === wardUnit) throw new Problem('bad-input', { errors: [fault(['to'], 'Er afdelingen selv')] });
  return to;
}

async function whole({ db }: Service, { id }: CaseRow): Promise<WholeCase> {
  const found = await wholeCase(db, id);
  if (found === null) throw new Problem('not-found');
  return found;
}

const noLetter = (why: string): Problem => new Problem('bad-input', { errors: [fault(['letter'], why)] });

async function letterOf(service: Service, row: CaseRow, id: string) {
  const { db } = service;
  const [found, received, sent] = await Promise.all([
    whole(service, row),
    lettersReceived(db, row.id),
    sendingsOfCase(db, row.id),
  ]);
  for (const { key, letters } of caseThreads(service, { whole: found, received, sent })) {
    const there = letters.filter(isLetter);
    const letter = there.find((one) => one.id === id);
    if (letter !== undefined) return { thread: key, letter, isNewest: there.at(-1) === letter };
  }
  throw noLetter('Der er intet brev med det id på forløbet');
}

/** Here as a letter: received, or sent at least once. */
const isLetter = (one: CaseLetter): one is CaseLetter & { readonly id: string } =>
  one.id !== null && one.source === 'letter' && one.hasLeft;

/** The newest letter of its thread, and the unit an answer to it goes to (MedCom: an older one needs a thread of its own). */
async function toAnswer(service: Service, row: CaseRow, id: string) {
  const { thread, letter, isNewest } = await letterOf(service, row, id);
  if (!isNewest) throw noLetter('Der er kommet et nyere brev i tråden; svar på det, eller skriv et nyt brev');
  if (letter.partner === null) throw noLetter('Afsenderen er ikke kendt her; ring i stedet');
  const to = letter.direction === 'in' ? answerAddress(service.registry, letter.partner)?.id : letter.partner;
  return { thread, of: letter.id, to: to ?? letter.partner };
}

/** The thread of the letter that last told the caller's side the plan. */
function planThread({ messages }: WholeCase, { actor }: Caller, { registry }: Service): string {
  const plans = messages
    .filter(({ kind, to }) => isPlanLetter(kind) && unitById(registry, to)?.org === actor.org)
    .toSorted((a, b) => a.queuedAt - b.queuedAt);
  const last = plans.findLast(({ state }) => state !== 'withdrawn') ?? plans.at(-1);
  if (last === undefined) throw new Problem('wrong-moment');
  return threadIdOf(last.id);
}
