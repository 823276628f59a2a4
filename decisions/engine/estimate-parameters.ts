import type { BusinessCase } from '../../core/workload.ts';
import type { EstimateParameters } from '../../signals/estimate.ts';
import type { ResolvedPolicy, ResolvedSignalRule } from '../policy/policy.ts';

/**
 * What a policy and a workload's record say about estimating one signal.
 * @param rule of that signal in the policy
 */
export function estimateParameters(
  policy: ResolvedPolicy,
  rule: ResolvedSignalRule,
  businessCase: BusinessCase,
): EstimateParameters {
  return {
    alpha: policy.alpha,
    expectedSample: policy.expectedSample,
    minSample: rule.minSample,
    staleAfterMs: policy.staleAfterMs,
    unpricedTolerance: policy.unpricedTolerance,
    businessCase,
    ...(rule.judge === null ? {} : { judge: rule.judge }),
  };
}
