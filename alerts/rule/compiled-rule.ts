import { durationMs } from '../../core/duration.ts';
import { HOUR_MS, ceilTo } from '../../core/time.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { isMinuteSignal } from '../../signals/minute-signals.ts';
import { DEFAULT_BURN_WINDOWS } from '../condition/burn-rate.ts';
import type { AbsentPolicy, Combination, Threshold } from '../condition/condition.ts';
import type { ConditionTimes } from '../condition/condition-track.ts';
import type { DirectionOfAnomaly } from '../condition/seasonal-band.ts';
import type {
  BurnCondition,
  ChangeCondition,
  RuleCut,
  RuleDocument,
  RuleWhen,
  Severity,
  SimpleCondition,
  ThresholdCondition,
} from './rule.ts';
import { ruleMeaning } from './rule-meaning.ts';
import type { AnomalyCondition, DriftCondition } from './usual-conditions.ts';

/** Where a signal's number comes from: sums of minutes, or the history that verdicts rest on. */
export type SignalSource = 'minutes' | 'history';

/** Some minutes that end at an evaluation or before it. */
export interface WindowRef {
  /** The same for the same window of whatever rule: all that name it are answered by one question. */
  readonly key: string;
  readonly source: SignalSource;
  readonly cut: RuleCut | null;
  readonly lengthMs: number;
  /** How long before the evaluation the window ends. */
  readonly offsetMs: number;
}

/** A signal that is read over windows. */
interface SignalReading {
  readonly signal: string;
  readonly source: SignalSource;
  /** Trials below which there is no number; null: as many as the signal's interval takes. */
  readonly minSamples: number | null;
}

/** One condition of a rule with durations in milliseconds. */
export type CompiledCondition =
  | (SignalReading & {
      readonly kind: 'threshold';
      readonly window: WindowRef;
      readonly threshold: Threshold;
    })
  | (SignalReading & {
      readonly kind: 'burn';
      readonly objective: number;
      readonly pairs: readonly BurnPair[];
    })
  | (SignalReading & {
      readonly kind: 'change';
      readonly window: WindowRef;
      /** What it is compared with. */
      readonly before: WindowRef;
      readonly threshold: Threshold;
    })
  | (SignalReading & {
      readonly kind: 'release';
      /** Of the windows of both releases at most, whole hours. */
      readonly lengthMs: number;
      readonly threshold: Threshold;
    })
  | (SignalReading & {
      readonly kind: 'anomaly';
      readonly window: WindowRef;
      /** Of the windows of other weeks that it is compared with: its own, in whole hours. */
      readonly spanMs: number;
      readonly sensitivity: number;
      readonly direction: DirectionOfAnomaly;
    })
  | (SignalReading & {
      readonly kind: 'drift';
      readonly window: WindowRef;
      /** Null: whichever moved furthest. */
      readonly feature: string | null;
      readonly threshold: number;
    })
  | { readonly kind: 'absence'; readonly window: WindowRef };

/** One pair of windows of a burn condition. */
export interface BurnPair {
  readonly long: WindowRef;
  readonly short: WindowRef;
  readonly factor: number;
  /** Null: the rule's. */
  readonly severity: Severity | null;
}

/** A rule ready to be evaluated. */
export interface CompiledRule {
  readonly document: RuleDocument;
  readonly version: number;
  /** What decides whether it fires, as text: alerts of a rule that means something else end. */
  readonly meaning: string;
  readonly intervalMs: number;
  readonly times: ConditionTimes;
  readonly noDataForMs: number | null;
  readonly cut: RuleCut | null;
  readonly combination: Combination;
  readonly conditions: readonly CompiledCondition[];
}

/**
 * A rule ready to be evaluated.
 * @param document checked by its schema
 * @param version that the ledger holds it at
 */
export function compileRule(document: RuleDocument, version: number): CompiledRule {
  const { combination, parts } = partsOf(document.when);
  const cut = document.by[0] ?? null;
  const conditions = parts.map((part) => compileCondition(part, cut));
  const absent = document.absent ?? defaultAbsent(conditions);
  const { interval, for: waits, keep_firing_for: keeps } = document;
  const intervalMs = durationMs(interval);
  const times = { forMs: durationMs(waits), keepFiringForMs: durationMs(keeps), absent };
  return {
    document,
    version,
    meaning: ruleMeaning({ cut, combination, conditions, intervalMs, times }),
    intervalMs,
    times,
    noDataForMs: document.no_data_for === null ? null : durationMs(document.no_data_for),
    cut,
    combination,
    conditions,
  };
}

