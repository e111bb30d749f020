// When the patient and a named relative may see the plan, by table: who, how protected, consented to what, at which stage,
// how long; and what stands there. And consent itself: what was said last counts, and nothing but a yes is one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterLeavingOn } from '../../domain/after-leaving.ts';
import type { CaseView } from '../../domain/case-view.ts';
import { stages } from '../../domain/case-view.ts';
import type { ConsentEntry, ConsentQuestion } from '../../domain/consent.ts';
import { consentAt, consentPurpose, consentPurposes, hasConsent } from '../../domain/consent.ts';
import { leavingContacts } from '../../domain/leaving-contacts.ts';
import { leavingSheet } from '../../domain/leaving-sheet.ts';
import type { ViewFacts } from '../../domain/patient-view.ts';
import { patientSheet, viewState } from '../../domain/patient-view.ts';
import { at, view } from './papers.ts';
import { ruleBook } from './rule-book.ts';

const { registry, afterLeaving } = await ruleBook();
const inForce = afterLeavingOn(afterLeaving, '2026-11-30');
const rules = inForce.patientView;
const NOW = at('2026-11-30T09:00:00+01:00');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const said = (more: Partial<ConsentEntry> = {}): ConsentEntry => ({
  number: 1,
  purpose: 'view-relative',
  relative: 'karin',
  answer: 'given',
  form: 'oral',
  saidBy: 'patient',
  saidAt: NOW - DAY,
  from: NOW - DAY,
  until: null,
  by: 'person-ward',
  org: 'hosp-midt',
  at: NOW - DAY,
  ...more,
});
const about: ConsentQuestion = { purpose: 'view-relative', relative: 'karin' };

describe('a consent', () => {
  it.each<[string, readonly ConsentEntry[], string]>([
    ['nobody asked', [], 'not-asked'],
    ['yes', [said()], 'given'],
    ['no', [said({ answer: 'refused' })], 'refused'],
    ['yes, then taken back', [said(), said({ number: 2, answer: 'withdrawn', saidAt: NOW - HOUR })], 'withdrawn'],
    ['taken back, then yes again', [said({ answer: 'withdrawn' }), said({ number: 2, saidAt: NOW - HOUR })], 'given'],
    [
      'a withdrawal that is noted before the yes it came after',
      [said({ number: 1, answer: 'withdrawn', saidAt: NOW - HOUR }), said({ number: 2 })],
      'withdrawn',
    ],
    ['both at once: the one noted last', [said(), said({ number: 2, answer: 'refused' })], 'refused'],
    ['from tomorrow', [said({ from: NOW + DAY })], 'not-yet'],
    ['until an hour ago', [said({ until: NOW - HOUR })], 'ended'],
    ['until this moment', [said({ until: NOW })], 'ended'],
    ['until later', [said({ until: NOW + 1 })], 'given'],
    ['to somebody else', [said({ relative: 'bent' })], 'not-asked'],
    ['for something else', [said({ purpose: 'share-relative' })], 'not-asked'],
    ['said after the time that is asked about', [said({ saidAt: NOW + 1 })], 'not-asked'],
  ])('%s', (_what, entries, state) => {
    expect(consentAt(entries, about, NOW).state).toBe(state);
    expect(hasConsent(entries, about, NOW)).toBe(state === 'given');
  });

  const anySaid = fc
    .record({
      number: fc.nat(50),
      purpose: fc.constantFrom(...consentPurposes),
      relative: fc.constantFrom('karin', 'bent', null),
      answer: fc.constantFrom('given' as const, 'refused' as const, 'withdrawn' as const),
      saidAt: fc.integer({ min: NOW - DAY, max: NOW + DAY }),
    })
    .map((more) => said({ ...more, from: more.saidAt }));

  it('never holds after a withdrawal that nothing follows, whatever was said before of this or anything else', () => {
    fc.assert(
      fc.property(fc.array(anySaid, { maxLength: 20 }), (entries) => {
        const last = said({ number: 99, answer: 'withdrawn', saidAt: NOW + DAY });
        expect(hasConsent([...entries, last], about, NOW + DAY)).toBe(false);
      }),
    );
  });

  it('does not depend on the order in which it is read, nor on what was said of other things', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anySaid, { maxLength: 20, selector: ({ number }) => number }), (entries) => {
        const mine = entries.filter(
          ({ purpose, relative }) => purpose === about.purpose && relative === about.relative,
        );
        expect(consentAt(entries.toReversed(), about, NOW)).toEqual(consentAt(mine, about, NOW));
      }),
    );
  });

  it('has Danish words and a law for every purpose', () => {
    for (const code of consentPurposes) expect(consentPurpose(code)).toMatchObject({ label: /\S/, law: /\S/ });
  });
});

