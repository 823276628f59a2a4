import { expect, test } from 'vitest';
import type { SignalItem } from '../../signals/series.ts';
import { useOwnServer } from '../support/own-server.ts';
import { FRESH_MS, NOW_MS, runsOf, sendEvents } from './desk-events.ts';

const server = useOwnServer();

test('a signal that the policy says does not apply has no number, whole and in parts, but the reason', async () => {
  await sendEvents(server(), runsOf('2.0', FRESH_MS, 4));
  const error_rate = { role: 'not_applicable', reason: 'Retries by itself.' };
  const put = (path: string, document: object) => server().ask(path, document, { method: 'PUT' });
  await put('/api/policies/exempt', { extends: 'default', signals: { error_rate } });
  expect(await put('/api/workloads/desk', { policy: 'exempt' })).toMatchObject({ status: 200 });
  for (const query of ['', '?by=release', '?release=2.0']) {
    const { body } = await server().ask(`/api/workloads/desk/signals${query}`);
    const { items } = body as { items: SignalItem[] };
    const of = (id: string) => items.find(({ signal }) => signal === id);
    expect(of('error_rate'), query).toMatchObject({
      state: 'not_applicable',
      value: null,
      low: null,
      high: null,
      n: 0,
      reason: 'Retries by itself.',
    });
    expect(of('latency_p95'), query).toMatchObject({ state: 'ok', n: 400 });
  }
});

test('a portfolio of the future is of now, and says so', async () => {
  const { body } = await server().ask('/api/portfolio?at=2090-01-01T00:00:00Z');
  const { at } = body as { at: string };
  expect(Date.parse(at)).toBeLessThan(NOW_MS + 3_600_000);
});
