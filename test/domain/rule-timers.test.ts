// Every timer of the table in domain.md 1.12 is a clock: its value where the table states one, its source and how sure it is.
// The table is written again here, by hand, so that a rule file that loses or changes one of them is found out.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ClockName } from '../../domain/clocks.ts';
import { clockNames } from '../../domain/clocks.ts';
import type { Facts } from '../../domain/rule-form.ts';
import { rule, ruleSetOn } from '../../domain/rule-set.ts';
import { ruleBook, utc } from './rule-book.ts';

const book = await ruleBook();
const set = ruleSetOn(book.ruleSets, '2026-11-20');

interface Timer {
  readonly timer: string;
  readonly clock: ClockName;
  /** A Friday in November, unless said. */
  readonly from: string;
  readonly due: string;
  readonly confidence: 'H' | 'M';
  /** Words of the source that domain.md names. */
  readonly source: RegExp;
  readonly facts?: Facts;
}

const friday = '2026-11-20T10:00+01:00';
const timers: readonly Timer[] = [
  {
    timer: 'receipt missing: sent again',
    clock: 'receipt',
    from: friday,
    due: '2026-11-20T10:30+01:00',
    confidence: 'H',
    source: /MedCom/,
  },
  {
    timer: 'admission report: 24 h after admission',
    clock: 'admission-report',
    from: friday,
    due: '2026-11-21T08:00+01:00',
    confidence: 'H',
    source: /sektorovergang.*trin 2/,
    facts: { anchor: utc('2026-11-20T08:00+01:00') },
  },
  {
    timer: 'branch short or long stay: 24 h',
    clock: 'stay-branch',
    from: friday,
    due: '2026-11-21T08:00+01:00',
    confidence: 'H',
    source: /sektorovergang.*trin 5a/,
    facts: { anchor: utc('2026-11-20T08:00+01:00') },
  },
  {
    timer: 'municipal action within 24 h: always a call',
    clock: 'municipal-action-soon',
    from: friday,
    due: '2026-11-23T10:00+01:00',
    confidence: 'H',
    source: /sektorovergang.*akut forløb/,
    facts: { anchor: utc('2026-11-24T10:00+01:00') },
  },
  {
    timer: 'same-day discharge without a call: plan sent by 12:00',
    clock: 'plan-same-day',
    from: friday,
    due: '2026-11-20T12:00+01:00',
    confidence: 'H',
    source: /sektorovergang.*trin 7/,
  },
  {
    timer: 'correspondence to a ward: sent before 14:30',
    clock: 'correspondence-same-day',
    from: friday,
    due: '2026-11-20T14:30+01:00',
    confidence: 'H',
    source: /sektorovergang.*trin 11/,
  },
  {
    timer: 'the municipality reads once per shift',
    clock: 'message-seen',
    from: friday,
    due: '2026-11-20T23:00+01:00',
    confidence: 'M',
    source: /rammeaftale om korrespondance/,
  },
  {
    timer: 'notice of finished treatment: the same day',
    clock: 'finished-notice',
    from: friday,
    due: '2026-11-20T23:59+01:00',
    confidence: 'M',
    source: /^Region Midtjylland, e-Dok .*Sundhedsstyrelsens notat/,
    facts: { anchor: utc('2026-11-20T09:30+01:00') },
  },
  {
    timer: 'payment steps up from day 3',
    clock: 'finished-step-up',
    from: friday,
    due: '2026-11-22T00:00+01:00',
    confidence: 'M',
    source: /Lov nr\. 1737/,
  },
  {
    timer: 'extended responsibility: 72 h after discharge',
    clock: 'extended-responsibility-end',
    from: friday,
    due: '2026-11-23T10:00+01:00',
    confidence: 'M',
    source: /Regeringen og Danske Regioner, februar 2023/,
  },
  {
    timer: 'first follow-up visit at home: 6-8 days after discharge',
    clock: 'follow-up-visit',
    from: friday,
    due: '2026-11-28T16:00+01:00',
    confidence: 'M',
    source: /opfølgende hjemmebesøg.*2011/,
  },
  {
    timer: 'rehabilitation offered: 7 days',
    clock: 'rehabilitation-offer',
    from: friday,
    due: '2026-11-27T10:00+01:00',
    confidence: 'H',
    source: /Sundhedsloven § 140/,
  },
  {
    timer: 'acute stay reassessed: 5 days',
    clock: 'acute-stay-reassessment',
    from: friday,
    due: '2026-11-25T10:00+01:00',
    confidence: 'M',
    source: /Herning og Skive/,
  },
  {
    timer: 'psychiatric network meeting: 5 working days',
    clock: 'network-meeting',
    from: friday,
    due: '2026-11-27T16:00+01:00',
    confidence: 'M',
    source: /Region Hovedstaden/,
  },
  {
    timer: 'adverse event reported by staff: 7 days',
    clock: 'uth-report',
    from: friday,
    due: '2026-11-27T10:00+01:00',
    confidence: 'M',
    source: /utilsigtede hændelser/,
  },
  {
    timer: 'the patient can read the letter: about 3 days',
    clock: 'letter-to-patient',
    from: friday,
    due: '2026-11-23T10:00+01:00',
    confidence: 'H',
    source: /Randers og Herlev/,
  },
  {
    timer: 'transport ordered by the citizen: last weekday before',
    clock: 'transport-order',
    from: friday,
    due: '2026-11-27T15:00+01:00',
    confidence: 'M',
    source: /IV-behandling/,
    facts: { anchor: utc('2026-11-30T09:00+01:00'), orderedBy: 'citizen' },
  },
  {
    timer: 'transport ordered by the municipality: 16:00 the day before',
    clock: 'transport-order',
    from: friday,
    due: '2026-11-29T16:00+01:00',
    confidence: 'M',
    source: /IV-behandling/,
    facts: { anchor: utc('2026-11-30T09:00+01:00'), orderedBy: 'municipality' },
  },
];

