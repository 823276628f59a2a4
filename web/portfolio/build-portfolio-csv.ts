import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';

type Cell = string | number | boolean | null;

const COLUMNS: readonly (readonly [string, (item: PortfolioItem) => Cell])[] = [
  ['workload', (item) => item.workload],
  ['title', (item) => item.title],
  ['verdict', (item) => item.verdict],
  ['since', (item) => item.since],
  ['proposed', (item) => item.proposed],
  ['pending_verdict', (item) => item.pending?.verdict ?? null],
  ['pending_until', (item) => item.pending?.until ?? null],
  ['sentence', (item) => item.sentence],
  ...(['value', 'operations', 'economics'] as const).flatMap(
    (axis): [string, (item: PortfolioItem) => Cell][] => [
      [axis, (item) => item.axes.find((one) => one.axis === axis)?.state ?? null],
      [`${axis}_because`, (item) => item.axes.find((one) => one.axis === axis)?.because ?? null],
    ],
  ),
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
  ['alerts', (item) => item.alerts],
  ['last_event_at', (item) => item.last_event_at],
];

/** Text from outside must not start a formula when a spreadsheet opens the file. */
function writeCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The portfolio as CSV (RFC 4180): one line a workload, unknown cells empty. */
export function buildPortfolioCsv(items: readonly PortfolioItem[]): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...items.map((item) => COLUMNS.map(([, read]) => writeCell(read(item)))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}
