// The gate (tjeklisten) in the workflow: what is stated of a criterion, ready with its overrides, what is owed after leaving.
// How a criterion stands is said in domain/gate.ts; what happened is never refused, so leaving has no check here.
import { theService } from '../domain/actor.ts';
import type { Codes } from '../domain/fields.ts';
import { atLeaving, missing } from '../domain/gate.ts';
import { criteria, isStated } from '../domain/gate-criteria.ts';
import { documentOf } from '../domain/gate-evidence.ts';
import type { Criterion, GateRecord, StatedCriterion, Statement } from '../domain/gate-record.ts';
import { noGate, statedCriteria, withConsent, withStatement } from '../domain/gate-record.ts';
import type { UnitId } from '../domain/ids.ts';
import type { DocumentKind } from '../domain/own-standard.ts';
import { getsHelp } from '../domain/phone-first.ts';
import { allowed } from './allowed.ts';
import type { Answer, Question } from './ask.ts';
import { ask, ring } from './ask.ts';
import type { Case } from './case.ts';
import type { Decision } from './contract.ts';
import { decideDay } from './leaving-day.ts';
import { shown } from './publish.ts';
import { refuse } from './refuse.ts';
import { watch } from './track.ts';

type By = NonNullable<Parameters<Case['fact']>[2]>;
type Said = Omit<Statement, 'toldAt'>;

/** A case keeps the criteria that were asked for when it began. */
export function beginGate(c: Case): void {
  const { gate: asked } = c.start;
  if (asked !== undefined) change(c, { asked });
}

export function stateCriterion(c: Case, { body, actor, submission }: Decision<'state-criterion'>): void {
  const { happenedAt: at, ...said } = body;
  state(c, { ...said, at }, { actor, submission });
}

/** Puts a statement on record; one that takes evidence back has its effect at once, before leaving and after it. */
function state(c: Case, said: Said, by: By): void {
  const { criterion: point, at: happenedAt, line, ...rest } = said;
  const codes: Codes = { point, ...(line === 0 ? {} : { line }), ...rest };
  c.fact('criterion-stated', codes, { ...by, happenedAt });
  take(c, said);
}

/** What the patient said of a receiver of the rehabilitation plan; a yes that is taken back is none any more, at once. */
export function noteConsent(c: Case, { body, actor, submission }: Decision<'note-consent'>): void {
  const { purpose, answer, saidAt: at } = body;
  c.fact('consent-noted', { purpose, consent: answer }, { actor, submission, happenedAt: at });
  change(c, { consents: withConsent(record(c).consents ?? [], { purpose, answer, at, toldAt: c.now() }) });
  nowMissing(c);
}

function take(c: Case, said: Said): void {
  change(c, { stated: withStatement(record(c).stated, { ...said, toldAt: c.now() }) });
  nowMissing(c);
}

/** What was just said may have taken something back: then the patient is not ready, and what is missing after leaving is owed. */
function nowMissing(c: Case): void {
  readyStill(c);
  owe(c, missing(c.view).filter(isStated));
}

/** A document that meets a criterion was sent; its report is the evidence. */
export function sentDocument(c: Case, kind: DocumentKind, at: number): void {
  const criterion = statedCriteria.find((code) => documentOf[code] === kind);
  if (criterion !== undefined) take(c, { criterion, line: 0, said: 'met', at });
}

/** What holds no longer takes back that the patient is ready. */
export function readyStill(c: Case): void {
  if (c.view.stage !== 'ready') return;
  const lacking = missing(c.view);
  if (lacking.length === 0) return;
  c.set({ stage: 'planning', readyAt: null });
  c.fact('ready-taken-back', { lacking });
}

/** Ready with nothing missing, or with what is missing overridden by somebody who may (api/rights.ts). */
export function mayBeReady(c: Case, { body }: Decision<'ready'>): void {
  allowed(c, 'ready');
  const overridden = body.override?.criteria ?? [];
  const lacking = missing(c.view).filter((code) => !overridden.includes(code));
  if (lacking.length > 0) refuse('not-ready', { missing: lacking });
}

/** Ready may mean a day that nobody planned, and then a call that nobody knew of: refused in the same way, with its task. */
export async function beforeReady(c: Case, decision: Decision<'ready'>): Promise<void> {
  await decideDay(c, decision.body.leavesToday === true);
  if (missing(c.view).length > 0) await shown(c);
  mayBeReady(c, decision);
}

export function ready(c: Case, { body, actor, submission }: Decision<'ready'>): void {
  if (body.override !== undefined) {
    const { reason } = body.override;
    const at = c.now();
    const planVersion = c.view.plan?.version ?? 0;
    const given = missing(c.view);
    const told = { reason, by: actor.person, org: actor.org, at, planVersion, submission };
    change(c, { overrides: [...record(c).overrides, ...given.map((criterion) => ({ criterion, ...told }))] });
    for (const point of given) c.fact('criterion-overridden', { point, overrideReason: reason }, { actor, submission });
  }
  c.enter('ready');
  c.set({ readyAt: c.now() });
  c.fact('ready', {}, { actor });
}

/** Planning pauses: what was overridden was so for the leaving that did not come. */
export function endOverrides(c: Case): void {
  const { overrides } = record(c);
  if (overrides.length > 0) change(c, { overrides: overrides.map((one) => ({ ...one, over: true })) });
}

