// The capability vocabulary (kompetencer): what a unit can do and a patient may need, CAP-01 to CAP-44.
// Source: domain.md 2.5; FSIII intervention codes where one exists (urn:oid:1.2.208.176.2.21).

interface CapabilityKind {
  readonly danish: string;
  readonly english: string;
  /** FSIII codes of the same intervention; empty when there is none. */
  readonly fsiii: readonly string[];
}

const kinds = {
  'CAP-01': { danish: 'Døgnbemanding med sygeplejerske', english: 'Nurse present 24/7', fsiii: [] },
  'CAP-02': { danish: 'Udkørende akutteam', english: 'Mobile acute team', fsiii: [] },
  'CAP-03': { danish: 'Akutplads (stationær)', english: 'Acute bed', fsiii: [] },
  'CAP-04': {
    danish: 'Systematisk vurdering ABCDE/TOBS',
    english: 'Systematic assessment, early-warning score',
    fsiii: ['G1.41'],
  },
  'CAP-05': { danish: 'ISBAR-kommunikation', english: 'Structured handover', fsiii: [] },
  'CAP-06': { danish: 'Måling af værdier (BT, puls, SpO2, temp, RF)', english: 'Vital signs', fsiii: ['G1.41'] },
  'CAP-07': { danish: 'EKG', english: '12-lead ECG', fsiii: ['G1.41'] },
  'CAP-08': { danish: 'Kapillær CRP (+L/D)', english: 'Point-of-care CRP (+ leucocytes/diff)', fsiii: ['G1.41'] },
  'CAP-09': { danish: 'Hb, INR, blodsukker, keton', english: 'POC Hb, INR, glucose, ketone', fsiii: ['G1.41'] },
  'CAP-10': {
    danish: 'Elektrolytter/kreatinin (POC)',
    english: 'POC electrolytes, creatinine, urea',
    fsiii: ['G1.41'],
  },
  'CAP-11': { danish: 'Venøs blodprøvetagning', english: 'Venous sampling (to lab)', fsiii: ['G1.41'] },
  'CAP-12': {
    danish: 'Urinstix, urin-/anden dyrkning, podning',
    english: 'Urine dip, cultures, swabs',
    fsiii: ['G1.41'],
  },
  'CAP-13': { danish: 'Blærescanning', english: 'Bladder scan', fsiii: ['G1.41'] },
  'CAP-14': { danish: 'Intravenøs medicin (antibiotika)', english: 'IV medicine / antibiotics', fsiii: ['G1.17'] },
  'CAP-15': { danish: 'Intravenøs væske (isoton)', english: 'IV fluid', fsiii: ['G1.18'] },
  'CAP-16': { danish: 'Subkutan væske', english: 'Subcutaneous fluid', fsiii: ['G1.37'] },
  'CAP-17': {
    danish: 'Anlæggelse af PVK / pasning af CVK, PICC, port',
    english: 'Cannula placement / central line care',
    fsiii: ['G1.17', 'G1.18'],
  },
  'CAP-18': { danish: 'S.c./i.m. injektion, smertepumpe', english: 'Injections, pain pump', fsiii: ['G1.20'] },
  'CAP-19': {
    danish: 'Medicindispensering og -administration',
    english: 'Dispensing and giving medicine',
    fsiii: ['G1.20', 'G1.21'],
  },
  'CAP-20': { danish: 'Blodtransfusion', english: 'Blood transfusion', fsiii: [] },
  'CAP-21': { danish: 'Iltbehandling', english: 'Oxygen therapy', fsiii: ['G1.15'] },
  'CAP-22': { danish: 'CPAP/BiPAP/PEEP (respirationsbehandling)', english: 'Breathing support', fsiii: ['G1.29'] },
  'CAP-23': { danish: 'Respiratorbehandling i hjemmet', english: 'Home ventilator care', fsiii: ['G1.30'] },
  'CAP-24': { danish: 'Inhalation/forstøver', english: 'Nebuliser', fsiii: ['G1.29'] },
  'CAP-25': { danish: 'Sekretsugning', english: 'Suction', fsiii: ['G1.32'] },
  'CAP-26': { danish: 'Trakeostomipleje', english: 'Tracheostomy care', fsiii: ['G1.40'] },
  'CAP-27': { danish: 'Kateter (KAD, topkateter, engangs)', english: 'Urinary catheter', fsiii: ['G1.5'] },
  'CAP-28': { danish: 'Drænpleje', english: 'Drain care', fsiii: ['G1.11'] },
  'CAP-29': {
    danish: 'Sondeernæring, genanlæggelse af sonde',
    english: 'Tube feeding, re-insertion',
    fsiii: ['G1.34'],
  },
  'CAP-30': { danish: 'Parenteral ernæring', english: 'Parenteral nutrition', fsiii: ['G1.24'] },
  'CAP-31': { danish: 'Stomipleje', english: 'Stoma care', fsiii: ['G1.35'] },
  'CAP-32': { danish: 'Kompleks sårbehandling / VAC', english: 'Complex wounds, negative pressure', fsiii: ['G1.39'] },
  'CAP-33': { danish: 'Dialyse (hjemme-/p-dialyse)', english: 'Home / peritoneal dialysis', fsiii: ['G1.10'] },
  'CAP-34': {
    danish: 'Palliation, terminal pleje, tryghedskasse',
    english: 'Palliative and end-of-life care',
    fsiii: [],
  },
  'CAP-35': {
    danish: 'Psykiatrisk pleje / psykisk støtte',
    english: 'Psychiatric nursing / support',
    fsiii: ['G1.26', 'G1.27'],
  },
  'CAP-36': {
    danish: 'Abstinens- og substitutionsbehandling',
    english: 'Withdrawal / substitution treatment',
    fsiii: [],
  },
  'CAP-37': { danish: 'Delir / demensobservation', english: 'Delirium and dementia observation', fsiii: [] },
  'CAP-38': { danish: 'Isolation / smitterisiko', english: 'Isolation, infection risk', fsiii: [] },
  'CAP-39': { danish: 'Insulin, hjemmemonitorering diabetes', english: 'Insulin, diabetes home monitoring', fsiii: [] },
  'CAP-40': { danish: 'Telemedicinsk monitorering (KOL, hjerte, sår)', english: 'Tele-monitoring', fsiii: [] },
  'CAP-41': {
    danish: 'Forflytning, mobilisering (to-personers, lift)',
    english: 'Transfers, hoist, two-person',
    fsiii: ['G1.14'],
  },
  'CAP-42': { danish: 'Bariatri (særlig vægt/udstyr)', english: 'Bariatric capacity', fsiii: [] },
  'CAP-43': { danish: 'Lægelig rådgivningslinje fra hospital', english: 'Hospital doctor advice line', fsiii: [] },
  'CAP-44': { danish: 'Rammedelegation på plads', english: 'Framework delegation in force', fsiii: [] },
} as const satisfies Record<string, CapabilityKind>;

export type CapabilityCode = keyof typeof kinds;

/** Narrows a string from outside to a capability code. */
export const isCapabilityCode = (code: string): code is CapabilityCode => Object.hasOwn(kinds, code);

/** All codes in order. */
export const capabilityCodes: readonly CapabilityCode[] = Object.keys(kinds).filter(isCapabilityCode);

/** Danish and English words and FSIII codes of a capability. */
export const capability = (code: CapabilityCode): CapabilityKind => kinds[code];
