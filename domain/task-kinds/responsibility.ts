// Tasks about medical responsibility (behandlingsansvar): the department's 72 hours are about to end.
// It is only told: nobody can prolong them here, and silence changes nothing.
import type { TaskKind } from './kind.ts';
import { done, municipal, ward } from './kind.ts';

export const responsibilityTasks = {
  'extended-ends-soon': {
    title: 'Afdelingens udvidede behandlingsansvar slutter snart',
    roles: [...ward, ...municipal, 'acute-nurse'],
    answers: [done('Set')],
  },
} as const satisfies Record<string, TaskKind>;
