import { DAY_MS } from '../../core/time.ts';
import type { IncidentRow } from '../history-rows.ts';
import type { IncidentPhases } from '../window.ts';
import { groupBy } from './group-by.ts';

/** How far back incidents count: they are rare, so a year of them is read whatever the window. */
export const INCIDENT_SPAN_MS = 365 * DAY_MS;

/** Incidents as they were known just before an instant. */
export type IncidentLog = (toMs: number) => readonly IncidentPhases[];

/**
 * Phases merged per incident, the earliest report of each phase; of the year before an instant:
 * restored incidents by when they were restored, open ones by their latest phase.
 * @param rows any order; drill and rollback hold for an incident once any of its known phases says so
 * @example createIncidentLog([])(0) // []
 */
export function createIncidentLog(rows: readonly IncidentRow[]): IncidentLog {
  const byIncident = [...groupBy(rows, (row) => row.incident).values()].map((phases) =>
    phases.toSorted((a, b) => a.tsMs - b.tsMs),
  );
  return (toMs) => {
    const known: IncidentPhases[] = [];
    for (const phases of byIncident) {
      const incident = mergeKnown(phases, toMs);
      if (incident !== null) known.push(incident);
    }
    return known;
  };
}

/** One incident's phases before an instant; null when there were none or they lie too far back. */
function mergeKnown(phases: readonly IncidentRow[], toMs: number): IncidentPhases | null {
  const firstMs = { started: null, detected: null, mitigated: null, restored: null } as Record<
    IncidentRow['phase'],
    number | null
  >;
  let rollback = false;
  let drill = false;
  let latestMs = -Infinity;
  for (const row of phases) {
    if (row.tsMs >= toMs) break;
    firstMs[row.phase] ??= row.tsMs;
    rollback ||= row.rollback;
    drill ||= row.drill;
    latestMs = row.tsMs;
  }
  if ((firstMs.restored ?? latestMs) < toMs - INCIDENT_SPAN_MS) return null;
  return {
    incident: phases[0]!.incident,
    startedMs: firstMs.started,
    detectedMs: firstMs.detected,
    mitigatedMs: firstMs.mitigated,
    restoredMs: firstMs.restored,
    rollback,
    drill,
  };
}