/**
 * Everything that was still missing when the patient left becomes a task of who can see to it at once, with a call to the
 * municipality. A task goes away when its criterion is met after all; a plan that was never stated stays missed.
 */
export function departed(c: Case): void {
  c.leaving.owed.clear();
  const lacking = missing(c.view);
  change(c, { atLeaving: atLeaving(c.view) });
  if (c.view.readyAt === null) c.fact('left-not-ready', { lacking });
  owe(c, lacking);
  tellMunicipality(c, lacking);
}

/** What the day of the leaving asked for was missing, too: nobody had known that it would be that day. */
export function missedByDay(c: Case, codes: readonly Criterion[]): void {
  const kept = record(c).atLeaving;
  if (kept === null || codes.length === 0) return;
  const without = (list: readonly Criterion[]): Criterion[] => list.filter((code) => !codes.includes(code));
  const lists = { met: without(kept.met), overridden: without(kept.overridden) };
  change(c, { atLeaving: { ...kept, ...lists, missing: [...without(kept.missing), ...codes] } });
}

/** The leaving was taken back. */
export function notDeparted(c: Case): void {
  if (c.view.gate?.atLeaving != null) change(c, { atLeaving: null });
}

/** Another time of leaving than the medicine was counted for. */
export const leftAnew = (c: Case): void => owe(c, missing(c.view).filter(isStated));

const stays = (c: Case): boolean => c.view.leftAt === null;
const lacks = (c: Case, code: Criterion): boolean => missing(c.view).includes(code);

/** Each of these is a task of its owner from now on, once; only of a patient who has left. */
function owe(c: Case, lacking: readonly Criterion[]): void {
  if (c.view.stage !== 'left') return;
  const { owed } = c.leaving;
  for (const code of lacking.filter((one) => !owed.has(one))) {
    owed.add(code);
    watch(c, 'missing-at-departure', () => seeTo(c, code));
  }
}

async function seeTo(c: Case, code: Criterion): Promise<void> {
  const question: Question = {
    kind: 'missing-at-departure',
    clock: 'closing-task',
    about: {
      ...{ criterion: code, label: criteria[code].missing },
      // Whom to ring about it depends on the hour and the rules there, so it is looked up when the task is read.
      ...(code === 'medication-card-updated' ? { municipality: c.view.municipality } : {}),
    },
    unless: () => stays(c) || (code !== 'plan-stated' && !lacks(c, code)),
  };
  let answer = await ask(c, ownerOf(c, code), question);
  // The patient objects to the sharing: then it is the ward's.
  if (answer.kind === 'stopped') answer = await ask(c, c.view.wardUnit, question);
  if (answer.kind === 'settled') c.leaving.owed.delete(code);
  if (answer.kind !== 'answered' || !isStated(code)) return;
  broughtInOrder(c, code, answer);
  if (!lacks(c, code)) return;
  // What nobody has asked the patient is not in order because somebody says so.
  c.leaving.owed.delete(code);
  owe(c, [code]);
}

/** Who answers the task says that it is in order now, or was not needed; a line that is met already stays as it is. */
function broughtInOrder(
  c: Case,
  criterion: StatedCriterion,
  { code, task }: Extract<Answer, { kind: 'answered' }>,
): void {
  const by = { actor: theService, submission: c.tasks.get(task)?.answer?.submission ?? null };
  const lines = record(c).stated.filter((one) => one.criterion === criterion && one.line > 0);
  const open = lines.filter(({ said }) => said !== 'met' && said !== 'not-needed').map(({ line }) => line);
  const said = code === 'not-needed' ? 'not-needed' : 'met';
  for (const line of lines.length === 0 ? [0] : open) state(c, { criterion, line, said, at: c.now(), task }, by);
}

function ownerOf(c: Case, code: Criterion): UnitId {
  switch (criteria[code].owner) {
    case 'ward':
      return c.view.wardUnit;
    case 'municipality':
      return c.view.visitationUnit;
    case 'services':
      return c.start.servicesUnit;
  }
}

/** A call that is missing is rung about anyway, and without a plan nobody knows what to tell. */
const NOT_TOLD: readonly Criterion[] = ['plan-stated', 'weekend-agreement', 'call-recorded'];

/** A card that nobody has told of is the ward's to see to; rung about where the rules ask for it. */
const isTold = ({ view: { gate } }: Case, code: Criterion): boolean =>
  !NOT_TOLD.includes(code) && (code !== 'medication-card-updated' || (gate?.asked?.requires ?? []).includes(code));

function tellMunicipality(c: Case, lacking: readonly Criterion[]): void {
  const unanswered = lacking.includes('services-answered');
  const told = unanswered ? (['services-answered'] as const) : lacking.filter((code) => isTold(c, code));
  const { plan } = c.view;
  if (told.length === 0 || plan === null || !(unanswered || getsHelp(plan))) return;
  watch(c, 'ring-municipality', () =>
    ring(c, {
      kind: 'ring-municipality',
      clock: 'call-task',
      about: unanswered ? { why: 'left-unanswered' } : { why: 'left-missing', criteria: told },
      unless: () => stays(c) || !told.some((code) => lacks(c, code)),
    }),
  );
}

const record = (c: Case): GateRecord => c.view.gate ?? noGate;

const change = (c: Case, part: Partial<GateRecord>): void => c.set({ gate: { ...record(c), ...part } });
