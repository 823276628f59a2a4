import type { AlertLog } from '../alert-log.ts';
import type { OutboxItem } from './outbox-document.ts';

const RETRY_MS = 1_000;

/** Writes down what became of deliveries, behind their back: no receiver waits for the log. */
export interface MarkQueue {
  /** @param item null: forget it */
  mark(key: string, item: OutboxItem | null): void;
  /** Writes what is left, once; what cannot be written is repeated by the next start. */
  close(): Promise<void>;
}

/** A queue of marks over the alert log; the latest of a key counts, and a failed write is tried again. */
export function createMarkQueue(
  log: AlertLog,
  startTimer: (run: () => void, ms: number) => () => void,
): MarkQueue {
  let waiting = new Map<string, OutboxItem | null>();
  let writing: Promise<void> | null = null;
  let stopTimer: (() => void) | null = null;
  let isClosed = false;

  async function write(): Promise<void> {
    const marks = waiting;
    waiting = new Map();
    try {
      const entries = [...marks].map(([id, document]) => ({
        kind: 'delivery' as const,
        id,
        document,
      }));
      await log.append(entries);
    } catch {
      // A later mark of the same key has overtaken this one.
      waiting = new Map([...marks, ...waiting]);
      if (!isClosed) stopTimer ??= startTimer(retry, RETRY_MS);
    }
  }
  function retry(): void {
    stopTimer = null;
    start();
  }
  function start(): void {
    if (writing !== null || waiting.size === 0 || stopTimer !== null) return;
    writing = write().finally(() => {
      writing = null;
      if (!isClosed) start();
    });
  }

  return {
    mark(key, item) {
      waiting.set(key, item);
      start();
    },
    async close() {
      isClosed = true;
      stopTimer?.();
      stopTimer = null;
      await writing;
      start();
      await writing;
    },
  };
}
