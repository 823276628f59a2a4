import type { ClientEvent, ClientRun } from './client-event.ts';

/** An event that never reached the server, and why. */
export interface DroppedEvent {
  readonly reason: 'buffer_full' | 'not_json' | 'too_large' | 'closed' | 'not_configured';
  /** As it would have been sent; null where it could not be written as JSON. */
  readonly event: unknown;
}

/** An event that the server refused, and what is wrong with it. */
export interface RejectedEvent {
  /** Dotted path to what is wrong; empty for the event as a whole. */
  readonly path: string;
  readonly message: string;
  readonly event: unknown;
}

/** How a client sends. */
export interface BellwetherOptions {
  /** The server, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  /** A key with the scope `ingest`. */
  readonly key: string;
  /** Of events that name none. */
  readonly workload?: string | undefined;
  /** Longest an event waits for others to share a request, in milliseconds; default 1000. */
  readonly flushIntervalMs?: number | undefined;
  /** Events that make a request of their own accord; default 500, at most 5000. */
  readonly batchSize?: number | undefined;
  /** Events kept while the server is away, the newest; default 10,000. */
  readonly bufferLimit?: number | undefined;
  /** How long one request may take, in milliseconds; default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** How long the end of the process may wait for the last events, in milliseconds; default 2000. */
  readonly exitTimeoutMs?: number | undefined;
  readonly onDrop?: ((dropped: DroppedEvent) => void) | undefined;
  readonly onRejected?: ((rejected: RejectedEvent) => void) | undefined;
  /** Told when sending goes wrong, once for each reason in a row; default: a warning of the process. */
  readonly onProblem?: ((message: string) => void) | undefined;
}

/** What became of the events of a client so far. */
export interface BellwetherStats {
  /** Waiting, or on their way. */
  readonly buffered: number;
  readonly accepted: number;
  /** Known to the server already, from an earlier attempt. */
  readonly duplicates: number;
  readonly rejected: number;
  readonly dropped: number;
  /** Attempts that failed and were made again. */
  readonly retries: number;
}

/** Sends events to Bellwether in the background; none of its functions throws, nor waits to return. */
export interface Bellwether {
  /**
   * Sends a run.
   * @returns its id, for feedback, reviews and tool calls to name; null where it was dropped
   */
  run(event: ClientRun): string | null;
  /** Sends an event of any kind; returns as `run` does. */
  send(event: ClientEvent): string | null;
  /**
   * Sends what is buffered now, without waiting for more.
   * @param timeoutMs longest to wait; default 10,000
   * @returns whether the server has answered for all of it
   */
  flush(timeoutMs?: number): Promise<boolean>;
  /** Flushes, then takes no more events. */
  close(timeoutMs?: number): Promise<boolean>;
  stats(): BellwetherStats;
}
