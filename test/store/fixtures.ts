// What the tests of the store write: cases, publications and actors of nobody real.
// Ids are random, times fixed.
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/actor.ts';
import type { CaseView, ClockView, EventView, MessageView, Publication, TaskView } from '../../domain/case-view.ts';
import { dischargeWorkflowId } from '../../domain/ids.ts';
import type { Database } from '../../store/database.ts';
import { openDatabase } from '../../store/database.ts';
import type { EpisodeName } from '../../store/episodes.ts';
import type { Stay } from '../../store/open-case.ts';
import { openCase } from '../../store/open-case.ts';
import { freshDatabase } from '../harness/servers.ts';

/** 21 November 2026, 10:00 in Denmark. */
export const T0 = Date.parse('2026-11-21T09:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** One of MedCom's published test persons (domain.md 8.2). */
export const PATIENT = { cpr: '2509479989', name: 'Elmer Test Elmersen', address: 'Testgade 1', phone: null };

export const ward: Actor = { person: 'person-ward', role: 'ward-staff', org: 'hosp-midt', units: ['ward-m1'] };

/** A migrated database of this file's own. */
export async function testDatabase(max = 10): Promise<{ db: Database; url: string }> {
  const url = await freshDatabase();
  return { db: openDatabase(url, { max }), url };
}

/** A local episode id that nobody else has. */
export function episode(): EpisodeName {
  const value = randomUUID();
  return { id: value.replaceAll('-', ''), system: 'urn:oid:1.2.3.4.5.6', value };
}

export function stay(change: Partial<Stay> = {}): Stay {
  return {
    id: randomUUID(),
    episodes: [episode()],
    sender: '1099011000016008',
    admittedAt: T0 - DAY,
    patient: PATIENT,
    municipality: '0791',
    wardUnit: 'ward-m1',
    parties: ['ward-m1', 'mun-0791-visitation'],
    stage: 'planning',
    now: T0,
    ...change,
  };
}

/** A case in the database; gives its id. */
export async function aCase(db: Database, change: Partial<Stay> = {}): Promise<string> {
  const opened = await openCase(db, stay(change));
  if (opened.kind !== 'opened') throw new Error('the case was there already');
  return opened.id;
}

export function caseView(change: Partial<CaseView> = {}): CaseView {
  return {
    stage: 'planning',
    stay: { state: 'admitted', since: T0, endedAt: null },
    attention: false,
    municipality: '0791',
    wardUnit: 'ward-m1',
    visitationUnit: 'mun-0791-visitation',
    gpUnit: 'gp-041230',
    coordinator: 'person-ward',
    standIn: null,
    plan: null,
    services: {},
    bed: { state: 'looking' },
    responsibility: null,
    resume: 'not-asked',
    gp: 'not-told',
    mark: null,
    letterSentAt: null,
    followUpAgreed: 'open',
    followUps: [],
    objections: [],
    finishedAt: null,
    readyAt: null,
    leftAt: null,
    closedAt: null,
    parties: ['ward-m1', 'mun-0791-visitation'],
    inFlight: 0,
    ...change,
  };
}

export function aTask(change: Partial<TaskView> = {}): TaskView {
  return {
    id: randomUUID(),
    kind: 'answer-services',
    unit: 'mun-0791-visitation',
    status: 'open',
    version: 1,
    openedAt: T0,
    due: T0 + 4 * HOUR,
    rule: 'rm-2026.1/answer-services',
    basis: 'health-act-41-2-1',
    reminders: 0,
    escalatedTo: null,
    claimedBy: null,
    seenBy: null,
    seenAt: null,
    answer: null,
    closedAt: null,
    about: {},
    ...change,
  };
}

/** The same task after an answer. */
export const answered = (task: TaskView, code = 'accept', by = 'person-coordinator'): TaskView => ({
  ...task,
  status: 'answered',
  version: task.version + 1,
  closedAt: T0 + MINUTE,
  answer: { code, by, at: T0 + MINUTE, codes: {}, submission: randomUUID() },
});

export function aMessage(change: Partial<MessageView> = {}): MessageView {
  return {
    id: randomUUID(),
    kind: 'plan',
    to: 'mun-0791-visitation',
    basis: 'health-act-41-2-1',
    state: 'queued',
    sendings: 0,
    queuedAt: T0,
    sentAt: null,
    arrivedAt: null,
    failure: null,
    seenBy: null,
    seenAt: null,
    answeredAt: null,
    answeredBy: null,
    way: null,
    planVersion: 1,
    notice: null,
    ...change,
  };
}

export const aClock = (id: string, due: number): ClockView => ({
  id,
  name: 'answer-services',
  due,
  rule: 'rm-2026.1/answer-services',
  waitsFor: 'mun-0791-visitation',
});

export function anEvent(number: number, change: Partial<EventView> = {}): EventView {
  return {
    number,
    fact: 'fact-noted',
    actor: 'person-ward',
    org: 'hosp-midt',
    happenedAt: T0,
    learntAt: T0 + number,
    codes: {},
    submission: null,
    ...change,
  };
}

/** A publication of a case: everything empty unless said otherwise. `stamp` is [ms after T0, number]. */
export function publication(
  dischargeId: string,
  stamp: readonly [time: number, number: number],
  change: Partial<Publication> = {},
): Publication {
  return {
    dischargeId,
    workflowId: dischargeWorkflowId(dischargeId),
    part: 'case',
    stamp: { time: T0 + stamp[0], number: stamp[1] },
    version: 1,
    confirmedEvents: 0,
    view: caseView(),
    tasks: [],
    messages: [],
    clocks: [],
    events: [],
    ...change,
  };
}
