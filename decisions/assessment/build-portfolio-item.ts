import { DAY_MS, HOUR_MS, ceilTo, isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { costUsd, valueUsd } from '../../signals/economics/value-and-cost.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { Verdict } from '../policy/policy.ts';
import type { Assessment } from './assessment.ts';
import type { PortfolioItem } from './portfolio.ts';

/** The span behind a figure "per month". */
const MONTH_MS = 30 * DAY_MS;

/** What one line of the portfolio is made of. */
export interface PortfolioSource {
  readonly workload: WorkloadDocument;
  readonly assessment: Assessment;
  readonly history: TelemetryHistory;
  /** Verdict published seven days before; null where there was none. */
  readonly verdictWeekAgo: Verdict | null;
  /** The instant shown, epoch milliseconds; the end of the history. */
  readonly atMs: number;
}

/** Share of traffic the workload is exposed to, 0 to 100; null where the record does not say. */
function exposure({ rollout }: WorkloadDocument): number | null {
  if (rollout === undefined) return null;
  if (rollout.mode === 'live') return 100;
  if (rollout.mode === 'off') return 0;
  return rollout.percent ?? null;
}

/** Share of the required operations signals that do not pass. */
function operatingBurden({ signals }: Assessment): number | null {
  const required = signals.filter(({ axis, role }) => axis === 'operations' && role === 'required');
  if (required.length === 0) return null;
  return required.filter(({ status }) => status !== 'pass').length / required.length;
}

/** What telemetry, record and policy say of a workload; up to when it is decided depends on the day. */
export type AssessedItem = Omit<PortfolioItem, 'decision_due' | 'overdue'>;

/** One workload as leadership sees it, apart from its decision date. */
export function buildPortfolioItem(source: PortfolioSource): AssessedItem {
  const { workload, assessment, history, atMs } = source;
  const month = history.window(ceilTo(atMs - MONTH_MS, HOUR_MS), atMs);
  const businessCase = workload.business_case ?? {};
  const roi = assessment.signals.find(({ signal }) => signal === 'roi');
  const lastMs = history.window(ceilTo(atMs, HOUR_MS) - HOUR_MS, atMs).lastSeenMs('runs');
  return {
    workload: workload.id,
    title: workload.title,
    verdict: assessment.verdict,
    proposed: assessment.proposed,
    since: assessment.since,
    pending: assessment.pending,
    axes: assessment.axes,
    sentence: assessment.sentence,
    value_usd_month: valueUsd(month, businessCase),
    cost_usd_month: costUsd(month, businessCase),
    unpriced_runs_month: month.sum('unpriced'),
    runs_month: month.sum('runs'),
    roi: roi?.value ?? null,
    roi_interval: {
      low: roi?.low ?? null,
      high: roi?.high ?? null,
      n: roi?.n ?? 0,
      state: roi?.state ?? 'not_instrumented',
    },
    exposure: exposure(workload),
    mode: null,
    operating_burden: operatingBurden(assessment),
    stage: workload.stage,
    owner: workload.owners?.business ?? null,
    awaiting: null,
    alerts: null,
    last_event_at: lastMs === null ? null : isoTime(lastMs),
    assessed_at: isoTime(atMs),
    verdict_week_ago: source.verdictWeekAgo,
  };
}
