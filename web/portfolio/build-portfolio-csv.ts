import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { writeCsv, type CsvColumn } from '../format/write-csv.ts';

const COLUMNS: readonly CsvColumn<PortfolioItem>[] = [
  ['workload', (item) => item.workload],
  ['title', (item) => item.title],
  ['verdict', (item) => item.verdict],
  ['since', (item) => item.since],
  ['proposed', (item) => item.proposed],
  ['pending_verdict', (item) => item.pending?.verdict ?? null],
  ['pending_until', (item) => item.pending?.until ?? null],
  ['sentence', (item) => item.sentence],
  ...(['value', 'operations', 'economics'] as const).flatMap((axis): CsvColumn<PortfolioItem>[] => [
    [axis, (item) => item.axes.find((one) => one.axis === axis)?.state ?? null],
    [`${axis}_because`, (item) => item.axes.find((one) => one.axis === axis)?.because ?? null],
  ]),
  ['value_usd_month', (item) => item.value_usd_month],
  ['cost_usd_month', (item) => item.cost_usd_month],
  ['runs_month', (item) => item.runs_month],
  ['roi', (item) => item.roi],
  ['roi_low', (item) => item.roi_interval.low],
  ['roi_high', (item) => item.roi_interval.high],
  ['roi_state', (item) => item.roi_interval.state],
  ['exposure_percent', (item) => item.exposure],
  ['operating_burden', (item) => item.operating_burden],
  ['stage', (item) => item.stage],
  ['owner', (item) => item.owner],
  ['decision_due', (item) => item.decision_due],
  ['overdue', (item) => item.overdue],
  ['awaiting_signatures', (item) => item.awaiting],
  ['alerts', (item) => item.alerts],
  ['last_event_at', (item) => item.last_event_at],
];

/** The portfolio as CSV: one line a workload, unknown cells empty. */
export const buildPortfolioCsv = (items: readonly PortfolioItem[]): string =>
  writeCsv(COLUMNS, items);
