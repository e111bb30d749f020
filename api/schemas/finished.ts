// What a person sends about a finished patient: the decision, its end, what is put right, the cause of a wait, who pays.
// The doctor's name and every reason in words stay in PostgreSQL with the submission.
import { z } from 'zod';
import { danishMunicipalities } from '../../domain/danish-municipalities.ts';
import type { DelayCause, FinishedCorrection, FinishedWithdrawReason } from '../../domain/finished.ts';
import { delayCauses, finishedCorrections, finishedWithdrawReasons } from '../../domain/finished.ts';
import type { Surroundings } from './common.ts';
import { instant, name, text } from './common.ts';

function codes<K extends string>(table: Readonly<Record<K, string>>): K[] {
  const isCode = (code: string): code is K => Object.hasOwn(table, code);
  return Object.keys(table).filter(isCode);
}

const note = text.optional();
const why = text.meta({ description: 'Begrundelsen; den bliver stående ved rettelsen' });

/** Who may pay: a municipality by its code, also one that takes no part here, since patients move to those too. */
export const municipalityCode = ({ registry }: Pick<Surroundings, 'registry'>) =>
  z
    .string()
    .regex(/^\d{4}$/, 'Skal være en kommunekode på 4 cifre')
    .refine(
      (code) =>
        Object.hasOwn(danishMunicipalities, code) ||
        registry.organisations.some((one) => one.kind === 'municipality' && one.municipality === code),
      'Ukendt kommune',
    )
    .meta({ example: '0751' });

export function finishedBodies(surroundings: Pick<Surroundings, 'registry'>) {
  return {
    'mark-finished': z.strictObject({
      finishedAt: instant,
      ownTasksDone: z.literal(true, 'Sygehusets egne opgaver må ikke hindre kommunen').meta({
        description: 'Sygehusets erklæring: dets egne opgaver hindrer ikke kommunen i at hjemtage patienten',
      }),
      doctor: name
        .optional()
        .meta({ description: 'Lægen, der har besluttet det; den, der melder, når det er en læge' }),
      note,
    }),
    'withdraw-finished': z.strictObject({
      withdrawnAt: instant,
      reason: z.enum(codes<FinishedWithdrawReason>(finishedWithdrawReasons)),
      note,
    }),
    'correct-finished': z
      .strictObject({
        what: z.enum(codes<FinishedCorrection>(finishedCorrections)),
        at: instant.optional().meta({ description: 'Det rigtige tidspunkt; kun når et tidspunkt rettes' }),
        decision: z.int().min(1).optional().meta({
          description: 'Hvilken af forløbets færdigmeldinger, som dagene nævner den; udeladt: den nyeste',
        }),
        note: why,
      })
      .superRefine(({ what, at }, context) => {
        const isTime = what === 'finished-at' || what === 'withdrawn-at';
        if (isTime === (at !== undefined)) return;
        const message = isTime ? 'Det rigtige tidspunkt mangler' : 'Her rettes intet tidspunkt';
        context.addIssue({ code: 'custom', path: ['at'], message });
      }),
    'state-delay-cause': z.strictObject({
      cause: z.enum(codes<DelayCause>(delayCauses)),
      from: instant,
      until: instant.nullish().meta({ description: 'Ikke sagt: til der siges andet' }),
      note: why,
    }),
    'change-residence': z.strictObject({
      municipality: municipalityCode(surroundings),
      from: z.iso.date().meta({ description: 'Første dag i den nye kommune; den betaler fra da af' }),
      note,
    }),
  };
}

export const finishedExamples = {
  'mark-finished': { finishedAt: '2026-11-30T09:00:00+01:00', ownTasksDone: true, doctor: 'Lars Læge' },
  'withdraw-finished': { withdrawnAt: '2026-12-01T07:30:00+01:00', reason: 'ill-again' },
  'correct-finished': { what: 'finished-at', at: '2026-11-30T14:00:00+01:00', note: 'Stuegang var først kl. 14' },
  'state-delay-cause': {
    cause: 'region-place',
    from: '2026-12-01T00:00:00+01:00',
    note: 'Pladsen er lovet, men først ledig torsdag',
  },
  'change-residence': { municipality: '0751', from: '2026-12-01' },
} as const;
