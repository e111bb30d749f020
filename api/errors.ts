// The one table of what can go wrong for a caller: HTTP status, Danish title, what it means for the discharge, whom to ring.
// Answers are RFC 9457 problem details; a `type` is never renamed, because programs are written against it.

interface ErrorKind {
  readonly status: number;
  readonly title: string;
  /** What it means for the discharge: has anything been recorded, does it go on? */
  readonly meaning: string;
  /** Whom to turn to, when trying again is not enough. */
  readonly contact: string;
  /** Seconds to wait before trying again. */
  readonly retryAfter?: number;
}

const nobody = 'Ret oplysningerne og send igen';
const reload = 'Hent forløbet igen og tag stilling på ny';
const operators = 'Ring til driften, hvis det varer ved; haster det for patienten, så ring til parterne';
const nothingDone = 'Intet er registreret, og forløbet er uændret';

const kinds = {
  'bad-input': {
    status: 400,
    title: 'Oplysninger mangler eller kan ikke bruges',
    meaning: nothingDone,
    contact: nobody,
  },
  'bad-json': { status: 400, title: 'Indholdet kan ikke læses', meaning: nothingDone, contact: nobody },
  'unreadable-message': {
    status: 400,
    title: 'Meddelelsen kan ikke læses',
    meaning: 'Den er gemt, som den kom, og driften ser på den; den er ikke kvitteret, fordi afsenderen ikke kan ses',
    contact: 'Send den igen i gyldig form',
  },
  'not-signed-in': {
    status: 401,
    title: 'Log ind først',
    meaning: nothingDone,
    contact: 'Log ind igen; ring til driften, hvis det ikke hjælper',
  },
  'not-allowed': {
    status: 403,
    title: 'Din rolle må ikke dette',
    meaning: nothingDone,
    contact: 'Bed en kollega med den rette rolle, eller din teamleder',
  },
  'dev-clock-off': {
    status: 403,
    title: 'Uret kan ikke flyttes her',
    meaning: nothingDone,
    contact: 'Uret kan kun flyttes i udvikling og test',
  },
  'not-found': {
    status: 404,
    title: 'Findes ikke',
    meaning: 'Det findes ikke, eller din enhed er ikke part i forløbet',
    contact: 'Ring til afdelingen, hvis I burde være part',
  },
  'not-kept': {
    status: 410,
    title: 'Meddelelsens indhold er ikke gemt',
    meaning: 'Borgeren havde ingen ydelser og intet forløb; kun tidspunkt, afsender og kvittering er gemt',
    contact: 'Afsenderen',
  },
  'not-acceptable': {
    status: 406,
    title: 'Kan ikke fås i det format',
    meaning: nothingDone,
    contact: 'Bed om et af formaterne i `allowed`',
  },
  'method-not-allowed': { status: 405, title: 'Metoden findes ikke her', meaning: nothingDone, contact: nobody },
  'wrong-times': {
    status: 409,
    title: 'Tidspunkterne passer ikke sammen',
    meaning: nothingDone,
    contact: 'Hent forløbet igen: det ene ligger før det, der skulle komme først',
  },
  'proposal-open': {
    status: 409,
    title: 'Et forslag om at samle aftaler venter på svar',
    meaning: nothingDone,
    contact: 'Se forslaget på forløbet; et nyt kan stilles, når alle har svaret',
  },
  'refused-before': {
    status: 409,
    title: 'Det samme forslag er afvist før',
    meaning: nothingDone,
    contact: 'Stil et andet forslag: færre på én dag, eller når tider er ændret',
  },
  'rate-missing': {
    status: 409,
    title: 'En takst mangler',
    meaning: 'Dagene er talt, men der vises intet beløb: en del af summen ville blive taget for det hele',
    contact:
      'Aftaleansvarlig: udfyld takster for året (`rates`); er året en tastefejl, så ret den i forløbet (`discharges`)',
  },
  'case-closed': {
    status: 409,
    title: 'Forløbet er afsluttet',
    meaning: 'Intet kan ændres; en ny oplysning til forløbet kan meldes som hændelse og bliver set af en person',
    contact: 'Afdelingen',
  },
  'task-closed': {
    status: 409,
    title: 'Opgaven er allerede afsluttet',
    meaning: 'Dit svar er ikke registreret; det første svar gælder',
    contact: 'Den, der svarede',
  },
  'answered-too-late': {
    status: 409,
    title: 'Svaret kom, da spørgsmålet var afsluttet',
    meaning: 'Det gælder ikke som svar, men afdelingen har fået det og læser det',
    contact: 'Afdelingen, hvis det haster',
  },
  'task-claimed': {
    status: 409,
    title: 'En anden har taget opgaven',
    meaning: 'Dit svar er ikke registreret; opgaven ligger hos den, der tog den',
    contact: 'Den, der har opgaven, eller teamlederen',
  },
  'stale-version': { status: 409, title: 'Der er en nyere udgave', meaning: 'Intet er overskrevet', contact: reload },
  'wrong-moment': {
    status: 409,
    title: 'Det kan ikke gøres nu',
    meaning: 'Forløbet er uændret; se hvad der er muligt',
    contact: reload,
  },
  'no-place-held': {
    status: 409,
    title: 'Der er ingen plads at henvise til',
    meaning:
      'Ingen enhed har sagt ja endnu, eller pladsen holdes ikke længere; hvem borgeren er, er ikke fortalt nogen',
    contact: 'Ring til enheden og registrér svaret først',
  },
  'told-by-hospital': {
    status: 409,
    title: 'Sygehusets eget system melder om opholdet',
    meaning: 'Intet er ændret; orlov kommer hertil som advis, når den er registreret i patientjournalen',
    contact: 'Afdelingen registrerer orlov i patientjournalen',
  },
  'stay-goes-on': {
    status: 409,
    title: 'Opholdet fortsætter',
    meaning: 'Herfra sendes opholdets adviser, også når patienten udskrives; sæt planlægningen på pause i stedet',
    contact: reload,
  },
  'not-ready': {
    status: 409,
    title: 'Patienten er ikke klar til udskrivning',
    meaning: 'Forløbet er uændret; se hvad der mangler. Er patienten gået, så registrér det alligevel',
    contact: 'Den part, der mangler at svare',
  },
  'view-off': {
    status: 409,
    title: 'Planen kan ikke vises på et link',
    meaning: 'Der er ikke givet noget link; `missing` siger hvorfor',
    contact: 'Notér det, der mangler, eller tal med patienten',
  },
  'view-ended': {
    status: 403,
    title: 'Planen vises ikke længere her',
    meaning: 'Du har lukket den, tiden er gået, eller linket gælder ikke længere',
    contact: 'Brug dit link igen, og bed om en ny kode. Virker det ikke, så ring til dem, der gav dig linket',
  },
  'wrong-code': {
    status: 403,
    title: 'Koden passer ikke',
    meaning: 'Den er skrevet forkert, brugt eller for gammel, eller linket gælder ikke længere',
    contact: 'Brug den nyeste kode, eller bed om en ny. Virker det ikke, så ring til dem, der gav dig linket',
  },
  'sharing-objected': {
    status: 409,
    title: 'Patienten har frabedt sig deling',
    meaning: 'Intet er sendt; afdelingen får en opgave om at afklare det',
    contact: 'Afdelingen',
  },
  'other-person': {
    status: 409,
    title: 'Forløbs-id hører til en anden person',
    meaning: nothingDone,
    contact: 'Kontrollér forløbs-id og CPR-nummer i journalen',
  },
  'unit-not-asked': {
    status: 409,
    title: 'Den enhed er ikke blandt dem, der kan spørges igen',
    meaning: 'Ingen er spurgt; opgaven er stadig åben',
    contact: 'Vælg en enhed, der har været spurgt, eller lad feltet stå tomt',
  },
  'unknown-answer': { status: 409, title: 'Opgaven har ikke det svar', meaning: nothingDone, contact: reload },
  'nothing-to-repair': { status: 409, title: 'Der er intet at rette her', meaning: nothingDone, contact: reload },
  'too-large': { status: 413, title: 'Indholdet er for stort', meaning: nothingDone, contact: nobody },
  'unsupported-media-type': {
    status: 415,
    title: 'Formatet kan ikke modtages',
    meaning: nothingDone,
    contact: nobody,
  },
  'key-reused': {
    status: 422,
    title: 'Idempotency-Key er brugt til noget andet',
    meaning: 'Intet nyt er registreret; det første gælder',
    contact: 'Send igen med en ny nøgle',
  },
  'no-rule-for-date': {
    status: 422,
    title: 'Reglerne dækker ikke tidspunktet',
    meaning: 'Intet er beregnet; en frist gættes aldrig',
    contact: 'Den, der forvalter aftalen: et regelsæt eller et års helligdage mangler i regelfilerne',
  },
  unexpected: {
    status: 500,
    title: 'Der skete en fejl hos os',
    meaning: 'Det er uvist, om det blev registreret; send igen med samme Idempotency-Key, så sker det højst én gang',
    contact: operators,
  },
  'database-away': {
    status: 503,
    title: 'Databasen svarer ikke',
    meaning: 'Intet er registreret. Kørende forløb og frister fortsætter, når den er tilbage',
    contact: operators,
    retryAfter: 10,
  },
  'not-settled': {
    status: 503,
    title: 'Der er stadig noget i gang',
    meaning: 'Uret er ikke flyttet færdigt',
    contact: 'Prøv igen; se hvad der er i gang',
    retryAfter: 2,
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof kinds;

/** All codes, for the documentation and for tests. */
export const errorCodes: readonly ErrorCode[] = Object.keys(kinds).filter(isErrorCode);

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(kinds, code);
}

/** What the table says of a code. */
export const errorKind = (code: ErrorCode): ErrorKind => kinds[code];

/** One fault of one field: `path` as people write it (`plan.bed.days`), `pointer` as programs do (RFC 6901). */
export interface FieldFault {
  readonly path: string;
  readonly pointer: string;
  readonly detail: string;
}

/** What a problem can carry beside the table's words; nothing personal, except where a comment says who may see it. */
export interface ProblemExtras {
  readonly errors?: readonly FieldFault[];
  /** Moves that are possible instead: actions of a case, answers of a task, methods of a resource. */
  readonly allowed?: readonly string[];
  /** What the gate still waits for. */
  readonly missing?: readonly { readonly code: string; readonly label: string }[];
  readonly stage?: string;
  readonly version?: number;
  /** Who was first. The name only for those who may see it: parties of the case. */
  readonly answeredBy?: string;
  readonly answeredAt?: string;
  readonly answer?: string;
  readonly claimedBy?: string;
  readonly status?: string;
  readonly inFlight?: readonly string[];
  /** Years and kinds of care that have no rate. */
  readonly rates?: readonly { readonly year: number; readonly care: string; readonly label: string }[];
  /** The cases that have days there. */
  readonly discharges?: readonly string[];
}

/** Thrown by routes; the one error handler (error-handler.ts) turns it into an answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ErrorCode;
  readonly extras: ProblemExtras;

  constructor(code: ErrorCode, extras: ProblemExtras = {}) {
    super(code);
    this.code = code;
    this.extras = extras;
  }
}

/** Where a type of problem is described; stable. */
export const problemType = (code: ErrorCode): string => `/problems/${code}`;

/** The body of the answer. `status` of a task is given as `taskStatus`, since RFC 9457 has a `status` of its own. */
export function problemBody({ code, extras }: Problem): Record<string, unknown> {
  const { status: taskStatus, ...rest } = extras;
  const { status, title, meaning, contact } = kinds[code];
  return {
    type: problemType(code),
    title,
    status,
    detail: meaning,
    contact,
    ...rest,
    ...(taskStatus === undefined ? {} : { taskStatus }),
  };
}
