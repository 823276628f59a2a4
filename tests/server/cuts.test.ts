import { beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, isoTime } from '../../core/time.ts';
import { comparison } from '../../signals/compare.ts';
import type { Comparison, ComparisonItem } from '../../signals/compare.ts';
import type { SeriesCut, SeriesPoint, SignalItem } from '../../signals/series.ts';
import { useOwnServer } from '../support/own-server.ts';

const server = useOwnServer();
const NOW_MS = Date.now();
const OLD_MS = NOW_MS - 5 * DAY_MS;
const FRESH_MS = NOW_MS - 2 * HOUR_MS;

const send = async (events: object[]): Promise<void> => {
  const { status } = await server().ask('/v1/events', events);
  expect(status).toBe(202);
};

/** Runs of one release: one in so many fails. */
const runsOf = (release: string, atMs: number, failsOneIn: number, more: object = {}): object[] =>
  Array.from({ length: 400 }, (_, i) => ({
    kind: 'run',
    workload: 'desk',
    id: `${release}-${i}`,
    ts: atMs - i * 1000,
    release,
    model: 'small',
    segment: i % 4 === 0 ? 'mail' : 'chat',
    stage: 'production',
    ok: i % failsOneIn !== 0,
    latency_ms: 100 + (i % 50),
    cost_usd: 0.01 + (i % 10) / 1000,
    value_usd: i % 2,
    outcome: i % 2 === 0 ? 'rejected' : 'accepted',
    ...more,
  }));

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

beforeAll(async () => {
  await send(runsOf('1.0', OLD_MS, 40));
  await send(runsOf('2.0', FRESH_MS, 4));
  const tool = (id: string, name: string, ok: boolean): object => ({
    kind: 'tool_call',
    workload: 'desk',
    id,
    ts: FRESH_MS,
    tool: name,
    ok,
  });
  await send([
    ...Array.from({ length: 40 }, (_, i) => tool(`s${i}`, 'search', i % 2 === 0)),
    ...Array.from({ length: 40 }, (_, i) => tool(`c${i}`, 'crm', true)),
  ]);
  await send([{ kind: 'review', workload: 'desk', ts: FRESH_MS, run: '2.0-1', seconds: 60 }]);
  const answers = ['1.0', '2.0'].flatMap((release) =>
    Array.from({ length: 60 }, (_, i) => ({
      kind: 'evaluation',
      workload: 'desk',
      id: `e-${release}-${i}`,
      ts: FRESH_MS,
      name: 'exact match',
      dataset: 'golden',
      release,
      passed: release === '1.0' ? i < 20 : i < 50,
      attributes: { item: `q${i}` },
    })),
  );
  await send(answers);
  await server().ask('/api/ingest/flush', undefined, { method: 'POST' });
});

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
    await send([
      ...runsOf('1.0', FRESH_MS, 40, { workload: 'billed' }),
      { kind: 'cost', workload: 'billed', ts: FRESH_MS, category: 'support', amount_usd: 5 },
    ]);
    await server().ask('/api/ingest/flush', undefined, { method: 'POST' });
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

  test('are refused where there are not two', async () => {
    expect(await refused('compare?before=1.0&after=1.0')).toBe('after');
    expect(await refused('compare?by=model')).toBe('before');
    expect((await server().ask('/api/workloads/nobody/compare')).status).toBe(404);
  });

  test('are for keys that may read the workload', async () => {
    const { body } = await server().ask('/api/keys', {
      name: 'bound',
      scopes: ['read'],
      workloads: ['billed'],
    });
    const authorization = `Bearer ${(body as { key: string }).key}`;
    const status = async (path: string) =>
      (await server().request(path, { headers: { authorization } })).status;
    expect(await status('/api/workloads/desk/compare')).toBe(403);
    expect(await status('/api/workloads/desk/signals?by=release')).toBe(403);
    expect(await status('/api/workloads/billed/signals?by=release')).toBe(200);
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
