// How far the development clock is to be moved: by a duration, to a time, or to the next deadline. Only ever forward.
// Exactly one of the three.
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { instant } from './common.ts';

/** Ten years; more is a slip of the hand. */
const MOST = 10 * 366 * 24 * 60 * 60 * 1000;

const someDay = Temporal.PlainDate.from('2026-01-01');

const duration = z.string().refine((text) => {
  try {
    const stated = Temporal.Duration.from(text);
    return stated.sign > 0 && stated.total({ unit: 'milliseconds', relativeTo: someDay }) <= MOST;
  } catch {
    return false;
  }
}, 'Skal være en varighed som PT30M eller P3D, højst ti år');

export const advanceBody = z
  .union([
    z.strictObject({ by: z.union([duration, z.int().min(0).max(MOST)]) }),
    z.strictObject({ to: instant }),
    z.strictObject({ toNextDeadline: z.literal(true) }),
  ])
  .meta({ id: 'AdvanceClock' });

export type AdvanceBody = z.output<typeof advanceBody>;
