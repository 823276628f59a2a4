import type { IngestStatus, Key, QuarantineItem, TailItem } from '../../../web/api/queries.ts';

export function sampleIngestStatus(change: Partial<IngestStatus>): IngestStatus {
  return {
    accepted: 1200,
    duplicates: 4,
    rejected: 2,
    quarantined: 2,
    spool_bytes: 0,
    spool_segments: 0,
    spool_limit_bytes: 2 ** 32,
    lag_ms: 0,
    last_error: null,
    rate_per_second: 12.5,
    recent_rates: [],
    ...change,
  };
}

export function sampleKey(change: Partial<Key>): Key {
  return {
    id: 'abc123abc123',
    name: 'Support team',
    scopes: ['ingest'],
    workloads: null,
    limits: null,
    created_at: '2026-06-01T10:00:00.000Z',
    last_used_at: null,
    ...change,
  };
}

export function sampleTailItem(change: Partial<TailItem>): TailItem {
  return {
    seq: 1,
    received_at: '2026-06-01T12:00:00.000Z',
    ts: '2026-06-01T11:59:58.000Z',
    workload: 'support-copilot',
    kind: 'run',
    id: 'run-1',
    key_id: 'key:abc123abc123',
    summary: 'ok · 840 ms',
    rejected: null,
    ...change,
  };
}

export function sampleQuarantineItem(change: Partial<QuarantineItem>): QuarantineItem {
  return {
    id: 'q-1',
    received_at: '2026-06-01T12:00:00.000Z',
    key_id: 'key:abc123abc123',
    workload: 'support-copilot',
    kind: 'run',
    body: '{"kind":"run","workload":"support-copilot","latency_ms":-5}',
    errors: [{ path: 'latency_ms', message: 'must be at least 0, got -5' }],
    replayable: true,
    reason_not_replayable: null,
    ...change,
  };
}
