import type { Assessment, AssessedSignal } from '../../../decisions/assessment/assessment.ts';
import type { Evidence } from '../../../decisions/assessment/evidence.ts';
import { rateDirection } from '../../../decisions/assessment/what-if-rates.ts';
import type { MeasureName } from '../../../signals/measures.ts';
import {
  decimalsOf,
  formatFixed,
  formatShare,
  usdScale,
  writeNumber,
} from '../../format/number.ts';
import { formatLimit, formatSignal } from '../../format/unit.ts';
import { nearestStop, stopsAround, stopsBetween, tidy, withBase } from './lever-stops.ts';
import type { LeverValues } from './lever-values.ts';

/** One thing that can be supposed otherwise. */
export interface Lever {
  readonly key: string;
  readonly name: string;
  /** The name where nothing around it says what it is about. */
  readonly fullName: string;
  /** From the least to the most of what is shown, today's number among them. */
  readonly stops: readonly number[];
  readonly base: number;
  /** A stop in words. */
  readonly write: (stop: number) => string;
  /** What it moves and how, where the name does not say. */
  readonly explanation: string;
}

/** Levers that belong together. */
export interface LeverGroup {
  readonly id: 'money' | 'quality' | 'policy' | 'certainty';
  readonly name: string;
  readonly levers: readonly Lever[];
}

/** Nothing costs nothing. */
const FACTORS = stopsBetween(0.1, 3, 1, 60);
const SAMPLES = withBase([0.1, 0.25, 0.5, 0.75, 1.5, 2, 3, 4, 6, 8, 12, 16, 24], 1);
const CONFIDENCES = [0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995, 0.999];
const LATENCIES = ['latency_p95', 'latency_p99', 'latency_p50'];
/** A policy's confidence is stated with few digits; 1 − alpha may carry more. */
const CONFIDENCE_DIGITS = 9;

/** Every lever that is moved, on the nearest of its stops; what is no lever here is left out. */
export function onStops(groups: readonly LeverGroup[], values: LeverValues): LeverValues {
  const moved = groups.flatMap(({ levers }) =>
    levers.flatMap(({ key, stops, base }): [string, number][] => {
      const value = values[key];
      const stop = value === undefined ? base : (stops[nearestStop(stops, value)] ?? base);
      return stop === base ? [] : [[key, stop]];
    }),
  );
  return Object.fromEntries(moved);
}

/** Cents at least, and as many digits as a stop has. */
const writeUsd = (usd: number): string =>
  writeNumber(usd, { ...usdScale(1), digits: Math.max(2, Math.min(6, decimalsOf(usd))) });

const writeFactor = (factor: number): string => `×\u202f${formatFixed(factor, 2)}`;

/** What can be supposed otherwise about a workload: only what its telemetry or its policy speaks of. */
export function buildLevers(evidence: Evidence, today: Assessment): readonly LeverGroup[] {
  const required = today.signals.filter(({ role }) => role === 'required');
  const groups: readonly LeverGroup[] = [
    { id: 'money', name: 'Value and cost', levers: moneyLevers(evidence) },
    { id: 'quality', name: 'How well it works', levers: qualityLevers(required) },
    { id: 'policy', name: 'What the policy asks', levers: required.flatMap(limitLever) },
    { id: 'certainty', name: 'How sure to be', levers: certaintyLevers(evidence) },
  ];
  return groups.filter(({ levers }) => levers.length > 0);
}

function moneyLevers(evidence: Evidence): Lever[] {
  const sums = evidence.telemetry.windows.map((window) => window.sums);
  const has = (...measures: MeasureName[]): boolean =>
    measures.some((measure) => sums.some((sum) => (sum[measure] ?? 0) !== 0));
  const { value_per_success_usd: success, minute_value_usd: minute } =
    evidence.workload.business_case ?? {};
  const isStated = evidence.telemetry.windows.some(({ costs_usd: costs }) =>
    Object.entries(costs).some(([category, usd]) => category !== 'inference' && usd !== 0),
  );
  const byOutcome = has('outcome_accepted', 'outcome_edited', 'outcome_worthless');
  return [
    ...(success !== undefined && success > 0 && (byOutcome || minute === undefined)
      ? [usdLever('value.success', 'Value of a success', success)]
      : []),
    ...(minute !== undefined && minute > 0 && has('minutes_n')
      ? [usdLever('value.minute', 'Value of a minute', minute)]
      : []),
    ...(has('value_n', 'outcome_value')
      ? [
          factorLever(
            'value.stated',
            'Value that runs state',
            'Times what runs and outcomes state.',
          ),
        ]
      : []),
    ...(has('cost_usd')
      ? [factorLever('cost.inference', 'Cost of model calls', 'Times what model calls cost today.')]
      : []),
    ...(isStated
      ? [factorLever('cost.stated', 'Other costs', 'Times support, infrastructure and the like.')]
      : []),
    ...(has('review_seconds')
      ? [factorLever('reviews', 'Review effort', 'Times the time that people spend on reviews.')]
      : []),
  ];
}

