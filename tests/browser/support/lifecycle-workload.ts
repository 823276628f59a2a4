import type { Role } from '../../../core/role.ts';
import { signInPerson, type SignedInPerson } from '../../support/people.ts';
import type { ClockedServer } from './clocked-server.ts';
import { RUNS_A_DAY } from './good-telemetry.ts';

export const ID = 'claims-triage';
export const PATH = `/api/workloads/${ID}`;

const ROLES = {
  'product-owner': 'business_owner',
  engineer: 'business_owner',
  'operations-manager': 'approver',
  'risk-officer': 'approver',
  expert: 'approver',
  compliance: 'approver',
  security: 'approver',
  privacy: 'approver',
  architect: 'approver',
  reviewer: 'operator',
} as const satisfies Record<string, Role>;
export type Who = keyof typeof ROLES;
export type People = Readonly<Record<Who, SignedInPerson>>;

/** Everybody whom the record names, and one who reviews. */
export async function signInEverybody(server: ClockedServer): Promise<People> {
  const entries: [string, SignedInPerson][] = [];
  for (const [id, role] of Object.entries(ROLES)) {
    entries.push([id, await signInPerson(server, id, [role])]);
  }
  return Object.fromEntries(entries) as unknown as People;
}

/** A policy that all three axes can pass, and that asks for gates. */
export const POLICY = {
  signals: {
    value_per_run: { role: 'required', limit: 0.4 },
    error_rate: { role: 'required', limit: 0.05 },
    roi: { role: 'required', limit: 1.2 },
  },
  gates: { required_for_scale: ['owners', 'monitoring_active', 'rollback_rehearsed'] },
};

/** The record as somebody first writes it: one person for business and operations, no data contract. */
export const RECORD = {
  title: 'Claims triage',
  purpose: 'Sorts incoming claims by urgency.',
  out_of_scope: 'It decides no claim.',
  stage: 'design',
  risk_class: 'regulated',
  policy: 'claims',
  owners: {
    business: 'product-owner',
    technical: 'engineer',
    operations: 'product-owner',
    risk: 'risk-officer@example.com',
    expert: 'expert',
    compliance: 'compliance',
    security: 'security',
    privacy: 'privacy',
    architecture: 'architect',
  },
  business_case: {
    value_per_success_usd: 1,
    source: 'time study of the claims desk',
    date: '2026-01-15',
    baseline_cost_per_task_usd: 2.1,
    expected_runs_per_day: RUNS_A_DAY,
    monthly_budget_usd: 900,
    stop_conditions: 'More than one claim in twenty is sorted wrongly.',
  },
  agreed: {
    evaluation_pass_rate: 0.9,
    audited_error_rate: 0.25,
    latency_p95_ms: 2000,
    rollback_minutes: 30,
  },
  support_path: 'The claims desk, by chat.',
  escalation_path: 'Desk lead, then the operations manager.',
  review_cadence: '90d',
};

/** Alert rules on each axis; the last one pauses it when it costs too much. */
const WHEN = { window: '6h', min_samples: 20 };
export const RULES = {
  'value-low': { when: { ...WHEN, signal: 'value_per_run', op: '<', threshold: 0.1 } },
  'errors-high': { when: { ...WHEN, signal: 'error_rate', op: '>', threshold: 0.5 } },
  'cost-runs-away': {
    when: { ...WHEN, signal: 'cost_per_run', op: '>', threshold: 5 },
    action: { pause: true },
  },
};
