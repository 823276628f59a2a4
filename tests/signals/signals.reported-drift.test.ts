import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import type { Estimate } from '../../signals/estimate.ts';
import { createHistory } from '../../signals/history.ts';
import type { DriftRow, FeatureRow } from '../../signals/history-rows.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import { historyRows, parametersOf } from './sample-window.ts';

const estimate = (window: TelemetryWindow): Estimate =>
  estimateSignal('drift', window, parametersOf({ minSample: 100 }));
const side = (window: TelemetryWindow): string =>
  readSignal('drift', window, parametersOf({ minSample: 100 }), 0.1).side;

const lastWeek = (drifts: readonly DriftRow[], features: readonly FeatureRow[] = []) =>
  createHistory(historyRows({ drifts, features, endMs: 28 * DAY_MS })).window(
    21 * DAY_MS,
    28 * DAY_MS,
  );

const topics = (day: number): FeatureRow => ({
  hourMs: day * DAY_MS,
  feature: 'topic',
  role: 'input',
  release: '',
  shape: 'categories',
  counts: new Map([
    ['a', 2000],
    ['b', 2000],
  ]),
});

describe('drift that its sender worked out', () => {
  const report = (rest: Partial<DriftRow> = {}): DriftRow => ({
    tsMs: 27 * DAY_MS,
    feature: 'topic',
    role: 'input',
    score: 0.3,
    method: 'ks',
    pValue: 0.001,
    ...rest,
  });
  const of = (...drifts: DriftRow[]): TelemetryWindow => lastWeek(drifts);

  test('fails beyond the limit with a p value below the error level', () => {
    expect(side(of(report()))).toBe('bad');
    expect(side(of(report({ pValue: 0 })))).toBe('bad');
    expect(side(of(report({ pValue: 0.2 })))).toBe('open');
    expect(side(of(report({ score: 0.05, pValue: 0.2 })))).toBe('open');
  });

  test('passes where its p value shows how small a drift the sample would have told', () => {
    expect(side(of(report({ score: 0.01, pValue: 0.001 })))).toBe('good');
    expect(side(of(report({ score: 0.01, pValue: 1 })))).toBe('open');
    expect(side(of(report({ score: 0, pValue: 0.5 })))).toBe('open');
  });

  test('without a p value is shown and never decides', () => {
    const window = of(report({ pValue: null }));
    expect(estimate(window)).toMatchObject({ state: 'ok', value: 0.3, low: null, high: null });
    expect(side(window)).toBe('open');
    expect(side(of(report(), report({ feature: 'language', pValue: null })))).toBe('open');
  });

  test('shares its error level among all reports of the window', () => {
    const reports = (n: number): DriftRow[] =>
      Array.from({ length: n }, (_, i) => report({ tsMs: 27 * DAY_MS + i, pValue: 0.004 }));
    expect(side(of(...reports(12)))).toBe('bad');
    expect(side(of(...reports(13)))).toBe('open');
  });

  test('is that of the latest report of each feature, the worst of them', () => {
    const window = of(
      report({ tsMs: 26 * DAY_MS, score: 0.9 }),
      report(),
      report({ feature: 'language', score: 0.2 }),
    );
    expect(estimate(window)).toMatchObject({
      value: 0.3,
      n: 3,
      method: 'reported by the sender, worst of 2 features, "topic" (input)',
    });
  });

  test('gives way to distributions, and goes before metrics', () => {
    const features = [topics(0), topics(27)];
    expect(estimate(lastWeek([report()], features)).n).toBe(4000);
    expect(estimate(lastWeek([report()], features.slice(0, 1)))).toMatchObject({
      value: 0.3,
      n: 1,
    });
  });
});
