// Looks into the incoming folder of the VANS network again and again. Any number of API processes may run: one looks
// at a time (a lock in PostgreSQL), and the next takes over when it dies.
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clearUnfinished, filesIn } from '../medcom/folder.ts';
import type { DocumentAdapter } from '../medcom/own-standard.ts';
import type { Transport } from '../medcom/transport.ts';
import { now as clockNow } from '../store/clock.ts';
import { inTurn } from '../store/envelopes.ts';
import { upsertPerson } from '../store/people.ts';
import type { Caller } from './auth.ts';
import { tellable } from './error-handler.ts';
import type { Service } from './service.ts';
import type { VansDoor } from './vans-in.ts';
import { takeFile } from './vans-in.ts';

export interface VansDoorOptions {
  readonly transport: Transport;
  /** Absolute paths. */
  readonly incoming: string;
  readonly outgoing: string;
  /** Between two looks, ms. */
  readonly everyMs: number;
  /** Readers of documents with a standard of their own (docs/own-standard.md). */
  readonly documents: readonly DocumentAdapter[];
}

/** The folders of a configuration, or null when messages come in over HTTP only. */
export function vansFolders(config: {
  readonly medcomSendUrl: string;
  readonly medcomIncoming: string | undefined;
}): Pick<VansDoorOptions, 'incoming' | 'outgoing'> | null {
  const { medcomSendUrl, medcomIncoming: incoming } = config;
  return incoming === undefined ? null : { incoming, outgoing: fileURLToPath(medcomSendUrl) };
}

/** Files in one turn, and how many of them at once: a turn must be over before the database ends it (30 s). */
const ROUND = 80;
const AT_ONCE = 8;
/** A file that could not be taken is left alone for so long, doubled each time up to the second, ms. */
const [PATIENCE, LONGEST] = [1_000, 60_000];
/** What is unfinished for so long is finished by nobody, ms. */
const ABANDONED = 60 * 60_000;

/** Starts looking. Nothing that goes wrong ends it. */
export function startVansDoor(service: Service, options: VansDoorOptions): { stop(): Promise<void> } {
  const { everyMs, ...parts } = options;
  const door: VansDoor = { service, caller: network(service), ...parts };
  const stopped = new AbortController();
  const trouble = new Trouble();
  const look = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const more = await inThisTurn(door, trouble, stopped.signal).catch((error: unknown) => {
        service.log.warn(tellable(error), 'the incoming folder could not be looked at');
        return false;
      });
      if (!more) await pause(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = look();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** One turn; true when there was so much that there may be more. */
async function inThisTurn(door: VansDoor, trouble: Trouble, stopped: AbortSignal): Promise<boolean> {
  const { service, incoming, outgoing } = door;
  let more = false;
  await inTurn(service.db, `vans ${incoming}`, async () => {
    const waiting = (await filesIn(incoming)).filter((name) => trouble.isOver(name));
    if (waiting.length === 0) return clearUnfinished(outgoing, ABANDONED);
    await upsertPerson(service.db, personOf(door.caller), await clockNow(service.db));
    const files = waiting.slice(0, ROUND);
    more = waiting.length > files.length;
    for (let at = 0; at < files.length && !stopped.aborted; at += AT_ONCE) {
      await Promise.all(files.slice(at, at + AT_ONCE).map((name) => take(door, trouble, name)));
    }
  });
  return more;
}

async function take(door: VansDoor, trouble: Trouble, name: string): Promise<void> {
  try {
    await takeFile(door, name);
    trouble.end(name);
  } catch (error) {
    trouble.begin(name);
    // Not the file's name: a stranger chose it.
    door.service.log.warn(tellable(error), 'an envelope could not be taken now; it stays where it is');
  }
}

/** Files that could not be taken, and until when they are left alone; the others must not wait for them. */
class Trouble {
  readonly #files = new Map<string, { readonly wait: number; readonly until: number }>();

  isOver(name: string): boolean {
    const found = this.#files.get(name);
    return found === undefined || Date.now() >= found.until;
  }

  begin(name: string): void {
    const wait = Math.min((this.#files.get(name)?.wait ?? PATIENCE / 2) * 2, LONGEST);
    this.#files.set(name, { wait, until: Date.now() + wait });
  }

  end(name: string): void {
    this.#files.delete(name);
  }
}

/** Who hands in what lies in the folder: the message network, as over HTTP. */
function network({ registry }: Service): Caller {
  const org = registry.organisations.find(({ kind }) => kind === 'message-network');
  const [id, name] = [org?.id ?? 'vans', org?.name ?? 'Meddelelsesnettet'];
  return { actor: { person: id, role: 'system', org: id, units: [] }, name, phone: null, until: Infinity };
}

const personOf = ({ actor, name, phone }: Caller) => ({
  id: actor.person,
  name,
  phone,
  role: actor.role,
  org: actor.org,
});
