import type { PolicyDocument } from '../../decisions/policy/policy.ts';

/** What has to be ready before anything grows that reaches customers or a regulator. */
const READY = { required_for_scale: ['owners', 'monitoring_active', 'rollback_rehearsed'] };

/** What customers meet must be right, quick and wanted before it may grow. */
const customerFacing: PolicyDocument = {
  id: 'customer-facing',
  title: 'Customer-facing',
  extends: 'default',
  signals: {
    hallucination_rate: { role: 'required', limit: 0.03, min_sample: 100 },
    error_rate: { role: 'required', limit: 0.02, min_sample: 100 },
    tool_call_success: { role: 'required', limit: 0.95, min_sample: 100 },
    latency_p95: { role: 'required', limit: 8000 },
    uptime: { role: 'advisory', limit: 0.995 },
    escalation_rate: { role: 'advisory', limit: 0.2 },
    complaint_rate: { role: 'advisory', limit: 0.05 },
    audited_error_rate: { role: 'advisory', limit: 0.1 },
    value_per_run: { role: 'required', limit: 0.4, min_sample: 100 },
    acceptance_rate: { role: 'required', limit: 0.6, min_sample: 100 },
    satisfaction: { role: 'advisory', limit: 0.2 },
    adoption_rate: { role: 'advisory', limit: 0.3 },
    roi: { role: 'required', limit: 1.5, min_sample: 100 },
    cost_against_baseline: { role: 'required', limit: 0.7, min_sample: 100 },
  },
  gates: READY,
};

/** Colleagues can catch a mistake, so it may be slower and less sure, but it has to pay. */
const internalTools: PolicyDocument = {
  id: 'internal-tools',
  title: 'Internal tools',
  extends: 'default',
  signals: {
    hallucination_rate: { role: 'required', limit: 0.05, min_sample: 100 },
    error_rate: { role: 'required', limit: 0.03, min_sample: 100 },
    tool_call_success: {
      role: 'not_applicable',
      reason: 'These workloads write drafts and call no tools.',
    },
    latency_p95: { role: 'required', limit: 25_000 },
    rework_rate: { role: 'advisory', limit: 0.25 },
    review_burden: { role: 'advisory', limit: 0.75 },
    value_per_run: { role: 'required', limit: 0.4, min_sample: 100 },
    acceptance_rate: { role: 'required', limit: 0.5, min_sample: 100 },
    evaluation_pass_rate: { role: 'advisory', limit: 0.85 },
    adoption_rate: { role: 'advisory', limit: 0.3 },
    roi: { role: 'required', limit: 1.2, min_sample: 100 },
    cost_against_baseline: { role: 'required', limit: 1, min_sample: 100 },
  },
  risk_classes: { 'customer-facing': { gates: READY }, regulated: { gates: READY } },
};

const VENDOR_SILENT = 'The vendor shares aggregates only.';

/** Bought by the seat: the question is whether people use it. */
const boughtTools: PolicyDocument = {
  id: 'bought-tools',
  title: 'Bought tools',
  extends: 'default',
  signals: {
    adoption_rate: { role: 'required', limit: 0.25 },
    satisfaction: { role: 'advisory', limit: 0.2 },
    error_rate: { role: 'required', limit: 0.03 },
    uptime: { role: 'required', limit: 0.995 },
    latency_p95: { role: 'advisory', limit: 60_000 },
    unit_cost: { role: 'required', limit: 3 },
    hallucination_rate: { role: 'not_applicable', reason: VENDOR_SILENT },
    tool_call_success: { role: 'not_applicable', reason: VENDOR_SILENT },
    escalation_rate: { role: 'not_applicable', reason: VENDOR_SILENT },
    acceptance_rate: { role: 'not_applicable', reason: VENDOR_SILENT },
    value_per_run: { role: 'not_applicable', reason: VENDOR_SILENT },
    roi: { role: 'not_applicable', reason: VENDOR_SILENT },
  },
};

/** The organisation's policies; all inherit from the built-in default. */
export const POLICIES: readonly PolicyDocument[] = [customerFacing, internalTools, boughtTools];
