/** How often something is repeated, and what becomes of a round that fails. */
export interface Repetition {
  readonly everyMs: number;
  /** When the first round begins; absent: after `everyMs`. */
  readonly firstAfterMs?: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Runs a task again and again, one round at a time; a round that fails is told and does not end it.
 * @param task may ask whether it should come to an end
 * @returns how to stop; resolves when a round under way has ended
 */
export function repeat(
  task: (isStopped: () => boolean) => Promise<void>,
  { everyMs, firstAfterMs = everyMs, onError }: Repetition,
): () => Promise<void> {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    try {
      await task(() => isStopped);
    } catch (error) {
      onError(error);
    }
    if (!isStopped) schedule(everyMs);
  };
  const schedule = (afterMs: number): void => {
    timer = setTimeout(() => {
      current = round();
    }, afterMs);
    timer.unref();
  };
  schedule(firstAfterMs);
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await current;
  };
}