const ask = (clock: ClockName, municipality: string, from: string, facts: Facts = {}) =>
  rule(book, { clock, municipality, from: utc(from), facts });

describe('the table of timers', () => {
  it.each(timers)('has a clock for: $timer', ({ clock, from, due, confidence, source, facts }) => {
    // A municipality of no cluster has the values that hold for the whole region.
    const ruling = ask(clock, '0101', from, facts);
    expect([ruling.due, ruling.confidence]).toEqual([utc(due), confidence]);
    expect(ruling.source).toMatch(source);
    expect(ruling.why).not.toBe('');
  });

  it('sends again at most twice, and then a person rings', () => {
    expect(ask('receipt', '0101', friday)).toMatchObject({ silence: 'send-again', resends: 2 });
  });

  it('has what was sent to a ward before 14:30 read by 15:00', () => {
    expect(ask('correspondence-same-day', '0101', friday).ladder.at(-1)?.at).toBe(utc('2026-11-20T15:00+01:00'));
  });

  it('gives a decision that is recorded late in the day an hour for its notice', () => {
    const late = { anchor: utc('2026-11-20T22:00+01:00') };
    expect(ask('finished-notice', '0101', '2026-11-20T23:30+01:00', late).due).toBe(utc('2026-11-21T00:30+01:00'));
  });

  it('says that wards read 8-15 on all days, clinics on weekdays', () => {
    expect(set.readingHours).toMatchObject({
      ward: [{ days: expect.arrayContaining(['saturday', 'sunday', 'holiday']), opens: '08:00', closes: '15:00' }],
      clinic: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], opens: '08:00', closes: '15:00' }],
    });
  });

  it('opens the window of the first visit on the sixth day', () => {
    expect(ask('follow-up-visit', '0791', friday).notBefore).toBe(utc('2026-11-26T08:00+01:00'));
  });

  it('warns before the extended responsibility ends', () => {
    expect(ask('extended-responsibility-end', '0791', friday).remindAt).toEqual([utc('2026-11-22T22:00+01:00')]);
  });

  it('wants a call whenever municipal action is expected within 24 hours, to the minute', () => {
    const rings = (anchor: string) => ask('municipal-action-soon', '0791', friday, { anchor: utc(anchor) }).callFirst;
    expect(rings('2026-11-21T10:00+01:00')).toBe(true);
    expect(rings('2026-11-21T10:01+01:00')).toBeUndefined();
    expect(rings('2026-11-20T09:00+01:00')).toBe(true);
  });

  it('does not guess when or by whom transport is ordered', () => {
    expect(() => ask('transport-order', '0791', friday, { orderedBy: 'citizen' })).toThrow('fact-missing: anchor');
    expect(() => ask('transport-order', '0791', friday, { anchor: '2026-11-30' })).toThrow('fact-missing: orderedBy');
  });
});

