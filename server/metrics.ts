import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Ingest, IngestStatus } from '../ingest/ingest.ts';

/** What Bellwether tells about itself, for Prometheus. */
export interface Metrics {
  text(): Promise<string>;
  readonly contentType: string;
  observeRequest(route: string, method: string, status: number, seconds: number): void;
  observeHandOver(table: string, rows: number): void;
}

/** What each gauge of ingest shows, read whenever the metrics are. */
const INGEST_GAUGES: readonly {
  readonly name: string;
  readonly help: string;
  readonly read: (status: IngestStatus) => number;
}[] = [
  {
    name: 'bellwether_spool_bytes',
    help: 'Telemetry on disk that the database does not hold yet',
    read: ({ spoolBytes }) => spoolBytes,
  },
  {
    name: 'bellwether_spool_segments',
    help: 'Files of such telemetry',
    read: ({ spoolSegments }) => spoolSegments,
  },
  {
    name: 'bellwether_spool_torn_tails',
    help: 'Files that were cut back to their last whole row at this start',
    read: ({ tornTails }) => tornTails,
  },
  {
    name: 'bellwether_ingest_lag_seconds',
    help: 'Age of the oldest telemetry that the database does not hold yet',
    read: ({ lagMs }) => lagMs / 1000,
  },
  {
    name: 'bellwether_ingest_failed_appends',
    help: 'Requests since start that could not be kept and were answered 503',
    read: ({ failedAppends }) => failedAppends,
  },
  {
    name: 'bellwether_hand_over_failing',
    help: '1 while the database refuses what is handed over, else 0',
    read: ({ lastError }) => (lastError === null ? 0 : 1),
  },
  {
    name: 'bellwether_traces_waiting',
    help: 'Traces whose spans are kept and whose run is not shown yet',
    read: ({ tracesWaiting }) => tracesWaiting,
  },
];

/** @param ingest asked for its state whenever the metrics are read */
export function createMetrics(ingest: Pick<Ingest, 'status'>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'bellwether_' });
  const registers = [registry];
  const requests = new Histogram({
    name: 'bellwether_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const handedOver = new Counter({
    name: 'bellwether_rows_handed_over_total',
    help: 'Rows handed from the spool to the database',
    labelNames: ['table'],
    registers,
  });
  new Gauge({
    name: 'bellwether_ingest_events',
    help: 'Events since start by what became of them',
    labelNames: ['result'],
    registers,
    collect() {
      const { accepted, duplicates, rejected } = ingest.status();
      this.set({ result: 'accepted' }, accepted);
      this.set({ result: 'duplicate' }, duplicates);
      this.set({ result: 'rejected' }, rejected);
    },
  });
  for (const { name, help, read } of INGEST_GAUGES) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(ingest.status()));
      },
    });
  }
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    observeRequest: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    observeHandOver: (table, rows) => handedOver.inc({ table }, rows),
  };
}
