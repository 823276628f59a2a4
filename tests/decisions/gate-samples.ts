import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import type { Watch } from '../../decisions/gates/gate-facts.ts';
import { NOW_MS, signedBy, spread } from './gate-fixtures.ts';

export const OWNERS = {
  business: 'business-owner',
  technical: 'builder',
  operations: 'operations-owner',
};
export const runs = (count: number, days: number, fields: object = {}) =>
  spread(count, days, () => ({ kind: 'run', ok: true, ...fields }));
export const drill = (restoredMs: number, minutes: number, isDrill = true) =>
  (['detected', 'restored'] as const).map((phase) => ({
    kind: 'incident' as const,
    workload: 'w',
    id: `${restoredMs}-${phase}`,
    ts: phase === 'restored' ? restoredMs : restoredMs - minutes * MINUTE_MS,
    incident: `d-${restoredMs}`,
    phase,
    rollback: true,
    drill: isDrill,
  }));
export const evaluations = (count: number, passed: number, fields: object = {}) =>
  spread(count, 20, (index) => ({
    kind: 'evaluation',
    name: 'answers',
    passed: index % count < passed,
    ...fields,
  }));
export const reviews = (count: number, wrong: number) =>
  spread(count, 40, (index) => ({
    kind: 'review',
    source: 'random',
    verdict: index < wrong ? 'reject' : 'correct',
  }));
export const WATCHED: Watch = {
  rules: { value: ['v'], operations: ['o'], economics: ['e'] },
  breakers: ['e'],
  receivers: ['desk'],
  test: { receiver: 'desk', acknowledgedMs: NOW_MS - DAY_MS },
};
export const signed = (id: string, ...signatures: ReturnType<typeof signedBy>[]) => ({
  signatures: new Map([[id, signatures]]),
});
export const CASE = {
  purpose: 'Answers.',
  out_of_scope: 'Decides nothing.',
  business_case: {
    value_per_success_usd: 1,
    source: 'study',
    date: '2026-01-01',
    baseline_cost_per_task_usd: 2,
    expected_runs_per_day: 100,
    stop_conditions: 'never earns',
    monthly_budget_usd: 9000,
  },
};
export const quarantine = (events: number) => ({
  rows: { rejected: [{ hourMs: NOW_MS - 5 * HOUR_MS, events }] },
});
