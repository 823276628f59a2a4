import type { Timers } from './change-batch.ts';

/** Whether the page hears of changes: not yet, yes, or no longer. */
export type LiveState = 'connecting' | 'live' | 'lost';

/** The part of an EventSource that is used. */
export interface LiveSource {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

export interface LiveListener {
  onState(state: LiveState): void;
  /** Workloads whose telemetry, verdict or mode changed. */
  onChange(workloads: readonly string[]): void;
  /** Alerts fired, ended, or were responded to. */
  onAlert(): void;
  /** A decision was proposed, signed or ended, or its date passed. */
  onDecision(): void;
  /** Something came in or was refused. */
  onTail(): void;
  /**
   * The stream is back, or late to begin with: anything may have changed meanwhile.
   * @param wasLost also what is just being asked may be answered as of before
   */
  onResume(wasLost: boolean): void;
}

/** The server pings every 15 s; after two missed and some grace the stream counts as dead. */
const SILENCE_MS = 40_000;
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 15_000;
const CLOSED = 2;
/** A stream that begins later than this after the page may have missed what came before it. */
const LATE_MS = 500;

function readWorkloads(data: unknown): readonly string[] {
  let message: unknown;
  try {
    message = JSON.parse(String(data));
  } catch {
    return [];
  }
  if (typeof message !== 'object' || message === null) return [];
  const named =
    'workloads' in message ? message.workloads : 'workload' in message ? [message.workload] : [];
  return Array.isArray(named) ? named.filter((name) => typeof name === 'string') : [];
}

/**
 * Holds the event stream open, notices silence, and comes back after a loss.
 * @param open makes a new source
 * @returns how to close it for good
 */
export function openLiveConnection(
  open: () => LiveSource,
  listener: LiveListener,
  timers: Timers,
): () => void {
  let source: LiveSource | null = null;
  let state: LiveState = 'connecting';
  let watchdog: unknown = null;
  let retry: unknown = null;
  let retryMs = FIRST_RETRY_MS;
  let isLate = false;
  const lateness = timers.set(() => {
    isLate = true;
  }, LATE_MS);

  function become(next: LiveState): void {
    if (state === next) return;
    const wasLost = state === 'lost';
    state = next;
    listener.onState(next);
    if (next === 'live' && (wasLost || isLate)) listener.onResume(wasLost);
  }

  function heard(): void {
    if (watchdog !== null) timers.clear(watchdog);
    watchdog = timers.set(reconnect, SILENCE_MS);
    retryMs = FIRST_RETRY_MS;
    become('live');
  }

  function reconnect(): void {
    source?.close();
    source = null;
    become('lost');
    if (retry !== null) timers.clear(retry);
    retry = timers.set(connect, retryMs);
    retryMs = Math.min(MAX_RETRY_MS, retryMs * 2);
  }

  function connect(): void {
    retry = null;
    const opened = open();
    source = opened;
    // One that never says anything is given up too.
    if (watchdog !== null) timers.clear(watchdog);
    watchdog = timers.set(reconnect, SILENCE_MS);
    const tell = (event: { data?: unknown }): void => {
      heard();
      listener.onChange(readWorkloads(event.data));
    };
    opened.addEventListener('open', heard);
    opened.addEventListener('ping', heard);
    opened.addEventListener('telemetry', tell);
    opened.addEventListener('verdict', tell);
    opened.addEventListener('assessed', () => {
      heard();
      // What a workload's own page shows is as of when it was asked.
      listener.onChange([]);
    });
    opened.addEventListener('mode', tell);
    opened.addEventListener('alert', (event) => {
      tell(event);
      listener.onAlert();
    });
    opened.addEventListener('decision', (event) => {
      tell(event);
      listener.onDecision();
    });
    opened.addEventListener('tail', () => {
      heard();
      listener.onTail();
    });
    opened.addEventListener('error', () => {
      if (opened !== source) return;
      if (opened.readyState === CLOSED) reconnect();
      else become('lost');
    });
  }

  connect();
  return () => {
    source?.close();
    source = null;
    timers.clear(lateness);
    if (watchdog !== null) timers.clear(watchdog);
    if (retry !== null) timers.clear(retry);
  };
}
