import { DAY_MS, isoTime } from '../../core/time.ts';
import type { VerdictChange } from '../assessment/assessment.ts';
import { tellChange } from '../assessment/tell-change.ts';
import type { ReplayedChange } from '../engine/replay.ts';
import type { VerdictComparison, VerdictDifference } from './backtest.ts';
import {
  flipsPerQuarter,
  publishedAt,
  publishedChanges,
  standsSince,
  toHundredths,
  type TimeSpan,
} from './published-verdicts.ts';

/** What two policies published over the same telemetry, each from its first grid instant on; ascending. */
export interface ComparedReplays {
  readonly before: readonly ReplayedChange[];
  readonly after: readonly ReplayedChange[];
}

/**
 * How two policies' published verdicts on one workload compare over a span.
 * @param span longer than nothing
 */
export function compareReplays(
  { before, after }: ComparedReplays,
  span: TimeSpan,
): VerdictComparison {
  const verdict = {
    before: publishedAt(before, span.toMs),
    after: publishedAt(after, span.toMs),
  };
  const leadMs = standsSince(before, span) - standsSince(after, span);
  return {
    verdict,
    differences: findDifferences({ before, after }, span),
    changes: { before: changesIn(before, span), after: changesIn(after, span) },
    flips_per_quarter: {
      before: toHundredths(flipsPerQuarter(before, span)),
      after: toHundredths(flipsPerQuarter(after, span)),
    },
    lead_days: verdict.before === verdict.after ? toHundredths(leadMs / DAY_MS) : null,
  };
}

/** The times in which what was published differs, each as long as neither side changes. */
function findDifferences(
  { before, after }: ComparedReplays,
  { fromMs, toMs }: TimeSpan,
): VerdictDifference[] {
  const cuts = [...publishedChanges(before), ...publishedChanges(after)]
    .map(({ atMs }) => atMs)
    .filter((atMs) => atMs > fromMs && atMs < toMs);
  const starts = [fromMs, ...new Set(cuts.sort((a, b) => a - b))];
  return starts.flatMap((startMs, index) => {
    const [was, would] = [publishedAt(before, startMs), publishedAt(after, startMs)];
    if (was === would) return [];
    const endMs = starts[index + 1] ?? toMs;
    return [{ from: isoTime(startMs), to: isoTime(endMs), before: was, after: would }];
  });
}

function changesIn(
  changes: readonly ReplayedChange[],
  { fromMs, toMs }: TimeSpan,
): VerdictChange[] {
  return publishedChanges(changes)
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .map(tellChange);
}
