import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../core/time.ts';
import { FAULTS } from '../support/clickhouse-front.ts';
import { describeFault, planChaos, type PlannedFault } from './plan.ts';

const TEN_MINUTES_MS = 10 * MINUTE_MS;
const seeds = fc.integer({ min: 0, max: 1e9 });
const endOf = ({ fromMs, forMs }: PlannedFault): number => fromMs + forMs;

test('a plan is the same for the same seed and length, and another for another seed', () => {
  expect(planChaos(7, TEN_MINUTES_MS)).toEqual(planChaos(7, TEN_MINUTES_MS));
  expect(planChaos(7, TEN_MINUTES_MS)).not.toEqual(planChaos(8, TEN_MINUTES_MS));
});

test('ten minutes hold every kind of fault, whatever the seed', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const found = new Set(
        planChaos(seed, TEN_MINUTES_MS).map(({ fault }) => describeFault(fault)),
      );
      const asked = [
        ...['ingest-0', 'ingest-1', 'control', 'database'].map((name) => `kill ${name}`),
        ...Object.keys(FAULTS)
          .filter((fault) => fault !== 'none' && fault !== 'silent')
          .map((fault) => `database: ${fault}`),
        'stop ingest-0',
        'stop control',
        'freeze ingest-1',
        'freeze control',
        'full disk ingest-0',
        'full disk ingest-1',
        'clock of ingest-0 +120 min',
        'clock of ingest-1 -4 min',
        'clock of control +30 min',
        'clock of control -4 min',
      ];
      expect(asked.filter((fault) => !found.has(fault))).toEqual([]);
    }),
  );
});

test('the last 45 seconds are calm, and only a kill comes while something else is at fault', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 20 }), (seed, minutes) => {
      const plan = planChaos(seed, minutes * MINUTE_MS);
      for (const one of plan) expect(endOf(one)).toBeLessThan(minutes * MINUTE_MS - 40_000);
      for (const [i, one] of plan.entries()) {
        const before = plan[i - 1];
        if (before === undefined || one.fromMs >= endOf(before)) continue;
        expect([before.fault.kind, one.fault.kind]).toEqual(['database', 'kill']);
      }
    }),
  );
});
