import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/time.ts';
import { replay } from '../../decisions/engine/replay.ts';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import { PLAIN_CONTEXT, policyWith } from './engine-fixtures.ts';
import { dayMs, simulateDays, START_MS, type TrueRates } from './simulated-history.ts';

// Small and seeded: enough to notice a rule that has come apart. The bench measures the real figures.

const requiredOnly = Object.fromEntries(
  Object.entries(DEFAULT_POLICY.signals ?? {}).filter(([, rule]) => rule.role === 'required'),
);
const policy = policyWith({ signals: requiredOnly });

/** True values at a share of every limit of the default policy (or its inverse, where higher is better). */
function healthy(share: number): TrueRates {
  const valueUsd = 0.4 / share;
  return {
    runsPerDay: 200,
    hallucinationRate: 0.03 * share,
    valueUsd,
    costUsd: (valueUsd * share) / 1.2,
  };
}

function changesOf(seed: number, days: number, ratesAt: (day: number) => TrueRates) {
  const history = simulateDays(seed, days, ratesAt);
  return replay(policy, history, PLAIN_CONTEXT, history.endMs).changes;
}

function daysToScale(seed: number, days: number, ratesAt: (day: number) => TrueRates): number {
  const change = changesOf(seed, days, ratesAt).find(({ verdict }) => verdict === 'scale');
  return change === undefined ? Infinity : (change.atMs - START_MS) / DAY_MS;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const SEEDS = Array.from({ length: 25 }, (_, i) => 1000 + i);

describe('at 200 runs a day, dwell included,', () => {
  it.each([
    [1 / 3, 8, 14],
    [1 / 2, 10, 21],
    [2 / 3, 14, 28],
  ])(
    'a workload at %f of its limits is scaled after %i to %i days (median)',
    (share, atLeast, atMost) => {
      const days = SEEDS.map((seed) => daysToScale(seed, 60, () => healthy(share)));
      expect(median(days)).toBeGreaterThan(atLeast);
      expect(median(days)).toBeLessThan(atMost);
    },
  );

  it.each([
    ['hallucinations', { ...healthy(1 / 2), hallucinationRate: 0.03 }],
    ['value', { ...healthy(1 / 2), valueUsd: 0.4, costUsd: 0.4 / 2.4 }],
    ['return on cost', { ...healthy(1 / 2), costUsd: 0.8 / 1.2 }],
  ])('a workload exactly at its limit on %s is hardly ever scaled', (_, atLimit) => {
    const scaled = Array.from({ length: 60 }, (__, i) =>
      daysToScale(i + 1, 90, () => atLimit),
    ).filter(Number.isFinite);
    expect(scaled.length).toBeLessThanOrEqual(1);
  });

  it('a healthy workload is never stopped or sent to redesign', () => {
    for (const seed of SEEDS) {
      const verdicts = changesOf(seed, 90, () => healthy(2 / 3)).map(({ verdict }) => verdict);
      expect(verdicts).not.toContain('stop');
      expect(verdicts).not.toContain('redesign');
    }
  });

  it('scale is withdrawn within days of a breach of 1.5 times the limit', () => {
    const withdrawn = SEEDS.map((seed) => {
      const changes = changesOf(seed, 75, (day) => ({
        ...healthy(1 / 2),
        hallucinationRate: day < 50 ? 0.015 : 0.045,
      }));
      const change = changes.find(({ atMs, previous }) => atMs > dayMs(50) && previous === 'scale');
      return change === undefined ? Infinity : (change.atMs - dayMs(50)) / DAY_MS;
    });
    expect(median(withdrawn)).toBeLessThan(5);
  });

  it('the right verdict is proposed within days of a breach of twice the limit', () => {
    const proposed = SEEDS.map((seed) => {
      const changes = changesOf(seed, 75, (day) => ({
        ...healthy(1 / 2),
        valueUsd: day < 50 ? 0.8 : 0.2,
        costUsd: day < 50 ? 1 / 3 : 1 / 12,
      }));
      const change = changes.find(
        ({ atMs, proposed: next }) => atMs > dayMs(50) && next === 'redesign',
      );
      return change === undefined ? Infinity : (change.atMs - dayMs(50)) / DAY_MS;
    });
    expect(median(proposed)).toBeLessThan(6);
  });

  it('a workload that goes silent while scale is pending is not scaled', () => {
    for (const seed of SEEDS.slice(0, 5)) {
      const rates = healthy(1 / 3);
      const changes = changesOf(seed, 60, (day) => (day < 6 ? rates : { ...rates, runsPerDay: 0 }));
      expect(changes.map(({ proposed }) => proposed)).toContain('scale');
      expect(changes.map(({ verdict }) => verdict)).not.toContain('scale');
    }
  });
});
