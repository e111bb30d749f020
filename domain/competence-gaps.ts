// Where competence is missing (kompetencegab): per municipality and capability which units cannot and why, and which
// training would open the most places. The words are those of a match; the rule for one unit is kept beside it.
import type { LocalDate } from './calendar.ts';
import { addDays, weekdays } from './calendar.ts';
import type { CapabilityCode } from './capability-codes.ts';
import { capabilityCodes } from './capability-codes.ts';
import type { Terms, UnitSheet } from './capability-sheet.ts';
import { equipmentNames } from './capability-sheet.ts';
import type { Competence, Demand, Demands, Reporting } from './demands.ts';
import type { DayKind, Stretches } from './duty.ts';
import { both, closed, daysText, minuteOf, stretchesOn, stretchesText } from './duty.ts';
import type { UnitId } from './ids.ts';
import type { PlaceKind } from './organisations.ts';

/** Why a unit cannot. The last two do not keep it from it now: the night is short of staff, or the training soon ends. */
export const gapCodes = [
  'says-no',
  'no-trained-staff',
  'training-ended',
  'training-first',
  'never-on-duty',
  'equipment-missing',
  'delegation-ended',
  'not-staffed-at-night',
  'training-ends-soon',
] as const;
export type GapCode = (typeof gapCodes)[number];

const MINOR: readonly GapCode[] = ['not-staffed-at-night', 'training-ends-soon'];
/** Mended by training alone. */
const TRAINING: readonly GapCode[] = ['no-trained-staff', 'training-ended', 'training-first'];

export interface Gap {
  readonly code: GapCode;
  /** In Danish. */
  readonly text: string;
  /** Code of the competence it is about; null for what is no matter of competence. */
  readonly competence: string | null;
  /** Last day on which somebody is, or was, trained; null for what has no such day. */
  readonly until: LocalDate | null;
}

export interface UnitGaps {
  readonly unit: UnitId;
  readonly kind: PlaceKind;
  /** Places by the sheet, or citizens at once for a team. */
  readonly places: number;
  /** Whether the unit can at some time of some day all the same. */
  readonly capable: boolean;
  readonly gaps: readonly Gap[];
}

export interface CapabilityGaps {
  readonly municipality: string;
  readonly capability: CapabilityCode;
  /** By id; units of which nothing is missing are left out. */
  readonly units: readonly UnitGaps[];
}

/** What one training would open: places at units that lack nothing but it for a capability; each place counts once. */
export interface TrainingGain {
  readonly competence: Competence;
  readonly places: number;
  readonly opens: readonly {
    readonly unit: UnitId;
    readonly municipality: string;
    readonly places: number;
    readonly capabilities: readonly CapabilityCode[];
  }[];
}

export interface CompetenceGaps {
  /** By municipality, then in the order of the vocabulary; capabilities without a gap are left out. */
  readonly gaps: readonly CapabilityGaps[];
  /** Most places first; of equals the one whose code comes first. */
  readonly trainings: readonly TrainingGain[];
}

/**
 * The gaps of the units whose sheet holds on a date in Denmark. A unit that states no staff, or no equipment, is taken at
 * its word, as in a match (match-capability.ts). Sources: issue 5 "Competence"; domain.md 2.5, 3.3.
 */
