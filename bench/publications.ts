// What the discharges of a stage show, as they last published it; heard where it is written, without a read.
// Waiting for a condition costs nothing until the next publish of that discharge.
import type { Activities } from '../activities/contract.ts';
import type { Publication } from '../domain/case-view.ts';

const PATIENCE_MS = 60_000;

export class Publications {
  readonly #latest = new Map<string, Publication>();
  readonly #listeners = new Map<string, (publication: Publication) => void>();

  /** The same activities; each publish is heard here when it has been written. */
  heardFrom(activities: Activities): Activities {
    return {
      ...activities,
      publish: async (publication) => {
        await activities.publish(publication);
        this.#latest.set(publication.dischargeId, publication);
        this.#listeners.get(publication.dischargeId)?.(publication);
      },
    };
  }

  /** The first publish, from now on or the one that is there, in which `find` finds something. */
  async until<T>(dischargeId: string, what: string, find: (publication: Publication) => T | undefined): Promise<T> {
    const there = this.#latest.get(dischargeId);
    const found = there === undefined ? undefined : find(there);
    if (found !== undefined) return found;
    return new Promise<T>((done, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`${dischargeId}: no ${what}; ${this.#open(dischargeId)}`)),
        PATIENCE_MS,
      );
      this.#listeners.set(dischargeId, (publication) => {
        const now = find(publication);
        if (now === undefined) return;
        clearTimeout(timer);
        this.#listeners.delete(dischargeId);
        done(now);
      });
    });
  }

  /** Forgets a discharge that is over. */
  forget(dischargeId: string): void {
    this.#latest.delete(dischargeId);
    this.#listeners.delete(dischargeId);
  }

  #open(dischargeId: string): string {
    const tasks = this.#latest.get(dischargeId)?.tasks.filter(({ status }) => status === 'open') ?? [];
    return `open: ${tasks.map(({ kind }) => kind).join(', ')}`;
  }
}
