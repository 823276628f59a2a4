import { ceilTo, floorTo, HOUR_MS } from '../../core/time.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { changeReason } from '../assessment/change-reason.ts';
import type { ResolvedPolicy, Verdict } from '../policy/policy.ts';
import type { GateState, ScaleBlocks } from './caps.ts';
import { createSignalReader, type ReadingContext } from './read-signals.ts';
import { createStepper, type EngineState } from './step.ts';

/** What a replay decides with besides policy and telemetry. */
export interface ReplayContext extends ReadingContext {
  /** The gates as they stood at an instant. */
  readonly gatesAt: (atMs: number) => readonly GateState[];
  /** What else stood in the way of scale at an instant. */
  readonly blocksAt: (atMs: number) => ScaleBlocks;
}

/** An instant at which the published or the proposed verdict changed. */
export interface ReplayedChange {
  readonly atMs: number;
  /** Published from then on. */
  readonly verdict: Verdict;
  readonly proposed: Verdict;
  /** Published until then; null at the first grid instant. */
  readonly previous: Verdict | null;
  readonly because: string;
}

/** A replay's end and the changes on the way; `state` is null where no grid instant was reached. */
export interface Replay {
  readonly state: EngineState | null;
  readonly changes: readonly ReplayedChange[];
}

/**
 * The first grid instant after a workload's first event; null without telemetry.
 * @param gridMs a whole number of hours
 */
export function firstGridMs(
  history: Pick<TelemetryHistory, 'firstMs'>,
  gridMs: number,
): number | null {
  return history.firstMs === null ? null : ceilTo(history.firstMs + HOUR_MS, gridMs);
}

/** Grid instants between two stops of a replay in slices: about a millisecond. */
export const SLICE_INSTANTS = 64;

/**
 * The engine run over every grid instant up to `toMs`, from the first after the first event or from
 * where an earlier replay of the same policy and context stopped: both give the same.
 * @param toMs the last instant, itself included if it is on the grid; up to the history's end
 * @param from the state an earlier replay ended with; null to begin at the beginning
 */
export function replay(
  policy: ResolvedPolicy,
  history: TelemetryHistory,
  context: ReplayContext,
  toMs: number,
  from: EngineState | null = null,
): Replay {
  const slices = replayInSlices(policy, history, context, toMs, from);
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}

/**
 * The same as {@link replay}, a slice at a time, for whoever has other things to do in between.
 * @returns a generator that yields the state after each {@link SLICE_INSTANTS} grid instants, from any
 * of which a replay can be resumed
 */
export function* replayInSlices(
  policy: ResolvedPolicy,
  history: TelemetryHistory,
  context: ReplayContext,
  toMs: number,
  from: EngineState | null = null,
): Generator<EngineState, Replay> {
  const readSignals = createSignalReader(policy, history, context);
  const step = createStepper(policy);
  const changes: ReplayedChange[] = [];
  let state = from;
  let stepped = 0;
  let atMs =
    from === null
      ? firstGridMs(history, policy.gridMs)
      : floorTo(from.atMs, policy.gridMs) + policy.gridMs;
  for (; atMs !== null && atMs <= toMs; atMs += policy.gridMs) {
    const readings = readSignals(state, atMs);
    const result = step(readings, context.gatesAt(atMs), context.blocksAt(atMs), state, atMs);
    if (result.verdict !== state?.published || result.proposed !== state.proposed) {
      const because = changeReason(policy, readings, result, state);
      const previous = state?.published ?? null;
      changes.push({ atMs, verdict: result.verdict, proposed: result.proposed, previous, because });
    }
    state = result.state;
    stepped += 1;
    if (stepped % SLICE_INSTANTS === 0) yield state;
  }
  return { state, changes };
}
