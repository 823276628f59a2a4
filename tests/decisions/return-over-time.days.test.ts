import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, isoTime } from '../../core/time.ts';
import { workloadOnSight } from '../../core/workload.ts';
import { returnOverTime } from '../../decisions/live/return-over-time.ts';
import type { Subject } from '../../decisions/live/replays.ts';
import { createHistory } from '../../signals/history.ts';
import { NO_ROWS, type CostRow } from '../../signals/history-rows.ts';
import { returnOverTime as schema } from '../../signals/return.ts';
import { policyWith } from './engine-fixtures.ts';

const FIRST_MS = Date.UTC(2026, 2, 10, 6);
const LAST_MS = Date.UTC(2026, 2, 30, 18);

const subject = (budget?: number): Subject => ({
  workload: {
    ...workloadOnSight('support-copilot'),
    business_case: {
      value_per_success_usd: 1,
      payback_months: 2,
      ...(budget === undefined ? {} : { monthly_budget_usd: budget }),
    },
  },
  inForce: { policy: policyWith(), limitChangesMs: {} },
  blocking: [],
  periods: [],
  key: '',
});

/** Every hour ten runs that earn 6 USD and cost as much as said. */
function earning(costUsdAnHour: number, costs: readonly CostRow[] = []) {
  const hours = [];
  for (let hourMs = FIRST_MS; hourMs < LAST_MS; hourMs += HOUR_MS) {
    hours.push({
      hourMs,
      sums: {
        runs: 10,
        priced: 10,
        outcome_accepted: 6,
        outcome_worthless: 4,
        cost_usd: costUsdAnHour,
      },
      runMinutes: 10,
      okMinutes: 10,
      latency: new Map<number, number>(),
    });
  }
  return createHistory({ ...NO_ROWS, hours, costs, endMs: LAST_MS });
}

const start = (amountUsd: number): CostRow => ({
  tsMs: FIRST_MS,
  category: 'other',
  amountUsd,
  startMs: FIRST_MS,
  endMs: FIRST_MS,
});
const WHOLE = { fromMs: FIRST_MS - DAY_MS, toMs: LAST_MS };
const tell = (...given: Parameters<typeof earning>) =>
  returnOverTime(subject(), earning(...given), WHOLE);

describe('the days of a return', () => {
  it('are whole days (UTC); those before and after the telemetry are not known', () => {
    const answer = returnOverTime(subject(), earning(2), { ...WHOLE, toMs: LAST_MS + 2 * DAY_MS });
    expect(schema.parse(answer)).toEqual(answer);
    expect(answer.from).toBe('2026-03-09T00:00:00.000Z');
    expect(answer.to).toBe('2026-04-02T00:00:00.000Z');
    const unknown = answer.days.filter(({ value_usd }) => value_usd === null);
    expect(unknown.map(({ at }) => at.slice(5, 10))).toEqual(['03-09', '03-31', '04-01']);
    expect(unknown.every(({ cost_usd }) => cost_usd === null)).toBe(true);
  });

  it('hold the first and the running day as far as they go', () => {
    const { days } = tell(2);
    expect([days[1]?.runs, days[2]?.runs, days.at(-1)?.runs]).toEqual([180, 240, 180]);
    expect(days[2]).toMatchObject({ value_usd: 144, outcomes: 240, accepted: 144 });
  });
});

describe('payback', () => {
  it('is there from the first day where every day earns more than it costs', () => {
    const { payback } = tell(2);
    expect(payback?.paid_back).toBe(isoTime(FIRST_MS));
    expect(payback).toMatchObject({ days_left: null, target_months: 2, net_usd_day: 96 });
  });

  it('comes on the day from which the running sum stays above 0', () => {
    // 500 USD at the start, 72 USD on the first day, 96 on each that follows: the sixth makes it up.
    expect(tell(2, [start(500)]).payback?.paid_back).toBe('2026-03-15T00:00:00.000Z');
  });

  it('is so many days off at today’s rate while it is below, and never where it only falls', () => {
    const { payback } = tell(2, [start(3000)]);
    const net = payback!.value_usd - payback!.cost_usd;
    expect(net).toBeLessThan(0);
    expect(payback?.paid_back).toBeNull();
    expect(payback?.days_left).toBe(Math.ceil(-net / payback!.net_usd_day));
    expect(tell(9).payback).toMatchObject({ paid_back: null, days_left: null });
  });

  it('is not known without telemetry', () => {
    const empty = createHistory({ ...NO_ROWS, endMs: LAST_MS });
    expect(returnOverTime(subject(), empty, WHOLE).payback).toBeNull();
  });
});

describe('the running month', () => {
  it('has its cost so far, and a projection where there is a budget', () => {
    const { month } = returnOverTime(subject(2000), earning(2), WHOLE);
    expect(month).toMatchObject({
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-04-01T00:00:00.000Z',
      cost_usd: 2 * ((LAST_MS - FIRST_MS) / HOUR_MS),
      budget_usd: 2000,
    });
    expect(month.projected_usd).toBeCloseTo(month.cost_usd! + 30 * 2, 6);
    expect(tell(2).month).toMatchObject({ budget_usd: null, projected_usd: null });
  });
});
