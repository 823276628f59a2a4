import { HOUR_MS, floorTo } from '../core/time.ts';
import type { Assessor } from '../decisions/assessor.ts';
import type { Touched } from '../decisions/live/telemetry-cache.ts';
import type { RowKind } from '../signals/history/continue-rows.ts';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';
import type { StoredAssessments } from '../decisions/stored-assessments.ts';

/** Tells whoever keeps telemetry in memory what of it is outdated. */
export interface TelemetryNotes {
  /** @param kinds sorts of rows that may be others now; absent: all */
  note(touched: Touched, kinds?: readonly RowKind[]): void;
  /** @param sinceMs when the first of some rejected events came that can be read from now on */
  noteRejected(sinceMs: number): void;
}

export function createTelemetryNotes(parts: {
  readonly assessor: Pick<Assessor, 'noteTelemetry'>;
  readonly assessments: Pick<StoredAssessments, 'note'>;
  readonly workloads: Pick<WorkloadRegistry, 'list'>;
  readonly now: () => number;
}): TelemetryNotes {
  const note: TelemetryNotes['note'] = (touched, kinds) => {
    parts.assessor.noteTelemetry(touched, kinds);
    parts.assessments.note(touched);
  };
  return {
    note,
    noteRejected(sinceMs) {
      // The begun hour is read again once a minute anyway.
      if (sinceMs >= floorTo(parts.now(), HOUR_MS)) return;
      // Which workloads they are of is only claimed.
      const ids = parts.workloads.list().map(({ document }) => document.id);
      note(new Map(ids.map((id) => [id, { minTsMs: sinceMs }])));
    },
  };
}
