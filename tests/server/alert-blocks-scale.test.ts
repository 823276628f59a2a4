import { beforeAll, expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { useOwnServer } from '../support/own-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const HOUR = floorTo(Date.now(), HOUR_MS) - 6 * HOUR_MS;
const WORKLOAD = 'well-proven';
let nowMs = HOUR + 10 * MINUTE_MS;
const server = useOwnServer({ now: () => nowMs });

interface Assessment {
  readonly verdict: string;
  readonly blocked_by: readonly string[];
}
const assess = async (query = ''): Promise<Assessment> =>
  (await server().ask(`/api/workloads/${WORKLOAD}/assessment${query}`)).body as Assessment;

/** Thirty days of runs that are worth their cost, up to the hour. */
beforeAll(async () => {
  const startMs = HOUR - 30 * DAY_MS;
  const count = 30 * 24 * 8 + 1;
  const events = Array.from({ length: count }, (_, i) => ({
    kind: 'run',
    workload: WORKLOAD,
    id: `${i}`,
    ts: startMs + i * 7.5 * MINUTE_MS,
    ok: true,
    cost_usd: i % 2 === 0 ? 0.1 : 0.12,
    value_usd: i % 2 === 0 ? 0.9 : 1.1,
    hallucination: false,
  }));
  expect((await server().ask('/v1/events', events)).status).toBe(202);
  await server().request('/api/ingest/flush', { method: 'POST' });
});

async function passTo(atMs: number): Promise<void> {
  nowMs = atMs;
  await server().evaluateAlerts();
}

test('an alert that blocks scale holds it for as long as it fires, and at past instants too', async () => {
  expect(await assess()).toMatchObject({ verdict: 'scale', blocked_by: [] });
  const rule = {
    title: 'Anything at all',
    when: { signal: 'runs', op: '>=', threshold: 1, window: '1h' },
    blocks_scale: true,
  };
  const put = await server().ask('/api/rules/anything', rule, { method: 'PUT' });
  expect(put.status).toBe(200);
  await passTo(HOUR + 20 * MINUTE_MS);
  // At once, though verdicts move by the hour.
  expect(await assess()).toMatchObject({ verdict: 'hold', blocked_by: ['alert:anything'] });
  const { body } = await server().ask('/api/portfolio');
  expect(body).toMatchObject({ items: [{ workload: WORKLOAD, alerts: 1, verdict: 'hold' }] });
  // After an hour without runs it is over; a count without data is 0.
  await passTo(HOUR + 2 * HOUR_MS + 5 * MINUTE_MS);
  expect(await assess()).toMatchObject({ blocked_by: [] });
  const at = new Date(HOUR + 20 * MINUTE_MS).toISOString();
  expect(await assess(`?at=${at}`)).toMatchObject({ blocked_by: ['alert:anything'] });
});
