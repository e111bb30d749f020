// What must hold of agreements: those who are named exist, a municipality leaves with the notice that was agreed,
// and of one year, one day and one task one thing is said. A missing rate or payer is no fault: it stops the request.
import type { Agreement, Joining, PayerRule } from '../domain/agreements.ts';
import { earliestExit } from '../domain/agreements.ts';
import type { Demands } from '../domain/demands.ts';
import type { Registry } from '../domain/organisations.ts';
import { unitById } from '../domain/organisations.ts';
import type { Finding } from './checks.ts';
import { checkPeriod, finding, periodsMeet, repeated } from './checks.ts';

/** Every agreement against the registry, the competences and the others. */
export function checkAgreements(
  agreements: readonly Agreement[],
  registry: Registry,
  { competences }: Pick<Demands, 'competences'>,
): readonly Finding[] {
  const known = competences.map(({ code }) => code);
  const twice = repeated(agreements.map(({ id }) => id)).map((id) => finding('agreements', `${id} står flere gange`));
  const each = agreements.flatMap((agreement, index): readonly Finding[] => {
    const path = `agreements.${index}`;
    const unknown = agreement.competences.flatMap((code, place) =>
      known.includes(code) ? [] : [finding(`${path}.competences.${place}`, `Ukendt kompetence ${code}`)],
    );
    const sameTask = agreements
      .slice(0, index)
      .filter((other) => other.task === agreement.task && periodsMeet(other, agreement))
      .map(({ id }) => finding(`${path}.task`, `${id} gælder om samme opgave i samme tid`));
    return [
      ...checkPeriod(agreement, `${path}.`),
      ...checkNames(agreement, registry, path),
      ...checkJoined(agreement, path),
      ...repeated(agreement.rates.map(({ year }) => `${year}`)).map((year) =>
        finding(`${path}.rates`, `${year} har to takstblade`),
      ),
      ...checkPayers(agreement, path),
      ...unknown,
      ...sameTask,
    ];
  });
  return [...twice, ...each];
}

function checkNames(
  { parties, joined, payers, rates, singleCase }: Agreement,
  registry: Registry,
  path: string,
): readonly Finding[] {
  const isKnown = (id: string): boolean => registry.organisations.some((organisation) => organisation.id === id);
  const organisation = (id: string, place: string): readonly Finding[] =>
    isKnown(id) ? [] : [finding(`${path}.${place}`, `Ukendt organisation ${id}`)];
  const payer = (rule: PayerRule, place: string): readonly Finding[] =>
    rule === 'own-municipality' ? [] : organisation(rule.organisation, `${place}.payer.organisation`);
  return [
    ...parties.flatMap((id, index) => organisation(id, `parties.${index}`)),
    ...joined.flatMap(({ municipality }, index) =>
      registry.organisations.some((one) => one.kind === 'municipality' && one.municipality === municipality)
        ? []
        : [finding(`${path}.joined.${index}.municipality`, `Ukendt kommune ${municipality}`)],
    ),
    ...payers.flatMap((entry, index) => payer(entry.payer, `payers.${index}`)),
    ...rates.flatMap(({ excluded }, year) =>
      excluded.flatMap((entry, index) => payer(entry.payer, `rates.${year}.excluded.${index}`)),
    ),
    ...(unitById(registry, singleCase.otherwise) === undefined
      ? [finding(`${path}.singleCase.otherwise`, `Ukendt enhed ${singleCase.otherwise}`)]
      : []),
  ];
}

/** A municipality is in once at a time, joins no earlier than the agreement begins, and leaves with the agreed notice. */
function checkJoined({ joined, validFrom, exitNoticeMonths }: Agreement, path: string): readonly Finding[] {
  return joined.flatMap((joining, index) => {
    const place = `${path}.joined.${index}`;
    const found: Finding[] = [];
    if (joining.from < validFrom) found.push(finding(`${place}.from`, 'Ligger før aftalen begynder'));
    const { left } = joining;
    if (left !== undefined && left.from <= joining.from) found.push(finding(`${place}.left.from`, 'Ligger før from'));
    if (left !== undefined && left.from < earliestExit(left.notice, exitNoticeMonths)) {
      found.push(finding(`${place}.left.from`, `Varslet er ${exitNoticeMonths} måneder efter ${left.notice}`));
    }
    const meets = joined
      .slice(0, index)
      .some((other) => other.municipality === joining.municipality && overlap(other, joining));
    if (meets) found.push(finding(place, 'Perioden overlapper en tidligere'));
    return found;
  });
}

const overlap = (a: Joining, b: Joining): boolean =>
  (b.left === undefined || a.from < b.left.from) && (a.left === undefined || b.from < a.left.from);

function checkPayers({ payers }: Agreement, path: string): readonly Finding[] {
  return payers.flatMap((entry, index) => [
    ...checkPeriod(entry, `${path}.payers.${index}.`),
    ...(payers.slice(0, index).some((other) => periodsMeet(other, entry))
      ? [finding(`${path}.payers.${index}`, 'Perioden overlapper en tidligere')]
      : []),
  ]);
}
