import { describe, expect, it } from 'vitest';
import { costsByCategory, costUsd, valueUsd } from '../../signals/economics/value-and-cost.ts';
import { COST_CATEGORIES, type CostRow } from '../../signals/history-rows.ts';
import { windowOf, type Sums } from './sample-window.ts';

const RATED = { value_per_success_usd: 2, edited_fraction: 0.5, review_usd_per_hour: 36 };
const cost = (category: CostRow['category'], amountUsd: number): CostRow => ({
  tsMs: 0,
  category,
  amountUsd,
  startMs: 0,
  endMs: 0,
});
const SUMS: Sums = {
  runs: 10,
  priced: 9,
  unpriced: 1,
  cost_usd: 3,
  review_seconds: 100,
  outcome_accepted: 4,
  outcome_edited: 2,
};

describe('value', () => {
  it('is that of the runs and of outcome events', () => {
    expect(valueUsd(windowOf({ ...SUMS, outcome_value: 7 }), RATED)).toBe(4 * 2 + 2 * 1 + 7);
  });

  it('is not known, rather than 0, where nothing tells it', () => {
    expect(valueUsd(windowOf({ runs: 10 }), RATED)).toBeNull();
    expect(valueUsd(windowOf(SUMS), {})).toBeNull();
  });
});

describe('cost by category', () => {
  const rows = [cost('inference', 1), cost('review', 5), cost('support', 20)];
  const found = costsByCategory(windowOf(SUMS, {}, { costs: rows }), RATED)!;

  it('counts runs as inference and review time as review, beside what is stated', () => {
    expect(found).toEqual({
      inference: 4,
      review: 6,
      support: 20,
      infrastructure: 0,
      incident: 0,
      other: 0,
    });
  });

  it('adds up to the full cost', () => {
    const all = COST_CATEGORIES.reduce((sum, category) => sum + found[category]!, 0);
    expect(all).toBe(costUsd(windowOf(SUMS, {}, { costs: rows }), RATED));
  });

  it('leaves open what nobody priced, unless an event states some of it', () => {
    const unpriced = { ...SUMS, priced: 0, unpriced: 10, cost_usd: 0 };
    const support = { costs: [cost('support', 20)] };
    expect(costsByCategory(windowOf(unpriced, {}, support), {})).toMatchObject({
      inference: null,
      review: null,
      support: 20,
    });
    expect(costsByCategory(windowOf(unpriced, {}, { costs: rows }), {})).toMatchObject({
      inference: 1,
      review: 5,
    });
  });

  it('is not known as a whole where nothing was priced or stated', () => {
    expect(costsByCategory(windowOf({ runs: 10, unpriced: 10 }), RATED)).toBeNull();
  });
});
