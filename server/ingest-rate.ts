import { floorTo, isoTime } from '../core/time.ts';

/** One sample a second is enough for a rate over ten. */
export const RATE_SAMPLE_MS = 1000;

/** How many events came in over one step; null where the server was not running yet. */
export interface RatePoint {
  readonly at: string;
  readonly per_second: number | null;
}

/** How fast events come in, looked at once a second whichever way they came. */
export interface IngestRate {
  /** Reads the count; called about once a second. */
  sample(): void;
  /** Accepted events a second over the last 10 s; null until a second was watched. */
  perSecond(): number | null;
  /** The last 10 minutes in steps of 10 s, ascending. */
  history(): RatePoint[];
}

const NOW_MS = 10_000;
const STEPS = 60;

interface Sample {
  readonly atMs: number;
  readonly accepted: number;
}

/**
 * Watches a count that only grows.
 * @param accepted events since start
 * @param now epoch milliseconds
 */
export function createIngestRate(accepted: () => number, now: () => number): IngestRate {
  let samples: Sample[] = [{ atMs: now(), accepted: accepted() }];

  /** The last sample at or before an instant. */
  const at = (atMs: number): Sample | null => samples.findLast((one) => one.atMs <= atMs) ?? null;
  const between = (from: Sample | null, to: Sample | null): number | null =>
    from === null || to === null || to.atMs <= from.atMs
      ? null
      : ((to.accepted - from.accepted) * 1000) / (to.atMs - from.atMs);

  return {
    sample() {
      const atMs = now();
      const oldestMs = atMs - (STEPS + 1) * NOW_MS;
      samples = samples.filter((one) => one.atMs >= oldestMs && one.atMs < atMs);
      samples.push({ atMs, accepted: accepted() });
    },
    perSecond() {
      const newest = samples.at(-1) ?? null;
      if (newest === null) return null;
      return between(at(newest.atMs - NOW_MS) ?? samples[0] ?? null, newest);
    },
    history() {
      const newestMs = samples.at(-1)?.atMs ?? now();
      const lastStepMs = floorTo(newestMs, NOW_MS);
      return Array.from({ length: STEPS }, (_, index) => {
        const fromMs = lastStepMs - (STEPS - 1 - index) * NOW_MS;
        const toMs = fromMs + NOW_MS;
        // The step in which watching began is known in part.
        const from = at(fromMs) ?? samples.find((one) => one.atMs < toMs) ?? null;
        return { at: isoTime(fromMs), per_second: between(from, at(toMs)) };
      });
    },
  };
}
