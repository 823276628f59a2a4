import { describe, expect, it } from 'vitest';
import { buildMarkGroups } from '../../web/workload/build-mark-groups.ts';
import { buildRunRow } from '../../web/workload/build-run-row.ts';
import { buildSignalChart } from '../../web/workload/build-signal-chart.ts';
import { buildVerdictStrip } from '../../web/workload/build-verdict-strip.ts';
import { findRange, spanOf } from '../../web/workload/ranges.ts';
import { tellPoint } from '../../web/workload/tell-point.ts';
import { readWorkloadSearch } from '../../web/workload/workload-search.ts';
import { fakeAnswer } from './support/fake-api.ts';
import { daysBefore } from './support/sample-portfolio.ts';
import { SAMPLE_PALETTE } from './support/sample-palette.ts';
import { sampleSeries } from './support/sample-series.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 3);
const span = { fromMs: NOW - 28 * DAY, toMs: NOW };
const at = (days: number) => daysBefore(NOW, days);

describe('the verdict strip', () => {
  it('begins with the verdict that held before', () => {
    const strip = buildVerdictStrip(
      [{ at: at(7), verdict: 'hold', proposed: 'hold', previous: 'scale', because: 'x' }],
      'hold',
      span,
      NOW,
    );
    expect(strip.map(({ verdict, from, width }) => [verdict, from, width])).toEqual([
      ['scale', 0, 75],
      ['hold', 75, 25],
    ]);
  });

  it('is one stretch where nothing changed, and none was published where none was', () => {
    expect(buildVerdictStrip([], 'stop', span, NOW)).toMatchObject([
      { verdict: 'stop', width: 100 },
    ]);
    expect(buildVerdictStrip([], null, span, NOW)).toMatchObject([{ verdict: null }]);
  });

  it('ignores changes of what is merely proposed', () => {
    const strip = buildVerdictStrip(
      [{ at: at(7), verdict: 'hold', proposed: 'scale', previous: 'hold', because: 'x' }],
      'hold',
      span,
      NOW,
    );
    expect(strip).toHaveLength(1);
  });
});

describe('events on the lane', () => {
  const mark = (days: number, kind: 'release' | 'incident', title: string) => ({
    at: at(days),
    kind,
    title,
    detail: '',
  });

  it('share a place when they would touch, under the gravest sign', () => {
    const groups = buildMarkGroups(
      [mark(20, 'release', '2.3'), mark(5, 'release', '2.4'), mark(4.9, 'incident', 'down')],
      span,
      700,
    );
    expect(groups.map(({ kind, count, name }) => [kind, count, name])).toEqual([
      ['release', 1, '2.3'],
      ['incident', 2, '2.4, down'],
    ]);
  });
});

