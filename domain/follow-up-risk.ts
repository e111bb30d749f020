// How much follow-up a patient is proposed (indsats), by a dated rule with its reasons: counts and codes, never a diagnosis.
// A proposal only: a person decides, and says why when it is something else (peers rows 46-48; the points are an example).

/** None, a call, one visit, several contacts; each more than the one before. */
export const intensities = {
  none: 'Ingen opfølgning',
  call: 'Opkald',
  visit: 'Et besøg',
  'several-contacts': 'Flere kontakter',
} as const;
export type Intensity = keyof typeof intensities;
export const isIntensity = (code: unknown): code is Intensity =>
  typeof code === 'string' && Object.hasOwn(intensities, code);

/** Why a person chose something else than was proposed; other words go into the note. */
export const otherIntensityReasons = {
  'patient-wishes': 'Patientens ønske',
  'already-followed': 'Følges allerede et andet sted',
  'relatives-help': 'Pårørende tager sig af det',
  'judged-otherwise': 'Fagligt skøn (se note)',
} as const;
export type OtherIntensityReason = keyof typeof otherIntensityReasons;

/** What the rule looks at: counts, or 1 for yes and 0 for no. */
export const riskFacts = {
  age: 'Alder',
  'back-within-30-days': 'Indlagt igen inden for 30 dage',
  'stays-this-year': 'Ophold det seneste år før dette',
  'new-services': 'Ydelser, der bedes om',
  'had-services': 'Havde hjælp før',
  'acute-bed': 'Skal på akutplads',
  'red-mark': 'Rød markering i epikrisen',
  'lives-alone': 'Bor alene',
} as const;
export type RiskFact = keyof typeof riskFacts;
/** Null: nobody has said. */
export type RiskFacts = Readonly<Record<RiskFact, number | null>>;

/** Points for facts of at least so much, and the intensity from so many points on; steps ascend. */
export interface RiskRule {
  readonly points: readonly { readonly fact: RiskFact; readonly atLeast: number; readonly points: number }[];
  readonly steps: readonly { readonly from: number; readonly intensity: Intensity }[];
}

export interface RiskProposal {
  readonly intensity: Intensity;
  readonly points: number;
  /** The facts that gave points, in the rule's order. */
  readonly because: readonly { readonly fact: RiskFact; readonly value: number; readonly points: number }[];
  /** Facts the rule asks for that nobody has said. */
  readonly unknown: readonly RiskFact[];
}

/** What the rule proposes for these facts. Pure; an unknown fact gives no points and is named. */
export function proposeIntensity({ points: table, steps }: RiskRule, facts: RiskFacts): RiskProposal {
  const because = table.flatMap(({ fact, atLeast, points }) => {
    const value = facts[fact];
    return value !== null && value >= atLeast ? [{ fact, value, points }] : [];
  });
  const points = because.reduce((sum, one) => sum + one.points, 0);
  const step = steps.filter(({ from }) => points >= from).at(-1);
  const unknown = [...new Set(table.map(({ fact }) => fact))].filter((fact) => facts[fact] === null);
  return { intensity: step?.intensity ?? 'none', points, because, unknown };
}

/** One Danish sentence: what is proposed, why, and what is not known. */
export function proposalWords({ intensity, because, unknown }: RiskProposal): string {
  const why = because.map(({ fact, value }) => (value === 1 ? riskFacts[fact] : `${riskFacts[fact]}: ${value}`));
  const not = unknown.map((fact) => riskFacts[fact].toLowerCase());
  return [
    `Foreslået: ${intensities[intensity].toLowerCase()}`,
    why.length === 0 ? 'ingen forhold peger på mere' : `fordi ${why.join(' og ')}`,
    ...(not.length === 0 ? [] : [`ikke oplyst: ${not.join(', ')}`]),
  ].join('; ');
}

/** How much follow-up was chosen by what was agreed: items by kind, each contact counted. */
export function intensityOf(agreed: readonly { readonly what: string; readonly contacts: number }[]): Intensity {
  const visits = agreed.filter(({ what }) => what !== 'ward-call').reduce((sum, { contacts }) => sum + contacts, 0);
  if (visits > 1) return 'several-contacts';
  if (visits === 1) return 'visit';
  return agreed.length > 0 ? 'call' : 'none';
}
