// The one wait of all tracks: on something that happens or an absolute due time, whichever comes first.
// One Temporal timer serves them all (the earliest due time); it also tells when every woken track waits again.
import { condition } from '@temporalio/workflow';

interface Wait {
  done: () => boolean;
  due: number | null;
  what: string;
}

/** Longest time one timer is set for, ms; a clock that moved is noticed at once, so this only bounds a single timer. */
const LONGEST_TIMER = 30 * 24 * 60 * 60 * 1000;

export class Clock {
  readonly #waits = new Set<Wait>();
  #offset: number;
  /** Local activities under way whose result a track needs before it can go on. */
  #deciding = 0;

  constructor(offset: number) {
    this.#offset = offset;
  }

  /** Epoch ms of the environment's one clock: start of this workflow task plus the offset last heard of. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Takes over the offset an Update carried; the clock never goes back. */
  hear(offset: number): void {
    if (offset > this.#offset) this.#offset = offset;
  }

  /**
   * Waits until `done` holds or the clock has reached `due` (epoch ms; null: no end).
   * Answers true when `done` held, false when time ran out. Cancelling the surrounding scope ends the wait.
   * `what` is shown to operators on the timer: codes only, at most 200 bytes.
   */
  async wait(done: () => boolean, due: number | null, what = ''): Promise<boolean> {
    const wait: Wait = { done, due, what };
    this.#waits.add(wait);
    try {
      for (;;) {
        await condition(() => this.#ready(wait));
        if (done()) return true;
        // Neither: what had come true was taken back by another job of the same activation, before we woke.
        if (this.#ready(wait)) return false;
      }
    } finally {
      this.#waits.delete(wait);
    }
  }

  /** Runs a short decision (a local activity) that belongs to the same step as what follows it. */
  async deciding<T>(decision: () => Promise<T>): Promise<T> {
    this.#deciding += 1;
    try {
      return await decision();
    } finally {
      this.#deciding -= 1;
    }
  }

  /** Every track that was woken waits again, so the state can be shown. */
  settled(): boolean {
    if (this.#deciding > 0) return false;
    for (const wait of this.#waits) if (this.#ready(wait)) return false;
    return true;
  }

  /**
   * Waits until every woken track waits again and `also` holds. The SDK tests a condition at its call and after each job of
   * an activation, which may be the middle of a step: work that is one promise away is not seen there. Only the first test
   * after everything that can run has run counts, so a condition that came true is looked at once more.
   */
  async atRest(also: () => boolean = () => true): Promise<void> {
    const atRest = (): boolean => this.settled() && also();
    for (let still = false; !still; ) {
      await condition(atRest);
      await condition(
        later(() => {
          still = atRest();
          return true;
        }),
      );
    }
  }

  /** Keeps one timer on the earliest due time for as long as the workflow lives; never returns. */
  async run(): Promise<never> {
    for (;;) {
      const next = this.#earliest();
      const offset = this.#offset;
      const moved = later(() => this.settled() && (this.#earliest()?.due !== next?.due || this.#offset !== offset));
      if (next === null) await condition(moved);
      else {
        // Whole seconds: the server keeps no finer timers, and an early one would only be set again.
        const ms = Math.max(1000, Math.ceil((next.due - this.now()) / 1000) * 1000);
        await condition(moved, Math.min(ms, LONGEST_TIMER), { summary: `Frist: ${next.what}` });
      }
    }
  }

  #ready(wait: Wait): boolean {
    return wait.done() || (wait.due !== null && this.now() >= wait.due);
  }

  #earliest(): { due: number; what: string } | null {
    let earliest: { due: number; what: string } | null = null;
    for (const { due, what } of this.#waits) {
      if (due !== null && (earliest === null || due < earliest.due)) earliest = { due, what };
    }
    return earliest;
  }
}

/** The same test, but for its first call. */
function later(test: () => boolean): () => boolean {
  let called = false;
  return () => {
    if (called) return test();
    called = true;
    return false;
  };
}
