// The clocks of a case: those that run, and those that have ended and said since when somebody was waited for.
// An ended wait stays known, because what a person has said of it must find it again (docs/decisions/0033).
import type { ClockView, EndedClock } from '../domain/case-view.ts';

export class OpenClocks extends Map<string, ClockView> {
  readonly #now: () => number;
  readonly #rounds = new Map<string, number>();
  readonly #ended: EndedClock[] = [];
  readonly #untold = new Set<EndedClock>();

  /** `now`: epoch ms by the clock of the case. */
  constructor(now: () => number) {
    super();
    this.#now = now;
  }

  /** The id of the next round of a clock that may run again and again: what is said of one round holds for no other. */
  nextRound(id: string): string {
    const round = (this.#rounds.get(id) ?? 0) + 1;
    this.#rounds.set(id, round);
    return round === 1 ? id : `${id}.${round}`;
  }

  override delete(id: string): boolean {
    const clock = this.get(id);
    const until = this.#now();
    // One that ran out in the moment it began had nobody wait.
    if (clock?.from !== undefined && clock.waitsFor !== null && clock.from < until) {
      const ended = { ...clock, until };
      this.#ended.push(ended);
      this.#untold.add(ended);
    }
    return super.delete(id);
  }

  /** Those that ended since the last confirmed publish. */
  get untold(): readonly EndedClock[] {
    return [...this.#untold];
  }

  told(ended: readonly EndedClock[]): void {
    for (const clock of ended) this.#untold.delete(clock);
  }

  tellAllAgain(): void {
    for (const clock of this.#ended) this.#untold.add(clock);
  }
}
