import type { BellwetherOptions, BellwetherStats, DroppedEvent } from './client-interface.ts';
import type { BufferedEvent } from './write-event.ts';

/** Counts what becomes of events, and tells the application where it asked to be told. */
export interface ClientReport {
  readonly counts: Readonly<Omit<BellwetherStats, 'buffered'>>;
  taken(accepted: number, duplicates: number): void;
  retried(): void;
  rejected(event: BufferedEvent, path: string, message: string): void;
  dropped(reason: DroppedEvent['reason'], event: BufferedEvent | null): void;
  /** Told once, however often the same thing goes wrong in a row. */
  problem(message: string): void;
}

/**
 * A failing callback is a problem of its own, and never the application's.
 * @param warn takes problems where the options name nobody to tell
 */
export function createReport(
  { onDrop, onRejected, onProblem }: Partial<BellwetherOptions>,
  warn: (message: string) => void,
): ClientReport {
  const counts = { accepted: 0, duplicates: 0, rejected: 0, dropped: 0, retries: 0 };
  let lastProblem: string | null = null;

  function call<Value>(name: string, callback: unknown, value: Value): void {
    const failed = (): void => warn(`Bellwether: ${name} failed`);
    try {
      const result = (callback as (value: Value) => unknown)(value);
      Promise.resolve(result).catch(failed);
    } catch {
      failed();
    }
  }

  return {
    counts,
    taken(accepted, duplicates) {
      counts.accepted += accepted;
      counts.duplicates += duplicates;
      lastProblem = null;
    },
    retried() {
      counts.retries += 1;
    },
    rejected({ line }, path, message) {
      counts.rejected += 1;
      if (typeof onRejected !== 'function') return;
      call('onRejected', onRejected, { path, message, event: JSON.parse(line) as unknown });
    },
    dropped(reason, event) {
      counts.dropped += 1;
      if (typeof onDrop !== 'function') return;
      const dropped = { reason, event: event && (JSON.parse(event.line) as unknown) };
      call('onDrop', onDrop, dropped);
    },
    problem(message) {
      if (message === lastProblem) return;
      lastProblem = message;
      if (typeof onProblem === 'function') call('onProblem', onProblem, message);
      else warn(`Bellwether: ${message}`);
    },
  };
}
