import type { PortfolioItem } from '../../../decisions/assessment/portfolio.ts';
import { axes, sampleItem, samplePortfolio, unproven } from './sample-portfolio.ts';

/** Long titles, nine digits, nothing known. */
export function worstPortfolio(nowMs: number): PortfolioItem[] {
  const long = 'Multilingual customer correspondence triage and drafting v2';
  return [
    ...samplePortfolio(nowMs)
      .slice(0, 2)
      .map((item, index) => ({
        ...item,
        title: index === 0 ? long : 'Donaudampfschifffahrtsgesellschaftskapitänspatentprüfung',
        value_usd_month: 987_654_321,
        cost_usd_month: 123_456_789,
        roi: 12_345.6,
        roi_interval: { low: -3.2, high: 98_765, n: 123_456_789, state: 'ok' as const },
        alerts: 128,
        sentence: `${item.sentence} <img src=x onerror=alert(1)> ${item.sentence} ${item.sentence}`,
      })),
    sampleItem({
      workload: 'nothing-known',
      title: 'Nothing known at all about this one',
      since: null,
      value_usd_month: null,
      cost_usd_month: null,
      runs_month: 0,
      roi: null,
      roi_interval: { low: null, high: null, n: 0, state: 'not_instrumented' },
      exposure: null,
      operating_burden: null,
      owner: null,
      decision_due: null,
      alerts: null,
      last_event_at: null,
      verdict_week_ago: null,
      axes: axes(
        unproven('nothing is measured'),
        unproven('nothing is measured'),
        unproven('nothing is measured'),
      ),
    }),
    sampleItem({
      workload: 'loss',
      title: 'Loses money',
      verdict: 'stop',
      proposed: 'stop',
      value_usd_month: -4210,
      roi: -0.68,
      roi_interval: { low: -1.2, high: -0.2, n: 410, state: 'ok' },
    }),
  ];
}

/** As many as a large organisation has. */
export function manyWorkloads(nowMs: number, count: number): PortfolioItem[] {
  const base = samplePortfolio(nowMs);
  return Array.from({ length: count }, (_, index) => {
    const item = base[(index * 5) % base.length]!;
    const factor = 0.4 + ((index * 37) % 100) / 60;
    return {
      ...item,
      workload: `${item.workload}-${index}`,
      title: `${item.title} ${index + 1}`,
      value_usd_month: item.value_usd_month === null ? null : item.value_usd_month * factor,
      roi: item.roi === null ? null : item.roi * factor,
    };
  });
}