describe('the chart', () => {
  const palette = SAMPLE_PALETTE;
  const points = sampleSeries(span.fromMs, span.toMs, DAY / 2, 0.04, 3);
  const build = (limit: number | null, shown = points) =>
    buildSignalChart({
      signal: { signal: 'hallucination_rate', unit: 'ratio', limit, better: 'lower' },
      points: shown,
      stepMs: DAY / 2,
      span,
      markMs: [NOW - DAY],
      palette,
      fontFamily: 'sans-serif',
      widthPx: 800,
    });
  const seriesOf = (option: ReturnType<typeof build>) =>
    option.series as { data: [number, number | null][] }[];
  const axisOf = (option: ReturnType<typeof build>) => option.yAxis as { min: number; max: number };

  it('keeps a gap a gap, in line and band alike', () => {
    const gaps = points.flatMap(({ value }, index) => (value === null ? [index] : []));
    expect(gaps.length).toBeGreaterThan(0);
    for (const { data } of seriesOf(build(0.03))) {
      for (const index of gaps) expect(data[index]?.[1]).toBeNull();
    }
  });

  it('marks a point that stands between two gaps, and no other', () => {
    interface Symbols {
      symbol: string;
      symbolSize?: (value: unknown, at: { dataIndex: number }) => number;
    }
    const symbolsOf = (shown: typeof points) =>
      seriesOf(build(0.03, shown)).at(-1) as unknown as Symbols;
    const known = points.map((point) => ({ ...point, value: point.value ?? 0.04 }));
    expect(symbolsOf(known)).toMatchObject({ symbol: 'none' });
    const lone = known.map((point, index) =>
      index === 3 || index === 5 ? { ...point, value: null } : point,
    );
    const { symbol, symbolSize } = symbolsOf(lone);
    expect(symbol).toBe('circle');
    const sizes = lone.map((_, dataIndex) => symbolSize?.(null, { dataIndex }) ?? NaN);
    expect(sizes.flatMap((size, index) => (size > 0 ? [index] : []))).toEqual([4]);
  });

  it('holds its limit, and a share never leaves 0 to 100 %', () => {
    const { min, max } = axisOf(build(0.12));
    expect(max).toBeGreaterThanOrEqual(0.12);
    expect(min).toBeGreaterThanOrEqual(0);
  });

  it('is not flattened by one wild interval', () => {
    const wild = points.map((point, index) => (index === 3 ? { ...point, high: 0.99 } : point));
    expect(axisOf(build(0.03, wild)).max).toBeLessThan(0.2);
  });

  it('never rounds a tick to another number', () => {
    const axis = buildSignalChart({
      signal: { signal: 'value_per_run', unit: 'USD', limit: null, better: 'higher' },
      points: [0.05, 0.95].map((value, index) => ({
        at: at(2 - index),
        value,
        low: null,
        high: null,
        n: 9,
      })),
      stepMs: DAY,
      span,
      markMs: [],
      palette,
      fontFamily: 'sans-serif',
      widthPx: 800,
    }).yAxis as { interval: number; axisLabel: { formatter: (value: number) => string } };
    expect(axis.interval).toBe(0.25);
    expect(axis.axisLabel.formatter(0.25)).toBe('$0.25');
    expect(axis.axisLabel.formatter(0.5)).toBe('$0.50');
  });

  it('survives a series without any value', () => {
    const nothing = points.map((point) => ({ ...point, value: null, low: null, high: null }));
    expect(axisOf(build(null, nothing))).toMatchObject({ min: 0, max: 1 });
  });

  it('reads a step out with its interval and sample, and a gap as a gap', () => {
    const unit = { signal: 'hallucination_rate', unit: 'ratio' };
    const known = { at: at(1), value: 0.041, low: 0.032, high: 0.053, n: 320 };
    expect(tellPoint(known, unit, DAY, NOW).replaceAll('\u202f', ' ')).toMatch(
      /: 4\.1 % \[3\.2–5\.3\], n 320$/,
    );
    expect(
      tellPoint({ ...known, value: null, low: null, high: null, n: 0 }, unit, DAY, NOW),
    ).toMatch(/: no value, n 0$/);
  });
});

describe('the address', () => {
  it('keeps range, signal and point, and drops what makes no sense', () => {
    const search = { range: '90d', signal: 'roi', point: '2026-11-18T00:00:00.000Z' };
    expect(readWorkloadSearch(search)).toEqual(search);
    expect(readWorkloadSearch({ range: '2y', signal: '<b>', point: 'yesterday' })).toEqual({});
  });

  it('asks the same question for a whole step', () => {
    const range = findRange('28d');
    expect(spanOf(range, NOW)).toEqual(spanOf(range, NOW + 60_000));
    expect(findRange(undefined).id).toBe('28d');
  });
});

describe('a raw run', () => {
  const answer = fakeAnswer('usual', new URL('http://x/api/workloads/code-review/runs'), NOW) as {
    items: Parameters<typeof buildRunRow>[0][];
  };

  it('shows what it does not say as a dash, never as 0 or false', () => {
    const silent = {
      ...answer.items[0]!,
      latency_ms: null,
      tokens_in: null,
      tokens_out: null,
      cost_usd: null,
      hallucination: null,
      tool_calls: null,
      tool_failures: null,
      ok: null,
      outcome: null,
    };
    const row = buildRunRow(silent, NOW);
    expect([row.latency, row.tokens, row.cost, row.judged, row.tools, row.result]).toEqual(
      Array(6).fill('—'),
    );
  });

  it('keeps its error as the text it is', () => {
    const failed = answer.items.find(({ error }) => error !== null)!;
    expect(buildRunRow(failed, NOW)).toMatchObject({
      result: 'failed',
      error: 'upstream <b>timeout</b> after 30 s',
    });
  });
});
