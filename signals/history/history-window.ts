import { HOUR_MS, floorTo } from '../../core/time.ts';
import { COST_CATEGORIES } from '../history-rows.ts';
import type { DriftRow } from '../history-rows.ts';
import type {
  CostByCategory,
  DataAsOf,
  FeatureReference,
  FeatureSpread,
  IncidentPhases,
  InputName,
  ReportedMetric,
  TelemetryWindow,
} from '../window.ts';
import type { PeopleMeasure, SumName } from '../measures.ts';
import { effectOfClusters } from './effect-of-clusters.ts';
import type { HistorySources } from './history-sources.ts';
import type { JudgementMeasure } from './late-judgements.ts';

/** A window over a history's sums: two indices, and nothing computed before it is asked for. */
export class HistoryWindow implements TelemetryWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly #sources: HistorySources;
  readonly #from: number;
  readonly #to: number;
  readonly #knownMs: number;
  #costs: CostByCategory | null = null;

  /**
   * @param sources the history
   * @param fromMs on the hour
   * @param toMs on the hour or the history's end, ≥ fromMs
   * @param knownMs what became known later is left out; ≥ toMs
   */
  constructor(sources: HistorySources, fromMs: number, toMs: number, knownMs = toMs) {
    const { from, to } = sources.grid.range(fromMs, toMs);
    this.fromMs = fromMs;
    this.toMs = toMs;
    this.#sources = sources;
    this.#from = from;
    this.#to = to;
    this.#knownMs = knownMs;
  }

  sum(measure: SumName): number {
    const stated = isByPeople(measure) ? 0 : this.#sources.hours.sum(measure, this.#from, this.#to);
    if (!isJudgement(measure)) return stated;
    const { judgements } = this.#sources;
    const since = judgements.sum(measure, this.#from, this.#knownMs);
    if (this.#knownMs === this.toMs) return stated + since;
    return stated + since - judgements.sum(measure, this.#to, this.#knownMs);
  }

  get runMinutes(): number {
    return this.#sources.hours.sum('runMinutes', this.#from, this.#to);
  }

  get okMinutes(): number {
    return this.#sources.hours.sum('okMinutes', this.#from, this.#to);
  }

  latencyHistogram(): ReadonlyMap<number, number> {
    return this.#sources.hours.latency.histogram(this.#from, this.#to);
  }

  latencyAbove(limitMs: number): number {
    return this.#sources.hours.latency.above(this.#from, this.#to, limitMs);
  }

  latencyAtRank(rank: number): number | null {
    return this.#sources.hours.latency.atRank(this.#from, this.#to, rank);
  }

  get costs(): CostByCategory {
    return (this.#costs ??= this.#costsAsKnown());
  }

  get incidents(): readonly IncidentPhases[] {
    return this.#sources.incidents(this.toMs);
  }

  metric(signal: string): ReportedMetric | null {
    return this.#sources.metrics.over(signal, this.#from, this.#to);
  }

  get firstMs(): number | null {
    const { firstMs } = this.#sources.grid;
    return firstMs !== null && firstMs < this.toMs ? firstMs : null;
  }

  get quarantined(): number {
    return this.#sources.quarantined.sum(this.fromMs, this.toMs);
  }

  get dataAsOf(): DataAsOf | null {
    const told = this.#sources.dataAges.between(this.fromMs, this.toMs);
    if (told.length === 0) return null;
    const newestMs = told.reduce((newest, { asOfMs }) => Math.max(newest, asOfMs), -Infinity);
    return { newestMs, hours: told.length };
  }

  get drifts(): readonly DriftRow[] {
    return this.#sources.drifts.between(this.fromMs, this.toMs);
  }

  features(reference: FeatureReference | null): readonly FeatureSpread[] {
    return this.#sources.features.spreads(reference, this.fromMs, this.toMs, this.#knownMs);
  }

  designEffect(signal: string): number {
    return effectOfClusters(signal, this.#sources.designEffects, this.#knownMs);
  }

  part(fromMs: number, toMs: number): TelemetryWindow {
    const onGrid = (ms: number): boolean => ms % HOUR_MS === 0 || ms === this.toMs;
    if (!onGrid(fromMs) || !onGrid(toMs) || fromMs > toMs || toMs > this.toMs) {
      throw new RangeError(`not hours up to ${this.toMs}: ${fromMs} to ${toMs}`);
    }
    return new HistoryWindow(this.#sources, fromMs, toMs, this.#knownMs);
  }

  lastSeenMs(input: InputName | `metric:${string}`): number | null {
    if (isMetric(input)) {
      return this.#sources.metrics.lastSeenMs(input.slice('metric:'.length), this.#to, this.toMs);
    }
    if (input === 'distribution') return this.#sources.features.lastSeenMs(this.toMs);
    if (input === 'drift') return hourEnd(this.#sources.drifts.lastMs(this.toMs), this.toMs);
    if (input === 'data_as_of') return hourEnd(this.#sources.dataAges.lastMs(this.toMs), this.toMs);
    if (input === 'quarantined') return this.#sources.quarantined.lastSeenMs(this.toMs);
    const stated = this.#sources.hours.lastSeenMs(input, this.#to, this.toMs);
    const judged = isJudgement(input) ? this.#sources.judgements.lastSeenMs(this.toMs) : null;
    if (stated === null || judged === null) return stated ?? judged;
    return Math.max(stated, judged);
  }

  /** Of a part, what was stated later too: all from its start on, less all from its end on. */
  #costsAsKnown(): CostByCategory {
    const since = this.#sources.costs(this.fromMs, this.#knownMs);
    if (this.#knownMs === this.toMs) return since;
    const after = this.#sources.costs(this.toMs, this.#knownMs);
    const costs = { ...since };
    for (const category of COST_CATEGORIES) costs[category] -= after[category];
    return costs;
  }
}

/** End of the hour in which something happened, at most the window's end. */
function hourEnd(atMs: number | null, toMs: number): number | null {
  return atMs === null ? null : Math.min(floorTo(atMs, HOUR_MS) + HOUR_MS, toMs);
}

function isJudgement(measure: SumName): measure is JudgementMeasure {
  return measure === 'judged' || measure === 'hallucinated' || isByPeople(measure);
}

function isByPeople(measure: SumName): measure is PeopleMeasure {
  return measure === 'judged_by_people' || measure === 'hallucinated_by_people';
}

function isMetric(input: InputName | `metric:${string}`): input is `metric:${string}` {
  return input.startsWith('metric:');
}