function usdLever(key: string, name: string, base: number): Lever {
  return {
    key,
    name,
    fullName: name,
    base,
    stops: stopsBetween(0, 3 * base, base),
    write: writeUsd,
    explanation: 'As the business case states it.',
  };
}

function factorLever(key: string, name: string, explanation: string): Lever {
  return { key, name, fullName: name, base: 1, stops: FACTORS, write: writeFactor, explanation };
}

function qualityLevers(required: readonly AssessedSignal[]): Lever[] {
  const latency = LATENCIES.flatMap((id) => required.filter(({ signal }) => signal === id))[0];
  return [...required.flatMap(rateLever), ...(latency === undefined ? [] : latencyLever(latency))];
}

/** A signal's own rate: the slider says what it would show, the engine is told the factor. */
function rateLever(signal: AssessedSignal): Lever[] {
  const direction = rateDirection(signal.signal);
  const { value, limit } = signal;
  if (direction === null || value === null || limit === null) return [];
  const wrong = direction === 'lower' ? value : 1 - value;
  const allowed = direction === 'lower' ? limit : 1 - limit;
  if (!(wrong > 0)) return [];
  const shown = (factor: number): number => Math.min(1, wrong * factor);
  const factors = stopsAround(1, allowed / wrong);
  return [
    {
      key: `rate.${signal.signal}`,
      name: signal.title,
      fullName: signal.title,
      base: 1,
      stops: direction === 'lower' ? factors : factors.toReversed(),
      write: (factor) =>
        formatSignal(direction === 'lower' ? shown(factor) : 1 - shown(factor), signal),
      explanation: 'With as many samples as today.',
    },
  ];
}

function latencyLever(signal: AssessedSignal): Lever[] {
  const { value, limit } = signal;
  if (value === null || limit === null || value <= 0) return [];
  return [
    {
      key: 'latency',
      name: signal.title,
      fullName: signal.title,
      base: 1,
      stops: stopsAround(1, limit / value).filter((factor) => factor > 0),
      write: (factor) => formatSignal(value * factor, signal),
      explanation: 'Every run so many times as long as today.',
    },
  ];
}

function limitLever(signal: AssessedSignal): Lever[] {
  const { limit, value, better } = signal;
  if (limit === null || limit <= 0) return [];
  const isShare = rateDirection(signal.signal) !== null;
  const stops =
    isShare && better === 'higher' && limit < 1
      ? stopsAround(1 - limit, 1 - (value ?? limit)).map((wrong) => tidy(1 - wrong))
      : stopsAround(limit, value ?? limit);
  return [
    {
      key: `limit.${signal.signal}`,
      name: signal.title,
      fullName: `${signal.title}, limit`,
      base: limit,
      stops: withBase(isShare ? stops.filter((stop) => stop >= 0 && stop <= 1) : stops, limit),
      write: (stop) => formatLimit(stop, better, signal),
      explanation:
        'As if the limit had always been so. Once a policy is changed, the signal has to be shown anew.',
    },
  ];
}

function certaintyLevers(evidence: Evidence): Lever[] {
  const confidence = Number((1 - evidence.policy.alpha).toPrecision(CONFIDENCE_DIGITS));
  return [
    {
      key: 'confidence',
      name: 'Confidence',
      fullName: 'Confidence',
      base: confidence,
      stops: withBase(CONFIDENCES, confidence),
      write: formatShare,
      explanation: 'The appetite for risk: how sure every interval is to hold the truth.',
    },
    {
      key: 'samples',
      name: 'Samples',
      fullName: 'Samples',
      base: 1,
      stops: SAMPLES,
      write: writeFactor,
      explanation: 'So many times the runs and judgements of today, of the same kind.',
    },
  ];
}
