// Who is medically responsible, from one time to another (behandlingsansvar): one list without gaps or overlaps for a case.
// What is recorded comes from the case, what lies ahead from its plan; of two that hold at once the stronger counts.
import type { UnitId } from './ids.ts';
import type { RequestPurpose } from './place-request.ts';
import type { ExtendedResponsibility } from './responsibility.ts';

/** Why somebody is responsible, weakest first, with its Danish words. */
export const grounds = {
  'general-practice': 'Egen læge; uden for åbningstid lægevagten',
  place: 'Den, der gav ordinationen, under opholdet på pladsen',
  'outgoing-team': 'Den, der gav ordinationen, mens det udgående team kommer',
  'treatment-at-home': 'Sygehuset, under hospitalsbehandling i eget hjem',
  extended: 'Den udskrivende afdeling (udvidet behandlingsansvar)',
  elsewhere:
    'Et andet sygehus eller et hospice har patienten; den udskrivende afdeling svarer og ved, hvor patienten er',
  'acute-function': 'Under opholdet på akutpladsen, efter aftalen',
  hospital: 'Sygehuset, under indlæggelsen',
  'hospital-leave': 'Sygehuset, også under orlov',
  deceased: 'Patienten er død; spørgsmål går til den, der havde ansvaret',
} as const;
export type Ground = keyof typeof grounds;

/** One stretch of time, epoch ms; null: without a beginning, or until nobody knows when. */
export interface Period {
  readonly ground: Ground;
  /** Null: the doctor of the time of day (responsibility-contacts.ts). */
  readonly unit: UnitId | null;
  readonly from: number | null;
  readonly until: number | null;
  /** Id of the dated rule, where one decided. */
  readonly rule: string | null;
}

/** A stay in the hospital; `until` null: nobody has said when it ends. */
export interface HospitalStay {
  readonly from: number;
  readonly until: number | null;
  /** The ward that has the patient, and from when each later one had. Never empty. */
  readonly wards: readonly { readonly unit: UnitId; readonly from: number }[];
  /** In order of time; the last may have no end. */
  readonly leaves: readonly { readonly from: number; readonly until: number | null }[];
}

/** A stay on a place, as it was or as it is planned, and who answers for the treatment there. */
export interface PlaceStay {
  readonly from: number;
  readonly until: number | null;
  /** By turns, each from its time on; a null unit is the doctor of the time of day. */
  readonly hands: readonly { readonly unit: UnitId | null; readonly from: number }[];
  readonly rule: string;
}

/** What is known of a course, recorded and planned, in times and codes. */
export interface Course {
  readonly stay: HospitalStay | null;
  readonly extended: ExtendedResponsibility | null;
  /** Left for another hospital or a hospice: who sent the patient on. */
  readonly elsewhere: { readonly unit: UnitId; readonly from: number; readonly until: number } | null;
  readonly place: PlaceStay | null;
  /** Places that the patient lay in before, in order of time. */
  readonly earlier: readonly PlaceStay[];
  /** Of a request without a stay: who gave the order, for what, and as long as it runs. */
  readonly order: {
    readonly unit: UnitId;
    readonly purpose: RequestPurpose;
    readonly from: number;
    readonly until: number | null;
  } | null;
  /** The patient was admitted again, in a case of its own: from then on its course counts, to its own end. */
  readonly next: { readonly from: number; readonly course: Course } | null;
  readonly died: { readonly unit: UnitId | null; readonly from: number } | null;
}

/** All periods of a course in order of time; the first has no beginning and the last no end. Pure. Source: domain.md 1.7, 5. */
export function responsibilityPeriods(course: Course): readonly Period[] {
  return laid([
    ...orderOf(course),
    ...windowOf(course),
    ...placeOf(course),
    ...hospitalOf(course),
    ...endOf(course, responsibilityPeriods),
  ]);
}

/** The same for questions about the hospital stay alone: an acute function in between takes no question over. */
export function stayPeriods(course: Course): readonly Period[] {
  return laid([...orderOf(course), ...windowOf(course), ...hospitalOf(course), ...endOf(course, stayPeriods)]);
}

/** The one period at a time (epoch ms): the end of one is the beginning of the next. */
export function periodAt(periods: readonly Period[], at: number): Period {
  return periods.findLast(({ from }) => from === null || from <= at) ?? otherwise;
}

