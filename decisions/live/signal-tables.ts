import { BellwetherError } from '../../core/errors.ts';
import { roundUsd } from '../../core/money.ts';
import { HOUR_MS, isoTime } from '../../core/time.ts';
import { SIGNALS, signalEntry } from '../../signals/catalogue.ts';
import type { SignalEntry } from '../../signals/catalogue-entry.ts';
import { estimateSignal } from '../../signals/estimate-signal.ts';
import type { CutOf } from '../../signals/cut.ts';
import type { Estimate, EstimateParameters, MissingEstimate } from '../../signals/estimate.ts';
import { createHistory } from '../../signals/history.ts';
import { groupBy } from '../../signals/history/group-by.ts';
import {
  NO_ROWS,
  type HistoryRows,
  type HourRow,
  type JudgementCorrection,
} from '../../signals/history-rows.ts';
import { MEASURES, type MeasureName } from '../../signals/measures.ts';
import type { SeriesPoint, SignalItem } from '../../signals/series.ts';
import {
  ROW_INPUTS,
  type InputName,
  type TelemetryHistory,
  type TelemetryWindow,
} from '../../signals/window.ts';
import { inTurns } from '../../store/take-turns.ts';
import { estimateParameters } from '../engine/estimate-parameters.ts';
import type { Subject } from './replays.ts';

/** Plain sums that people check against their own books, by the name they are shown under. */
const TOTALS: Readonly<Record<string, MeasureName>> = {
  runs: 'runs',
  errors: 'errors',
  judged: 'judged',
  hallucinated: 'hallucinated',
  tokens_in: 'tokens_in',
  tokens_cached: 'tokens_cached',
  tokens_out: 'tokens_out',
  tokens_reasoning: 'tokens_reasoning',
  cost_usd: 'cost_usd',
  priced_runs: 'priced',
  unpriced_runs: 'unpriced',
  unpriced_tokens: 'unpriced_tokens',
  tool_calls: 'run_tool_calls',
  tool_failures: 'run_tool_failures',
  tool_call_events: 'tool_events',
  reviews: 'reviews',
  probes: 'probes',
};

/** From where to where a series goes, and how far apart its points lie; milliseconds. */
export interface SeriesSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** Sums by steps shorter than an hour; rows and corrections name the start of their step as hour. */
export interface StepRows {
  readonly rows: readonly HourRow[];
  readonly corrections: readonly JudgementCorrection[];
}

/** Sums of a window by the names above. */
export function totalsOf(window: TelemetryWindow): Record<string, number> {
  return Object.fromEntries(
    Object.entries(TOTALS).map(([name, measure]) => {
      const sum = window.sum(measure);
      return [name, MEASURES[measure].type === 'money' ? roundUsd(sum) : sum];
    }),
  );
}

/** What policy and record say about a signal of the catalogue. */
export function parametersOf({ inForce, workload }: Subject, signal: string): EstimateParameters {
  const rule = inForce.policy.signals.get(signal);
  if (!rule) throw new RangeError(`the policy resolves every signal, but not ${signal}`);
  return estimateParameters(inForce.policy, rule, workload.business_case ?? {});
}

/** A signal of which the policy says that it does not apply, and why; null for any other. */
export function notApplied({ inForce }: Subject, signal: string): MissingEstimate | null {
  const rule = inForce.policy.signals.get(signal);
  if (rule?.role !== 'not_applicable') return null;
  const reason = rule.reason ?? 'The policy says it does not apply.';
  const nothing = { value: null, low: null, high: null, n: 0, nEffective: 0 };
  return { state: 'not_applicable', ...nothing, method: 'none', reason };
}

function itemOf(subject: Subject, entry: SignalEntry, window: TelemetryWindow): SignalItem {
  const estimate =
    notApplied(subject, entry.id) ??
    estimateSignal(entry.id, window, parametersOf(subject, entry.id));
  return signalItemOf(entry, estimate, null);
}

/** An estimate as it is answered; `by` is null for the whole workload. */
export function signalItemOf(entry: SignalEntry, estimate: Estimate, by: CutOf | null): SignalItem {
  return {
    signal: entry.id,
    title: entry.title,
    axis: entry.axis,
    value: estimate.value,
    low: estimate.low,
    high: estimate.high,
    n: estimate.n,
    n_effective: estimate.nEffective,
    unit: entry.unit,
    better: entry.better,
    method: estimate.method,
    state: estimate.state,
    reason: estimate.state === 'ok' ? null : estimate.reason,
    by,
  };
}

