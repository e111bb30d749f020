// The report on lead times over the API: how long each step took at each unit, week by week, and how often in time.
// Numbers alone: no case and no person can be read out of it.
import { addDays, atLocal, localDate } from '../domain/calendar.ts';
import { epoch, instant } from '../domain/ids.ts';
import type { Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import { isTaskKind, taskKind } from '../domain/task-kinds.ts';
import { now as clockNow } from '../store/clock.ts';
import type { LeadTime } from '../store/lead-times.ts';
import { leadTimes } from '../store/lead-times.ts';
import { isMessageStep, messageSteps, messageTimes } from '../store/message-times.ts';
import { clockSteps, isClockStep } from '../store/step-times.ts';
import type { Caller } from './auth.ts';
import { check, fault } from './check.ts';
import { Problem } from './errors.ts';
import { demandRight } from './rights.ts';
import type { ShownLeadTimes } from './schemas/lead-times.ts';
import { LONGEST_PERIOD, leadTimesQuery } from './schemas/lead-times.ts';
import type { Service } from './service.ts';

const DAYS_UNLESS_SAID = 28;

/**
 * The lead times of tasks, messages and other steps that ended from one day to another, both included, in Denmark.
 *
 * @throws {Problem} `not-allowed`, `bad-input`
 */
export async function reportLeadTimes(service: Service, caller: Caller, raw: unknown): Promise<ShownLeadTimes> {
  demandRight(caller, 'see-lead-times');
  const { db, registry } = service;
  const asked = check(leadTimesQuery(service), raw);
  const { from, to } = await periodAsked(db, asked);
  const units = unitsOf(registry, asked);
  const query = {
    from: epoch(atLocal(from, '00:00')),
    until: epoch(atLocal(addDays(to, 1), '00:00')),
    by: asked.by,
    ...(units === null ? {} : { units }),
    ...(asked.step === undefined ? {} : { step: asked.step }),
  };
  const found = [...(await leadTimes(db, query)), ...(await messageTimes(db, query))];
  return { from, to, by: asked.by, items: found.map((one) => inWords(registry, one)) };
}

/** The period a report is asked for, the last four weeks unless said. @throws {Problem} `bad-input` */
export async function periodAsked(
  db: Service['db'],
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<{ readonly from: string; readonly to: string }> {
  const to = asked.to ?? localDate(instant(await clockNow(db)));
  const from = asked.from ?? addDays(to, 1 - DAYS_UNLESS_SAID);
  if (from > to) throw new Problem('bad-input', { errors: [fault(['from'], 'Ligger efter "to"')] });
  if (addDays(from, LONGEST_PERIOD - 1) < to)
    throw new Problem('bad-input', { errors: [fault(['from'], `Højst ${LONGEST_PERIOD} dage ad gangen`)] });
  return { from, to };
}

/** The units a report is asked for; null: all. */
export function unitsOf(
  registry: Registry,
  { unit, municipality }: { readonly unit?: string | undefined; readonly municipality?: string | undefined },
): readonly string[] | null {
  if (unit === undefined && municipality === undefined) return null;
  return registry.units
    .filter(({ id }) => unit === undefined || id === unit)
    .filter((one) => municipality === undefined || one.municipality === municipality)
    .map(({ id }) => id);
}

function inWords(registry: Registry, one: LeadTime): ShownLeadTimes['items'][number] {
  const { step, unit, week, answered, lapsed, inTime, median, percentile90 } = one;
  const shareInTime = Math.round((1000 * inTime) / (answered + lapsed)) / 1000;
  const label = step === null ? null : stepLabel(step);
  const name = unit === null ? null : (unitById(registry, unit)?.name ?? unit);
  const [year = '', number = ''] = week === null ? [] : week.split('-W');
  const weekLabel = week === null ? null : `Uge ${Number(number)}, ${year}`;
  const figures =
    median === null || percentile90 === null
      ? 'ingen besvaret'
      : `median ${inHours(median)}, ni af ti inden ${inHours(percentile90)}`;
  const inShare = `${Math.round(shareInTime * 100)} % i tide af ${answered + lapsed}`;
  return {
    step: step === null ? null : { code: step, label: label ?? step },
    unit: unit === null ? null : { id: unit, name: name ?? unit },
    week,
    weekLabel,
    answered,
    lapsed,
    medianMinutes: median,
    percentile90Minutes: percentile90,
    inTime,
    shareInTime,
    text: [label, name, weekLabel, figures, inShare].filter((part) => part !== null).join(': '),
  };
}

const stepLabel = (step: string): string => {
  if (isMessageStep(step)) return messageSteps[step];
  if (isClockStep(step)) return clockSteps[step];
  return isTaskKind(step) ? taskKind(step).title : step;
};

/** Minutes as people say them: `45 min`, `3 t 20 min`. */
function inHours(minutes: number): string {
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  return hours === 0 ? `${whole} min` : `${hours} t ${whole % 60} min`;
}
