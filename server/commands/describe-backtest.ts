import { DAY_MS } from '../../core/time.ts';
import type { Backtest, BacktestItem } from '../../decisions/backtest/backtest.ts';
import { alignColumns } from './text-table.ts';

const HEADINGS = ['workload', 'verdict', 'days that differ', 'flips a quarter', 'days of lead'];

/** A backtest as lines of text. */
export function describeBacktest(answer: Backtest): string[] {
  const { policy, against, policy_differences: said, items, summary } = answer;
  const version = policy.version === null ? 'not kept yet' : `version ${policy.version}`;
  return [
    `${policy.id} (${version}) against ${against.id} (version ${against.version}), ${minuteOf(answer.from)} to ${minuteOf(answer.to)}`,
    ...said.map(({ words }) => `  ${words}`),
    ...answer.warnings.map(({ path, message }) => `  warning: ${path}: ${message}`),
    ...(items.length === 0 ? [] : ['', ...alignColumns([HEADINGS, ...items.map(rowOf)])]),
    ...items.filter(({ differences }) => differences.length > 0).flatMap(periodsOf),
    '',
    `${summary.affected} of ${summary.workloads} workloads would have had another verdict`,
  ];
}

function rowOf(item: BacktestItem): string[] {
  const { verdict, differences, flips_per_quarter: flips, lead_days: lead } = item;
  const ms = differences.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0);
  return [
    item.workload,
    fromTo(verdict.before, verdict.after),
    ms === 0 ? 'none' : (ms / DAY_MS).toFixed(1),
    fromTo(flips.before.toFixed(1), flips.after.toFixed(1)),
    lead === null ? 'never' : lead.toFixed(1),
  ];
}

const fromTo = (before: string, after: string): string =>
  before === after ? after : `${before} → ${after}`;

function periodsOf({ workload, differences }: BacktestItem): string[] {
  const lines = differences.map(({ from, to, before, after }) => [
    `  ${minuteOf(from)} to ${minuteOf(to)}`,
    `${before} → ${after}`,
  ]);
  return ['', workload, ...alignColumns(lines)];
}

/** To the minute: `2026-10-01 00:00Z`. */
const minuteOf = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')}Z`;
