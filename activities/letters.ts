// The words of each kind of message, in Danish, for the people who read it: what it is about, and what is to be done.
// Every field of the plan stands there; what the ward has not stated is "ikke angivet", what is new says so (XDIS21).
import type { LetterKind } from '../domain/case-view.ts';
import { instant } from '../domain/ids.ts';
import { letterSubject } from '../domain/letter-subjects.ts';
import type { Unit } from '../domain/organisations.ts';
import { planFieldLabels } from '../domain/plan.ts';
import { localText, notStated, planLines, planText } from '../domain/plan-content.ts';
import type { Category } from '../medcom/codes.ts';
import type { PlanVersion } from '../store/plans.ts';
import type { PlainLetter } from './contract.ts';

export interface Letter {
  readonly category: Category;
  readonly topic: string;
  readonly text: string;
}

export interface LetterContext {
  readonly from: Unit;
  readonly to: Unit;
  /** Where answers are to go; often `from` itself. */
  readonly answersTo: Unit;
  /** Of a request for a place: nobody is discharged. */
  readonly isRequest: boolean;
  /** The version the message tells of, with what is new in it to `to`; null when the ward has stated none. */
  readonly plan: PlanVersion | null;
  /** Of what was agreed by phone: why somebody rang, and what was said. */
  readonly agreed?: readonly string[];
}

export function letter(kind: LetterKind, { from, to, answersTo, isRequest, plan, agreed = [] }: LetterContext): Letter {
  const { category, topic } = letterSubject(kind, isRequest);
  const body =
    kind === 'phone-agreement'
      ? byPhone(agreed)
      : ((isRequest ? requestBodies[kind] : undefined) ?? bodyOf(kind, plan, from));
  const elsewhere =
    answersTo.id === from.id ? [] : [`Svar sendes til ${answersTo.name}, lokationsnummer ${answersTo.gln}.`];
  const ring = `Spørgsmål: ring til ${from.name}, ${from.phone}.`;
  const lines = [`Til ${to.name}`, '', ...body, '', ...elsewhere, ring];
  return { category, topic, text: lines.join('\n') };
}

/** Of a request for a place, where the words differ from those of a discharge. */
const requestBodies: Readonly<Partial<Record<LetterKind, readonly string[]>>> = {
  withdrawal: [
    'Anmodningen om en plads er trukket tilbage.',
    'Pladsen, som vi har bedt om, er ikke længere nødvendig.',
  ],
  death: ['Borgeren er død.', 'Pladsen, som vi har bedt om, er ikke længere nødvendig.'],
  'bed-released': ['Pladsen, som I holdt til borgeren, er ikke længere nødvendig.'],
};

const byPhone = (agreed: readonly string[]): readonly string[] => [
  'Det er aftalt på telefon. Brevet skriver ned, hvad der blev sagt.',
  '',
  ...agreed,
];

/** What stands between who it is to and where to ask. */
function bodyOf(kind: PlainLetter, plan: PlanVersion | null, from: Unit): readonly string[] {
  switch (kind) {
    case 'plan':
      return [`Plan for udskrivning. Vi beder om svar på ydelserne.${marked(plan)}`, '', ...news(plan), ...lines(plan)];
    case 'changed-plan':
      return [
        `Planen for udskrivning er ændret.${plan === null || hasNews(plan) ? marked(plan) : NOTHING_NEW}`,
        '',
        ...news(plan),
        ...lines(plan),
      ];
    case 'short-stay':
      return [
        'Opholdet ventes at blive kort, så der sendes ingen plejeforløbsplan.',
        'Afdelingen ringer, hvis kommunen skal handle, og skriver ned, hvad der aftales. Det drejer sig om:',
        '',
        ...news(plan),
        ...lines(plan),
      ];
    case 'heads-up':
      return [
        `Din patient er indlagt på ${from.name}. Meddelelsen er til orientering og kræver intet svar.`,
        `${planFieldLabels.date}: ${plan === null ? notStated : (planText(plan.content, 'date') ?? notStated)}`,
      ];
    case 'withdrawal':
      return [
        'Planlægningen af udskrivningen er trukket tilbage.',
        'Ydelser og plads, som vi har bedt om, skal ikke sættes i gang.',
      ];
    case 'pause':
      return [
        'Planlægningen af udskrivningen er sat på pause.',
        'Aftalte datoer gælder ikke, før I hører fra os igen.',
      ];
    case 'resumption':
      return ['Planlægningen af udskrivningen er genoptaget. Planen er:', '', ...lines(plan)];
    case 'death':
      return ['Patienten er død.', 'Ydelser og plads, som vi har bedt om, bedes stoppet med det samme.'];
    case 'still-here':
      return [
        'Patienten er alligevel ikke udskrevet og er fortsat indlagt.',
        'Ydelser og plads, som skulle begynde ved udskrivningen, afventer. Planen er:',
        '',
        ...lines(plan),
      ];
    case 'alive':
      return [
        'Meddelelsen om, at patienten er død, var en fejl. Patienten lever.',
        'Afdelingen ringer og beder om ydelser på ny. Planen er:',
        '',
        ...lines(plan),
      ];
    case 'responsibility-passed':
      return [
        `Det udvidede behandlingsansvar, som ${from.name} har haft efter udskrivningen, er slut.`,
        'Spørgsmål om behandlingen går fra nu af til egen læge, og uden for åbningstid til lægevagten.',
      ];
    case 'follow-up-cancelled':
      return [
        'En opfølgning, som I har en tid til for denne patient, skal ikke gennemføres som planlagt.',
        'Enten er patienten indlagt igen, eller også er der aftalt noget andet. Ring, hvis I er i tvivl.',
      ];
    case 'bed-released':
      return ['Pladsen, som I holdt til patienten, er ikke længere nødvendig.'];
  }
}

const hasNews = (plan: PlanVersion | null): plan is PlanVersion => plan !== null && plan.changes.length > 0;

const marked = (plan: PlanVersion | null): string => (hasNews(plan) ? ' Det nye er mærket NYT.' : '');

/** Of a plan that was changed and changed back before its reader was told. */
const NOTHING_NEW = ' Intet er nyt, siden vi sidst skrev.';

/** A section of its own for what is new to the reader, with its date, the word NYT and what stood there before. */
function news(plan: PlanVersion | null): readonly string[] {
  if (!hasNews(plan)) return [];
  return [
    `NYT ${localText(instant(plan.at))}`,
    ...plan.changes.map(
      ({ field, old, new: now }) => `${planFieldLabels[field]}: ${now ?? notStated} (før: ${old ?? notStated})`,
    ),
    '',
  ];
}

/** All fields of the plan in their fixed order. */
function lines(plan: PlanVersion | null): readonly string[] {
  if (plan === null) return ['Afsnittet har ikke angivet nye behov.'];
  return [
    `Version ${plan.version}, ${localText(instant(plan.at))}`,
    ...planLines(plan.content).map(({ field, text }) => `${planFieldLabels[field]}: ${text ?? notStated}`),
  ];
}
