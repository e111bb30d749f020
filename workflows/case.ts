// The case (forløb) as the workflow holds it: one state, changed by a few guarded methods that also keep the record.
// Tracks and decisions change it only through these, so that every change is an event and wakes the publisher.
import type { CancellationScope } from '@temporalio/workflow';
import { uuid4 } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.ts';
import { theService } from '../domain/actor.ts';
import type { CaseView, EventView, MessageKind, Stage, TaskView } from '../domain/case-view.ts';
import type { FactKind } from '../domain/facts.ts';
import type { Codes } from '../domain/fields.ts';
import type { SubmissionId, UnitId } from '../domain/ids.ts';
import type { LegalBasis } from '../domain/legal-basis.ts';
import type { LetterRef } from '../domain/letters.ts';
import type { ClockQuery, Ruled } from '../domain/ruled.ts';
import type { StayNotice } from '../domain/stay.ts';
import { noticeCode, stayOf } from '../domain/stay.ts';
import type { Notice } from '../domain/stay-order.ts';
import type { StayTeller } from '../domain/stay-teller.ts';
import type { TaskKindName } from '../domain/task-kinds.ts';
import type { Track } from '../domain/tracks.ts';
import { Clock } from './clock.ts';
import type { DischargeStart } from './contract.ts';
import { FinishedRecord } from './finished-record.ts';
import { LeavingRecord } from './leaving-record.ts';
import { OpenClocks } from './open-clocks.ts';
import type { OutMessage } from './out-message.ts';
import { PlaceRecord } from './place-record.ts';

/** The unit of the operators (drift), who get what failed for good. They see no patient and are no party. */
export const OPERATORS: UnitId = 'region-ops';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What opens a task beside its rule. */
export interface TaskOpening {
  kind: TaskKindName;
  unit: UnitId;
  basis: LegalBasis;
  about: Codes;
}

export class Case {
  readonly clock: Clock;
  readonly view: Mutable<CaseView>;
  readonly tasks = new Map<string, Mutable<TaskView>>();
  readonly messages = new Map<string, OutMessage>();
  readonly clocks = new OpenClocks(() => this.now());
  readonly events: EventView[] = [];
  /** Scopes of everything that ends when planning ends or pauses, by track name. */
  readonly scopes = new Map<string, CancellationScope>();
  /** Raised by every change; the publisher follows it. */
  version = 0;
  published = 0;
  confirmedEvents = 0;
  /**
   * A local publish is under way, so the rules wait. Two local activities at once come back in the order they end, and
   * when the history is replayed in the order they began: the case would never go on.
   */
  writing = false;
  /** Tasks closed since the last confirmed publish. */
  readonly closedTasks = new Set<string>();
  /** Questions to the dated rules that this step has put and not yet got answered. */
  readonly ruleQuestions: { query: ClockQuery; answer: (ruled: Ruled | undefined) => void }[] = [];
  readonly tracks = new Map<Track, 'waiting' | 'running' | 'done'>();
  /** Tracks that must begin again as soon as their running pass has ended. */
  readonly rerun = new Set<Track>();
  /** What outlives the step that began it (messages on their way, conferences) and has not come to its end. */
  watches = 0;
  /** Plan version the municipality was last told; 0 when never. */
  toldPlan = 0;
  /** What was decided about finished treatment. */
  readonly finished = new FinishedRecord();
  /** Objections that the ward is clearing up, by basis; the number tells one clearing from the next. */
  readonly clearing = new Map<LegalBasis, number>();
  /** The municipality has said that no services run: none are to start again. */
  nothingRuns = false;
  /** The patient has left for somewhere else than the place that is held. */
  leftElsewhere = false;
  /** What was decided about its place, and how it may be asked for. */
  readonly place = new PlaceRecord();
  readonly leaving = new LeavingRecord();
  /** All that was told of the stay; where the patient is follows from it (domain/stay.ts). */
  readonly notices: StayNotice[] = [];
  /** Who sends the notices of the stay; another hospital may have another way. */
  tellsStay: StayTeller;
  /** The hospitals of this stay so far: each has a chain of notices of its own. */
  hospitals = 1;
  /** What planning goes back to when the leaving, or the death, turns out not to have happened. */
  beforeLeaving: Pick<CaseView, 'stage' | 'plan'> | null = null;
  beforeDeath: Pick<CaseView, 'stage' | 'followUps'> | null = null;
  /** The newest letter received in each thread: the one that an answer answers (MedCom, medcom.md 4.5). */
  readonly newestLetters = new Map<string, { id: string; at: number }>();
  #numbers = 0;
  readonly #turns = new Map<string, number>();
  readonly #concerns = new Set<string>();
  /** What the Temporal UI was last told; the start sets the first values. */
  shownStage: Stage;
  shownAttention = false;
  shownWard: UnitId;

