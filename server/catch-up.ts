import type { Logger } from 'pino';
import type { Assessor } from '../decisions/assessor.ts';
import type { LiveHub } from './live-hub.ts';

/** Works in telemetry that came since the lines that pages were given. */
export interface CatchUp {
  /** Somebody was given lines of these workloads that lack something: pages are told once it is in. */
  ask(workloads: Iterable<string>): void;
  /** Resolves once whatever came before was worked in; what cannot be is logged, and tried again. */
  settle(): Promise<void>;
  /** Begins nothing more; resolves when a round under way has ended. */
  close(): Promise<void>;
}

/** Before a round that failed is tried again. */
const RETRY_AFTER_MS = 5000;

/** Longest rest after a round: a page that waits for the last of a history should not wait for it long. */
const LONGEST_REST_MS = 1000;

/**
 * One round at a time, each followed by a rest as long as it took, a second at most: while telemetry pours
 * in, there is time left for everything else. Pages are told of each workload they were given a line of,
 * whoever has worked its telemetry in.
 */
export function createCatchUp(parts: {
  readonly assessor: Pick<Assessor, 'behind' | 'workIn'>;
  readonly hub: LiveHub;
  readonly log: Logger;
  /** Other than RETRY_AFTER_MS; tests are impatient. */
  readonly retryAfterMs?: number;
}): CatchUp {
  const { assessor, hub, log, retryAfterMs = RETRY_AFTER_MS } = parts;
  const waiting = new Set<string>();
  let settling: (() => void)[] = [];
  let isClosed = false;
  let current: Promise<void> | null = null;
  let resting: NodeJS.Timeout | null = null;

  async function round(): Promise<void> {
    const startedMs = performance.now();
    const settled = settling;
    settling = [];
    const done: string[] = [];
    let retryMs = 0;
    try {
      await assessor.workIn([...waiting], (workload) => {
        done.push(workload);
        waiting.delete(workload);
      });
    } catch (error) {
      log.error({ err: error }, 'telemetry could not be worked in; it is tried again');
      retryMs = retryAfterMs;
    }
    if (done.length > 0) hub.publish({ type: 'assessed', data: { workloads: done } });
    for (const resolve of settled) resolve();
    current = null;
    const restMs = Math.max(retryMs, Math.min(performance.now() - startedMs, LONGEST_REST_MS));
    if (!isClosed) resting = setTimeout(goOn, restMs).unref();
  }

  function goOn(): void {
    resting = null;
    if (waiting.size > 0 || settling.length > 0) current = round();
  }

  function ask(workloads: Iterable<string>): void {
    for (const workload of workloads) waiting.add(workload);
    if (!isClosed && current === null && resting === null) goOn();
  }

  return {
    ask,
    settle() {
      const behind = assessor.behind();
      if (behind.length === 0 || isClosed) return Promise.resolve();
      return new Promise((resolve) => {
        settling.push(resolve);
        ask(behind);
      });
    },
    async close() {
      isClosed = true;
      if (resting !== null) clearTimeout(resting);
      await current;
      for (const resolve of settling) resolve();
    },
  };
}
