import { isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { GateState, ScaleBlocks } from '../engine/caps.ts';
import type { Pending } from '../engine/publish.ts';
import { createSignalReader } from '../engine/read-signals.ts';
import { firstGridMs } from '../engine/replay.ts';
import { type EngineState, step } from '../engine/step.ts';
import type { LimitChanges } from '../policy/limit-changes.ts';
import { AXES, type ResolvedPolicy } from '../policy/policy.ts';
import { assessSignals } from './assess-signals.ts';
import type { Assessment } from './assessment.ts';
import { axisBecause } from './axis-because.ts';
import { counterfactual } from './counterfactual.ts';
import { evidenceHash, type HashedAssessment } from './evidence-hash.ts';
import { playbook } from './playbook.ts';
import { verdictSentence } from './verdict-sentence.ts';

/** Everything one assessment is made of. */
export interface AssessmentInput {
  readonly workload: WorkloadDocument;
  readonly policy: ResolvedPolicy;
  /** Telemetry up to the instant at least; ending at it where it is not on the hour. */
  readonly history: TelemetryHistory;
  readonly limitChangesMs: LimitChanges;
  /** The engine's state at the last grid instant before (or at) the instant; null where there was none. */
  readonly before: EngineState | null;
  readonly atMs: number;
  /** As they stood at the instant. */
  readonly gates: readonly GateState[];
  readonly blocks: ScaleBlocks;
  /** Hash of a text, e.g. SHA-256 as hex. */
  readonly hash: (text: string) => string;
}

/**
 * A policy applied to a workload's telemetry at one instant. Between two grid instants it is one more
 * step from the last, which nothing is kept of: what it publishes holds for that instant's reader.
 * @returns the assessment as the API answers it; the same input gives the same, byte for byte
 */
export function assess(input: AssessmentInput): Assessment {
  const { workload, policy, history, limitChangesMs, before, atMs, gates, blocks } = input;
  const context = { businessCase: workload.business_case ?? {}, limitChangesMs };
  const readings = createSignalReader(policy, history, context)(before, atMs);
  const result = step(policy, readings, gates, blocks, before, atMs);
  const views = assessSignals(policy, history, context, result.state, atMs);
  const signals = views.map((view) => view.assessed);
  const changes = counterfactual(policy, views, result);
  const { row } = result;
  const hashed: HashedAssessment = {
    workload: workload.id,
    at: isoTime(atMs),
    policy: {
      id: policy.id,
      version: policy.version,
      hash: policy.hash,
      ...(policy.override === undefined ? {} : { override: policy.override.reason }),
    },
    verdict: result.verdict,
    proposed: result.proposed,
    since: since(input, result.state),
    pending: pendingInstants(result.pending),
    axes: AXES.map((axis) => {
      const state = result.axes[axis];
      return { axis, state, because: axisBecause(axis, state, signals) };
    }),
    signals,
    gates: assessedGates(policy.gatesRequiredForScale, gates),
    row: { index: row.index, ...row.row },
    blocked_by: [...result.blockedBy],
  };
  const facts = { policy, workload, result, signals, counterfactual: changes };
  return {
    ...hashed,
    sentence: verdictSentence(facts),
    counterfactual: changes,
    playbook: playbook(facts),
    evidence_hash: evidenceHash(hashed, input.hash),
  };
}

/** Null before the first grid instant: nothing has been published yet. */
function since({ policy, history, atMs }: AssessmentInput, state: EngineState): string | null {
  const firstMs = firstGridMs(history, policy.gridMs);
  return firstMs === null || atMs < firstMs ? null : isoTime(state.sinceMs);
}

function pendingInstants(pending: Pending | null): Assessment['pending'] {
  if (pending === null) return null;
  return {
    verdict: pending.verdict,
    since: isoTime(pending.sinceMs),
    until: isoTime(pending.untilMs),
  };
}

function assessedGates(
  required: readonly string[],
  gates: readonly GateState[],
): Assessment['gates'] {
  const known = new Set(gates.map(({ gate }) => gate));
  const unknown = required.filter((gate) => !known.has(gate));
  return [
    ...gates.map((gate) => ({ ...gate, required: required.includes(gate.gate) })),
    ...unknown.map((gate) => ({
      gate,
      state: 'open' as const,
      required: true,
      evidence: 'Nothing proves it yet.',
    })),
  ];
}
