// What the patient and a named relative may see on a link (visning): whether it is open, until when, and what it says.
// The words are those of the leaving sheet: nothing of why the patient was in hospital, no CPR number, address or name.
import type { ViewRules } from './after-leaving.ts';
import type { CaseView } from './case-view.ts';
import type { ConsentEntry } from './consent.ts';
import { consentAt, hasConsent } from './consent.ts';
import type { LeavingFacts } from './leaving-sheet.ts';
import { leavingParts, leavingWords } from './leaving-sheet.ts';
import { mayShare } from './legal-basis.ts';
import type { SheetPart } from './sheet.ts';
import { momentWords } from './sheet.ts';

/** Whether the patient's address is protected (navne- og adressebeskyttelse), as the ward reads it in its own record. */
export const protections = { none: 'Ikke beskyttet', protected: 'Navn og adresse er beskyttet' } as const;
export type AddressProtection = keyof typeof protections;

/** Who is to see it. `relative`: null when that relative is not (any longer) named on the case. */
export type Viewer =
  | { readonly kind: 'patient'; readonly hasPhone: boolean }
  | { readonly kind: 'relative'; readonly relative: string; readonly named: boolean };

export interface ViewFacts {
  readonly view: Pick<CaseView, 'stage' | 'stay' | 'plan' | 'request' | 'objections' | 'leftAt' | 'closedAt'> | null;
  /** Whether a new stay followed: its own plan counts then. */
  readonly followed: boolean;
  /** Null: nobody has said. */
  readonly protection: AddressProtection | null;
  readonly consents: readonly ConsentEntry[];
  readonly viewer: Viewer;
  /** When the link was given, epoch ms; of one that is about to be given, now. */
  readonly invitedAt: number;
}

export const viewClosedReasons = {
  'no-plan': 'Der er ingen plan for udskrivning at vise endnu',
  over: 'Planen gælder ikke længere, eller tiden for at se den er gået',
  'protection-unknown': 'Notér først, om patientens navn og adresse er beskyttet',
  protected: 'Navn og adresse er beskyttet, og patienten har ikke sagt ja til visning alligevel',
  'no-phone': 'Der er ikke noget telefonnummer at sende koden til',
  'not-named': 'Den pårørende er ikke navngivet på forløbet',
  'no-consent': 'Patienten har ikke sagt ja til, at den pårørende må se planen',
  objected: 'Patienten har frabedt sig deling efter samtykke',
} as const;
export type ViewClosedReason = keyof typeof viewClosedReasons;

export type ViewState =
  /** `until`: the last moment, as things stand; epoch ms. */
  { readonly state: 'open'; readonly until: number } | { readonly state: 'closed'; readonly why: ViewClosedReason };

const DAY = 86_400_000;

/**
 * Whether the view is open at `now`, epoch ms. Asked anew at every look, so that what ends it (withdrawal, protection,
 * death, a new stay, time) ends it at once, and what is undone opens it again.
 */
export function viewState(facts: ViewFacts, rules: ViewRules, now: number): ViewState {
  const { view, followed, invitedAt } = facts;
  if (view === null || view.plan === null || view.request !== undefined) return closed('no-plan');
  const until = Math.min(
    invitedAt + rules.longestDays * DAY,
    view.leftAt === null ? Number.POSITIVE_INFINITY : view.leftAt + rules.daysAfterLeaving * DAY,
    view.closedAt === null ? Number.POSITIVE_INFINITY : view.closedAt + rules.daysAfterClosing * DAY,
  );
  if (followed || hasEnded(view) || until <= now) return closed('over');
  const why = barred(facts, view.objections, now);
  return why === null ? { state: 'open', until: Math.min(until, consentEnd(facts, now)) } : closed(why);
}

const closed = (why: ViewClosedReason): ViewState => ({ state: 'closed', why });

/** A closed case may have ended in any way: where the patient is says whether it was by death, the leaving whether at all. */
function hasEnded({ stage, stay, leftAt }: NonNullable<ViewFacts['view']>): boolean {
  if (stage === 'withdrawn' || stage === 'deceased' || stage === 'readmitted') return true;
  return stay.state === 'deceased' || (stage === 'closed' && leftAt === null);
}

function barred(
  { protection, consents, viewer }: ViewFacts,
  objections: readonly string[],
  now: number,
): ViewClosedReason | null {
  if (protection === null) return 'protection-unknown';
  if (protection === 'protected' && !hasConsent(consents, { purpose: 'view-protected', relative: null }, now)) {
    return 'protected';
  }
  if (viewer.kind === 'patient') return viewer.hasPhone ? null : 'no-phone';
  if (!viewer.named) return 'not-named';
  if (!mayShare('consent', objections)) return 'objected';
  return hasConsent(consents, { purpose: 'view-relative', relative: viewer.relative }, now) ? null : 'no-consent';
}

/** When the earliest consent that the view rests on ends. */
function consentEnd({ protection, consents, viewer }: ViewFacts, now: number): number {
  const ends = [
    ...(protection === 'protected' ? [consentAt(consents, { purpose: 'view-protected', relative: null }, now)] : []),
    ...(viewer.kind === 'relative'
      ? [consentAt(consents, { purpose: 'view-relative', relative: viewer.relative }, now)]
      : []),
  ].flatMap((one) => (one.state === 'given' && one.until !== null ? [one.until] : []));
  return Math.min(Number.POSITIVE_INFINITY, ...ends);
}

/** What is shown, in the order of a page. */
export interface PatientSheet {
  readonly title: string;
  readonly about: readonly string[];
  readonly parts: readonly SheetPart[];
  readonly foot: readonly string[];
}

/** The view in plain Danish, said to the patient; a relative reads the same words. `until`: epoch ms, as `viewState`. */
export function patientSheet(
  facts: Omit<LeavingFacts, 'patient'>,
  viewer: Viewer['kind'],
  stage: CaseView['stage'],
  until: number,
): PatientSheet {
  return {
    title: 'Når du skal hjem',
    about: [
      ...(viewer === 'relative' ? ['Du ser planen som pårørende. Teksten er skrevet til den, planen handler om.'] : []),
      ...(stage === 'paused' ? ['Planen er sat på pause. Spørg personalet, hvad der sker nu.'] : []),
      leavingWords(facts.view),
    ],
    parts: leavingParts(facts),
    foot: [
      `Set ${momentWords(facts.now)}. Ændrer noget sig, står det her, næste gang du ser efter.`,
      `Du kan se planen indtil ${momentWords(until)}.`,
    ],
  };
}
