import { HOUR_MS } from '../core/time.ts';
import type { SeenIds } from './seen-ids.ts';

/** Ids of events received from one instant to before another, epoch milliseconds. */
export type RecentIds = (
  sinceMs: number,
  untilMs: number,
) => AsyncIterable<{ readonly workload: string; readonly id: string }>;

/**
 * Claims what the store received within the window and nothing on disk tells of, an hour at a time:
 * a pair counts as received at the end of its hour. Newest first, so that a pair that comes twice
 * stays taken for as long as its later receipt says.
 * @param untilMs from here on the files on disk are complete; null where there are none
 */
export async function refillSeenIds(
  seen: SeenIds,
  recentIds: RecentIds,
  windowMs: number,
  nowMs: number,
  untilMs: number | null,
): Promise<void> {
  // Without files: whatever the store holds, also from a clock that ran ahead.
  const end = untilMs ?? nowMs + windowMs;
  const start = nowMs - windowMs;
  for (let to = end; to > start;) {
    const from = Math.max(start, Math.min(to, nowMs) - HOUR_MS);
    for await (const { workload, id } of recentIds(from, to)) {
      seen.claim(workload, id, Math.min(to, nowMs));
    }
    to = from;
  }
}