/** domain.md lies beside the project where its facts are at hand; elsewhere the copy above is all there is. */
const DOMAIN = fileURLToPath(new URL('../../../shared/reference/domain.md', import.meta.url));

describe.skipIf(!existsSync(DOMAIN))('the table as domain.md has it', () => {
  const text = existsSync(DOMAIN) ? readFileSync(DOMAIN, 'utf8') : '';
  const rows = (/^### 1\.12[\s\S]*?\n\n([\s\S]*?)\n\n/m.exec(text)?.[1] ?? '')
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .map(([, timer = '', , confidence = '']) => ({ timer, confidence }));
  /** Reading hours are no clock; they stand in the rule set by themselves, above. */
  const clockOf: Readonly<Record<string, ClockName | 'hours'>> = {
    'Receipt missing → resend; then human': 'receipt',
    'Admission report from municipality': 'admission-report',
    'Branch short/long stay': 'stay-branch',
    '"Phone always" rule (municipal action expected soon)': 'municipal-action-soon',
    'Same-day discharge without phone only if plan already sent by': 'plan-same-day',
    'Correspondence to ward: send before / read before': 'correspondence-same-day',
    'Ward reading hours': 'hours',
    'Municipality reads correspondence': 'message-seen',
    'Notice of finished treatment': 'finished-notice',
    'Payment step-up for finished patients': 'finished-step-up',
    "Hospital's extended responsibility": 'extended-responsibility-end',
    'Follow-up home visit, first': 'follow-up-visit',
    'Rehabilitation offer': 'rehabilitation-offer',
    'Acute-stay reassessment': 'acute-stay-reassessment',
    'Psychiatric network meeting': 'network-meeting',
    'Adverse event (UTH) report by staff': 'uth-report',
    'GP letter available to patient': 'letter-to-patient',
    'Transport order (IV home treatment)': 'transport-order',
  };

  it('has no timer that is not a clock here, and no clock here is of a row that is gone', () => {
    expect(rows.map(({ timer }) => timer)).toEqual(Object.keys(clockOf));
    const known = Object.values(clockOf).filter((clock) => clock !== 'hours');
    expect(new Set(timers.map(({ clock }) => clock))).toEqual(new Set(known));
  });

  it('is nowhere less sure than the rule, which is less sure where it adds something of ours to the row', () => {
    const lower = rows.flatMap(({ timer, confidence: stated }) => {
      const clock = clockOf[timer];
      if (clock === undefined || clock === 'hours') return [];
      const { confidence } = set.clocks[clock];
      expect([timer, ['H', 'M'].indexOf(confidence)]).not.toEqual([timer, -1]);
      if (stated.startsWith('M')) expect([timer, confidence]).toEqual([timer, 'M']);
      return stated.startsWith(confidence) ? [] : [clock];
    });
    // How many shifts there are to read in, which day is day 1, the text for this region, and that it holds everywhere.
    expect(lower).toEqual([
      ...['message-seen', 'finished-step-up', 'extended-responsibility-end', 'acute-stay-reassessment'],
    ]);
  });
});

describe('clusters', () => {
  const one: Readonly<Record<string, string>> = {
    aarhus: '0751',
    midt: '0791',
    goedstrup: '0657',
    randers: '0730',
    horsens: '0615',
  };

  it('each have their own time for a Friday afternoon, and say which', () => {
    const rulings = Object.entries(one).map(([id, municipality]) => ({
      id,
      ...ask('friday-afternoon', municipality, '2026-11-20T15:30+01:00'),
    }));
    expect(new Set(rulings.map(({ due }) => due)).size).toBe(5);
    for (const { id, why, rule: name } of rulings) {
      expect(name).toBe(`rm-2026.1/${id}/friday-afternoon`);
      expect(why).toContain(`klyngen ${set.clusters[id]?.name}`);
    }
  });

  it('differ in at least two clocks each, with words of their own', () => {
    for (const [id, { clocks }] of Object.entries(set.clusters)) {
      const own = clockNames.flatMap((clock) => {
        const rule = clocks[clock];
        return rule === undefined || rule.why === set.clocks[clock].why ? [] : [clock];
      });
      expect(own.length, id).toBeGreaterThanOrEqual(2);
    }
  });
});
