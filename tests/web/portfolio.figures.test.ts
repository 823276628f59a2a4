import { describe, expect, it } from 'vitest';
import { buildHeadline } from '../../web/portfolio/build-headline.ts';
import { buildPortfolioNews } from '../../web/portfolio/build-portfolio-news.ts';
import { buildPortfolioRow } from '../../web/portfolio/build-portfolio-row.ts';
import { buildPortfolioTotals } from '../../web/portfolio/build-portfolio-totals.ts';
import { worstPortfolio } from './support/hard-portfolios.ts';
import { daysBefore, sampleItem, samplePortfolio } from './support/sample-portfolio.ts';

const NOW = new Date(2026, 10, 21, 4).getTime();
const tell = (items: Parameters<typeof buildPortfolioTotals>[0]): string =>
  buildHeadline(buildPortfolioTotals(items))
    .map(({ text }) => text)
    .join('');

describe('the headline', () => {
  it('answers in one sentence', () => {
    expect(tell(samplePortfolio(NOW))).toBe(
      '7 workloads: 2 to scale, 3 to hold, 1 to redesign and 1 to stop.',
    );
  });

  it('leaves out verdicts that nothing has', () => {
    expect(tell([sampleItem()])).toBe('1 workload: 1 to hold.');
  });

  it('tells what is retired apart: that is decided, whatever its evidence says', () => {
    const retired = sampleItem({ workload: 'old', stage: 'retired', verdict: 'stop' });
    expect(tell([sampleItem(), retired])).toBe('1 workload: 1 to hold. 1 retired.');
    expect(tell([retired])).toBe('0 workloads. 1 retired.');
    expect(buildPortfolioTotals([retired]).value).toEqual({ usd: null, known: 0 });
  });
});

describe('totals', () => {
  it('leave out what is not known, and say of how many it is known', () => {
    const totals = buildPortfolioTotals([
      sampleItem({ value_usd_month: 300, cost_usd_month: 100 }),
      sampleItem({ value_usd_month: null, cost_usd_month: 50 }),
    ]);
    expect(totals.value).toEqual({ usd: 300, known: 1 });
    expect(totals.cost).toEqual({ usd: 150, known: 2 });
    expect(totals.net).toEqual({ usd: 200, ratio: 3, known: 1 });
  });

  it('are unknown, not 0, where nothing is known', () => {
    const totals = buildPortfolioTotals([
      sampleItem({ value_usd_month: null, cost_usd_month: null }),
    ]);
    expect(totals.value).toEqual({ usd: null, known: 0 });
    expect(totals.net).toBeNull();
  });
});

describe('a row', () => {
  it('says why a figure is missing and never shows 0 for it', () => {
    const nothing = worstPortfolio(NOW).find(({ workload }) => workload === 'nothing-known')!;
    const row = buildPortfolioRow(nothing, NOW);
    for (const figure of [
      row.value,
      row.cost,
      row.roi,
      row.exposure,
      row.due,
      row.alerts,
      row.since,
    ]) {
      expect(figure.text).toBe('—');
      expect(figure.isMissing).toBe(true);
      expect(figure.explanation.length).toBeGreaterThan(20);
    }
    expect(row.roi.aside).toBe('Not instrumented');
  });

  it('tells unit, window, samples and interval of a return', () => {
    const { roi } = buildPortfolioRow(sampleItem(), NOW);
    expect(roi.text).toBe('2.97×');
    expect(roi.aside).toBe('[2.10–4.02]');
    expect(roi.explanation).toContain('Samples\t12,345');
    expect(roi.explanation).toContain('Window\tthe 30 days before');
  });

  it('says what a cost leaves out', () => {
    const { cost } = buildPortfolioRow(sampleItem({ unpriced_runs_month: 41 }), NOW);
    expect(cost.explanation).toContain('Left out\t41 runs without a price');
    expect(cost.aside).toBe('41 unpriced');
  });

  it('counts down to a pending verdict', () => {
    const { pending } = buildPortfolioRow(
      sampleItem({
        pending: { verdict: 'scale', since: daysBefore(NOW, 4), until: daysBefore(NOW, -3) },
      }),
      NOW,
    );
    expect(pending).toMatchObject({ verdict: 'scale', when: 'in 3 days' });
  });

  it('marks a decision whose day has passed', () => {
    expect(buildPortfolioRow(sampleItem({ decision_due: '2026-11-09' }), NOW).due).toMatchObject({
      isOverdue: true,
      aside: 'overdue 12 days',
    });
    expect(buildPortfolioRow(sampleItem({ decision_due: '2026-11-21' }), NOW).due).toMatchObject({
      isOverdue: false,
      aside: 'today',
    });
  });
});

describe('news', () => {
  const news = buildPortfolioNews(samplePortfolio(NOW), NOW);

  it('lists this week’s changes, newest first', () => {
    expect(news.changed.map(({ id, from, to }) => [id, from, to])).toEqual([
      ['support-copilot', 'hold', 'scale'],
      ['knowledge-search', 'hold', 'redesign'],
      ['invoice-extraction', 'scale', 'hold'],
    ]);
  });

  it('lists what is about to change, soonest first', () => {
    expect(news.coming.map(({ id, to }) => [id, to])).toEqual([
      ['code-review', 'hold'],
      ['contract-review', 'redesign'],
    ]);
  });

  it('puts overdue decisions first', () => {
    expect(news.due[0]).toMatchObject({
      id: 'contract-review',
      when: 'overdue 12 days',
      isOverdue: true,
    });
  });
});
