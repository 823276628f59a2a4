import { describe, expect, it } from 'vitest';
import { buildAdoptionFunnel } from '../../web/return/build-adoption-funnel.ts';
import { buildBudget } from '../../web/return/build-budget.ts';
import { buildPaybackLine, tellPayback } from '../../web/return/build-payback-line.ts';
import { buildReturnTotals } from '../../web/return/build-return-totals.ts';
import { buildTrendWords } from '../../web/return/build-trend-words.ts';
import { findReturnRange, passedSpan, returnSpan } from '../../web/return/return-lengths.ts';
import { sampleDay, sampleDays, sampleItem, sampleReturn } from './support/sample-return.ts';

const NOW = Date.UTC(2026, 10, 21, 4);
const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const nothing = { value_usd: null, cost_usd: null, runs: 0, eligible: null, used: null };

describe('payback over time', () => {
  it('starts from what came before and leaves days to come open', () => {
    const days = [...sampleDays(NOW, 2), sampleDay({ ...nothing, at: '2026-11-22T00:00:00.000Z' })];
    const points = buildPaybackLine({ days, net_before_usd: -100, payback: null }, NOW);
    expect(points.map(({ net }) => net)).toEqual([-35, 30, null]);
    expect(tellPayback(points[0]!, NOW)).toContain('$35.00 still to earn back');
    expect(tellPayback(points[1]!, NOW)).toContain('$30.00 more earned than spent');
    expect(tellPayback(points[2]!, NOW)).toContain('still to come');
  });

  it('is not drawn before the first telemetry', () => {
    const payback = { ...sampleReturn(NOW).payback!, since: '2026-11-21T00:00:00.000Z' };
    const points = buildPaybackLine(
      {
        days: [sampleDay({ ...nothing, at: '2026-11-20T00:00:00.000Z' }), ...sampleDays(NOW, 1)],
        net_before_usd: 0,
        payback,
      },
      NOW,
    );
    expect(points.map(({ net }) => net)).toEqual([null, 65]);
    expect(tellPayback(points[0]!, NOW)).toContain('before the first telemetry');
  });
});

describe('the adoption funnel', () => {
  const totals = buildReturnTotals(sampleDays(NOW, 10));
  const adoption = sampleItem({
    signal: 'adoption_rate',
    value: 0.5,
    low: 0.48,
    high: 0.52,
    n: 4000,
  });
  const acceptance = sampleItem({
    signal: 'acceptance_rate',
    value: 0.8,
    low: 0.7,
    high: 0.9,
    n: 1900,
  });

  it('narrows from eligible over used to accepted, each with its interval and sample', () => {
    const steps = buildAdoptionFunnel(totals, adoption, acceptance, '28 days');
    expect(steps.map(({ width }) => width)).toEqual([1, 0.5, 0.4]);
    expect(steps.map(({ figure }) => plain(figure))).toEqual(['4,000', '2,000', '≈ 1,600']);
    expect(plain(steps[2]!.detail)).toBe('80.0 % [70.0–90.0] of the runs with an outcome, n 1,900');
    expect(steps[2]!.explanation).toContain('times the share that people take');
    expect(plain(steps[1]!.detail)).toBe('50.0 % [48.0–52.0] of them, n 4,000');
  });

  it('begins with the runs where nobody reports adoption', () => {
    const steps = buildAdoptionFunnel(
      buildReturnTotals([sampleDay({ eligible: null, used: null })]),
      sampleItem({ value: null, state: 'not_instrumented', reason: 'Never seen.' }),
      acceptance,
      '28 days',
    );
    expect(steps.map(({ width }) => width)).toEqual([null, 1, 0.8]);
    expect(steps[0]).toMatchObject({ figure: 'not reported', detail: 'Never seen.' });
    expect(steps[1]?.figure).toBe('200 runs');
    expect(steps[2]?.figure).toBe('≈ 160');
  });

  it('draws no bar at all where there is not even a run', () => {
    const steps = buildAdoptionFunnel(buildReturnTotals([]), null, null, '28 days');
    expect(steps.map(({ width }) => width)).toEqual([null, null, null]);
  });
});

describe('the budget', () => {
  it('shows a projection beyond it, on a bar that holds both', () => {
    const bar = buildBudget(sampleReturn(NOW).month, NOW);
    expect(bar.isOver).toBe(true);
    expect(bar.spent! < bar.budget! && bar.budget! < bar.projected!).toBe(true);
    expect(bar.projected).toBeLessThanOrEqual(100);
    expect(plain(bar.note)).toContain('At this rate it ends at 105.0 %');
  });

  it('has no bar without a budget or without a known cost, and says which', () => {
    const month = sampleReturn(NOW).month;
    const none = buildBudget({ ...month, budget_usd: null, projected_usd: null }, NOW);
    expect([none.spent, none.budget]).toEqual([null, null]);
    expect(none.note).toContain('states no monthly budget');
    expect(buildBudget({ ...month, cost_usd: null }, NOW).note).toContain('Cost is not known');
  });
});

describe('a trend', () => {
  const cost = sampleItem({ signal: 'unit_cost', unit: 'USD per successful outcome', value: 0.4 });
  const trend = (change: object) =>
    plain(
      buildTrendWords(
        cost,
        sampleItem({ signal: 'unit_cost_trend', unit: '% per week', ...change }),
      ),
    );

  it('rises or falls only where its whole interval does', () => {
    expect(trend({ value: -3, low: -5, high: -1 })).toContain('It falls: −3.0 % a week');
    expect(trend({ value: 3, low: 1, high: 5 })).toContain('It rises');
    expect(trend({ value: 3, low: -1, high: 5 })).toContain('No trend is shown');
    expect(trend({ value: null, low: null, high: null, reason: '3 of 7 days.' })).toContain(
      'Trend not known: 3 of 7 days.',
    );
  });
});

describe('how long the return is told over', () => {
  it('ends with today, on whole days', () => {
    expect(returnSpan(findReturnRange('28d'), NOW)).toEqual({
      from: '2026-10-25T00:00:00.000Z',
      to: '2026-11-22T00:00:00.000Z',
    });
    expect(passedSpan(findReturnRange('28d'), NOW).to).toBe('2026-11-21T00:00:00.000Z');
    expect(findReturnRange(undefined).id).toBe('90d');
  });
});
