import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { formatUsd, NOTHING } from '../format/number.ts';
import { formatCalendarDay, formatDay, instantMs } from '../format/time.ts';
import { buildHeadline } from '../portfolio/build-headline.ts';
import { buildPortfolioNews, type PortfolioNews } from '../portfolio/build-portfolio-news.ts';
import { buildPortfolioTotals } from '../portfolio/build-portfolio-totals.ts';
import { orderPortfolio } from '../portfolio/order-portfolio.ts';

/** One workload in the report. */
export interface ReportRow {
  readonly id: string;
  readonly title: string;
  /** Stage, where it is not the usual one. */
  readonly stage: string | null;
  readonly verdict: Verdict;
  readonly since: string;
  readonly sentence: string;
  readonly value: string;
  readonly cost: string;
  readonly roi: string;
  readonly exposure: string;
  readonly due: string;
  readonly isOverdue: boolean;
  /** What waits for signatures; null where nothing does. */
  readonly awaiting: string | null;
}

/** The portfolio on one page, for a board. */
export interface PortfolioReport {
  readonly headline: string;
  readonly figures: readonly {
    readonly name: string;
    readonly value: string;
    readonly aside: string;
  }[];
  readonly rows: readonly ReportRow[];
  readonly news: PortfolioNews;
}

const money = (usd: number | null): string => (usd === null ? NOTHING : formatUsd(usd));

/** Of how many workloads a sum is known. */
const ofAll = (known: number, all: number): string =>
  known === all ? 'a month' : `a month, of ${known} of ${all} workloads`;

function buildRow(item: PortfolioItem, nowMs: number): ReportRow {
  const { low, high } = item.roi_interval;
  const bounds = low === null || high === null ? '' : ` (${low.toFixed(1)} to ${high.toFixed(1)})`;
  const due = item.decision_due === null ? 'no date' : formatCalendarDay(item.decision_due, nowMs);
  return {
    id: item.workload,
    title: item.title,
    stage: item.stage === 'production' ? null : item.stage,
    verdict: item.verdict,
    since: item.since === null ? 'not published yet' : formatDay(instantMs(item.since), nowMs),
    sentence: item.sentence,
    value: money(item.value_usd_month),
    cost: money(item.cost_usd_month),
    roi: item.roi === null ? NOTHING : `${item.roi.toFixed(1)}${bounds}`,
    exposure: item.exposure === null ? NOTHING : `${item.exposure} %`,
    due: item.overdue ? `${due}, overdue` : due,
    isOverdue: item.overdue,
    awaiting: item.awaiting,
  };
}

/** Verdicts, money, decisions due, and what changed in the last seven days. */
export function buildReport(items: readonly PortfolioItem[], nowMs: number): PortfolioReport {
  const totals = buildPortfolioTotals(items);
  const { net } = totals;
  const awaiting = items.filter((item) => item.awaiting !== null).length;
  return {
    headline: buildHeadline(totals)
      .map(({ text }) => text)
      .join(''),
    figures: [
      {
        name: 'Value',
        value: money(totals.value.usd),
        aside: ofAll(totals.value.known, items.length),
      },
      {
        name: 'Full cost',
        value: money(totals.cost.usd),
        aside: ofAll(totals.cost.known, items.length),
      },
      {
        name: 'Value less cost',
        value: money(net?.usd ?? null),
        aside: net === null ? 'not known of any' : ofAll(net.known, items.length),
      },
      { name: 'Decisions overdue', value: String(totals.overdue), aside: 'capped at hold' },
      { name: 'Awaiting signatures', value: String(awaiting), aside: 'not in force yet' },
    ],
    rows: orderPortfolio(items, {
      sort: { key: 'verdict', isDescending: false },
      verdicts: [],
      text: '',
    }).map((item) => buildRow(item, nowMs)),
    news: buildPortfolioNews(items, nowMs),
  };
}
