import type { ReceiverStatus } from '../alerts/deliver/delivery-lane.ts';
import type { Outbox } from '../alerts/deliver/outbox.ts';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { AlertEngine, EngineStatus } from '../alerts/engine/alert-engine.ts';
import { SEVERITIES } from '../alerts/rule/rule.ts';
import type { Ingest, IngestStatus } from '../ingest/ingest.ts';

/** What Bellwether tells about itself, for Prometheus. */
export interface Metrics {
  text(): Promise<string>;
  readonly contentType: string;
  observeRequest(route: string, method: string, status: number, seconds: number): void;
  observeHandOver(table: string, rows: number): void;
  /** Shows a metric that another part of the program keeps. */
  register(metric: Histogram): void;
  /** Shows further gauges, read whenever the metrics are. */
  watch(gauges: readonly WatchedGauge[]): void;
}

/** A figure of another part of the program. */
export interface WatchedGauge {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
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

/** What each gauge of alerting shows, read whenever the metrics are. */
const ALERT_GAUGES: readonly {
  readonly name: string;
  readonly help: string;
  readonly read: (status: EngineStatus) => number;
}[] = [
  {
    name: 'bellwether_alert_evaluation_seconds',
    help: 'How long the last evaluation of alert rules took',
    read: ({ lastTookMs }) => (lastTookMs ?? 0) / 1000,
  },
  {
    name: 'bellwether_alert_evaluation_lag_seconds',
    help: 'How long ago the first minute that alert rules were not evaluated for was due',
    read: ({ lagMs }) => lagMs / 1000,
  },
  {
    name: 'bellwether_alert_evaluation_failures',
    help: 'Evaluations of alert rules that failed in a row',
    read: ({ failures }) => failures,
  },
];

/** Of each receiver of notifications. */
const RECEIVER_GAUGES: readonly {
  readonly name: string;
  readonly help: string;
  readonly read: (status: ReceiverStatus) => number;
}[] = [
  {
    name: 'bellwether_notification_failures',
    help: 'Notifications in a row that a receiver did not take',
    read: ({ failuresInRow }) => failuresInRow,
  },
  {
    name: 'bellwether_notifications_waiting',
    help: 'Notifications that wait to be sent to a receiver',
    read: ({ waiting }) => waiting,
  },
  {
    name: 'bellwether_notifications_given_up',
    help: 'Notifications of the last week that a receiver never took',
    read: ({ gaveUp }) => gaveUp,
  },
];

/**
 * @param ingest asked for its state whenever the metrics are read
 * @param alerts the same; null in a process that evaluates none
 * @param outbox the same
 */
export function createMetrics(
  ingest: Pick<Ingest, 'status'>,
  alerts: Pick<AlertEngine, 'status' | 'open'> | null,
  outbox: Pick<Outbox, 'statuses'> | null,
): Metrics {
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
  if (alerts) watchAlerts(registers, alerts);
  if (outbox) watchReceivers(registers, outbox);
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    observeRequest: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    observeHandOver: (table, rows) => handedOver.inc({ table }, rows),
    register: (metric) => registry.registerMetric(metric),
    watch(gauges) {
      for (const { name, help, read } of gauges) {
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read());
          },
        });
      }
    },
  };
}

function watchAlerts(registers: Registry[], alerts: Pick<AlertEngine, 'status' | 'open'>): void {
  for (const { name, help, read } of ALERT_GAUGES) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(alerts.status()));
      },
    });
  }
  new Gauge({
    name: 'bellwether_alerts_firing',
    help: 'Alerts that fire or recover, by severity',
    labelNames: ['severity'],
    registers,
    collect() {
      const open = alerts.open();
      for (const severity of SEVERITIES) {
        this.set({ severity }, open.filter((one) => one.severity === severity).length);
      }
    },
  });
}

function watchReceivers(registers: Registry[], outbox: Pick<Outbox, 'statuses'>): void {
  for (const { name, help, read } of RECEIVER_GAUGES) {
    new Gauge({
      name,
      help,
      labelNames: ['receiver'],
      registers,
      collect() {
        this.reset();
        for (const status of outbox.statuses()) {
          this.set({ receiver: status.receiver }, read(status));
        }
      },
    });
  }
}
