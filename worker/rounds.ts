// Work that is done again and again while a process lives: one round at a time, the next some time after the last ended.
// A round that fails is told and the next one comes.

export interface Rounds {
  /** Ends it, after the round that is under way. */
  stop(): Promise<void>;
}

/** Does a round every `everyMs` of real time until stopped. */
export function startRounds(round: () => Promise<void>, failed: (error: unknown) => void, everyMs: number): Rounds {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let current: Promise<void> = Promise.resolve();
  const next = (): void => {
    timer = setTimeout(() => {
      current = round()
        .catch(failed)
        .finally(() => {
          if (!stopped) next();
        });
    }, everyMs);
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
