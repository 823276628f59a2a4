import type { ReturnDay, ReturnOverTime } from '../../../signals/return.ts';
import type { SignalItem } from '../../../signals/series.ts';

const DAY = 86_400_000;

/** A day on which everything is known, to be changed by a test. */
export function sampleDay(change: Partial<ReturnDay> = {}): ReturnDay {
  return {
    at: '2026-11-01T00:00:00.000Z',
    value_usd: 100,
    cost_usd: {
      inference: 10,
      review: 5,
      support: 20,
      infrastructure: 0,
      incident: 0,
      other: 0,
    },
    runs: 200,
    valued_runs: 190,
    unpriced_runs: 0,
    eligible: 400,
    used: 200,
    outcomes: 190,
    accepted: 150,
    ...change,
  };
}

/** Days up to now, oldest first. */
export function sampleDays(nowMs: number, count: number): ReturnDay[] {
  const today = Math.floor(nowMs / DAY) * DAY;
  return Array.from({ length: count }, (_, index) =>
    sampleDay({ at: new Date(today - (count - 1 - index) * DAY).toISOString() }),
  );
}

/** A return over the days before now. */
export function sampleReturn(nowMs: number, change: Partial<ReturnOverTime> = {}): ReturnOverTime {
  const days = sampleDays(nowMs, 28);
  return {
    from: days[0]!.at,
    to: new Date(Math.ceil(nowMs / DAY) * DAY).toISOString(),
    days,
    net_before_usd: -500,
    payback: {
      since: '2026-09-01T00:00:00.000Z',
      value_usd: 8000,
      cost_usd: 3000,
      paid_back: '2026-10-20T00:00:00.000Z',
      net_usd_day: 65,
      days_left: null,
      target_months: 6,
    },
    month: {
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
      cost_usd: 700,
      projected_usd: 1050,
      budget_usd: 1000,
    },
    ...change,
  };
}

/** One signal over a window, to be changed by a test. */
export function sampleItem(change: Partial<SignalItem> = {}): SignalItem {
  return {
    signal: 'roi',
    title: 'Return on cost',
    axis: 'economics',
    value: 3.2,
    low: 2.9,
    high: 3.6,
    n: 3405,
    n_effective: 3405,
    unit: 'ratio',
    better: 'higher',
    method: 'Fieller',
    state: 'ok',
    reason: null,
    by: null,
    ...change,
  };
}
