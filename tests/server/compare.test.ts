import { beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import { comparison } from '../../signals/compare.ts';
import type { Comparison, ComparisonItem } from '../../signals/compare.ts';
import { useOwnServer } from '../support/own-server.ts';
import { DESK, FRESH_MS, OLD_MS, runsOf, sendEvents } from './desk-events.ts';

const server = useOwnServer();
const refused = async (path: string): Promise<string> => {
  const { status, body } = await server().ask(`/api/workloads/desk/${path}`);
  expect(status).toBe(400);
  return (body as { errors: { path: string }[] }).errors.map((error) => error.path).join();
};

beforeAll(() =>
  sendEvents(server(), [...DESK, ...runsOf('1.0', FRESH_MS, 40, { workload: 'other' })]),
);

describe('two releases compared', () => {
  const compare = async (query = '', init: RequestInit = {}): Promise<Comparison> => {
    const path = `/api/workloads/desk/compare?window=7d${query}`;
    const { status, body } = await server().ask(path, undefined, init);
    expect(status).toBe(200);
    return comparison.parse(body);
  };
  const itemOf = ({ items }: Comparison, signal: string): ComparisonItem => {
    const item = items.find((one) => one.signal === signal);
    if (!item) throw new Error(`${signal} is not compared`);
    return item;
  };

  test('are the last two that carried runs, and only what differs is called better or worse', async () => {
    const found = await compare();
    expect(found).toMatchObject({ by: 'release', before: '1.0', after: '2.0', confidence: 0.95 });
    const errors = itemOf(found, 'error_rate');
    expect(errors).toMatchObject({ verdict: 'worse', difference: { value: 0.225 }, paired: false });
    expect(errors.difference?.low).toBeGreaterThan(0);
    expect(errors.before).toMatchObject({ value: 0.025, n: 400, state: 'ok' });
    for (const id of ['value_per_run', 'cost_per_run', 'latency_p50', 'acceptance_rate', 'roi']) {
      const item = itemOf(found, id);
      expect([id, item.verdict]).toEqual([id, 'no_clear_difference']);
      expect(item.difference?.low).toBeLessThanOrEqual(0);
      expect(item.difference?.high).toBeGreaterThanOrEqual(0);
    }
    expect(itemOf(found, 'hallucination_rate')).toMatchObject({ difference: null });
    expect(itemOf(found, 'runs').verdict).toBe('not_applicable');
  });

  test('can be named, the other way round, and turn the difference around', async () => {
    const found = await compare('&before=2.0&after=1.0');
    expect(itemOf(found, 'error_rate')).toMatchObject({
      verdict: 'better',
      difference: { value: -0.225 },
    });
  });

  test('are compared on the items that both answered, where they did', async () => {
    const found = await compare();
    expect(found.paired).toEqual([
      {
        dataset: 'golden',
        name: 'exact match',
        items: 60,
        improved: 30,
        worsened: 0,
        unchanged: 30,
      },
    ]);
    expect(itemOf(found, 'evaluation_pass_rate')).toMatchObject({
      paired: true,
      verdict: 'better',
      difference: { value: 0.5 },
    });
  });

  test('have no difference where one is not known, whatever it is called', async () => {
    const found = await compare(
      `&before=1.0&after=${encodeURIComponent("'; DROP TABLE runs; --")}`,
    );
    expect(itemOf(found, 'error_rate')).toMatchObject({ verdict: 'too_few', difference: null });
    expect(found.items.every(({ verdict }) => !['better', 'worse'].includes(verdict))).toBe(true);
    expect((await compare()).items).toHaveLength(found.items.length);
  });

  test('are compared as they were, though nothing has been heard of either for days', async () => {
    const events = ['1.0', '2.0'].flatMap((release, i) =>
      runsOf(release, OLD_MS - (2 - i) * DAY_MS, i === 0 ? 4 : 40, { workload: 'past' }),
    );
    await sendEvents(server(), events);
    const { body } = await server().ask('/api/workloads/past/compare');
    expect(itemOf(comparison.parse(body), 'error_rate').verdict).toBe('better');
  });

  test('are refused where there are not two', async () => {
    expect(await refused('compare?before=1.0&after=1.0')).toBe('after');
    expect(await refused('compare?by=model')).toBe('before');
    expect((await server().ask('/api/workloads/nobody/compare')).status).toBe(404);
  });

  test('are for keys that may read the workload', async () => {
    const { body } = await server().ask('/api/keys', {
      name: 'bound',
      scopes: ['read'],
      workloads: ['other'],
    });
    const authorization = `Bearer ${(body as { key: string }).key}`;
    const status = async (path: string) =>
      (await server().request(path, { headers: { authorization } })).status;
    expect(await status('/api/workloads/desk/compare')).toBe(403);
    expect(await status('/api/workloads/desk/signals?by=release')).toBe(403);
    expect(await status('/api/workloads/other/signals?by=release')).toBe(200);
  });
});
