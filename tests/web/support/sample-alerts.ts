import type { AlertItem } from '../../../web/api/alert-queries.ts';
import type { RuleDocument } from '../../../web/api/rule-queries.ts';

/** The present of these tests. */
export const NOW_MS = Date.UTC(2026, 10, 26, 3);

const iso = (ms: number): string => new Date(ms).toISOString();
const MINUTE_MS = 60_000;

/** A rule of the error rate, as far as nothing else is said. */
export function sampleRule(change: Partial<RuleDocument> = {}): RuleDocument {
  return {
    id: 'errors',
    title: 'Errors above what customers bear',
    enabled: true,
    select: { workloads: ['*'] },
    by: [],
    when: { signal: 'error_rate', op: '>', threshold: 0.05, window: '5m' },
    interval: '1m',
    for: '0s',
    keep_firing_for: '0s',
    no_data_for: null,
    severity: 'warn',
    blocks_scale: false,
    action: null,
    labels: {},
    summary: '{{workload}}: {{title}}, {{value}}',
    description: '',
    ...change,
  };
}

/** An alert that has been firing for ten minutes, as far as nothing else is said. */
export function sampleAlert(change: Partial<AlertItem> = {}): AlertItem {
  return {
    id: 'f3a29c01d4e85b67-1',
    alert: 'f3a29c01d4e85b67',
    episode: 1,
    rule: 'errors',
    rule_version: 1,
    title: 'Errors above what customers bear',
    workload: 'refunds',
    by: null,
    labels: { rule: 'errors', workload: 'refunds' },
    severity: 'warn',
    state: 'firing',
    blocks_scale: false,
    summary: 'refunds: Errors above what customers bear, 7.2 %',
    description: '',
    runbook_url: null,
    owner: null,
    active_since: iso(NOW_MS - 11 * MINUTE_MS),
    fired_at: iso(NOW_MS - 10 * MINUTE_MS),
    recovering_since: null,
    resolved_at: null,
    reason: null,
    value: 0.072,
    fired_value: 0.06,
    threshold: 0.05,
    flapping: false,
    response: {
      state: 'open',
      by: null,
      acknowledged_at: null,
      assignee: null,
      snoozed_until: null,
      acts: [],
    },
    seconds_to_acknowledge: null,
    seconds_to_resolve: null,
    ...change,
  };
}

/** An instant so many minutes before the present. */
export const minutesAgo = (minutes: number): string => iso(NOW_MS - minutes * MINUTE_MS);
