// Finished-treatment days in words and kroner: each with its ground, so that whoever pays can see why.
// Nothing here tells who the patient is.
import { danishMunicipalities } from '../domain/danish-municipalities.ts';
import type { CareKind } from '../domain/finished.ts';
import { careKinds, delayCauses } from '../domain/finished.ts';
import type { DischargeId } from '../domain/ids.ts';
import { instant } from '../domain/ids.ts';
import type { Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import type { Amounts, PayableDay } from '../domain/payable-days.ts';
import type { PaymentRulesOn, RateMissing } from '../domain/payment-rules.ts';
import { localText } from '../domain/plan-content.ts';
import type { Difference } from '../domain/statement.ts';
import { allMissing, monthOf } from '../domain/statement.ts';
import { Problem } from './errors.ts';
import type { ShownDay, ShownStatement } from './schemas/statements.ts';

/** Øre in kroner. */
export const kronerOf = ({ region, state, total }: Amounts) => ({
  region: region / 100,
  state: state / 100,
  total: total / 100,
});

const causeWords: Readonly<Record<PayableDay['causeFrom'], string>> = {
  stated: 'Angivet af en person',
  place: 'Efter den plads, der ventes på',
  presumed: 'Formodet: intet andet er sagt',
};

export const municipalityName = ({ organisations }: Registry, code: string): string =>
  organisations.find(({ municipality }) => municipality === code)?.name ?? danishMunicipalities[code] ?? code;

/** Says days in words; what repeats from day to day is found once. */
export function daysIn(registry: Registry): (day: PayableDay) => ShownDay {
  const hospital = remembered((unit: string) => {
    const org = unitById(registry, unit)?.org;
    return registry.organisations.find(({ id }) => id === org)?.name ?? unit;
  });
  const payer = remembered((code: string) => municipalityName(registry, code));
  const time = remembered((at: number) => ({ iso: instant(at), words: localText(instant(at)) }));
  return ({ date, ground, cause, causeFrom, municipality, care, unit, amounts, rate }) => {
    const { finishedAt, decision, dayNumber, rule } = ground;
    const { iso, words } = time(finishedAt);
    return {
      date,
      dayNumber,
      ground: { text: `Færdigbehandlet ${words}, dag ${dayNumber}`, finishedAt: iso, decision, rule },
      cause: { code: cause, label: delayCauses[cause], from: { code: causeFrom, label: causeWords[causeFrom] } },
      payer: { municipality, name: payer(municipality) },
      care: { code: care, label: careKinds[care] },
      hospital: hospital(unit),
      rate,
      kroner: kronerOf(amounts),
    };
  };
}

function remembered<K, V>(find: (key: K) => V): (key: K) => V {
  const found = new Map<K, V>();
  return (key) => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const value = find(key);
    found.set(key, value);
    return value;
  };
}

export function showDifference({ date, before, after, amounts }: Difference, show: (day: PayableDay) => ShownDay) {
  return {
    date,
    month: monthOf(date),
    before: before === null ? null : show(before),
    after: after === null ? null : show(after),
    kroner: kronerOf(amounts),
  };
}

/** The counting rules that these days were counted by, oldest first, with what each says and who says it. */
export function countingRulesOf(
  days: Iterable<Pick<PayableDay, 'ground'>>,
  rules: PaymentRulesOn,
): ShownStatement['countingRules'] {
  const used = new Set<string>();
  for (const { ground } of days) used.add(ground.rule);
  return [...used].sort().flatMap((first) => {
    const rule = rules.counting(first);
    return rule === undefined ? [] : [{ from: first, why: rule.why, source: rule.source, confidence: rule.confidence }];
  });
}

/** What has to be said with amounts: which of them are made up. */
export function notesOf(days: Iterable<Pick<PayableDay, 'rate'>>): string[] {
  const years = new Set<number>();
  for (const { rate } of days) if (rate.invented) years.add(rate.year);
  return [...years].sort().map((year) => `OPDIGTET TAKST for ${year}: eksempel, ikke til betaling`);
}

/** The problem that names every year and kind without a rate, and its cases: a year may be there by mistake. */
export function rateMissing(cases: readonly { id: DischargeId; missing: readonly RateMissing[] }[]): Problem {
  const discharges = cases.map(({ id }) => id);
  const rates = allMissing(cases.flatMap(({ missing }) => missing)).map(
    ({ year, care }: { year: number; care: CareKind }) => ({
      year,
      care,
      label: `${careKinds[care]} ${year}`,
    }),
  );
  return new Problem('rate-missing', { rates, discharges });
}
