import type { MeasureName } from '../../signals/measures.ts';
import type { TelemetryWindow } from '../../signals/window.ts';
import type { SumSeries } from '../../store/questions/read-sum-series.ts';
import type { ReleaseHour } from '../../store/questions/read-release-hours.ts';
import { findReleasePair, type ReleasePair } from './find-release-pair.ts';
import { sumSeries, windowOf, type SummedSeries } from './summed-series.ts';

/** A workload's sums by the hour, for conditions that look at other weeks or other releases. */
export class WorkloadHours {
  readonly #byRelease = new Map<string | null, SummedSeries>();
  readonly #releases: readonly ReleaseHour[];
  readonly #kept = new Map<object, { readonly hourMs: number; readonly value: unknown }>();
  #pair: { readonly endMs: number; readonly pair: ReleasePair | null } | null = null;

  /**
   * @param series of the workload as a whole, and of its releases
   * @param measures in the order in which the series have them
   * @param releases which releases carried its runs; empty where nothing is compared by release
   */
  constructor(
    series: readonly SumSeries[],
    measures: readonly MeasureName[],
    releases: readonly ReleaseHour[],
  ) {
    for (const one of series) this.#byRelease.set(one.value, sumSeries(one, measures));
    this.#releases = releases;
  }

  /**
   * Sums of the hours [fromMs, toMs); null where nothing came in during them.
   * @param release null: the workload as a whole
   */
  window(fromMs: number, toMs: number, release: string | null): TelemetryWindow | null {
    const series = this.#byRelease.get(release);
    return series === undefined ? null : windowOf(series, fromMs, toMs);
  }

  /** The newest release and the one before it, as known at an instant on the hour. */
  pairAt(endMs: number): ReleasePair | null {
    if (this.#pair?.endMs !== endMs) {
      this.#pair = { endMs, pair: findReleasePair(this.#releases, endMs) };
    }
    return this.#pair.pair;
  }

  /**
   * What was made of these sums for a condition in the same hour before, else made now: rules ask every
   * minute for what changes by the hour.
   */
  remembered<T>(condition: object, hourMs: number, make: () => T): T {
    const known = this.#kept.get(condition);
    // A condition only ever asks for what it made itself.
    if (known?.hourMs === hourMs) return known.value as T;
    const value = make();
    this.#kept.set(condition, { hourMs, value });
    return value;
  }
}

/** Series by the workload they belong to. */
export function byWorkload(series: readonly SumSeries[]): Map<string, SumSeries[]> {
  const found = new Map<string, SumSeries[]>();
  for (const one of series) {
    const own = found.get(one.workload);
    if (own === undefined) found.set(one.workload, [one]);
    else own.push(one);
  }
  return found;
}
