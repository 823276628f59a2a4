import type { WireEventOf } from '../../core/event.ts';
import { bucketIndex } from '../../core/statistics/log-histogram.ts';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import {
  NO_ROWS,
  RELEASE_DIMENSIONS,
  type CostRow,
  type DimensionRow,
  type DriftRow,
  type HistoryRows,
  type HourRow,
  type IncidentRow,
  type MetricRow,
} from '../../signals/history-rows.ts';
import type { MeasureName } from '../../signals/measures.ts';
import { correctionsOfEvents } from './corrections-of-events.ts';
import { dataAgesOfEvents, featuresOfEvents } from './data-of-events.ts';
import { sumsOfEvent, sumsOfRun, type Sums } from './measure-sums.ts';
import { ofKind, type TimedEvent, type TimedEventOf } from './timed-event.ts';

interface Hour {
  readonly sums: Partial<Record<MeasureName, number>>;
  readonly runMinutes: Set<number>;
  readonly okMinutes: Set<number>;
  readonly latency: Map<number, number>;
}

/**
 * One workload's history straight from its events, as the store's roll-ups hold it. Without what only a
 * running server knows: rejected events, and what clusters of trials are worth.
 * @param events of one workload, each once, any order
 * @param endMs epoch milliseconds; later events must have been left out
 */
export function historyOfEvents(events: readonly TimedEvent[], endMs: number): HistoryRows {
  return {
    ...NO_ROWS,
    hours: hourRows(events),
    corrections: correctionsOfEvents(events),
    costs: ofKind(events, 'cost').map(costRow),
    incidents: ofKind(events, 'incident').map(incidentRow),
    metrics: ofKind(events, 'metric').map(metricRow),
    dimensions: dimensionRows(ofKind(events, 'run')),
    features: featuresOfEvents(ofKind(events, 'distribution')),
    drifts: ofKind(events, 'drift')
      .map(driftRow)
      .sort((a, b) => a.tsMs - b.tsMs),
    dataAges: dataAgesOfEvents(events),
    endMs,
  };
}

function hourRows(events: readonly TimedEvent[]): HourRow[] {
  const hours = new Map<number, Hour>();
  for (const { event, tsMs, costUsd } of events) {
    const hour = hourOf(hours, floorTo(tsMs, HOUR_MS));
    if (event.kind === 'run') {
      addSums(hour, sumsOfRun(event, costUsd));
      addRun(hour, event, tsMs);
    } else addSums(hour, sumsOfEvent(event));
  }
  return [...hours]
    .sort(([a], [b]) => a - b)
    .map(([hourMs, { sums, latency, runMinutes, okMinutes }]) => ({
      hourMs,
      sums,
      latency,
      runMinutes: runMinutes.size,
      okMinutes: okMinutes.size,
    }));
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

function addRun(hour: Hour, { ok, latency_ms: latencyMs }: WireEventOf<'run'>, tsMs: number): void {
  const minute = floorTo(tsMs, MINUTE_MS);
  // A minute in which no run says whether it succeeded tells nothing.
  if (typeof ok === 'boolean') hour.runMinutes.add(minute);
  if (ok === true) hour.okMinutes.add(minute);
  if (typeof latencyMs !== 'number') return;
  const bucket = bucketIndex(latencyMs);
  hour.latency.set(bucket, (hour.latency.get(bucket) ?? 0) + 1);
}

function costRow({ event, tsMs, periodStartMs, periodEndMs }: TimedEventOf<'cost'>): CostRow {
  const startMs = periodStartMs ?? tsMs;
  const { category, amount_usd: amountUsd } = event;
  return { tsMs, category, amountUsd, startMs, endMs: periodEndMs ?? startMs };
}

function incidentRow({ event, tsMs }: TimedEventOf<'incident'>): IncidentRow {
  const { incident, phase } = event;
  return {
    tsMs,
    incident,
    phase,
    rollback: event.rollback === true,
    drill: event.drill === true,
  };
}

function metricRow({ event, tsMs }: TimedEventOf<'metric'>): MetricRow {
  const { signal, value, n, low, high } = event;
  const hasBounds = typeof low === 'number' && typeof high === 'number';
  return {
    hourMs: floorTo(tsMs, HOUR_MS),
    signal,
    reports: 1,
    reportsWithN: typeof n === 'number' ? 1 : 0,
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

/** What a feature is taken for whose `drift` event does not say: most tools watch what goes in. */
const USUAL_ROLE = 'input';

function driftRow({ event, tsMs }: TimedEventOf<'drift'>): DriftRow {
  const { feature, role, score, method, p_value: pValue } = event;
  return {
    tsMs,
    feature,
    role: role ?? USUAL_ROLE,
    score,
    method: method ?? '',
    pValue: pValue ?? null,
  };
}

function dimensionRows(runs: readonly TimedEventOf<'run'>[]): DimensionRow[] {
  const rows = new Map<string, { -readonly [K in keyof DimensionRow]: DimensionRow[K] }>();
  for (const { event, tsMs } of runs) {
    const hourMs = floorTo(tsMs, HOUR_MS);
    for (const dimension of RELEASE_DIMENSIONS) {
      const value = event[dimension];
      if (!value) continue;
      const key = JSON.stringify([hourMs, dimension, value]);
      const row = rows.get(key);
      if (row) row.runs += 1;
      else rows.set(key, { hourMs, dimension, value, runs: 1 });
    }
  }
  return [...rows.values()];
}
