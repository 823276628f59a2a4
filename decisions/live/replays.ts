import { MINUTE_MS } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { createHistory } from '../../signals/history.ts';
import { countWhile } from '../../signals/history/count-while.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import { nextTurn } from '../../store/take-turns.ts';
import type { ScaleBlocks } from '../engine/caps.ts';
import { findDrills } from '../gates/drills.ts';
import { NO_SOURCES, type GateFacts, type GateSources } from '../gates/gate-facts.ts';
import { createGatesAt, type GatesAt } from '../gates/gates-at.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';
import {
  replayInSlices,
  SLICE_INSTANTS,
  type Replay,
  type ReplayContext,
} from '../engine/replay.ts';
import type { EngineState } from '../engine/step.ts';
import type { PolicyInForce } from '../registry/policies.ts';
import { isOverdueAt, type ReviewPeriod } from '../signing/review-periods.ts';

/** One time that an alert stood in the way of scale; epoch milliseconds. */
export interface BlockingAlert {
  readonly rule: string;
  readonly fromMs: number;
  /** Null while it fires. */
  readonly toMs: number | null;
}

/** A workload with everything that decides about it. */
export interface Subject {
  readonly workload: WorkloadDocument;
  readonly inForce: PolicyInForce;
  /** Alerts that stood in the way of scale. */
  readonly blocking: readonly BlockingAlert[];
  /** What proves gates beside record, policy and telemetry, as it is now; absent: nothing does. */
  readonly gateSources?: () => GateSources;
  /** Review dates of its decisions, in the order they came in force. */
  readonly periods: readonly ReviewPeriod[];
  /** Changes when the record, the policy, its limits' history, what blocked scale, what proves gates or a decision change. */
  readonly key: string;
}

/** A subject's telemetry, and the engine's run over it. */
export interface Replayed extends Subject {
  readonly rows: HistoryRows;
  readonly history: TelemetryHistory;
  readonly context: ReplayContext;
  /** The gates that a policy requires, this one or another that is tried. */
  readonly gatesOf: (policy: ResolvedPolicy) => GatesAt;
  readonly replay: Replay;
  /** States on the way, ascending: a replay up to another instant goes on from the last before it. */
  readonly waypoints: readonly EngineState[];
}

/** Slices of a replay at a time: some milliseconds of the one thread that also takes telemetry. */
const SLICES_A_TURN = 3;

/**
 * Alerts count as they were this long before an instant: a minute is evaluated a minute after its end, and
 * what is decided at an instant has to be the same whenever it is worked out.
 */
const ALERT_DELAY_MS = 3 * MINUTE_MS;

/** What stands in the way of scale besides signals: alerts that fire, a decision date that has passed. */
function blocksAt({ workload, blocking, periods }: Subject, atMs: number): ScaleBlocks {
  const knownMs = atMs - ALERT_DELAY_MS;
  const firing = blocking.filter(
    ({ fromMs, toMs }) => fromMs <= knownMs && (toMs === null || toMs > knownMs),
  );
  return {
    alerts: [...new Set(firing.map(({ rule }) => rule))].sort(),
    decisionExpired: isOverdueAt(workload, periods, atMs),
  };
}

function contextOf(subject: Subject, gatesAt: GatesAt): ReplayContext {
  const { workload, inForce } = subject;
  return {
    businessCase: workload.business_case ?? {},
    limitChangesMs: inForce.limitChangesMs,
    gatesAt,
    blocksAt: (atMs) => blocksAt(subject, atMs),
  };
}

/** Everything that gates of a workload are proved with, under its own policy or one that is tried. */
export function gateFactsOf(
  { workload, gateSources }: Subject,
  policy: ResolvedPolicy,
  rows: HistoryRows,
  history: TelemetryHistory,
): GateFacts {
  const { key: _, ...sources } = gateSources?.() ?? NO_SOURCES;
  const drills = findDrills(rows.incidents);
  return { ...sources, workload, policy, history, drills, datasets: [] };
}

/**
 * The engine over a subject's telemetry, up to the rows' end; others get their turn in between.
 * @param before an earlier run over telemetry that is the same up to `sameUntilMs`: where its subject
 * is the same too, the engine goes on from the last state that cannot have changed
 */
export async function replayRows(
  subject: Subject,
  rows: HistoryRows,
  before: Replayed | null = null,
  sameUntilMs: number = 0,
): Promise<Replayed> {
  const history = createHistory(rows);
  const gatesOf = (policy: ResolvedPolicy): GatesAt =>
    createGatesAt(policy.gatesRequiredForScale, () => gateFactsOf(subject, policy, rows, history));
  const context = contextOf(subject, gatesOf(subject.inForce.policy));
  const untilMs = Math.min(sameUntilMs, rows.endMs);
  const known = before?.key === subject.key ? statesUntil(before, untilMs) : [];
  const from = known.at(-1) ?? null;
  const waypoints = withSpaces(known, subject.inForce.policy.gridMs);
  const slices = replayInSlices(subject.inForce.policy, history, context, rows.endMs, from);
  for (let slice = 1; ; slice += 1) {
    const next = slices.next();
    if (next.done) {
      const fromMs = from?.atMs ?? -Infinity;
      const kept = before?.replay.changes.filter(({ atMs }) => atMs <= fromMs) ?? [];
      const replay = { state: next.value.state, changes: [...kept, ...next.value.changes] };
      return { ...subject, rows, history, context, gatesOf, replay, waypoints };
    }
    waypoints.push(next.value);
    if (slice % SLICES_A_TURN === 0) await nextTurn();
  }
}

/** States of a run that were reached up to an instant, ascending. */
function statesUntil({ waypoints, replay }: Replayed, untilMs: number): EngineState[] {
  const reached = replay.state === null ? waypoints : [...waypoints, replay.state];
  return reached.slice(
    0,
    countWhile(reached, ({ atMs }) => atMs <= untilMs),
  );
}

/** Of the last two states, which may be an hour apart, only one is kept. */
function withSpaces(states: readonly EngineState[], gridMs: number): EngineState[] {
  const [before, last] = states.slice(-2);
  const isTooClose =
    before !== undefined && last !== undefined && last.atMs - before.atMs < SLICE_INSTANTS * gridMs;
  return isTooClose ? states.slice(0, -1) : [...states];
}