export function competenceGaps(sheets: readonly UnitSheet[], demands: Demands, date: LocalDate): CompetenceGaps {
  const inForce = sheets
    .filter(({ validFrom, validTo }) => validFrom <= date && (validTo === null || date <= validTo))
    .sort((a, b) => compare(a.municipality, b.municipality) || compare(a.unit, b.unit) || compare(a.kind, b.kind));
  const asked = capabilityCodes.map((code) => ({
    code,
    demand: demands.demands.find(({ capability }) => capability === code),
  }));
  const gaps: CapabilityGaps[] = [];
  const openings = new Map<string, Map<UnitSheet, CapabilityCode[]>>();
  for (const municipality of new Set(inForce.map((sheet) => sheet.municipality))) {
    const own = inForce.filter((sheet) => sheet.municipality === municipality);
    for (const { code, demand } of asked) {
      const units: UnitGaps[] = [];
      for (const sheet of own) {
        const found = unitGaps(sheet, { code, demand, demands, date });
        if (found.length === 0) continue;
        const { unit, kind, places } = sheet;
        units.push({ unit, kind, places, capable: found.every(isMinor), gaps: found });
        const competence = onlyTraining(found);
        if (competence !== null) note(openings, competence, sheet, code);
      }
      if (units.length > 0) gaps.push({ municipality, capability: code, units });
    }
  }
  return { gaps, trainings: gains(openings, demands.competences) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const isMinor = ({ code }: Gap): boolean => MINOR.includes(code);

/** The competence that is the only thing missing, or null. */
function onlyTraining(found: readonly Gap[]): string | null {
  const weighty = found.filter((gap) => !isMinor(gap));
  if (weighty.length === 0 || !weighty.every(({ code }) => TRAINING.includes(code))) return null;
  return weighty[0]?.competence ?? null;
}

function note(
  openings: Map<string, Map<UnitSheet, CapabilityCode[]>>,
  competence: string,
  sheet: UnitSheet,
  code: CapabilityCode,
): void {
  const units = openings.get(competence) ?? new Map<UnitSheet, CapabilityCode[]>();
  units.set(sheet, [...(units.get(sheet) ?? []), code]);
  openings.set(competence, units);
}

function gains(
  openings: ReadonlyMap<string, ReadonlyMap<UnitSheet, readonly CapabilityCode[]>>,
  competences: readonly Competence[],
): readonly TrainingGain[] {
  return competences
    .flatMap((competence): TrainingGain[] => {
      const units = openings.get(competence.code);
      if (units === undefined) return [];
      const opens = [...units].map(([{ unit, municipality, places }, capabilities]) => ({
        unit,
        municipality,
        places,
        capabilities,
      }));
      return [{ competence, places: opens.reduce((sum, { places }) => sum + places, 0), opens }];
    })
    .sort((a, b) => b.places - a.places || compare(a.competence.code, b.competence.code));
}

interface Looked {
  readonly code: CapabilityCode;
  readonly demand: Demand | undefined;
  readonly demands: Demands;
  readonly date: LocalDate;
}

function unitGaps(sheet: UnitSheet, { code, demand, demands, date }: Looked): readonly Gap[] {
  const ability = sheet.capabilities[code] ?? 'no';
  const plain = (gap: GapCode, text: string): Gap => ({ code: gap, text, competence: null, until: null });
  if (ability === 'no') return [plain('says-no', 'Enheden siger nej')];
  const terms: Terms = ability === 'yes' ? {} : ability;
  const found: Gap[] = [];
  const { equipment } = sheet;
  const lacking = equipment === undefined ? [] : (demand?.equipment ?? []).filter((one) => !equipment.includes(one));
  if (lacking.length > 0)
    found.push(plain('equipment-missing', `Mangler ${lacking.map((one) => equipmentNames[one]).join(', ')}`));
  if (terms.delegation !== undefined && terms.delegation.until < date)
    found.push(plain('delegation-ended', `Delegationen gjaldt kun til og med den ${terms.delegation.until}`));
  const competence = demands.competences.find((one) => one.code === demand?.competence);
  if (competence !== undefined) found.push(...staffGaps(sheet, terms, competence, demands.reporting, date));
  return found;
}

function staffGaps(
  { staff }: UnitSheet,
  { onCondition }: Terms,
  { code: competence, holder, training }: Competence,
  { trainingEndsDays, nightFrom, nightTo }: Reporting,
  date: LocalDate,
): readonly Gap[] {
  const gap = (code: GapCode, text: string, until: LocalDate | null = null): Gap => ({ code, text, competence, until });
  const first =
    onCondition === 'training-first' ? [gap('training-first', `Personalet skal oplæres først (${training})`)] : [];
  if (staff === undefined) return first;
  const theirs = staff.filter((one) => one.competence === competence);
  const until = theirs
    .flatMap(({ trained }) => trained.map((one) => one.until))
    .sort()
    .at(-1);
  if (until === undefined) return [gap('no-trained-staff', `Ingen ${holder} (kræver ${training})`)];
  if (until < date)
    return [gap('training-ended', `Oplæringen af ${holder} gjaldt kun til og med den ${until} (${training})`, until)];
  const found = [...first];
  const onDuty = (day: DayKind): Stretches =>
    stretchesOn(
      theirs.flatMap((one) => one.onDuty),
      day,
    );
  if (dayKinds.every((day) => onDuty(day).length === 0)) found.push(gap('never-on-duty', `Ingen ${holder} på vagt`));
  else
    found.push(
      ...nightGap(onDuty, nightOf(nightFrom, nightTo), (text) =>
        gap('not-staffed-at-night', `${text}: ingen ${holder} på vagt`),
      ),
    );
  if (until <= addDays(date, trainingEndsDays))
    found.push(gap('training-ends-soon', `Oplæringen af ${holder} udløber den ${until} (${training})`, until));
  return found;
}

const dayKinds: readonly DayKind[] = [...weekdays, 'holiday'];

function nightOf(from: string, to: string): Stretches {
  const [begins, ends] = [minuteOf(from), minuteOf(to)];
  return begins < ends
    ? [[begins, ends]]
    : [
        [0, ends],
        [begins, 24 * 60],
      ];
}

/** The night's hours with nobody on duty, on the kinds of day that have such. */
function nightGap(onDuty: (day: DayKind) => Stretches, night: Stretches, say: (text: string) => Gap): readonly Gap[] {
  const bare = (day: DayKind): Stretches => both(night, closed(onDuty(day)));
  const days = dayKinds.filter((day) => bare(day).length > 0);
  if (days.length === 0) return [];
  // The hours that are bare on every one of these days, else those of the first.
  const shared = days.reduce((left, day) => both(left, bare(day)), night);
  const [first] = days;
  const hours = shared.length > 0 || first === undefined ? shared : bare(first);
  return [say(`${stretchesText(hours)}${days.length === dayKinds.length ? '' : ` ${daysText(days)}`}`)];
}
