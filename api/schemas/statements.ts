// Finished-treatment days as the API shows them: of one case, and a municipality's statement of a month.
// Amounts are kroner. A case is told by its id; no name and no CPR number is in any of it.
import { z } from 'zod';
import { confidences } from '../../domain/confidence.ts';
import type { Surroundings } from './common.ts';
import { instant } from './common.ts';
import { municipalityCode } from './finished.ts';

const date = z.iso.date();
const time = z.iso.datetime();
const coded = z.object({ code: z.string(), label: z.string() });
const kroner = z
  .object({ region: z.number(), state: z.number(), total: z.number() })
  .meta({ description: 'Kroner: regionens andel, statens andel og i alt' });

export const shownDay = z
  .object({
    date,
    dayNumber: z.int().meta({ description: 'Dag 1 er den første, der tælles' }),
    ground: z.object({
      text: z.string(),
      finishedAt: time.meta({ description: 'Lægens beslutning' }),
      decision: z.int().meta({ description: 'Hvilken færdigmelding i forløbet' }),
      rule: date.meta({ description: 'Tælleregel, ved sin første dag' }),
    }),
    cause: coded.extend({ from: coded.meta({ description: 'Angivet af en person, set af pladsen eller formodet' }) }),
    payer: z.object({ municipality: z.string(), name: z.string() }),
    care: coded,
    hospital: z.string(),
    rate: z.object({
      year: z.int(),
      priceLevel: z.int(),
      invented: z.boolean().meta({ description: 'Opdigtet eksempel, ikke en rigtig takst' }),
      source: z.string(),
    }),
    kroner,
  })
  .meta({ id: 'PayableDay' });
export type ShownDay = z.input<typeof shownDay>;

const difference = z.object({
  date,
  month: z.string().meta({ description: 'Måneden, hvis opgørelse sagde noget andet' }),
  before: shownDay.nullable().meta({ description: 'Som opgjort; null: dagen var ikke talt med' }),
  after: shownDay.nullable(),
  kroner,
});

const countingRules = z
  .array(z.object({ from: date, why: z.string(), source: z.string(), confidence: z.enum(confidences) }))
  .meta({ description: 'Tællereglerne, som dagene er talt efter; `ground.rule` på dagen siger hvilken' });

const notes = z.array(z.string()).meta({ description: 'Hvad læseren skal vide, som at en takst er opdigtet' });

/** Query of the days of a case. */
export const payableQuery = z.strictObject({
  at: instant.optional().meta({ description: 'Som det var kendt på det tidspunkt; nu, når det ikke er sagt' }),
});

export const shownPayable = z
  .object({
    discharge: z.uuid(),
    knownAt: time,
    days: z.array(shownDay),
    totals: z.object({ days: z.int(), kroner }),
    corrections: z
      .array(difference.extend({ statement: z.string().meta({ description: 'Opgørelsen, hvor linjen står' }) }))
      .meta({ description: 'Dage, der er rettet, efter at deres måned var opgjort' }),
    countingRules,
    notes,
  })
  .meta({ id: 'PayableDays' });
export type ShownPayable = z.input<typeof shownPayable>;

/** Query of a statement. */
export const statementQuery = (surroundings: Pick<Surroundings, 'registry'>) =>
  z.strictObject({
    municipality: municipalityCode(surroundings),
    month: z
      .string()
      .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'Skal være en måned som 2027-01')
      .meta({ example: '2027-01' }),
  });

export const shownStatement = z
  .object({
    municipality: z.object({ code: z.string(), name: z.string() }),
    month: z.string(),
    state: z.enum(['provisional', 'final']),
    stateLabel: z.string(),
    knownAt: time.meta({ description: 'Hvad der er kendt senere, er ikke med' }),
    closesAt: time.meta({ description: 'Hvad der bliver kendt derefter, står i en senere opgørelse' }),
    finalAt: time.meta({ description: 'Fra da af er den endelig: hvad der var på vej ved lukningen, er nået frem' }),
    days: z.array(shownDay.extend({ discharge: z.uuid() })),
    differences: z.array(difference.extend({ discharge: z.uuid() })),
    totals: z.object({
      days: z.int(),
      kroner,
      differences: kroner,
      due: kroner.meta({ description: 'Månedens dage og forskellene tilsammen' }),
    }),
    countingRules,
    notes,
  })
  .meta({ id: 'Statement' });
export type ShownStatement = z.input<typeof shownStatement>;
