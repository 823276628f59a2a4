/** What an interval bar is drawn from; any number may be missing. */
export interface IntervalReading {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly limit: number | null;
  readonly better: 'higher' | 'lower';
  readonly unit: string;
}

/** Positions along the bar in percent of its width, 0 to 100. */
export interface IntervalBarShape {
  readonly value: number;
  readonly band: { readonly from: number; readonly to: number } | null;
  readonly limit: number | null;
  /** The side of the limit on which the policy wants the value. */
  readonly good: { readonly from: number; readonly to: number } | null;
}

/** Empty room on both ends, as a share of what is shown. */
const MARGIN = 0.16;

/**
 * Lays an interval out against its limit; null where there is no value, or nothing to see it against.
 * @example Math.round(buildIntervalBar({value: 5, low: 4, high: 6, limit: null, better: 'lower', unit: 'ms'}).value) // 50
 */
export function buildIntervalBar(reading: IntervalReading): IntervalBarShape | null {
  const { value, low, high, limit, better, unit } = reading;
  if (value === null || (low === null && high === null && limit === null)) return null;
  const shown = [value, low, high, limit].filter((number) => number !== null);
  const least = Math.min(...shown);
  const most = Math.max(...shown);
  const margin = (most - least) * MARGIN || Math.abs(value) * MARGIN || 1;
  const isShare = unit === 'ratio' && least >= 0 && most <= 1;
  const from = isShare ? Math.max(0, least - margin) : least - margin;
  const to = isShare ? Math.min(1, most + margin) : most + margin;
  const at = (number: number): number => ((number - from) / (to - from || 1)) * 100;
  return {
    value: at(value),
    band:
      low === null && high === null
        ? null
        : { from: low === null ? 0 : at(low), to: high === null ? 100 : at(high) },
    limit: limit === null ? null : at(limit),
    good:
      limit === null
        ? null
        : better === 'lower'
          ? { from: 0, to: at(limit) }
          : { from: at(limit), to: 100 },
  };
}
