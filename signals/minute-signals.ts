import { SIGNALS } from './catalogue.ts';
import type { EstimateParameters } from './estimate.ts';
import { MEASURE_NAMES, MINUTE_MASKS, type MeasureName } from './measures.ts';
import { SummedWindow } from './summed-window.ts';

/**
 * Signals that rest on more than sums over the minutes of a window: incidents, reports of drift and ages,
 * costs that are stated for a span of time, days of history.
 */
const NEED_HISTORY: ReadonlySet<string> = new Set([
  'rollback_mttr',
  'drift',
  'data_freshness',
  'quarantine_rate',
  'unit_cost',
  'roi',
  'cost_against_baseline',
  'unit_cost_trend',
  'budget_use',
]);

/** Whether a signal can be found in the sums of a window alone. */
export function isMinuteSignal(id: string): boolean {
  return !NEED_HISTORY.has(id);
}

/** What a signal asks of a window of sums. */
export interface MinuteNeeds {
  readonly measures: readonly MeasureName[];
  readonly hasLatency: boolean;
  readonly hasMinutes: boolean;
}

/**
 * The columns of a roll-up that a signal rests on: measures, masks of minutes, `latency`.
 * @param id one of which {@link isMinuteSignal} holds
 * @example [...minuteColumns('latency_p95')] // ['timed', 'latency']
 */
export function minuteColumns(id: string): ReadonlySet<string> {
  const { measures, hasLatency, hasMinutes } = minuteNeeds(id);
  return new Set([
    ...measures,
    ...(hasMinutes ? Object.keys(MINUTE_MASKS) : []),
    ...(hasLatency ? ['latency'] : []),
  ]);
}

/** Business cases that between them make every way to a value count. */
const CASES = [
  {},
  { value_per_success_usd: 1, minute_value_usd: 1, review_usd_per_hour: 1, edited_fraction: 0.5 },
] as const;
const SUMS = [0, 1, 1000] as const;

/** Asks a signal under different sums and cases, and notes what it looked at. */
function observe(id: string): MinuteNeeds {
  const entry = SIGNALS.find((one) => one.id === id);
  if (!entry) throw new RangeError(`no signal is called ${JSON.stringify(id)}`);
  const measures = new Set<MeasureName>(
    MEASURE_NAMES.filter((name) => entry.inputs.some((input) => input === name)),
  );
  let hasLatency = false;
  let hasMinutes = false;
  for (const sum of SUMS) {
    for (const businessCase of CASES) {
      const window = new SummedWindow({
        fromMs: 0,
        toMs: 60_000,
        sum: (measure) => {
          measures.add(measure);
          return sum;
        },
        get latency() {
          hasLatency = true;
          return { buckets: [1], counts: [sum] };
        },
        get runMinutes() {
          hasMinutes = true;
          return sum;
        },
        get okMinutes() {
          hasMinutes = true;
          return sum;
        },
      });
      entry.find(window, minuteParameters(businessCase, null));
    }
  }
  return { measures: [...measures], hasLatency, hasMinutes };
}

const known = new Map<string, MinuteNeeds>();

/**
 * What a signal asks of a window of sums.
 * @param id one of which {@link isMinuteSignal} holds; throws a RangeError where there is no such signal
 */
export function minuteNeeds(id: string): MinuteNeeds {
  let needs = known.get(id);
  if (needs === undefined) known.set(id, (needs = observe(id)));
  return needs;
}

type Case = EstimateParameters['businessCase'];
const made = new WeakMap<Case, Map<number | null, EstimateParameters>>();

/**
 * How a signal is estimated for an alert: on what came in, whatever a policy asks of evidence.
 * @param minSample trials below which there is no number; null: as many as its interval takes
 * @returns the same object for the same business case and sample: rules ask by the thousand each minute
 */
export function minuteParameters(businessCase: Case, minSample: number | null): EstimateParameters {
  const bySample = made.get(businessCase) ?? new Map<number | null, EstimateParameters>();
  if (bySample.size === 0) made.set(businessCase, bySample);
  let params = bySample.get(minSample);
  if (params === undefined) bySample.set(minSample, (params = make(businessCase, minSample)));
  return params;
}

function make(businessCase: Case, minSample: number | null): EstimateParameters {
  return {
    alpha: 0.05,
    expectedSample: 1000,
    minSample: minSample ?? 1,
    ...(minSample === null ? {} : { isNumberOnly: true }),
    staleAfterMs: Infinity,
    unpricedTolerance: 1,
    businessCase,
  };
}