const otherwise: Period = { ground: 'general-practice', unit: null, from: null, until: null, rule: null };

/** The whole course of the next stay, also where it is the doctor of the time of day: nothing of this case is left then. */
const endOf = ({ next, died }: Course, periodsOf: (course: Course) => readonly Period[]): readonly Period[] => [
  ...(next === null ? [] : since(next.from, periodsOf(next.course))),
  ...(died === null
    ? []
    : [{ ground: 'deceased', unit: died.unit, from: died.from, until: null, rule: null } as const]),
];

const since = (time: number, periods: readonly Period[]): readonly Period[] =>
  periods.map((period) => ({ ...period, from: Math.max(period.from ?? time, time) }));

const windowOf = ({ extended, elsewhere }: Course): readonly Period[] => [
  ...(extended === null ? [] : [{ ground: 'extended', ...extended } as const]),
  ...(elsewhere === null ? [] : [{ ground: 'elsewhere', ...elsewhere, rule: null } as const]),
];

/** A doctor who takes the treatment at home over has it from the order; on a place and with a team from when it begins. */
function orderOf({ order, place }: Course): readonly Period[] {
  if (order === null) return [];
  const { unit, purpose, until } = order;
  const from = purpose === 'treatment-at-home' ? order.from : (place?.from ?? null);
  if (from === null) return [];
  return [{ ground: purpose, unit, from, until: until ?? place?.until ?? null, rule: 'order-giver' }];
}

function placeOf({ place, earlier, order }: Course): readonly Period[] {
  if (order !== null) return [];
  return [...earlier, ...(place === null ? [] : [place])].flatMap(onPlace);
}

function onPlace(place: PlaceStay): readonly Period[] {
  const { hands, until, rule } = place;
  return hands.map(({ unit, from }, index): Period => {
    const ground = unit === null ? 'general-practice' : 'acute-function';
    return {
      ground,
      unit,
      from: Math.max(from, place.from),
      until: sooner(hands[index + 1]?.from ?? null, until),
      rule,
    };
  });
}

const sooner = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

function hospitalOf({ stay }: Course): readonly Period[] {
  if (stay === null) return [];
  const { wards, until } = stay;
  const inWards = wards.map(({ unit, from }, index): Period => {
    const ends = sooner(wards[index + 1]?.from ?? null, until);
    return { ground: 'hospital', unit, from: index === 0 ? stay.from : from, until: ends, rule: null };
  });
  const away = stay.leaves.flatMap((leave): readonly Period[] => {
    const ward = wards.findLast(({ from }) => from <= leave.from) ?? wards[0];
    const ends = sooner(leave.until, until);
    return ward === undefined
      ? []
      : [{ ground: 'hospital-leave', unit: ward.unit, from: leave.from, until: ends, rule: null }];
  });
  return [...inWards, ...away];
}

/** Lays each period over those before it; what is empty or reversed covers nothing. Equal neighbours become one. */
function laid(over: readonly Period[]): readonly Period[] {
  const all = over.reduce(lay, [otherwise]);
  const joined: Period[] = [];
  for (const period of all) {
    const before = joined.at(-1);
    if (before !== undefined && before.ground === period.ground && before.unit === period.unit) {
      joined[joined.length - 1] = { ...before, until: period.until };
    } else joined.push(period);
  }
  return joined;
}

function lay(under: readonly Period[], top: Period): readonly Period[] {
  const begins = top.from ?? Number.NEGATIVE_INFINITY;
  const ends = top.until ?? Number.POSITIVE_INFINITY;
  if (ends <= begins) return under;
  const parts = under.flatMap((period): readonly Period[] => {
    const [from, until] = [period.from ?? Number.NEGATIVE_INFINITY, period.until ?? Number.POSITIVE_INFINITY];
    const before = from < begins ? [{ ...period, until: until > begins ? top.from : period.until }] : [];
    const after = until > ends ? [{ ...period, from: from < ends ? top.until : period.from }] : [];
    return [...before, ...after];
  });
  return [...parts, top].sort((a, b) => (a.from ?? Number.NEGATIVE_INFINITY) - (b.from ?? Number.NEGATIVE_INFINITY));
}
