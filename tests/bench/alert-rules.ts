import { HISTOGRAM_GAMMA } from '../../core/statistics/log-histogram.ts';
import { ruleDocument, type RuleDocument } from '../../alerts/rule/rule.ts';
import { workloadId } from './fill-rollups.ts';

/** Ten signals with a limit that a few of the workloads pass now and then. */
export const ALERT_SIGNALS = [
  { signal: 'error_rate', op: '>', threshold: 0.03 },
  { signal: 'hallucination_rate', op: '>', threshold: 0.024 },
  { signal: 'tool_call_success', op: '<', threshold: 0.966 },
  { signal: 'low_confidence_rate', op: '>', threshold: 0.06 },
  { signal: 'escalation_rate', op: '>', threshold: 0.075 },
  { signal: 'complaint_rate', op: '>', threshold: 0.03 },
  { signal: 'uptime', op: '<', threshold: 0.99 },
  { signal: 'cost_per_run', op: '>', threshold: 0.02 },
  { signal: 'tokens_per_run', op: '>', threshold: 1_850 },
  { signal: 'latency_p95', op: '>', threshold: HISTOGRAM_GAMMA ** 745 },
] as const;

/** Over which minutes each rule looks. */
export const ALERT_WINDOW_MINUTES = 5;

/** A rule for each workload and signal. */
export function alertRules(workloads: number): RuleDocument[] {
  return Array.from({ length: workloads }, (_, w) => workloadId(w)).flatMap((workload) =>
    ALERT_SIGNALS.map(({ signal, op, threshold }) =>
      ruleDocument.parse({
        id: `${workload}-${signal.replaceAll('_', '-')}`,
        title: signal,
        select: { workloads: [workload] },
        when: { signal, op, threshold, window: `${ALERT_WINDOW_MINUTES}m` },
        for: '3m',
      }),
    ),
  );
}
