// What silence may do at each step: never a yes, and never something that the step does not do.
// The steps themselves are tried in test/workflows/silence.test.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clockNames } from '../../domain/clocks.ts';
import { canDo, effectsOf, notDoneOf, silenceCode, standsFor, waitOf } from '../../domain/silence-steps.ts';
import { rulesOf } from '../../domain/stated-rules.ts';
import type { TaskKindName } from '../../domain/task-kinds.ts';
import { isTaskKind, taskKind, taskKinds } from '../../domain/task-kinds.ts';
import { ruleBook } from './rule-book.ts';

const kinds: readonly TaskKindName[] = Object.keys(taskKinds).filter(isTaskKind);
const defaults = ['no', 'hand-on'] as const;

describe('what silence may do', () => {
  it('is something at every step that a case asks at', () => {
    for (const clock of clockNames) expect(effectsOf(clock).length, clock).toBeGreaterThan(0);
  });

  it('is exactly one thing for each clock of every rule in force, and one that its step does', async () => {
    const sets = (await ruleBook()).ruleSets;
    const rules = sets.flatMap((set) =>
      clockNames.flatMap((clock) => rulesOf(set, clock).map((one) => ({ clock, ...one }))),
    );
    expect(rules.length).toBeGreaterThan(clockNames.length);
    for (const { id, clock, rule } of rules) {
      expect(notDoneOf(clock, rule), id).toEqual([]);
    }
  });

  it.each([
    ['answer-services', []],
    ['message-seen', ['remind', 'ladder']],
    ['gp-letter', ['ladder']],
    ['correspondence-same-day', ['remind']],
    ['follow-up-visit', ['remind', 'ladder']],
    ['network-meeting', ['remind', 'ladder']],
  ] as const)('leaves at %s these of a reminder and a ladder undone: %s', (clock, undone) => {
    const rule = { silence: 'call', remind: ['PT1H'], ladder: [{ to: 'team-leader', after: 'PT0M' }] } as const;
    const found = notDoneOf(clock, rule).flatMap(({ what }) => (what === 'silence' ? [] : [what]));
    expect(found).toEqual(undone);
  });

  it('is the end of a wait and nothing more where no step of a case waits', () => {
    const told = clockNames.filter((clock) => waitOf(clock) === 'told');
    for (const clock of told) expect(effectsOf(clock), clock).toEqual(['go-on']);
    // What a case starts stands in its workflows; a clock that is only told must stand in none of them.
    const folder = new URL('../../workflows/', import.meta.url);
    const code = readdirSync(folder)
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    for (const clock of clockNames)
      expect([clock, code.includes(`'${clock}'`)]).toEqual([clock, !told.includes(clock)]);
  });

  it.each(['ward-decision', 'agree-follow-up', 'name-who-follows-up', 'objection-task'] as const)(
    'leaves %s open: nothing else there would be safe',
    (clock) => {
      expect(effectsOf(clock)).toEqual(['block', 'escalate']);
      for (const effect of ['hand-to-ward', 'ask-next', 'go-on', 'call', { answer: 'no' }] as const)
        expect(canDo(clock, effect), `${clock} ${silenceCode(effect)}`).toBe(false);
    },
  );

  it('stands for no ordinary answer of any task: that one comes first, and is the yes', () => {
    for (const kind of kinds) {
      for (const answer of defaults) {
        const code = standsFor(kind, { answer });
        if (code === null) continue;
        const [ordinary, ...others] = taskKind(kind).answers;
        expect(code, kind).not.toBe(ordinary.code);
        expect(others.map((other) => other.code)).toContain(code);
      }
    }
  });

  it('stands for a fact about money at one task, which nobody gets anything by', () => {
    const found = kinds.filter((kind) => standsFor(kind, { answer: 'money-fact' }) !== null);
    expect(found).toEqual(['agree-delay-cause']);
    for (const clock of clockNames)
      expect(canDo(clock, { answer: 'money-fact' }), clock).toBe(clock === 'delay-cause-objection');
  });

  it('stands for a no to a conference and for handing back the follow-up', () => {
    expect(standsFor('answer-conference', { answer: 'no' })).toBe('decline');
    expect(standsFor('gp-follow-up', { answer: 'hand-on' })).toBe('hand-back');
    expect(standsFor('gp-follow-up', 'call')).toBeNull();
    expect(standsFor('answer-services', { answer: 'no' })).toBeNull();
  });
});
