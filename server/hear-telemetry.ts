import type { HandedOver } from '../ingest/hand-over.ts';
import type { IngestTail } from './ingest-tail.ts';
import type { LiveHub } from './live-hub.ts';
import type { Touched } from '../decisions/live/telemetry-cache.ts';
import type { RowKind } from '../signals/history/continue-rows.ts';
import type { RawTable } from '../store/raw-columns.ts';
import type { TelemetryNotes } from './note-telemetry.ts';

/** What has come into the store, by whichever process. */
export interface HeardTelemetry {
  readonly table: HandedOver['table'];
  readonly sinceMs: number;
  /** Null for the quarantine. */
  readonly workloads: Touched | null;
}

/** What of a history other rows of a table change; absent: all of it. */
export const CHANGED_BY: Partial<Record<RawTable, readonly RowKind[]>> = {
  runs: ['hours', 'corrections', 'dimensions', 'dataAges'],
  spans: [],
};

/** What is to be done with telemetry that the store holds from now on. */
export function createTelemetryHearer(parts: {
  readonly notes: TelemetryNotes;
  readonly tail: Pick<IngestTail, 'announce'>;
  readonly registerOnSight: (ids: Iterable<string>) => Promise<void>;
  readonly hub: LiveHub;
}): (heard: HeardTelemetry) => Promise<void> {
  const { notes, tail, registerOnSight, hub } = parts;
  return async ({ table, sinceMs, workloads }) => {
    if (table === 'quarantine') {
      tail.announce();
      notes.noteRejected(sinceMs);
    }
    if (workloads === null) return;
    const kinds = CHANGED_BY[table];
    if (kinds?.length !== 0) notes.note(workloads, kinds);
    await registerOnSight(workloads.keys());
    hub.publish({ type: 'telemetry', data: { workloads: [...workloads.keys()] } });
  };
}
