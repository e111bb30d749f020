// Silence is never a yes: whatever word a rule file uses for one, it is refused.
// The words tried are those a rule file might use, and then any string at all.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockNames, promisedBy } from '../../domain/clocks.ts';
import { defaultAnswers, isNeverAYes, plainSilenceEffects, whyRefused } from '../../domain/silence.ts';

describe('silence', () => {
  it.each(plainSilenceEffects)('may be "%s"', (effect) => {
    expect(isNeverAYes(effect)).toBe(true);
  });

  it.each(defaultAnswers)('may be answered "%s"', (answer) => {
    expect(isNeverAYes({ answer })).toBe(true);
  });

  it.each(['yes', 'ja', 'accept', 'accept-on-condition', 'ok', 'confirmed', 'No', 'no ', ''])(
    'may not be answered "%s"',
    (answer) => {
      expect(isNeverAYes({ answer })).toBe(false);
    },
  );

  it('may be answered by nothing outside the list', () => {
    fc.assert(
      fc.property(fc.string(), (answer) => {
        expect(isNeverAYes({ answer })).toBe(defaultAnswers.some((allowed) => allowed === answer));
      }),
    );
  });

  it('says what the refused yes would have promised', () => {
    expect(whyRefused('capability-answer', 'accept')).toContain('et ja til en plads');
    expect(whyRefused('answer-services', 'accept')).toContain('et ja til en ydelse');
    expect(whyRefused('gp-follow-up-answer', 'accept')).toContain('et ja til lægeligt ansvar');
    expect(whyRefused('receipt', 'accept')).toContain('et ja.');
  });

  it('concerns a bed on every clock of a bed', () => {
    expect(clockNames.filter((clock) => promisedBy(clock) === 'bed')).toEqual([
      'capability-answer',
      'place-reservation',
      'hold-margin',
      'acute-stay-reassessment',
    ]);
  });
});
