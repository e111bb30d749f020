// What must hold across capability sheets (kompetenceark), the registry and what capabilities demand.
// The same checks meet the files of rules/ and what a unit writes of itself.
import type { UnitSheet } from '../domain/capability-sheet.ts';
import type { Demands } from '../domain/demands.ts';
import type { Registry } from '../domain/organisations.ts';
import type { Finding } from './checks.ts';
import { finding, periodsMeet, repeated } from './checks.ts';

/** Every competence is named once, and only named ones are demanded. */
export function checkDemands({ competences, demands }: Demands): readonly Finding[] {
  const codes = competences.map(({ code }) => code);
  const twice = repeated(codes).map((code) => finding('competences', `Kompetencen ${code} står to gange`));
  const asked = repeated(demands.map(({ capability }) => capability));
  const again = asked.map((capability) => finding('demands', `${capability} står to gange`));
  const unknown = demands.flatMap(({ competence }, index) =>
    competence === undefined || codes.includes(competence)
      ? []
      : [finding(`demands.${index}.competence`, `Ukendt kompetence ${competence}`)],
  );
  return [...twice, ...again, ...unknown];
}

/** What a sheet itself says must be about what is known. `path` is where the sheet stands. */
export function checkSheet(
  { staff = [] }: Pick<UnitSheet, 'staff'>,
  demands: Demands,
  path: string,
): readonly Finding[] {
  const known = demands.competences.map(({ code }) => code);
  return staff.flatMap(({ competence }, index) =>
    known.includes(competence) ? [] : [finding(`${path}staff.${index}.competence`, `Ukendt kompetence ${competence}`)],
  );
}

/** Every sheet belongs to a unit of the registry, in its municipality, and a unit has one sheet of a kind of place at a time. */
export function checkSheets(sheets: readonly UnitSheet[], { units }: Registry, demands: Demands): readonly Finding[] {
  return sheets.flatMap((sheet, index) => {
    const findings: Finding[] = [...checkSheet(sheet, demands, `sheets.${index}.`)];
    const unit = units.find(({ id }) => id === sheet.unit);
    if (unit === undefined) findings.push(finding(`sheets.${index}.unit`, `Ukendt enhed ${sheet.unit}`));
    else if (unit.municipality !== sheet.municipality) {
      findings.push(finding(`sheets.${index}.municipality`, `Enheden ligger ikke i kommune ${sheet.municipality}`));
    }
    const collides = sheets
      .slice(0, index)
      .some((other) => other.unit === sheet.unit && other.kind === sheet.kind && periodsMeet(other, sheet));
    if (collides) findings.push(finding(`sheets.${index}`, 'Perioden overlapper et tidligere ark'));
    return findings;
  });
}