function partsOf(when: RuleWhen): {
  combination: Combination;
  parts: readonly SimpleCondition[];
} {
  if ('all' in when) return { combination: 'all', parts: when.all };
  if ('any' in when) return { combination: 'any', parts: when.any };
  return { combination: 'all', parts: [when] };
}

/** Counts without data are 0; of a share or a latency without data nothing is known. */
function defaultAbsent(conditions: readonly CompiledCondition[]): AbsentPolicy {
  const areCounts = conditions.every(
    (one) =>
      (one.kind === 'threshold' || one.kind === 'anomaly') &&
      signalEntry(one.signal).estimator === 'count',
  );
  return areCounts ? 'zero' : 'keep';
}

function compileCondition(condition: SimpleCondition, cut: RuleCut | null): CompiledCondition {
  if ('burn' in condition) return compileBurn(condition, cut);
  if ('change' in condition) return compileChange(condition, cut);
  if ('absence' in condition) {
    const window = windowRef('minutes', cut, durationMs(condition.absence.for));
    return { kind: 'absence', window };
  }
  if ('anomaly' in condition) return compileAnomaly(condition, cut);
  if ('drift' in condition) return compileDrift(condition);
  return compileThreshold(condition, cut);
}

function windowRef(
  source: SignalSource,
  cut: RuleCut | null,
  lengthMs: number,
  offsetMs = 0,
): WindowRef {
  const key = `${source} ${cut ?? ''} ${lengthMs} ${offsetMs}`;
  return { key, source, cut, lengthMs, offsetMs };
}

function readingOf(signal: string, minSamples: number | undefined): SignalReading {
  const source = isMinuteSignal(signal) ? 'minutes' : 'history';
  return { signal, source, minSamples: minSamples ?? null };
}

const thresholdOf = (
  one: Pick<ThresholdCondition, 'op' | 'threshold' | 'recovery_threshold'>,
): Threshold => ({
  op: one.op,
  threshold: one.threshold,
  recoveryThreshold: one.recovery_threshold ?? null,
});

function compileThreshold(condition: ThresholdCondition, cut: RuleCut | null): CompiledCondition {
  const reading = readingOf(condition.signal, condition.min_samples);
  return {
    kind: 'threshold',
    ...reading,
    window: windowRef(reading.source, cut, durationMs(condition.window)),
    threshold: thresholdOf(condition),
  };
}

function compileChange({ change }: ChangeCondition, cut: RuleCut | null): CompiledCondition {
  const reading = readingOf(change.signal, change.min_samples);
  const lengthMs = durationMs(change.window);
  if (change.against === 'release') {
    return { kind: 'release', ...reading, lengthMs, threshold: thresholdOf(change) };
  }
  const beforeMs = change.before === undefined ? lengthMs : durationMs(change.before);
  return {
    kind: 'change',
    ...reading,
    window: windowRef(reading.source, cut, lengthMs),
    before: windowRef(reading.source, cut, lengthMs, beforeMs),
    threshold: thresholdOf(change),
  };
}

function compileBurn({ burn }: BurnCondition, cut: RuleCut | null): CompiledCondition {
  const reading = readingOf(burn.signal, undefined);
  const windows = burn.windows ?? DEFAULT_BURN_WINDOWS;
  return {
    kind: 'burn',
    ...reading,
    objective: burn.objective,
    pairs: windows.map(({ long, short, factor, severity }) => ({
      long: windowRef(reading.source, cut, durationMs(long)),
      short: windowRef(reading.source, cut, durationMs(short)),
      factor,
      severity: severity ?? null,
    })),
  };
}

function compileAnomaly({ anomaly }: AnomalyCondition, cut: RuleCut | null): CompiledCondition {
  const reading = readingOf(anomaly.signal, anomaly.min_samples);
  const lengthMs = durationMs(anomaly.window);
  const { sensitivity, direction } = anomaly;
  return {
    kind: 'anomaly',
    ...reading,
    window: windowRef(reading.source, cut, lengthMs),
    spanMs: ceilTo(lengthMs, HOUR_MS),
    sensitivity,
    direction,
  };
}

function compileDrift({ drift }: DriftCondition): CompiledCondition {
  const reading = readingOf('drift', undefined);
  return {
    kind: 'drift',
    ...reading,
    window: windowRef(reading.source, null, durationMs(drift.window)),
    feature: drift.feature ?? null,
    threshold: drift.threshold,
  };
}
