import { expect, it } from 'vitest';
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

it('what ingest does, waits for and could not do can be scraped', async () => {
  const text = await createMetrics({ status: () => status }).text();
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
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});
