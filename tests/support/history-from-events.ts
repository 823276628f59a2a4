import type { WireEvent, WireEventOf } from '../../core/event.ts';
import { bucketIndex } from '../../core/statistics/log-histogram.ts';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { createRunPricer } from '../../ingest/price-run.ts';
import {
  NO_ROWS,
  RELEASE_DIMENSIONS,
  type DimensionRow,
  type HistoryRows,
  type HourRow,
  type JudgementCorrection,
} from '../../signals/history-rows.ts';
import type { MeasureName } from '../../signals/measures.ts';
import { correctionsOf } from '../../store/questions/read-corrections.ts';
import { sumsOfEvent, sumsOfRun, type Sums } from './measure-sums.ts';

interface Hour {
  readonly sums: Partial<Record<MeasureName, number>>;
  readonly runMinutes: Set<number>;
  readonly okMinutes: Set<number>;
  readonly latency: Map<number, number>;
}

const timeOf = (event: WireEvent): number => Number(event.ts);
const FACTUAL_LABELS = ['factual', 'grounded'];
const HALLUCINATED_LABELS = ['hallucinated', 'hallucination'];

/**
 * One workload's history rows straight from its events, as the store's roll-ups hold them: for tests
 * that need verdicts without a database.
 * @param events of one workload, any order, `ts` in epoch milliseconds
 */
export function historyFromEvents(events: readonly WireEvent[], endMs: number): HistoryRows {
  const priceRun = createRunPricer();
  const hours = new Map<number, Hour>();
  const dimensions = new Map<string, number>();
  for (const event of events) {
    const hourMs = floorTo(timeOf(event), HOUR_MS);
    const hour = hourOf(hours, hourMs);
    if (event.kind !== 'run') {
      addSums(hour, sumsOfEvent(event));
      continue;
    }
    addSums(hour, sumsOfRun(event, priceRun(event, timeOf(event)).costUsd));
    addRun(hour, event);
    for (const dimension of RELEASE_DIMENSIONS) {
      const value = event[dimension];
      if (!value) continue;
      const key = JSON.stringify([hourMs, dimension, value]);
      dimensions.set(key, (dimensions.get(key) ?? 0) + 1);
    }
  }
  return {
    ...NO_ROWS,
    hours: [...hours]
      .sort(([a], [b]) => a - b)
      .map(([hourMs, hour]): HourRow => ({
        hourMs,
        sums: hour.sums,
        latency: hour.latency,
        runMinutes: hour.runMinutes.size,
        okMinutes: hour.okMinutes.size,
      }))
      .filter(({ sums }) => Object.keys(sums).length > 0),
    corrections: corrections(events),
    costs: ofKind(events, 'cost').map((event) => {
      const startMs = Number(event.period_start ?? event.ts);
      const endOfPeriodMs = Number(event.period_end ?? startMs);
      const { category, amount_usd: amountUsd } = event;
      return { tsMs: timeOf(event), category, amountUsd, startMs, endMs: endOfPeriodMs };
    }),
    incidents: ofKind(events, 'incident').map((event) => ({
      tsMs: timeOf(event),
      incident: event.incident,
      phase: event.phase,
      rollback: event.rollback === true,
      drill: event.drill === true,
    })),
    metrics: ofKind(events, 'metric').map(metricRow),
    dimensions: [...dimensions].map(([key, runs]): DimensionRow => {
      const [hourMs, dimension, value] = JSON.parse(key) as [
        number,
        DimensionRow['dimension'],
        string,
      ];
      return { hourMs, dimension, value, runs };
    }),
    endMs,
  };
}

function ofKind<K extends WireEvent['kind']>(
  events: readonly WireEvent[],
  kind: K,
): WireEventOf<K>[] {
  return events.filter((event): event is WireEventOf<K> => event.kind === kind);
}

function hourOf(hours: Map<number, Hour>, hourMs: number): Hour {
  let hour = hours.get(hourMs);
  if (hour === undefined) {
    hour = { sums: {}, runMinutes: new Set(), okMinutes: new Set(), latency: new Map() };
    hours.set(hourMs, hour);
  }
  return hour;
}

function addSums({ sums }: Hour, added: Sums): void {
  for (const name of Object.keys(added) as MeasureName[]) {
    const amount = added[name] ?? 0;
    if (amount !== 0) sums[name] = (sums[name] ?? 0) + amount;
  }
}

function addRun(hour: Hour, run: WireEventOf<'run'>): void {
  const minute = floorTo(timeOf(run), MINUTE_MS);
  hour.runMinutes.add(minute);
  if (run.ok === true) hour.okMinutes.add(minute);
  if (typeof run.latency_ms !== 'number') return;
  const bucket = bucketIndex(run.latency_ms);
  hour.latency.set(bucket, (hour.latency.get(bucket) ?? 0) + 1);
}

function metricRow(event: WireEventOf<'metric'>): HistoryRows['metrics'][number] {
  const { value, n, low, high } = event;
  const hasN = typeof n === 'number';
  const hasBounds = typeof low === 'number' && typeof high === 'number';
  return {
    hourMs: floorTo(timeOf(event), HOUR_MS),
    signal: event.signal,
    reports: 1,
    reportsWithN: hasN ? 1 : 0,
    reportsWithBounds: hasBounds ? 1 : 0,
    n: n ?? 0,
    valueSum: value,
    lowSum: low ?? 0,
    highSum: high ?? 0,
    valueByN: value * (n ?? 0),
    lowByN: (low ?? 0) * (n ?? 0),
    highByN: (high ?? 0) * (n ?? 0),
  };
}

/** [epoch ms, rank (1 best), hallucinated] of an event that judges a run; null for any other. */
function judgementOf(event: WireEvent): [number, number, number] | null {
  if (event.kind === 'review' && typeof event.hallucination === 'boolean') {
    return [timeOf(event), 1, event.hallucination ? 1 : 0];
  }
  if (event.kind !== 'evaluation' || event.name !== 'hallucination' || !event.run) return null;
  const rank = { human: 2, model: 3, rule: 0 }[event.evaluator ?? 'model'];
  const label = (event.label ?? '').toLowerCase();
  if (rank === 0) return null;
  if (typeof event.passed === 'boolean') return [timeOf(event), rank, event.passed ? 0 : 1];
  if (![...FACTUAL_LABELS, ...HALLUCINATED_LABELS].includes(label)) return null;
  return [timeOf(event), rank, HALLUCINATED_LABELS.includes(label) ? 1 : 0];
}

function corrections(events: readonly WireEvent[]): JudgementCorrection[] {
  const byRun = new Map<string, [number, number, number][]>();
  for (const event of events) {
    const judgement = judgementOf(event);
    if (judgement === null || !('run' in event)) continue;
    const run = event.run ?? `event:${event.id}`;
    byRun.set(run, [...(byRun.get(run) ?? []), judgement]);
  }
  const runs = new Map(ofKind(events, 'run').map((run) => [run.id, run]));
  return [...byRun].flatMap(([id, judgements]) => {
    const run = runs.get(id);
    return correctionsOf({
      runMs: run === undefined ? null : timeOf(run),
      flag:
        run === undefined
          ? null
          : run.hallucination === true
            ? 1
            : run.hallucination === false
              ? 0
              : -1,
      judgements: judgements.sort((a, b) => a[0] - b[0]),
    });
  });
}
