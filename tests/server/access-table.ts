import type { Scope } from '../../server/access/principal.ts';

/** What a route asks for: a scope, being anybody who is known, being a person, or nothing. */
export type Need = Scope | 'known' | 'person' | 'open' | 'signer';

export interface AccessRow {
  /** As `METHOD /path/{id}`. */
  readonly route: string;
  readonly needs: Need;
  /** Makes the request valid, where its address alone does not. */
  readonly query?: string;
  /** Makes the request valid; absent for a route without a body. Ids in the path are `nothing`, numbers 1. */
  readonly body?: unknown;
}

const row = (needs: Need, route: string, body?: unknown): AccessRow =>
  body === undefined ? { needs, route } : { needs, route, body };
const asking = (query: string, { needs, route }: AccessRow): AccessRow => ({ needs, route, query });

const SPAN = 'from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z';

/**
 * Who may use which route: one line each, in order of address. A route without a line fails the test of
 * this table, and so does a line without a route.
 */
export const ACCESS_TABLE: readonly AccessRow[] = [
  row('read', 'GET /api/alerts'),
  row('read', 'GET /api/alerts/status'),
  row('read', 'GET /api/alerts/{id}'),
  row('operate', 'POST /api/alerts/{id}/acknowledge', {}),
  row('operate', 'POST /api/alerts/{id}/assign', { to: 'operations' }),
  row('operate', 'POST /api/alerts/{id}/close', {}),
  row('operate', 'POST /api/alerts/{id}/comment', { text: 'seen' }),
  row('operate', 'POST /api/alerts/{id}/snooze', { until: '2030-01-01T00:00:00Z' }),
  row('read', 'GET /api/decisions'),
  row('read', 'GET /api/decisions/{id}'),
  row('read', 'GET /api/decisions/{id}/memo'),
  row('signer', 'POST /api/decisions/{id}/refuse', { reason: 'no' }),
  row('signer', 'POST /api/decisions/{id}/signatures', { evidence_hash: 'a'.repeat(64) }),
  row('signer', 'POST /api/decisions/{id}/withdraw', { reason: 'no' }),
  row('admin', 'GET /api/erasures'),
  row('admin', 'POST /api/erasures', { workload: 'nothing', reason: 'asked for' }),
  row('ingest', 'POST /api/ingest/flush'),
  row('read', 'GET /api/ingest/status'),
  row('read', 'GET /api/ingest/tail'),
  row('admin', 'GET /api/keys'),
  row('admin', 'POST /api/keys', { name: 'made by a test', scopes: ['read'] }),
  row('admin', 'DELETE /api/keys/{id}'),
  row('read', 'GET /api/openapi.json'),
  row('read', 'GET /api/people'),
  row('admin', 'POST /api/people', { name: 'Somebody', email: null, roles: ['viewer'] }),
  row('read', 'GET /api/people/{id}'),
  row('admin', 'PUT /api/people/{id}', {
    name: 'Nobody',
    email: null,
    roles: ['viewer'],
    sign_in: 'password',
    disabled: false,
  }),
  row('admin', 'DELETE /api/people/{id}'),
  row('admin', 'POST /api/people/{id}/invitation'),
  row('read', 'GET /api/policies'),
  row('read', 'GET /api/policies/schema'),
  row('read', 'GET /api/policies/{id}'),
  row('write', 'PUT /api/policies/{id}', {}),
  row('read', 'POST /api/policies/{id}/backtest', { version: 1 }),
  asking('from=1&to=2', row('read', 'GET /api/policies/{id}/diff')),
  row('read', 'GET /api/policies/{id}/versions'),
  row('read', 'GET /api/portfolio'),
  row('read', 'GET /api/prices'),
  row('read', 'GET /api/prices/{id}'),
  row('admin', 'PUT /api/prices/{id}', {}),
  row('admin', 'DELETE /api/prices/{id}'),
  row('read', 'GET /api/quarantine'),
  row('write', 'POST /api/quarantine/replay', { ids: ['nothing'] }),
  row('read', 'GET /api/receivers'),
  row('read', 'GET /api/receivers/{id}'),
  row('admin', 'PUT /api/receivers/{id}', {}),
  row('admin', 'DELETE /api/receivers/{id}'),
  row('operate', 'POST /api/receivers/{id}/test'),
  row('operate', 'POST /api/receivers/{id}/test/acknowledge'),
  row('read', 'GET /api/record'),
  row('read', 'GET /api/record/export'),
  row('read', 'GET /api/record/verify'),
  row('read', 'GET /api/record/{sequence}'),
  row('admin', 'POST /api/record/{sequence}/redact', { reason: 'asked for' }),
  row('read', 'GET /api/routes'),
  row('write', 'PUT /api/routes', {}),
  row('read', 'GET /api/reviews'),
  row('read', 'GET /api/rules'),
  row('read', 'POST /api/rules/preview', { rule: {} }),
  row('read', 'GET /api/rules/stats'),
  row('read', 'GET /api/rules/{id}'),
  row('write', 'PUT /api/rules/{id}', {}),
  row('write', 'DELETE /api/rules/{id}'),
  row('known', 'GET /api/session'),
  row('open', 'POST /api/session', { token: 'wrong' }),
  row('open', 'GET /api/session/oidc'),
  row('open', 'GET /api/session/oidc/callback'),
  row('person', 'PUT /api/session/password', {
    old_password: 'not the password',
    new_password: 'long enough for one',
  }),
  row('open', 'GET /api/session/ways'),
  row('read', 'GET /api/settings/redaction'),
  row('admin', 'PUT /api/settings/redaction', {}),
  row('admin', 'GET /api/settings/single-sign-on'),
  row('read', 'GET /api/silences'),
  row('operate', 'POST /api/silences', {
    matchers: [{ label: 'workload', op: '=', value: 'nothing' }],
    ends_at: '2030-01-01T00:00:00Z',
    reason: 'a test',
  }),
  row('operate', 'DELETE /api/silences/{id}'),
  row('read', 'GET /api/stream'),
  row('admin', 'GET /api/webhooks'),
  row('admin', 'GET /api/webhooks/{id}'),
  row('admin', 'PUT /api/webhooks/{id}', {}),
  row('admin', 'DELETE /api/webhooks/{id}'),
  row('read', 'GET /api/workloads'),
  row('read', 'GET /api/workloads/{id}'),
  row('write', 'PUT /api/workloads/{id}', { stage: 'testing' }),
  row('read', 'GET /api/workloads/{id}/assessment'),
  row('read', 'GET /api/workloads/{id}/audit'),
  row('read', 'GET /api/workloads/{id}/audit/export'),
  row('read', 'GET /api/workloads/{id}/audit/patterns'),
  row('operate', 'POST /api/workloads/{id}/audit/{run}', { verdict: 'correct', seconds: 1 }),
  asking('by=release', row('read', 'GET /api/workloads/{id}/compare')),
  row('signer', 'POST /api/workloads/{id}/decisions', {
    verdict: 'hold',
    accepts: true,
    review_date: '2099-01-01',
    evidence_hash: 'a'.repeat(64),
  }),
  row('read', 'GET /api/workloads/{id}/signing'),
  row('read', 'GET /api/workloads/{id}/evidence'),
  row('read', 'GET /api/workloads/{id}/gates'),
  row('sign', 'POST /api/workloads/{id}/gates/{gate}', { statement: 'Seen.' }),
  row('sign', 'DELETE /api/workloads/{id}/gates/{gate}/signatures/{signature}'),
  asking(SPAN, row('read', 'GET /api/workloads/{id}/marks')),
  row('read', 'GET /api/workloads/{id}/mode'),
  row('operate', 'PUT /api/workloads/{id}/mode', { mode: 'off', reason: 'a test' }),
  row('read', 'GET /api/workloads/{id}/mode/history'),
  asking(SPAN, row('read', 'GET /api/workloads/{id}/return')),
  row('read', 'GET /api/workloads/{id}/reviews'),
  row('write', 'POST /api/workloads/{id}/reviews', { notes: 'Held.', attendees: ['all'] }),
  row('write', 'PUT /api/workloads/{id}/reviews/{number}', { actions: [] }),
  row('read', 'GET /api/workloads/{id}/runs'),
  asking(`signal=runs&step=1h&${SPAN}`, row('read', 'GET /api/workloads/{id}/series')),
  row('read', 'GET /api/workloads/{id}/signals'),
  asking(SPAN, row('read', 'GET /api/workloads/{id}/verdicts')),
  row('read', 'ALL /mcp', { jsonrpc: '2.0', id: 1, method: 'ping' }),
  row('open', 'GET /healthz'),
  row('read', 'GET /metrics'),
  row('read', 'POST /ofrep/v1/evaluate/flags', { context: { targetingKey: 'a' } }),
  row('read', 'POST /ofrep/v1/evaluate/flags/{key}', { context: { targetingKey: 'a' } }),
  row('ingest', 'POST /otlp/v1/logs', {}),
  row('ingest', 'POST /otlp/v1/metrics', {}),
  row('ingest', 'POST /otlp/v1/traces', {}),
  row('open', 'GET /readyz'),
  row('ingest', 'POST /v1/events', []),
  // Signs everybody out, so it comes last.
  row('known', 'DELETE /api/session'),
];
