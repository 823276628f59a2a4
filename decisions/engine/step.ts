import type { ResolvedPolicy, Verdict } from '../policy/policy.ts';
import { type AxisStates, axisStates } from './axis-state.ts';
import { applyCaps, type GateState, type ScaleBlocks } from './caps.ts';
import { type MatchedRow, matchRow } from './decision-table.ts';
import { type Pending, pendingVerdict, type Publication, publish } from './publish.ts';
import { rememberSignal, type SignalMemory, type SignalReadings, UNSEEN } from './signal-status.ts';

/** Everything the engine carries from one grid instant to the next; plain data, safe as JSON. */
export interface EngineState extends Publication {
  /** The instant it was reached at, epoch milliseconds. */
  readonly atMs: number;
  readonly signals: Readonly<Record<string, SignalMemory>>;
}

/** One instant decided. */
export interface StepResult {
  readonly state: EngineState;
  /** The verdict after caps. */
  readonly proposed: Verdict;
  /** The verdict published, after dwell. */
  readonly verdict: Verdict;
  readonly pending: Pending | null;
  readonly axes: AxisStates;
  /** The table row that matched, before caps. */
  readonly row: MatchedRow;
  readonly blockedBy: readonly string[];
}

const NOT_READ: SignalReadings = {
  recent: { state: 'not_instrumented', value: null, n: 0, side: 'open', reason: null },
  evidence: { state: 'not_instrumented', value: null, n: 0, side: 'open', reason: null },
};

/** Steps the engine of one policy: see {@link step}. */
export type Stepper = (
  readings: ReadonlyMap<string, SignalReadings>,
  gates: readonly GateState[],
  blocks: ScaleBlocks,
  previous: EngineState | null,
  atMs: number,
) => StepResult;

/** What the statuses of all signals come to. */
interface Decided {
  readonly axes: AxisStates;
  readonly row: MatchedRow;
}

/**
 * A stepper that remembers what it decided last: in most hours no status changes. Two steppers of one
 * policy give the same, whatever they were asked before.
 */
export function createStepper(policy: ResolvedPolicy): Stepper {
  const limited = [...policy.signals].filter(
    ([, rule]) => rule.limit !== null && rule.role !== 'not_applicable',
  );
  const decide = (signals: EngineState['signals'], by: 'status' | 'known'): Decided => {
    const axes = axisStates(policy, (signal) => (signals[signal] ?? UNSEEN)[by]);
    const row = matchRow(policy.table, axes);
    if (row === null)
      throw new RangeError(`no row of policy ${policy.id} matches ${JSON.stringify(axes)}`);
    return { axes, row };
  };
  const remember = (
    readings: ReadonlyMap<string, SignalReadings>,
    previous: EngineState | null,
    atMs: number,
  ): EngineState['signals'] => {
    let isSame = true;
    const memories = limited.map(([signal, rule]) => {
      const before = previous?.signals[signal];
      const reading = readings.get(signal) ?? NOT_READ;
      const memory = rememberSignal(rule, reading, before ?? UNSEEN, atMs);
      isSame &&= memory === before;
      return memory;
    });
    const kept = isSame ? previous?.signals : undefined;
    // A state of another policy may hold signals that this one does not.
    if (kept && Object.keys(kept).length === limited.length) return kept;
    return Object.fromEntries(limited.map(([signal], i) => [signal, memories[i]!]));
  };
  let last: { signals: EngineState['signals']; now: Decided; asLastKnown: Decided } | null = null;
  return (readings, gates, blocks, previous, atMs) => {
    const signals = remember(readings, previous, atMs);
    if (last?.signals !== signals) {
      last = { signals, now: decide(signals, 'status'), asLastKnown: decide(signals, 'known') };
    }
    const { axes, row } = last.now;
    const capped = (decided: Decided) =>
      applyCaps(decided.row.row.verdict, policy.gatesRequiredForScale, gates, blocks);
    const { proposed, blockedBy } = capped(last.now);
    const asLastKnown = capped(last.asLastKnown).proposed;
    const publication = publish(policy.dwellMs, { proposed, asLastKnown }, previous, atMs);
    // Written out: a spread of it would be a fifth of the time that an hour takes.
    const state: EngineState = {
      published: publication.published,
      sinceMs: publication.sinceMs,
      proposed: publication.proposed,
      proposedSinceMs: publication.proposedSinceMs,
      troubledSinceMs: publication.troubledSinceMs,
      keptForMissing: publication.keptForMissing,
      atMs,
      signals,
    };
    return {
      state,
      proposed,
      verdict: publication.published,
      pending: pendingVerdict(policy.dwellMs, publication),
      axes,
      row,
      blockedBy,
    };
  };
}

/**
 * One instant of the engine: readings to statuses, statuses to axes, axes to a table row, the row
 * through caps to a proposal, the proposal through dwell to a verdict. Stepping the state it
 * returned again with the same input at the same instant changes nothing.
 * @param readings by signal id; a signal without any counts as `not_instrumented`
 * @param gates as they stood at the instant
 * @param previous the state at the grid instant before; null at the first
 * @param atMs the instant, epoch milliseconds
 */
export function step(
  policy: ResolvedPolicy,
  readings: ReadonlyMap<string, SignalReadings>,
  gates: readonly GateState[],
  blocks: ScaleBlocks,
  previous: EngineState | null,
  atMs: number,
): StepResult {
  return createStepper(policy)(readings, gates, blocks, previous, atMs);
}
