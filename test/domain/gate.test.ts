// The gate from every side: each criterion not met, met, overridden and with its evidence withdrawn, before and after leaving.
// And for any case: nothing is missing exactly when every criterion is met, not needed or overridden.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseView } from '../../domain/case-view.ts';
import type { ConsentAnswer } from '../../domain/consent.ts';
import { atLeaving, gateOf, missing, overrideOf } from '../../domain/gate.ts';
import { criteria, criterionCodes, isStated, statedCriterion } from '../../domain/gate-criteria.ts';
import type { Criterion, Override, PlanConsent, Saying, StatedCriterion, Statement } from '../../domain/gate-record.ts';
import { noGate, requirableCriteria, statedCriteria, withConsent, withStatement } from '../../domain/gate-record.ts';
import { gateRuleOn } from '../../domain/rule-set.ts';
import type { RuleBook } from '../../rules/load.ts';
import { at, view } from './papers.ts';
import { ruleBook } from './rule-book.ts';

const T = at('2026-11-28T10:00:00+01:00');
const LEFT = at('2026-11-30T11:30:00+01:00');

const say = (criterion: StatedCriterion, said: Saying, more: Partial<Statement> = {}): Statement => {
  const { detail } = statedCriterion(criterion);
  const enough = { lastsUntil: '2026-12-02', leavesBefore: at('2026-12-02T00:00:00+01:00') };
  return {
    ...{ criterion, line: 0, said, at: T, toldAt: T },
    ...(said === 'met' && detail === 'lastsUntil' ? enough : {}),
    ...(said === 'met' && detail === 'owner' ? { owner: 'gp-041230' } : {}),
    ...(said === 'met' && detail === 'step' ? { step: 'booked' as const } : {}),
    ...more,
  };
};
const planConsent = (to: 'municipality' | 'gp', answer: ConsentAnswer, at_ = T): PlanConsent => ({
  ...{ purpose: `rehabilitation-plan-${to}`, answer, at: at_, toldAt: at_ },
});
const agreedToSend = [planConsent('municipality', 'given'), planConsent('gp', 'given')];
const with_ = (stated: readonly Statement[], more: Partial<CaseView> = {}): CaseView =>
  view({ ...more, gate: { ...noGate, stated } });

/** Everything that follows from the steps is settled, nothing is stated. */
const settled = view({
  services: Object.fromEntries(
    (['home-nursing', 'personal-care', 'devices'] as const).map((service) => [
      service,
      { state: 'other-way' as const },
    ]),
  ),
});
const { bed, plan } = settled;
if (bed.state !== 'held' || plan === null) throw new Error('The case of the tests has a place and a plan');
const call = { unit: 'mun-0791-visitation', planVersion: 1, leaving: LEFT };
const agreed = { ...call, state: 'agreed' as const, by: 'person-ward', at: T, task: 't' };

interface Row {
  readonly open: Partial<CaseView>;
  readonly met: Partial<CaseView>;
  /** As met, then taken back. */
  readonly lost: Partial<CaseView>;
}
const steps: Readonly<Record<Exclude<Criterion, StatedCriterion>, Row>> = {
  'plan-stated': { open: { plan: null }, met: { plan }, lost: { plan: null } },
  'services-answered': {
    open: { services: {} },
    met: { services: settled.services },
    lost: {
      services: { ...settled.services, devices: { state: 'declined', reason: 'other', from: '', by: 'p', at: T } },
    },
  },
  'weekend-agreement': {
    open: { calls: [{ ...call, why: ['weekend'], state: 'needed' }] },
    met: { calls: [{ ...agreed, why: ['weekend'] }] },
    lost: { calls: [{ ...agreed, why: ['weekend'], state: 'declined' }] },
  },
  'call-recorded': {
    open: { calls: [{ ...call, why: ['same-day'], state: 'needed' }] },
    met: { calls: [{ ...agreed, why: ['same-day'] }] },
    lost: { calls: [{ ...agreed, why: ['same-day'], state: 'declined' }] },
  },
  'bed-held': { open: { bed: { state: 'looking' } }, met: { bed }, lost: { bed: { state: 'none' } } },
  'bed-covers-needs': {
    open: { bed: { ...bed, open: ['CAP-14'] } },
    met: { bed },
    lost: { bed: { ...bed, open: ['CAP-06'] } },
  },
  'training-done': {
    open: { bed: { ...bed, training: ['CAP-14'] } },
    met: { bed },
    lost: { bed: { ...bed, training: ['CAP-14'] } },
  },
  'letter-marked': {
    open: { gate: { ...noGate, asked: { requires: ['letter-marked'], rule: 'r' } } },
    met: { mark: { recommended: true, what: null, urgency: 'green', by: 'person-doctor', at: T, submission: null } },
    lost: { mark: null, gate: { ...noGate, asked: { requires: ['letter-marked'], rule: 'r' } } },
  },
  'follow-up-agreed': {
    open: { followUpAgreed: 'open' },
    met: { followUpAgreed: 'agreed' },
    lost: { followUpAgreed: 'open' },
  },
};

