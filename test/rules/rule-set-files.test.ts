// Faults of a rule set: what it names must exist, what the agreement always asks for must stand, each with its place.
// Each case spoils a copy of the project's own rule set in one place; other files: rule-files.test.ts.
import { describe, expect, it } from 'vitest';
import { copiedRules } from './copied-rules.ts';

const { replace, problems } = copiedRules();

describe('a rule set', () => {
  it.each([
    [
      'a page answer however near the municipal action is',
      'rm-2026.json',
      '"callWithin": "PT24H",',
      '',
      /clocks\.municipal-action-soon\.callWithin: Skal stå/,
    ],
    [
      'municipal action told of without a call, by its limit alone',
      'rm-2026.json',
      '"duration": "-PT24H"',
      '"duration": "PT0M"',
      /clocks\.municipal-action-soon\.due: Skal ligge lige så længe før ankeret/,
    ],
    [
      'a call about municipal action only in the last hour',
      'rm-2026.json',
      '"callWithin": "PT24H"',
      '"callWithin": "PT1H"',
      /clocks\.municipal-action-soon\.callWithin: Skal være mindst et døgn/,
    ],
    [
      'a plan that is in time the day after',
      'rm-2026.json',
      /("plan-same-day": \{[\s\S]*?"day": )0/,
      '$11',
      /clocks\.plan-same-day\.due: Skal være et klokkeslæt på udskrivningsdagen/,
    ],
    [
      'no stay that is short',
      'rm-2026.json',
      /("stay-branch": \{[\s\S]*?"duration": )"PT24H"/,
      '$1"PT0H"',
      /clocks\.stay-branch\.due: Skal være timer fra indlæggelsen/,
    ],
    [
      'a weekend that begins on Tuesday',
      'rm-2026.json',
      '"days": ["saturday", "sunday", "holiday"], "opens": "00:00", "closes": "24:00"',
      '"days": ["tuesday"], "opens": "12:00", "closes": "12:01"',
      /clocks\.weekend-agreement\.onlyWhen\.anchorIn: .*lørdag, søndag og helligdag kl\. 00-24/,
    ],
    [
      'a weekend without its nights',
      'rm-2026.json',
      '"days": ["saturday", "sunday", "holiday"], "opens": "00:00", "closes": "24:00"',
      '"days": ["saturday", "sunday", "holiday"], "opens": "07:00", "closes": "24:00"',
      /clocks\.weekend-agreement\.onlyWhen\.anchorIn: /,
    ],
    [
      'a weekend agreement for those alone who leave early',
      'rm-2026.json',
      /("weekend-agreement": \{[\s\S]*?"onlyWhen": \{)/,
      '$1 "leavesBefore": { "kind": "elapsed", "duration": "PT1H" },',
      /clocks\.weekend-agreement\.onlyWhen\.leavesBefore: /,
    ],
    [
      'a cluster that has no weekend on Sundays',
      'rm-2026.json',
      /("randers": \{[\s\S]*?"clocks": \{)/,
      '$1 "weekend-agreement": { "due": { "kind": "elapsed", "duration": "PT1H" }, "onlyWhen": { "anchorIn": [{ "days": ["saturday", "holiday"], "opens": "00:00", "closes": "24:00" }] }, "silence": "block", "why": "x", "source": "x", "confidence": "M" },',
      /clusters\.randers\.clocks\.weekend-agreement\.onlyWhen\.anchorIn: /,
    ],
    [
      'a fact that nobody tells',
      'rm-2026.json',
      '"resends": 2,',
      '"resends": 2, "needs": ["blabla"],',
      /^rm-2026\.json clocks\.receipt\.needs\.0: Ved uret aldrig sikkert; det ved altid anchor/,
    ],
    [
      'a fact that is not always known as one it needs',
      'rm-2026.json',
      /("gp-letter": \{)/,
      '$1 "needs": ["urgency"],',
      /clocks\.gp-letter\.needs\.0: Ved uret aldrig sikkert/,
    ],
    [
      'a misspelt fact',
      'rm-2026.json',
      '"urgency": "red"',
      '"urgncy": "red"',
      /cases\.0\.when\.urgncy: Ukendt her; uret kender sameDay, unitKind, urgency/,
    ],
    [
      'a misspelt value',
      'rm-2026.json',
      '"urgency": "red"',
      '"urgency": "rød"',
      /cases\.0\.when\.urgency: Skal være en af red, yellow, green/,
    ],
    [
      'a misspelt value in a cluster',
      'rm-2026.json',
      /("midt": \{[\s\S]*?"urgency": )"red"/,
      '$1"Red"',
      /clusters\.midt\.clocks\.gp-letter\.cases\.0\.when\.urgency: Skal være en af/,
    ],
    [
      'a fact of another clock',
      'rm-2026.json',
      '{ "reach": "vulnerable" }',
      '{ "urgency": "red" }',
      /clocks\.reach-out\.cases\.0\.when\.urgency: Ukendt her; uret kender reach, sameDay, unitKind/,
    ],
    ['a yes as a word', 'rm-2026.json', '"sameDay": true', '"sameDay": "true"', /when\.sameDay: Skal være en af true/],
    [
      'a case that always fits',
      'rm-2026.json',
      '{ "reach": "vulnerable" }',
      '{}',
      /clocks\.reach-out\.cases\.0\.when: Skal sige, hvornår/,
    ],
    [
      'hours of the week where nobody looks at them',
      'rm-2026.json',
      '"resends": 2,',
      '"resends": 2, "onlyWhen": { "anchorIn": [{ "days": ["friday"], "opens": "12:00", "closes": "24:00" }] },',
      /clocks\.receipt\.onlyWhen: Hører kun til "weekend-agreement", "friday-afternoon"/,
    ],
    [
      'somebody to ring where nobody is rung',
      'rm-2026.json',
      '"resends": 2,',
      '"resends": 2, "ring": "services",',
      /clocks\.receipt\.ring: Hører kun til/,
    ],
    [
      'open time that may end while all is closed',
      'rm-2026.json',
      /("ring-practice": \{[\s\S]*?"kind": "open-time",)/,
      '$1 "atLeast": "PT2H",',
      /clocks\.ring-practice\.due\.atLeast: Kan ikke stå her/,
    ],
    [
      'an exception for a municipality that is none',
      'rm-2026.json',
      /"0741": \{/,
      '"9999": {',
      /^rm-2026\.json municipalities\.9999: Ukendt kommune 9999/,
    ],
    [
      'a municipality that is none in a cluster',
      'rm-2026.json',
      '"0741", "0751"',
      '"0714", "0751"',
      /^rm-2026\.json clusters\.aarhus\.municipalities\.0: Ukendt kommune 0714/,
    ],
    ['shifts nobody has', 'rm-2026.json', '"shifts": "municipal"', '"shifts": "sea"', /due\.shifts: Skal være en af/],
    ['shifts out of order', 'rm-2026.json', '"15:00", "23:00"', '"23:00", "15:00"', /shifts\.municipal: Vagterne/],
    [
      'no rule for a time that nobody knows',
      'rm-2026.json',
      '"needs": ["anchor", "orderedBy"],',
      '',
      /clocks\.transport-order\.withoutAnchor: Mangler/,
    ],
    [
      'a mode that begins and ends at once',
      'modes.json',
      '"until": "2026-02-04T06:00:00+01:00"',
      '"until": "2026-02-02T06:00:00+01:00"',
      /^modes\.json switches\.0\.until: Ligger ikke efter/,
    ],
    ['a mode nowhere', 'modes.json', '"midt"', '"atlantis"', /^modes\.json switches\.0\.where: Ukendt klynge/],
    [
      'a reminder where nobody has a task yet',
      'rm-2026.json',
      /("message-seen": \{)/,
      '$1 "remind": ["PT1H"],',
      /clocks\.message-seen\.remind: Sker ikke: Ingen har en opgave, før uret er gået/,
    ],
    [
      'a ladder of a clock that only tells a deadline, in a cluster',
      'rm-2026.json',
      /("midt": \{[\s\S]*?"clocks": \{)/,
      '$1 "network-meeting": { "due": { "kind": "elapsed", "duration": "PT1H" }, "ladder": [{ "to": "on-call", "after": "PT0M" }], "silence": "go-on", "why": "x", "source": "x", "confidence": "M" },',
      /clusters\.midt\.clocks\.network-meeting\.ladder: Sker ikke: Uret fortæller kun en frist/,
    ],
    [
      'silence that rings where nobody waits',
      'rm-2026.json',
      /("transport-order": \{[\s\S]*?"silence": )"go-on"/,
      '$1"call"',
      /clocks\.transport-order\.silence: Trinnet kan ikke det ved tavshed; det kan go-on/,
    ],
    ['a mode nobody has agreed', 'rm-2026.json', '"crisis": {', '"quite": {', /^rm-2026\.json modes/],
    [
      'a silent practice that is passed to whoever is on call',
      'rm-2026.json',
      /("gp-follow-up-answer": \{[\s\S]*?)"silence": "call"/,
      '$1"ladder": [{ "to": "team-leader", "after": "PT0M" }, { "to": "on-call", "after": "PT1H" }], "silence": "call"',
      /clocks\.gp-follow-up-answer\.ladder\.1\.to: .*går aldrig til en vagt/,
    ],
    [
      'an item of the GP loop that climbs to whoever is on call',
      'rm-2026.json',
      /("name-who-follows-up": \{[\s\S]*?)"to": "team-leader"/,
      '$1"to": "on-call"',
      /clocks\.name-who-follows-up\.ladder\.0\.to: .*går aldrig til en vagt/,
    ],
    [
      'a practice rung at night',
      'rm-2026.json',
      /("ring-practice": \{[\s\S]*?)"kind": "open-time"/,
      '$1"kind": "elapsed"',
      /clocks\.ring-practice\.due\.kind: Skal være open-time/,
    ],
    ['a mode nobody decided', 'modes.json', '"by": "agreement-manager"', '"by": " "', /^modes\.json switches\.0\.by/],
  ])('with %s is refused with its place', async (_, file, from, to, expected) => {
    await replace(file, from, to);
    expect(await problems()).toContainEqual(expect.stringMatching(expected));
  });

  it.each(['receipt', 'ring-practice', 'capability-answer', 'objection-task', 'closing-task', 'uth-report'])(
    'whose mode switches off %s, which is law or safety, is refused with its place',
    async (clock) => {
      await replace('rm-2026.json', '"closing-note": { "effect": "off"', `"${clock}": { "effect": "off"`);
      expect(await problems()).toContainEqual(
        expect.stringMatching(
          `^rm-2026\\.json modes\\.crisis\\.clocks\\.${clock}\\.effect: .* er (lov|sikkerhed) og kan ikke`,
        ),
      );
    },
  );
});