  readonly start: DischargeStart;
  readonly part: 'case' | 'correction';
  /** Number of the last event that was recorded before this workflow began; 0 for a discharge. */
  readonly #earlierEvents: number;

  constructor(start: DischargeStart, correction?: { firstEvent: number }) {
    this.start = start;
    this.part = correction === undefined ? 'case' : 'correction';
    this.#earlierEvents = correction === undefined ? 0 : correction.firstEvent - 1;
    this.clock = new Clock(start.offset);
    const stage = correction !== undefined ? 'closed' : start.plan === null ? 'opened' : 'planning';
    this.shownStage = stage;
    this.shownWard = start.wardUnit;
    this.tellsStay = start.tellsStay;
    if (start.plan !== null && start.request === undefined)
      this.notices.push(admission(this.ownChain, start.admittedAt));
    this.view = {
      stage,
      stay: stayOf(this.notices),
      attention: false,
      municipality: start.municipality,
      wardUnit: start.wardUnit,
      visitationUnit: start.visitationUnit,
      gpUnit: start.gpUnit,
      coordinator: start.coordinator,
      standIn: null,
      plan: start.plan,
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
      parties: [start.wardUnit, start.visitationUnit, start.servicesUnit],
      inFlight: 0,
      ...(start.request === undefined ? {} : { request: start.request, parties: [start.wardUnit] }),
    };
  }

  get id(): string {
    return this.start.dischargeId;
  }

  /** The chain of what people record of the stay at the hospital where the patient is. */
  get ownChain(): string {
    return `${this.id}/${this.hospitals}`;
  }

  now(): number {
    return this.clock.now();
  }

  /** Something changed that people see; the publisher writes it when every woken track waits again. */
  touch(): void {
    this.version += 1;
  }

  /** Puts a fact on the record. `happenedAt` may lie before now: then the case learnt of it late. */
  fact(
    fact: FactKind,
    codes: Codes = {},
    by: { actor?: Actor; submission?: SubmissionId | null; happenedAt?: number } = {},
  ): void {
    const actor = by.actor ?? theService;
    const learntAt = this.now();
    this.events.push({
      number: this.#earlierEvents + this.events.length + 1,
      fact,
      actor: actor.person,
      org: actor.org,
      happenedAt: by.happenedAt ?? learntAt,
      learntAt,
      codes,
      submission: by.submission ?? null,
    });
    this.touch();
  }

  /** Changes the whole-case state; the fact that explains the change goes with it. */
  set(change: Partial<CaseView>): void {
    Object.assign(this.view, change);
    this.touch();
  }

  enter(stage: Stage): void {
    this.set({ stage });
  }

  /** A person must look at something: the case asks for attention until the last such thing is `eased`. */
  concern(what: string): void {
    this.#concerns.add(what);
    this.#showAttention();
  }

  eased(what: string): void {
    if (this.#concerns.delete(what)) this.#showAttention();
  }

  #showAttention(): void {
    const attention = this.#concerns.size > 0;
    if (attention !== this.view.attention) this.set({ attention });
  }