/** What else must be so for the criterion to be about anything. */
const ground = (code: StatedCriterion): readonly Statement[] =>
  code === 'rehabilitation-sent' ? [say('rehabilitation-decided', 'met'), say('rehabilitation-given', 'met')] : [];
const rowOf = (code: Criterion): Row => {
  if (!isStated(code)) return steps[code];
  const stated = (said: Saying, time = T): Partial<CaseView> => {
    const all = withStatement(ground(code), say(code, said, { at: time, toldAt: time }));
    return { gate: { ...noGate, stated: all, consents: agreedToSend } };
  };
  return { open: stated('needed'), met: stated('met'), lost: stated('withdrawn', T + 1) };
};
const overriding = (criterion: Criterion, of: CaseView, more: Partial<Override> = {}): CaseView => {
  const gate = of.gate ?? noGate;
  const one: Override = {
    ...{ criterion, reason: 'cannot-wait', by: 'person-doctor', org: 'hosp-midt', at: T + 2, submission: 's' },
    planVersion: of.plan?.version ?? 0,
    ...more,
  };
  return { ...of, gate: { ...gate, overrides: [...gate.overrides, one] } };
};
const stateOf = (code: Criterion, of: CaseView) => gateOf(of).find((one) => one.code === code)?.state;

describe('every criterion', () => {
  const moments = [
    ['before leaving', {}],
    ['after leaving', { leftAt: LEFT, stage: 'left' }],
  ] as const;
  const rows = moments.flatMap(([moment, when]) => criterionCodes.map((code) => [code, moment, when] as const));

  it.each(rows)('%s %s: not met, met, overridden, withdrawn', (code, _, when) => {
    const { open, met, lost } = rowOf(code);
    expect(missing({ ...settled, ...when, ...open })).toContain(code);
    expect(stateOf(code, { ...settled, ...when, ...met })).toBe('met');
    expect(missing({ ...settled, ...when, ...lost })).toContain(code);
    const overridden = overriding(code, { ...settled, ...when, ...open });
    expect(stateOf(code, overridden)).toBe('overridden');
    expect(missing(overridden)).not.toContain(code);
    // What is met is met, whoever had overridden it.
    expect(stateOf(code, overriding(code, { ...settled, ...when, ...met }))).toBe('met');
  });

  it('is one of the twenty-four, each tried before and after leaving', () => {
    expect([criterionCodes.length, rows.length]).toEqual([24, 48]);
  });

  it('has words, somebody who sees to it, and somebody who may state it', () => {
    for (const code of criterionCodes) expect(Object.values(criteria[code]).every((word) => word !== '')).toBe(true);
    for (const code of statedCriteria) expect(statedCriterion(code).by).not.toEqual([]);
  });

  it('is not needed on an ordinary case that nobody has stated anything of', () => {
    const needed = gateOf(settled).filter(({ state }) => state !== 'not-needed');
    expect(needed.map(({ code }) => code)).toEqual([
      ...['plan-stated', 'services-answered', 'bed-held', 'bed-covers-needs', 'training-done', 'follow-up-agreed'],
    ]);
    expect(missing(settled)).toEqual([]);
  });
});

describe('an override', () => {
  const open = with_([say('relatives-told', 'needed')]);
  it('holds for the version of the plan it was given for, and until planning pauses', () => {
    expect(overrideOf(overriding('relatives-told', open), 'relatives-told')?.by).toBe('person-doctor');
    expect(missing(overriding('relatives-told', open, { planVersion: 2 }))).toContain('relatives-told');
    expect(missing(overriding('relatives-told', open, { over: true }))).toContain('relatives-told');
  });
  it('covers what was known when it was given, not what is withdrawn later, even if that happened before', () => {
    const later = say('relatives-told', 'withdrawn', { at: T + 1, toldAt: T + 10 });
    const covered = overriding('relatives-told', open);
    const taken = { ...covered, gate: { ...(covered.gate ?? noGate), stated: [later] } };
    expect(missing(taken)).toContain('relatives-told');
  });
});

