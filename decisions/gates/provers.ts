import type { Prover } from './gate-facts.ts';
import {
  proveContract,
  proveOwners,
  provePurpose,
  proveSupportPath,
} from './proofs/prove-record.ts';
import {
  proveAdoption,
  proveDatasets,
  proveErrorRate,
  proveEvaluation,
  proveEvaluationCurrent,
  proveFewRejected,
  proveLatency,
  proveReviewHeld,
  proveRollback,
  proveSample,
} from './proofs/prove-telemetry.ts';
import { proveBudget, proveMonitoring } from './proofs/prove-watch.ts';

/** What has to hold of a gate besides its signatures; a gate that is not here rests on signatures alone. */
export const PROVERS: Readonly<Record<string, readonly Prover[]>> = {
  purpose_stated: [provePurpose],
  owners: [proveOwners],
  data_contract: [proveContract, proveFewRejected],
  evaluation_set: [proveDatasets],
  evaluation_passes: [proveEvaluation],
  latency_under_load: [proveLatency],
  sandbox_sample: [proveSample],
  error_rate_accepted: [proveErrorRate],
  monitoring_active: [proveMonitoring],
  rollback_rehearsed: [proveRollback],
  support_path: [proveSupportPath],
  adoption_measured: [proveAdoption],
  budget_and_breaker: [proveBudget],
  review_on_cadence: [proveReviewHeld],
  evaluation_current: [proveEvaluationCurrent],
};
