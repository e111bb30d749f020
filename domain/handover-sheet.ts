// The staff's handover sheet (overleveringsark): the whole case on paper, in the order of ISBAR, for who takes over.
// For staff only: it has the CPR number and the words of the plan. What nobody has stated is named as not stated.
import { takesPlace } from './bed.ts';
import type { CaseView } from './case-view.ts';
import type { FollowUpItem } from './follow-up.ts';
import { missing } from './gate.ts';
import { criteria } from './gate-criteria.ts';
import type { LeavingContacts } from './leaving-contacts.ts';
import { lastsWords, unitWords } from './leaving-contacts.ts';
import { followUpWords } from './leaving-sheet.ts';
import type { Registry } from './organisations.ts';
import { planFieldLabels, serviceLabels } from './plan.ts';
import type { PlanContent } from './plan-content.ts';
import { planLines } from './plan-content.ts';
import type { Sheet, SheetEntry, SheetPart } from './sheet.ts';
import { asLine, clockWords, dayWords, momentWords, periodWords, phoneWords, yearOf } from './sheet.ts';

/** A task that is open, as a line on paper. */
export interface OpenTask {
  readonly title: string;
  readonly unit: string;
  /** Epoch ms. */
  readonly due: number;
}

export interface HandoverFacts {
  readonly patient: { readonly name: string; readonly cpr: string };
  readonly view: CaseView;
  /** Danish words for the stage. */
  readonly stage: string;
  /** Null until a ward has stated a plan. */
  readonly plan: PlanContent | null;
  readonly coordinator: string | null;
  readonly openTasks: readonly OpenTask[];
  /** What the states of services and follow-ups are called, by code. */
  readonly words: { service(state: string): string; followUp(state: string): string };
  readonly contacts: LeavingContacts;
  readonly registry: Registry;
  /** Epoch ms by the shared clock. */
  readonly now: number;
}

/** The sheet that goes with the patient to the staff who take over. Pure. */
export function handoverSheet(facts: HandoverFacts): Sheet {
  const { patient, view, registry, now } = facts;
  const left = view.leftAt === null ? [] : [`Udskrevet ${momentWords(view.leftAt)}`];
  return {
    title: 'Overlevering',
    about: [
      `${patient.name}, CPR ${patient.cpr.slice(0, 6)}-${patient.cpr.slice(6)}`,
      [facts.stage, ...left].join('. '),
    ],
    parts: [
      missingPart(facts),
      responsiblePart(facts),
      partiesPart(facts),
      agreedPart(facts),
      ...planParts(facts.plan),
    ],
    foot: `Kun til personale. Skrevet ud ${dayWords(now)} ${yearOf(now)} ${clockWords(now)} fra ${unitWords(registry, view.wardUnit).name}; forløbet kan have ændret sig siden.`,
    pages: 'as-needed',
  };
}

/** First: what nobody has done yet. */
function missingPart({ view, openTasks }: HandoverFacts): SheetPart {
  const lacking = view.leftAt === null ? missing(view).map((code) => criteria[code].missing) : [];
  const tasks = openTasks.map(({ title, unit, due }) => `${title} (${unit}, senest ${momentWords(due)})`);
  const entries = [
    { head: 'Mangler, før patienten er klar', details: lacking },
    { head: 'Åbne opgaver', details: tasks },
  ].filter(({ details }) => details.length > 0);
  const nothing: SheetEntry = { head: 'Intet mangler, og ingen opgaver er åbne', details: [] };
  return { heading: 'Det, der mangler', framed: true, entries: entries.length === 0 ? [nothing] : entries };
}

function responsiblePart({ contacts }: HandoverFacts): SheetPart {
  const { first, gp, outOfHours } = contacts;
  const entries: SheetEntry[] = [];
  if (first !== null) {
    const lasts = `Behandlingsansvar ${lastsWords(first.lasts)}`;
    entries.push({ head: `${first.name}, ${phoneWords(first.phone)}`, details: [lasts] });
  }
  if (gp !== null) entries.push({ head: `${gp.name}, ${phoneWords(gp.phone)}`, details: [`Egen læge, ${gp.hours}`] });
  entries.push({ head: `${outOfHours.name}, ${phoneWords(outOfHours.phone)}`, details: ['Uden for egen læges tid'] });
  return { heading: 'Ansvar og telefonnumre', entries };
}

function partiesPart({ view, coordinator, registry }: HandoverFacts): SheetPart {
  const line = (label: string, id: string | null): SheetEntry[] => {
    if (id === null) return [];
    const { name, phone } = unitWords(registry, id);
    return [{ head: label, details: [`${name}, ${phoneWords(phone)}`] }];
  };
  return {
    heading: 'Parter',
    entries: [
      ...line('Afdeling', view.wardUnit),
      ...line('Visitation', view.visitationUnit),
      ...(takesPlace(view.bed) ? line('Plads', view.bed.unit) : []),
      ...(coordinator === null ? [] : [{ head: 'Koordinator', details: [coordinator] }]),
    ],
  };
}

function agreedPart({ view, words }: HandoverFacts): SheetPart {
  const services = (view.plan?.services ?? []).map((service) => {
    const state = view.services[service]?.state ?? 'asked';
    return `${serviceLabels[service]}: ${words.service(state)}`;
  });
  const entries = [
    { head: 'Ydelser', details: services },
    { head: 'Opfølgning', details: view.followUps.map((item) => followUpLine(item, words)) },
  ].filter(({ details }) => details.length > 0);
  const nothing: SheetEntry = { head: 'Ingen ydelser eller opfølgning er aftalt', details: [] };
  return { heading: 'Aftalt', entries: entries.length === 0 ? [nothing] : entries };
}

function followUpLine(item: FollowUpItem, words: HandoverFacts['words']): string {
  const when = item.bookedAt === null ? periodWords(item.from, item.until) : momentWords(item.bookedAt);
  const late = item.state === 'planned' ? `, bookes senest ${dayWords(item.bookBy)}` : '';
  return `${followUpWords(item.what)}: ${words.followUp(item.state)}, ${when}${late}`;
}

/** The plan as stated; the fields that nobody has filled in, on one line. */
function planParts(plan: PlanContent | null): readonly SheetPart[] {
  if (plan === null) return [{ heading: 'Plan', entries: [{ head: 'Der er ingen plan endnu', details: [] }] }];
  const lines = planLines(plan);
  const stated = lines.flatMap(({ field, text }) =>
    text === null ? [] : [{ head: planFieldLabels[field], details: text.split('\n').filter((line) => line !== '') }],
  );
  const open = lines.filter(({ text }) => text === null).map(({ field }) => planFieldLabels[field].toLowerCase());
  const rest = open.length === 0 ? [] : [{ head: 'Ikke angivet', details: [asLine(open.join(', '))] }];
  return [{ heading: 'Plan', entries: [...stated, ...rest] }];
}
