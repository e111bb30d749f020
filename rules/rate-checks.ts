// What must hold of the rates for finished patients: steps that begin with day 1 and rise, and one row for each year, kind
// and day of recording. A year without a row is no fault of the file: whoever asks for it is told which year is missing.
import type { PaymentRules } from '../domain/payment-rules.ts';
import type { Finding } from './checks.ts';
import { finding, repeated } from './checks.ts';

export function checkRates({ counting, rates }: PaymentRules): readonly Finding[] {
  return [
    ...repeated(counting.map(({ from, recorded }) => `${from}, kendt ${recorded}`)).map((row) =>
      finding('counting', `${row} står to gange`),
    ),
    ...repeated(rates.map(({ year, care, recorded }) => `${year} ${care}, kendt ${recorded}`)).map((row) =>
      finding('rates', `${row} står to gange; en rettelse er en ny række med sin egen dag`),
    ),
    ...rates.flatMap(({ steps }, index) => {
      const path = `rates.${index}.steps`;
      const begins = steps[0]?.fromDay === 1 ? [] : [finding(path, 'Det første trin skal gælde fra dag 1')];
      const rises = steps.every(({ fromDay }, place) => place === 0 || fromDay > (steps[place - 1]?.fromDay ?? 0));
      return rises ? begins : [...begins, finding(path, 'Trinene skal stå i rækkefølge')];
    }),
  ];
}
