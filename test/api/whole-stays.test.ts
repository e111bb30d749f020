// Two discharges from end to end over MedCom messages: one whose stay the hospital's own system tells of, one whose notices
// we send; the municipality answers by letter and a nurse records it. The same again with every tenth lost and doubled.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
import { loadValidator } from '../medcom/official.ts';
import type { RunningApi } from './running-api.ts';
import { runApi } from './running-api.ts';

const validate = await loadValidator();
const example = JSON.parse(readFileSync('examples/discharge.json', 'utf8'));
let api: RunningApi;
afterEach(() => api?.stop());

const answered = z.looseObject({ headerId: z.string() });
async function network(path: string, body: object): Promise<z.infer<typeof answered>> {
  const response = await fetch(`${api.simulator}${path}`, { method: 'POST', body: JSON.stringify(body) });
  const text = await response.text();
  expect(response.status, text).toBeLessThan(300);
  return answered.parse({ headerId: '', ...JSON.parse(text) });
}

/** What a ward sees of a case, as far as the runs look at it. */
const seen = z.looseObject({
  id: z.string(),
  stage: z.string(),
  clocks: z.array(z.unknown()),
  threads: z.array(z.looseObject({ letters: z.array(z.looseObject({ id: z.string(), direction: z.string() })) })),
  stay: z.looseObject({ state: z.string() }),
  services: z.array(z.looseObject({ state: z.string() })),
  tasks: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      version: z.number(),
    }),
  ),
  messages: z.array(
    z.looseObject({ id: z.string(), kind: z.string(), state: z.string(), notice: z.string().nullable() }),
  ),
});
const trail = z.object({
  items: z.array(
    z.looseObject({
      direction: z.enum(['in', 'out']),
      kind: z.string(),
      label: z.string(),
      times: z.number().optional(),
      state: z.string().optional(),
      sendings: z.array(z.looseObject({ raw: z.string() })).optional(),
      receipts: z.array(z.unknown()).optional(),
      receipt: z.unknown().optional(),
    }),
  ),
});
const page = z.object({
  items: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      version: z.number(),
      answers: z.array(z.looseObject({ code: z.string(), example: z.record(z.string(), z.unknown()) })),
    }),
  ),
});

/** One run: the ward's user, and what goes wrong on the way. */
class Run {
  readonly ward: string;
  id = '';

  constructor(ward: string) {
    this.ward = ward;
  }

  async case() {
    return seen.parse((await api.get(this.ward, `/api/discharges/${this.id}`)).body);
  }

  /** Waits until the case is so; where something was lost, half an hour passes and it is sent again. */
  until(check: (c: z.infer<typeof seen>) => void | Promise<void>): Promise<void> {
    return afterHalfHours(async () => check(await this.case()));
  }

  act(action: string, body: object) {
    return ok(api.post(this.ward, `/api/discharges/${this.id}/actions/${action}`, body));
  }

  /** Answers the open task of a kind with one of the answers that it describes. */
  async answer(user: string, kind: string, code: string, more: object = {}): Promise<void> {
    let handed = false;
    await afterHalfHours(async () => {
      if (handed) return;
      const { items } = page.parse((await api.get(user, `/api/tasks?dischargeId=${this.id}&kind=${kind}`)).body);
      const [task] = items;
      const answer = task?.answers.find((one) => one.code === code);
      if (task === undefined || answer === undefined) throw new Error(`no open ${kind} that can be answered ${code}`);
      await ok(
        api.post(user, `/api/tasks/${task.id}/answer`, {
          ...answer.example,
          ...more,
          answer: code,
          version: task.version,
        }),
      );
      handed = true;
    });
  }

