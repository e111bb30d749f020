// The catalogue of tasks (opgaver): every kind by name, from the files of domain/task-kinds/.
// Forms, checks, the API document and the inbox are all made from this table; a client needs no other knowledge.
import { agreeingTasks } from './task-kinds/agreeing.ts';
import { bedAndCallTasks } from './task-kinds/beds-and-calls.ts';
import { finishedTasks } from './task-kinds/finished.ts';
import { followUpTasks } from './task-kinds/follow-up.ts';
import { gpTasks } from './task-kinds/gp.ts';
import { holdingTasks } from './task-kinds/holding.ts';
import type { AnswerKind, TaskKind } from './task-kinds/kind.ts';
import { planningTasks } from './task-kinds/planning.ts';
import { responsibilityTasks } from './task-kinds/responsibility.ts';
import { sharedDayTasks } from './task-kinds/shared-days.ts';
import { tyingUpTasks } from './task-kinds/tying-up.ts';

export const taskKinds = {
  ...planningTasks,
  ...agreeingTasks,
  ...bedAndCallTasks,
  ...holdingTasks,
  ...followUpTasks,
  ...gpTasks,
  ...sharedDayTasks,
  ...responsibilityTasks,
  ...tyingUpTasks,
  ...finishedTasks,
} as const;

export type TaskKindName = keyof typeof taskKinds;

/** The kind with this name; every open task has one. */
export const taskKind = (name: TaskKindName): TaskKind => taskKinds[name];

/** Narrows a stored string to a kind of task. */
export const isTaskKind = (name: string): name is TaskKindName => name in taskKinds;

/** The description of one answer, or nothing when this kind has no such answer. */
export const answerKind = (name: TaskKindName, code: string): AnswerKind | undefined =>
  taskKind(name).answers.find((answer) => answer.code === code);
