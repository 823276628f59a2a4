import { HOUR_MS, floorTo } from '../core/time.ts';
import type { Assessor } from '../decisions/assessor.ts';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';
import type { StoredAssessments } from '../decisions/stored-assessments.ts';

/** What became known of workloads: the earliest time it is about, epoch milliseconds. */
export type Touched = ReadonlyMap<string, { readonly minTsMs: number }>;

/** Tells whoever keeps telemetry in memory what of it is outdated. */
export interface TelemetryNotes {
  note(touched: Touched): void;
  /** @param sinceMs when the first of some rejected events came that can be read from now on */
  noteRejected(sinceMs: number): void;
}

export function createTelemetryNotes(parts: {
  readonly assessor: Pick<Assessor, 'noteTelemetry'>;
  readonly assessments: Pick<StoredAssessments, 'note'>;
  readonly workloads: Pick<WorkloadRegistry, 'list'>;
  readonly now: () => number;
}): TelemetryNotes {
  const note = (touched: Touched): void => {
    parts.assessor.noteTelemetry(touched);
    parts.assessments.note(touched);
  };
  return {
    note,
    noteRejected(sinceMs) {
      // The begun hour is read again and again anyway.
      if (sinceMs >= floorTo(parts.now(), HOUR_MS)) return;
      // Which workloads they are of is only claimed.
      const ids = parts.workloads.list().map(({ document }) => document.id);
      note(new Map(ids.map((id) => [id, { minTsMs: sinceMs }])));
    },
  };
}
