import type { ClientEdges } from './client-edges.ts';

/** How far a client is. */
export interface Standing {
  /** Events that are no longer open, in the order they came. */
  readonly settled: number;
  /** Of these, events that had to go because the buffer was full. */
  readonly overflowed: number;
}

/** Everyone who waits until what was there is sent. */
export interface Flushes {
  readonly count: number;
  /**
   * @param added events that must be settled
   * @returns whether they were within the time, and none of them overflowed
   */
  until(added: number, timeoutMs: number): Promise<boolean>;
  /** Looks who need not wait any longer. */
  check(): void;
}

export function createFlushes(
  startTimer: ClientEdges['startTimer'],
  standing: () => Standing,
): Flushes {
  const waiting = new Set<() => void>();
  return {
    get count() {
      return waiting.size;
    },
    until(added, timeoutMs) {
      const before = standing().overflowed;
      return new Promise((resolve) => {
        const finish = (isDone: boolean): void => {
          waiting.delete(look);
          timer.cancel();
          resolve(isDone);
        };
        const timer = startTimer(() => finish(false), timeoutMs);
        timer.keepAlive(true);
        const look = (): void => {
          const { settled, overflowed } = standing();
          if (settled >= added) finish(overflowed === before);
        };
        waiting.add(look);
        look();
      });
    },
    check() {
      for (const look of waiting) look();
    },
  };
}
