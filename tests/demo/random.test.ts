import { describe, expect, it } from 'vitest';
import { createRandom } from '../../server/demo/random.ts';
import { trafficAt } from '../../server/demo/traffic-shape.ts';

const DRAWS = 40_000;
const sample = (draw: () => number): { mean: number; variance: number } => {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
  return { mean, variance };
};

describe('the simulator’s random numbers', () => {
  it('repeat for the same seeds and differ for neighbouring ones', () => {
    const first = (...seeds: number[]): number[] => {
      const random = createRandom(...seeds);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(first(1, 2, 3)).toEqual(first(1, 2, 3));
    const starts = [
      first(1, 2, 3),
      first(1, 2, 4),
      first(1, 3, 2),
      first(2, 1, 3),
      first(1, 2),
    ].map(([value]) => value);
    expect(new Set(starts).size).toBe(5);
  });

  it('have the means and variances of their distributions', () => {
    const random = createRandom(42);
    expect(sample(() => random.uniform()).mean).toBeCloseTo(0.5, 1);
    const normal = sample(() => random.normal());
    expect(Math.abs(normal.mean)).toBeLessThan(0.02);
    expect(Math.abs(normal.variance - 1)).toBeLessThan(0.03);
    for (const expected of [0.3, 4, 75]) {
      const { mean, variance } = sample(() => random.poisson(expected));
      expect(Math.abs(mean / expected - 1)).toBeLessThan(0.03);
      expect(Math.abs(variance / expected - 1)).toBeLessThan(0.05);
    }
    expect(Math.abs(sample(() => (random.chance(0.02) ? 1 : 0)).mean - 0.02)).toBeLessThan(0.003);
    const { mean } = sample(() => Math.log(random.lognormal(100, 0.5)));
    expect(mean).toBeCloseTo(Math.log(100), 1);
    expect(Math.abs(sample(() => (random.pick([1, 3]) === 1 ? 1 : 0)).mean - 0.75)).toBeLessThan(
      0.01,
    );
  });

  it('first numbers of neighbouring seeds are uniform too', () => {
    let seed = 0;
    const { mean, variance } = sample(() => createRandom(5, seed++).uniform());
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.003);
  });
});

describe('traffic', () => {
  it('averages one over a week', () => {
    for (const shape of ['service', 'office'] as const) {
      let total = 0;
      for (let hour = 0; hour < 168; hour++) total += trafficAt(shape, hour * 3_600_000);
      expect(total / 168).toBeCloseTo(1, 10);
    }
  });
});
