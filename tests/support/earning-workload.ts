import { DAY_MS, HOUR_MS, floorTo } from '../../core/time.ts';
import type { TestServer } from './server.ts';

/** Days of telemetry, up to the hour in which the tests run. */
export const DAYS = 40;
const RUNS_A_DAY = 60;
/** Monthly cost of support, stated once for all of it. */
export const SUPPORT_USD = 400;

/** A workload that earns ten times what it costs and makes things up in one run of eight. */
export const EARNING = {
  id: 'earns-but-invents',
  title: 'Earns but invents',
  stage: 'production',
  policy: 'default',
  business_case: {
    value_per_success_usd: 1.5,
    edited_fraction: 0.5,
    monthly_budget_usd: 500,
    payback_months: 6,
  },
} as const;

const START_MS = floorTo(Date.now(), HOUR_MS) - DAYS * DAY_MS;
const OUTCOMES = ['accepted', 'accepted', 'edited', 'rejected', 'accepted'] as const;

function* telemetry(): Generator<object> {
  const { id: workload } = EARNING;
  for (let i = 0; i < DAYS * RUNS_A_DAY; i += 1) {
    yield {
      kind: 'run',
      id: `run-${i}`,
      workload,
      ts: START_MS + Math.floor((i * DAY_MS) / RUNS_A_DAY),
      ok: true,
      latency_ms: 900 + (i % 7) * 100,
      outcome: OUTCOMES[i % OUTCOMES.length],
      cost_usd: 0.08 + (i % 3) * 0.02,
      hallucination: i % 8 === 5,
    };
  }
  for (let day = 0; day < DAYS; day += 1) {
    yield {
      kind: 'adoption',
      id: `adoption-${day}`,
      workload,
      ts: START_MS + day * DAY_MS + HOUR_MS,
      eligible: 100,
      used: RUNS_A_DAY,
    };
  }
  yield {
    kind: 'cost',
    id: 'support',
    workload,
    ts: START_MS,
    category: 'support',
    amount_usd: SUPPORT_USD,
    period_start: START_MS,
    period_end: START_MS + DAYS * DAY_MS,
  };
}

/** Puts {@link EARNING} on record and sends its telemetry; it is queryable when this returns. */
export async function sendEarningWorkload(server: TestServer): Promise<void> {
  const { id, ...record } = EARNING;
  const answers = [
    await server.request(`/api/workloads/${id}`, { method: 'PUT', body: record }),
    await server.request('/v1/events', {
      body: [...telemetry()].map((event) => JSON.stringify(event)).join('\n'),
      headers: { 'content-type': 'application/x-ndjson' },
    }),
    await server.request('/api/ingest/flush', { method: 'POST' }),
  ];
  const failed = answers.find(({ ok }) => !ok);
  if (failed) throw new Error(`${failed.url} answered ${failed.status}: ${await failed.text()}`);
}
