import { setTimeout as sleep } from 'node:timers/promises';
import { createEndpoint } from './endpoint.ts';
import { BATCH_EVENTS, type Organisation } from './organisation.ts';

/** How often events are sent: quick enough that the page seems to move by itself. */
const EVERY_MS = 500;

/** Longest span made at once, so that catching up after a pause stays in small pieces. */
const SPAN_MS = 10 * 60_000;

export interface SendLiveOptions {
  readonly url: string;
  /** A key with the scope `ingest`. */
  readonly key: string;
  readonly organisation: Pick<Organisation, 'live'>;
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where to begin, epoch milliseconds: the anchor, or where an earlier run ended. */
  readonly fromMs: number;
  readonly signal: AbortSignal;
  readonly onSent?: (events: number) => void;
}

/**
 * Sends what happens from `fromMs` on, at first what lies in the past already, then as time passes;
 * resolves when the signal is aborted.
 * @throws when an event is refused, or the server stays away for a minute
 */
export async function sendLive(options: SendLiveOptions): Promise<void> {
  const { organisation, now, signal, onSent } = options;
  const pause = (ms: number): Promise<unknown> =>
    sleep(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  const fetchUntilAborted: typeof fetch = (input, init) =>
    options.fetch(input, { ...init, signal });
  const endpoint = createEndpoint({ ...options, fetch: fetchUntilAborted, sleep: pause });
  let sentUntilMs = options.fromMs;
  while (!signal.aborted) {
    const toMs = Math.min(now(), sentUntilMs + SPAN_MS);
    const events = organisation.live(sentUntilMs, toMs);
    try {
      for (let i = 0; i < events.length; i += BATCH_EVENTS) {
        await endpoint.send(events.slice(i, i + BATCH_EVENTS));
      }
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    if (events.length > 0) onSent?.(events.length);
    sentUntilMs = Math.max(sentUntilMs, toMs);
    if (now() - sentUntilMs < EVERY_MS) await pause(EVERY_MS);
  }
}
