/** A clock that is slewed moves by less than this between two looks. */
const TOLERANCE_MS = 5_000;
/** A jump ahead that lasted so long is no mistake that is being set right. */
const BELIEVED_AFTER_MS = 60_000;

/**
 * The wall clock, but for a jump ahead in its first minute: meanwhile time goes on as it did. What is done by it
 * and cannot be undone, as evaluating a minute before its telemetry is there, is then not done by mistake. A
 * clock that is set back is believed at once.
 * @param now wall clock, epoch milliseconds
 * @param elapsedMs a clock that nobody sets; milliseconds from anywhere
 */
export function createSteadyClock(now: () => number, elapsedMs: () => number): () => number {
  let offsetMs = now() - elapsedMs();
  let jumpedAtMs: number | null = null;
  return () => {
    const elapsed = elapsedMs();
    const wallMs = now();
    const steadyMs = elapsed + offsetMs;
    if (wallMs - steadyMs > TOLERANCE_MS) {
      jumpedAtMs ??= elapsed;
      if (elapsed - jumpedAtMs < BELIEVED_AFTER_MS) return steadyMs;
    }
    jumpedAtMs = null;
    offsetMs = wallMs - elapsed;
    return wallMs;
  };
}
