import { useDeferredValue, useMemo } from 'react';
import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { useNow } from '../live/now.ts';
import { formatClockSeconds, formatInstant, instantMs } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import { useTable } from '../tables/use-table.ts';
import { ColumnsMenu } from '../tables/columns-menu.tsx';
import { CsvButton } from '../tables/csv-button.tsx';
import { buildHeadline } from './build-headline.ts';
import { buildPortfolioCsv } from './build-portfolio-csv.ts';
import { buildPortfolioNews } from './build-portfolio-news.ts';
import { buildPortfolioTotals } from './build-portfolio-totals.ts';
import { reachedByLines, tellOldLines } from './build-old-lines.ts';
import { orderPortfolio } from './order-portfolio.ts';
import { PORTFOLIO_COLUMNS } from './portfolio-columns.ts';
import { PortfolioControls } from './portfolio-controls.tsx';
import { PortfolioMap } from './portfolio-map.tsx';
import { PortfolioNews } from './portfolio-news.tsx';
import {
  BY_VERDICT,
  readPortfolioChoice,
  toggleVerdict,
  type PortfolioSearch,
} from './portfolio-search.ts';
import { PortfolioBodySkeleton } from './portfolio-skeleton.tsx';
import { PortfolioSummary } from './portfolio-summary.tsx';
import { PortfolioTable } from './portfolio-table.tsx';
import styles from './portfolio-view.module.css';

interface PortfolioViewProps {
  items: readonly PortfolioItem[];
  at: string;
  search: PortfolioSearch;
  /** Whether somebody waits for a first answer: then it stands before everything else does. */
  isFirstPage: boolean;
  onSearch: (change: PortfolioSearch) => void;
}

const WITHOUT_ALERTS = PORTFOLIO_COLUMNS.filter(({ key }) => key !== 'alerts');

/** Which workloads to scale, hold, redesign or stop, and what they earn and cost. */
export function PortfolioView(props: PortfolioViewProps) {
  const { items, at, search, isFirstPage, onSearch } = props;
  const nowMs = useNow();
  const hasAnswered = useDeferredValue(true, !isFirstPage);
  const choice = useMemo(() => readPortfolioChoice(search), [search]);
  // Whether alert rules are evaluated at all; a column of dashes says nothing.
  const hasAlerts = items.some(({ alerts }) => alerts !== null);
  const table = useTable(
    hasAlerts ? PORTFOLIO_COLUMNS : WITHOUT_ALERTS,
    search,
    onSearch,
    BY_VERDICT,
  );
  const totals = useMemo(() => buildPortfolioTotals(items), [items]);
  const news = useMemo(() => buildPortfolioNews(items, nowMs), [items, nowMs]);
  const old = useMemo(() => tellOldLines(items, at), [items, at]);
  const reachedMs = useMemo(() => instantMs(reachedByLines(items, at)), [items, at]);
  const shown = useMemo(() => orderPortfolio(items, choice), [items, choice]);
  return (
    <>
      <header className={styles.header}>
        <h1 className={styles.headline} tabIndex={-1}>
          {buildHeadline(totals).map(({ text, verdict }, index) => (
            <span
              key={index}
              className={verdict ? styles.count : undefined}
              style={verdict ? { color: `var(--${verdict})` } : undefined}
            >
              {text}
            </span>
          ))}
        </h1>
        <p className={styles.asOf} {...explained(`Assessed ${formatInstant(reachedMs)} or later`)}>
          as of {formatClockSeconds(reachedMs)}
        </p>
      </header>
      {old !== null && (
        <p className={styles.old} role="status">
          {old}
        </p>
      )}
      <PortfolioSummary totals={totals} />
      {hasAnswered ? (
        <>
          <section className={styles.overview} aria-label="Overview">
            <PortfolioMap items={items} />
            <PortfolioNews news={news} />
          </section>
          <section className={styles.list} aria-label="Workloads">
            <PortfolioControls
              verdicts={choice.verdicts}
              text={choice.text}
              count={
                shown.length === items.length
                  ? `${items.length} workloads`
                  : `${shown.length} of ${items.length}`
              }
              onToggle={(verdict) => onSearch({ verdict: toggleVerdict(choice.verdicts, verdict) })}
              onText={(text) => onSearch({ q: text === '' ? undefined : text })}
            >
              <ColumnsMenu table={table} />
              <CsvButton
                name="portfolio"
                nowMs={instantMs(at)}
                write={() => buildPortfolioCsv(shown)}
              />
            </PortfolioControls>
            {shown.length === 0 ? (
              <p className={styles.none}>
                No workload fits this filter.{' '}
                <button
                  type="button"
                  className={styles.reset}
                  onClick={() => onSearch({ verdict: undefined, q: undefined })}
                >
                  Show all {items.length}
                </button>
              </p>
            ) : (
              <PortfolioTable items={shown} at={at} nowMs={nowMs} table={table} />
            )}
          </section>
        </>
      ) : (
        <PortfolioBodySkeleton />
      )}
    </>
  );
}