const facts = (more: Partial<ViewFacts> = {}, shown: Partial<CaseView> = {}): ViewFacts => ({
  view: view(shown),
  followed: false,
  protection: 'none',
  consents: [],
  viewer: { kind: 'patient', hasPhone: true },
  invitedAt: NOW - DAY,
  ...more,
});
const relative: ViewFacts['viewer'] = { kind: 'relative', relative: 'karin', named: true };
const despite = said({ number: 7, purpose: 'view-protected', relative: null });
const deceased: CaseView['stay'] = { state: 'deceased', since: NOW, endedAt: NOW };
const why = (given: ViewFacts, now = NOW): string => {
  const state = viewState(given, rules, now);
  return state.state === 'open' ? 'open' : state.why;
};

describe('the view', () => {
  it.each<[string, ViewFacts, string]>([
    ['the patient', facts(), 'open'],
    ['before anything is published', facts({ view: null }), 'no-plan'],
    ['a notice only', facts({}, { plan: null, stage: 'opened' }), 'no-plan'],
    ['no phone', facts({ viewer: { kind: 'patient', hasPhone: false } }), 'no-phone'],
    ['nobody has said whether the address is protected', facts({ protection: null }), 'protection-unknown'],
    ['protected', facts({ protection: 'protected' }), 'protected'],
    ['protected, and yes all the same', facts({ protection: 'protected', consents: [despite] }), 'open'],
    [
      'protected, a yes to the relative is none',
      facts({ protection: 'protected', consents: [said()], viewer: relative }),
      'protected',
    ],
    ['protected, both', facts({ protection: 'protected', consents: [said(), despite], viewer: relative }), 'open'],
    ['a relative without consent', facts({ viewer: relative }), 'no-consent'],
    ['a relative with consent', facts({ viewer: relative, consents: [said()] }), 'open'],
    [
      'a relative whose consent is taken back',
      facts({ viewer: relative, consents: [said({ answer: 'withdrawn' })] }),
      'no-consent',
    ],
    [
      'consent to be talked to only',
      facts({ viewer: relative, consents: [said({ purpose: 'share-relative' })] }),
      'no-consent',
    ],
    [
      'a relative taken off the case',
      facts({ viewer: { ...relative, named: false }, consents: [said()] }),
      'not-named',
    ],
    [
      'an objection to sharing by consent',
      facts({ viewer: relative, consents: [said()] }, { objections: ['consent'] }),
      'objected',
    ],
    ['an objection, to the patient', facts({}, { objections: ['consent'] }), 'open'],
    ['a new stay followed', facts({ followed: true }), 'over'],
    ['dead', facts({}, { stay: deceased }), 'over'],
    ['dead and closed', facts({}, { stay: deceased, stage: 'closed', closedAt: NOW }), 'over'],
    ['withdrawn and closed', facts({}, { stage: 'closed', closedAt: NOW }), 'over'],
  ])('%s', (_what, given, expected) => {
    expect(why(given)).toBe(expected);
  });

  it.each(stages)('at the stage %s', (stage) => {
    const over = ['withdrawn', 'deceased', 'readmitted'].includes(stage);
    expect(why(facts({}, { stage, leftAt: NOW - HOUR }))).toBe(over ? 'over' : 'open');
  });

  it.each<[string, ViewFacts, number]>([
    ['after so many days', facts(), NOW - DAY + rules.longestDays * DAY],
    [
      'so long after leaving',
      facts({}, { stage: 'left', leftAt: NOW - HOUR }),
      NOW - HOUR + rules.daysAfterLeaving * DAY,
    ],
    [
      'so long after closing',
      facts({}, { stage: 'closed', leftAt: NOW - 50 * DAY, closedAt: NOW }),
      NOW + rules.daysAfterClosing * DAY,
    ],
    ['with the consent', facts({ viewer: relative, consents: [said({ until: NOW + HOUR })] }), NOW + HOUR],
    [
      'with the consent to be shown in spite of protection',
      facts({ protection: 'protected', consents: [{ ...despite, until: NOW + HOUR }] }),
      NOW + HOUR,
    ],
  ])('ends %s', (_what, given, until) => {
    expect(viewState(given, rules, NOW)).toEqual({ state: 'open', until });
    expect(why(given, until - 1)).toBe('open');
    expect(why(given, until)).not.toBe('open');
  });
});

describe('what is shown', () => {
  const shown = (more: Partial<CaseView> = {}) => {
    const seen = view(more);
    return { view: seen, contacts: leavingContacts(seen, null, registry, inForce), registry, now: NOW };
  };

  it('is word for word what the leaving sheet says, without the name', () => {
    const sheet = leavingSheet({ ...shown(), patient: { name: 'Bruno Testperson' } });
    const page = patientSheet(shown(), 'patient', 'ready', NOW + DAY);
    expect(page.parts).toEqual(sheet.parts);
    expect(page.about).toEqual(sheet.about.slice(1));
    expect(JSON.stringify(page)).not.toContain('Bruno');
    expect(page.foot.join(' ')).toContain('indtil tirsdag den 1. december kl. 09.00');
  });

  it('tells a relative whose plan it is, and everybody when it is paused', () => {
    expect(patientSheet(shown(), 'relative', 'ready', NOW).about[0]).toContain('pårørende');
    expect(patientSheet(shown(), 'patient', 'paused', NOW).about[0]).toContain('sat på pause');
  });
});
