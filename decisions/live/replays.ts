import { isOverdue, type WorkloadDocument } from '../../core/workload.ts';
import { createHistory } from '../../signals/history.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { ScaleBlocks } from '../engine/caps.ts';
import { replay, type Replay, type ReplayContext } from '../engine/replay.ts';
import type { PolicyInForce } from '../registry/policies.ts';
import type { FreshRows } from './telemetry-cache.ts';

/** A workload with everything that decides about it. */
export interface Subject {
  readonly workload: WorkloadDocument;
  readonly inForce: PolicyInForce;
  /** Changes when the record, the policy or its limits' history change. */
  readonly key: string;
}

/** A subject's telemetry, and the engine's run over it. */
export interface Replayed extends Subject {
  readonly rows: HistoryRows;
  readonly history: TelemetryHistory;
  readonly context: ReplayContext;
  readonly replay: Replay;
}

/** What stands in the way of scale besides signals: for now a decision date that has passed. */
function blocksAt(workload: WorkloadDocument, atMs: number): ScaleBlocks {
  return { alerts: [], decisionExpired: isOverdue(workload, atMs) };
}

function contextOf({ workload, inForce }: Subject): ReplayContext {
  return {
    businessCase: workload.business_case ?? {},
    limitChangesMs: inForce.limitChangesMs,
    gatesAt: () => [],
    blocksAt: (atMs) => blocksAt(workload, atMs),
  };
}

/** The engine over all of a subject's telemetry, up to the rows' end. */
export function replayRows(subject: Subject, rows: HistoryRows): Replayed {
  const history = createHistory(rows);
  const context = contextOf(subject);
  return {
    ...subject,
    rows,
    history,
    context,
    replay: replay(subject.inForce.policy, history, context, history.endMs),
  };
}

/**
 * Goes on from an earlier run where everything it decided on is the same; else runs anew.
 * @param before the earlier run of the same subject
 */
export function continueReplay(before: Replayed, subject: Subject, fresh: FreshRows): Replayed {
  const decidedUntilMs = before.replay.state?.atMs;
  const isUnchanged = decidedUntilMs !== undefined && fresh.unchangedUntilMs >= decidedUntilMs;
  if (before.key !== subject.key || !isUnchanged) return replayRows(subject, fresh.rows);
  if (fresh.rows === before.rows) return before;
  const history = createHistory(fresh.rows);
  const { policy } = subject.inForce;
  const { state, changes } = replay(
    policy,
    history,
    before.context,
    history.endMs,
    before.replay.state,
  );
  return {
    ...before,
    rows: fresh.rows,
    history,
    replay: { state, changes: [...before.replay.changes, ...changes] },
  };
}
