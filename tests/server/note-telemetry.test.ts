import { expect, test } from 'vitest';
import { HOUR_MS } from '../../core/time.ts';
import type { Touched } from '../../decisions/live/telemetry-cache.ts';
import { createTelemetryNotes } from '../../server/note-telemetry.ts';

const NOW_MS = 1000 * HOUR_MS + 60_000;
const told: [string, Touched][] = [];
const notes = createTelemetryNotes({
  assessor: { noteTelemetry: (touched) => void told.push(['assessor', touched]) },
  assessments: { note: (touched) => void told.push(['assessments', touched]) },
  workloads: { list: () => ['a', 'b'].map((id) => ({ document: { id } })) as never },
  now: () => NOW_MS,
});

test('rejected events of an earlier hour are told of every workload, whatever they claim to be of', () => {
  notes.noteRejected(NOW_MS - HOUR_MS);
  const all = new Map(['a', 'b'].map((id) => [id, { minTsMs: NOW_MS - HOUR_MS }]));
  expect(told.splice(0)).toEqual([
    ['assessor', all],
    ['assessments', all],
  ]);
});

test('rejected events of the begun hour, which is read again anyway, are not told', () => {
  notes.noteRejected(NOW_MS - 60_000);
  expect(told).toEqual([]);
});
