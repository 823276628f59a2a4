import { HOUR_MS } from '../../../core/time.ts';
import type { ResolvedPolicy } from '../../../decisions/policy/policy.ts';
import type { HistoryRows, HourRow } from '../../../signals/history-rows.ts';
import type { MeasureName } from '../../../signals/measures.ts';

/** What a signal cannot be told without, as hour sums: any of these. */
const FED_BY: Readonly<Record<string, readonly MeasureName[]>> = {
  hallucination_rate: ['judged'],
  value_per_run: ['value_n', 'outcome_accepted', 'outcome_worthless'],
  roi: ['value_n', 'outcome_accepted', 'outcome_worthless'],
  unit_cost: ['stated_accepted', 'stated_worthless'],
  cost_per_run: ['priced'],
  error_rate: ['runs_with_status'],
  latency_p95: ['timed'],
};

/**
 * The required signals of which something was missing at an instant: too few trials, none for too long, or too
 * many runs without a price. Reads the rows themselves and nothing of the engine that it is a check of.
 * @returns their ids; empty where nothing was missing
 */
export function missingEvidence(
  rows: HistoryRows,
  policy: ResolvedPolicy,
  atMs: number,
): readonly string[] {
  const missing: string[] = [];
  for (const [signal, rule] of policy.signals) {
    if (rule.role !== 'required') continue;
    const measures = FED_BY[signal];
    if (measures === undefined) throw new RangeError(`not known what feeds ${signal}`);
    const recent = rows.hours.filter(
      ({ hourMs }) => hourMs >= atMs - rule.recentMs && hourMs < atMs,
    );
    const fresh = recent.filter(({ hourMs }) => hourMs + HOUR_MS >= atMs - policy.staleAfterMs);
    const unpriced = total(recent, ['unpriced']) / total(recent, ['runs']);
    const told =
      total(recent, measures) >= rule.minSample &&
      total(fresh, measures) > 0 &&
      (rule.axis !== 'economics' || unpriced <= policy.unpricedTolerance);
    if (!told) missing.push(signal);
  }
  return missing;
}

function total(hours: readonly HourRow[], measures: readonly MeasureName[]): number {
  let sum = 0;
  for (const { sums } of hours) for (const measure of measures) sum += sums[measure] ?? 0;
  return sum;
}
