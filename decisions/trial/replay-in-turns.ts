import type { TelemetryHistory } from '../../signals/window.ts';
import { replayInSlices, type ReplayContext, type ReplayedChange } from '../engine/replay.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';

/** Slices between two turns: some milliseconds. */
const SLICES_A_TURN = 3;

/**
 * What a policy publishes over a history from its beginning; everything else gets a turn in between.
 * @param toMs the last instant, epoch milliseconds, up to the history's end
 * @param giveWay resolves when it is this work's turn again; what it throws ends the replay
 * @returns the changes, ascending; empty where no grid instant was reached
 */
export async function replayInTurns(
  policy: ResolvedPolicy,
  history: TelemetryHistory,
  context: ReplayContext,
  toMs: number,
  giveWay: () => Promise<void>,
): Promise<readonly ReplayedChange[]> {
  const slices = replayInSlices(policy, history, context, toMs);
  for (let slice = 1; ; slice += 1) {
    const next = slices.next();
    if (next.done) return next.value.changes;
    if (slice % SLICES_A_TURN === 0) await giveWay();
  }
}
