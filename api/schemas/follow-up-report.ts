// The report on planned against done follow-up, as the API is asked for it and gives it; and the front of all reports.
// Counts per unit and week; no person and no case is in it.
import { z } from 'zod';
import type { Surroundings } from './common.ts';
import { periodFields, unitFields } from './lead-times.ts';

const date = z.iso.date();
const count = z.int().min(0);

export const followUpReportQuery = (surroundings: Pick<Surroundings, 'registry'>) =>
  z.strictObject({
    ...periodFields,
    ...unitFields(surroundings),
  });

const figures = {
  planned: count.meta({ description: 'Opfølgninger, hvis vindue slutter i perioden' }),
  booked: count,
  done: count,
  doneInWindow: count.meta({ description: 'Gennemført inden for vinduet' }),
  declined: count.meta({ description: 'Patienten ønskede det ikke' }),
  open: count.meta({ description: 'Hverken gennemført eller afsluttet endnu' }),
  notDone: z.array(z.object({ reason: z.string(), label: z.string(), count })),
  shareDone: z.number().nullable().meta({ description: 'Gennemført af planlagt, 0-1; null, når intet er planlagt' }),
};

export const shownFollowUpReport = z
  .object({
    from: date,
    to: date,
    ...figures,
    text: z.string(),
    units: z.array(z.object({ id: z.string(), name: z.string(), ...figures, text: z.string() })),
    weeks: z.array(
      z.object({ id: z.string(), name: z.string(), week: z.string().meta({ example: '2026-W53' }), ...figures }),
    ),
  })
  .meta({ id: 'FollowUpReport' });
export type ShownFollowUpReport = z.input<typeof shownFollowUpReport>;

export const shownReports = z
  .object({
    plannedAgainstDone: shownFollowUpReport.meta({ description: 'Opfølgning de seneste fire uger' }),
    reports: z.array(z.object({ title: z.string(), href: z.string() })),
  })
  .meta({ id: 'Reports' });
export type ShownReports = z.input<typeof shownReports>;
