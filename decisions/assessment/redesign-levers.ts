import type { Axis } from '../policy/policy.ts';
import type { AssessedSignal } from './assessment.ts';
import { listInWords, signalPhrase } from './signal-phrase.ts';

/** What a redesign can take hold of. */
export const LEVERS = ['scope', 'retrieval', 'prompt', 'model', 'routing'] as const;
export type Lever = (typeof LEVERS)[number];

const ADVICE: Readonly<Record<Lever, string>> = {
  scope:
    'Scope: narrow the use case to the tasks where people accept the result, and hand the rest over.',
  retrieval:
    'Retrieval: ground answers in sources that are current and complete, and let it decline where they are silent.',
  prompt:
    'Prompt: tighten instructions, tool descriptions and output format against the cases that were reworked.',
  model:
    'Model: compare with a stronger, faster or cheaper one on the evaluation set before changing anything else.',
  routing:
    'Routing: send easy work to a cheaper path, route less to the model, and fall back where a provider fails.',
};

/** Which levers a signal points to, the likeliest first. */
const SIGNAL_LEVERS: Readonly<Record<string, readonly Lever[]>> = {
  hallucination_rate: ['retrieval', 'prompt'],
  audited_error_rate: ['retrieval', 'prompt'],
  error_rate: ['routing', 'model'],
  tool_call_success: ['prompt'],
  latency_p50: ['model', 'routing'],
  latency_p95: ['model', 'routing'],
  latency_p99: ['model', 'routing'],
  uptime: ['routing'],
  drift: ['scope', 'retrieval'],
  rollback_mttr: ['routing'],
  low_confidence_rate: ['retrieval', 'scope'],
  escalation_rate: ['scope', 'retrieval'],
  complaint_rate: ['scope', 'prompt'],
  rework_rate: ['prompt', 'retrieval'],
  review_burden: ['scope', 'prompt'],
  data_freshness: ['retrieval'],
  value_per_run: ['scope', 'prompt'],
  net_minutes_saved: ['scope', 'prompt'],
  satisfaction: ['prompt', 'scope'],
  acceptance_rate: ['prompt', 'retrieval'],
  adoption_rate: ['scope'],
  bypass_rate: ['scope'],
  evaluation_pass_rate: ['model', 'prompt'],
  unit_cost: ['routing', 'model'],
  cost_per_run: ['model', 'prompt'],
  tokens_per_run: ['prompt', 'retrieval'],
  cost_against_baseline: ['routing', 'scope'],
  roi: ['routing', 'scope'],
  unit_cost_trend: ['routing', 'prompt'],
  budget_use: ['routing', 'scope'],
};
const AXIS_LEVER: Readonly<Record<Axis, Lever>> = {
  value: 'scope',
  operations: 'model',
  economics: 'routing',
};

/** One lever and the signals that point to it. */
export interface LeverAdvice {
  readonly lever: Lever;
  readonly advice: string;
}

/**
 * The levers that failing signals point to, most pointed-to first: a required signal's first lever
 * counts most, advisory signals and second levers break ties.
 * @param failing signals that fail, required and advisory
 */
export function redesignLevers(failing: readonly AssessedSignal[]): readonly LeverAdvice[] {
  const weights = new Map<Lever, number>();
  const pointing = new Map<Lever, string[]>();
  for (const signal of failing) {
    const levers = SIGNAL_LEVERS[signal.signal] ?? [AXIS_LEVER[signal.axis]];
    levers.forEach((lever, rank) => {
      const weight = (signal.role === 'required' ? 4 : 1) / (rank + 1);
      weights.set(lever, (weights.get(lever) ?? 0) + weight);
      pointing.set(lever, [...(pointing.get(lever) ?? []), signalPhrase(signal)]);
    });
  }
  return [...weights]
    .sort(
      ([a, weightA], [b, weightB]) => weightB - weightA || LEVERS.indexOf(a) - LEVERS.indexOf(b),
    )
    .map(([lever]) => ({
      lever,
      advice: `${ADVICE[lever]} Points there: ${listInWords(pointing.get(lever) ?? [])}.`,
    }));
}