  /** What the municipality and the ward do between the plan and the day the patient leaves. */
  async plan(): Promise<void> {
    await this.until(({ messages }) => expect(find(messages, 'plan').state).toBe('arrived'));
    const plan = find((await this.case()).messages, 'plan');
    await afterHalfHours(async () => {
      await network('/replies', { to: plan.id, text: 'Vi kan levere det hele fra dagen.' });
    });
    // A letter answers no task: a nurse reads it and records what it says.
    await this.answer(this.ward, 'read-letter', 'accept');
    await this.until(({ services }) =>
      expect(services.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']),
    );
    // The ward writes back in the same thread.
    const letters = (await this.case()).threads.flatMap((thread) => thread.letters);
    const last = letters.findLast(({ direction }) => direction === 'in') ?? expect.unreachable('no letter');
    await this.act('reply', { letter: last.id, text: 'Tak, det skriver vi i planen.' });
    await this.until(({ messages }) => expect(find(messages, 'letter').state).toBe('arrived'));
    await this.answer('coordinator', 'pause-services', 'done');
    await this.answer('coordinator', 'admission-report', 'done');
    await this.answer(this.ward, 'agree-follow-up', 'not-needed');
    await this.act('state-criterion', { criterion: 'medication-card-updated', said: 'met' });
  }

  /** After the patient has left: the letter to the practice, services that start again, and the end. */
  async followUp(): Promise<void> {
    await this.until(({ stage }) => expect(stage).toBe('left'));
    // On the day of the start, and the plan said another.
    await this.answer(this.ward, 'ring-municipality', 'called');
    await this.answer('coordinator', 'confirm-resume', 'confirm');
    await this.act('send-letter', { sentAt: await now() });
    await this.until(({ stage, tasks, clocks }) => {
      expect([stage, tasks.filter((t) => t.status === 'open').map((t) => [t.kind, t.unit, t.lines]), clocks]).toEqual([
        'closed',
        [],
        [],
      ]);
    });
  }

  /** Every message with its trail: what went out arrived and has a receipt, what came in has one and is there once. */
  async trail() {
    const { items } = trail.parse((await api.get(this.ward, `/api/discharges/${this.id}/messages`)).body);
    for (const message of items) {
      if (message.direction === 'in') expect(message.receipt, message.label).toMatchObject({ code: 'ok' });
      else {
        expect(message.state, message.label).toBe('arrived');
        expect(message.receipts?.length, message.label).toBeGreaterThan(0);
        expect(message.sendings?.length, message.label).toBeGreaterThan(0);
      }
    }
    return items;
  }
}

const find = (messages: z.infer<typeof seen>['messages'], kind: string) =>
  messages.find((message) => message.kind === kind) ?? expect.unreachable(`no ${kind}`);

async function ok(reply: ReturnType<RunningApi['post']>) {
  const { status, body, text } = await reply;
  expect(status, text).toBeLessThan(300);
  return body;
}

const clock = z.looseObject({ now: z.string() });
const now = async (): Promise<string> => clock.parse((await api.get(null, '/dev/clock')).body).now;

/** Tries for a while, then moves the clock by half an hour, when both sides send again what has no receipt; four times. */
async function afterHalfHours(attempt: () => Promise<void>): Promise<void> {
  for (let halfHours = 0; ; halfHours += 1) {
    try {
      return await eventually(attempt, { within: halfHours < 4 ? 4_000 : 15_000, every: 50 });
    } catch (error) {
      if (halfHours >= 4) throw error;
      await ok(api.post(null, '/dev/clock/advance', { by: 'PT31M' }));
    }
  }
}

/** The hospital's own system tells of the stay; the ward completes the case that the admission opened. */
async function told(cpr: string): Promise<Run> {
  const run = new Run('ward');
  const episodeId = randomUUID();
  const notice = (event: string) => network(`/stays/${episodeId}`, { event });
  await network('/admit', { cpr, family: 'Testperson', given: ['Bruno'], episodeId });
  await afterHalfHours(async () => {
    const { items } = (await api.post('ward', '/api/search', { cpr })).body;
    expect(items).toHaveLength(1);
    run.id = items[0]?.id ?? '';
  });
  await ok(api.post('ward', '/api/discharges', startOf(cpr, 'ward-m1', episodeId, await now())));
  await run.plan();
  await notice('STOR');
  await run.until(({ stay }) => expect(stay.state).toBe('on-leave'));
  await notice('SLOR');
  await run.until(({ stay }) => expect(stay.state).toBe('admitted'));
  // Told too early, taken back, and told again.
  await notice('SLHJ');
  await run.until(({ stage }) => expect(stage).toBe('left'));
  await notice('AN_SLHJ');
  await run.until(({ stage }) => expect(stage).toBe('planning'));
  await run.answer('coordinator', 'pause-services', 'done');
  await notice('SLHJ');
  await run.followUp();
  expect((await run.case()).messages.filter(({ kind }) => kind === 'stay-notice')).toEqual([]);
  return run;
}

/** The hospital sends none, so this service tells of the stay, by what the ward records. */
async function tell(cpr: string): Promise<Run> {
  const run = new Run('ward-2');
  const start = startOf(cpr, 'ward-h1', randomUUID(), await now());
  run.id = (await ok(api.post('ward-2', '/api/discharges', start))).id;
  await run.plan();
  await run.act('go-on-leave', { happenedAt: await now() });
  await run.act('back-from-leave', { happenedAt: await now() });
  await run.act('leave', { happenedAt: await now(), how: 'home' });
  await run.act('cancel-stay', { stayEvent: 'SLHJ' });
  await run.until(({ stage }) => expect(stage).toBe('planning'));
  await run.answer('coordinator', 'pause-services', 'done');
  await run.act('leave', { happenedAt: await now(), how: 'home' });
  await run.followUp();
  const notices = (await run.case()).messages.filter(({ kind }) => kind === 'stay-notice');
  expect(notices.map(({ notice }) => notice)).toEqual(['STIN', 'STOR', 'SLOR', 'SLHJ', 'AN_SLHJ', 'SLHJ']);
  return run;
}

const startOf = (cpr: string, hospitalUnit: string, episodeId: string, admittedAt: string) => ({
  ...example,
  gp: null,
  patient: { ...example.patient, cpr },
  stay: { ...example.stay, episodeId, hospitalUnit, admittedAt },
  plan: { ...example.plan, bed: null },
});

/** Everything that left us, letters, notices and receipts alike, passes the validator at its strictest level. */
async function allValid(): Promise<number> {
  const sent = await api.db.selectFrom('sendings').select('raw').execute();
  const given = await api.db
    .selectFrom('inbound')
    .select('acknowledgement as raw')
    .where('acknowledgement', 'is not', null)
    .execute();
  for (const { raw } of [...sent, ...given]) expect(validate?.(raw ?? '') ?? []).toEqual([]);
  return sent.length + given.length;
}

describe('two discharges over MedCom messages', () => {
  it('run from end to end, each message with its trail', { timeout: 240_000 }, async () => {
    api = await runApi();
    const read = await told('2509479989');
    const ours = await tell('2509479996');
    const [heard, said] = [await read.trail(), await ours.trail()];
    const kinds = heard.filter(({ direction }) => direction === 'in').map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'hospital-notification-message')).toHaveLength(6);
    expect(kinds.filter((kind) => kind === 'care-communication-message')).toHaveLength(1);
    expect(said.filter(({ kind }) => kind === 'stay-notice')).toHaveLength(6);
    expect(await allValid()).toBeGreaterThan(15);
  });

  it('do so with every tenth envelope lost and every tenth doubled, both ways', { timeout: 300_000 }, async () => {
    api = await runApi();
    await network('/faults', { kind: 'lost', on: 'any', every: 10, first: 3 });
    await network('/faults', { kind: 'twice', on: 'any', every: 10, first: 8 });
    const read = await told('2509479989');
    const ours = await tell('2509479996');
    const all = [...(await read.trail()), ...(await ours.trail())];
    // Something was lost and something came twice, or this showed nothing.
    expect(all.some(({ sendings }) => (sendings?.length ?? 0) > 1)).toBe(true);
    expect(all.some(({ times }) => (times ?? 1) > 1)).toBe(true);
    expect(await allValid()).toBeGreaterThan(15);
  });
});
