import { expect, it } from 'vitest';
import type { Episode } from '../../alerts/episode/episode.ts';
import type { IngestStatus } from '../../ingest/ingest.ts';
import { createMetrics } from '../../server/metrics.ts';

const status: IngestStatus = {
  accepted: 5,
  duplicates: 2,
  rejected: 1,
  spoolBytes: 1000,
  spoolSegments: 3,
  lagMs: 2500,
  lastError: 'the database is away',
  tornTails: 4,
  failedAppends: 6,
  tracesWaiting: 7,
};

const alerts = {
  status: () => ({
    evaluatedMs: 0,
    failures: 2,
    lastError: 'away',
    lastTookMs: 250,
    lagMs: 120_000,
    isLate: true,
  }),
  open: () => [{ severity: 'page' } as Episode],
};

const outbox = {
  statuses: () => [
    {
      receiver: 'ops',
      lastSuccessMs: null,
      lastFailureMs: 1,
      lastFailureReason: 'away',
      failuresInRow: 3,
      isDead: false,
      deadSinceMs: null,
      waiting: 2,
      gaveUp: 1,
    },
  ],
};

it('what ingest does, waits for and could not do can be scraped', async () => {
  const text = await createMetrics({ status: () => status }, alerts, outbox).text();
  for (const line of [
    'bellwether_ingest_events{result="accepted"} 5',
    'bellwether_ingest_events{result="duplicate"} 2',
    'bellwether_ingest_events{result="rejected"} 1',
    'bellwether_spool_bytes 1000',
    'bellwether_spool_segments 3',
    'bellwether_spool_torn_tails 4',
    'bellwether_ingest_lag_seconds 2.5',
    'bellwether_ingest_failed_appends 6',
    'bellwether_hand_over_failing 1',
    'bellwether_traces_waiting 7',
    'bellwether_alert_evaluation_seconds 0.25',
    'bellwether_alert_evaluation_lag_seconds 120',
    'bellwether_alert_evaluation_failures 2',
    'bellwether_alerts_firing{severity="page"} 1',
    'bellwether_alerts_firing{severity="warn"} 0',
    'bellwether_notification_failures{receiver="ops"} 3',
    'bellwether_notifications_waiting{receiver="ops"} 2',
    'bellwether_notifications_given_up{receiver="ops"} 1',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});
