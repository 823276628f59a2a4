/** What changed on the server since the last flush. */
export interface Changes {
  readonly workloads: ReadonlySet<string>;
}

/** Timers as the caller has them, so that a test can hold the clock. */
export interface Timers {
  set(run: () => void, delayMs: number): unknown;
  clear(timer: unknown): void;
}

/**
 * Gathers changes: the first is told at once, those that follow once the telling before has been
 * dealt with and a pause has passed. So a slow server is never asked again while it still answers,
 * and the last change is always told.
 * @param tell deals with what gathered; settles when it has
 * @param pauseMs least time between the end of one telling and the next
 */
export function createChangeBatch(
  tell: (changes: Changes) => Promise<unknown>,
  pauseMs: number,
  timers: Timers,
) {
  let gathered = new Set<string>();
  let hasNews = false;
  let isResting = false;
  let isStopped = false;
  let timer: unknown = null;

  function rest(): void {
    if (isStopped) return;
    timer = timers.set(() => {
      timer = null;
      isResting = false;
      if (hasNews) flush();
    }, pauseMs);
  }

  function flush(): void {
    const workloads = gathered;
    gathered = new Set();
    hasNews = false;
    isResting = true;
    void tell({ workloads }).then(rest, rest);
  }

  return {
    note(workloads: readonly string[]): void {
      if (isStopped) return;
      for (const workload of workloads) gathered.add(workload);
      hasNews = true;
      if (!isResting) flush();
    },
    stop(): void {
      isStopped = true;
      if (timer !== null) timers.clear(timer);
      timer = null;
    },
  };
}
