// The network's way from the partners to the service: carries one envelope, unless a fault strikes it.
// An envelope that is held back is let go by the environment's clock, or by the next one that gets through.
import type { Faults, Passage } from './faults.ts';
import type { Delivered, Outbox } from './outbox.ts';
import type { Organisation } from './write.ts';

export type Parcel = {
  readonly raw: string;
  readonly on: Exclude<Passage, 'ours'>;
  /** The message, or the one that the receipt answers. */
  readonly headerId: string;
  /** GLN of the partner that sends it. */
  readonly partner: string;
  /** To whom the message goes; left out for receipts. */
  readonly receiver?: Organisation;
};

export type Ways = { readonly faults: Faults; readonly outbox: Outbox; readonly now: () => Promise<number> };

/** Somebody in another region, in nobody's registry. */
export const STRANGER: Organisation = { sor: '1099991000016001', gln: '5790009999997', name: 'En helt anden' };

/**
 * Carries it to the service. `heard` is called with what the service says to each copy, at once or later. Gives the kind
 * of the fault that struck it, or null.
 */
export async function carry(
  { raw, on, headerId, partner, receiver }: Parcel,
  { faults, outbox, now }: Ways,
  heard: (said: Delivered) => void,
): Promise<string | null> {
  const fault = faults.strike(on, headerId, partner);
  const bring = async (text: string): Promise<void> => heard(await outbox.deliver(text));
  switch (fault?.effect) {
    case 'lost':
      break;
    case 'late':
    case 'out-of-order': {
      const release = fault.effect === 'late' ? 'by-time' : 'by-next-in';
      outbox.hold((await now()) + fault.delayMs, release, () => bring(raw));
      break;
    }
    case 'twice':
      await Promise.all([bring(raw), bring(raw)]);
      break;
    case 'damaged':
      await bring(half(raw));
      break;
    case 'wrong-receiver':
      await bring(receiver === undefined ? raw : readdressed(raw, receiver));
      break;
    default:
      await bring(raw);
  }
  if (fault?.effect !== 'lost' && fault?.effect !== 'out-of-order' && fault?.effect !== 'late')
    outbox.releaseNext('by-next-in');
  return fault?.kind ?? null;
}

/** What is left of a message that was damaged on its way. */
const half = (raw: string): string => raw.slice(0, raw.length / 2);

/** The same message as somebody else should have had it. */
const readdressed = (raw: string, { sor, gln }: Organisation): string =>
  raw.replaceAll(gln, STRANGER.gln).replaceAll(sor, STRANGER.sor);
