import { expect, test } from 'vitest';
import { createTelemetryHearer } from '../../server/hear-telemetry.ts';
import { createLiveHub } from '../../server/live-hub.ts';

test('of runs only what they change is noted, of spans nothing, of events everything', async () => {
  const noted: unknown[] = [];
  const registered: string[] = [];
  const hear = createTelemetryHearer({
    notes: {
      note: (touched, kinds) => void noted.push([[...touched.keys()], kinds]),
      noteRejected: (sinceMs) => void noted.push(sinceMs),
    },
    tail: { announce: () => undefined },
    registerOnSight: async (ids) => void registered.push(...ids),
    hub: createLiveHub(),
  });
  const workloads = new Map([['w', { minTsMs: 1 }]]);
  for (const table of ['runs', 'spans', 'events'] as const)
    await hear({ table, sinceMs: 1, workloads });
  await hear({ table: 'quarantine', sinceMs: 7, workloads: null });
  expect(noted).toEqual([
    [['w'], ['hours', 'corrections', 'dimensions', 'dataAges']],
    [['w'], undefined],
    7,
  ]);
  expect(registered).toEqual(['w', 'w', 'w']);
});