/** Every signal of the catalogue over one window. */
export function signalItems(subject: Subject, window: TelemetryWindow): SignalItem[] {
  return SIGNALS.map((entry) => itemOf(subject, entry, window));
}

/** @throws BellwetherError `invalid` for a signal that the catalogue does not hold */
export function requireSignal(signal: string): SignalEntry {
  if (!SIGNALS.some(({ id }) => id === signal)) {
    throw new BellwetherError('invalid', `there is no signal ${signal}`, {
      errors: [
        { path: 'signal', message: `expected one of ${SIGNALS.map(({ id }) => id).join(', ')}` },
      ],
    });
  }
  return signalEntry(signal);
}

const KEPT_BY_HOUR: ReadonlySet<InputName> = new Set(ROW_INPUTS);

/**
 * Why steps shorter than an hour tell nothing of a signal, in one sentence for people; null where they do.
 * Minutes hold sums over runs and events alone: no rejected events, features, incidents or ages of data.
 * @example whyNotByMinutes(signalEntry('error_rate')) // null
 */
export function whyNotByMinutes({ title, inputs }: SignalEntry): string | null {
  const isKnown = inputs.length > 0 && !inputs.some((input) => KEPT_BY_HOUR.has(input));
  return isKnown ? null : `${title} is kept by the hour: take a step of whole hours.`;
}

function pointOf(
  subject: Subject,
  signal: string,
  atMs: number,
  window: TelemetryWindow,
): SeriesPoint {
  // Drawn, not decided on: a point with few trials is shown with its wide interval.
  const parameters = { ...parametersOf(subject, signal), minSample: 1, staleAfterMs: Infinity };
  const { value, low, high, n } = estimateSignal(signal, window, parameters);
  return { at: isoTime(atMs), value, low, high, n };
}

const drawn = new WeakMap<HistoryRows, TelemetryHistory>();

/**
 * The history as a chart shows it: each hour with all that is known of it now, whenever it was
 * judged or billed. Verdicts instead know only what was known then.
 */
export function historyToDraw(rows: HistoryRows): TelemetryHistory {
  const known = drawn.get(rows);
  if (known) return known;
  const history = createHistory({
    ...rows,
    corrections: rows.corrections.map((one) => ({ ...one, judgedMs: one.runHourMs })),
    costs: rows.costs.map((one) => ({ ...one, tsMs: Math.min(one.tsMs, one.startMs) })),
  });
  drawn.set(rows, history);
  return history;
}

/** Points worked out at a time: a few milliseconds of the one thread that also takes telemetry. */
const POINTS_A_TURN = 32;

async function pointsOf(
  { fromMs, toMs, stepMs }: SeriesSpan,
  pointAt: (atMs: number) => SeriesPoint,
): Promise<SeriesPoint[]> {
  const points: SeriesPoint[] = [];
  const steps = Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, i) => i);
  await inTurns(steps, (step) => points.push(pointAt(fromMs + step * stepMs)), POINTS_A_TURN);
  return points;
}

/** One signal by steps of whole hours. */
export function seriesByHours(
  subject: Subject,
  signal: string,
  history: TelemetryHistory,
  span: SeriesSpan,
): Promise<SeriesPoint[]> {
  return pointsOf(span, (atMs) => {
    const endMs = Math.min(atMs + span.stepMs, history.endMs);
    return endMs <= atMs
      ? { at: isoTime(atMs), value: null, low: null, high: null, n: 0 }
      : pointOf(subject, signal, atMs, history.window(atMs, endMs));
  });
}

/** A row as if it were of another hour. */
function rowAt({ sums, runMinutes, okMinutes, latency }: HourRow, hourMs: number): HourRow {
  return { hourMs, sums, runMinutes, okMinutes, latency };
}

/** One signal by steps of minutes; each step is read as an hour of its own. */
export function seriesByRows(
  subject: Subject,
  signal: string,
  { rows, corrections }: StepRows,
  span: SeriesSpan,
): Promise<SeriesPoint[]> {
  const byStep = new Map(rows.map((row) => [row.hourMs, row]));
  const correctionsByStep = groupBy(corrections, ({ runHourMs }) => runHourMs);
  return pointsOf(span, (atMs) => {
    const row = byStep.get(atMs);
    const history = createHistory({
      ...NO_ROWS,
      hours: row ? [rowAt(row, 0)] : [],
      // What is drawn is what is known now, whenever it was judged.
      corrections: (correctionsByStep.get(atMs) ?? []).map((correction) => ({
        ...correction,
        runHourMs: 0,
        judgedMs: 0,
      })),
      endMs: HOUR_MS,
    });
    return pointOf(subject, signal, atMs, history.window(0, HOUR_MS));
  });
}
