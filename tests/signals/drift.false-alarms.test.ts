import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { readSignal } from '../../signals/estimate-signal.ts';
import { createHistory } from '../../signals/history.ts';
import { NO_ROWS } from '../../signals/history-rows.ts';
import type { FeatureRow } from '../../signals/history-rows.ts';
import { createNormal, createUniform } from '../core/statistics/seeded-random.ts';
import { parametersOf } from './sample-window.ts';

const DAYS = 90;
const HISTORIES = 120;
const LOOK_EVERY_MS = 6 * HOUR_MS;

test('drift looked at for a quarter over a rolling week raises a false alarm in at most 5 % of histories, however small the limit', () => {
  const normal = createNormal(createUniform(20_261_001));
  const rowsOf = (feature: string, perLook: number): FeatureRow[] => {
    const rows: FeatureRow[] = [];
    for (let atMs = 0; atMs < DAYS * DAY_MS; atMs += LOOK_EVERY_MS) {
      const counts = new Map<string, number>();
      for (let i = 0; i < perLook; i++) {
        const key = (Math.round(normal() * 20) / 20).toString();
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      rows.push({ hourMs: atMs, feature, role: 'input', release: '', shape: 'values', counts });
    }
    return rows;
  };
  const params = parametersOf({ minSample: 100 });
  let alarmed = 0;
  for (let history = 0; history < HISTORIES; history++) {
    const features = [...rowsOf('a', 8), ...rowsOf('b', 30)];
    const telemetry = createHistory({ ...NO_ROWS, features, endMs: DAYS * DAY_MS });
    for (let atMs = 14 * DAY_MS; atMs <= DAYS * DAY_MS; atMs += LOOK_EVERY_MS) {
      const window = telemetry.window(atMs - 7 * DAY_MS, atMs);
      if (readSignal('drift', window, params, 1e-6).side !== 'bad') continue;
      alarmed += 1;
      break;
    }
  }
  expect(alarmed / HISTORIES).toBeLessThanOrEqual(0.05);
});
