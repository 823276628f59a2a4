import type { TableColumn } from '../tables/table-view.ts';
import { AXIS_WORDS } from '../theme/verdict-look.ts';

/** A column of the portfolio. */
export type PortfolioKey =
  | 'title'
  | 'verdict'
  | 'axes'
  | 'value'
  | 'cost'
  | 'roi'
  | 'exposure'
  | 'due'
  | 'alerts';

/** The portfolio's columns in their order. Words and days read best ascending, amounts descending. */
export const PORTFOLIO_COLUMNS: readonly TableColumn<PortfolioKey>[] = [
  { key: 'title', name: 'Workload', sorts: 'ascending', isFixed: true },
  { key: 'verdict', name: 'Verdict', sorts: 'ascending' },
  {
    key: 'axes',
    name: 'V O E',
    spoken: 'Axes',
    explanation: `The three axes, in this order: ${Object.values(AXIS_WORDS).join(', ').toLowerCase()}.`,
  },
  { key: 'value', name: 'Value / mo', align: 'right', sorts: 'descending' },
  { key: 'cost', name: 'Cost / mo', align: 'right', sorts: 'descending' },
  { key: 'roi', name: 'ROI', align: 'right', sorts: 'descending' },
  { key: 'exposure', name: 'Exposure', align: 'right', sorts: 'descending' },
  { key: 'due', name: 'Decision due', align: 'right', sorts: 'ascending' },
  { key: 'alerts', name: 'Alerts', align: 'right', sorts: 'descending' },
];
