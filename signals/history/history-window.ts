import type { CostByCategory, IncidentPhases, ReportedMetric, TelemetryWindow } from '../window.ts';
import type { MeasureName } from '../measures.ts';
import type { HistorySources } from './history-sources.ts';
import type { JudgementMeasure } from './late-judgements.ts';

/** A window over a history's sums: two indices, and nothing computed before it is asked for. */
export class HistoryWindow implements TelemetryWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly #sources: HistorySources;
  readonly #from: number;
  readonly #to: number;
  #costs: CostByCategory | null = null;

  /**
   * @param sources the history
   * @param fromMs on the hour
   * @param toMs on the hour or the history's end, ≥ fromMs
   */
  constructor(sources: HistorySources, fromMs: number, toMs: number) {
    const { from, to } = sources.grid.range(fromMs, toMs);
    this.fromMs = fromMs;
    this.toMs = toMs;
    this.#sources = sources;
    this.#from = from;
    this.#to = to;
  }

  sum(measure: MeasureName): number {
    const stated = this.#sources.series(measure).sum(this.#from, this.#to);
    if (!isJudgement(measure)) return stated;
    return stated + this.#sources.judgements.sum(measure, this.#from, this.toMs);
  }

  get runMinutes(): number {
    return this.#sources.series('runMinutes').sum(this.#from, this.#to);
  }

  get okMinutes(): number {
    return this.#sources.series('okMinutes').sum(this.#from, this.#to);
  }

  latencyHistogram(): ReadonlyMap<number, number> {
    return this.#sources.latency.histogram(this.#from, this.#to);
  }

  latencyAbove(limitMs: number): number {
    return this.#sources.latency.above(this.#from, this.#to, limitMs);
  }

  latencyAtRank(rank: number): number | null {
    return this.#sources.latency.atRank(this.#from, this.#to, rank);
  }

  get costs(): CostByCategory {
    return (this.#costs ??= this.#sources.costs(this.fromMs, this.toMs));
  }

  get incidents(): readonly IncidentPhases[] {
    return this.#sources.incidents(this.toMs);
  }

  metric(signal: string): ReportedMetric | null {
    return this.#sources.metrics.over(signal, this.#from, this.#to);
  }

  lastSeenMs(input: MeasureName | `metric:${string}`): number | null {
    if (isMetric(input)) {
      return this.#sources.metrics.lastSeenMs(input.slice('metric:'.length), this.#to, this.toMs);
    }
    const stated = this.#sources.series(input).lastSeenMs(this.#to, this.toMs);
    const judged = isJudgement(input) ? this.#sources.judgements.lastSeenMs(this.toMs) : null;
    if (stated === null || judged === null) return stated ?? judged;
    return Math.max(stated, judged);
  }
}

function isJudgement(measure: MeasureName): measure is JudgementMeasure {
  return measure === 'judged' || measure === 'hallucinated';
}

function isMetric(input: MeasureName | `metric:${string}`): input is `metric:${string}` {
  return input.startsWith('metric:');
}
