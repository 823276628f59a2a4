import { describe, expect, it } from 'vitest';
import { wireEvent } from '../../core/event.ts';
import { createRunPricer } from '../../ingest/price-run.ts';
import { hasRealData, readAzureRuns, readTauBenchRuns } from '../support/real-data.ts';

const LAST_MS = Date.parse('2026-11-20T12:00:00Z');
const HOUR_MS = 3_600_000;
const sum = (values: readonly (number | null | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

describe('real data, skipped where ../shared/data is absent', () => {
  it.skipIf(!hasRealData)('the Azure trace keeps its counts, its tokens and its one hour', () => {
    const runs = readAzureRuns(LAST_MS)!;
    expect(runs).toHaveLength(8819);
    expect(sum(runs.map((run) => run.tokens_in))).toBe(18_059_974);
    expect(sum(runs.map((run) => run.tokens_out))).toBe(245_896);
    expect(runs.at(-1)?.ts).toBe(LAST_MS);
    expect(LAST_MS - Number(runs[0]?.ts)).toBeLessThan(HOUR_MS);
    expect(new Set(runs.map((run) => run.id)).size).toBe(8819);
  });

  it.skipIf(!hasRealData)('the Azure trace costs 38.087116 USD at list price', () => {
    const runs = readAzureRuns(LAST_MS)!;
    const priceRun = createRunPricer();
    const costs = runs.map((run) => priceRun(run, Number(run.ts)).costUsd);
    expect(sum(costs)).toBeCloseTo(38.087116, 6);
  });

  it.skipIf(!hasRealData)(
    'tau-bench keeps 84 successes, 73 errors of 1,164 tool calls, 48 escalations',
    () => {
      const runs = readTauBenchRuns(LAST_MS)!;
      expect(runs).toHaveLength(200);
      expect(runs.filter((run) => run.outcome === 'accepted')).toHaveLength(84);
      expect(sum(runs.map((run) => run.tool_calls))).toBe(1164);
      expect(sum(runs.map((run) => run.tool_failures))).toBe(73);
      expect(runs.filter((run) => run.escalated)).toHaveLength(48);
      const successes = [0, 1, 2, 3].map(
        (trial) =>
          runs.filter((run) => run.segment === `trial-${trial}` && run.outcome === 'accepted')
            .length,
      );
      expect(successes).toEqual([21, 22, 20, 21]);
      expect(runs.at(-1)?.ts).toBe(LAST_MS);
      expect(new Set(runs.map((run) => run.id)).size).toBe(200);
    },
  );

  it.skipIf(!hasRealData)('every real run fits the data contract', () => {
    for (const run of [...readAzureRuns(LAST_MS)!, ...readTauBenchRuns(LAST_MS)!]) {
      expect(wireEvent.safeParse(run).error?.issues ?? []).toEqual([]);
    }
  });
});
