// Documents that have a MedCom standard of their own (plejeforløbsplan, epikrise, ...): the hospital's and the municipality's
// systems send them, this service never does. It keeps a row for each: sent, arrived at a system, seen by a person.
import { takesPlace } from './bed.ts';
import type { CaseView, EventView } from './case-view.ts';
import type { FactKind } from './facts.ts';
import type { PersonId, SubmissionId } from './ids.ts';
import type { UnitKind } from './organisations.ts';

/** Who sends or receives a document. A party is told by the kind of its unit, whoever owns the unit on that date. */
export const documentParties = ['hospital', 'municipality', 'acute-unit', 'gp'] as const;
export type DocumentParty = (typeof documentParties)[number];

interface OwnStandard {
  readonly label: string;
  /** Code of the standard, as the network names it; its versions are the systems' matter. */
  readonly standard: string;
  /** One of these sends it. */
  readonly from: readonly DocumentParty[];
  /** One of these receives it. Copies to others (citizen, practice) are not followed. */
  readonly to: readonly DocumentParty[];
}

const table = {
  'care-plan': { label: 'Plejeforløbsplan', standard: 'XDIS21', from: ['hospital'], to: ['municipality'] },
  'finished-notice': {
    label: 'Melding om færdigbehandling',
    standard: 'XDIS19',
    from: ['hospital'],
    to: ['municipality'],
  },
  'discharge-report': { label: 'Udskrivningsrapport', standard: 'XDIS18', from: ['hospital'], to: ['municipality'] },
  'admission-report': { label: 'Indlæggelsesrapport', standard: 'XDIS16', from: ['municipality'], to: ['hospital'] },
  'gp-letter': { label: 'Epikrise', standard: 'XDIS01', from: ['hospital'], to: ['gp'] },
  'rehabilitation-plan': {
    label: 'Genoptræningsplan',
    standard: 'GGOP100',
    from: ['hospital'],
    to: ['municipality'],
  },
  'acute-referral': {
    label: 'Henvisning til kommunal akutfunktion',
    standard: 'XREF22',
    from: ['hospital', 'gp'],
    to: ['acute-unit'],
  },
  'acute-closing-note': {
    label: 'Afslutningsnotat fra akutfunktion',
    standard: 'XDIS22',
    from: ['acute-unit'],
    to: ['hospital', 'gp'],
  },
  'municipal-results': {
    label: 'Kommunale prøvesvar',
    standard: 'HomeCareObservation',
    from: ['acute-unit'],
    to: ['gp'],
  },
} as const satisfies Record<string, OwnStandard>;

export type DocumentKind = keyof typeof table;

/** The documents, who sends each to whom (domain.md 1.5 and 2.3). */
export const ownStandards: Readonly<Record<DocumentKind, OwnStandard>> = table;

export const isDocumentKind = (kind: unknown): kind is DocumentKind =>
  typeof kind === 'string' && Object.hasOwn(table, kind);

/** In the order of the table. */
export const documentKinds: readonly DocumentKind[] = Object.keys(table).filter(isDocumentKind);

/** What can be reported of a document: sent, refused on its way, received by the receiver's system, read by a named person. */
export const documentStages = ['sent', 'failed', 'arrived', 'seen'] as const;
export type DocumentStage = (typeof documentStages)[number];
export const documentStates = ['not-sent', ...documentStages] as const;

/** One report, in codes. `asked`: a stay notice asked the municipality for it, no version yet. */
export interface ReportedDocument {
  readonly kind: DocumentKind;
  readonly stage: DocumentStage | 'asked';
  /** The sending system's own number, 1 for the first; a corrected document (rettet brev) has a higher one. */
  readonly version: number;
}

const partyOf: Readonly<Record<UnitKind, DocumentParty | null>> = {
  ward: 'hospital',
  visitation: 'municipality',
  'home-care': 'municipality',
  'relief-unit': 'municipality',
  'rehabilitation-unit': 'municipality',
  'acute-unit': 'acute-unit',
  'acute-team': 'acute-unit',
  practice: 'gp',
  operators: null,
};

/**
 * Whether somebody who acts for units of these kinds may report this: the sender that it was sent; the receiver that it
 * was seen; that it arrived, or did not, both know, one by its receipt.
 */
export function mayReport({ kind, stage }: ReportedDocument, units: readonly UnitKind[]): boolean {
  const { from, to } = ownStandards[kind];
  const who = stage === 'seen' ? to : stage === 'sent' ? from : [...from, ...to];
  return actsFor(who, units);
}

/** Whether somebody who acts for units of these kinds is one of the parties. */
export const actsFor = (parties: readonly DocumentParty[], units: readonly UnitKind[]): boolean =>
  units.some((unit) => parties.some((party) => party === partyOf[unit]));

/** When something happened, by whose report. */
export interface Report {
  /** Epoch ms. */
  readonly at: number;
  readonly by: PersonId;
  /** Where its words are: the sender's reference, the name of who saw it. */
  readonly submission: SubmissionId | null;
}

/** How one document stands: what is known of its newest version. */
export interface DocumentRow {
  readonly kind: DocumentKind;
  /** Null until anything is known of a version. */
  readonly version: number | null;
  /** The furthest stage reported of that version. */
  readonly state: (typeof documentStates)[number];
  /** The case is one in which it should be sent. */
  readonly expected: boolean;
  readonly sent: Report | null;
  readonly arrived: Report | null;
  readonly failed: Report | null;
  readonly seen: Report | null;
}

