// What is printed of a case (papirer): the patient's leaving sheet, the staff's handover sheet and the appointments.
// Read from what is published and from PostgreSQL alone, so that paper can be made while Temporal is away.
import { afterLeavingOn } from '../domain/after-leaving.ts';
import { appointments } from '../domain/appointments.ts';
import { localDate } from '../domain/calendar.ts';
import type { CaseView } from '../domain/case-view.ts';
import { handoverSheet } from '../domain/handover-sheet.ts';
import { instant } from '../domain/ids.ts';
import type { LeavingContacts } from '../domain/leaving-contacts.ts';
import { leavingContacts } from '../domain/leaving-contacts.ts';
import { leavingSheet } from '../domain/leaving-sheet.ts';
import { shorterLeavingSheets } from '../domain/leaving-sheet-short.ts';
import { unitById } from '../domain/organisations.ts';
import { keptAfter } from '../domain/responsibility-after.ts';
import { taskKind } from '../domain/task-kinds.ts';
import { audit } from '../store/audit.ts';
import type { WholeCase } from '../store/cases.ts';
import { wholeCase } from '../store/cases.ts';
import { now as clockNow } from '../store/clock.ts';
import type { Patient } from '../store/open-case.ts';
import { patient } from '../store/patients.ts';
import { people } from '../store/people.ts';
import { planVersions } from '../store/plans.ts';
import { caseCourse } from '../store/responsibility.ts';
import type { Caller } from './auth.ts';
import { calendarFile } from './calendar-file.ts';
import { Problem } from './errors.ts';
import { followUpLabels, serviceStateLabels, stageLabels } from './labels.ts';
import { demandRight, sightOf } from './rights.ts';
import { caseInScope } from './scope.ts';
import type { Service } from './service.ts';
import { sheetPdf } from './sheet-pdf.ts';

interface Printable {
  readonly whole: WholeCase;
  readonly view: CaseView;
  readonly patient: Patient;
  readonly now: number;
}

/**
 * The case, for who may see all of it; that it was printed is on record.
 *
 * @throws {Problem} `not-found`; `not-allowed` for who may not know the patient; `wrong-moment` before anything is published
 */
async function printable(service: Service, caller: Caller, id: unknown, action: string): Promise<Printable> {
  const { db, registry } = service;
  const row = await caseInScope(service, caller, id);
  demandRight(caller, 'print');
  if (sightOf(caller, row, registry) !== 'whole') throw new Problem('not-allowed');
  const [whole, who, now] = await Promise.all([wholeCase(db, row.id), patient(db, row.id), clockNow(db)]);
  if (whole === null || who === null) throw new Problem('not-found');
  if (whole.view === null) throw new Problem('wrong-moment');
  await audit(db, { actor: caller.actor, action, caseId: row.id, at: now });
  return { whole, view: whole.view, patient: who, now };
}

/** Whom the patient may ring, as papers and the patient's view name them. `now`: epoch ms. */
export async function contactsOf({ db, registry, rules }: Service, id: string, now: number): Promise<LeavingContacts> {
  const { afterLeaving, ruleSets, calendar } = rules.current();
  const { known = null } = (await caseCourse(db, id)) ?? {};
  if (known === null) throw new Problem('not-found');
  const kept = keptAfter(known, { ruleSets, calendar }, now);
  return leavingContacts(known.view, kept, registry, afterLeavingOn(afterLeaving, localDate(instant(now))));
}

/** The patient's leaving sheet as a PDF. @throws {Problem} as `printable` */
export async function printLeavingSheet(service: Service, caller: Caller, id: unknown): Promise<Buffer> {
  const { whole, view, patient, now } = await printable(service, caller, id, 'print-leaving-sheet');
  const { registry } = service;
  const contacts = await contactsOf(service, whole.id, now);
  const facts = { patient, view, contacts, registry, now };
  return sheetPdf(leavingSheet(facts), shorterLeavingSheets(facts));
}

/** The staff's handover sheet as a PDF. @throws {Problem} as `printable` */
export async function printHandoverSheet(service: Service, caller: Caller, id: unknown): Promise<Buffer> {
  const { whole, view, patient, now } = await printable(service, caller, id, 'print-handover-sheet');
  const { db, registry } = service;
  const [plans, persons, contacts] = await Promise.all([
    planVersions(db, whole.id, view.plan?.version ?? 1),
    people(db, [view.coordinator]),
    contactsOf(service, whole.id, now),
  ]);
  const openTasks = whole.tasks
    .filter(({ status }) => status === 'open')
    .map(({ kind, unit, due }) => ({
      title: taskKind(kind).title,
      unit: unitById(registry, unit)?.name ?? unit,
      due,
    }));
  const sheet = handoverSheet({
    patient,
    view,
    stage: stageLabels[view.stage],
    plan: plans.at(-1)?.content ?? null,
    coordinator: persons.get(view.coordinator)?.name ?? null,
    openTasks,
    words: {
      service: (state) => labelIn(serviceStateLabels, state),
      followUp: (state) => labelIn(followUpLabels, state),
    },
    contacts,
    registry,
    now,
  });
  return sheetPdf(sheet);
}

const labelIn = (table: Readonly<Record<string, string>>, code: string): string => table[code] ?? code;

/** The booked appointments as a calendar file. @throws {Problem} as `printable` */
export async function printAppointments(service: Service, caller: Caller, id: unknown): Promise<string> {
  const { whole, view, now } = await printable(service, caller, id, 'print-appointments');
  return calendarFile(appointments(whole.id, view, whole.events, service.registry), whole.version, now);
}
