// Documents with a standard of their own: the same reports give the same rows in any order and however often they come,
// the newest version counts, a receipt of an older one says nothing of it, and only who can know it may report it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventView } from '../../domain/case-view.ts';
import type { FactKind } from '../../domain/facts.ts';
import type { Codes } from '../../domain/fields.ts';
import type { UnitKind } from '../../domain/organisations.ts';
import { unitKinds } from '../../domain/organisations.ts';
import type { DocumentRow, DocumentStage } from '../../domain/own-standard.ts';
import { documentKinds, documentRows, documentStages, mayReport, ownStandards } from '../../domain/own-standard.ts';
import { noNewNeeds } from '../../domain/plan.ts';

type Standing = Parameters<typeof documentRows>[1];
const here = { state: 'admitted', since: 1, endedAt: null } as const;
const standing: Standing = { stay: here, plan: null, bed: { state: 'looking' }, finishedAt: null, leftAt: null };

const fact = (kind: FactKind, codes: Codes = {}, happenedAt = 1000, actor = 'system', id = 's1'): EventView => ({
  number: 1,
  fact: kind,
  actor,
  org: 'hosp-midt',
  happenedAt,
  learntAt: happenedAt,
  codes,
  submission: id,
});
const told = (stage: DocumentStage, document: string, documentVersion: number, at = 1000, by = 'system'): EventView =>
  fact(`document-${stage}`, { document, documentVersion }, at, by, `${by}-${at}`);

const rowOf = (events: readonly EventView[], kind: string, about = standing): DocumentRow | undefined =>
  documentRows(events, about).find((row) => row.kind === kind);

const anyReport = fc
  .record({
    stage: fc.constantFrom(...documentStages),
    kind: fc.constantFrom(...documentKinds),
    version: fc.integer({ min: 1, max: 4 }),
    at: fc.integer({ min: 1, max: 5 }),
    by: fc.constantFrom('one', 'other'),
  })
  .map(({ stage, kind, version, at, by }) =>
    kind === 'gp-letter' && stage === 'sent'
      ? fact('letter-sent', { documentVersion: version }, at, by, `${by}-${at}`)
      : told(stage, kind, version, at, by),
  );

describe('the rows of a case', () => {
  it('are the same for the same reports in any order and any multiplicity', () => {
    const muddled = fc.array(anyReport, { maxLength: 12 }).chain((reports) =>
      fc.record({
        reports: fc.constant(reports),
        again: reports.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...reports), { maxLength: 12 }),
        keys: fc.array(fc.nat(), { minLength: 24, maxLength: 24 }),
      }),
    );
    fc.assert(
      fc.property(muddled, ({ reports, again, keys }) => {
        const shuffled = [...reports, ...again]
          .map((event, number) => ({ key: keys[number] ?? 0, event: { ...event, number } }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(documentRows(shuffled, standing)).toEqual(documentRows(reports, standing));
      }),
    );
  });

  it('tell of the newest version, of which nothing is known from older ones', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { minLength: 1, maxLength: 12 }), (reports) => {
        for (const row of documentRows(reports, standing)) {
          const newest = reports.filter(
            ({ codes, fact: kind }) =>
              codes['documentVersion'] === row.version &&
              (kind === 'letter-sent' ? 'gp-letter' : codes['document']) === row.kind,
          );
          expect(documentRows(newest, standing)).toEqual([row]);
          const versions = reports
            .filter(({ codes, fact: kind }) => (kind === 'letter-sent' ? 'gp-letter' : codes['document']) === row.kind)
            .map(({ codes }) => codes['documentVersion']);
          expect(versions.every((version) => Number(version) <= Number(row.version))).toBe(true);
        }
      }),
    );
  });

  it('do not count a new version as seen by the receipt of the one before', () => {
    const first = [told('sent', 'care-plan', 1, 10), told('arrived', 'care-plan', 1, 20)];
    const corrected = [...first, told('sent', 'care-plan', 2, 30), told('seen', 'care-plan', 1, 40)];
    expect(rowOf(first, 'care-plan')).toMatchObject({ version: 1, state: 'arrived', seen: null });
    expect(rowOf(corrected, 'care-plan')).toMatchObject({ version: 2, state: 'sent', sent: { at: 30 }, seen: null });
    expect(rowOf([...corrected, told('seen', 'care-plan', 2, 50, 'karen')], 'care-plan')).toMatchObject({
      state: 'seen',
      arrived: null,
      seen: { at: 50, by: 'karen' },
    });
  });

  it('know that it was seen also when nobody told that it was sent', () => {
    expect(rowOf([told('seen', 'admission-report', 1)], 'admission-report')).toMatchObject({
      state: 'seen',
      sent: null,
      expected: false,
    });
  });

  it('know a referral and a closing note by the answer of the task about them', () => {
    const answered = (kind: string, answer = 'sent') => fact('task-answered', { task: 't', kind, answer }, 30, 'karen');
    expect(rowOf([answered('send-referral')], 'acute-referral')).toMatchObject({
      state: 'sent',
      sent: { at: 30, by: 'karen' },
    });
    expect(rowOf([answered('closing-note')], 'acute-closing-note')).toMatchObject({ state: 'sent' });
    expect(documentRows([answered('train-staff', 'done'), answered('take-patient', 'accept')], standing)).toEqual([]);
  });

  it('say nothing of the place that is held now by the referral to one before it', () => {
    const referral = (at: number) => told('sent', 'acute-referral', 1, at);
    const asked = (at: number) => fact('bed-asked', { unit: 'u' }, at);
    const now = { ...standing, bed: { state: 'held', unit: 'u', place: 'p', until: 9, by: 'x', at: 1 } } as const;
    expect(rowOf([asked(10), referral(20), asked(30)], 'acute-referral', now)).toMatchObject({ state: 'not-sent' });
    expect(rowOf([asked(10), referral(20), asked(30), referral(40)], 'acute-referral', now)).toMatchObject({
      state: 'sent',
      sent: { at: 40 },
    });
  });

  it('leave out facts about anything else', () => {
    expect(documentRows([fact('fact-noted', { what: 'document' }), fact('document-sent')], standing)).toEqual([]);
  });
});

