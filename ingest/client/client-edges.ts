import { Worker } from 'node:worker_threads';
import type { ClientAnswer } from './read-answer.ts';

/** One request of a client. */
export interface ClientRequest {
  readonly url: string;
  readonly key: string;
  /** NDJSON. */
  readonly body: string;
  readonly timeoutMs: number;
  /** Calls it off; absent where nobody will. */
  readonly signal?: AbortSignal;
}

/** A timer that runs once. */
export interface Timer {
  cancel(): void;
  /** Whether the process waits for it; it does not at first. */
  keepAlive(isKept: boolean): void;
}

/** Told how the process comes to its end. */
export interface ProcessEnd {
  /** Nothing is left to do: whatever is started now is waited for. */
  readonly onIdle: () => void;
  /** The process ends when this returns. */
  readonly onExit: () => void;
}

/** Everything a client needs of the outside world. */
export interface ClientEdges {
  /** Rejects where no answer comes. */
  readonly post: (request: ClientRequest) => Promise<ClientAnswer>;
  /** Posts one after another while the process stands still, for at most so long. */
  readonly postAtExit: (requests: readonly ClientRequest[], timeoutMs: number) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly randomId: () => string;
  readonly startTimer: (run: () => void, ms: number) => Timer;
  /** @returns how to stop being told */
  readonly watchProcessEnd: (end: ProcessEnd) => () => void;
  readonly warn: (message: string) => void;
}

function initOf({ key, body }: ClientRequest) {
  return {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body,
    // A key never follows to another place by itself.
    redirect: 'manual' as const,
  };
}

/** Runs in a thread of its own, because the main one only waits for it. */
const EXIT_POSTS = `
const { workerData: { posts, done } } = require('node:worker_threads');
(async () => {
  for (const [url, init] of posts) await (await fetch(url, init)).text();
})().catch(() => {}).finally(() => { Atomics.store(done, 0, 1); Atomics.notify(done, 0); });
`;

const watching = new Set<ProcessEnd>();
const tellIdle = (): void => watching.forEach(({ onIdle }) => onIdle());
const tellExit = (): void => watching.forEach(({ onExit }) => onExit());

/** The real outside world; the only file of the client that reaches it. */
export const processEdges: ClientEdges = {
  async post(request) {
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const { signal = timeout } = request;
    const response = await fetch(request.url, {
      ...initOf(request),
      signal: AbortSignal.any([signal, timeout]),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    };
  },
  postAtExit(requests, timeoutMs) {
    const done = new Int32Array(new SharedArrayBuffer(4));
    const posts = requests.map((request) => [request.url, initOf(request)]);
    const worker = new Worker(EXIT_POSTS, { eval: true, workerData: { posts, done } });
    worker.unref();
    Atomics.wait(done, 0, 0, timeoutMs);
  },
  now: Date.now,
  random: Math.random,
  randomId: () => crypto.randomUUID(),
  startTimer(run, ms) {
    const timer = setTimeout(run, ms).unref();
    return {
      cancel: () => clearTimeout(timer),
      keepAlive: (isKept) => void (isKept ? timer.ref() : timer.unref()),
    };
  },
  watchProcessEnd(end) {
    // One listener each for all clients: Node warns of a leak from the eleventh on.
    if (watching.size === 0) {
      process.on('beforeExit', tellIdle);
      process.on('exit', tellExit);
    }
    watching.add(end);
    return () => {
      watching.delete(end);
      if (watching.size > 0) return;
      process.off('beforeExit', tellIdle);
      process.off('exit', tellExit);
    };
  },
  warn: (message) => process.emitWarning(message, 'BellwetherWarning'),
};
