import { expect, test } from 'vitest';
import { STARTER_RULES } from '../../alerts/registry/starter-rules.ts';
import { MINUTE_MS, floorTo } from '../../core/time.ts';
import { useOwnServer } from '../support/own-server.ts';

const START = floorTo(Date.now(), MINUTE_MS);
let nowMs = START;
const server = useOwnServer({ now: () => nowMs, hasStarterRules: true });

test('evaluation tells how it is doing, and tells people when it was late', async () => {
  await server().evaluateAlerts();
  const status = async () => (await server().ask('/api/alerts/status')).body;
  expect(await status()).toEqual({
    state: 'in_time',
    evaluated_to: new Date(START - MINUTE_MS).toISOString(),
    lag_seconds: 0,
    took_seconds: expect.any(Number),
    failures: 0,
    last_error: null,
  });
  nowMs += 20 * MINUTE_MS;
  await server().evaluateAlerts();
  const { body } = await server().ask('/api/alerts?state=resolved');
  expect(body).toMatchObject({
    items: [
      {
        rule: 'bellwether-evaluation',
        workload: 'bellwether',
        state: 'resolved',
        value: 20,
        fired_value: 20,
      },
    ],
  });
  const metrics = await (await server().request('/metrics')).text();
  expect(metrics).toContain('bellwether_alert_evaluation_lag_seconds 0');
  expect(metrics).toContain('bellwether_alerts_firing{severity="page"} 0');
});

test('a new installation has rules of its own, which anybody may change', async () => {
  const { body } = await server().ask('/api/rules');
  const { items } = body as { items: { id: string }[] };
  expect(items.map(({ id }) => id)).toEqual(STARTER_RULES.map(({ id }) => id).toSorted());
  const { status } = await server().ask('/api/rules/hallucinations', undefined, {
    method: 'DELETE',
    headers: { 'if-match': '"1"' },
  });
  expect(status).toBe(204);
});

test('a minute looks at a workload that was first heard of right before it is evaluated', async () => {
  nowMs += MINUTE_MS + 59_000;
  await server().evaluateAlerts();
  const silent = { title: 'silent', when: { absence: { for: '1m' } }, severity: 'page' };
  await server().ask('/api/rules/silent', silent, { method: 'PUT' });
  const ts = new Date(nowMs - 7 * 24 * 60 * MINUTE_MS).toISOString();
  await server().ask('/v1/events', [{ kind: 'run', workload: 'imported', id: 'r', ts }]);
  await server().ask('/api/ingest/flush', {});
  nowMs += 1001;
  await server().evaluateAlerts();
  const { body } = await server().ask('/api/alerts?state=firing');
  expect(body).toMatchObject({ items: [{ rule: 'silent', workload: 'imported' }] });
});
