import { canonicalJson } from '../../core/canonical-json.ts';
import { durationMs } from '../../core/duration.ts';
import { signalEntry } from '../../signals/catalogue.ts';
import { isMinuteSignal } from '../../signals/minute-signals.ts';
import { DEFAULT_BURN_WINDOWS } from '../condition/burn-rate.ts';
import type { AbsentPolicy, Combination, Threshold } from '../condition/condition.ts';
import type { ConditionTimes } from '../condition/condition-track.ts';
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

/** Where a signal's number comes from: sums of minutes, or the history that verdicts rest on. */
export type SignalSource = 'minutes' | 'history';

/** A signal that is read over windows which end at the evaluation. */
interface SignalReading {
  readonly signal: string;
  readonly source: SignalSource;
  /** Trials below which there is no number. */
  readonly minSamples: number;
}

/** One condition of a rule with durations in milliseconds. */
export type CompiledCondition =
  | (SignalReading & {
      readonly kind: 'threshold';
      readonly windowMs: number;
      readonly threshold: Threshold;
    })
  | (SignalReading & {
      readonly kind: 'burn';
      readonly objective: number;
      readonly pairs: readonly BurnPair[];
    })
  | (SignalReading & {
      readonly kind: 'change';
      readonly windowMs: number;
      /** How long before this window the other one ended. */
      readonly beforeMs: number;
      readonly threshold: Threshold;
    })
  | { readonly kind: 'absence'; readonly forMs: number };

/** One pair of windows of a burn condition. */
export interface BurnPair {
  readonly longMs: number;
  readonly shortMs: number;
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
  const conditions = parts.map(compileCondition);
  const absent = document.absent ?? defaultAbsent(conditions);
  const { select, by, when, interval, for: waits, keep_firing_for: keeps } = document;
  return {
    document,
    version,
    meaning: canonicalJson({ select, by, when, interval, waits, keeps, absent }),
    intervalMs: durationMs(interval),
    times: { forMs: durationMs(waits), keepFiringForMs: durationMs(keeps), absent },
    noDataForMs: document.no_data_for === null ? null : durationMs(document.no_data_for),
    cut: by[0] ?? null,
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
    (one) => one.kind === 'threshold' && signalEntry(one.signal).estimator === 'count',
  );
  return areCounts ? 'zero' : 'keep';
}

function compileCondition(condition: SimpleCondition): CompiledCondition {
  if ('burn' in condition) return compileBurn(condition);
  if ('change' in condition) return compileChange(condition);
  if ('absence' in condition) {
    return { kind: 'absence', forMs: durationMs(condition.absence.for) };
  }
  return compileThreshold(condition);
}

function readingOf(signal: string, minSamples: number | undefined): SignalReading {
  const source = isMinuteSignal(signal) ? 'minutes' : 'history';
  return { signal, source, minSamples: minSamples ?? 1 };
}

const thresholdOf = (
  one: Pick<ThresholdCondition, 'op' | 'threshold' | 'recovery_threshold'>,
): Threshold => ({
  op: one.op,
  threshold: one.threshold,
  recoveryThreshold: one.recovery_threshold ?? null,
});

function compileThreshold(condition: ThresholdCondition): CompiledCondition {
  return {
    kind: 'threshold',
    ...readingOf(condition.signal, condition.min_samples),
    windowMs: durationMs(condition.window),
    threshold: thresholdOf(condition),
  };
}

function compileChange({ change }: ChangeCondition): CompiledCondition {
  return {
    kind: 'change',
    ...readingOf(change.signal, change.min_samples),
    windowMs: durationMs(change.window),
    beforeMs: durationMs(change.before ?? change.window),
    threshold: thresholdOf(change),
  };
}

function compileBurn({ burn }: BurnCondition): CompiledCondition {
  const windows = burn.windows ?? DEFAULT_BURN_WINDOWS;
  return {
    kind: 'burn',
    ...readingOf(burn.signal, undefined),
    objective: burn.objective,
    pairs: windows.map(({ long, short, factor, severity }) => ({
      longMs: durationMs(long),
      shortMs: durationMs(short),
      factor,
      severity: severity ?? null,
    })),
  };
}
