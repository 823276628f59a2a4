import { HOUR_MS, floorTo } from '../../core/time.ts';
import type { HistoryRows } from '../history-rows.ts';
import type { RowsSince } from './continue-rows.ts';

/** The sorts of rows that are kept by the hour, so that a begun hour has to be asked for again. */
export const BEGUN_KINDS = ['hours', 'metrics', 'features', 'dataAges', 'rejected'] as const;
export type BegunKind = (typeof BEGUN_KINDS)[number];

/**
 * The sorts of rows of which something lies in the hour that an instant cuts.
 * @param rows up to the instant at least
 * @param endMs epoch milliseconds; on the hour it cuts none
 */
export function begunKinds(rows: HistoryRows, endMs: number): BegunKind[] {
  const hourMs = floorTo(endMs, HOUR_MS);
  if (hourMs === endMs) return [];
  return BEGUN_KINDS.filter((kind) => {
    const whole = kind === 'hours' ? rows.wholeHours : undefined;
    return (whole && whole.endMs > hourMs) || rows[kind].some((row) => row.hourMs === hourMs);
  });
}

/**
 * What was known at an instant, out of rows that were read later.
 * @param rows up to the instant at least
 * @param begun what the begun hour holds up to the instant, of the kinds that {@link begunKinds} names;
 * other rows in it do not count
 * @param endMs epoch milliseconds
 */
export function rowsUntil(rows: HistoryRows, begun: RowsSince | null, endMs: number): HistoryRows {
  const hourMs = floorTo(endMs, HOUR_MS);
  const isBefore = (row: { readonly hourMs: number }): boolean => row.hourMs < hourMs;
  const isBegun = (row: { readonly hourMs: number }): boolean => row.hourMs === hourMs;
  const byHour = <Row extends { readonly hourMs: number }>(
    all: readonly Row[],
    fresh: readonly Row[] = [],
  ): readonly Row[] => [...all.filter(isBefore), ...fresh.filter(isBegun)];
  const whole = rows.wholeHours?.before(hourMs);
  const dimensions = rows.wholeDimensions?.before(hourMs);
  return {
    ...(whole ? { wholeHours: whole } : {}),
    ...(dimensions ? { wholeDimensions: dimensions } : {}),
    hours: byHour(rows.hours, begun?.hours),
    corrections: rows.corrections.filter(({ judgedMs }) => judgedMs <= endMs),
    costs: rows.costs.filter(({ tsMs }) => tsMs <= endMs),
    incidents: rows.incidents.filter(({ tsMs }) => tsMs <= endMs),
    metrics: byHour(rows.metrics, begun?.metrics),
    dimensions: rows.dimensions.filter(isBefore),
    features: byHour(rows.features, begun?.features),
    drifts: rows.drifts.filter(({ tsMs }) => tsMs <= endMs),
    designEffects: rows.designEffects.filter(({ atMs }) => atMs <= endMs),
    dataAges: byHour(rows.dataAges, begun?.dataAges),
    rejected: byHour(rows.rejected, begun?.rejected),
    endMs,
  };
}
