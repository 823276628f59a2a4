import { workloadOnSight, type WorkloadDocument } from '../../core/workload.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { assess, type AssessmentInput } from '../../decisions/assessment/assess.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import { replay } from '../../decisions/engine/replay.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { PLAIN_CONTEXT, policyWith, sha256 } from './engine-fixtures.ts';
import { dayMs, type TrueRates } from './simulated-history.ts';

/** Well inside every limit of the default policy. */
export const GOOD: TrueRates = {
  runsPerDay: 200,
  hallucinationRate: 0.012,
  valueUsd: 0.8,
  costUsd: 0.3,
};

/** Parts of the input to replace; `document` replaces parts of the default policy. */
export interface Options extends Partial<AssessmentInput> {
  readonly document?: Partial<PolicyDocument>;
}

/** The assessment of a history some days after its start, the state before it replayed. */
export function assessAt(history: TelemetryHistory, day: number, options?: Options): Assessment {
  return assess(inputAt(history, day, options));
}

/** What {@link assessAt} assesses. */
export function inputAt(
  history: TelemetryHistory,
  day: number,
  { document, ...options }: Options = {},
): AssessmentInput {
  const policy = options.policy ?? policyWith(document);
  const atMs = dayMs(day);
  const limitChangesMs = options.limitChangesMs ?? {};
  const gates = options.gates ?? [];
  const blocks = options.blocks ?? NO_BLOCKS;
  const workload: WorkloadDocument = options.workload ?? workloadOnSight('support-copilot');
  const context = {
    ...PLAIN_CONTEXT,
    businessCase: workload.business_case ?? {},
    limitChangesMs,
    gatesAt: () => gates,
    blocksAt: () => blocks,
  };
  const before = replay(policy, history, context, atMs - 1).state;
  return {
    workload,
    policy,
    history,
    limitChangesMs,
    before,
    atMs,
    gates,
    blocks,
    hash: sha256,
    ...options,
  };
}
