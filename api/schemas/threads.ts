// What the API says of the correspondence (korrespondance) about a case: threads, the letters in them, and who owes an answer.
// Shown only to those who may read the letters of the case.
import { z } from 'zod';
import { id } from './common.ts';

const time = z.iso.datetime();
const code = z.string();
const unit = z.object({ id: code.nullable(), name: z.string() });
const byPerson = z.object({ at: time, by: z.object({ id: code, name: z.string().nullable() }) }).nullable();

const letter = z.object({
  id: id.nullable().meta({ description: 'Det id, et svar nævner; null når selve brevet ikke er her' }),
  source: z.enum(['letter', 'page', 'carried']).meta({
    description:
      '`letter`: et brev; `page`: skrevet her på siden; `carried`: kendes kun fra et senere brev, som har det med',
  }),
  direction: z.enum(['in', 'out']).meta({ description: 'Til eller fra afdelingen' }),
  from: unit,
  to: unit,
  at: time.meta({ description: 'Hvornår forfatteren trykkede send; brevene står i den orden' }),
  topic: z.string().nullable(),
  segments: z
    .array(z.object({ at: time, text: z.string(), author: z.string().nullable() }))
    .meta({ description: 'Det nye i brevet; tom for meddelelser, hvis ord står i planen' }),
  files: z.array(z.string()).meta({ description: 'Navne på vedhæftede filer' }),
  state: code.nullable().meta({ description: 'Tilstand for et brev, vi har sendt' }),
  stateLabel: z.string().nullable(),
  read: byPerson.meta({ description: 'For et modtaget brev: om en person har læst det' }),
});

/** One thread of a case. */
export const shownThread = z
  .object({
    key: z.string().meta({ description: 'Communication.identifier: fælles for trådens breve' }),
    topic: z.string().nullable().meta({ description: 'Emne i det nyeste brev, der har et' }),
    category: code.nullable(),
    categoryLabel: z.string().nullable(),
    letters: z.array(letter),
    awaits: z
      .object({
        unit,
        replyBy: time,
        task: id,
        answerCame: z.boolean().meta({ description: 'Et brev er kommet som svar og skal læses' }),
      })
      .nullable()
      .meta({ description: 'Hvem der skylder et svar, og hvornår; null når ingen gør' }),
  })
  .meta({ id: 'Thread' });
export type ShownThread = z.input<typeof shownThread>;
export type ShownLetter = ShownThread['letters'][number];
