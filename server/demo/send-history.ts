import { setTimeout as sleep } from 'node:timers/promises';
import type { WireEvent } from '../../core/event.ts';
import { createEndpoint } from './endpoint.ts';
import type { Organisation } from './organisation.ts';

/** Requests under way at once: enough to keep the server busy while the next batch is made. */
const IN_FLIGHT = 4;

export interface SendHistoryOptions {
  readonly url: string;
  /** A key with the scopes `write` and `ingest`. */
  readonly key: string;
  readonly organisation: Pick<Organisation, 'policies' | 'workloads' | 'history'>;
  readonly fetch: typeof fetch;
  readonly log: (text: string) => void;
  /** Epoch milliseconds, to tell how long it took. */
  readonly now: () => number;
  /** Told after every acknowledged batch how many events have been sent so far. */
  readonly onProgress?: (events: number) => void;
}

/** What was sent, and how long it took until all of it was queryable. */
export interface HistoryReport {
  readonly policies: number;
  readonly workloads: number;
  readonly events: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly seconds: number;
}

/**
 * Puts the organisation's policies and workloads on record, sends its history through the public
 * endpoint and waits until it is queryable. Sending it again counts nothing twice.
 * @throws when a document or an event is refused
 */
export async function sendHistory(options: SendHistoryOptions): Promise<HistoryReport> {
  const { organisation, now, log, onProgress } = options;
  const { policies, workloads } = organisation;
  const endpoint = createEndpoint({ ...options, sleep });
  const startedMs = now();
  for (const policy of policies) await endpoint.put(`/api/policies/${policy.id}`, policy);
  for (const workload of workloads) await endpoint.put(`/api/workloads/${workload.id}`, workload);

  const batches = organisation.history();
  const totals = { events: 0, accepted: 0, duplicates: 0 };
  const sendBatches = async (): Promise<void> => {
    for (let next = batches.next(); next.done !== true; next = batches.next()) {
      const batch: WireEvent[] = next.value;
      const { accepted, duplicates } = await endpoint.send(batch);
      totals.events += batch.length;
      totals.accepted += accepted;
      totals.duplicates += duplicates;
      onProgress?.(totals.events);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sendBatches));
  await endpoint.flush();

  const seconds = (now() - startedMs) / 1000;
  log(
    `Sample organisation: ${totals.events.toLocaleString('en')} events of ${workloads.length} workloads in ${seconds.toFixed(1)} s`,
  );
  return { policies: policies.length, workloads: workloads.length, ...totals, seconds };
}
