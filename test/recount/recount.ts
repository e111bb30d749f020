// An independent recount of finished days from a case as the API shows it, to be compared with what the service says.
// It shares no code with the product and counts in another way: it stands at the end of each night and looks who lies there.

/** A line of the timeline (`GET /api/discharges/{id}`). */
export interface Told {
  readonly number: number;
  readonly fact: string;
  readonly happenedAt: string;
  readonly codes: Readonly<Record<string, unknown>>;
}

/** A line with its time in Denmark. */
type Dated = Told & { readonly time: string };

/** A row of the published rates (rules/rates.json), amounts in øre. */
export interface Price {
  readonly year: number;
  readonly care: string;
  readonly steps: readonly { readonly fromDay: number; readonly region: number; readonly state: number }[];
}

export interface Night {
  readonly date: string;
  readonly number: number;
  readonly payer: string;
  readonly kroner: number;
  readonly care: string;
}

/** Where the patient lay: the ward that the case shows, for a patient who was never moved, and the units of the registry. */
export interface Hospital {
  readonly ward: string;
  /** As in rules/organisations.json. */
  readonly units: readonly { readonly id: string; readonly care?: string }[];
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  dateStyle: 'short',
  timeStyle: 'medium',
});
/** `2026-12-31 23:59:00` in Denmark: two of them compare as text. */
const danish = (iso: string): string => clock.format(new Date(iso));

/**
 * Every night that is paid for, from the first decision until the night before `today` (YYYY-MM-DD in Denmark).
 * `home`: municipality the case began with.
 */
export function recount(
  timeline: readonly Told[],
  home: string,
  prices: readonly Price[],
  today: string,
  { ward, units }: Hospital = { ward: '', units: [] },
): Night[] {
  const told = timeline
    .map((line): Dated => ({ ...line, time: danish(line.happenedAt) }))
    .sort((a, b) => a.number - b.number);
  const first = told.map(({ time }) => time.slice(0, 10)).sort()[0] ?? today;
  const nights: Night[] = [];
  let before: { readonly decision: unknown; readonly number: number } | undefined;
  for (const date of calendar(first, today)) {
    const decision = holdingAt(told, `${date} 24:00:00`);
    if (decision === undefined) continue;
    const number = before?.decision === decision.key ? before.number + 1 : 1;
    before = { decision: decision.key, number };
    const payer = told.reduce(
      (municipality, { fact, codes }) =>
        fact === 'residence-changed' && String(codes['from']) <= date ? String(codes['municipality']) : municipality,
      home,
    );
    const bed = bedAt(told, `${date} 24:00:00`) ?? ward;
    const care = units.find(({ id }) => id === bed)?.care ?? 'somatic';
    const price = prices.find(({ year, care: kind }) => kind === care && String(year) === date.slice(0, 4));
    if (price === undefined) throw new Error(`No price for ${date}`);
    const step = [...price.steps].reverse().find(({ fromDay }) => fromDay <= number);
    nights.push({ date, number, payer, kroner: ((step?.region ?? 0) + (step?.state ?? 0)) / 100, care });
  }
  return nights;
}

/** Which ward the patient slept in: that of the last move before the moment, however late anybody learnt of it. */
function bedAt(told: readonly Dated[], moment: string): string | undefined {
  const moves = told
    .filter(({ fact }) => fact === 'transferred')
    .sort((a, b) => Date.parse(a.happenedAt) - Date.parse(b.happenedAt));
  const begun = moves.filter(({ time }) => time < moment);
  // What was said last of one time is right.
  const earliest = moves.filter(({ time }) => time === moves[0]?.time).pop();
  const bed = begun.length > 0 ? begun[begun.length - 1]?.codes['to'] : earliest?.codes['from'];
  return bed === undefined ? undefined : String(bed);
}

/** Days before `today`, from `first` on. */
function calendar(first: string, today: string): string[] {
  const days: string[] = [];
  const day = new Date(`${first}T12:00:00Z`);
  while (day.toISOString().slice(0, 10) < today) {
    days.push(day.toISOString().slice(0, 10));
    day.setUTCDate(day.getUTCDate() + 1);
  }
  return days;
}

/** Which decision keeps the patient waiting at a moment written in Danish time; of several the one that began first. */
function holdingAt(told: readonly Dated[], moment: string): { key: number } | undefined {
  let gone: string | undefined;
  let dead: string | undefined;
  let over: string | undefined;
  const said: { key: number; no: number; begins: string; ends: string | undefined }[] = [];
  let made = 0;
  for (const { number, fact, time, codes } of told) {
    const last = said[said.length - 1];
    if (fact === 'finished' && (last === undefined || last.ends !== undefined)) {
      made += 1;
      said.push({ key: number, no: made, begins: time, ends: undefined });
    } else if (fact === 'finished' && last !== undefined) last.begins = time;
    else if (fact === 'finished-withdrawn' && last !== undefined) last.ends = time;
    else if (fact === 'finished-corrected') {
      const which = codes['decision'] === undefined ? last : said.find(({ no }) => no === codes['decision']);
      if (which === undefined) continue;
      if (codes['corrected'] === 'no-decision') said.splice(said.indexOf(which), 1);
      if (codes['corrected'] === 'finished-at') which.begins = time;
      if (codes['corrected'] === 'withdrawn-at' && which.ends !== undefined) which.ends = time;
      if (codes['corrected'] === 'no-withdrawal') which.ends = undefined;
    } else if (fact === 'left' || fact === 'left-moved') gone = time;
    else if (fact === 'not-left') gone = undefined;
    else if (fact === 'deceased' || fact === 'death-moved') dead = time;
    else if (fact === 'not-dead') dead = undefined;
    else if (fact === 'readmitted') over = time;
    // A case that was somebody else's never had anybody waiting.
    else if (fact === 'withdrawn')
      over = ['started-by-mistake', 'wrong-person'].includes(String(codes['reason'])) ? '' : time;
  }
  const here = [gone, dead, over].every((end) => end === undefined || end > moment);
  const holds = said.filter(({ begins, ends }) => begins < moment && (ends === undefined || ends > moment));
  return here ? holds.sort((a, b) => (a.begins < b.begins ? -1 : a.begins > b.begins ? 1 : 0))[0] : undefined;
}
