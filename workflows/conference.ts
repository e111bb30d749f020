// The planning conference (udskrivningskonference): an ask with proposed times; its decisions become tasks.
// Runs beside the tracks from the moment the ward proposes it (domain.md 1.6, XDIS21 DischargeConference).
import type { Codes } from '../domain/fields.ts';
import { epoch } from '../domain/ids.ts';
import type { Answer, Question } from './ask.ts';
import { ask } from './ask.ts';
import type { Case } from './case.ts';

export interface Proposal {
  conference: string;
  times: readonly string[];
  video: boolean;
  participants: readonly string[];
}

/** From proposal to carried-out decisions. */
export async function conference(c: Case, proposal: Proposal): Promise<void> {
  const at = await agreeOnTime(c, proposal);
  if (at === null) {
    c.fact('conference-declined', { conference: proposal.conference });
    return;
  }
  c.fact('conference-agreed', { conference: proposal.conference, at, video: proposal.video });
  if (await leftBefore(c, proposal.conference, epoch(at))) {
    c.fact('conference-declined', { conference: proposal.conference, reason: 'left' });
    return;
  }
  const answer = await ask(c, c.view.wardUnit, {
    kind: 'conference-decisions',
    clock: 'ward-decision',
    about: { conference: proposal.conference, at, participants: proposal.participants },
  });
  if (answer.kind !== 'answered') return;
  await Promise.all(decisionsOf(answer).map((decision) => carryOut(c, answer.task, decision)));
}

/** Waits for the conference; true when the patient leaves before it, and there is nothing left to confer about. */
async function leftBefore(c: Case, conference: string, at: number): Promise<boolean> {
  const id = `conference-${conference}`;
  c.clocks.set(id, { id, name: 'conference', due: at, rule: 'agreed', waitsFor: c.view.wardUnit, from: c.now() });
  try {
    return await c.clock.wait(() => c.view.leftAt !== null, at, 'conference');
  } finally {
    c.clocks.delete(id);
    c.touch();
  }
}

async function agreeOnTime(c: Case, proposal: Proposal): Promise<string | null> {
  const { conference: id, times, video, participants } = proposal;
  const about = { conference: id, times, video, participants };
  const unless = (): boolean => c.view.leftAt !== null;
  const question: Question = { kind: 'answer-conference', clock: 'answer-conference', about, unless };
  const answer = await ask(c, c.view.visitationUnit, question);
  if (answer.kind === 'answered' && answer.code === 'accept') return timeOf(answer);
  if (answer.kind === 'answered' && answer.code === 'decline') return null;
  if (answer.kind === 'settled' || answer.kind === 'stopped') return null;
  const offered = answer.kind === 'answered' ? (answer.codes['times'] ?? null) : null;
  const choice = await ask(c, c.view.wardUnit, {
    kind: 'choose-conference-time',
    clock: 'ward-decision',
    about: { conference: id, times: offered, silence: answer.kind === 'silence' },
    unless,
  });
  return choice.kind === 'answered' && choice.code === 'accept' ? timeOf(choice) : null;
}

interface Agreed {
  index: number;
  unit: string;
  due: number;
}

async function carryOut(c: Case, task: string, decision: Agreed): Promise<void> {
  await ask(c, decision.unit, {
    kind: 'carry-out-decision',
    clock: 'closing-task',
    due: decision.due,
    about: { task, index: decision.index },
  });
}

function decisionsOf(answer: Answer): Agreed[] {
  const list = answer.kind === 'answered' ? answer.codes['decisions'] : null;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: string | Codes, index): Agreed[] => {
    if (typeof item === 'string') return [];
    const { unit, due } = item;
    return typeof unit === 'string' && typeof due === 'string' ? [{ index, unit, due: epoch(due) }] : [];
  });
}

const timeOf = (answer: Answer): string | null => {
  const at = answer.kind === 'answered' ? answer.codes['at'] : null;
  return typeof at === 'string' ? at : null;
};
