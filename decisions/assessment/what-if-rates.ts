import { correctForJudge, type Judge } from '../../core/statistics/judge-correction.ts';
import { asReported } from '../../signals/estimators/judged-proportion.ts';
import type { MeasureName, SumName } from '../../signals/measures.ts';
import type { TelemetryWindow } from '../../signals/window.ts';

/** Sums of a window. */
type Sums = Pick<TelemetryWindow, 'sum'>;
/** What a measure comes to when what it should not show is shown `factor` times as often. */
type Moved = (window: Sums, factor: number) => number;

/** How a signal's rate is moved: the measures that change, and whether a reported share is good or bad. */
interface RateLever {
  readonly better: 'higher' | 'lower';
  readonly moves: Readonly<Partial<Record<MeasureName, Moved>>>;
}

const OUTCOME_BASES = ['stated', 'minutes', 'outcome'] as const;

/** Trials that count against the signal. */
const against = (x: MeasureName, n: MeasureName): RateLever => ({
  better: 'lower',
  moves: {
    [x]: (window: Sums, factor: number) => Math.min(window.sum(n), factor * window.sum(x)),
  },
});

/** Trials that count for the signal: what is missing to all of them is moved. */
const inFavour = (x: MeasureName, n: MeasureName): RateLever => ({
  better: 'higher',
  moves: {
    [x]: (window: Sums, factor: number) => {
      const trials = window.sum(n);
      return Math.max(0, trials - factor * (trials - window.sum(x)));
    },
  },
});

/** The signals whose own rate can be supposed better or worse, and what that moves. */
const RATE_LEVERS: Readonly<Record<string, RateLever>> = {
  hallucination_rate: against('hallucinated', 'judged'),
  error_rate: against('errors', 'runs_with_status'),
  tool_call_success: {
    better: 'higher',
    moves: {
      ...against('run_tool_failures', 'run_tool_calls').moves,
      ...against('tool_event_failures', 'tool_events').moves,
    },
  },
  uptime: inFavour('probes_ok', 'probes'),
  low_confidence_rate: against('low_confidence', 'with_confidence'),
  escalation_rate: against('escalated', 'with_escalation'),
  complaint_rate: against('complaints', 'with_complaint'),
  rework_rate: against('reviews_reworked', 'reviews_with_verdict'),
  audited_error_rate: against('random_errors', 'random_reviews'),
  acceptance_rate: { better: 'higher', moves: outcomeMoves() },
  adoption_rate: inFavour('used', 'eligible'),
  bypass_rate: against('bypassed', 'bypass_eligible'),
  evaluation_pass_rate: inFavour('evaluations_passed', 'evaluated'),
};

/** The signals whose own rate can be supposed otherwise. */
export const RATE_SIGNALS: readonly string[] = Object.keys(RATE_LEVERS);

/**
 * Which way a signal's own rate is better; null where it cannot be supposed otherwise by itself.
 * @example rateDirection('error_rate') // 'lower'
 * @example rateDirection('roi') // null
 */
export function rateDirection(signal: string): 'higher' | 'lower' | null {
  return RATE_LEVERS[signal]?.better ?? null;
}

/**
 * What measures come to under factors on signals' rates; measures that stay are absent.
 * @param rates factors by signal, ≥ 0; throws a RangeError for a signal whose rate cannot be moved
 * @param judge whose reports the hallucination rate is corrected for; its false alarms stay as they are
 */
export function movedMeasures(
  rates: Readonly<Record<string, number>>,
  judge: Judge | null,
): ReadonlyMap<SumName, (window: Sums) => number> {
  const moved = new Map<SumName, (window: Sums) => number>();
  for (const [signal, factor] of Object.entries(rates)) {
    const lever = RATE_LEVERS[signal];
    if (lever === undefined) throw new RangeError(`the rate of ${signal} cannot be moved`);
    for (const [measure, move] of Object.entries(lever.moves) as [MeasureName, Moved][]) {
      moved.set(measure, (window) => move(window, factor));
    }
  }
  const factor = rates['hallucination_rate'];
  if (factor !== undefined && judge !== null) {
    moved.set('hallucinated', (window) => judgedUnder(window, factor, judge));
  }
  return moved;
}

/** What a judge reports when the truth behind it is `factor` times as frequent. */
function judgedUnder(window: Sums, factor: number, judge: Judge): number {
  const n = window.sum('judged');
  const x = window.sum('hallucinated');
  const byPeople = { x: window.sum('hallucinated_by_people'), n: window.sum('judged_by_people') };
  if (byPeople.n > 0 && byPeople.n >= n) return Math.min(n, factor * x);
  const reported = asReported({ x, n }, byPeople, judge).x / n;
  const truth = n > 0 ? correctForJudge(Math.min(1, Math.max(0, reported)), judge) : null;
  if (truth === null) return x;
  const power = judge.sensitivity + judge.specificity - 1;
  return Math.min(n, x + n * power * (Math.min(1, factor * truth) - truth));
}

/** Runs that change from worthless to good keep the good ones' mix, and cost what those cost. */
function outcomeMoves(): RateLever['moves'] {
  const moves: Partial<Record<MeasureName, Moved>> = {};
  for (const basis of OUTCOME_BASES) {
    const names = [`${basis}_accepted`, `${basis}_edited`] as const;
    const worthlessName = `${basis}_worthless` as const;
    const shares = (window: Sums, factor: number): { good: number; worthless: number } => {
      const good = window.sum(names[0]) + window.sum(names[1]);
      const worthless = window.sum(worthlessName);
      if (!(good > 0)) return { good: 1, worthless: 1 };
      const left = Math.min(good + worthless, factor * worthless);
      return {
        good: (good + worthless - left) / good,
        worthless: worthless > 0 ? left / worthless : 1,
      };
    };
    for (const name of names) {
      moves[name] = (window, factor) => window.sum(name) * shares(window, factor).good;
      moves[`${name}_cost`] = (window, factor) =>
        window.sum(`${name}_cost`) * shares(window, factor).good;
    }
    moves[worthlessName] = (window, factor) =>
      window.sum(worthlessName) * shares(window, factor).worthless;
    moves[`${worthlessName}_cost`] = (window, factor) =>
      window.sum(`${worthlessName}_cost`) * shares(window, factor).worthless;
  }
  return moves;
}
