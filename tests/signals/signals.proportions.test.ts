import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../core/time.ts';
import { estimateSignal, readSignal } from '../../signals/estimate-signal.ts';
import type { Estimate } from '../../signals/estimate.ts';
import { parametersOf, windowOf } from './sample-window.ts';
import type { Sums } from './sample-window.ts';

const estimate = (id: string, sums: Sums, minSample = 1): Estimate =>
  estimateSignal(id, windowOf(sums), parametersOf({ minSample }));

describe('proportions', () => {
  test.each<[string, Sums, number, number]>([
    ['hallucination_rate', { hallucinated: 4, judged: 200 }, 0.02, 200],
    ['error_rate', { errors: 3, runs_with_status: 60, runs: 90 }, 0.05, 60],
    ['low_confidence_rate', { low_confidence: 5, with_confidence: 50 }, 0.1, 50],
    ['escalation_rate', { escalated: 2, with_escalation: 40 }, 0.05, 40],
    ['complaint_rate', { complaints: 1, with_complaint: 50, ratings: 70 }, 0.02, 50],
    ['rework_rate', { reviews_reworked: 6, reviews_with_verdict: 60, reviews: 80 }, 0.1, 60],
    [
      'audited_error_rate',
      { random_errors: 2, random_reviews: 50, reviews_with_verdict: 90 },
      0.04,
      50,
    ],
    ['adoption_rate', { used: 30, eligible: 120 }, 0.25, 120],
    ['bypass_rate', { bypassed: 9, bypass_eligible: 90, eligible: 120 }, 0.1, 90],
    ['evaluation_pass_rate', { evaluations_passed: 45, evaluated: 50 }, 0.9, 50],
  ])('%s is its own count over its own trials', (id, sums, value, n) => {
    expect(estimate(id, sums)).toMatchObject({ state: 'ok', n, nEffective: n });
    expect(estimate(id, sums).value).toBeCloseTo(value, 12);
  });

  test('acceptance counts accepted and edited over all outcomes, however the run’s value is known', () => {
    const sums: Sums = {
      stated_accepted: 10,
      minutes_accepted: 5,
      outcome_accepted: 15,
      outcome_edited: 10,
      minutes_worthless: 4,
      outcome_worthless: 6,
    };
    expect(estimate('acceptance_rate', sums)).toMatchObject({ value: 0.8, n: 50 });
  });

  test('carry the published check values of the confidence sequence', () => {
    const some = estimate('hallucination_rate', { hallucinated: 4, judged: 200 });
    expect(some.low).toBeCloseTo(0.001872, 6);
    expect(some.high).toBeCloseTo(0.074038, 6);
    const none = estimate('hallucination_rate', { hallucinated: 0, judged: 300 });
    expect(none.low).toBe(0);
    expect(none.high).toBeCloseTo(0.021174, 6);
  });

  test('contradictory counts are cut to what is possible', () => {
    expect(estimate('adoption_rate', { used: 150, eligible: 100 })).toMatchObject({
      value: 1,
      high: 1,
    });
  });

  test('are good and bad by the signal’s own direction', () => {
    const window = windowOf({ judged: 300, hallucinated: 0, eligible: 300, used: 0 });
    const side = (id: string, limit: number | null): string =>
      readSignal(id, window, parametersOf(), limit).side;
    expect(side('hallucination_rate', 0.05)).toBe('good');
    expect(side('hallucination_rate', 0.02)).toBe('open');
    expect(side('adoption_rate', 0.05)).toBe('bad');
    expect(side('adoption_rate', null)).toBe('open');
    expect(side('adoption_rate', -1)).toBe('good');
    expect(side('adoption_rate', 2)).toBe('bad');
  });
});

describe('tool-call success', () => {
  test('is what runs count, wherever one does', () => {
    const sums: Sums = {
      run_tool_calls: 100,
      run_tool_failures: 5,
      tool_events: 50,
      tool_event_failures: 25,
    };
    expect(estimate('tool_call_success', sums)).toMatchObject({ value: 0.95, n: 100 });
  });

  test('is what tool_call events tell where no run counts calls', () => {
    expect(
      estimate('tool_call_success', { tool_events: 50, tool_event_failures: 5 }),
    ).toMatchObject({ value: 0.9, n: 50 });
  });
});

describe('uptime', () => {
  test('is the share of probes that succeeded', () => {
    const window = windowOf({ probes: 60, probes_ok: 57 }, { runMinutes: 60, okMinutes: 30 });
    expect(estimateSignal('uptime', window, parametersOf())).toMatchObject({ value: 0.95, n: 60 });
  });

  test('without probes is minutes with successful runs over minutes with runs', () => {
    const window = windowOf(
      { runs_with_status: 300, errors: 20 },
      { runMinutes: 50, okMinutes: 49 },
    );
    expect(estimateSignal('uptime', window, parametersOf())).toMatchObject({ value: 0.98, n: 50 });
  });
});