describe('a document that is expected and not sent yet', () => {
  const waiting = (events: readonly EventView[], about: Partial<Standing> = {}): string[] =>
    documentRows(events, { ...standing, ...about }).map(({ kind, state, version, expected }) => {
      expect([state, version, expected]).toEqual(['not-sent', null, true]);
      return kind;
    });
  const held = { state: 'held', unit: 'u', place: 'p', until: 9, by: 'x', at: 1 } as const;

  it.each<[string, readonly EventView[], Partial<Standing>, readonly string[]]>([
    ['nothing has happened', [fact('opened')], {}, []],
    ['a plan exists', [fact('plan-stated')], {}, ['care-plan']],
    [
      'a stay notice asked for the admission report',
      [fact('document-asked', { document: 'admission-report' })],
      {},
      ['admission-report'],
    ],
    ['treatment is finished', [], { finishedAt: 5 }, ['finished-notice']],
    ['the patient has left', [], { leftAt: 5 }, ['discharge-report', 'gp-letter']],
    [
      'training was asked for',
      [],
      { plan: { ...noNewNeeds(), services: ['rehabilitation'] } },
      ['rehabilitation-plan'],
    ],
    ['the plan that stands in for none asks for nothing', [], { plan: noNewNeeds() }, []],
    ['a bed is held', [], { bed: held }, ['acute-referral']],
    [
      'the patient is in it',
      [],
      { bed: held, leftAt: 5 },
      ['discharge-report', 'gp-letter', 'acute-referral', 'acute-closing-note'],
    ],
    ['it was withdrawn', [fact('plan-stated'), fact('withdrawn')], { finishedAt: 5 }, []],
    [
      'the patient died at home',
      [fact('plan-stated'), fact('deceased')],
      { leftAt: 5, stay: { ...here, state: 'deceased' } },
      ['gp-letter'],
    ],
    ['the death was told by mistake', [fact('plan-stated'), fact('deceased')], {}, ['care-plan']],
  ])('when %s', (_name, events, about, kinds) => {
    expect(waiting(events, about)).toEqual(kinds);
  });
});

describe('who may report', () => {
  const units = unitKinds.filter((kind) => kind !== 'operators');
  const who = (kind: (typeof documentKinds)[number], stage: DocumentStage): readonly UnitKind[] =>
    units.filter((unit) => mayReport({ kind, stage, version: 1 }, [unit]));

  it('is the sender that it was sent, the receiver that it was seen, and both that it arrived', () => {
    expect(who('care-plan', 'sent')).toEqual(['ward']);
    expect(who('care-plan', 'seen')).toEqual(['visitation', 'home-care', 'relief-unit', 'rehabilitation-unit']);
    expect(who('admission-report', 'sent')).toEqual(['visitation', 'home-care', 'relief-unit', 'rehabilitation-unit']);
    expect(who('admission-report', 'seen')).toEqual(['ward']);
    expect(who('acute-closing-note', 'sent')).toEqual(['acute-unit', 'acute-team']);
    expect(who('acute-closing-note', 'arrived')).toEqual(['ward', 'acute-unit', 'acute-team', 'practice']);
    for (const kind of documentKinds) {
      expect(who(kind, 'arrived')).toEqual(
        units.filter((u) => who(kind, 'sent').includes(u) || who(kind, 'seen').includes(u)),
      );
      expect(mayReport({ kind, stage: 'arrived', version: 1 }, ['operators'])).toBe(false);
    }
  });

  it('nobody sends to itself', () => {
    for (const kind of documentKinds) {
      const { from, to } = ownStandards[kind];
      expect(from.filter((party) => to.includes(party))).toEqual([]);
    }
  });
});