describe('statements', () => {
  const three = [
    say('relatives-told', 'needed', { at: T }),
    say('relatives-told', 'met', { at: T + 1 }),
    say('relatives-told', 'withdrawn', { at: T + 2 }),
  ];
  it('come to the same in whatever order and however often they come', () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0, 1],
      [2, 0, 1, 2, 0],
    ]) {
      const all = order.reduce<readonly Statement[]>(
        (held, index) => withStatement(held, three[index] ?? say('relatives-told', 'needed')),
        [],
      );
      expect(all.map(({ said }) => said)).toEqual(['withdrawn']);
    }
  });

  it('of consent count by when they were said, and what was said of one receiver is nothing to the other', () => {
    const [yes, no] = [planConsent('gp', 'given'), planConsent('gp', 'withdrawn', T + 5)];
    const other = planConsent('municipality', 'refused');
    for (const order of [
      [yes, no, other],
      [other, no, yes],
      [no, yes, no, other, other],
    ])
      expect(order.reduce<readonly PlanConsent[]>(withConsent, [])).toEqual(expect.arrayContaining([no, other]));
  });

  it('of devices and results are lines of their own: all must be there, each result has one owner', () => {
    const line = (code: StatedCriterion, number: number, said: Saying) => say(code, said, { line: number });
    const one = [line('devices-there', 1, 'met'), line('devices-there', 2, 'needed')];
    expect(missing({ ...settled, ...with_(one), services: settled.services })).toEqual(['devices-there']);
    const both = [...one.slice(0, 1), line('devices-there', 2, 'not-needed')];
    expect(stateOf('devices-there', with_(both))).toBe('met');
    const results = [line('pending-results-owned', 1, 'met'), line('pending-results-owned', 2, 'needed')];
    expect(stateOf('pending-results-owned', with_(results))).toBe('not-met');
    const owned = withStatement(results, say('pending-results-owned', 'met', { line: 2, owner: 'ward-m1' }));
    expect(stateOf('pending-results-owned', with_(owned))).toBe('met');
  });

  it('send a rehabilitation plan only with a noted yes, and ask for none that was decided against', () => {
    const decided = say('rehabilitation-decided', 'met');
    const sent = say('rehabilitation-sent', 'met');
    const byPerson = say('rehabilitation-sent', 'met', { task: 't' });
    const now = (stated: readonly Statement[], consents: readonly PlanConsent[], gpUnit: string | null = 'gp-041230') =>
      stateOf('rehabilitation-sent', view({ gpUnit, gate: { ...noGate, stated, consents } }));
    const [toMunicipality, toGp] = [planConsent('municipality', 'given'), planConsent('gp', 'given')];
    const [notMunicipality, notGp] = [planConsent('municipality', 'withdrawn'), planConsent('gp', 'refused')];
    expect(now([decided], [])).toBe('not-met');
    expect(now([decided, sent], [])).toBe('not-met');
    expect(now([decided, sent], [toMunicipality])).toBe('not-met');
    expect(now([decided, byPerson], [toMunicipality])).toBe('not-met');
    expect(now([decided], [toMunicipality, toGp])).toBe('not-met');
    expect(now([decided, sent], [toMunicipality, toGp])).toBe('met');
    expect(now([decided], [toMunicipality, notGp])).toBe('not-met');
    expect(now([decided, sent], [toMunicipality, notGp])).toBe('met');
    expect(now([decided, sent], [notMunicipality, notGp])).toBe('not-needed');
    // Nobody is asked about a practice that the patient has not.
    expect(now([decided, sent], [toMunicipality], null)).toBe('met');
    expect(now([decided], [notMunicipality], null)).toBe('not-needed');
    const none = with_([say('rehabilitation-decided', 'not-needed')]);
    expect(missing({ ...none, services: settled.services })).toEqual([]);
  });
});

