import { describe, expect, it } from 'vitest';
import { buildReturnFigures } from '../../web/return/build-return-figures.ts';
import { buildReturnTotals } from '../../web/return/build-return-totals.ts';
import { buildValueCostChart, tellDay } from '../../web/return/build-value-cost-chart.ts';
import { SAMPLE_PALETTE } from './support/sample-palette.ts';
import { sampleDay, sampleDays, sampleItem, sampleReturn } from './support/sample-return.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 4);
const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const nothing = { value_usd: null, cost_usd: null, runs: 0, eligible: null, used: null };

describe('the sums of a return', () => {
  it('count what is known and how often, never a gap as 0', () => {
    const days = [
      sampleDay(),
      sampleDay({ value_usd: null }),
      sampleDay({ cost_usd: null }),
      sampleDay(nothing),
    ];
    const totals = buildReturnTotals(days);
    expect(totals.days).toBe(3);
    expect(totals.value).toEqual({ usd: 200, days: 2 });
    expect(totals.cost).toEqual({ usd: 70, days: 2 });
    expect(totals.net).toEqual({ usd: 65, days: 1 });
  });

  it('split cost by category, the largest first; what nobody priced is there without an amount', () => {
    const unpriced = { ...sampleDay().cost_usd!, inference: null };
    const { categories } = buildReturnTotals([sampleDay({ cost_usd: unpriced })]);
    expect(categories).toEqual([
      { category: 'support', usd: 20, share: 0.8 },
      { category: 'review', usd: 5, share: 0.2 },
      { category: 'inference', usd: null, share: 0 },
    ]);
  });

  it('of nothing are nothing, not 0', () => {
    const totals = buildReturnTotals([]);
    expect([totals.value.usd, totals.cost.usd, totals.net.usd, totals.eligible]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('the figures', () => {
  const figures = (roi = sampleItem(), answer = sampleReturn(NOW)) =>
    Object.fromEntries(
      buildReturnFigures({
        answer,
        totals: buildReturnTotals(answer.days),
        roi,
        span: '28 days',
        nowMs: NOW,
      }).map((figure) => [figure.id, figure]),
    );

  it('give return on cost its interval, unit, window, sample and method', () => {
    const { roi } = figures();
    expect(roi).toMatchObject({ figure: '3.20×', aside: '[2.90–3.60]', state: 'known' });
    for (const word of ['Interval', 'Unit', 'Window', 'Samples\t3,405', 'Method\tFieller'])
      expect(roi!.explanation).toContain(word);
  });

  it('say why return on cost is missing', () => {
    const { roi } = figures(
      sampleItem({ value: null, low: null, high: null, state: 'too_few', reason: '12 of 100.' }),
    );
    expect(roi).toMatchObject({
      figure: '—',
      aside: 'too few',
      explanation: '12 of 100.',
      state: 'missing',
    });
  });

  it('do not call missing what is only not answered yet', () => {
    const answer = sampleReturn(NOW);
    const [roi] = buildReturnFigures({
      answer,
      totals: buildReturnTotals(answer.days),
      roi: null,
      span: '28 days',
      nowMs: NOW,
    });
    expect(roi).toMatchObject({ figure: '…', state: 'waiting' });
  });

  it('sum money and say over how many days it is known', () => {
    expect(figures()['value']).toMatchObject({ figure: '$2,800', aside: '$100 a day' });
    const gap = sampleReturn(NOW, {
      days: [...sampleDays(NOW, 5), sampleDay({ value_usd: null })],
    });
    expect(figures(sampleItem(), gap)['value']?.aside).toBe('known on 5 of 6 days');
  });

  it('tell payback as the time it took, the time to go, or never', () => {
    const payback = sampleReturn(NOW).payback!;
    const tell = (change: Partial<typeof payback>) =>
      figures(sampleItem(), sampleReturn(NOW, { payback: { ...payback, ...change } }))['payback'];
    expect(tell({})).toMatchObject({ figure: '49 days', aside: 'paid back since 20 Oct' });
    expect(tell({ paid_back: payback.since })?.figure).toBe('At once');
    expect(tell({ paid_back: null, days_left: 40 })?.figure).toBe('40 days');
    expect(tell({ paid_back: null, days_left: null, net_usd_day: -3 })?.figure).toBe('Never');
    expect(figures(sampleItem(), sampleReturn(NOW, { payback: null }))['payback']?.figure).toBe(
      '—',
    );
  });

  it('hold the month against its budget', () => {
    expect(plain(figures()['month']!.aside)).toBe('70.0 % of $1,000');
    const month = { ...sampleReturn(NOW).month, budget_usd: null };
    expect(figures(sampleItem(), sampleReturn(NOW, { month }))['month']?.aside).toBe(
      'no budget stated',
    );
  });
});

describe('the chart of value and cost', () => {
  const days = [sampleDay(), sampleDay({ ...nothing }), sampleDay({ cost_usd: null })];
  const chart = buildValueCostChart({
    markMs: [],
    days,
    categories: ['support', 'inference'],
    span: { fromMs: NOW - 3 * DAY, toMs: NOW },
    nowMs: NOW,
    surface: { palette: SAMPLE_PALETTE, fontFamily: 'sans-serif', widthPx: 900 },
  });
  const series = chart.series as {
    type: string;
    stack?: string;
    data: ([number, number | null] | { value: [number, number | null] })[];
  }[];
  const amounts = (of: (typeof series)[number]) =>
    of.data.map((one) => (Array.isArray(one) ? one[1] : one.value[1]));

  it('stacks cost by category and leaves a gap where it is not known', () => {
    const bars = series.filter(({ type }) => type === 'bar');
    expect(bars.map(({ stack }) => stack)).toEqual(['cost', 'cost']);
    expect(bars.map(amounts)).toEqual([
      [20, null, null],
      [10, null, null],
    ]);
  });

  it('draws value as a line with its gaps', () => {
    const [line] = series.filter(({ type }) => type === 'line');
    expect(amounts(line!)).toEqual([100, null, 100]);
  });

  it('keeps the day that is not over out of the line', () => {
    const running = buildValueCostChart({
      markMs: [],
      days: [
        sampleDay({ at: '2026-11-20T00:00:00.000Z' }),
        sampleDay({ at: '2026-11-21T00:00:00.000Z' }),
      ],
      categories: [],
      span: { fromMs: NOW - 2 * DAY, toMs: NOW },
      nowMs: NOW,
      surface: { palette: SAMPLE_PALETTE, fontFamily: 'sans-serif', widthPx: 900 },
    }).series as typeof series;
    expect(running.map(amounts)).toEqual([
      [100, null],
      [100, null],
      [null, 100],
    ]);
  });

  it('holds the highest day', () => {
    expect((chart.yAxis as { max: number }).max).toBeGreaterThanOrEqual(100);
  });

  it('tells a day with its parts and its sample, and a gap as a gap', () => {
    const told = plain(tellDay(sampleDay({ unpriced_runs: 3 }), NOW));
    expect(told).toBe(
      '1 Nov: value $100, cost $35.00 (model calls $10.00, review $5.00, support $20.00), n 200, 3 without a price',
    );
    expect(tellDay(sampleDay(nothing), NOW)).toBe('1 Nov: no telemetry');
    expect(tellDay(sampleDay({ at: '2026-11-21T00:00:00.000Z' }), NOW)).toContain('21 Nov so far');
  });
});