type Facts = Pick<EventView, 'fact' | 'codes' | 'happenedAt' | 'actor' | 'submission'>;
type Standing = Pick<CaseView, 'stay' | 'plan' | 'branch' | 'bed' | 'finishedAt' | 'leftAt'>;

/**
 * A referral and a closing note belong to one place: what was reported before that place was asked for, or before the
 * patient came there, is of another one.
 */
const begins: Readonly<Partial<Record<DocumentKind, FactKind>>> = {
  'acute-referral': 'bed-asked',
  'acute-closing-note': 'arrived',
};

type KnownReport = ReportedDocument & { readonly report: Report };

/** The reports of a kind that count for how it stands now. */
function reportsOf(kind: DocumentKind, events: readonly Facts[]): readonly KnownReport[] {
  const first = begins[kind];
  const since = Math.max(...events.filter(({ fact }) => fact === first).map(({ happenedAt }) => happenedAt));
  return events.flatMap(reported).filter((one) => one.kind === kind && one.stage !== 'asked' && one.report.at >= since);
}

/** When the document was first known to be out (epoch ms), by whatever report of it; null while nobody has said so. */
export function knownSince(kind: DocumentKind, events: readonly Facts[]): number | null {
  const times = reportsOf(kind, events).map(({ report }) => report.at);
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * The rows of a case: each document that was reported or is expected. The same reports give the same rows in any order
 * and however often they came: of one version and stage the earliest counts, and what is known of an older version says
 * nothing of a newer one.
 */
export function documentRows(events: readonly Facts[], standing: Standing): readonly DocumentRow[] {
  return documentKinds.flatMap((kind): DocumentRow[] => {
    const own = reportsOf(kind, events);
    const expected = isExpected(kind, events, standing);
    if (own.length === 0) return expected ? [{ kind, ...nothingKnown, expected }] : [];
    const version = Math.max(...own.map((one) => one.version));
    const first = (stage: DocumentStage): Report | null =>
      own
        .filter((one) => one.version === version && one.stage === stage)
        .map(({ report }) => report)
        .sort(earlier)[0] ?? null;
    const [sent, arrived, failed, seen] = [first('sent'), first('arrived'), first('failed'), first('seen')];
    const known = documentStages.filter((stage) => own.some((one) => one.version === version && one.stage === stage));
    return [{ kind, version, state: known.at(-1) ?? 'sent', expected, sent, arrived, failed, seen }];
  });
}

const nothingKnown = { version: null, state: 'not-sent', sent: null, arrived: null, failed: null, seen: null } as const;

/** By time; of two at the same time always the same one, whichever came first. */
function earlier(a: Report, b: Report): number {
  if (a.at !== b.at) return a.at - b.at;
  const [one, other] = [a, b].map(({ by, submission }) => `${by} ${submission ?? ''}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

/** Tasks of which the answer `sent` is a report. */
const sentByAnswer: Readonly<Record<string, DocumentKind>> = {
  'send-referral': 'acute-referral',
  'closing-note': 'acute-closing-note',
};

/** A fact as a report. That the letter was sent is a step of its own (send-letter), and the same report. */
function reported({ fact, codes, happenedAt, actor, submission }: Facts): KnownReport[] {
  const report = { at: happenedAt, by: actor, submission };
  if (fact === 'task-answered') {
    const answered = codes['answer'] === 'sent' ? sentByAnswer[String(codes['kind'])] : undefined;
    return answered === undefined ? [] : [{ kind: answered, stage: 'sent', version: 1, report }];
  }
  const version = typeof codes['documentVersion'] === 'number' ? codes['documentVersion'] : 1;
  if (fact === 'letter-sent') return [{ kind: 'gp-letter', stage: 'sent', version, report }];
  const stage = (['asked', ...documentStages] as const).find((known) => fact === `document-${known}`);
  const kind = codes['document'];
  return stage === undefined || !isDocumentKind(kind) ? [] : [{ kind, stage, version, report }];
}

/** Whether the case has come to where the document should be sent (domain.md 1.3 and 1.5). */
function isExpected(
  kind: DocumentKind,
  events: readonly Facts[],
  { stay, plan, branch = 'long', bed, finishedAt, leftAt }: Standing,
): boolean {
  const happened = (fact: Facts['fact']): boolean => events.some((event) => event.fact === fact);
  // Only the letter to the practice still goes out when the discharge came to nothing after the patient had left.
  if (kind === 'gp-letter') return leftAt !== null;
  // A death can be taken back (AN_MORS), so it is the stay that tells of it and not the fact.
  if (happened('withdrawn') || stay.state === 'deceased') return false;
  switch (kind) {
    case 'care-plan':
      return happened('plan-stated') && branch === 'long';
    case 'finished-notice':
      return finishedAt !== null;
    case 'discharge-report':
      return leftAt !== null;
    case 'admission-report':
      return events.some(({ fact, codes }) => fact === 'document-asked' && codes['document'] === kind);
    case 'rehabilitation-plan':
      return plan?.services.includes('rehabilitation') ?? false;
    case 'acute-referral':
      return takesPlace(bed) || bed.state === 'ended';
    case 'acute-closing-note':
      return bed.state === 'in-use' || bed.state === 'ended' || (bed.state === 'held' && leftAt !== null);
    case 'municipal-results':
      return false;
  }
}
