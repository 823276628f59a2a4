import { DAY_MS, MINUTE_MS } from '../../core/time.ts';
import type { IncidentRow } from '../../signals/history-rows.ts';

/** A rehearsed rollback that ended in a restore. */
export interface Drill {
  readonly incident: string;
  readonly restoredMs: number;
  /** From detection, else from the start, to the restore; null where neither was reported before it. */
  readonly minutes: number | null;
}

/** How long a drill counts: a quarter, as long as people remember what they did. */
export const DRILL_VALID_MS = 90 * DAY_MS;

/**
 * The drills among incidents that were restored, by when they were. One is a drill once a phase up to its
 * restore says so.
 * @param rows any order
 * @example findDrills([]) // []
 */
export function findDrills(rows: readonly IncidentRow[]): Drill[] {
  const byIncident = new Map<string, IncidentRow[]>();
  for (const row of rows.toSorted((a, b) => a.tsMs - b.tsMs)) {
    const phases = byIncident.get(row.incident);
    if (phases === undefined) byIncident.set(row.incident, [row]);
    else phases.push(row);
  }
  return [...byIncident.values()]
    .flatMap((phases) => drillOf(phases) ?? [])
    .sort((a, b) => a.restoredMs - b.restoredMs);
}

/** @param phases of one incident, ascending */
function drillOf(phases: readonly IncidentRow[]): Drill | null {
  const end = phases.findIndex(({ phase }) => phase === 'restored');
  const until = phases.slice(0, end + 1);
  const restored = phases[end];
  if (restored === undefined || !until.some(({ drill }) => drill)) return null;
  const begun =
    until.find(({ phase }) => phase === 'detected') ??
    until.find(({ phase }) => phase === 'started');
  const minutes = begun === undefined ? null : (restored.tsMs - begun.tsMs) / MINUTE_MS;
  return { incident: restored.incident, restoredMs: restored.tsMs, minutes };
}
