import chiSquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';
import { noncentralityBound } from '../../core/statistics/noncentral-chi-square.ts';
import type { EstimateParameters } from '../estimate.ts';
import { foundWithin } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { DriftRow } from '../history-rows.ts';

/** Names the method of drift that its sender worked out, for people. */
export const REPORTED_DRIFT_METHOD = 'reported by the sender';

/** What one latest report says: its score, and between what the true drift may lie. */
interface Report {
  readonly row: DriftRow;
  /** The score once chance does not explain it, before that 0; null without a p value. */
  readonly low: number | null;
  /** Infinity where the report does not tell how large a drift it would have shown. */
  readonly high: number;
}

/**
 * Drift as its senders worked it out: the latest report of each feature, the worst of them.
 *
 * With p values it decides: it is signalled where the p value lies below the error level, shared among
 * all reports of the window, and the score beyond the limit. How large a drift a report would have shown
 * follows from score and p value as if it were χ² with one degree of freedom, which bounds it widest.
 * Where any latest report lacks a p value there is no interval.
 * @param drifts of the window, ascending by time, at least one
 * @returns n = reports in the window
 */
export function findReportedDrift(
  drifts: readonly DriftRow[],
  { alpha }: EstimateParameters,
): Finding {
  const level = alpha / Math.max(1, drifts.filter(({ pValue }) => pValue !== null).length);
  const latest = new Map(drifts.map((row) => [`${row.role} ${row.feature}`, row]));
  const reports = [...latest.values()].map((row) => readReport(row, level));
  const worst = reports.reduce((a, b) => (isWorse(b, a) ? b : a));
  const { row } = worst;
  const rank = reports.length === 1 ? '' : `worst of ${reports.length} features, `;
  const method = `${REPORTED_DRIFT_METHOD}, ${rank}${JSON.stringify(row.feature)} (${row.role})`;
  const n = drifts.length;
  if (reports.some(({ low }) => low === null)) return foundWithin(row.score, null, n, method);
  const low = worst.low ?? 0;
  const high = reports.reduce((most, report) => Math.max(most, report.high), 0);
  if (high < Infinity) return foundWithin(row.score, { low, high }, n, method);
  const found = foundWithin(row.score, null, n, method);
  if (found.state !== 'ok') return found;
  return { ...found, sideOf: (limit) => (low > limit ? 'above' : 'open') };
}

/** Not explained by chance before explained, then the larger score. */
function isWorse(a: Report, b: Report): boolean {
  const beyond = (report: Report): boolean => (report.low ?? 0) > 0;
  return beyond(a) === beyond(b) ? a.row.score > b.row.score : beyond(a);
}

function readReport(row: DriftRow, level: number): Report {
  const { score, pValue } = row;
  if (pValue === null) return { row, low: null, high: Infinity };
  const low = pValue <= level ? score : 0;
  const statistic = pValue > 0 ? chiSquareQuantile(1 - pValue, 1) : Infinity;
  if (statistic === Infinity) return { row, low, high: score };
  if (!(statistic > 0 && score > 0)) return { row, low, high: Infinity };
  const ratio = noncentralityBound(Math.max(statistic, 1), 1, level) / statistic;
  return { row, low, high: score * Math.max(1, ratio) };
}
