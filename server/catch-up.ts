import type { Logger } from 'pino';
import type { Assessor } from '../decisions/assessor.ts';
import type { LiveHub } from './live-hub.ts';

/** Works in telemetry that came since the lines that pages were given, once somebody was given them. */
export interface CatchUp {
  /** Begins a round, or asks for another after the one under way. */
  ask(): void;
  /** Begins nothing more; resolves when a round under way has ended. */
  close(): Promise<void>;
}

/**
 * One round at a time, each followed by a rest as long as it took: while telemetry of many workloads pours
 * in, half the time is left for everything else. Pages are told of each round that found something.
 */
export function createCatchUp(parts: {
  readonly assessor: Pick<Assessor, 'catchUp'>;
  readonly hub: LiveHub;
  readonly log: Logger;
}): CatchUp {
  const { assessor, hub, log } = parts;
  let isAsked = false;
  let isClosed = false;
  let current: Promise<void> | null = null;
  let resting: NodeJS.Timeout | null = null;

  async function round(): Promise<void> {
    const startedMs = performance.now();
    try {
      const workloads = await assessor.catchUp();
      if (workloads.length > 0) hub.publish({ type: 'assessed', data: { workloads } });
    } catch (error) {
      log.error(
        { err: error },
        'telemetry could not be worked in; it is tried again when asked for',
      );
    }
    current = null;
    if (!isClosed) resting = setTimeout(goOn, performance.now() - startedMs);
  }

  function goOn(): void {
    resting = null;
    if (isAsked) begin();
  }

  function begin(): void {
    isAsked = false;
    current = round();
  }

  return {
    ask() {
      if (isClosed) return;
      isAsked = true;
      if (current === null && resting === null) begin();
    },
    async close() {
      isClosed = true;
      if (resting !== null) clearTimeout(resting);
      await current;
    },
  };
}
