import { z } from 'zod';
import type { WireEvent } from '../../core/event.ts';

/** Where the sample organisation sends to; network and waiting are handed in. */
export interface EndpointSettings {
  readonly url: string;
  readonly key: string;
  readonly fetch: typeof fetch;
  /** Resolves after some milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
}

const receipt = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number(), path: z.string(), message: z.string() })),
});
export type Receipt = z.infer<typeof receipt>;

/** The few calls of Bellwether's interface that the simulator makes. */
export interface Endpoint {
  /** Writes a document whole. */
  put(path: string, document: unknown): Promise<void>;
  /** Asks for something to be done that takes no document. */
  post(path: string): Promise<void>;
  /** Sends events as one NDJSON request; throws where one was rejected. */
  send(events: readonly WireEvent[]): Promise<Receipt>;
  /** Resolves when everything acknowledged is queryable. */
  flush(): Promise<void>;
}

/** Asks again this often: 429 and 503 say when, a refused connection waits a little. */
const ATTEMPTS = 60;
const DEFAULT_WAIT_MS = 1000;
const REFUSED_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
const RETRIED = new Set([429, 503]);
const TOLD_REJECTIONS = 3;

/** The endpoint under a URL, asked as any other sender would ask it. */
export function createEndpoint({ url, key, fetch, sleep }: EndpointSettings): Endpoint {
  const call = async (
    method: string,
    path: string,
    type: string,
    body?: string,
  ): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      const waitMs = await fetch(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': type }),
        },
        ...(body === undefined ? {} : { body }),
      }).then(
        (response) =>
          RETRIED.has(response.status) && attempt < ATTEMPTS ? retryAfterMs(response) : response,
        (error: unknown) => {
          if (attempt >= ATTEMPTS) throw error;
          return REFUSED_WAIT_MS;
        },
      );
      if (typeof waitMs === 'number') {
        await sleep(waitMs);
        continue;
      }
      if (waitMs.ok) return waitMs;
      throw new Error(`${method} ${path} answered ${waitMs.status}: ${await waitMs.text()}`);
    }
  };
  return {
    put: async (path, document) => {
      await call('PUT', path, 'application/json', JSON.stringify(document));
    },
    post: async (path) => {
      await call('POST', path, 'application/json');
    },
    send: async (events) => {
      const body = events.map((event) => JSON.stringify(event)).join('\n');
      const response = await call('POST', '/v1/events', 'application/x-ndjson', body);
      const answer = receipt.parse(await response.json());
      if (answer.rejected.length === 0) return answer;
      const told = answer.rejected
        .slice(0, TOLD_REJECTIONS)
        .map(
          ({ index, path, message }) => `${path}: ${message} in ${JSON.stringify(events[index])}`,
        );
      throw new Error(`${answer.rejected.length} events were rejected: ${told.join('; ')}`);
    },
    flush: async () => {
      await call('POST', '/api/ingest/flush', 'application/json');
    },
  };
}

/** What `Retry-After` says in seconds; a date, which this server never sends, counts as absent. */
function retryAfterMs(response: Response): number {
  const header = response.headers.get('retry-after');
  const seconds = Number(header);
  if (header === null || !Number.isFinite(seconds)) return DEFAULT_WAIT_MS;
  return Math.min(LONGEST_WAIT_MS, Math.max(0, seconds) * 1000);
}
