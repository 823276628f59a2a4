import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Ingest } from '../ingest/ingest.ts';

/** What Bellwether tells about itself, for Prometheus. */
export interface Metrics {
  text(): Promise<string>;
  readonly contentType: string;
  observeRequest(route: string, method: string, status: number, seconds: number): void;
  observeHandOver(table: string, rows: number): void;
}

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
  new Gauge({
    name: 'bellwether_spool_bytes',
    help: 'Telemetry on disk that the database does not hold yet',
    registers,
    collect() {
      this.set(ingest.status().spoolBytes);
    },
  });
  new Gauge({
    name: 'bellwether_ingest_lag_seconds',
    help: 'Age of the oldest telemetry that the database does not hold yet',
    registers,
    collect() {
      this.set(ingest.status().lagMs / 1000);
    },
  });
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    observeRequest: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    observeHandOver: (table, rows) => handedOver.inc({ table }, rows),
  };
}
