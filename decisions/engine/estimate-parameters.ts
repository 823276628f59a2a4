import type { BusinessCase } from '../../core/workload.ts';
import type { EstimateParameters } from '../../signals/estimate.ts';
import type { FeatureReference } from '../../signals/window.ts';
import type { DriftReference, ResolvedPolicy, ResolvedSignalRule } from '../policy/policy.ts';

/**
 * What a policy and a workload's record say about estimating one signal.
 * @param rule of that signal in the policy
 * @param evidence whether for the window that a pass rests on
 */
export function estimateParameters(
  policy: ResolvedPolicy,
  rule: ResolvedSignalRule,
  businessCase: BusinessCase,
  evidence = false,
): EstimateParameters {
  const params: EstimateParameters = {
    alpha: policy.alpha,
    expectedSample: policy.expectedSample,
    minSample: rule.minSample,
    staleAfterMs: rule.staleAfterMs ?? policy.staleAfterMs,
    unpricedTolerance: policy.unpricedTolerance,
    businessCase,
    evidence,
  };
  const { judge, reference } = rule;
  if (judge === null && reference === undefined) return params;
  return {
    ...params,
    ...(judge === null ? {} : { judge }),
    ...(reference === undefined ? {} : { reference: referenceOf(reference) }),
  };
}

function referenceOf(reference: DriftReference): FeatureReference {
  if ('release' in reference) return reference;
  return { fromMs: Date.parse(reference.from), toMs: Date.parse(reference.to) };
}
