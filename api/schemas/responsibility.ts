// Who is medically responsible at a time, and whom to ask each of four questions, as the API gives it.
// For one case, and the same for all of a unit's.
import { z } from 'zod';
import { grounds } from '../../domain/responsibility-periods.ts';
import { questions } from '../../domain/responsibility-questions.ts';
import { id, instant, page } from './common.ts';

const time = z.iso.datetime();
const ground = z.string().meta({ enum: Object.keys(grounds) });
const phone = z.string().meta({ example: '87001000' });
const spell = {
  from: time.nullable().meta({ description: 'Null: uden kendt begyndelse' }),
  until: time.nullable().meta({ description: 'Null: ingen ved, hvornår det skifter' }),
};

const answer = z.object({
  question: z.string(),
  unit: z.string().nullable().meta({ description: 'Enhedens id; null for numre, der ikke hører til en enhed her' }),
  name: z.string(),
  phone,
  ...spell,
});

const responsible = z.object({
  ground,
  label: z.string(),
  unit: z.string().nullable(),
  name: z.string(),
  phone,
  ...spell,
  rule: z.string().nullable().meta({ description: 'Id på den daterede regel, hvor en har afgjort det' }),
  holidaysUnknown: z.boolean().meta({ description: 'Årets helligdage er ikke oplyst; der er regnet med ugedage' }),
});

const moment = {
  at: time,
  planned: z.boolean().meta({ description: 'Tidspunktet ligger forude: svaret følger planen og kan ændre sig' }),
  responsible,
  after: responsible.nullable().meta({ description: 'Hvem der har det, når `responsible` slutter' }),
  answers: z
    .object({
      stay: answer.extend({
        acute: z.literal('phone').meta({ description: 'Haster det, ringes der altid' }),
        category: z
          .string()
          .nullable()
          .meta({ description: 'Haster det ikke: kategorien for et brev (CareCommunication), mens de 72 timer løber' }),
      }),
      'new-illness': answer,
      'life-threatening': answer,
      order: answer,
    })
    .meta({ description: Object.values(questions).join('; ') }),
  knownThen: responsible.nullable().meta({
    description: 'Af et tidligere tidspunkt: hvem det var efter det, man vidste dengang; null, når det var den samme',
  }),
  learntLater: z
    .array(z.object({ fact: z.string(), label: z.string(), happenedAt: time, learntAt: time }))
    .meta({ description: 'Det, der angår tidspunktet, og som først blev kendt senere; `responsible` regner det med' }),
};

export const shownResponsibility = z
  .object({
    dischargeId: id,
    ...moment,
    extended: z
      .object({
        unit: z.string(),
        name: z.string(),
        phone,
        from: time,
        until: time,
        rule: z.string(),
        planned: z.boolean(),
      })
      .nullable()
      .meta({ description: 'De 72 timer efter indlæggelsen; null, når udskrivningen ikke er omfattet' }),
    periods: z.array(
      z.object({
        ground,
        label: z.string(),
        unit: z.string().nullable(),
        name: z.string(),
        ...spell,
        planned: z.boolean(),
        rule: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Responsibility' });
export type ShownResponsibility = z.input<typeof shownResponsibility>;

export const shownUnitResponsibility = z
  .object({
    unit: z.object({ id: z.string(), name: z.string(), phone }),
    at: time,
    items: z.array(z.object({ dischargeId: id, kind: z.enum(['discharge', 'place-request']), ...moment })),
    next: z.string().nullable(),
  })
  .meta({ id: 'UnitResponsibility' });
export type ShownUnitResponsibility = z.input<typeof shownUnitResponsibility>;

const at = instant.optional().meta({ description: 'Et tidspunkt, før eller frem; nu, når intet er sagt' });
export const responsibilityQuery = z.strictObject({ at });
export const unitResponsibilityQuery = z.strictObject({ at, ...page });
