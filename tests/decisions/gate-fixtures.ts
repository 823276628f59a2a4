import type { WireEvent } from '../../core/event.ts';
import { DAY_MS, HOUR_MS, isoTime } from '../../core/time.ts';
import type { Capacity, WorkloadDocument } from '../../core/workload.ts';
import { findDrills } from '../../decisions/gates/drills.ts';
import { findGate } from '../../decisions/gates/gate-catalogue.ts';
import type { GateDefinition } from '../../decisions/gates/gate-definition.ts';
import { NO_SOURCES, type GateFacts } from '../../decisions/gates/gate-facts.ts';
import { proveGate, type GateProof } from '../../decisions/gates/prove-gate.ts';
import type { Signature } from '../../decisions/gates/signature.ts';
import type { HistoryRows } from '../../signals/history-rows.ts';
import { createHistory } from '../../signals/history.ts';
import { historyFromEvents } from '../support/history-from-events.ts';
import { policyWith } from './engine-fixtures.ts';

/** The instant that the fixtures are asked at, on the hour. */
export const NOW_MS = Date.UTC(2026, 9, 1);

export const RECORD: WorkloadDocument = {
  id: 'w',
  title: 'W',
  stage: 'production',
  policy: 'default',
};

/** Facts with some of them replaced; telemetry from events, times in epoch milliseconds. */
export function factsWith(
  changes: Partial<Omit<GateFacts, 'history' | 'drills' | 'workload'>> & {
    readonly events?: readonly WireEvent[];
    readonly rows?: Partial<HistoryRows>;
    readonly record?: Partial<WorkloadDocument>;
  } = {},
): GateFacts {
  const { events = [], rows = {}, record = {}, ...others } = changes;
  const history = { ...historyFromEvents(events, NOW_MS), ...rows };
  const { key: _, ...sources } = NO_SOURCES;
  return {
    ...sources,
    workload: { ...RECORD, ...record },
    policy: policyWith(),
    history: createHistory(history),
    drills: findDrills(history.incidents),
    datasets: [],
    ...others,
  };
}

export function gate(id: string): GateDefinition {
  const found = findGate(id);
  if (found === null) throw new Error(`no gate ${id}`);
  return found;
}

export const prove = (id: string, facts: GateFacts, atMs: number = NOW_MS): GateProof =>
  proveGate(gate(id), facts, atMs);

/** A signature of somebody, from a month ago for a year. */
export function signedBy(
  person: string,
  capacity: Capacity,
  changes: Partial<Signature> = {},
): Signature {
  return {
    id: 1,
    capacity,
    person,
    actor: `person:${person}`,
    name: person,
    statement: 'As it is.',
    link: null,
    file_sha256: null,
    signed_at: isoTime(NOW_MS - 30 * DAY_MS),
    expires_at: isoTime(NOW_MS + 335 * DAY_MS),
    revoked_at: null,
    revoked_by: null,
    ...changes,
  };
}

/** So many events of a kind over the days before now, evenly. */
export function spread(
  count: number,
  days: number,
  make: (index: number) => Omit<WireEvent, 'ts' | 'workload' | 'id'>,
): WireEvent[] {
  const stepMs = Math.floor((days * DAY_MS) / count);
  return Array.from({ length: count }, (_, index) => {
    const fields = { workload: 'w', ts: NOW_MS - HOUR_MS - index * stepMs, id: `${index}` };
    // The kind comes with the fields that only it has.
    return { ...make(index), ...fields } as WireEvent;
  });
}