  /** Planning goes on: parties are asked, beds are looked for. */
  get planning(): boolean {
    return this.view.stage === 'planning' || this.view.stage === 'ready' || this.view.stage === 'left';
  }

  /** The case has taken its end and only ties up what remains. */
  get ended(): boolean {
    const { stage } = this.view;
    return stage === 'withdrawn' || stage === 'deceased' || stage === 'readmitted' || stage === 'closed';
  }

  addParty(unit: UnitId): void {
    if (!this.view.parties.includes(unit)) this.set({ parties: [...this.view.parties, unit] });
  }

  openTask(opening: TaskOpening, ruled: Ruled): Mutable<TaskView> {
    const task: Mutable<TaskView> = {
      id: uuid4(),
      ...opening,
      status: 'open',
      version: 1,
      openedAt: this.now(),
      due: ruled.due,
      rule: ruled.rule,
      reminders: 0,
      escalatedTo: null,
      claimedBy: null,
      seenBy: null,
      seenAt: null,
      answer: null,
      closedAt: null,
    };
    this.tasks.set(task.id, task);
    if (opening.unit !== OPERATORS) this.addParty(opening.unit);
    this.fact('task-opened', { task: task.id, kind: task.kind, unit: task.unit });
    return task;
  }

  /** Ends a task that nobody answered; an answered or ended one stays as it is. */
  closeTask(task: Mutable<TaskView>, status: 'withdrawn' | 'lapsed'): void {
    if (task.status !== 'open') return;
    task.status = status;
    this.taskClosed(task);
    this.fact(status === 'withdrawn' ? 'task-withdrawn' : 'task-lapsed', { task: task.id, kind: task.kind });
  }

  taskClosed(task: Mutable<TaskView>): void {
    task.closedAt = this.now();
    this.closedTasks.add(task.id);
    this.touch();
  }

  queueMessage(
    kind: MessageKind,
    to: UnitId,
    basis: LegalBasis,
    notice: (Notice & { chain: string }) | null = null,
    letter?: LetterRef,
  ): OutMessage {
    const message: OutMessage = {
      id: uuid4(),
      kind,
      to,
      basis,
      state: 'queued',
      sendings: 0,
      queuedAt: this.now(),
      sentAt: null,
      arrivedAt: null,
      failure: null,
      way: null,
      seenBy: null,
      seenAt: null,
      answeredAt: null,
      answeredBy: null,
      planVersion: this.view.plan?.version ?? 0,
      notice: notice === null ? null : noticeCode(notice),
      chain: notice?.chain ?? null,
      ...(letter === undefined ? {} : { letter }),
      receipts: [],
      again: false,
      refused: false,
      mayHaveReached: false,
    };
    this.messages.set(message.id, message);
    // A letter says what it says, and opens nobody's eyes to the case.
    if (letter === undefined) this.addParty(to);
    this.fact('message-queued', { message: message.id, kind, unit: to });
    return message;
  }

  /** Takes the next turn in a line of tells; the answer holds once a later one has been taken. */
  takeTurn(line: string): () => boolean {
    const turn = (this.#turns.get(line) ?? 0) + 1;
    this.#turns.set(line, turn);
    return () => this.#turns.get(line) !== turn;
  }

  /** Ends every wait, task and hold of the tracks in this very step. */
  endAll(): void {
    for (const scope of [...this.scopes.values()]) scope.cancel();
  }

  /** A number of its own for something of this case that needs a name. */
  nextNumber(): number {
    this.#numbers += 1;
    return this.#numbers;
  }

  openTasks(): Mutable<TaskView>[] {
    return [...this.tasks.values()].filter((task) => task.status === 'open');
  }
}

/** A ward that starts a discharge says by it that the patient is admitted. */
const admission = (chain: string, at: number): StayNotice => ({
  id: `${chain}/1`,
  chain,
  stayEvent: 'STIN',
  change: 'new',
  at,
  toldAt: at,
});
