// Coded reasons with their Danish words: for a no, a withdrawal, something not done, a way of leaving.
// A decline concerns a service or a place, never the citizen; other words go into the note in PostgreSQL.

/** Why a service or a place is declined (peers row 22: code + optional note; no decline without a code). */
export const declineReasons = {
  'no-capacity': 'Ingen ledig plads eller tid',
  'competence-missing': 'Kompetencen er ikke til stede',
  'equipment-missing': 'Udstyr mangler',
  'outside-hours': 'Uden for bemandet tid',
  'not-a-municipal-task': 'Ikke en kommunal opgave',
  'more-information-needed': 'Oplysninger mangler',
  'needs-other-service': 'Behovet dækkes bedre på anden måde',
  other: 'Andet (se note)',
} as const;

/** Why a place is no longer held for a patient. */
export const bedGoneReasons = {
  lapsed: 'Patienten er ikke udskrevet i tide',
  'let-go': 'Givet fri af den, der bad om pladsen',
  withdrawn: 'Trukket tilbage af enheden',
  'no-longer-fits': 'Enheden kan ikke længere det, der er brug for',
} as const;

/** Why the place is not kept longer than agreed. */
export const notLongerReasons = {
  'place-taken': 'Pladsen er lovet til en anden i den nye periode',
  'not-possible': 'Det kunne ikke gennemføres; ring til enheden',
} as const;

/** Where a patient goes from an acute bed. */
export const stayEndings = {
  home: 'Hjem',
  'other-acute-bed': 'Anden akutplads',
  'temporary-place': 'Midlertidig plads',
  'nursing-home': 'Plejehjem',
  hospital: 'Sygehus',
  hospice: 'Hospice',
} as const;

/** Why a discharge is withdrawn. */
export const withdrawReasons = {
  'stays-in-hospital': 'Bliver på sygehuset',
  'transferred-out-of-region': 'Overflyttet til anden region',
  'started-by-mistake': 'Oprettet ved en fejl',
  'wrong-person': 'Forkert person',
  'citizen-declines': 'Borgeren ønsker det ikke',
  other: 'Andet (se note)',
} as const;

/** How the patient left. Hospice and another hospital are no end of the stay: no end notice tells of them. */
export const leavingWays = {
  home: 'Til hjemmet',
  'acute-bed': 'Til akutplads',
  'temporary-place': 'Til midlertidig plads',
  'nursing-home': 'Til plejehjem',
  hospice: 'Til hospice',
  'other-hospital': 'Til andet sygehus',
  'own-wish': 'Efter eget ønske',
} as const;

/** What came of a call (opkald): the four outcomes a written-down call can have (issue "clocks", ISBAR). */
export const callResults = {
  reached: 'Talt med',
  'not-reached': 'Ikke truffet',
  'call-back': 'Ringer tilbage',
  refused: 'Afvist',
} as const;

/** Kinds of follow-up (opfølgning) that can be agreed before leaving (domain.md 5). */
export const followUpKinds = {
  'gp-visit': 'Kontrol hos egen læge',
  'follow-up-home-visit': 'Opfølgende hjemmebesøg',
  'outpatient-check': 'Ambulant kontrol',
  rehabilitation: 'Genoptræning',
  'specialised-rehabilitation': 'Specialiseret genoptræning på sygehus',
  'wound-check': 'Sårkontrol',
  'medicine-check': 'Medicingennemgang',
  'ward-call': 'Opkald fra afdelingen',
} as const;

/** Why a recommended follow-up is given back (giv tilbage) or not taken over; no source has a list of these. */
export const handBackReasons = {
  'hospital-task': 'Opgaven hører til sygehuset',
  'no-capacity': 'Ingen tid, inden det haster',
  'not-our-patient': 'Ikke patient i praksis',
  'patient-not-reached': 'Patienten er ikke truffet',
  'more-information-needed': 'Oplysninger mangler',
  other: 'Andet (se note)',
} as const;

/** What a practice can have said when it is rung. */
export const phoneAnswers = {
  accept: 'Tager opfølgningen',
  'not-followed': 'Følger ikke anbefalingen',
  'hand-back': 'Giver den tilbage',
} as const;

/** Urgency of the follow-up mark in the discharge letter (epikrise, domain.md 1.10). */
export const urgencies = { red: 'Rød', yellow: 'Gul', green: 'Grøn' } as const;

/** Why the patient is back in planning or the case pauses. */
export const pauseReasons = { 'ill-again': 'Syg igen', 'awaiting-examination': 'Afventer undersøgelse' } as const;

export type BedGoneReason = keyof typeof bedGoneReasons;
export type StayEnding = keyof typeof stayEndings;
export type DeclineReason = keyof typeof declineReasons;
export type WithdrawReason = keyof typeof withdrawReasons;
export type LeavingWay = keyof typeof leavingWays;
export type FollowUpKind = keyof typeof followUpKinds;
export type Urgency = keyof typeof urgencies;
export type CallResult = keyof typeof callResults;
export type PauseReason = keyof typeof pauseReasons;

/** Another hospital and a hospice go on with the stay, so nothing tells of its end; else leaving ends it. `how`: a stored code. */
export const endsStay = (how: unknown): boolean => !NO_END.some((way) => way === how);
const NO_END: readonly LeavingWay[] = ['hospice', 'other-hospital'];
