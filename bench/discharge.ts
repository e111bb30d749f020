// One discharge as a scenario drives it: started as the API starts it, answered as people answer, its clock moved on.
// On a stage where one thing comes after the other, each step ends when nothing of it is in flight.
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { ordinaryDay } from '../dev/ordinary-day.ts';
import type { Actor } from '../domain/actor.ts';
import type { MessageView, TaskView } from '../domain/case-view.ts';
import type { Codes } from '../domain/fields.ts';
import { dischargeWorkflowId, instant } from '../domain/ids.ts';
import type { PlanContent } from '../domain/plan-content.ts';
import { planCodes } from '../domain/plan-content.ts';
import type { TaskKindName } from '../domain/task-kinds.ts';
import { openCase } from '../store/open-case.ts';
import { proposePlan } from '../store/plans.ts';
import type { DecisionName, Decisions, DischargeStart } from '../workflows/contract.ts';
import { DISCHARGE, updateOf, viewQuery } from '../workflows/contract.ts';
import type { Stage } from './stage.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const ward: Actor = { person: 'person-ward', role: 'ward-staff', org: 'hosp-midt', units: ['ward-m1'] };
export const doctor: Actor = { ...ward, person: 'person-doctor', role: 'doctor' };
const vans: Actor = { person: 'person-vans', role: 'system', org: 'vans', units: [] };
const somebodyOf = (unit: string): Actor => ({
  person: `person-${unit}`,
  role: 'coordinator',
  org: unit,
  units: [unit],
});

/** One of MedCom's published test persons. */
const patient = { cpr: '2509479989', name: 'Bruno Testperson', address: 'Eksempelvej 7', phone: null };

/** The ordinary plan: services, an acute bed, and words in the fields that a ward fills in. */
const contentAt = (leaving: string): PlanContent => ({
  date: { kind: 'at', at: leaving },
  services: ['home-nursing', 'devices'],
  serviceNotes: { devices: 'Rollator og badebænk' },
  hasRunningServices: true,
  bed: { capabilities: ['CAP-14'], from: leaving, days: 5 },
  cause: 'Lungebetændelse',
  course: 'I bedring',
  contagion: null,
  diet: null,
  function: 'Går med rollator',
  nursing: 'Hud intakt',
  medicine: null,
  conference: null,
  other: null,
  wishes: { text: 'Vil gerne hjem', askedWho: 'Borgeren' },
});

export class Discharge {
  readonly handle: WorkflowHandle;
  readonly #stage: Stage;
  readonly #id: string;
  readonly #leaving: number;
  #offset: number;

  private constructor(stage: Stage, id: string, leaving: number, handle: WorkflowHandle) {
    this.#stage = stage;
    this.#id = id;
    this.#leaving = leaving;
    this.#offset = stage.offset;
    this.handle = handle;
  }

  /** Starts the ordinary discharge: its rows first, then its workflow, as the API does. */
  static async begin(stage: Stage): Promise<Discharge> {
    const now = Date.now() + stage.offset;
    const id = randomUUID();
    const submission = randomUUID();
    const leaving = ordinaryDay(now + 3 * DAY);
    const content = contentAt(instant(leaving));
    const start: DischargeStart = {
      dischargeId: id,
      openedBy: ward,
      submission,
      offset: stage.offset,
      admittedAt: now - HOUR,
      municipality: '0791',
      wardUnit: 'ward-m1',
      visitationUnit: 'mun-0791-visitation',
      servicesUnit: 'mun-0791-homecare',
      gpUnit: 'gp-041230',
      coordinator: ward.person,
      plan: planCodes(content, 1, []),
      previous: null,
      tellsStay: 'hospital',
    };
    await openCase(stage.db, {
      id,
      episodes: [{ id: id.replaceAll('-', ''), system: 'urn:oid:1.2.3.4.5.6', value: id }],
      sender: 'bench',
      admittedAt: start.admittedAt,
      patient,
      municipality: start.municipality,
      wardUnit: start.wardUnit,
      parties: [start.wardUnit, start.visitationUnit],
      stage: 'planning',
      now,
    });
    await proposePlan(stage.db, id, { version: 1, submission, content, changes: [], by: ward.person, at: now });
    const handle = await stage.client.workflow.start(DISCHARGE, {
      workflowId: dischargeWorkflowId(id),
      taskQueue: stage.taskQueue,
      args: [start],
    });
    const discharge = new Discharge(stage, id, leaving, handle);
    await discharge.#rest();
    await stage.publications.until(id, 'first publish', () => true);
    return discharge;
  }

  /** Now by this discharge's clock, epoch ms. */
  now(): number {
    return Date.now() + this.#offset;
  }

  async put<K extends DecisionName>(name: K, body: Decisions[K], actor: Actor = ward): Promise<void> {
    const updateId = randomUUID();
    const decision = { submission: updateId, actor, offset: this.#offset, body };
    await this.handle.executeUpdate(updateOf(name), { updateId, args: [decision] });
    await this.#rest();
  }

  /** Answers the open task of a kind as somebody of its unit, as soon as it is there. */
  async answer(kind: TaskKindName, answer: string, codes: Codes = {}): Promise<void> {
    const task = await this.#stage.publications.until(this.#id, `open ${kind}`, ({ tasks }) =>
      tasks.find((one): one is TaskView => one.kind === kind && one.status === 'open'),
    );
    const body = { task: task.id, version: task.version, answer, codes };
    await this.put('answer-task', body, somebodyOf(task.unit));
  }

  /** Hands in the receipt of a message that waits for one. */
  async receipt(kind: MessageView['kind']): Promise<void> {
    const waiting: readonly MessageView['state'][] = ['queued', 'sent'];
    const message = await this.#stage.publications.until(this.#id, `${kind} on its way`, ({ messages }) =>
      messages.find((one) => one.kind === kind && waiting.includes(one.state)),
    );
    await this.put('receipt', { message: message.id, code: 'ok', problem: null }, vans);
  }

  /** The ward changes what the municipality is asked for. */
  async changePlan(): Promise<void> {
    const { plan } = await this.handle.query(viewQuery);
    if (plan === null) throw new Error('There is no plan to change');
    const changed = {
      ...plan,
      version: plan.version + 1,
      services: ['home-nursing' as const],
      changed: ['services' as const],
    };
    await this.put('change-plan', { base: plan.version, plan: changed });
  }

  async bedHeld(): Promise<void> {
    await this.#stage.publications.until(this.#id, 'held bed', ({ view }) => view.bed.state === 'held' || undefined);
  }

  /** Moves the clock of this discharge past a time that it waits for, by the name of that clock. */
  async pass(clock: string): Promise<void> {
    const due = await this.#stage.publications.until(
      this.#id,
      `clock ${clock}`,
      ({ clocks }) => clocks.find(({ name }) => name === clock)?.due,
    );
    this.#offset += Math.max(0, Math.ceil(due - this.now()) + 1000);
    await this.put('tick', {});
  }

  /** It is the planned time of leaving from here on; the case hears of it with the next thing that anybody says. */
  leavingComes(): void {
    this.#offset += Math.max(0, this.#leaving - this.now());
  }

  /** Waits for the end. */
  async closed(): Promise<void> {
    await this.handle.result();
    this.#stage.publications.forget(this.#id);
  }

  async #rest(): Promise<void> {
    await this.#stage.turnstile?.settle(this.handle);
  }
}
