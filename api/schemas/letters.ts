// What a person sends to write on a case: a new letter (brev), an answer, a letter sent on, a question on the plan.
// The words stay in PostgreSQL with the submission; correspondence is never for what is acute (domain.md 1.8).
import { z } from 'zod';
import { unitKinds } from '../../domain/organisations.ts';
import { CATEGORIES } from '../../medcom/codes.ts';
import type { Surroundings } from './common.ts';
import { id, instant, text, unit } from './common.ts';

const acute = z.boolean().default(false).meta({
  description: 'Haster det, oprettes en opgave om at ringe; brevet sendes først bagefter, som bekræftelse',
});
const answerBy = instant.optional().meta({
  description:
    'Hvornår svaret skal være der. Er det før, modtageren kan ventes at have læst og svaret, ringes der først',
});
const wanted = z
  .boolean()
  .default(false)
  .meta({ description: 'Der ventes et svar; siger modtageren intet, ringes der' });
const letter = id.meta({ description: 'Brevets `id` i `threads`' });
const topic = z.string().trim().min(1).max(200).meta({ pattern: '\\S', description: 'Emne' });
const receiver = (surroundings: Pick<Surroundings, 'registry'>) =>
  unit(surroundings, ...unitKinds.filter((kind) => kind !== 'operators'));

/** The schemas of the actions on letters. */
export function letterBodies(surroundings: Pick<Surroundings, 'registry'>) {
  return {
    'write-letter': z.strictObject({
      to: receiver(surroundings),
      topic,
      category: z.enum(CATEGORIES).default('discharge'),
      text,
      wanted,
      answerBy,
      acute,
    }),
    reply: z.strictObject({ letter, text, wanted, answerBy, acute }),
    forward: z.strictObject({ letter, to: receiver(surroundings), text: text.optional(), wanted, answerBy, acute }),
    'ask-about-plan': z.strictObject({ text, answerBy, acute }),
    'ask-department': z.strictObject({ text, answerBy, acute }),
  };
}

export const letterExamples = {
  'write-letter': {
    to: 'mun-0791-visitation',
    topic: 'Nøgle til hjemmet',
    category: 'carecoordination',
    text: 'Har hjemmeplejen en nøgle til borgerens bolig?',
    wanted: true,
  },
  reply: { letter: '0f4f7f2c-6a3c-4d0e-9a52-0f0f3f0a7b11', text: 'Ja, vi aftaler det med den pårørende.' },
  forward: { letter: '0f4f7f2c-6a3c-4d0e-9a52-0f0f3f0a7b11', to: 'mun-0791-homecare', text: 'Til jer: se nedenfor.' },
  'ask-department': { text: 'Temperaturen er 38,9. Skal antibiotika fortsætte uændret?', acute: true },
  'ask-about-plan': { text: 'Skal sengen være leveret, før borgeren kommer hjem?' },
} as const;
