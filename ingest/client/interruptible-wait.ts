import type { ClientEdges, Timer } from './client-edges.ts';

/** A wait that can be ended early; one at a time. */
export interface InterruptibleWait {
  start(ms: number): Promise<void>;
  interrupt(): void;
  /** Whether the process lives on until this wait and the next ones are over. */
  keepAlive(isKept: boolean): void;
}

export function createInterruptibleWait(startTimer: ClientEdges['startTimer']): InterruptibleWait {
  let end: (() => void) | null = null;
  let timer: Timer | null = null;
  let isKept = false;
  return {
    start: (ms) =>
      new Promise((resolve) => {
        const started = startTimer(() => end?.(), ms);
        started.keepAlive(isKept);
        timer = started;
        end = () => {
          end = null;
          timer = null;
          started.cancel();
          resolve();
        };
      }),
    interrupt: () => end?.(),
    keepAlive(kept) {
      isKept = kept;
      timer?.keepAlive(kept);
    },
  };
}
