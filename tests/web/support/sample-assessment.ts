import type { Assessment, VerdictChange } from '../../../decisions/assessment/assessment.ts';
import type { PortfolioItem } from '../../../decisions/assessment/portfolio.ts';
import { daysBefore } from './sample-portfolio.ts';
import { sampleSignals } from './sample-signals.ts';

/** The assessment behind a portfolio item, in full. */
export function sampleAssessment(item: PortfolioItem, nowMs: number): Assessment {
  const signals = sampleSignals(nowMs);
  return {
    workload: item.workload,
    at: new Date(nowMs).toISOString(),
    policy: { id: 'customer-facing', version: 3, hash: 'b5d0…'.padEnd(64, '4') },
    verdict: item.verdict,
    proposed: item.proposed,
    since: item.since,
    pending: item.pending,
    sentence: item.sentence,
    axes: item.axes,
    signals,
    gates: [
      {
        gate: 'owners',
        state: 'passed',
        required: true,
        evidence: 'business and technical owner named',
      },
      {
        gate: 'rollback_rehearsed',
        state: 'open',
        required: true,
        evidence: 'no rollback or drill in 365 days',
      },
      {
        gate: 'monitoring_active',
        state: 'passed',
        required: true,
        evidence: 'last event 2 minutes ago',
      },
    ],
    row: {
      index: 5,
      value: 'any',
      operations: 'weak',
      economics: 'any',
      verdict: 'hold',
      words: 'promising, but reliability or support burden is weak: harden',
    },
    blocked_by: ['gate:rollback_rehearsed'],
    counterfactual: {
      binding: ['hallucination_rate', 'tool_call_success', 'roi'],
      changes: [{ signal: 'hallucination_rate', from: 0.041, to: 0.03 }],
      samples_needed: [
        { signal: 'tool_call_success', more: 5200, days: 4.4 },
        { signal: 'roi', more: 9100, days: null },
      ],
      turning_points: [
        { quantity: 'unit_cost', at: 0.61, verdict: 'redesign' },
        { quantity: 'value_per_run', at: 0.92, verdict: 'redesign' },
      ],
    },
    playbook: {
      headline: 'Harden before more traffic',
      steps: [
        'Compare hallucinations of release 2.4 with 2.3 by segment.',
        'Point the fix at retrieval: judged runs without sources fail three times as often.',
        'Keep exposure at 10 % until the recent interval is back under 3 %.',
      ],
    },
    evidence_hash: 'a9f1c3'.padEnd(64, '0'),
  };
}

export function sampleVerdicts(item: PortfolioItem, nowMs: number): VerdictChange[] {
  return [
    {
      at: daysBefore(nowMs, 80),
      verdict: 'hold',
      proposed: 'hold',
      previous: null,
      because: 'first assessment',
    },
    {
      at: daysBefore(nowMs, 52),
      verdict: 'hold',
      proposed: 'scale',
      previous: 'hold',
      because: 'every required signal passes',
    },
    {
      at: daysBefore(nowMs, 45),
      verdict: 'scale',
      proposed: 'scale',
      previous: 'hold',
      because: 'proposed for 7 days',
    },
    {
      at: daysBefore(nowMs, 9),
      verdict: 'hold',
      proposed: 'hold',
      previous: 'scale',
      because: 'hallucination_rate fails',
    },
    {
      at: daysBefore(nowMs, 2),
      verdict: item.verdict,
      proposed: item.proposed,
      previous: 'hold',
      because: 'economics are weak',
    },
  ];
}