describe('a judge of stated quality', () => {
  const judge = { sensitivity: 0.9, specificity: 0.97 };

  test('corrects value and interval: (reported + specificity − 1) ÷ (sensitivity + specificity − 1)', () => {
    const window = windowOf({ judged: 200, hallucinated: 20 });
    const raw = estimateSignal('hallucination_rate', window, parametersOf());
    const corrected = estimateSignal('hallucination_rate', window, parametersOf({ judge }));
    const truth = (reported: number): number => Math.max(0, (reported - 0.03) / 0.87);
    expect(corrected.value).toBeCloseTo(truth(0.1), 12);
    expect(corrected.low).toBeCloseTo(truth(raw.low!), 12);
    expect(corrected.high).toBeCloseTo(truth(raw.high!), 12);
  });

  test('leaves other signals alone', () => {
    const window = windowOf({ runs_with_status: 200, errors: 20 });
    expect(estimateSignal('error_rate', window, parametersOf({ judge })).value).toBe(0.1);
  });

  test('that is no better than chance is a failed source, not a number', () => {
    const chance = { sensitivity: 0.5, specificity: 0.5 };
    const found = estimateSignal(
      'hallucination_rate',
      windowOf({ judged: 200, hallucinated: 20 }),
      parametersOf({ judge: chance }),
    );
    expect(found).toMatchObject({ state: 'provider_error', value: null });
  });

  test('whose stated quality is refuted by what it reports is a failed source', () => {
    const sharp = { sensitivity: 0.9, specificity: 0.8 };
    const found = estimateSignal(
      'hallucination_rate',
      windowOf({ judged: 2000, hallucinated: 4 }),
      parametersOf({ judge: sharp }),
    );
    expect(found).toMatchObject({ state: 'provider_error', value: null });
  });
});

describe('reported aggregates', () => {
  const metricRow = {
    hourMs: 0,
    signal: 'uptime',
    reports: 2,
    reportsWithN: 2,
    reportsWithBounds: 0,
    n: 200,
    valueSum: 1.9,
    lowSum: 0,
    highSum: 0,
    valueByN: 196,
    lowByN: 0,
    highByN: 0,
  };
  const reported = (
    changes: Partial<typeof metricRow>,
    sums: Sums = {},
    minSample = 30,
  ): Estimate => {
    const row = { ...metricRow, ...changes };
    const window = windowOf(sums, {}, { metrics: [row], endMs: HOUR_MS });
    return estimateSignal(row.signal, window, parametersOf({ minSample }));
  };

  test('of a proportion with n get the confidence sequence of value · n', () => {
    const own = estimateSignal('uptime', windowOf({ probes: 200, probes_ok: 196 }), parametersOf());
    expect(reported({})).toEqual({ ...own });
  });

  test('of anything else keep the bounds the sender states', () => {
    const p95 = {
      signal: 'latency_p95',
      valueByN: 90_000,
      reportsWithBounds: 2,
      lowByN: 80_000,
      highByN: 100_000,
    };
    expect(reported(p95)).toMatchObject({ state: 'ok', value: 450, low: 400, high: 500, n: 200 });
  });

  test('without n or bounds have no interval and never decide', () => {
    const row = { ...metricRow, signal: 'drift', reportsWithN: 0, n: 0, valueSum: 0.4 };
    const window = windowOf({}, {}, { metrics: [row], endMs: HOUR_MS });
    expect(estimateSignal('drift', window, parametersOf())).toMatchObject({
      state: 'ok',
      value: 0.2,
      low: null,
      high: null,
    });
    expect(readSignal('drift', window, parametersOf(), 0.1).side).toBe('open');
  });

  test('with bounds but without n never decide either: nobody knows how many trials they rest on', () => {
    const p95 = { ...metricRow, signal: 'latency_p95', reportsWithN: 0, n: 0, valueSum: 900 };
    const bounded = { ...p95, reportsWithBounds: 2, lowSum: 800, highSum: 1000 };
    const window = windowOf({}, {}, { metrics: [bounded], endMs: HOUR_MS });
    expect(estimateSignal('latency_p95', window, parametersOf())).toMatchObject({
      state: 'ok',
      value: 450,
      low: null,
      high: null,
    });
    expect(readSignal('latency_p95', window, parametersOf(), 600).side).toBe('open');
  });

  test('give way to the sender’s own events', () => {
    expect(reported({}, { probes: 50, probes_ok: 50 })).toMatchObject({ value: 1, n: 50 });
  });

  test('that cannot be a share are a failed source', () => {
    expect(reported({ valueByN: 300 })).toMatchObject({ state: 'provider_error', value: null });
  });

  test('need the minimum sample too', () => {
    expect(reported({}, {}, 500)).toMatchObject({ state: 'too_few', n: 200 });
  });
});
