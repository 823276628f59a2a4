import type { Logger } from 'pino';
import type { CutSums } from '../store/cut-sums.ts';
import { repeat } from './repeat.ts';

/** Often enough that whoever asks for a release waits for minutes of telemetry, not for hours. */
const SUM_INTERVAL_MS = 10 * 60_000;

/**
 * Sums telemetry by release, model, segment and tool now and then, so that little is left to do when it
 * is asked for.
 * @returns how to stop; resolves when a round under way has ended
 */
export function keepCutSums(parts: {
  readonly cutSums: CutSums;
  readonly log: Logger;
}): () => Promise<void> {
  const { cutSums, log } = parts;
  let isStopped = false;
  const stopRepeating = repeat(() => cutSums.catchUp(), {
    everyMs: SUM_INTERVAL_MS,
    onError(error) {
      if (isStopped) return;
      log.error({ err: error }, 'telemetry could not be summed by release; it is tried again');
    },
  });
  return async () => {
    isStopped = true;
    await cutSums.close();
    await stopRepeating();
  };
}
