import { HOUR_MS } from '../../core/time.ts';
import type { EstimateParameters } from '../../signals/estimate.ts';
import { createHistory } from '../../signals/history.ts';
import { NO_ROWS, type HistoryRows, type HourRow } from '../../signals/history-rows.ts';
import type { MeasureName } from '../../signals/measures.ts';
import type { TelemetryWindow } from '../../signals/window.ts';

export type Sums = Partial<Record<MeasureName, number>>;

/** An hour of telemetry from the few sums a test is about. */
export function hourRow(hourMs: number, sums: Sums, rest: Partial<HourRow> = {}): HourRow {
  return { hourMs, sums, runMinutes: 0, okMinutes: 0, latency: new Map(), ...rest };
}

/** Rows with nothing in them but what a test is about. */
export function historyRows(rows: Partial<HistoryRows>): HistoryRows {
  return {
    ...NO_ROWS,
    endMs: HOUR_MS,
    ...rows,
  };
}

/** The window of one hour that holds some sums. */
export function windowOf(
  sums: Sums,
  rest: Partial<HourRow> = {},
  rows: Partial<HistoryRows> = {},
): TelemetryWindow {
  return createHistory(historyRows({ hours: [hourRow(0, sums, rest)], ...rows })).window(
    0,
    HOUR_MS,
  );
}

/** What a policy says unless a test says otherwise. */
export function parametersOf(changes: Partial<EstimateParameters> = {}): EstimateParameters {
  return {
    alpha: 0.05,
    expectedSample: 1000,
    minSample: 30,
    staleAfterMs: 48 * HOUR_MS,
    unpricedTolerance: 0.01,
    businessCase: {},
    ...changes,
  };
}
