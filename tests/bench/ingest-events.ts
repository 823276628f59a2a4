/** What the benchmark's events are: 16 fields, about 482 bytes as JSON. */
export const EVENT_FIELDS = 16;

const WORKLOADS = 20;
const EVENTS_PER_SECOND = 500;

/**
 * One event as the wire carries it, deterministic by its number.
 * @param endMs events lie before it, epoch milliseconds
 */
export function benchmarkEvent(i: number, endMs: number): object {
  const hash = ((i * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return {
    kind: 'run',
    id: `01JB-${hash}-${String(i).padStart(10, '0')}`,
    ts: new Date(endMs - Math.floor(i / EVENTS_PER_SECOND) * 1000).toISOString(),
    workload: `workload-${i % WORKLOADS}`,
    release: '2026.11.3',
    model: 'gpt-4.1-mini',
    segment: 'tier-one-email-inbox',
    trace_id: `${hash}${hash}${hash}${hash}`,
    latency_ms: 180 + (i % 1700),
    ok: i % 97 !== 0,
    tokens_in: 900 + (i % 2100),
    tokens_out: 60 + (i % 340),
    cost_usd: 0.000456 + (i % 100) / 1e6,
    hallucination: i % 61 === 0,
    outcome: i % 7 === 0 ? 'edited' : 'accepted',
    value_usd: 1.25,
    attributes: {
      channel: 'web',
      queue: 'tier-one-support',
      region: 'eu-central',
      session: `${hash}-${hash}`,
    },
  };
}
