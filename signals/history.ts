import { HOUR_MS } from '../core/time.ts';
import type { HistoryRows, ReleaseChange } from './history-rows.ts';
import { blockOfDimensions, DimensionColumns } from './history/dimension-columns.ts';
import { createHistorySources } from './history/history-sources.ts';
import { HistoryWindow } from './history/history-window.ts';
import { createHourGrid } from './history/hour-grid.ts';
import { findReleaseChanges } from './history/release-changes.ts';
import type { TelemetryHistory } from './window.ts';

/**
 * One workload's telemetry, ready to be cut into windows: a window costs microseconds whatever its
 * length, so that a year of hourly assessments is replayed in under a second.
 * @param rows the hour roll-up; must not change afterwards
 * @returns a history whose `window` throws a RangeError where an end is neither on the hour nor the
 * history's end, or where fromMs > toMs
 */
export function createHistory(rows: HistoryRows): TelemetryHistory {
  const grid = createHourGrid(rows);
  const sources = createHistorySources(grid, rows);
  let releaseChanges: readonly ReleaseChange[] | undefined;
  return {
    firstMs: grid.firstMs,
    endMs: grid.endMs,
    window: (fromMs, toMs) => {
      const onGrid = (ms: number): boolean => ms % HOUR_MS === 0 || ms === grid.endMs;
      if (!onGrid(fromMs) || !onGrid(toMs) || fromMs > toMs) {
        throw new RangeError(`not a window on the hour, up to ${grid.endMs}: ${fromMs} to ${toMs}`);
      }
      return new HistoryWindow(sources, fromMs, toMs);
    },
    get releaseChanges() {
      return (releaseChanges ??= findReleaseChanges(grid, dimensionsOf(rows), (from, to) =>
        sources.hours.sum('runs', from, to),
      ));
    },
  };
}

function dimensionsOf({ wholeDimensions, dimensions }: HistoryRows): DimensionColumns {
  const block = blockOfDimensions(dimensions);
  return wholeDimensions?.followedBy(block) ?? DimensionColumns.of(block);
}
