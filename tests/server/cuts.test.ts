import { beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, isoTime } from '../../core/time.ts';
import type { SeriesCut, SeriesPoint, SignalItem } from '../../signals/series.ts';
import { useOwnServer } from '../support/own-server.ts';
import { DESK, FRESH_MS, NOW_MS, OLD_MS, runsOf, sendEvents } from './desk-events.ts';

const server = useOwnServer();
interface Signals {
  items: SignalItem[];
  totals: Record<string, number>;
}
const signals = async (query: string, workload = 'desk'): Promise<Signals> => {
  const { status, body } = await server().ask(`/api/workloads/${workload}/signals?${query}`);
  expect([status, body]).toMatchObject([200, {}]);
  return body as Signals;
};
const itemsOf = (items: SignalItem[], signal: string) =>
  Object.fromEntries(
    items
      .filter((item) => item.signal === signal)
      .map((item) => [item.by?.value, { value: item.value, n: item.n, state: item.state }]),
  );
const refused = async (path: string): Promise<string> => {
  const { status, body } = await server().ask(`/api/workloads/desk/${path}`);
  expect(status).toBe(400);
  return (body as { errors: { path: string }[] }).errors.map((error) => error.path).join();
};

beforeAll(() => sendEvents(server(), DESK));

describe('a workload cut by a dimension', () => {
  test('has every signal of each value, by the same estimators, and the parts make up the whole', async () => {
    const whole = await signals('window=7d');
    const { items, totals } = await signals('window=7d&by=release');
    expect(itemsOf(items, 'error_rate')).toEqual({
      '2.0': { value: 0.25, n: 400, state: 'ok' },
      '1.0': { value: 0.025, n: 400, state: 'ok' },
    });
    expect(totals).toEqual(whole.totals);
    expect(items).toHaveLength(2 * whole.items.length);
    expect(new Set(items.map(({ by }) => by?.dimension))).toEqual(new Set(['release']));
    expect(itemsOf((await signals('window=7d&by=segment')).items, 'runs')).toMatchObject({
      chat: { value: 600 },
      mail: { value: 200 },
    });
    expect(itemsOf((await signals('window=7d&by=stage')).items, 'uptime')).toMatchObject({
      production: { state: 'too_few' },
    });
  });

  test('is known of a release that has gone, as long as the workload itself is heard of', async () => {
    const { items } = await signals('window=7d&release=1.0');
    expect(itemsOf(items, 'error_rate')).toEqual({ '1.0': { value: 0.025, n: 400, state: 'ok' } });
    expect(itemsOf(items, 'latency_p95')['1.0']?.value).toBeGreaterThan(100);
  });

  test('counts what a filter asks for, and names what it does not know too few', async () => {
    const { items, totals } = await signals('window=7d&release=2.0');
    expect([totals['runs'], totals['errors']]).toEqual([400, 100]);
    expect(itemsOf(items, 'value_per_run')).toMatchObject({ '2.0': { value: 0.5, n: 400 } });
    const unknown = await signals(`window=7d&release=${encodeURIComponent("2.0' OR 1=1 --")}`);
    expect(unknown.totals['runs']).toBe(0);
    expect(new Set(unknown.items.map(({ value }) => value))).toEqual(new Set([null]));
  });

  test('says why a signal is not known of a part, and never makes up a number', async () => {
    const { items } = await signals('window=7d&by=release');
    for (const id of ['rollback_mttr', 'uptime', 'adoption_rate', 'budget_use', 'drift']) {
      const [item] = items.filter(({ signal }) => signal === id);
      expect(item).toMatchObject({ value: null, reason: expect.any(String) });
      expect(['not_applicable', 'not_instrumented']).toContain(item?.state);
    }
    const burden = items.find(({ signal }) => signal === 'review_burden');
    expect(burden).toMatchObject({
      state: 'not_applicable',
      reason: '0 of 1 reviews state a release; nearly all must.',
    });
    await sendEvents(server(), [
      ...runsOf('1.0', FRESH_MS, 40, { workload: 'billed' }),
      { kind: 'cost', workload: 'billed', ts: FRESH_MS, category: 'support', amount_usd: 5 },
    ]);
    const billed = await signals('by=release', 'billed');
    expect(itemsOf(billed.items, 'roi')).toMatchObject({ '1.0': { state: 'not_applicable' } });
    expect(itemsOf(billed.items, 'cost_per_run')).toMatchObject({ '1.0': { state: 'ok' } });
  });

  test('knows by tool how its calls went, and nothing else', async () => {
    const { items } = await signals('window=7d&by=tool');
    expect(itemsOf(items, 'tool_call_success')).toMatchObject({
      search: { value: 0.5, n: 40 },
      crm: { value: 1, n: 40 },
    });
    const others = items.filter(({ signal }) => signal !== 'tool_call_success');
    expect(others.every(({ value }) => value === null)).toBe(true);
  });

  test('is as it was known at a past instant', async () => {
    const at = encodeURIComponent(isoTime(OLD_MS - 100_500));
    const { items } = await signals(`window=7d&by=release&at=${at}`);
    expect(itemsOf(items, 'runs')).toMatchObject({ '1.0': { value: 299 } });
    expect(itemsOf(items, 'runs')).not.toHaveProperty('2.0');
  });

  test('is refused by two dimensions at once, and by those that nobody knows', async () => {
    expect(await refused('signals?release=1.0&segment=mail')).toBe('segment');
    expect(await refused('signals?by=release&stage=production')).toBe('stage');
    expect(await refused('series?signal=error_rate&by=tool&model=small')).toBe('tool');
    expect(await refused('signals?by=colour')).toBe('by');
    expect(await refused('signals?release=')).toBe('release');
    expect(await refused('signals?by=release&window=90m')).toBe('window');
  });

  test('is drawn over time, by value or for one value', async () => {
    const series = async (query: string) => {
      const path = `/api/workloads/desk/series?signal=error_rate&step=1d&${query}`;
      const { status, body } = await server().ask(path);
      expect(status).toBe(200);
      return body as { points: SeriesPoint[]; cuts: SeriesCut[]; reason: string | null };
    };
    const span = `from=${encodeURIComponent(isoTime(NOW_MS - 7 * DAY_MS))}`;
    const trials = (points: SeriesPoint[]) => points.reduce((sum, { n }) => sum + n, 0);
    const { points, cuts } = await series(`${span}&by=release`);
    expect(trials(points)).toBe(800);
    expect(cuts.map(({ by, points: own }) => [by.value, trials(own)])).toEqual([
      ['1.0', 400],
      ['2.0', 400],
    ]);
    const only = await series(`${span}&release=2.0`);
    expect([trials(only.points), only.cuts]).toEqual([400, []]);
    const roi = await server().ask(`/api/workloads/desk/series?signal=drift&${span}&by=release`);
    expect(roi.body).toMatchObject({ reason: expect.stringContaining('as a whole') });
    expect(await refused('series?signal=error_rate&by=release&step=15m')).toBe('step');
  });
});

test('raw runs are found by model and stage too', async () => {
  const count = async (query: string) => {
    const { body } = await server().ask(`/api/workloads/desk/runs?limit=1000&${query}`);
    return (body as { items: unknown[] }).items.length;
  };
  expect(await count('model=small&stage=production&release=1.0')).toBe(400);
  expect(await count('model=large')).toBe(0);
});

test('the interface’s document tells of cuts and comparisons', async () => {
  const { body } = await server().ask('/api/openapi.json');
  const { paths } = body as {
    paths: Record<string, { get: { parameters: { name: string }[] } } | undefined>;
  };
  const named = (path: string) =>
    paths[`/api/workloads/{id}/${path}`]?.get.parameters.map(({ name }) => name);
  expect(named('signals')).toEqual(
    expect.arrayContaining(['by', 'release', 'model', 'segment', 'stage', 'tool']),
  );
  expect(named('compare')).toEqual(
    expect.arrayContaining(['by', 'before', 'after', 'at', 'window']),
  );
});

test('an erased workload has no parts', async () => {
  await server().ask('/api/erasures', { workload: 'billed', reason: 'a pilot has ended' });
  const { items } = await signals('by=release', 'billed');
  expect(items).toEqual([]);
});
