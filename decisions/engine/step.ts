import type { SignalStatus } from '../assessment/assessment.ts';
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
  const signals: Record<string, SignalMemory> = {};
  for (const [signal, rule] of policy.signals) {
    if (rule.limit === null || rule.role === 'not_applicable') continue;
    signals[signal] = rememberSignal(
      rule,
      readings.get(signal) ?? NOT_READ,
      previous?.signals[signal] ?? UNSEEN,
      atMs,
    );
  }
  const decide = (statusOf: (memory: SignalMemory) => SignalStatus) => {
    const axes = axisStates(policy, (signal) => statusOf(signals[signal] ?? UNSEEN));
    const row = matchRow(policy.table, axes);
    if (row === null)
      throw new RangeError(`no row of policy ${policy.id} matches ${JSON.stringify(axes)}`);
    return {
      axes,
      row,
      ...applyCaps(row.row.verdict, policy.gatesRequiredForScale, gates, blocks),
    };
  };
  const { axes, row, proposed, blockedBy } = decide((memory) => memory.status);
  const asLastKnown = decide((memory) => memory.known).proposed;
  const publication = publish(policy.dwellMs, { proposed, asLastKnown }, previous, atMs);
  return {
    state: { ...publication, atMs, signals },
    proposed,
    verdict: publication.published,
    pending: pendingVerdict(policy.dwellMs, publication),
    axes,
    row,
    blockedBy,
  };
}
