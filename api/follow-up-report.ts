// Planned against done follow-up over the API, per unit and week; it stands on the front of the reports.
// Numbers alone: no case and no person can be read out of it.
import { addDays, atLocal } from '../domain/calendar.ts';
import type { NotDoneReason } from '../domain/follow-up.ts';
import { notDoneReasons } from '../domain/follow-up.ts';
import { epoch } from '../domain/ids.ts';
import { unitById } from '../domain/organisations.ts';
import type { FollowUpCount } from '../store/follow-up-report.ts';
import { followUpCounts } from '../store/follow-up-report.ts';
import type { Caller } from './auth.ts';
import { check } from './check.ts';
import { periodAsked, unitsOf } from './lead-times.ts';
import { demandRight } from './rights.ts';
import type { ShownFollowUpReport, ShownReports } from './schemas/follow-up-report.ts';
import { followUpReportQuery } from './schemas/follow-up-report.ts';
import type { Service } from './service.ts';

/**
 * Items whose window ends from one day to another, both included, in Denmark; the last four weeks when nothing is said.
 *
 * @throws {Problem} `not-allowed`, `bad-input`
 */
export async function reportFollowUp(service: Service, caller: Caller, raw: unknown): Promise<ShownFollowUpReport> {
  demandRight(caller, 'see-lead-times');
  const { db, registry } = service;
  const asked = check(followUpReportQuery(service), raw);
  const { from, to } = await periodAsked(db, asked);
  const units = unitsOf(registry, asked);
  const counts = await followUpCounts(db, {
    from: epoch(atLocal(from, '00:00')),
    until: epoch(atLocal(addDays(to, 1), '00:00')),
    ...(units === null ? {} : { units }),
  });
  const named = (id: string) => ({ id, name: unitById(registry, id)?.name ?? id });
  const ids = [...new Set(counts.map(({ unit }) => unit))];
  const total = sum(counts);
  return {
    ...{ from, to },
    ...shown(total),
    text: inWords(total),
    units: ids.map((id) => {
      const own = sum(counts.filter(({ unit }) => unit === id));
      return { ...named(id), ...shown(own), text: `${named(id).name}: ${inWords(own)}` };
    }),
    weeks: counts.map((one) => ({ ...named(one.unit), week: one.week, ...shown(one) })),
  };
}

/** The front of the reports: what was planned against what was done first, then where the others are. */
export async function reportFront(service: Service, caller: Caller): Promise<ShownReports> {
  return {
    plannedAgainstDone: await reportFollowUp(service, caller, {}),
    reports: [
      { title: 'Opfølgning: planlagt mod gennemført', href: '/api/reports/follow-up' },
      { title: 'Gennemløbstider', href: '/api/reports/lead-times' },
      { title: 'Genindlæggelser', href: '/api/reports/readmissions' },
    ],
  };
}

type Figures = Omit<FollowUpCount, 'unit' | 'week'>;

function sum(counts: readonly Figures[]): Figures {
  const of = (figure: Exclude<keyof Figures, 'notDone'>) => counts.reduce((all, one) => all + one[figure], 0);
  const reasons = Object.keys(notDoneReasons).filter((code): code is NotDoneReason =>
    Object.hasOwn(notDoneReasons, code),
  );
  const by = (reason: NotDoneReason) => counts.reduce((all, { notDone }) => all + (notDone[reason] ?? 0), 0);
  return {
    ...{ planned: of('planned'), booked: of('booked'), done: of('done'), doneInWindow: of('doneInWindow') },
    ...{ declined: of('declined'), open: of('open') },
    notDone: Object.fromEntries(reasons.map((reason) => [reason, by(reason)] as const).filter(([, n]) => n > 0)),
  };
}

const shown = ({ planned, booked, done, doneInWindow, declined, open, notDone }: Figures) => ({
  ...{ planned, booked, done, doneInWindow, declined, open },
  notDone: Object.entries(notDone).map(([reason, count]) => ({ reason, label: labelOf(reason), count })),
  shareDone: planned === 0 ? null : Math.round((1000 * done) / planned) / 1000,
});

const labelOf = (reason: string): string =>
  Object.entries(notDoneReasons).find(([code]) => code === reason)?.[1] ?? reason;

const inWords = ({ planned, done, doneInWindow }: Figures): string =>
  planned === 0
    ? 'ingen planlagt'
    : `${done} af ${planned} planlagte gennemført (${Math.round((100 * done) / planned)} %), ${doneInWindow} i vinduet`;