describe('what the rules ask for', () => {
  let book: RuleBook;
  beforeAll(async () => {
    book = await ruleBook();
  });
  const asked = (municipality: string) => {
    const { rule, id } = gateRuleOn(book.ruleSets, municipality, '2026-11-28');
    return { ...noGate, asked: { requires: rule.requires, rule: id } };
  };

  it('is little in the ordinary municipality and more in a cluster that has agreed on it, and counts alike', () => {
    expect(missing({ ...settled, gate: asked('0791') })).toEqual([]);
    const strict = { ...settled, gate: asked('0657') };
    expect(strict.gate.asked.rule).toBe('rm-2026.1/goedstrup/gate');
    expect(missing(strict)).toEqual([
      ...['letter-marked', 'devices-there', 'medication-card-updated', 'discharge-report-sent', 'relatives-told'],
    ]);
    const done = statedCriteria.map((code) => say(code, 'met'));
    const kept = (of: CaseView) => atLeaving({ ...of, gate: { ...(of.gate ?? noGate), stated: done } }).met;
    expect(kept(strict)).toEqual(kept({ ...settled, gate: asked('0791') }));
  });

  it('is the medication card of everybody who has left, whatever was asked for before that', () => {
    const before = { ...settled, gate: asked('0791') };
    const left = { ...before, leftAt: LEFT, stage: 'left' as const };
    expect(stateOf('medication-card-updated', before)).toBe('not-needed');
    expect(missing(left)).toEqual(['medication-card-updated']);
    const said = (what: Saying) => ({
      ...left,
      gate: { ...left.gate, stated: [say('medication-card-updated', what)] },
    });
    expect(stateOf('medication-card-updated', said('met'))).toBe('met');
    expect(stateOf('medication-card-updated', said('not-needed'))).toBe('not-needed');
    expect(stateOf('medication-card-updated', said('withdrawn'))).toBe('not-met');
    expect(atLeaving(left)).toMatchObject({ missing: ['medication-card-updated'] });
  });

  it('follows the plan: medicine and rehabilitation only where the plan asks for help with them', () => {
    const services = ['medicine-administration', 'rehabilitation'] as const;
    const answered = Object.fromEntries(services.map((service) => [service, { state: 'other-way' as const }]));
    const both = { ...settled, services: answered, plan: { ...plan, services }, gate: asked('0791') };
    expect(missing(both)).toEqual([
      ...['medicine-sent-along', 'rehabilitation-decided', 'rehabilitation-given', 'rehabilitation-sent'],
    ]);
  });

  it('medicine is not enough any more when leaving is moved past it, nor while no day is known', () => {
    const stated = [say('medicine-sent-along', 'met')];
    const on = (date: NonNullable<CaseView['plan']>['date']) =>
      stateOf('medicine-sent-along', with_(stated, { plan: { ...plan, date } }));
    expect(on({ kind: 'at', at: '2026-12-01T10:00:00Z' })).toBe('met');
    expect(on({ kind: 'at', at: '2026-12-02T10:00:00Z' })).toBe('not-met');
    expect(on({ kind: 'range', from: '2026-12-01T10:00:00Z', to: '2026-12-02T10:00:00Z' })).toBe('not-met');
    expect(on({ kind: 'unknown' })).toBe('not-met');
    expect(stateOf('medicine-sent-along', with_(stated, { leftAt: at('2026-12-02T00:10:00+01:00') }))).toBe('not-met');
  });
});

it('is empty of what is missing exactly when all is met, not needed or overridden, for any case', () => {
  const moment = fc.integer({ min: 0, max: 5 }).map((ms) => T + ms);
  const statement = fc
    .record({
      code: fc.constantFrom(...statedCriteria),
      said: fc.constantFrom<Saying>('met', 'needed', 'not-needed', 'withdrawn'),
      line: fc.integer({ min: 0, max: 2 }),
      times: fc.record({ at: moment, toldAt: moment }),
    })
    .map(({ code, said, line, times }) => say(code, said, { line, ...times }));
  const step = fc.constantFrom(...Object.values(steps).flatMap(({ open, met, lost }) => [open, met, lost, {}]));
  const whole = fc.record({
    step,
    stated: fc.array(statement, { maxLength: 8 }),
    requires: fc.subarray([...requirableCriteria]),
    leftAt: fc.constantFrom(null, LEFT),
    chosen: fc.array(fc.record({ nth: fc.nat(30), at: moment }), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(whole, ({ step: more, stated, requires, leftAt, chosen }) => {
      const gate = { ...noGate, stated: stated.reduce(withStatement, noGate.stated), asked: { requires, rule: 'r' } };
      const before: CaseView = { ...settled, ...more, leftAt, gate };
      const lacking = missing(before);
      const after = chosen.reduce((of, { nth, at: when }) => {
        const code = lacking[nth % Math.max(1, lacking.length)];
        return code === undefined ? of : overriding(code, of, { at: when });
      }, before);
      const states = gateOf(after).map(({ state }) => state);
      const left = missing(after);
      expect(left.length === 0).toBe(states.every((state) => state !== 'not-met'));
      // An override never makes more missing, and what is kept at leaving is each criterion that is needed, once.
      expect(lacking).toEqual(expect.arrayContaining(left));
      const kept = atLeaving(after);
      expect(kept.missing).toEqual(left);
      const all = [...kept.met, ...kept.missing, ...kept.overridden];
      expect(new Set(all).size).toBe(states.filter((state) => state !== 'not-needed').length);
    }),
    { numRuns: 500, seed: 22 },
  );
});
